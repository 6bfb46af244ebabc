"""Whose answers count on which source, by the rules in docs/matrices.md."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, cast

import numpy as np

from tests.oracles.plain import CONSENSUS, NONE, Spans, marked

if TYPE_CHECKING:
    import pandas as pd

    from tests.oracles.plain import Study

Place = tuple[str, str]
"""Round and coder."""
ANOTHER_CODER = "another coder's answers count"
ANOTHER_ROUND = "the coder's answers in another round count"
UNFINISHED = "the coder has not finished the source"
NOBODY = "none of the coders whose answers count has answered on the source"
NOT_ALL = "not all of the coders have it there"


@dataclass
class Chosen:
    """The rounds and coders whose answers count, and those that are shown as unfinished."""

    rule: str
    finished: dict[str, list[Place]] = field(default_factory=dict)
    shown: dict[str, list[Place]] = field(default_factory=dict)
    own: dict[tuple[str, str, str], bool] = field(default_factory=dict)
    """By round, coder and source, whether unfinished work there is left out as such."""

    @property
    def combines(self) -> bool:
        return self.rule.split(":")[0] in ("union", "intersection")

    def reason(self, source: str, round_: str, coder: str) -> str:
        """Why answers given there are in no cell; empty for those that count."""
        places = [*self.finished.get(source, []), *self.shown.get(source, [])]
        if (round_, coder) in places:
            return ""
        if self.own.get((round_, coder, source)):
            return UNFINISHED
        if any(name == coder for _round, name in places):
            return ANOTHER_ROUND
        return ANOTHER_CODER if places else NOBODY


def choose(
    study: Study, coverage: pd.DataFrame, rule: str | None, round_: str | None, sources: set[str]
) -> Chosen:
    """The answers that a rule chooses; None is the rule where nobody names one."""
    rounds = study.rounds if round_ in (None, "all") else [round_]
    stated = coverage[coverage["round"].isin(rounds) & coverage.source.isin(sources)]
    done: dict[str, dict[str, list[Place]]] = {}
    open_: dict[str, dict[str, list[Place]]] = {}
    for key, part in stated.groupby(["source", "coder"]):
        source, coder = map(str, cast("tuple[str, str]", key))
        for kind, rows in ((done, part[part.finished]), (open_, part[~part.finished])):
            newest = [str(name) for name in rounds if name in set(rows["round"])]
            newest = newest if round_ == "all" else newest[:1]
            if newest:
                kind.setdefault(source, {})[coder] = [(name, coder) for name in newest]
    everyone = sorted(set(stated.coder))
    people = [name for name in everyone if name != CONSENSUS]
    if rule is None:
        names = [CONSENSUS] if CONSENSUS in everyone else []
        names += [study.lead] if study.lead else []
        if not study.lead and len(people) == 1:
            names += people
        word = ",".join(dict.fromkeys(names))
    else:
        word, colon, rest = rule.partition(":")
        names = (rest if colon else word).split(",")
        if word in ("union", "intersection", "each") and not colon:
            names = people
    names = list(dict.fromkeys(names))
    chosen = Chosen(rule or word)
    combines = (rule or "").split(":")[0] in ("union", "intersection", "each")
    for source in sorted(sources):
        mine = [done.get(source, {}).get(name, []) for name in names]
        mine = [places for places in mine if places]
        counted = mine if combines else mine[:1]
        if counted:
            chosen.finished[source] = [place for places in counted for place in places]
            continue
        if len(names) == 1 and names[0] in open_.get(source, {}):
            chosen.shown[source] = open_[source][names[0]]
            continue
        if rule is None:
            alone = [name for name in done.get(source, {}) if name != CONSENSUS]
            assert len(alone) < 2, f"{source}: the command refuses to choose"
            if alone:
                chosen.finished[source] = done[source][alone[0]]
    left_out_of = names if rule is not None else everyone
    for source, coders in open_.items():
        for coder, places in coders.items():
            if coder in left_out_of and chosen.shown.get(source) != places:
                chosen.own.update({(name, who, source): True for name, who in places})
    return chosen


def kept(
    study: Study, answers: pd.DataFrame, chosen: Chosen, label: str
) -> tuple[pd.DataFrame, dict[str, int]]:
    """The answers that count, and how many do not, by the reason.

    By the rule `intersection` an answer is cut to the characters that all coders of the source
    gave this code (`label` names the column); it may fall into several pieces. The column `id`
    tells answers apart.
    """
    reasons = [
        chosen.reason(*place)
        for place in zip(answers.source, answers["round"], answers.coder, strict=True)
    ]
    counted = answers[np.array([not reason for reason in reasons], dtype=bool)]
    left = {reason: count for reason, count in Counter(reasons).items() if reason}
    if chosen.rule.split(":")[0] != "intersection":
        return counted, left
    pieces = []
    for (source, _code), rows in counted.groupby(["source", label]):
        length = len(study.texts[str(source)].text)
        common = marked(length, [(0, length)])
        for coder in sorted({coder for _round, coder in chosen.finished[str(source)]}):
            mine = rows[rows.coder == coder]
            common &= marked(length, list(zip(mine.start, mine.end, strict=True)))
        for row in rows.to_dict("records"):
            for start, end in _runs(common[row["start"] : row["end"]].tolist(), row["start"]):
                pieces.append({**row, "start": start, "end": end})
    cut = type(answers)(pieces, columns=answers.columns)
    alone = len(set(counted.id) - set(cut.id))
    return cut, left | ({NOT_ALL: alone} if alone else {})


def _runs(marks: list[bool], offset: int) -> Spans:
    """The stretches of true marks."""
    runs: Spans = []
    for at, mark in enumerate(marks):
        if mark and runs and runs[-1][1] == offset + at:
            runs[-1] = runs[-1][0], offset + at + 1
        elif mark:
            runs.append((offset + at, offset + at + 1))
    return runs


def mapping_coverage(study: Study) -> pd.DataFrame:
    """Who mapped segments of a source has answered there: a mapping names its segment."""
    stated = study.mappings[["round", "coder", "source"]].drop_duplicates()
    return stated.assign(finished=True)


__all__ = ["NONE", "Chosen", "choose", "kept", "mapping_coverage"]
