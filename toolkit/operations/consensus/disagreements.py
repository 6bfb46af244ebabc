"""Where coders disagree: aligned, typed, ranked, and which codes they confuse."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import TYPE_CHECKING

from toolkit.agreement.confusion import (
    NOTHING,
    Cells,
    ConfusedPair,
    by_characters,
    by_codings,
    confused_pairs,
)
from toolkit.agreement.disagreements import AGREED, KINDS, Disagreement, align, ranked
from toolkit.domain.codebook import Codebook, local
from toolkit.domain.progress import ProgressCallback, no_progress
from toolkit.domain.spans import union
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.agreement.domains import domains_of
from toolkit.operations.agreement.scope import resolve
from toolkit.operations.session import need_code
from toolkit.report.tables import Table
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.agreement.spans import CodedSpan
    from toolkit.operations.agreement.request import AgreementRequest, Scope
    from toolkit.operations.session import ProjectSession

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
_TITLES = {
    "characters": _("confusion by characters"),
    "codings": _("confusion by codings"),
}
NO_CODE = "(nothing)"


def aligned(
    session: ProjectSession, request: AgreementRequest, tell: ProgressCallback = no_progress
) -> tuple[Scope, list[Disagreement]]:
    """Every row of every pair of coders on the sources both worked on, agreement included.

    Codes keep the rows in which one of them, or a code below one of them, takes part. Rows
    inside a passage that a coder decided on with a suggestion in view are no disagreements.
    `tell` hears of every source of every pair.
    """
    for code in request.codes:
        need_code(session, code)
    # Rows are aligned over all codes, so that another code in the place of one is seen.
    scope = resolve(session, replace(request, codes=()))
    scope = replace(scope, request=replace(scope.request, codes=request.codes))
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
        of_source = align(by_source[source_id], pair, domains)
        rows += [row for row in of_source if not _is_outside(scope, row)]
    if request.codes:
        codes = {
            below
            for code in request.codes
            for below in ([code] if request.exactly else book.descendants(code))
        }
        rows = [row for row in rows if codes & set(row.codes)]
    return scope, rows


def _is_outside(scope: Scope, row: Disagreement) -> bool:
    return any(
        span.start <= row.start and row.end <= span.end
        for span in union(scope.outside.get(row.source_id, ()))
    )


def check_kinds(kinds: Iterable[str], limit: int | None) -> None:
    """Raise `UsageError` for an unknown type of disagreement, or a limit below 1."""
    for kind in kinds:
        if kind not in KINDS:
            raise UsageError(
                _("unknown type of disagreement {kind!r}; valid: {valid}").format(
                    kind=kind, valid=", ".join(KINDS)
                ),
                code="unknown-disagreement-type",
            )
    if limit is not None and limit < 1:
        raise UsageError(_("a limit is 1 or more, got {limit}").format(limit=limit), code="limit")


def chosen_rows(
    rows: Iterable[Disagreement], kinds: Sequence[str], limit: int | None, *, in_order: bool
) -> list[Disagreement]:
    """The disagreements of these types among all rows, at most `limit` of them.

    Those with most characters in dispute come first, or `in_order` those first in the text.
    """
    chosen = [row for row in rows if row.kind != AGREED and (not kinds or row.kind in kinds)]
    return (chosen if in_order else ranked(chosen))[:limit]


def disagreement_table(
    disagreements: Sequence[Disagreement], texts: Mapping[str, str], outcomes: Mapping[str, str]
) -> Table:
    """Disagreements with their places and words, and how they were settled.

    Parameters
    ----------
    texts
        The text of each source.
    outcomes
        How disagreements were settled, by their ids.
    """
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
            outcomes.get(row.id, ""),
            texts[row.source_id][row.start : row.end],
        )
        for row in disagreements
    )
    counts = ", ".join(f"{sum(row.kind == kind for row in disagreements)} {kind}" for kind in KINDS)
    notes = (
        _("{count} disagreements: {counts}").format(count=len(disagreements), counts=counts),
        _(
            "missed: coder b has nothing there; extra: coder a has nothing; boundary: one code, "
            "other characters; other-code: two codes in each other's place"
        ),
        _(
            "every coding is in one row: codings of one code that share characters belong "
            "together; of different codes, those that cover each other best"
        ),
        _("characters: coded by one of the two and not by both; other-code: all of either"),
    )
    return Table(COLUMNS, rows, _("disagreements"), notes)


@dataclass(frozen=True, slots=True)
class Confusion:
    """What each coder of each pair has where the other has a code."""

    pairs: Sequence[tuple[str, str]]
    characters: Sequence[Cells]
    """Shared characters of each pair of coders."""
    codings: Sequence[Cells]
    """Aligned rows of each pair of coders."""


def confusion(scope: Scope, rows: Sequence[Disagreement], book: Codebook) -> Confusion:
    """Count what is in the place of what; of named codes only rows in which they take part."""
    codes = {code for row in rows for code in row.codes} if scope.request.codes else None
    spans = [span for span in scope.spans if codes is None or span.code in codes]
    domains = domains_of(book)
    pairs = [pair for pair in combinations(sorted(scope.coders), 2) if scope.shared(pair)]
    return Confusion(
        pairs,
        characters=[by_characters(scope.frames, spans, pair, domains) for pair in pairs],
        codings=[
            by_codings(row for row in rows if (row.coder_a, row.coder_b) == pair) for pair in pairs
        ],
    )


def check_measure(measure: str) -> None:
    """Raise `UsageError` unless confusion is counted in that."""
    if measure not in MEASURES:
        raise UsageError(
            _("confusion is not counted in {measure!r}; valid: {valid}").format(
                measure=measure, valid=", ".join(MEASURES)
            ),
            code="unknown-measure",
        )


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


def confusion_matrix(counted: Confusion, measure: str, book: Codebook) -> ConfusionMatrix:
    """What coder b (columns) has where coder a (rows) has a code, over all pairs of coders."""
    total: Cells = {}
    for cells in counted.characters if measure == "characters" else counted.codings:
        for key, count in cells.items():
            total[key] = total.get(key, 0.0) + count
    used = {code for pair in total for code in pair}
    codes = [code.id for code in book.depth_first() if code.id in used]

    def cell(row_code: str, column_code: str) -> float | int:
        count = total.get((row_code, column_code), 0.0)
        return round(count, 1) if measure == "characters" else int(count)

    rows: list[tuple[float | int | None, ...]] = []
    for row_code in [*codes, NOTHING]:
        missed = None if row_code == NOTHING else cell(row_code, NOTHING)
        rows.append((*(cell(row_code, column_code) for column_code in codes), missed))
    unit = {
        "characters": _(
            "characters inside the frame; where one has more codes than the other, in equal parts"
        ),
        "codings": _("aligned rows; on the diagonal agreement and boundaries"),
    }[measure]
    pairs = "; ".join(_("{a} (rows) and {b} (columns)").format(a=a, b=b) for a, b in counted.pairs)
    return ConfusionMatrix(measure, tuple(codes), tuple(rows), (f"{pairs}; {unit}",))


def confusion_table(matrix: ConfusionMatrix) -> Table:
    """The confusion matrix as a table, a row for each code of the first coder."""
    names = (*matrix.codes, NO_CODE)
    rows = tuple((name, *counts) for name, counts in zip(names, matrix.counts, strict=True))
    return Table(("code", *names), rows, _TITLES[matrix.measure], matrix.notes)


def most_confused(counted: Confusion, limit: int | None = None) -> list[ConfusedPair]:
    """The codes that are most often put in each other's place, the most confused first."""
    return confused_pairs(counted.characters, counted.codings)[:limit]


def confused_table(
    counted: Confusion, book: Codebook, language: str, limit: int | None = None
) -> Table:
    """The codes that are most often put in each other's place, definitions side by side."""
    rows = tuple(
        (
            pair.code,
            pair.other,
            round(pair.characters, 1),
            pair.codings,
            pair.share,
            local(book[pair.code].definition, language),
            local(book[pair.other].definition, language),
        )
        for pair in most_confused(counted, limit)
    )
    notes = (
        _(
            "characters: one coder has the code, the other has the other in its place, in either "
            "direction; codings: aligned pairs of them"
        ),
        _("share: of all characters that anyone gave either code, how many are confused"),
    )
    columns = ("code", "other", "characters", "codings", "share", "definition", "other_definition")
    return Table(columns, rows, _("most confused codes"), notes)
