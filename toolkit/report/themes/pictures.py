"""What is drawn of themes, as values, and the data of each picture as a table."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from typing import TYPE_CHECKING, Protocol

from toolkit.errors import unknown
from toolkit.i18n import _
from toolkit.report.provenance import Provenance
from toolkit.report.tables import Table
from toolkit.text.cells import drawn, truncate, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.report.tables import Cell

TENTHS = tuple(f"{10 * at}-{10 * at + 10}%" for at in range(10))
"""Parts of an interview, as columns."""
PICTURES = ("map", "words", "hierarchy", "stability", "cases", "positions")
SHOWN_WORDS = 8
_BAR = 20


class Mark(Enum):
    """How far a theme can be relied on, which decides how it is drawn."""

    PLAIN = "plain"
    UNSTABLE = "unstable"
    REJECTED = "rejected"


class Joined(Protocol):
    """Two groups of themes that become one: a step of the hierarchy."""

    @property
    def first(self) -> tuple[int, ...]: ...
    @property
    def second(self) -> tuple[int, ...]: ...
    @property
    def cosine(self) -> float: ...


@dataclass(frozen=True, slots=True)
class Word:
    """A keyword; no weight where a person changed the theme, since weights are of the fit."""

    text: str
    weight: float | None


@dataclass(frozen=True, slots=True)
class DrawnTheme:
    """A theme as it is drawn."""

    number: int
    label: str
    size: int
    sources: int
    mark: Mark = Mark.PLAIN
    status: str = ""
    """What people or the figures say of it, in a word."""
    place: tuple[float, float] | None = None
    """Its place on the map; None for a theme that is not as it was fitted."""
    stability: float | None = None
    words: tuple[Word, ...] = ()
    quote: str = ""
    """The passage that stands for it; empty where the theme is folded."""
    where: tuple[str, int, int] | None = None
    """Source, start and end of the quote."""

    @property
    def name(self) -> str:
        """Its number and its label."""
        return f"{self.number} {self.label}"

    @property
    def told(self) -> str:
        """The name, with the word for its mark where there is one."""
        return self.short(0)

    def short(self, cells: int, *, numbered: bool = True) -> str:
        """The name in so many cells, 0 for any number; the word for its mark is never cut off."""
        name = drawn(self.name if numbered else self.label)
        word = marks()[self.mark]
        end = f" ({word})" if word else ""
        return (truncate(name, max(cells - width(end), 4)) if cells else name) + end


@dataclass(frozen=True, slots=True)
class Counts:
    """Segments of the themes, and of what is set apart, in a part of the material."""

    themes: Mapping[int, int]
    small_talk: int = 0
    recurring: int = 0

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.themes.values()) + self.small_talk + self.recurring


@dataclass(frozen=True, slots=True)
class ThemePictures:
    """All that the pictures of a run show."""

    themes: tuple[DrawnTheme, ...]
    joins: tuple[Joined, ...]
    cases: Mapping[str, Counts]
    """By the name of the case."""
    tenths: tuple[Counts, ...]
    """By tenth of the interview, the first first."""
    stable_from: float
    """Stability from which on a theme is stable."""
    notes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Sentences on what a picture leaves out, by its name."""
    provenance: Provenance | None = field(default=None, compare=False, repr=False)

    def table(self, picture: str) -> Table:
        """The data of a picture. Raises `InputError` for a name that is none of `PICTURES`."""
        makers = {
            "map": self._map,
            "words": self._words,
            "hierarchy": self._hierarchy,
            "stability": self._stability,
            "cases": self._cases,
            "positions": self._positions,
        }
        if picture not in makers:
            raise unknown("picture", picture, list(PICTURES))
        made = makers[picture]()
        return replace(
            made,
            title=titles()[picture],
            notes=(explanations()[picture], *self.notes.get(picture, ())),
            provenance=self.provenance,
        )

    def drawn_table(self, picture: str) -> Table:
        """The data of a picture with a small drawing of its own in a last column where it reads
        well on a terminal: bars of words, and the strip of stability."""
        table = self.table(picture)
        if picture == "words":
            most = self.heaviest
            drawings = [bar(word.weight, most) for theme in self.themes for word in shown(theme)]
        elif picture == "stability":
            drawings = [strip(theme.stability, self.stable_from) for theme in self.themes]
        else:
            return table
        return replace(
            table,
            columns=(*table.columns, "drawing"),
            rows=tuple((*row, mark) for row, mark in zip(table.rows, drawings, strict=True)),
        )

    @property
    def heaviest(self) -> float:
        """The highest weight of a word that is shown."""
        weights = [word.weight or 0.0 for theme in self.themes for word in shown(theme)]
        return max(weights, default=0.0)

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(str(theme.number) for theme in self.themes)

    def _map(self) -> Table:
        rows = [
            (
                theme.number,
                theme.label,
                theme.status,
                theme.size,
                theme.sources,
                *(theme.place or (None, None)),
                *(theme.where or (None, None, None)),
                theme.quote or None,
            )
            for theme in self.themes
        ]
        columns = ("theme", "label", "status", "segments", "sources", "x", "y", "source", "start",
                   "end", "quote")  # fmt: skip
        return Table(columns, tuple(rows), wrapped=("quote",))

    def _words(self) -> Table:
        rows = [
            (theme.number, theme.label, theme.status, rank, word.text, word.weight)
            for theme in self.themes
            for rank, word in enumerate(shown(theme), start=1)
        ]
        return Table(("theme", "label", "status", "rank", "word", "weight"), tuple(rows))

    def _hierarchy(self) -> Table:
        rows = [
            (step, _numbers(join.first), _numbers(join.second), join.cosine)
            for step, join in enumerate(self.joins, start=1)
        ]
        return Table(("step", "themes", "joined_with", "cosine"), tuple(rows))

    def _stability(self) -> Table:
        rows = [(theme.number, theme.label, theme.status, theme.stability) for theme in self.themes]
        return Table(("theme", "label", "status", "stability"), tuple(rows))

    def _cases(self) -> Table:
        rows: list[tuple[Cell, ...]] = [
            (name, counts.total, *self._cells(counts)) for name, counts in self.cases.items()
        ]
        columns = ("case", "segments", *self._names, "small_talk", "recurring")
        heads: tuple[Cell, ...] = (
            None,
            None,
            *(theme.short(0, numbered=False) for theme in self.themes),
            None,
            None,
        )
        return Table(columns, tuple(rows), subheads=(heads,), shaded=len(columns) - 2)

    def _positions(self) -> Table:
        every = [
            (
                theme.number,
                theme.short(0, numbered=False),
                [part.themes[theme.number] for part in self.tenths],
            )
            for theme in self.themes
        ]
        rows: list[tuple[Cell, ...]] = [
            (str(number), label, *parts, sum(parts)) for number, label, parts in every
        ]
        for name, label, parts in self.apart:
            rows.append((name, label, *parts, sum(parts)))
        columns = ("theme", "label", *TENTHS, "segments")
        return Table(columns, tuple(rows), shaded=len(TENTHS))

    @property
    def apart(self) -> Sequence[tuple[str, str, list[int]]]:
        """What is set apart, by tenth: its name, its label and the counts; none that is empty."""
        rows = [
            ("small_talk", _("small talk, set apart"), [part.small_talk for part in self.tenths]),
            ("recurring", _("recurring words, set apart"), [p.recurring for p in self.tenths]),
        ]
        return [row for row in rows if any(row[2])]

    def _cells(self, counts: Counts) -> tuple[int, ...]:
        return (
            *(counts.themes[theme.number] for theme in self.themes),
            counts.small_talk,
            counts.recurring,
        )


