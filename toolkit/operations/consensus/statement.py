"""The agreement paragraph of a methods section: what the data prove, and what is yours to say.

The items are those of O'Connor & Joffe (2020), doi 10.1177/1609406919899220. Nothing is said
that the store does not hold; everything else is marked "[to be stated: ...]".
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any

from toolkit.agreement.table.rows import AgreementRow, table_rows
from toolkit.domain.codings import Mode
from toolkit.operations.agreement.request import Scope
from toolkit.operations.agreement.scope import counted_rounds, resolve_used
from toolkit.operations.agreement.table import TableOptions, check, intervals_of, split
from toolkit.operations.consensus.adjudicate import DEFAULT_LAYER, foreign_sources
from toolkit.operations.matrices.matrix import RENDERING_OF
from toolkit.operations.session import ProjectSession
from toolkit.report.tables import Table
from toolkit.store import queries
from toolkit.store.queries import adjudications

COLUMNS = ("item", "statement", "from")
_WORDS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")

DATA, YOURS = "data", "to be stated"

Item = tuple[str, str, str]


def statement_table(session: ProjectSession, **options: Any) -> Table:
    """One row an item: what can be said of it, from the data or to be stated."""
    wanted, shown = split(options)
    check(shown)
    scope = resolve_used(session, wanted)
    rows = [
        *_material(session, scope),
        *_independence(session, scope),
        *_units(scope),
        *_codebook(scope),
        *_figures(scope, shown),
        *([] if scope.of_directions else _settled(session)),
    ]
    return Table(COLUMNS, tuple(rows), "agreement statement", scope.notes)


def _open(item: str, what: str) -> Item:
    return item, f"[to be stated: {what}]", YOURS


def _material(session: ProjectSession, scope: Scope) -> Iterator[Item]:
    every = queries.sources(session.database)
    ids = {one.id for one in every}
    # A text in another language too is one interview.
    sources = [one for one in every if one.metadata.get(RENDERING_OF) not in ids]
    shared = set(scope.shared())
    names = {name.split(" (")[0] for name in shared} & {one.id for one in sources}
    length = {one.id: one.length for one in sources}
    share = sum(length[name] for name in names) / (sum(length.values()) or 1)
    yield (
        "coders",
        f"{_number(len(scope.coders)).capitalize()} coders ({', '.join(scope.coders)}) coded the "
        "material.",
        DATA,
    )
    yield _open("coders", "who the coders are, their training and their part in the study")
    yield (
        "share double-coded",
        f"{_number(len(names)).capitalize()} of {len(sources)} sources "
        f"({len(names) / len(sources):.0%}; {share:.0%} of all characters) were coded by two or "
        "more of them.",
        DATA,
    )
    yield _open("share double-coded", "how the sources coded twice were chosen, and when")


def _independence(session: ProjectSession, scope: Scope) -> Iterator[Item]:
    wanted, shared = scope.wanted, set(scope.shared())
    counts = counted_rounds(session, wanted.round_id)
    codings = [
        coding
        for coding in queries.codings(session.database)
        if counts(coding.round_id)
        and coding.coder_id in scope.coders
        and coding.source_id in shared
    ]
    if wanted.level == "directions" or not codings:
        yield _open("independence", "whether the coders knew of each other's answers")
        return
    modes = Counter(coding.mode for coding in codings)
    rounds = ", ".join(sorted({coding.round_id for coding in codings}))
    if set(modes) == {Mode.BLIND}:
        text = (
            f"All {len(codings)} codings compared were made in rounds recorded as blind "
            f"({rounds}), which show a coder neither others' codings nor suggestions."
        )
    else:
        text = (
            f"Of {len(codings)} codings compared ({rounds}), {modes[Mode.BLIND]} were made in "
            "rounds recorded as blind."
        )
    seen = sum(not coding.independent for coding in codings)
    if not seen:
        text += " No coding followed a suggestion."
    elif wanted.independent_only:
        text += f" The {seen} codings made after a suggestion was seen were left out."
    else:
        text += f" {seen} codings were made after a suggestion was seen and are counted."
    yield "independence", text, DATA
    yield _open("independence", "whether coders talked about the material while coding")


def _units(scope: Scope) -> Iterator[Item]:
    if scope.of_directions:
        yield "unit", "Agreement was measured on given segments, one decision a direction.", DATA
        return
    frame = "all text" if scope.wanted.whole_text else "what the experts said"
    yield (
        "unit",
        f"Agreement was measured on {frame}, by {_unit(scope)}, each code against its absence; "
        "sources that a coder did not work on count as missing, not as uncoded.",
        DATA,
    )
    if scope.wanted.segments is not None:
        yield "segmentation", f"The segments: {scope.segments}.", DATA
        yield _open("segmentation", "who cut the segments, and whether that was before coding")
        return
    yield _open("segmentation", "whether segments were fixed before coding or placed by the coders")


def _unit(scope: Scope) -> str:
    if not scope.segments:
        return scope.unit
    if scope.wanted.segments is not None:
        return "given segment"
    return f"segment ({scope.segments})"


def _codebook(scope: Scope) -> Iterator[Item]:
    versions = ", ".join(map(str, scope.codebook_versions))
    what = "directions" if scope.of_directions else "codes"
    yield (
        "codebook",
        f"{len(scope.codes)} {what} are compared, under codebook version {versions}.",
        DATA,
    )
    yield _open(
        "codebook",
        "how the codebook was made, whether it changed between rounds, and how much its codes "
        "ask to be interpreted",
    )


def _figures(scope: Scope, shown: TableOptions) -> Iterator[Item]:
    tables = scope.tables()
    rows = table_rows(tables)
    intervals = intervals_of(tables, shown)
    noun = "direction" if scope.of_directions else "code"
    overall = [row for row in rows if row.scope in ("pooled", "macro")]
    coders = overall[0].coders
    pooled, macro = (
        next(row for row in overall if row.scope == name and row.coders == coders)
        for name in ("pooled", "macro")
    )
    if pooled.krippendorff_alpha is None:
        yield "measure", f"Agreement is undefined: {pooled.reason}.", DATA
        yield _threshold()
        return
    alpha = intervals.get(("pooled", "", coders, "krippendorff_alpha"))
    between = ""
    if alpha is not None and alpha.low is not None and alpha.high is not None:
        drawn = (
            f", {alpha.resamples} resamples, seed {alpha.seed}" if alpha.seed is not None else ""
        )
        between = (
            f" ({alpha.level:.0%} interval {_two(alpha.low)} to {_two(alpha.high)}; "
            f"{alpha.method}{drawn})"
        )
    kappas = [
        f"{_two(row.cohen_kappa)} ({' and '.join(row.coders)})"
        for row in overall
        if row.scope == "pooled" and row.cohen_kappa is not None
    ]
    yield (
        "measure",
        f"Krippendorff's alpha (nominal) pooled over {noun}s was "
        f"{_two(pooled.krippendorff_alpha)}{between}, the mean of them "
        f"{_two(macro.krippendorff_alpha)}; Cohen's kappa {', '.join(kappas)}; percent agreement "
        f"{pooled.percent:.1%}.",
        DATA,
    )
    own = [row for row in rows if row.scope == "code" and row.coders == coders]
    yield from _per_code(own, noun)
    yield _threshold()


def _threshold() -> Item:
    return _open("threshold", "which value was held to be sufficient before coding, and why")


def _per_code(rows: Sequence[AgreementRow], noun: str) -> Iterator[Item]:
    defined = sorted(
        (row.krippendorff_alpha, row.code) for row in rows if row.krippendorff_alpha is not None
    )
    if defined:
        low, high = defined[0], defined[-1]
        below = sum(value < 0.667 for value, _ in defined)
        above = sum(value >= 0.8 for value, _ in defined)
        text = (
            f"By {noun} alpha ranged from {_two(low[0])} ({low[1]}) to {_two(high[0])} "
            f"({high[1]}); {below} of {len(defined)} {noun}s were below .667 and {above} at .8 or "
            "above."
        )
        yield "per code", text, DATA
    rare = [row.code for row in rows if row.few_uses]
    if rare:
        yield (
            "per code",
            f"{len(rare)} {noun}s were used fewer than ten times by all coders together, so that "
            f"their values say little ({', '.join(rare)}).",
            DATA,
        )


def _settled(session: ProjectSession) -> Iterator[Item]:
    from toolkit.domain.adjudication import Settlement

    every = [one for one in adjudications(session.database) if one.outcome is not Settlement.AGREED]
    if every:
        outcomes = Counter(one.outcome.value for one in every)
        yielded = Counter(coder for one in every for coder in one.yielded)
        text = (
            f"{sum(one.is_settled for one in every)} disagreements were settled and "
            f"{outcomes['leave-open']} left open "
            f"({', '.join(f'{count} {name}' for name, count in sorted(outcomes.items()))})"
        )
        if yielded:
            names = ", ".join(f"{coder} {count} times" for coder, count in sorted(yielded.items()))
            text += f"; {names} yielded"
        yield "disagreements", f"{text}. The answers given before were kept.", DATA
    elsewhere = foreign_sources(session, DEFAULT_LAYER)
    if elsewhere:
        yield (
            "disagreements",
            f"A consensus is recorded for {len(elsewhere)} sources "
            f"({', '.join(sorted(elsewhere))}).",
            DATA,
        )
    yield _open("disagreements", "how disagreements were talked through, and by whom decided")


def _two(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.2f}".replace("0.", ".", 1)


def _number(count: int) -> str:
    return _WORDS[count] if count < len(_WORDS) else str(count)
