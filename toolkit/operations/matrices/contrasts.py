"""How many experts of each group named each code, and whether the groups differ beyond chance."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.analysis.contrasts import (
    LEAST_FOR_PERCENT,
    LEAST_IN_A_GROUP,
    Contrast,
    contrasts,
    is_testable,
    top_share,
)
from toolkit.domain.outcomes import wilson
from toolkit.errors import UsageError
from toolkit.i18n import _, ngettext
from toolkit.operations.matrices.check import check_matrix
from toolkit.operations.matrices.decided import decided_data
from toolkit.operations.matrices.matrix import matrix
from toolkit.operations.matrices.one_reading import (
    Comparison,
    check_comparison,
    significant,
)
from toolkit.operations.matrices.provenance import matrix_provenance
from toolkit.operations.matrices.request import CODES_BY_ATTRIBUTE, CODES_BY_CASES, MatrixRequest
from toolkit.report.tables import Table

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from toolkit.operations.session import ProjectSession
    from toolkit.report.tables import Cell

CONTRASTS = "contrasts"
_UNUSED = ("measure", "share", "per_1000_words", "totals", "shared_with", "unit")
_DECIMALS = 3
_OF_CELLS = 3
"""Notes of a matrix of `present` by groups on what its cells count, before the others."""


def group_contrasts(session: ProjectSession, request: MatrixRequest) -> Comparison:
    """A row for each code: how many experts of each group named it, and the test."""
    check_comparison("contrasts", request, _UNUSED)
    if request.by is None:
        raise UsageError(
            _("contrasts need the attribute whose groups are compared: --by sector"),
            code="matrix-by",
        )
    grouped = replace(request, measure="present")
    check_matrix(session, CODES_BY_ATTRIBUTE, grouped)
    decided = decided_data(session, CODES_BY_ATTRIBUTE, grouped)
    made = matrix(session, CODES_BY_ATTRIBUTE, grouped, decided)
    by_case = matrix(
        session,
        CODES_BY_CASES,
        replace(request, by=None, bins=(), measure="counts"),
        decided.finished_only(),
    )
    no_value = f"(no {' × '.join(name.strip() for name in request.by.split(','))})"
    sizes = {
        name: done for name, (done, _count) in made.worked.items() if done and name != no_value
    }
    named = {
        row: tuple(made.matrix.cell(row, name) or 0 for name in sizes)
        for row in made.matrix.row_ids
    }
    counted = contrasts([[int(m) for m in row] for row in named.values()], tuple(sizes.values()))
    in_cases = {
        row: [int(value or 0) for value in cells]
        for row, cells in zip(by_case.matrix.row_ids, by_case.matrix.cells, strict=True)
    }
    rows = tuple(
        (row, label, *_row(sizes, contrast, in_cases.get(row, ())))
        for row, label, contrast in zip(named, made.matrix.row_labels, counted, strict=True)
    )
    notes = (
        *_notes(sizes, made.worked, no_value, counted),
        # What the matrix says of its own cells does not hold here.
        *made.matrix.notes[_OF_CELLS:],
        _("`qct quotes --matrix codes-by-attribute` lists the passages behind a number"),
    )
    provenance = matrix_provenance(session, CODES_BY_ATTRIBUTE, grouped, decided, made)
    return Comparison(
        Table(
            ("code", "name", *_columns(sizes)),
            rows,
            _("contrasts"),
            notes,
            wrapped=("finding",),
            depths=made.matrix.depths,
            provenance=replace(provenance, unit="expert"),
        )
    )


def _columns(sizes: Mapping[str, int]) -> Iterator[str]:
    for name, size in sizes.items():
        yield name
        yield f"{name}: of"
        if size >= LEAST_FOR_PERCENT:
            yield f"{name}: share"
        yield f"{name}: low"
        yield f"{name}: high"
    yield from ("segments", "top_share", "p", "q", "finding")


def _row(sizes: Mapping[str, int], contrast: Contrast, segments: Sequence[int]) -> Iterator[Cell]:
    for m, size in zip(contrast.named, sizes.values(), strict=True):
        yield m
        yield size
        if size >= LEAST_FOR_PERCENT:
            yield round(m / size, _DECIMALS)
        yield from (round(bound, _DECIMALS) for bound in wilson(m, size))
    yield sum(segments)
    yield _rounded(top_share(segments))
    yield significant(contrast.p)
    yield significant(contrast.q)
    yield finding(sizes, contrast)


def finding(sizes: Mapping[str, int], contrast: Contrast) -> str:
    """The sentence on a code, such as: named by 4 of 5 (a) and 2 of 5 (b); beyond chance: no."""
    parts = [
        _("{m} of {n} ({group})").format(m=m, n=size, group=name)
        for m, (name, size) in zip(contrast.named, sizes.items(), strict=True)
    ]
    if not parts:
        return ""
    listed = parts[0]
    if len(parts) > 1:
        listed = _("{first} and {last}").format(first=", ".join(parts[:-1]), last=parts[-1])
    verdict = {
        None: _("not tested"),
        True: _("yes"),
        False: _("no"),
    }[contrast.beyond_chance]
    return _("named by {groups}; beyond chance: {verdict}").format(groups=listed, verdict=verdict)


def _notes(
    sizes: Mapping[str, int],
    worked: Mapping[str, tuple[int, int]],
    no_value: str,
    counted: Sequence[Contrast],
) -> Iterator[str]:
    yield _(
        "each number is experts who named the code at least once, of those whose interviews are "
        "finished; low and high are a 95 % interval (Wilson) of their share"
    )
    tested = sum(each.p is not None for each in counted)
    if tested:
        yield ngettext(
            "p is exact and two-sided (Fisher; Freeman and Halton for more than two groups); q is "
            "p corrected for {count} code (Benjamini and Hochberg); beyond chance means q of .05 "
            "or less",
            "p is exact and two-sided (Fisher; Freeman and Halton for more than two groups); q is "
            "p corrected for {count} codes (Benjamini and Hochberg); beyond chance means q of .05 "
            "or less",
            tested,
        ).format(count=tested)
        if any(each.p is None and 0 < sum(each.named) < sum(each.of) for each in counted):
            yield _("codes with too many possible tables to count have no p")
    if is_testable(tuple(sizes.values())):
        yield _("codes that nobody or everybody named are not tested")
    elif len(sizes) < 2:
        yield _("p is withheld: there are no two groups with finished interviews")
    elif not is_testable(tuple(sizes.values())):
        small = [name for name, size in sizes.items() if size < LEAST_IN_A_GROUP]
        yield _(
            "p is withheld: fewer than {least} experts are in {groups}; --where chooses larger "
            "groups"
        ).format(least=LEAST_IN_A_GROUP, groups=", ".join(small))
    if any(size < LEAST_FOR_PERCENT for size in sizes.values()):
        yield _("groups of fewer than {least} experts have counts and no shares").format(
            least=LEAST_FOR_PERCENT
        )
    done, _count = worked.get(no_value, (0, 0))
    if done:
        yield ngettext(
            "{count} expert without a value is in no group",
            "{count} experts without a value are in no group",
            done,
        ).format(count=done)
    empty = [name for name in worked if name not in sizes and name != no_value]
    if empty:
        yield _("groups without a finished interview are left out: {groups}").format(
            groups=", ".join(empty)
        )
    yield _("top_share is the share of the segments that come from one expert, the highest")


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, _DECIMALS)
