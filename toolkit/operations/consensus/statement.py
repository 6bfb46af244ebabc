"""The agreement paragraph of a methods section: what the data prove, and what is yours to say.

The items are those of O'Connor & Joffe (2020), doi 10.1177/1609406919899220. Nothing is said
that the store does not hold; everything else is marked "[to be stated: ...]".
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.agreement.table.rows import AgreementRow, table_rows
from toolkit.domain.adjudication import Adjudication, Settlement
from toolkit.domain.codings import Mode
from toolkit.i18n import _
from toolkit.operations.agreement.counted_rounds import counted_rounds
from toolkit.operations.agreement.notes import method_of
from toolkit.operations.agreement.table import intervals_of
from toolkit.operations.consensus.adjudicate import DEFAULT_LAYER, foreign_sources
from toolkit.operations.matrices.matrix import RENDERING_OF
from toolkit.report.tables import Table
from toolkit.store import queries
from toolkit.store.queries import adjudications

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.agreement.intervals.interval import Interval
    from toolkit.operations.agreement.request import IntervalOptions, Scope
    from toolkit.operations.session import ProjectSession

COLUMNS = ("item", "statement", "from")
DATA, YOURS = "data", "to be stated"

Item = tuple[str, str, str]


def statement_table(session: ProjectSession, scope: Scope, options: IntervalOptions) -> Table:
    """A row for each item: what can be said of it, from the data or to be stated."""
    rows = [
        *_material(session, scope),
        *_independence(session, scope),
        *_units(scope),
        *_codebook(scope),
        *_figures(scope, options),
        *([] if scope.of_directions else _settled(session)),
    ]
    return Table(COLUMNS, tuple(rows), _("agreement statement"), scope.notes)


def _open(item: str, what: str) -> Item:
    return item, _("[to be stated: {what}]").format(what=what), YOURS


def _material(session: ProjectSession, scope: Scope) -> Iterator[Item]:
    every = queries.sources(session.database)
    ids = {source.id for source in every}
    # A text in another language too is one interview.
    sources = [source for source in every if source.metadata.get(RENDERING_OF) not in ids]
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
    yield _open("coders", _("who the coders are, their training and their part in the study"))
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
    yield _open("share double-coded", _("how the sources coded twice were chosen, and when"))


def _independence(session: ProjectSession, scope: Scope) -> Iterator[Item]:
    request, shared = scope.request, set(scope.shared())
    rounds = counted_rounds(session, request.round_id)
    codings = [
        coding
        for coding in queries.codings(session.database)
        if coding.round_id in rounds
        and coding.coder_id in scope.coders
        and coding.source_id in shared
    ]
    if scope.of_directions or not codings:
        yield _open("independence", _("whether the coders knew of each other's answers"))
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
    yield _open("independence", _("whether coders talked about the material while coding"))


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
        yield _open("segmentation", _("who cut the segments, and whether that was before coding"))
        return
    yield _open(
        "segmentation", _("whether segments were fixed before coding or placed by the coders")
    )


def _unit(scope: Scope) -> str:
    if not scope.segments:
        return scope.unit
    if scope.request.segments is not None:
        return _("given segment")
    return _("segment ({rule})").format(rule=scope.segments)


def _codebook(scope: Scope) -> Iterator[Item]:
    text = _("{count} {codes} are compared, under codebook version {versions}.")
    yield (
        "codebook",
        text.format(
            count=len(scope.codes),
            codes=_plural(scope),
            versions=", ".join(map(str, scope.codebook_versions)),
        ),
        DATA,
    )
    yield _open(
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
            codes=_plural(scope),
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
    return _open("threshold", _("which value was held to be sufficient before coding, and why"))


def _per_code(rows: Sequence[AgreementRow], scope: Scope) -> Iterator[Item]:
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


def _settled(session: ProjectSession) -> Iterator[Item]:
    every = [
        given for given in adjudications(session.database) if given.outcome is not Settlement.AGREED
    ]
    if every:
        yield "disagreements", _outcomes(every), DATA
    elsewhere = foreign_sources(session, DEFAULT_LAYER)
    if elsewhere:
        text = _("A consensus is recorded for {count} sources ({sources}).")
        yield (
            "disagreements",
            text.format(count=len(elsewhere), sources=", ".join(sorted(elsewhere))),
            DATA,
        )
    yield _open("disagreements", _("how disagreements were talked through, and by whom decided"))


def _outcomes(every: Sequence[Adjudication]) -> str:
    outcomes = Counter(given.outcome.value for given in every)
    yielded = Counter(coder for given in every for coder in given.yielded)
    text = _("{settled} disagreements were settled and {left_open} left open ({outcomes})").format(
        settled=sum(given.is_settled for given in every),
        left_open=outcomes["leave-open"],
        outcomes=", ".join(f"{count} {name}" for name, count in sorted(outcomes.items())),
    )
    if yielded:
        times = _("{coder} {count} times")
        names = ", ".join(
            times.format(coder=coder, count=count) for coder, count in sorted(yielded.items())
        )
        text += _("; {names} yielded").format(names=names)
    return _("{outcomes}. The answers given before were kept.").format(outcomes=text)


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
