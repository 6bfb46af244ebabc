"""A study as plain files, read with pandas and PyYAML and nothing of the toolkit.

A folder has transcripts with front matter, `codebook.yaml` and `directions.yaml`, codings and
mappings as JSON Lines, and optionally `cases.csv`. What no file says (who has finished what, the
order of the rounds, the lead coder) is stated when the study is read.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import yaml
from numpy.typing import NDArray

if TYPE_CHECKING:
    from pathlib import Path

Spans = list[tuple[int, int]]
Bools = NDArray[np.bool_]

NONE = "none"
CONSENSUS = "consensus"
ASKS = ("I", "Interviewer", "면담자", "사회자")
"""Labels of interviewers in the studies that are read here."""
_CHUNK = re.compile(r"[^\s—–…/]+")


@dataclass(frozen=True)
class Text:
    """A transcript: its text after the front matter, who speaks, and where."""

    id: str
    text: str
    meta: dict[str, Any]
    turns: pd.DataFrame
    """Columns label, expert, start, end: the words of each turn without its label and the blanks
    around them."""

    @cached_property
    def experts(self) -> Bools:
        """Shape (characters,): whether an expert says it."""
        inside = np.zeros(len(self.text), dtype=bool)
        for turn in self.turns[self.turns.expert].itertuples():
            inside[turn.start : turn.end] = True
        return inside

    @cached_property
    def expert_turns(self) -> Spans:
        """The words of each turn of an expert."""
        said = self.turns[self.turns.expert]
        return list(zip(said.start.tolist(), said.end.tolist(), strict=True))

    def said_by(self, labels: set[str]) -> Bools:
        """Shape (characters,): whether a speaker with one of these labels says it."""
        inside = np.zeros(len(self.text), dtype=bool)
        for turn in self.turns[self.turns.label.isin(labels)].itertuples():
            inside[turn.start : turn.end] = True
        return inside

    @cached_property
    def words(self) -> Spans:
        """The words of experts: what blanks, dashes, ellipses and slashes separate, without the
        punctuation around it."""
        spans = []
        said = self.turns[self.turns.expert]
        for start, end in zip(said.start.tolist(), said.end.tolist(), strict=True):
            for chunk in _CHUNK.finditer(self.text, start, end):
                letters = [at for at in range(*chunk.span()) if self.text[at].isalnum()]
                if letters:
                    spans.append((letters[0], letters[-1] + 1))
        return spans


@dataclass(frozen=True)
class Study:
    """Everything that a figure may rest on."""

    texts: dict[str, Text]
    cases: pd.DataFrame
    """Columns case, source, speaker (empty: all experts of the source), in the order of cases."""
    attributes: dict[str, dict[str, str]]
    """By case, the values of its attributes."""
    codings: pd.DataFrame
    """Columns source, start, end, code, coder, round."""
    mappings: pd.DataFrame
    """Columns source, start, end, direction, coder, round, stance."""
    coverage: pd.DataFrame
    """Columns round, coder, source, finished."""
    rounds: list[str]
    """Closed rounds, the one closed last first, then the open ones, opened last first."""
    lead: str
    codes: list[str]
    """All codes, each before those below it."""
    parents: dict[str, str | None]
    directions: list[str]
    families: dict[str, list[str]] = field(default_factory=dict)
    """By family, the codes whose branches belong to it."""

    def branch(self, code: str) -> set[str]:
        """The code and all codes below it."""
        members = {code}
        for name in self.codes:
            if self.parents[name] in members:
                members.add(name)
        return members

    def renderings(self) -> set[str]:
        """Sources that say in another language what another source says."""
        return {
            text.id for text in self.texts.values() if text.meta.get("rendering_of") in self.texts
        }


def read_text(path: Path, labels: tuple[str, ...] = ()) -> Text:
    """A transcript whose speakers are those of its front matter, or these labels."""
    _, head, text = path.read_text("utf-8").split("---\n", 2)
    meta = yaml.safe_load(head)
    given = meta.get("speakers") or {}
    asks = meta.get("interviewer") or ASKS
    asks = {asks} if isinstance(asks, str) else set(asks)
    known = {*labels, *given, *asks}
    pattern = "|".join(re.escape(label) for label in sorted(known, key=len, reverse=True))
    found = list(re.finditer(rf"^({pattern}):[ \t]*", text, re.M))
    stops = [label.start() for label in found[1:]] + [len(text)]
    rows = []
    for label, stop in zip(found, stops, strict=True):
        body = text[label.end() : stop]
        start = label.end() + len(body) - len(body.lstrip())
        end = start + len(body.strip())
        rows.append((label[1], label[1] not in asks, start, end))
    turns = pd.DataFrame(rows, columns=["label", "expert", "start", "end"])
    return Text(str(meta.get("id") or path.stem), text, meta, turns)


def read_lines(paths: list[Path], columns: list[str]) -> pd.DataFrame:
    """Records of JSON Lines as a table with these columns."""
    records = [
        json.loads(line) for path in paths for line in path.read_text("utf-8").splitlines() if line
    ]
    return pd.DataFrame(records, columns=columns)


def read_mappings(paths: list[Path]) -> pd.DataFrame:
    """Mappings, a row for each direction of a segment."""
    columns = ["source", "start", "end", "directions", "coder", "round", "stance"]
    table = read_lines(paths, columns).explode("directions")
    table["round"] = [name if isinstance(name, str) else "main" for name in table["round"]]
    return table.rename(columns={"directions": "direction"}).reset_index(drop=True)


def read_codebook(path: Path) -> tuple[list[str], dict[str, str | None], dict[str, list[str]]]:
    """Codes in their order, the code above each, and the families."""
    book = yaml.safe_load(path.read_text("utf-8"))
    parents: dict[str, str | None] = {}

    def walk(codes: list[dict[str, Any]], parent: str | None) -> None:
        for code in codes:
            parents[code["id"]] = parent
            walk(code.get("children", []), code["id"])

    walk(book["codes"], None)
    families = {family["id"]: family["codes"] for family in book.get("families", [])}
    return list(parents), parents, families


def read_directions(path: Path) -> list[str]:
    """The ids of the directions in their order."""
    return [each["id"] for each in yaml.safe_load(path.read_text("utf-8"))["directions"]]


def marked(length: int, spans: Spans) -> Bools:
    """Shape (length,): whether a character lies in one of the spans."""
    inside = np.zeros(length, dtype=bool)
    for start, end in spans:
        inside[start:end] = True
    return inside


def stretches(length: int, spans: Spans) -> int:
    """How many stretches the spans make: those that share a character are one, and those that
    only touch are two.

    Between two characters stands a seam, which belongs to a stretch where one span holds both.
    """
    grid = np.zeros(2 * length + 1, dtype=np.int8)
    for start, end in spans:
        grid[2 * start : 2 * end - 1] = 1
    return int((np.diff(grid, prepend=0) == 1).sum())


def overlap(first: tuple[int, int], second: tuple[int, int]) -> int:
    """How many characters two spans share."""
    return max(0, min(first[1], second[1]) - max(first[0], second[0]))
