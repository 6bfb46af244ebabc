"""Every row of `qct agree`, computed again from plain files by docs/agreement.md."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from tests.oracles.coefficients import (
    Floats,
    Units,
    Values,
    matched,
    nominal,
    paradoxes,
    u_alpha,
)
from tests.oracles.plain import NONE, Bools, Spans, stretches

if TYPE_CHECKING:
    import pandas as pd

    from tests.oracles.plain import Study


@dataclass(frozen=True)
class Question:
    """The options of `qct agree`."""

    round: str | None = None
    unit: str = "character"
    segments: str = ""
    level: str = "codes"
    codes: tuple[str, ...] = ()
    exactly: bool = False
    sources: tuple[str, ...] = ()
    coders: tuple[str, ...] = ()
    whole_text: bool = False
    include_unfinished: bool = False
    families: str = ""
    coefficients: tuple[str, ...] = ()

    def arguments(self) -> list[str]:
        """The same as the command line takes it."""
        options = {
            "--round": self.round or "",
            "--unit": self.unit,
            "--segments": self.segments,
            "--level": self.level,
            "--codes": ",".join(self.codes),
            "--sources": ",".join(self.sources),
            "--coders": ",".join(self.coders),
            "--families": self.families,
            "--coefficients": ",".join(self.coefficients),
        }
        flags = {
            "--exactly": self.exactly,
            "--whole-text": self.whole_text,
            "--include-unfinished": self.include_unfinished,
        }
        given = [part for name, value in options.items() if value for part in (name, value)]
        return ["agree", *given, *(name for name, is_set in flags.items() if is_set)]


@dataclass(frozen=True)
class Block:
    """Units of a source that the same coders worked on, with the codings there."""

    coders: frozenset[str]
    length: int
    """How many units there are."""
    spans: dict[tuple[str, str], Spans]
    """By coder and code, spans of units (of characters of the frame, where these are units)."""
    characters: int
    in_characters: dict[tuple[str, str], Spans] = field(default_factory=dict)
    """The same in characters of the frame, as each coding was made."""

    def marks(self, coder: str, code: str) -> Bools:
        inside = np.zeros(self.length, dtype=bool)
        for start, end in self.spans.get((coder, code), ()):
            inside[start:end] = True
        return inside


def code_blocks(study: Study, question: Question, given: pd.DataFrame | None) -> list[Block]:
    """The blocks of a comparison of codes.

    `given` has the sentences or tokens of each source (columns source, start, end), which only
    the text tells.
    """
    rounds = study.rounds if question.round == "all" else [str(question.round)]
    rounds = [name for name in rounds if name != "consensus"] or rounds
    stated = study.coverage[study.coverage["round"].isin(rounds)]
    if not question.include_unfinished:
        stated = stated[stated.finished]
    stated = stated[stated.source.isin(_sources(study, question))]
    if question.coders:
        stated = stated[stated.coder.isin(question.coders)]
    codings = study.codings.merge(stated[["round", "coder", "source"]].drop_duplicates())
    labels = _labels(study, question)
    blocks = []
    for source in sorted(set(stated.source)):
        text = study.texts[source]
        frame = np.ones(len(text.text), dtype=bool) if question.whole_text else text.experts
        axis = np.concatenate([[0], np.cumsum(frame)])
        mine = codings[codings.source == source]
        units = _units(study, question, source, codings, given)
        spans: dict[tuple[str, str], Spans] = {}
        characters: dict[tuple[str, str], Spans] = {}
        if units is not None:
            units = [(a, b) for a, b in units if axis[b] > axis[a]]
        for coder, code, start, end in zip(
            mine.coder, mine.code, mine.start.tolist(), mine.end.tolist(), strict=True
        ):
            placed = int(axis[start]), int(axis[end])
            if placed[0] == placed[1]:
                continue
            in_units = placed
            if units is not None:
                met = [
                    at
                    for at, (a, b) in enumerate(units)
                    if axis[min(b, end)] > axis[max(a, start)] and max(a, start) < min(b, end)
                ]
                if not met:
                    continue
                in_units = met[0], met[-1] + 1
            for label in labels.get(code, ()):
                spans.setdefault((coder, label), []).append(in_units)
                characters.setdefault((coder, label), []).append(placed)
        length = int(axis[-1]) if units is None else len(units)
        coders = frozenset(stated[stated.source == source].coder)
        blocks.append(Block(coders, length, spans, int(axis[-1]), characters))
    return blocks


def _sources(study: Study, question: Question) -> set[str]:
    return set(question.sources) or set(study.texts) - study.renderings()


def _labels(study: Study, question: Question) -> dict[str, list[str]]:
    """What each code counts as."""
    if question.level == "parents":
        return {code: [study.parents[code] or code] for code in study.codes}
    if not question.codes:
        return {code: [code] for code in study.codes}
    branches = {name: {name} if question.exactly else study.branch(name) for name in question.codes}
    return {
        code: [name for name, branch in branches.items() if code in branch] for code in study.codes
    }


def _units(
    study: Study,
    question: Question,
    source: str,
    codings: pd.DataFrame,
    given: pd.DataFrame | None,
) -> Spans | None:
    text = study.texts[source]
    if question.unit == "character":
        return None
    if question.unit == "source":
        return [(0, len(text.text))]
    if question.unit == "turn":
        turns = text.turns if question.whole_text else text.turns[text.turns.expert]
        return list(zip(turns.start.tolist(), turns.end.tolist(), strict=True))
    if question.unit == "segment":
        mine = codings
        if question.segments:
            mine = study.codings[study.codings.coder == question.segments.removeprefix("coder:")]
        mine = mine[mine.source == source]
        return joined(list(zip(mine.start.tolist(), mine.end.tolist(), strict=True)))
    assert given is not None
    mine = given[given.source == source]
    return list(zip(mine.start.tolist(), mine.end.tolist(), strict=True))


def joined(spans: Spans) -> Spans:
    """The spans, with those that share a character made one; those that only touch stay two."""
    result: Spans = []
    for start, end in sorted(spans):
        if result and start < result[-1][1]:
            result[-1] = result[-1][0], max(end, result[-1][1])
        else:
            result.append((start, end))
    return result


def direction_blocks(study: Study, question: Question) -> list[Block]:
    """The mapped segments of a source that the same coders mapped."""
    mine = study.mappings[study.mappings["round"] == question.round]
    mine = mine[mine.source.isin(set(question.sources) or set(study.texts))]
    groups: dict[tuple[str, frozenset[str]], list[pd.DataFrame]] = {}
    for (source, _start, _end), rows in mine.groupby(["source", "start", "end"]):
        groups.setdefault((str(source), frozenset(rows.coder)), []).append(rows)
    blocks = []
    for (_source, coders), segments in groups.items():
        spans: dict[tuple[str, str], Spans] = {}
        for at, rows in enumerate(segments):
            for coder, direction in zip(rows.coder, rows.direction, strict=True):
                spans.setdefault((coder, direction), []).append((at, at + 1))
        blocks.append(Block(coders, len(segments), spans, 0))
    return blocks


def relabelled(blocks: list[Block], domains: dict[str, set[str]]) -> list[Block]:
    """The blocks with each code counted as its domain."""
    result = []
    for block in blocks:
        parts = []
        for spans in (block.spans, block.in_characters):
            of_domain: dict[tuple[str, str], Spans] = {}
            for (coder, code), places in spans.items():
                for name, members in domains.items():
                    if code in members:
                        of_domain.setdefault((coder, name), []).extend(places)
            parts.append(of_domain)
        result.append(Block(block.coders, block.length, parts[0], block.characters, parts[1]))
    return result


@dataclass(frozen=True)
class Ratings:
    """The ratings of a code by a group: patterns, their times, and the uses where two meet."""

    patterns: Floats
    times: NDArray[np.int64]
    uses: tuple[int, ...]
    coded: int
    decided: int


def ratings(blocks: list[Block], coders: tuple[str, ...], code: str) -> Ratings:
    """The ratings of one code against its absence by a group of coders.

    A pair is compared on what both worked on. What one of three or more coders did alone is in
    the ratings, for the chance term of those coefficients that take it from every rating.
    """
    patterns, times = [], []
    uses = np.zeros(len(coders), dtype=int)
    coded = decided = 0
    for block in blocks:
        present = [name in block.coders for name in coders]
        if not any(present) or (len(coders) == 2 and not all(present)):
            continue
        marks = [block.marks(name, code) for name in coders]
        key = sum(mark.astype(np.int64) << at for at, mark in enumerate(marks))
        counts = np.bincount(np.asarray(key), minlength=2 ** len(coders))
        for bits in np.flatnonzero(counts).tolist():
            patterns.append(
                [
                    float(bits >> at & 1) if is_there else np.nan
                    for at, is_there in enumerate(present)
                ]
            )
            times.append(int(counts[bits]))
        if sum(present) >= 2:
            coded += sum(int(mark.sum()) for mark in marks)
            decided += block.length * sum(present)
            uses += [stretches(block.length, block.spans.get((name, code), [])) for name in coders]
    table = np.array(patterns, dtype=float).reshape(-1, len(coders))
    return Ratings(table, np.array(times, dtype=np.int64), tuple(uses.tolist()), coded, decided)


def pooled(parts: list[Ratings]) -> Ratings:
    """The fourfold tables of all codes in one."""
    return Ratings(
        np.concatenate([part.patterns for part in parts]),
        np.concatenate([part.times for part in parts]),
        tuple(np.sum([part.uses for part in parts], axis=0).tolist()),
        sum(part.coded for part in parts),
        sum(part.decided for part in parts),
    )


def row_of(part: Ratings, blocks: list[Block], coders: tuple[str, ...]) -> dict[str, Any]:
    """The cells of a row of a code or of all codes pooled."""
    shared = [block for block in blocks if len(block.coders & set(coders)) >= 2]
    return {
        **nominal(part.patterns, part.times, part.coded > 0),
        "uses": " ".join(map(str, part.uses)),
        "prevalence": part.coded / part.decided if part.decided else None,
        "n": sum(block.length for block in shared),
        "sources": len(shared),
    }


def macro(rows: list[dict[str, Any]]) -> Values:
    """The mean of the codes' values, each over the codes where it is defined."""
    names = [name for name in rows[0] if name not in ("uses", "prevalence", "n", "sources")]
    values: Values = {}
    for name in names:
        defined = [row[name] for row in rows if row[name] is not None]
        values[name] = float(np.mean(defined)) if defined else None
    return values


