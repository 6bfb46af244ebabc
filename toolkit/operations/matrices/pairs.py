"""Which codes are together in the project's decided data, and whether more than chance explains."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.analysis.codes_by_codes import Unit
from toolkit.analysis.pairs import LEAST_UNITS, UNEVEN, Pair, Pairs, code_pairs
from toolkit.i18n import _, ngettext
from toolkit.operations.matrices.check import check_matrix
from toolkit.operations.matrices.decided import decided_data
from toolkit.operations.matrices.filters import filtered, of_cases, row_choice
from toolkit.operations.matrices.groups import cases_asked_for
from toolkit.operations.matrices.material import staged
from toolkit.operations.matrices.matrix import matrix
from toolkit.operations.matrices.one_reading import (
    Comparison,
    check_comparison,
    significant,
)
from toolkit.operations.matrices.provenance import matrix_provenance
from toolkit.operations.matrices.request import CODES_BY_CODES, MatrixRequest
from toolkit.report.tables import Table
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.operations.session import ProjectSession
    from toolkit.report.tables import Cell

PAIRS = "pairs"
COLUMNS = (
    "code_a", "name_a", "code_b", "name_b", "n_a", "n_b", "n_both", "jaccard", "share_of_a",
    "share_of_b", "expected", "lift", "npmi", "uneven", "p", "q", "atlas_pairs", "atlas_c",
)  # fmt: skip
_UNUSED = ("measure", "share", "per_1000_words", "totals", "shared_with", "by", "bins")
_DECIMALS = 3


def pairs_of_codes(session: ProjectSession, request: MatrixRequest) -> Comparison:
    """A row for each two codes that are together at least once."""
    check_comparison("pairs", request, _UNUSED)
    check_matrix(session, CODES_BY_CODES, request)
    # The number of units and what is expected hold for finished work only.
    decided = decided_data(session, CODES_BY_CODES, request).finished_only()
    made = matrix(session, CODES_BY_CODES, request, decided)
    provenance = matrix_provenance(session, CODES_BY_CODES, request, decided, made)
    asked_for = cases_asked_for(session, request.where)
    kept = filtered(decided, CODES_BY_CODES, request)
    material = staged(session, CODES_BY_CODES, request, kept, asked_for).material
    if asked_for is not None:
        kept = of_cases(kept, material)
    found = code_pairs(
        kept.codings,
        queries.codebook(session.database),
        material,
        unit=request.unit,
        rows=row_choice(session, request),
        language=request.language or session.config.language,
    )
    # What the matrix says of its own cells does not hold here.
    notes = (*_notes(found), *made.matrix.notes[_OF_CELLS:])
    return Comparison(
        Table(
            COLUMNS,
            tuple(_row(found, pair) for pair in found.pairs),
            _("pairs of codes"),
            notes,
            provenance=replace(provenance, unit=str(found.unit)),
        )
    )


_OF_CELLS = 4
"""Notes of a matrix of codes by codes on what its cells count, which stand before the others."""


def _row(found: Pairs, pair: Pair) -> tuple[Cell, ...]:
    rounded = [
        None if value is None else round(value, _DECIMALS)
        for value in (
            pair.jaccard,
            pair.share_of_a,
            pair.share_of_b,
            pair.expected,
            pair.lift,
            pair.npmi,
        )
    ]
    return (
        pair.a,
        found.labels[pair.a],
        pair.b,
        found.labels[pair.b],
        pair.n_a,
        pair.n_b,
        pair.n_both,
        *rounded,
        pair.uneven,
        *(significant(value) for value in (pair.p, pair.q)),
        pair.pairs,
        None if pair.c is None else round(pair.c, _DECIMALS),
    )


def _notes(found: Pairs) -> Iterator[str]:
    unit = {
        Unit.SEGMENT: _(
            "unit: segments; n_both pairs each segment with at most one that it meets, so that "
            "jaccard is at most 1; text that nobody coded has no segments, so that expected, lift "
            "and npmi are not known"
        ),
        Unit.TURN: _("unit: turns of experts, {count:,} in the sources finished"),
        Unit.SOURCE: _("unit: sources, {count:,} finished"),
    }[found.unit]
    yield unit.format(count=found.units) if found.units is not None else unit
    yield ngettext(
        "{met:,} of {count:,} pair of codes in use is together somewhere",
        "{met:,} of {count:,} pairs of codes in use are together somewhere",
        found.compared,
    ).format(met=len(found.pairs), count=found.compared)
    if found.of_branch:
        yield ngettext(
            "{count:,} pair is left out: one code stands above the other",
            "{count:,} pairs are left out: one code stands above the other",
            found.of_branch,
        ).format(count=found.of_branch)
    if found.of_family:
        yield ngettext(
            "{count:,} pair is left out: both codes are of a family that gives a passage one code",
            "{count:,} pairs are left out: both codes are of a family that gives a passage one "
            "code",
            found.of_family,
        ).format(count=found.of_family)
    if found.unit is Unit.TURN:
        yield ngettext(
            "p is the chance to meet as often or more often where the turns of a code are "
            "permuted within each interview, counted exactly; q is p corrected for {count:,} pair "
            "with {least} turns of each code (Benjamini and Hochberg)",
            "p is the chance to meet as often or more often where the turns of a code are "
            "permuted within each interview, counted exactly; q is p corrected for {count:,} pairs "
            "with {least} turns of each code (Benjamini and Hochberg)",
            found.tested,
        ).format(count=found.tested, least=LEAST_UNITS)
        yield _(
            "long turns have more codes of every kind, which p and lift do not take into account"
        )
    else:
        yield _("p is withheld: only turns can be permuted within an interview (--unit turn)")
    if any(pair.uneven for pair in found.pairs):
        yield _(
            "uneven: one code is more than {ratio:g} times as frequent, so that jaccard says little"
        ).format(ratio=UNEVEN)
    yield _(
        "atlas_c is the coefficient c as ATLAS.ti counts it, from pairs of overlapping quotations"
    )
    beyond = sum(pair.c is None or pair.c > 1 for pair in found.pairs)
    if beyond:
        yield ngettext(
            "in {count:,} pair atlas_c is above 1 or cannot be computed, since a quotation meets "
            "several others; jaccard counts each unit once",
            "in {count:,} pairs atlas_c is above 1 or cannot be computed, since a quotation meets "
            "several others; jaccard counts each unit once",
            beyond,
        ).format(count=beyond)
    yield _("`qct quotes --matrix codes-by-codes` lists the passages behind a number")
