"""Moving codings from one code to another, and the checks that codes must pass."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from toolkit.domain.codebook import Code, Codebook, CodeStatus
from toolkit.domain.events import Change, canonical_json
from toolkit.domain.memos import MemoTarget
from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from toolkit.operations.session import ProjectSession

_ID = re.compile(r"[^\W_][\w.\-]*")
_COLOR = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")


@dataclass(frozen=True, slots=True)
class Moves:
    """The row changes that give codings another code."""

    changes: list[Change] = field(default_factory=list)
    moved: int = 0
    collapsed: int = 0


def plan(
    session: ProjectSession,
    codings: Sequence[dict[str, Any]],
    into: str,
    *,
    orphans_of: Sequence[str] = (),
) -> Moves:
    """Give the codings `codings` the code `into`; what its coder has there already becomes one."""
    moves = Moves()
    taken: dict[tuple[Any, ...], dict[str, Any]] = {
        _place(row): dict(row)
        for row in session.database.query(
            "SELECT * FROM codings WHERE code_id = :code", {"code": into}
        )
    }
    flagged: dict[str, dict[str, Any]] = {}
    moved: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {}
    removed: list[dict[str, Any]] = []
    heirs: dict[str, str] = {}
    for row in codings:
        place = _place(row)
        keeper = taken.get(place)
        if keeper is None:
            after = {**row, "code_id": into}
            taken[place] = after
            moved[row["id"]] = (row, after)
            continue
        removed.append(row)
        heirs[row["id"]] = keeper["id"]
        if row["discuss"] and not keeper["discuss"]:
            keeper["discuss"] = 1
            flagged[keeper["id"]] = keeper
    for coding_id, keeper in flagged.items():
        if coding_id not in moved:
            changes_from = {**keeper, "discuss": 0}
            moves.changes.append(rows.changed("codings", changes_from, keeper))
    moves.changes.extend(rows.changed("codings", *pair) for pair in moved.values())
    moves.changes.extend(_inherit_memos(session, heirs))
    moves.changes.extend(rows.removed("codings", row) for row in removed)
    moves.changes.extend(_move_orphans(session, orphans_of, into))
    return Moves(moves.changes, len(moved), len(removed))


def _place(row: Any) -> tuple[Any, ...]:
    return tuple(
        row[name] for name in ("source_id", "span_start", "span_end", "coder_id", "round_id")
    )


def _inherit_memos(session: ProjectSession, heirs: dict[str, str]) -> list[Change]:
    """Memos of codings that become one with another: they move, or join the coder's memo there."""
    changes: dict[str, Change] = {}
    standing: dict[tuple[str, str], dict[str, Any]] = {}
    for coding_id, heir in heirs.items():
        for memo in queries.memos(session.database, target=MemoTarget.CODING, target_id=coding_id):
            key = (heir, memo.coder_id)
            if key not in standing:
                for heir_memo in queries.memos(
                    session.database, target=MemoTarget.CODING, target_id=heir
                ):
                    standing.setdefault((heir, heir_memo.coder_id), rows.memo_row(heir_memo))
            row = rows.memo_row(memo)
            if key not in standing:
                after = {**row, "target_id": heir}
                changes[row["id"]] = rows.changed("memos", row, after)
                standing[key] = after
                continue
            heir_row = standing[key]
            joined = {**heir_row, "body": f"{heir_row['body']}\n\n{row['body']}"}
            before = changes[heir_row["id"]].before if heir_row["id"] in changes else heir_row
            assert before is not None
            changes[heir_row["id"]] = rows.changed("memos", before, joined)
            changes[row["id"]] = rows.removed("memos", row)
            standing[key] = joined
    return list(changes.values())


def _move_orphans(session: ProjectSession, codes: Sequence[str], into: str) -> list[Change]:
    changes = []
    for code_id in codes:
        for orphan in session.database.query(
            "SELECT * FROM orphans WHERE code_id = :code ORDER BY id", {"code": code_id}
        ):
            row = dict(orphan)
            body = {**json.loads(row["body"]), "code_id": into}
            after = {**row, "code_id": into, "body": canonical_json(body)}
            changes.append(rows.changed("orphans", row, after))
    return changes


def merged_tree(book: Codebook, merged: Collection[str], into: str) -> list[Code]:
    """The codes once some are merged: these retired, and what was below them below `into`.

    Where `into` itself was below one of them, it takes the place of the topmost.
    """
    above = next((code.id for code in book.path(into)[:-1] if code.id in merged), None)
    result = []
    for code in book.codes:
        if code.id == into:
            parent = code.parent if above is None else _outside(book, above, merged)
            code = replace(code, parent=parent)
        elif code.id in merged:
            parent = _outside(book, code.id, merged)
            code = replace(code, parent=parent, status=CodeStatus.RETIRED)
        elif code.parent in merged:
            code = replace(code, parent=into)
        result.append(code)
    return result


def _outside(book: Codebook, code_id: str, merged: Collection[str]) -> str | None:
    """The nearest code above that is not merged away."""
    parent = book[code_id].parent
    while parent is not None and parent in merged:
        parent = book[parent].parent
    return parent


def check_id(code_id: str) -> None:
    if not _ID.fullmatch(code_id) or len(code_id) > 100:
        raise InputError(
            _(
                "{code_id!r} cannot be the id of a code: letters, digits, '-', '.' and "
                "'_' only, beginning with a letter or digit"
            ).format(code_id=code_id),
            code="code-id",
        )


def checked_color(color: str) -> str:
    if color and not _COLOR.fullmatch(color):
        raise InputError(
            _("{color!r} is not a colour; write #rgb or #rrggbb").format(color=color),
            code="code-color",
        )
    return color