def groups(coders: list[str]) -> list[tuple[str, ...]]:
    """All coders, where there are more than two, and each pair."""
    every = [tuple(coders)] if len(coders) > 2 else []
    return [*every, *combinations(coders, 2)]


def beside(
    question: Question, blocks: list[Block], coders: tuple[str, ...], codes: list[str], scope: str
) -> Values:
    """The columns of `--coefficients` in the row of a code, or of all codes pooled."""
    values: Values = {}
    shared = [block for block in blocks if len(block.coders & set(coders)) >= 2]
    if len(coders) == 2:
        parts = [ratings(blocks, coders, code) for code in codes]
        table = pooled(parts)
        named = {
            "pabak": "pabak",
            "prevalence-index": "prevalence_index",
            "bias-index": "bias_index",
            "kappa-max": "cohen_kappa_max",
        }
        of_table = paradoxes(table.patterns, table.times)
        values |= {
            column: of_table[column]
            for name, column in named.items()
            if name in question.coefficients
        }
        if "nvivo" in question.coefficients:
            values |= _nvivo(shared, coders, codes)
        if "maxqda" in question.coefficients:
            values |= _maxqda(shared, coders, codes, scope)
    if "u-alpha" in question.coefficients and scope == "code":
        layers = [
            (
                block.characters,
                [
                    joined(block.in_characters.get((name, codes[0]), []))
                    for name in coders
                    if name in block.coders
                ],
            )
            for block in shared
        ]
        values["u_alpha"] = u_alpha(layers)
    return values


