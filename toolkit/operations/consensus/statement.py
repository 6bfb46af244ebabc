"""The agreement paragraph of a methods section: what the data prove, and what is yours to say.

The items are those of O'Connor & Joffe (2020), doi 10.1177/1609406919899220. Nothing is said
that the store does not hold; everything else is marked "[to be stated: ...]".
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.agreement.table.rows import AgreementRow, table_rows
from toolkit.domain.codings import Mode
from toolkit.domain.directions import NO_DIRECTION
from toolkit.i18n import _, ngettext
from toolkit.operations.agreement.notes import method_of
from toolkit.operations.agreement.table import intervals_of
from toolkit.operations.answers.renderings import renderings_among
from toolkit.operations.consensus.statement_items import DATA, Item, to_be_stated
from toolkit.operations.consensus.statement_measures import (
    by_family,
    imbalance,
    unit_sensitivity,
)
from toolkit.operations.consensus.statement_sets import directions_of, scheme, set_agreement
from toolkit.operations.consensus.statement_settled import settled
from toolkit.report.tables import Table
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.agreement.intervals.interval import Interval
    from toolkit.operations.agreement.request import IntervalOptions, Scope
    from toolkit.operations.session import ProjectSession

COLUMNS = ("item", "statement", "from")


def statement_table(session: ProjectSession, scope: Scope, options: IntervalOptions) -> Table:
    """A row for each item: what can be said of it, from the data or to be stated."""
    rows = (
        _of_directions(session, scope, options)
        if scope.of_directions
        else _of_codes(session, scope, options)
    )
    return Table(COLUMNS, tuple(rows), _("agreement statement"), scope.notes)


def _of_codes(session: ProjectSession, scope: Scope, options: IntervalOptions) -> Iterator[Item]:
    yield from _material(session, scope)
    yield from _independence(scope)
    yield from _units(scope)
    yield from unit_sensitivity(session, scope)
    yield from _codebook(scope)
    yield from _figures(scope, options)
    yield from by_family(session, scope)
    yield from imbalance(scope, scope.codes)
    yield from settled(session, scope)


def _of_directions(
    session: ProjectSession, scope: Scope, options: IntervalOptions
) -> Iterator[Item]:
    yield from _material(session, scope)
    yield from _independence(scope)
    yield from _units(scope)
    yield from scheme(session, scope)
    yield from _figures(scope, options)
    yield from set_agreement(scope)
    yield from imbalance(scope, directions_of(scope))


def _material(session: ProjectSession, scope: Scope) -> Iterator[Item]:
    every = queries.sources(session.database)
    # A text in another language too is one interview.
    renderings = renderings_among(every)
    sources = [source for source in every if source.id not in renderings]
    shared = set(scope.shared())
    names = {name.split(" (")[0] for name in shared} & {source.id for source in sources}
    length = {source.id: source.length for source in sources}
    share = sum(length[name] for name in names) / (sum(length.values()) or 1)
    yield (
        "coders",
        _("{count} coders ({coders}) coded the material.").format(
            count=_number(len(scope.coders)).capitalize(), coders=", ".join(scope.coders)
        ),
        DATA,
    )
    yield to_be_stated(
        "coders", _("who the coders are, their training and their part in the study")
    )
    text = _(
        "{count} of {total} sources ({share:.0%}; {characters:.0%} of all characters) were coded "
        "by two or more of them."
    )
    yield (
        "share double-coded",
        text.format(
            count=_number(len(names)).capitalize(),
            total=len(sources),
            share=len(names) / len(sources),
            characters=share,
        ),
        DATA,
    )
    yield to_be_stated("share double-coded", _("how the sources coded twice were chosen, and when"))


def _independence(scope: Scope) -> Iterator[Item]:
    request, shared = scope.request, set(scope.shared())
    codings = [
        coding
        for coding in scope.answers
        if coding.coder_id in scope.coders and coding.source_id in shared
    ]
    if scope.of_directions or not codings:
        yield to_be_stated("independence", _("whether the coders knew of each other's answers"))
        return
    modes = Counter(coding.mode for coding in codings)
    if set(modes) == {Mode.BLIND}:
        text = _(
            "All {count} codings compared were made in rounds recorded as blind ({rounds}), which "
            "show a coder neither others' codings nor suggestions."
        )
    else:
        text = _(
            "Of {count} codings compared ({rounds}), {blind} were made in rounds recorded as blind."
        )
    text = text.format(
        count=len(codings),
        rounds=", ".join(sorted({coding.round_id for coding in codings})),
        blind=modes[Mode.BLIND],
    )
    seen = sum(not coding.independent for coding in codings)
    yield "independence", f"{text} {_after_suggestions(seen, request.independent_only)}", DATA
    yield to_be_stated("independence", _("whether coders talked about the material while coding"))


def _after_suggestions(seen: int, independent_only: bool) -> str:
    if not seen:
        return _("No coding followed a suggestion.")
    if independent_only:
        text = _("The {count} codings made after a suggestion was seen were left out.")
    else:
        text = _("{count} codings were made after a suggestion was seen and are counted.")
    return text.format(count=seen)


def _units(scope: Scope) -> Iterator[Item]:
    if scope.of_directions:
        text = _("Agreement was measured on given segments, one decision a direction.")
        yield "unit", text, DATA
        return
    text = _(
        "Agreement was measured on {frame}, by {unit}, each code against its absence; sources "
        "that a coder did not work on count as missing, not as uncoded."
    )
    frame = _("all text") if scope.request.whole_text else _("what the experts said")
    yield "unit", text.format(frame=frame, unit=_unit(scope)), DATA
    if scope.request.segments is not None:
        yield "segmentation", _("The segments: {rule}.").format(rule=scope.segments), DATA
        yield to_be_stated(
            "segmentation", _("who cut the segments, and whether that was before coding")
        )
        return
    yield to_be_stated(
        "segmentation", _("whether segments were fixed before coding or placed by the coders")
    )


def _unit(scope: Scope) -> str:
    if not scope.segments:
        return scope.unit
    if scope.request.segments is not None:
        return _("given segment")
    return _("segment ({rule})").format(rule=scope.segments)


def _codebook(scope: Scope) -> Iterator[Item]:
    text = ngettext(
        "{count} code is compared, under codebook version {versions}.",
        "{count} codes are compared, under codebook version {versions}.",
        len(scope.codes),
    )
    yield (
        "codebook",
        text.format(
            count=len(scope.codes),
            versions=", ".join(map(str, scope.codebook_versions)),
        ),
        DATA,
    )
    yield to_be_stated(
        "codebook",
        _(
            "how the codebook was made, whether it changed between rounds, and how much its codes "
            "ask to be interpreted"
        ),
    )


def _figures(scope: Scope, options: IntervalOptions) -> Iterator[Item]:
    tables = scope.tables()
    rows = table_rows(tables)
    intervals = intervals_of(tables, options)
    overall = [row for row in rows if row.scope in ("pooled", "macro")]
    coders = overall[0].coders
    pooled, macro = (
        next(row for row in overall if row.scope == name and row.coders == coders)
        for name in ("pooled", "macro")
    )
    if pooled.krippendorff_alpha is None:
        text = _("Agreement is undefined: {reason}.")
        yield "measure", text.format(reason=pooled.reason), DATA
        yield _threshold()
        return
    kappas = [
        f"{_two(row.cohen_kappa)} ({_(' and ').join(row.coders)})"
        for row in overall
        if row.scope == "pooled" and row.cohen_kappa is not None
    ]
    text = _(
        "Krippendorff's alpha (nominal) pooled over {codes} was {pooled}{interval}, the mean of "
        "them {macro}; Cohen's kappa {kappas}; percent agreement {percent:.1%}."
    )
    yield (
        "measure",
        text.format(
            codes=_pooled_over(scope),
            pooled=_two(pooled.krippendorff_alpha),
            interval=_interval(intervals.get(("pooled", "", coders, "krippendorff_alpha"))),
            macro=_two(macro.krippendorff_alpha),
            kappas=", ".join(kappas),
            percent=pooled.percent,
        ),
        DATA,
    )
    own = [row for row in rows if row.scope == "code" and row.coders == coders]
    yield from _per_code(own, scope)
    yield _threshold()


def _interval(alpha: Interval | None) -> str:
    if alpha is None:
        return ""
    if alpha.low is None or alpha.high is None:
        return _(" (without an interval: {reason})").format(reason=alpha.reason)
    text = _(" ({level:.0%} interval {low} to {high}; {method})")
    return text.format(
        level=alpha.level,
        low=_two(alpha.low),
        high=_two(alpha.high),
        method=method_of(alpha),
    )


def _threshold() -> Item:
    return to_be_stated(
        "threshold", _("which value was held to be sufficient before coding, and why")
    )


def _per_code(every: Sequence[AgreementRow], scope: Scope) -> Iterator[Item]:
    rows = [row for row in every if not scope.of_directions or row.code != NO_DIRECTION]
    defined = sorted(
        (row.krippendorff_alpha, row.code) for row in rows if row.krippendorff_alpha is not None
    )
    if defined:
        (lowest, first), (highest, last) = defined[0], defined[-1]
        text = _(
            "By {code} alpha ranged from {lowest} ({first}) to {highest} ({last}); {below} of "
            "{total} {codes} were below .667 and {above} at .8 or above."
        )
        yield (
            "per code",
            text.format(
                code=_("direction") if scope.of_directions else _("code"),
                lowest=_two(lowest),
                first=first,
                highest=_two(highest),
                last=last,
                below=sum(value < 0.667 for value, _code in defined),
                total=len(defined),
                codes=_plural(scope),
                above=sum(value >= 0.8 for value, _code in defined),
            ),
            DATA,
        )
    rare = [row.code for row in rows if row.few_uses]
    if rare:
        text = _(
            "{count} {codes} were used fewer than ten times by all coders together, so that their "
            "values say little ({names})."
        )
        yield (
            "per code",
            text.format(count=len(rare), codes=_plural(scope), names=", ".join(rare)),
            DATA,
        )


def _pooled_over(scope: Scope) -> str:
    if scope.of_directions and NO_DIRECTION in scope.codes:
        return _("directions and {none}").format(none=NO_DIRECTION)
    return _plural(scope)


def _plural(scope: Scope) -> str:
    return _("directions") if scope.of_directions else _("codes")


def _two(value: float | None) -> str:
    return _("undefined") if value is None else f"{value:.2f}".replace("0.", ".", 1)


def _number(count: int) -> str:
    words = (
        *(_("no"), _("one"), _("two"), _("three"), _("four"), _("five")),
        *(_("six"), _("seven"), _("eight"), _("nine"), _("ten")),
    )
    return words[count] if count < len(words) else str(count)
