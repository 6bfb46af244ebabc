"""Where coders disagree: aligned, typed, ranked, and which codes they confuse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

from toolkit.agreement.confusion import (
    NOTHING,
    Cells,
    ConfusedPair,
    by_characters,
    by_codings,
    confused_pairs,
)
from toolkit.agreement.disagreements import AGREED, KINDS, Disagreement, align, ranked
from toolkit.agreement.spans import CodedSpan
from toolkit.domain.codebook import local
from toolkit.domain.progress import ProgressCallback, no_progress
from toolkit.domain.spans import union
from toolkit.errors import UsageError
from toolkit.operations.agreement.request import AgreementRequest, Scope
from toolkit.operations.agreement.scope import domains_of, resolve
from toolkit.operations.session import ProjectSession
from toolkit.report.tables import Table
from toolkit.store import queries
from toolkit.store.adjudications import adjudications

COLUMNS = (
    "id",
    "kind",
    "source",
    "code_a",
    "code_b",
    "a",
    "b",
    "start",
    "end",
    "characters",
    "coder_a",
    "coder_b",
    "settled",
    "quote",
)
MEASURES = ("characters", "codings")
NO_CODE = "(nothing)"


@dataclass(frozen=True, slots=True)
class ConfusionMatrix:
    """Code by code, what the second coder of a pair has where the first has a code."""

    measure: str
    """What the counts are of: `characters` or `codings`."""
    codes: tuple[str, ...]
    """Ids of the codes in use; `NOTHING` comes after them in rows and columns."""
    counts: tuple[tuple[float | int | None, ...], ...]
    """Rows of the first coder; None where neither has anything."""
    notes: tuple[str, ...] = ()


def aligned(
    session: ProjectSession,
    *,
    codes: Sequence[str] = (),
    tell: ProgressCallback = no_progress,
    **wanted: Any,
) -> tuple[Scope, list[Disagreement]]:
    """Every row of every pair of coders on the sources both worked on, agreement included.

    Codes keep the rows in which one of them, or a code below one of them, takes part. Rows
    inside a passage that a coder decided on with a suggestion in view are no disagreements.
    `tell` hears of every source of every pair.
    """
    scope = resolve(session, AgreementRequest(codes=codes, **wanted))
    book = queries.codebook(session.database)
    domains = domains_of(book)
    by_source: dict[str, list[CodedSpan]] = defaultdict(list)
    for span in scope.spans:
        by_source[span.source_id].append(span)
    rows: list[Disagreement] = []
    steps = [
        (pair, source_id)
        for pair in combinations(scope.coders, 2)
        for source_id in sorted(scope.shared(pair))
    ]
    for done, (pair, source_id) in enumerate(steps):
        tell(done, len(steps))
        found = align(by_source[source_id], pair, domains)
        rows += [row for row in found if not _inside(scope, row)]
    if codes:
        chosen = {below for code in codes for below in book.descendants(code)}
        rows = [row for row in rows if chosen & set(row.codes)]
    return scope, rows


def _inside(scope: Scope, row: Disagreement) -> bool:
    return any(
        span.start <= row.start and row.end <= span.end
        for span in union(scope.outside.get(row.source_id, ()))
    )


def disagreements(
    session: ProjectSession,
    *,
    kinds: Sequence[str] = (),
    limit: int | None = None,
    in_order: bool = False,
    **options: Any,
) -> list[Disagreement]:
    """Disagreements, most characters in dispute first, or `in_order` of the text."""
    for kind in kinds:
        if kind not in KINDS:
            raise UsageError(
                f"unknown type of disagreement {kind!r}; valid: {', '.join(KINDS)}",
                code="unknown-disagreement-type",
            )
    if limit is not None and limit < 1:
        raise UsageError(f"a limit is 1 or more, got {limit}", code="limit")
    _, rows = aligned(session, **options)
    found = [row for row in rows if row.kind != AGREED and (not kinds or row.kind in kinds)]
    return (found if in_order else ranked(found))[:limit]


def disagreement_table(session: ProjectSession, **options: Any) -> Table:
    """`disagreements` with their places and words, and how they were settled."""
    found = disagreements(session, **options)
    texts = {
        source.id: queries.text_body(session.database, source.text_sha256)
        for source in queries.sources(session.database)
        if any(row.source_id == source.id for row in found)
    }
    settled = {one.disagreement_id: one.outcome.value for one in adjudications(session.database)}
    rows = tuple(
        (
            row.id,
            row.kind,
            row.source_id,
            row.a[0].code if row.a else "",
            row.b[0].code if row.b else "",
            " ".join(f"{span.start}:{span.end}" for span in row.a),
            " ".join(f"{span.start}:{span.end}" for span in row.b),
            row.start,
            row.end,
            row.characters,
            row.coder_a,
            row.coder_b,
            settled.get(row.id, ""),
            texts[row.source_id][row.start : row.end],
        )
        for row in found
    )
    counts = ", ".join(f"{sum(row.kind == kind for row in found)} {kind}" for kind in KINDS)
    notes = (
        f"{len(found)} disagreements: {counts}",
        "missed: coder b has nothing there; extra: coder a has nothing; boundary: one code, other "
        "characters; other-code: two codes in each other's place",
        "every coding is in one row: codings of one code that share characters belong together; "
        "of different codes, those that cover each other best",
        "characters: coded by one of the two and not by both; other-code: all of either",
    )
    return Table(COLUMNS, rows, "disagreements", notes)


def confusion_matrix(
    session: ProjectSession, *, measure: str = "characters", **options: Any
) -> ConfusionMatrix:
    """Code by code: what coder b (columns) has where coder a (rows) has that code."""
    if measure not in MEASURES:
        raise UsageError(
            f"confusion is not counted in {measure!r}; valid: {', '.join(MEASURES)}",
            code="unknown-measure",
        )
    characters, codings, scope = _cells(session, **options)
    total: Cells = {}
    for cells in characters if measure == "characters" else codings:
        for key, count in cells.items():
            total[key] = total.get(key, 0.0) + count
    book = queries.codebook(session.database)
    used = {code for pair in total for code in pair}
    codes = [code.id for code in book.depth_first() if code.id in used]

    def shown(count: float) -> float | int:
        return round(count, 1) if measure == "characters" else int(count)

    rows = []
    for mine in [*codes, NOTHING]:
        counts = [shown(total.get((mine, other), 0.0)) for other in codes]
        missed = None if mine == NOTHING else shown(total.get((mine, NOTHING), 0.0))
        rows.append((*counts, missed))
    what = {
        "characters": "characters inside the frame; where one has more codes than the other, in "
        "equal parts",
        "codings": "aligned rows; on the diagonal agreement and boundaries",
    }[measure]
    pairs = "; ".join(f"{a} (rows) and {b} (columns)" for a, b in _pairs(scope))
    return ConfusionMatrix(measure, tuple(codes), tuple(rows), (f"{pairs}; {what}",))


def confusion_table(session: ProjectSession, **options: Any) -> Table:
    """The confusion matrix as a table."""
    matrix = confusion_matrix(session, **options)
    names = (*matrix.codes, NO_CODE)
    rows = tuple((name, *counts) for name, counts in zip(names, matrix.counts, strict=True))
    return Table(("code", *names), rows, f"confusion by {matrix.measure}", matrix.notes)


def most_confused(
    session: ProjectSession, *, limit: int | None = None, **options: Any
) -> list[ConfusedPair]:
    """The codes that are most often put in each other's place, the most confused first."""
    characters, codings, _ = _cells(session, **options)
    return confused_pairs(characters, codings)[:limit]


