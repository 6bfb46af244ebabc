"""What the pooled figure of the agreement statement hides: unit, families, and who coded more."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.agreement.table.rows import AgreementRow, table_rows
from toolkit.i18n import _, ngettext
from toolkit.operations.agreement.scope import gather
from toolkit.operations.answers.counted_rounds import counted_rounds
from toolkit.operations.consensus.statement_items import DATA, Item, three, to_be_stated
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.agreement.table.cover import CoverTables
    from toolkit.operations.agreement.request import Scope
    from toolkit.operations.session import ProjectSession

SHOWN_UNITS = ("character", "sentence", "turn")
"""Units whose pooled alpha stands beside the one that is reported."""


def unit_sensitivity(session: ProjectSession, scope: Scope) -> Iterator[Item]:
    """Pooled alpha of the same answers by several units, and that the choice needs a reason.

    Coders, sources, rounds, codes and frame are those of the scope; only the cut differs.
    """
    parts = []
    for unit in dict.fromkeys((scope.unit, *SHOWN_UNITS)):
        tables = scope.tables() if unit == scope.unit else _tables_by(session, scope, unit)
        parts.append(f"{unit} {three(_pooled(tables).krippendorff_alpha)}")
    text = _("By unit, pooled alpha of the same answers was: {values}; that by {unit} is reported.")
    yield "unit", text.format(values=", ".join(parts), unit=scope.unit), DATA
    yield to_be_stated("unit", _("why this unit was chosen"))


def _tables_by(session: ProjectSession, scope: Scope, unit: str) -> CoverTables:
    request = replace(
        scope.request,
        coders=scope.coders,
        sources=tuple(frame.source_id for frame in scope.frames),
        unit=unit,
        segments=None,
    )
    rounds = counted_rounds(session, request.round_id)
    return gather(session, request, rounds).tables(scope.codes)


def _pooled(tables: CoverTables) -> AgreementRow:
    return next(row for row in table_rows(tables, pairs=False) if row.scope == "pooled")


def by_family(session: ProjectSession, scope: Scope) -> Iterator[Item]:
    """Pooled alpha of each family of codes, of the codes in none, and without exclusive ones.

    Nothing where the codebook marks no family, or all codes compared are of the same one.
    """
    book = queries.codebook(session.database)
    families = {family.id: family for family in book.families}
    members: dict[str, list[str]] = {name: [] for name in (*families, "")}
    for code in scope.codes:
        family = book.family_of(code)
        members["" if family is None else family.id].append(code)
    members = {name: codes for name, codes in members.items() if codes}
    if len(members) < 2:
        return
    parts = [
        _figure(scope, name or _("codes of no family"), codes) for name, codes in members.items()
    ]
    text = _("By family pooled alpha was: {values}.").format(values=", ".join(parts))
    exclusive = [name for name in members if name and families[name].exclusive]
    rest = [code for name in members if name not in exclusive for code in members[name]]
    if exclusive and len(members) - len(exclusive) > 1:
        apart = _("Without the codes of {families} it was {value}.").format(
            families=_(" and ").join(exclusive), value=_figure(scope, "", rest)
        )
        text = f"{text} {apart}"
    yield "families", text, DATA


def _figure(scope: Scope, name: str, codes: Sequence[str]) -> str:
    alpha = three(_pooled(scope.tables(codes)).krippendorff_alpha)
    text = ngettext("{name} {alpha} ({count} code)", "{name} {alpha} ({count} codes)", len(codes))
    return text.format(name=name, alpha=alpha, count=len(codes)).strip()


def imbalance(scope: Scope, codes: Sequence[str]) -> Iterator[Item]:
    """How many stretches each coder coded, by how much that differs, and the bias index.

    Stretches are counted on the text, whatever the unit is; nothing where nobody used `codes`.
    """
    uses = dict(zip(scope.coders, _pooled_uses(scope, codes), strict=True))
    if not any(uses.values()):
        return
    least = min(uses.values())
    parts = []
    for coder, count in sorted(uses.items(), key=lambda item: (item[1], item[0])):
        more = f" (+{count / least - 1:.0%})" if least and count > least else ""
        parts.append(f"{coder} {count}{more}")
    text = (
        _("Segments given a direction, once for each direction: {counts}.")
        if scope.of_directions
        else _("Coded stretches: {counts}.")
    ).format(counts=", ".join(parts))
    if len(scope.coders) == 2:
        text = f"{text} {_bias(scope, codes)}"
    yield "balance", text, DATA


def _pooled_uses(scope: Scope, codes: Sequence[str]) -> tuple[int, ...]:
    tables = replace(scope, codes=tuple(codes)).characters()
    return _pooled(tables).uses


def _bias(scope: Scope, codes: Sequence[str]) -> str:
    from toolkit.agreement.nominal.paradox import bias_index

    index = bias_index(scope.tables(codes).ratings())
    text = _(
        "Bias index {value} (share of all decisions that only {first} coded, less the share that "
        "only {second} coded; 0 where both coded as much)."
    )
    value = _("undefined") if index.value is None else f"{index.value:+.4f}".replace("0.", ".", 1)
    return text.format(value=value, first=scope.coders[0], second=scope.coders[1])
