"""Tables of confirmed directions: categories by stance, barriers against proposals, and gaps.

A passage counts once in each direction and stance that it has. An expert is a case; an
expert who speaks of a direction in several passages counts once.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.directions import Stance

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

NO_STANCE = ""
SHORTEST, LONGEST = 60, 300
"""Characters of a quote that reads well by itself."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A segment with all that was decided about it."""

    source_id: str
    start: int
    end: int
    experts: tuple[str, ...]
    directions: frozenset[str]
    """Direction ids; `none` and `unclear` are among them."""
    stances: frozenset[str]
    """Stances, empty where nobody gave one."""
    codes: frozenset[str]
    text: str

    @property
    def place(self) -> str:
        """Source and offsets, such as E01:120:184."""
        return f"{self.source_id}:{self.start}:{self.end}"


Row = tuple["str | int | float | None", ...]
CATEGORIES = ("direction", "stance", "segments", "experts", "quote", "place")
RATIOS = (
    "direction",
    "within",
    "value",
    "barriers",
    "proposals",
    "proposals_per_barrier",
    "experts_barrier",
    "experts_proposal",
)
GAPS = ("direction", "gap", "expert", "place", "quote")
UNANSWERED = ("direction", "code", "barriers", "experts", "expert")
EVERY_DIRECTION = "(all)"
"""Stands for all directions together, in which a passage with several counts once."""


def categories(passages: Sequence[Passage], ids: Iterable[str]) -> list[Row]:
    """A row for each direction and stance that occurs, with a quote; and all stances together."""
    rows: list[Row] = []
    for direction in ids:
        own = [passage for passage in passages if direction in passage.directions]
        if not own:
            continue
        for stance in ("all", *Stance, NO_STANCE):
            said = [passage for passage in own if has_stance(passage, stance)]
            if said:
                best = quotable(said)
                rows.append(
                    (direction, stance, len(said), len(experts(said)), best.text, best.place)
                )
    return rows


def has_stance(passage: Passage, stance: str) -> bool:
    """Whether a passage counts in a stance; `all` is any, and an empty one is none at all."""
    if stance == "all":
        return True
    return stance in passage.stances if stance else not passage.stances


def experts(passages: Iterable[Passage]) -> set[str]:
    """The experts who said the passages."""
    return {expert for passage in passages for expert in passage.experts}


def quotable(passages: Sequence[Passage]) -> Passage:
    """The passage to quote: of 60 to 300 characters, with the fewest directions, then the first."""

    def rank(passage: Passage) -> tuple[bool, int, str, int]:
        reads_well = SHORTEST <= len(passage.text) <= LONGEST
        return not reads_well, len(passage.directions), passage.source_id, passage.start

    return min(passages, key=rank)


def ratios(
    passages: Sequence[Passage],
    ids: Iterable[str],
    groups: Mapping[str, str] | None = None,
) -> list[Row]:
    """Barriers against proposals in each direction, by code in it, and by group of experts; and
    the same over all directions, where a passage with several directions counts once."""
    rows: list[Row] = []
    for direction in (*ids, EVERY_DIRECTION):
        own = _of_direction(passages, direction)
        if not own:
            continue
        rows.append(_ratio(direction, "direction", direction, own))
        for code in sorted({code for passage in own for code in passage.codes}):
            said = [passage for passage in own if code in passage.codes]
            rows.append(_ratio(direction, "code", code, said))
        by_group: dict[str, list[Passage]] = defaultdict(list)
        for passage in own:
            for group in sorted({(groups or {}).get(expert, "") for expert in passage.experts}):
                by_group[group].append(passage)
        if groups is not None:
            rows += [_ratio(direction, "group", name, by_group[name]) for name in sorted(by_group)]
    return rows


def _ratio(direction: str, within: str, value: str, said: Sequence[Passage]) -> Row:
    barriers = [passage for passage in said if Stance.BARRIER in passage.stances]
    proposals = [passage for passage in said if Stance.PROPOSAL in passage.stances]
    share = len(proposals) / len(barriers) if barriers else None
    return (
        direction,
        within,
        value,
        len(barriers),
        len(proposals),
        share,
        len(experts(barriers)),
        len(experts(proposals)),
    )


def unanswered(passages: Sequence[Passage], ids: Iterable[str]) -> list[Row]:
    """Codes with barriers and without any proposal, in each direction and over all, those that
    most experts speak of first."""
    rows: list[Row] = []
    for direction in (*ids, EVERY_DIRECTION):
        barriers: dict[str, list[Passage]] = defaultdict(list)
        answered: set[str] = set()
        for passage in _of_direction(passages, direction):
            if Stance.PROPOSAL in passage.stances:
                answered |= passage.codes
            if Stance.BARRIER in passage.stances:
                for code in passage.codes:
                    barriers[code].append(passage)
        left = [
            (-len(experts(said)), -len(said), code, " ".join(sorted(experts(said))))
            for code, said in barriers.items()
            if code not in answered
        ]
        rows += [
            (direction, code, -segments, -count, names)
            for count, segments, code, names in sorted(left)
        ]
    return rows


def _of_direction(passages: Sequence[Passage], direction: str) -> list[Passage]:
    if direction == EVERY_DIRECTION:
        return list(passages)
    return [passage for passage in passages if direction in passage.directions]


def gaps(passages: Sequence[Passage], ids: Iterable[str]) -> list[Row]:
    """Proposals of experts who name no barrier in that direction, and barriers without proposal."""
    rows: list[Row] = []
    sides: tuple[tuple[str, Stance, Stance], ...] = (
        ("proposal without a barrier", Stance.PROPOSAL, Stance.BARRIER),
        ("barrier without a proposal", Stance.BARRIER, Stance.PROPOSAL),
    )
    for direction in ids:
        own = [passage for passage in passages if direction in passage.directions]
        for gap, stance, missing in sides:
            there = experts(passage for passage in own if missing in passage.stances)
            for passage in own:
                alone = [expert for expert in passage.experts if expert not in there]
                if stance in passage.stances and missing not in passage.stances and alone:
                    rows.append((direction, gap, " ".join(alone), passage.place, passage.text))
    return rows


def joined_passages(
    given: Iterable[tuple[str, int, int, str, str | None]],
    *,
    experts_of: Callable[[str, int, int], Sequence[str]],
    codes_of: Callable[[str, int, int], Iterable[str]],
    text_of: Callable[[str, int, int], str],
    stances_of: Callable[[str, int, int, frozenset[str]], frozenset[str]],
) -> list[Passage]:
    """Passages from (source, start, end, direction, stance), in the order of the text."""
    directions: dict[tuple[str, int, int], set[str]] = defaultdict(set)
    stances: dict[tuple[str, int, int], set[str]] = defaultdict(set)
    for source_id, start, end, direction, stance in given:
        directions[source_id, start, end].add(direction)
        if stance is not None:
            stances[source_id, start, end].add(stance)
    return [
        Passage(
            *place,
            experts=tuple(experts_of(*place)),
            directions=frozenset(named),
            stances=stances_of(*place, frozenset(stances[place])),
            codes=frozenset(codes_of(*place)),
            text=text_of(*place),
        )
        for place, named in sorted(directions.items())
    ]
