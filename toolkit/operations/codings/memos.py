"""Memos on the project, its sources, cases, codes and codings."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Unpack

from toolkit.domain.events import Change
from toolkit.domain.ids import uuid7
from toolkit.domain.memos import Memo, MemoTarget
from toolkit.errors import InputError, UsageError, unknown
from toolkit.i18n import _
from toolkit.operations.session import need_code, need_source, new_coder
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from toolkit.store.queries import MemoFilters

PROJECT_ID = "project"
"""What a memo on the project as a whole names; there is one project a store."""


class Memos(Subject):
    """Memos on the project, its sources, cases, codes and codings."""

    def find(self, **filters: Unpack[MemoFilters]) -> list[Memo]:
        """Memos that match every filter given, in the order of what they are on."""
        return queries.memos(self._session.database, **filters)

    def write(self, target: MemoTarget, target_id: str, text: str, *, coder: str) -> Memo | None:
        """Write the coder's memo on a thing, or remove it with an empty text."""
        session = self._session
        self.check_target(target, target_id)
        before = self._of_coder(target, target_id, coder)
        now = session.clock()
        if not text.strip():
            after = None
        elif before is not None:
            after = replace(before, text=text, updated_at=now)
        else:
            after = Memo(uuid7(), target, target_id, coder, text, created_at=now, updated_at=now)
        if (before.text if before else None) == (after.text if after else None):
            return before
        change = Change(
            "memos",
            ((after or before).id,),  # type: ignore[union-attr]
            rows.memo_row(before) if before else None,
            rows.memo_row(after) if after else None,
        )
        session.record(
            actor=coder,
            kind="memo.set" if after else "memo.remove",
            changes=[*new_coder(session, coder), change],
            summary={"target": target.value, "id": target_id},
        )
        return after

    def append(self, target: MemoTarget, target_id: str, text: str, *, coder: str) -> Memo | None:
        """Put a paragraph at the end of the coder's memo; without a memo it becomes one."""
        memo = self._of_coder(target, target_id, coder)
        before = memo.text.rstrip() if memo is not None else ""
        text = f"{before}\n\n{text}" if before and text.strip() else before or text
        return self.write(target, target_id, text, coder=coder)

    def _of_coder(self, target: MemoTarget, target_id: str, coder: str) -> Memo | None:
        memos = queries.memos(self._session.database, target=target, target_id=target_id)
        return next((memo for memo in memos if memo.coder_id == coder), None)

    @staticmethod
    def target(kind: str, target_id: str | None = None) -> tuple[MemoTarget, str]:
        """The kind and id that a memo on a thing is kept under.

        `kind` is project, source, code, coding or case. Raises for another kind, and where the id
        of the thing is missing.
        """
        valid = [target.value for target in MemoTarget]
        if kind not in valid:
            raise unknown("kind of thing", kind, valid, hint=_("A memo is on one of these."))
        target = MemoTarget(kind)
        if target is MemoTarget.PROJECT:
            return target, PROJECT_ID
        if not target_id:
            lists = {"source": "sources", "case": "cases", "code": "codebook show"}
            command = lists.get(kind, "codings --format json")
            raise UsageError(
                _("which {kind}? its id is missing").format(kind=kind),
                code="memo-target",
                hint=_("`qct {command}` shows the ids.").format(command=command),
            )
        return target, target_id

    @in_one_snapshot
    def check_target(self, target: MemoTarget, target_id: str) -> None:
        """Raise unless the thing that a memo is on exists."""
        session = self._session
        if target is MemoTarget.SOURCE:
            need_source(session, target_id)
        elif target is MemoTarget.CODE:
            need_code(session, target_id)
        elif target is not MemoTarget.PROJECT:
            table = "codings" if target is MemoTarget.CODING else "cases"
            row = queries.row(session.database, table, id=target_id)
            is_hidden = (
                row is not None
                and target is MemoTarget.CODING
                and row["coder_id"] != session.identity.name
                and session.bound_by()
            )
            if row is None or is_hidden:
                raise InputError(
                    _("there is no {target} {target_id}").format(
                        target=target.value, target_id=target_id
                    ),
                    code=f"unknown-{target.value}",
                    hint=_("`qct codings --format json` shows the ids.")
                    if target is MemoTarget.CODING
                    else _("`qct cases` lists them."),
                )