def marks() -> dict[Mark, str]:
    """The word for each mark; none for a theme that is neither unstable nor rejected."""
    return {Mark.PLAIN: "", Mark.UNSTABLE: _("unstable"), Mark.REJECTED: _("rejected")}


def titles() -> dict[str, str]:
    """The title of each picture."""
    return {
        "map": _("map of the themes"),
        "words": _("words of the themes"),
        "hierarchy": _("hierarchy of the themes"),
        "stability": _("stability of the themes"),
        "cases": _("themes by case"),
        "positions": _("themes over the interview"),
    }


def explanations() -> dict[str, str]:
    """A sentence on how each picture is read."""
    return {
        "map": _(
            "themes that lie near one another say similar things; the places are the first two "
            "principal components of the fit, so that much of the distance is lost, and they have "
            "no unit"
        ),
        "words": _(
            "weights are those of c-TF-IDF in the fit, on one scale for all themes; a later word "
            "was also chosen for what it adds, so that it can have a higher weight"
        ),
        "hierarchy": _(
            "each step joins the two groups with the highest mean cosine between their themes "
            "(average linkage); a high cosine means that a merge is worth a look"
        ),
        "stability": _(
            "stability is the share of the fits without a fifth of the interviews in which a "
            "theme was found again"
        ),
        "cases": _(
            "the counts are segments, and those who say more have more; a segment of several "
            "cases counts for each of them"
        ),
        "positions": _(
            "the counts are the segments that begin in each tenth of their interview, which ends "
            "with its last segment that has a theme"
        ),
    }


def shown(theme: DrawnTheme) -> tuple[Word, ...]:
    """The words that are drawn of a theme."""
    return theme.words[:SHOWN_WORDS]


def bar(weight: float | None, most: float) -> str:
    """A bar for a terminal; empty without a weight, and one cell for the least of them."""
    if weight is None or most <= 0:
        return ""
    return "█" * max(1, round(_BAR * weight / most))


def strip(value: float | None, limit: float) -> str:
    """A line from 0 to 1 with a mark at the value and one at the limit, for a terminal."""
    if value is None:
        return ""
    cells = ["·"] * (_BAR + 1)
    cells[round(_BAR * limit)] = "│"
    cells[round(_BAR * min(max(value, 0.0), 1.0))] = "●" if value >= limit else "○"
    return "".join(cells)


def _numbers(themes: tuple[int, ...]) -> str:
    return ", ".join(map(str, sorted(themes)))