def confused_table(session: ProjectSession, *, limit: int | None = None, **options: Any) -> Table:
    """The most confused codes as a table, definitions side by side."""
    book = queries.codebook(session.database)
    language = session.config.language
    rows = tuple(
        (
            one.code,
            one.other,
            round(one.characters, 1),
            one.codings,
            one.share,
            local(book[one.code].definition, language),
            local(book[one.other].definition, language),
        )
        for one in most_confused(session, limit=limit, **options)
    )
    notes = (
        "characters: one coder has the code, the other has the other in its place, in either "
        "direction; codings: aligned pairs of them",
        "share: of all characters that anyone gave either code, how many are confused",
    )
    columns = ("code", "other", "characters", "codings", "share", "definition", "other_definition")
    return Table(columns, rows, "most confused codes", notes)


def _cells(session: ProjectSession, **options: Any) -> tuple[list[Cells], list[Cells], Scope]:
    scope, rows = aligned(session, **options)
    domains = domains_of(queries.codebook(session.database))
    chosen = {code for row in rows for code in row.codes} if options.get("codes") else None
    spans = [span for span in scope.spans if chosen is None or span.code in chosen]
    characters = [by_characters(scope.frames, spans, pair, domains) for pair in _pairs(scope)]
    codings = [
        by_codings(row for row in rows if (row.coder_a, row.coder_b) == pair)
        for pair in _pairs(scope)
    ]
    return characters, codings, scope


def _pairs(scope: Scope) -> list[tuple[str, str]]:
    return [
        pair
        for one, other in combinations(sorted(scope.coders), 2)
        if scope.shared(pair := (one, other))
    ]