def _nvivo(shared: list[Block], coders: tuple[str, ...], codes: list[str]) -> Values:
    """Kappa of characters for each source and code, averaged plainly and by length."""
    kappas, weights = [], []
    for block in shared:
        in_characters = Block(block.coders, block.characters, block.in_characters, 0)
        for code in codes:
            part = ratings([in_characters], coders, code)
            kappa = nominal(part.patterns, part.times, part.coded > 0)["cohen_kappa"]
            if kappa is not None:
                kappas.append(kappa)
                weights.append(block.characters)
    if not kappas:
        return {"nvivo_kappa": None, "nvivo_kappa_by_length": None}
    return {
        "nvivo_kappa": float(np.mean(kappas)),
        "nvivo_kappa_by_length": float(np.average(kappas, weights=weights)),
    }


def _maxqda(shared: list[Block], coders: tuple[str, ...], codes: list[str], scope: str) -> Values:
    """The three levels of MAXQDA; a segment is a coding, cut to the frame."""
    both = mine = other = 0
    presence, frequency = [], []
    for block in shared:
        for code in codes:
            sides: list[Units] = [block.in_characters.get((name, code), []) for name in coders]
            pairs = matched(sides[0], sides[1])
            both += pairs
            mine += len(sides[0]) - pairs
            other += len(sides[1]) - pairs
            presence.append(bool(sides[0]) == bool(sides[1]))
            frequency.append(len(sides[0]) == len(sides[1]))
    every = 2 * both + mine + other
    values: Values = {"maxqda_percent": 2 * both / every if every else None}
    if scope == "pooled":
        chance = 1 / len(codes)
        seen = both / (both + mine + other)
        values["maxqda_kappa"] = (seen - chance) / (1 - chance)
    values["maxqda_presence"] = float(np.mean(presence))
    values["maxqda_frequency"] = float(np.mean(frequency))
    return values


