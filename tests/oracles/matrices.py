"""Every cell of the matrices, computed again from plain files by docs/matrices.md."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from tests.oracles.answers import (
    UNFINISHED,
    Chosen,
    choose,
    kept,
    mapping_coverage,
)
from tests.oracles.plain import NONE, Bools, Spans, Study, marked, overlap, stretches

if TYPE_CHECKING:
    import pandas as pd

OF_MAPPINGS = ("directions-by-cases", "directions-by-stance")
NO_CASE = "no case speaks there"
NO_TURN = "it is in no turn of an expert"
NOT_MAPPED = "nobody whose mappings count has mapped it"
Cell = int | None
Uses = dict[str, Spans]
"""By code or direction, the spans that have it."""


@dataclass(frozen=True)
class Question:
    """The options of `qct matrix KIND`."""

    kind: str
    measure: str = "counts"
    answers: str | None = None
    by: str | None = None
    round: str | None = None
    sources: tuple[str, ...] = ()
    shared_with: str = "coding"
    level: str = "all"
    unit: str = "segment"

    def arguments(self) -> list[str]:
        """The same as the command line takes it."""
        options = {
            "--measure": self.measure,
            "--answers": self.answers,
            "--by": self.by,
            "--round": self.round,
            "--sources": ",".join(self.sources),
            "--level": self.level if self.level != "all" else "",
            "--unit": self.unit if self.unit != "segment" else "",
        }
        if self.kind == "codes-by-directions":
            options["--shared-with"] = self.shared_with
        given = [part for name, value in options.items() if value for part in (name, value)]
        return ["matrix", self.kind, *given]


@dataclass
class Figures:
    """A matrix, the cases worked on of the cases of each column, and what is in no cell."""

    rows: list[str]
    columns: list[str]
    cells: dict[tuple[str, str], Cell]
    worked: dict[str, tuple[int, int]] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    counted: int = 0
    mapped: tuple[int, int] | None = None
    """How many coded segments are mapped, and how many there are."""


def figures(study: Study, question: Question) -> Figures:
    """The matrix; by the rule `each` every column stands once for each coder."""
    if (question.answers or "").split(":")[0] != "each":
        return _figures(study, question, None)
    sources = _sources(study, question)
    coverage = study.coverage
    if question.kind == "directions-by-cases":
        coverage = mapping_coverage(study)
    chosen = choose(study, coverage, question.answers, question.round, sources)
    places = [*chosen.finished.values(), *chosen.shown.values()]
    coders = sorted({coder for part in places for _round, coder in part})
    parts = {coder: _figures(study, question, coder) for coder in coders}
    answers, label = study.codings, "code"
    if question.kind == "directions-by-cases":
        answers, label = study.mappings, "direction"
    in_scope = _numbered(answers, sources)
    joined = Figures([], [], {}, left_out=kept(study, in_scope, chosen, label)[1])
    for coder, part in parts.items():
        joined.rows += [row for row in part.rows if row not in joined.rows]
        for reason in (NO_CASE, NOT_MAPPED):
            if reason in part.left_out:
                joined.left_out[reason] = joined.left_out.get(reason, 0) + part.left_out[reason]
        for column in part.columns:
            name = f"{column} {coder}"
            joined.columns.append(name)
            joined.cells |= {(row, name): part.cells[row, column] for row in part.rows}
            if part.worked:
                joined.worked[name] = part.worked[column]
    joined.counted = len(in_scope) - sum(joined.left_out.values())
    return joined


def _sources(study: Study, question: Question) -> set[str]:
    return set(question.sources) or set(study.texts) - study.renderings()


def _figures(study: Study, question: Question, coder: str | None) -> Figures:
    sources = _sources(study, question)
    of_directions = question.kind in OF_MAPPINGS
    of_mappings, of_codings = None, question.round
    if of_directions:
        of_mappings, of_codings = question.round, None
    rule = coder or question.answers
    by_code = choose(study, study.coverage, rule, of_codings, sources)
    by_mapping = choose(study, mapping_coverage(study), rule, of_mappings, sources)
    if coder:
        # Side by side stands what is finished; work in progress is shown of a single coder only.
        by_code.shown = {}
    codings, left = kept(study, _numbered(study.codings, sources), by_code, "code")
    mappings, left_mappings = kept(
        study, _numbered(study.mappings, sources), by_mapping, "direction"
    )
    if question.by is not None and by_code.shown and not of_directions:
        hidden = codings.source.isin(by_code.shown)
        left[UNFINISHED] = left.get(UNFINISHED, 0) + int(hidden.sum())
        codings, by_code.shown = codings[~hidden], {}
    if question.kind == "codes-by-directions":
        return _by_directions(study, question, codings, mappings, left)
    if question.kind == "codes-by-codes":
        return _by_codes(study, question, codings, left)
    if question.kind == "directions-by-stance":
        made = _by_stance(study, question, mappings, left_mappings)
        made.mapped = _mapped(codings, mappings, question.shared_with)
        return made
    answers, label, chosen = codings, "code", by_code
    if of_directions:
        answers, label, chosen, left = mappings, "direction", by_mapping, left_mappings
    made = _by_cases(study, question, answers, label, chosen, sources)
    made.left_out = {**left, **made.left_out}
    made.counted = len(_numbered(study.codings if label == "code" else study.mappings, sources))
    made.counted -= sum(made.left_out.values())
    if of_directions:
        made.mapped = _mapped(codings, mappings, question.shared_with)
    return made


def _numbered(answers: pd.DataFrame, sources: set[str]) -> pd.DataFrame:
    return answers.assign(id=range(len(answers)))[answers.source.isin(sources)]


def _rows(study: Study, label: str, used: set[str], level: str = "all") -> dict[str, set[str]]:
    """The rows in their order, and the codes or directions that count in each."""
    if label == "code":
        every = {code: study.branch(code) for code in study.codes}
        if level == "leaves":
            return {c: {c} for c, branch in every.items() if len(branch) == 1 or c in used}
        if level == "branches":
            first = {code for code in every if not study.parents.get(code)}
            return {c: branch for c, branch in every.items() if len(branch) > 1 or c in first}
        return every
    return {name: {name} for name in [*study.directions, *([NONE] if NONE in used else [])]}


def _by_cases(
    study: Study,
    question: Question,
    answers: pd.DataFrame,
    label: str,
    chosen: Chosen,
    sources: set[str],
) -> Figures:
    where = _where(study, sources)
    cases = list(dict.fromkeys(case for case, _source in where))
    columns = _columns(study, question.by, cases)
    rows = _rows(study, label, set(answers[label]), question.level)
    uses: dict[tuple[str, str], Uses] = {}
    placed: set[int] = set()
    for (case, source), inside in where.items():
        mine = answers[answers.source == source]
        if inside is not None:
            meets = [bool(inside[s:e].any()) for s, e in zip(mine.start, mine.end, strict=True)]
            mine = mine[np.array(meets, dtype=bool)]
        uses[case, source] = _uses(mine, label)
        placed |= set(mine.id)
    worked_on = {*answers.source, *chosen.finished, *chosen.shown}
    cells: dict[tuple[str, str], Cell] = {}
    worked = {}
    for column, members in columns.items():
        places = {source for case, source in where if case in members}
        finished = {case for case, source in where if source in chosen.finished}
        worked[column] = (len(finished & set(members)), len(members))
        counted = Counter[str]()
        for source in sorted(places):
            of_cases = [case for case in members if (case, source) in where]
            of_source = [uses[case, source] for case in of_cases]
            said = None
            if question.measure in ("words", "characters"):
                said = _words(study, source, [where[case, source] for case in of_cases])
                if question.measure == "characters":
                    said = _characters(study, source, [where[c, source] for c in of_cases])
            for row, labels in rows.items():
                spans = [
                    span for part in of_source for name in labels for span in part.get(name, ())
                ]
                counted[row] += _value(study, source, spans, said)
        if question.measure == "present":
            for row, labels in rows.items():
                has = {case for (case, _s), part in uses.items() if labels & part.keys()}
                counted[row] = len(has & set(members))
        for row in rows:
            known = bool(places & worked_on) and (worked[column][0] > 0 or counted[row] > 0)
            cells[row, column] = counted[row] if known else None
    unplaced = set(answers.id) - placed
    left = {NO_CASE: len(unplaced)} if unplaced else {}
    return Figures(list(rows), list(columns), cells, worked, left)


def _uses(answers: pd.DataFrame, label: str) -> Uses:
    """By code or direction, the spans of the answers."""
    uses: Uses = {}
    for name, start, end in zip(answers[label], answers.start, answers.end, strict=True):
        uses.setdefault(name, []).append((int(start), int(end)))
    return uses


def _where(study: Study, sources: set[str]) -> dict[tuple[str, str], Bools | None]:
    """By case and source, the characters that the case says; None for a whole source."""
    where: dict[tuple[str, str], Bools | None] = {}
    for case, source in study.cases[["case", "source"]].drop_duplicates().itertuples(index=False):
        if source not in sources:
            continue
        of_source = study.cases[study.cases.source == source]
        text = study.texts[source]
        where[case, source] = None
        if of_source.case.nunique() > 1:
            labels = set(of_source[of_source.case == case].speaker)
            where[case, source] = text.experts if "" in labels else text.said_by(labels)
    return where


def _columns(study: Study, by: str | None, cases: list[str]) -> dict[str, list[str]]:
    if by is None:
        return {case: [case] for case in cases}
    without = f"(no {by})"
    of_case = {case: study.attributes.get(case, {}).get(by) or without for case in cases}
    names = sorted({*of_case.values()} - {without})
    names += [without] if without in of_case.values() else []
    return {name: [case for case in cases if of_case[case] == name] for name in names}


def _words(study: Study, source: str, frames: list[Bools | None]) -> Spans:
    """The words of experts that one of the cases says; a frame of None is the whole source."""
    text = study.texts[source]
    if any(frame is None for frame in frames):
        return text.words
    said = marked(len(text.text), [])
    for frame in frames:
        if frame is not None:
            said |= frame
    return [(start, end) for start, end in text.words if said[start:end].all()]


def _characters(study: Study, source: str, frames: list[Bools | None]) -> Spans:
    """The characters of experts that one of the cases says, each by itself."""
    inside = study.texts[source].experts.copy()
    if not any(frame is None for frame in frames):
        said = marked(len(inside), [])
        for frame in frames:
            if frame is not None:
                said |= frame
        inside &= said
    return [(int(at), int(at) + 1) for at in np.flatnonzero(inside)]


def _value(study: Study, source: str, spans: Spans, words: Spans | None) -> int:
    """The segments of a row in a source, or how many of these words they touch."""
    if not spans:
        return 0
    length = len(study.texts[source].text)
    if words is None:
        return stretches(length, spans)
    coded = np.concatenate([[0], np.cumsum(marked(length, spans))])
    return sum(bool(coded[end] > coded[start]) for start, end in words)


def _pairs(codings: pd.DataFrame, mappings: pd.DataFrame, shared_with: str) -> pd.DataFrame:
    """The codings and mappings of one source that share at least half of a span."""
    both = codings.merge(mappings, on="source", suffixes=("", "_mapped"))
    if both.empty:
        return both
    shared = [
        overlap((a, b), (c, d))
        for a, b, c, d in zip(both.start, both.end, both.start_mapped, both.end_mapped, strict=True)
    ]
    size = both.end - both.start
    if shared_with == "shorter":
        size = size.combine(both.end_mapped - both.start_mapped, min)
    both = both.assign(shared=shared, size=size)
    return both[(both.shared > 0) & (2 * both.shared >= both["size"])]


def _mapped(codings: pd.DataFrame, mappings: pd.DataFrame, shared_with: str) -> tuple[int, int]:
    segments = set(codings[["source", "start", "end"]].itertuples(index=False, name=None))
    pairs = _pairs(codings, mappings, shared_with)
    mapped = set(pairs[["source", "start", "end"]].itertuples(index=False, name=None))
    return len(mapped), len(segments)


def _by_directions(
    study: Study,
    question: Question,
    codings: pd.DataFrame,
    mappings: pd.DataFrame,
    left: Counter[str] | dict[str, int],
) -> Figures:
    rows = _rows(study, "code", set())
    columns = list(_rows(study, "direction", set(mappings.direction)))
    pairs = _pairs(codings, mappings, question.shared_with)
    cells: dict[tuple[str, str], Cell] = {}
    for row, codes in rows.items():
        of_row = pairs[pairs.code.isin(codes)]
        for column in columns:
            cells[row, column] = None
            if len(of_row):
                here = of_row[of_row.direction == column]
                cells[row, column] = _in_direction(study, question.measure, here)
    unmapped = set(codings.id) - set(pairs.id)
    left_out = {**left, **({NOT_MAPPED: len(unmapped)} if unmapped else {})}
    return Figures(
        list(rows),
        columns,
        cells,
        left_out=left_out,
        counted=len(set(pairs.id)),
        mapped=_mapped(codings, mappings, question.shared_with),
    )


def _in_direction(study: Study, measure: str, pairs: pd.DataFrame) -> int:
    total = 0
    for source, here in pairs.groupby("source"):
        spans = list(zip(here.start.tolist(), here.end.tolist(), strict=True))
        words = None
        if measure == "words":
            words = study.texts[str(source)].words
            spans = [
                (max(start, begin), min(end, stop))
                for (start, end), begin, stop in zip(
                    spans, here.start_mapped.tolist(), here.end_mapped.tolist(), strict=True
                )
            ]
        total += _value(study, str(source), spans, words)
    return min(total, 1) if measure == "present" else total


def _by_stance(
    study: Study, question: Question, mappings: pd.DataFrame, left: Counter[str] | dict[str, int]
) -> Figures:
    rows = _rows(study, "direction", set(mappings.direction))
    columns = ["barrier", "enabler", "proposal", "description"]
    stance = mappings.stance.fillna("").replace("", "no-stance")
    columns += ["no-stance"] if (stance == "no-stance").any() else []
    cells: dict[tuple[str, str], Cell] = {}
    for row in rows:
        for column in columns:
            here = mappings[(mappings.direction == row) & (stance == column)]
            total = 0
            for source, part in here.groupby("source"):
                spans = list(zip(part.start.tolist(), part.end.tolist(), strict=True))
                said = study.texts[str(source)].words if question.measure == "words" else None
                total += _value(study, str(source), spans, said)
            total = min(total, 1) if question.measure == "present" else total
            cells[row, column] = total if len(mappings) else None
    return Figures(list(rows), columns, cells, left_out=dict(left), counted=len(set(mappings.id)))


def _by_codes(
    study: Study,
    question: Question,
    codings: pd.DataFrame,
    left: Counter[str] | dict[str, int],
) -> Figures:
    """Every pair of codes, on every source by its characters."""
    rows = _rows(study, "code", set(codings.code), question.level)
    cells: dict[tuple[str, str], Cell] = {}
    marks: dict[str, dict[str, Bools]] = {}
    for source, part in codings.groupby("source"):
        length = len(study.texts[str(source)].text)
        marks[str(source)] = {
            row: marked(length, _spans(part[part.code.isin(codes)])) for row, codes in rows.items()
        }
    for row, codes in rows.items():
        for column in rows:
            nested = row != column and (column in study.branch(row) or row in study.branch(column))
            if nested and question.level != "leaves":
                cells[row, column] = None
                continue
            total = 0
            for source, of_row in marks.items():
                a, b = of_row[row], of_row[column]
                part = codings[codings.source == source]
                if question.unit == "source":
                    total += bool(a.any() and b.any())
                elif question.unit == "turn":
                    turns = study.texts[source].expert_turns
                    total += sum(bool(a[s:e].any() and b[s:e].any()) for s, e in turns)
                elif question.measure == "words":
                    coded = np.concatenate([[0], np.cumsum(a & b)])
                    total += sum(coded[e] > coded[s] for s, e in study.texts[source].words)
                else:
                    spans = _spans(part[part.code.isin(codes)])
                    met = [span for span in _segments(spans) if b[span[0] : span[1]].any()]
                    total += len(met)
            cells[row, column] = int(total)
    inside = set(codings.id)
    if question.unit == "turn":
        outside = {
            name
            for name, source, start, end in zip(
                codings.id, codings.source, codings.start, codings.end, strict=True
            )
            if not any(
                overlap((int(start), int(end)), turn)
                for turn in study.texts[str(source)].expert_turns
            )
        }
        inside -= outside
        left = {**left, **({NO_TURN: len(outside)} if outside else {})}
    return Figures(list(rows), list(rows), cells, left_out=dict(left), counted=len(inside))


def _spans(part: pd.DataFrame) -> Spans:
    return list(zip(part.start.tolist(), part.end.tolist(), strict=True))


def _segments(spans: Spans) -> Spans:
    """The spans, with those that share a character joined."""
    joined: Spans = []
    for start, end in sorted(spans):
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
