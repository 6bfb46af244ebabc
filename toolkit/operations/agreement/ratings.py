"""The ratings behind a figure, as other programs take them, and figures of an exclusive family.

A row is a unit and a code, with a column for each coder: 1 coded, 0 not, empty where the coder
did not work on the source. Of a family whose codes exclude each other a row is a unit, and a
coder's column has the one code that this coder gave, or none.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from typing import TYPE_CHECKING

from toolkit.agreement.coefficient import NO_VARIATION
from toolkit.agreement.ratings import MISSING
from toolkit.agreement.table.rows import GROUP_RULE, NO_SHARED_SOURCE
from toolkit.errors import UsageError, unknown
from toolkit.i18n import _, ngettext
from toolkit.operations.agreement.notes import NOTE_COLUMNS, note_cells, scope_notes
from toolkit.operations.codebook.families import exclusive_domains, families_of
from toolkit.report.tables import Cell, Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.agreement.coefficient import Coefficient
    from toolkit.agreement.ratings import Bools, Ratings
    from toolkit.agreement.table.unit_ratings import UnitRatings
    from toolkit.domain.codebook import Codebook
    from toolkit.operations.agreement.request import AgreementRequest, Scope

COLUMNS = ("source", "unit", "start", "end", "code")
WEIGHT = "characters"
"""The last column where units are characters: how many of them the row stands for."""
FAMILY_COLUMNS = (
    "family",
    "coders",
    "percent",
    "cohen_kappa",
    "fleiss_kappa",
    "krippendorff_alpha",
    "gwet_ac1",
    "categories",
    "n",
    "several",
    "unit",
    "sources",
    "reason",
)
_Place = tuple[str, int, int, int]
"""Source, number in the source, start and end."""
SEVERAL_COLUMNS = ("source", "unit", "start", "end", "coder", "codes")
PAIR_RULE = _("units that only one of the two coders rated are left out")


def ratings_table(scope: Scope) -> Table:
    """The ratings of each code against its absence, from which the figures are computed.

    The columns are source, unit (its number in the source), start and end (code points), code,
    and one a coder. By characters, a row is a run of them with their number in `characters`.
    """
    from toolkit.agreement.table.unit_ratings import unit_ratings

    places = _Places(scope)
    rows: list[tuple[Cell, ...]] = []
    at_once = [[code] for code in scope.codes] if _by_characters(scope) else [scope.codes]
    for codes in at_once:
        units = unit_ratings(scope.frames, scope.spans, scope.coders, codes, scope.unit)
        where = places.of(units)
        for code in codes:
            rows += _rows(where, units, code, _cells(units.of_code(code).tolist(), None))
    rows.sort(key=lambda row: places.order[str(row[0])])
    note = _("1: the coder gave the code to a part of the unit; 0: not; empty: did not work there")
    return Table(
        _columns(scope), tuple(rows), _("ratings"), (*scope_notes(scope), note, *_weights(scope))
    )


def family_scope(book: Codebook, scope: Scope, family: str) -> Scope:
    """The scope with the codes of a family, used or not."""
    codes = exclusive_domains(book)[family]
    of_family = {coding.id for coding in scope.answers if coding.code_id in codes}
    return replace(scope, codes=codes, accounted=scope.accounted.only(of_family))


def check_family(book: Codebook, request: AgreementRequest, family: str) -> None:
    """Raise `UsageError` for what is no exclusive family, and for options that name codes."""
    valid = list(exclusive_domains(book))
    if family not in {each.id for each in families_of(book)}:
        raise unknown("family", family, valid, hint=_("`qct codebook show` lists families."))
    if family not in valid:
        raise UsageError(
            _("the codes of family {family} do not exclude each other").format(family=family),
            code="family-not-exclusive",
            hint=_("Exclusive: {families}. `qct agree --families {family}` compares it.").format(
                families=", ".join(valid) or _("none"), family=family
            ),
        )
    if request.codes or request.level != "codes":
        raise UsageError(
            _("a family names its codes itself"),
            code="codes-of-family",
            hint=_("Leave --codes and --level out with --family."),
        )


def family_table(scope: Scope, family: str) -> list[Table]:
    """Nominal agreement on the one code of a family that each coder gave each unit.

    The second table lists where a coder gave several: such a unit is no rating of this coder.
    """
    from toolkit.agreement.table.unit_ratings import unit_ratings

    units = unit_ratings(scope.frames, scope.spans, scope.coders, scope.codes, scope.unit)
    places = Table(
        SEVERAL_COLUMNS,
        tuple(_several(scope, units)),
        _("units with several codes of family {family}").format(family=family),
    )
    rows = tuple(_figures(scope, units, family))
    notes = [
        *scope_notes(scope),
        _(
            "family {family}: each unit has one code or none for each coder; the categories are "
            "those that the coders compared used, {none} among them"
        ).format(family=family, none=_none(scope)),
        *_several_notes(units, family, units.worked.sum(axis=1) >= 2),
    ]
    if _by_characters(scope):
        notes.append(
            _(
                "by characters a long passage weighs more than a short one: --unit turn, sentence "
                "or segment compares decisions"
            )
        )
    return [
        Table(
            (*FAMILY_COLUMNS, *NOTE_COLUMNS),
            rows,
            _("agreement on a family"),
            tuple(dict.fromkeys(notes)),
            aside=NOTE_COLUMNS,
        ),
        places,
    ]


def family_ratings_table(scope: Scope, family: str) -> Table:
    """The ratings that the figures of a family are computed from: a coder's code, or none.

    A cell is empty where the coder did not work on the source, or gave several codes.
    """
    from toolkit.agreement.table.unit_ratings import unit_ratings

    units = unit_ratings(scope.frames, scope.spans, scope.coders, scope.codes, scope.unit)
    names = [*scope.codes, _none(scope)]
    answers = _cells(units.exclusive().tolist(), names)
    note = _("the code of the family that the coder gave; {none}: no code of it").format(
        none=_none(scope)
    )
    return Table(
        _columns(scope),
        tuple(_rows(_Places(scope).of(units), units, family, answers)),
        _("ratings"),
        (*scope_notes(scope), note, *_several_notes(units, family), *_weights(scope)),
    )


def _figures(scope: Scope, units: UnitRatings, family: str) -> Iterator[tuple[Cell, ...]]:
    """The row of all coders, where there are more than two, then one for each pair."""
    every = tuple(range(len(scope.coders)))
    groups = [every] if len(every) > 2 else []
    ratings = units.family_ratings(_none(scope))
    several = units.several()
    rated = units.exclusive() != MISSING
    for group in [*groups, *combinations(every, 2)]:
        members = list(group)
        shared = units.worked[:, members].sum(axis=1) >= 2
        both = rated[:, members].sum(axis=1) >= 2
        *cells, reason = _coefficients(ratings, members, _none(scope))
        excluded = _count(several[:, members], units, shared)
        if not both.any():
            reason = NO_SHARED_SOURCE
            if excluded:
                reason = SEVERAL_EVERYWHERE
        rule = PAIR_RULE if len(members) == 2 else GROUP_RULE
        yield (
            family,
            " ".join(scope.coders[at] for at in members),
            *cells,
            int(units.times[both].sum()),
            excluded,
            scope.unit,
            len(set(units.source[shared].tolist())),
            reason,
            *note_cells(scope, rule, None),
        )


def _coefficients(ratings: Ratings, members: Sequence[int], none: str) -> tuple[Cell, ...]:
    """Percent, kappas, alpha, AC1, how many categories, and why there is no value."""
    from toolkit.agreement.alpha import krippendorff_alpha
    from toolkit.agreement.nominal.gwet import gwet_ac1
    from toolkit.agreement.nominal.kappa import cohen_kappa, fleiss_kappa, percent_agreement
    from toolkit.agreement.table.unit_ratings import occurring

    chosen = replace(ratings, values=ratings.values[:, list(members)]).rated()
    if len(members) == 2:
        chosen = chosen.paired()
    chosen = occurring(chosen)
    used = set(occurring(chosen.paired()).categories)
    if used <= {none}:
        return (None, None, None, None, None, len(chosen.categories), NOT_USED_FAMILY)
    measured: list[Coefficient | None] = [
        percent_agreement(chosen),
        cohen_kappa(chosen) if len(members) == 2 else None,
        fleiss_kappa(chosen),
        krippendorff_alpha(chosen),
        gwet_ac1(chosen),
    ]
    values = [None if each is None else each.value for each in measured]
    reason = NO_VARIATION if len(used) < 2 else ""
    return (*values, len(chosen.categories), reason)


SEVERAL_EVERYWHERE = _(
    "in every unit that two of these coders worked on one of them gave several codes of the "
    "family: choose a smaller --unit"
)
NOT_USED_FAMILY = _(
    "no coder used a code of the family: there is nothing to agree or disagree about"
)


def _several(scope: Scope, units: UnitRatings) -> Iterator[tuple[Cell, ...]]:
    """The places where a coder gave a unit several codes, in the order of the text."""
    where = _Places(scope).of(units)
    at, coder = units.several().nonzero()
    for unit, who in zip(at.tolist(), coder.tolist(), strict=True):
        codes = [scope.codes[code] for code in units.coded[unit, who].nonzero()[0].tolist()]
        yield (*where[unit], scope.coders[who], " ".join(codes))


def _several_notes(units: UnitRatings, family: str, kept: Bools | None = None) -> list[str]:
    count = _count(units.several(), units, kept)
    if not count:
        return []
    note = ngettext(
        "{count} {unit} has several codes of one coder from family {family}, which is exclusive: "
        "this is no rating, and it is left out for this coder; --out with .xlsx or .html lists it",
        "{count} units ({unit}) have several codes of one coder from family {family}, which is "
        "exclusive: these are no ratings, and they are left out for this coder; --out with .xlsx "
        "or .html lists them",
        count,
    )
    return [note.format(count=count, unit=units.unit, family=family)]


def _count(several: Bools, units: UnitRatings, kept: Bools | None = None) -> int:
    """How many units have several codes of a coder, each coder counted."""
    each = several.sum(axis=1) * units.times
    return int(each.sum() if kept is None else each[kept].sum())


def _by_characters(scope: Scope) -> bool:
    return scope.unit == "character"


def _none(scope: Scope) -> str:
    return "none" if "none" not in scope.codes else "(none)"


def _columns(scope: Scope) -> tuple[str, ...]:
    weight = (WEIGHT,) if _by_characters(scope) else ()
    taken = {*COLUMNS, *weight}
    coders = [f"coder {name}" if name in taken else name for name in scope.coders]
    return (*COLUMNS, *coders, *weight)


def _weights(scope: Scope) -> list[str]:
    if not _by_characters(scope):
        return []
    return [
        _(
            "a row is a run of as many characters as its column characters says, and irr and "
            "irrCAC count rows: repeat each row that often (R: "
            "d[rep(seq_len(nrow(d)), d$characters), ]), or choose another --unit"
        )
    ]


def _cells(answers: Sequence[Sequence[int]], names: Sequence[str] | None) -> list[tuple[Cell, ...]]:
    """Answers as cells: themselves, or their names; empty for -1."""
    return [
        tuple(None if at == MISSING else at if names is None else names[at] for at in row)
        for row in answers
    ]


def _rows(
    where: Sequence[_Place], units: UnitRatings, code: str, answers: Sequence[tuple[Cell, ...]]
) -> list[tuple[Cell, ...]]:
    if units.unit == "character":
        times = units.times.tolist()
        answers = [(*row, count) for row, count in zip(answers, times, strict=True)]
    return [(*place, code, *row) for place, row in zip(where, answers, strict=True)]


class _Places:
    """Where units lie: directions have mapped segments in the place of stretches of a text."""

    def __init__(self, scope: Scope) -> None:
        self._segments = scope.places
        numbers: dict[str, list[tuple[int, int]]] = {}
        for source, cut in scope.places.values():
            numbers.setdefault(source, []).extend(cut)
        self._numbers = {
            source: {place: at for at, place in enumerate(sorted(cut), 1)}
            for source, cut in numbers.items()
        }
        names = [scope.places.get(f.source_id, (f.source_id, ()))[0] for f in scope.frames]
        self.order = {name: at for at, name in enumerate(dict.fromkeys(names))}
        """The sources in the order of the table."""

    def of(self, units: UnitRatings) -> list[_Place]:
        """Source, number, start and end of each unit."""
        names = [units.sources[at] for at in units.source.tolist()]
        columns = (units.number.tolist(), units.start.tolist(), units.end.tolist())
        places = list(zip(names, *columns, strict=True))
        if not self._segments:
            return places
        return [self._segment(name, start) for name, _number, start, _end in places]

    def _segment(self, frame: str, number: int) -> _Place:
        """The place of a mapped segment, by its frame and its number there."""
        source, segments = self._segments[frame]
        place = segments[number]
        return source, self._numbers[source][place], *place