def family_row(blocks: list[Block], coders: tuple[str, ...], members: list[str]) -> dict[str, Any]:
    """Agreement on the one code of a family, or none, that each coder gave each unit.

    A coder who gave a unit several codes of the family did not rate it.
    """
    rows = []
    several = sources = 0
    for block in blocks:
        present = [name in block.coders for name in coders]
        if not any(present):
            continue
        marks = np.stack(
            [[block.marks(name, code) for code in members] for name in coders]
        )  # coders, codes, units
        count = marks.sum(axis=1)
        answer = np.where(count == 0, 0, marks.argmax(axis=1) + 1).astype(float)
        answer[count > 1] = -1
        answer[~np.array(present)] = -1
        rows.append(answer.T)
        if sum(present) >= 2:
            sources += 1
            several += int((count > 1).sum())
    every = np.concatenate(rows)
    if len(coders) == 2:
        every = every[(every >= 0).all(axis=1)]
    patterns, times = np.unique(every, axis=0, return_counts=True)
    patterns[patterns < 0] = np.nan
    rated = (~np.isnan(patterns)).sum(axis=1) >= 2
    used = np.unique(patterns[~np.isnan(patterns)])
    return {
        **nominal(patterns, times, used=True),
        "categories": len(set(used.tolist()) | {0.0}),
        "n": int(times[rated].sum()),
        "several": several,
        "sources": sources,
    }


def answers_as_sets(
    study: Study, round_: str, coders: tuple[str, str]
) -> list[tuple[frozenset[str], frozenset[str]]]:
    """The directions that two coders gave each segment that both mapped; none is the empty set."""
    mine = study.mappings[study.mappings["round"] == round_]
    sets = []
    for _place, rows in mine.groupby(["source", "start", "end"]):
        if set(coders) <= set(rows.coder):
            first, second = (
                frozenset(rows[rows.coder == coder].direction) - {NONE} for coder in coders
            )
            sets.append((first, second))
    return sets
