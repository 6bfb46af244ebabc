"""Memos as people ask for them: the thing named by its kind and id, and text added at the end."""

from __future__ import annotations

from toolkit.domain.codings import (
    Memo,
    MemoTarget,
)
from toolkit.domain.rounds import Viewer
from toolkit.errors import UsageError, unknown
from toolkit.operations.codings import apply
from toolkit.operations.session import ProjectSession
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.store import queries

PROJECT_ID = "project"
"""What a memo on the project as a whole names; there is one project a store."""


def target_of(kind: str, target_id: str | None) -> tuple[MemoTarget, str]:
    """The kind and id that a memo is kept under. Raises for an unknown kind or a missing id."""
    valid = [target.value for target in MemoTarget]
    if kind not in valid:
        raise unknown("kind of thing", kind, valid, hint="A memo is on one of these.")
    target = MemoTarget(kind)
    if target is MemoTarget.PROJECT:
        return target, PROJECT_ID
    if not target_id:
        lists = {"source": "sources", "case": "cases", "code": "codebook show"}
        command = lists.get(kind, "codings --format json")
        raise UsageError(
            f"which {kind}? its id is missing",
            code="memo-target",
            hint=f"`qct {command}` shows the ids.",
        )
    return target, target_id


def own_memo(session: ProjectSession, target: MemoTarget, target_id: str, coder: str) -> str:
    """The text of the coder's memo on a thing, "" where there is none."""
    found = queries.memos(session.database, target=target, target_id=target_id)
    return next((memo.text for memo in found if memo.coder_id == coder), "")


def add_to_memo(
    session: ProjectSession, target: MemoTarget, target_id: str, text: str, *, coder: str
) -> Memo | None:
    """Put a paragraph at the end of the coder's memo, which begins with it where there is none."""
    before = own_memo(session, target, target_id, coder).rstrip()
    whole = f"{before}\n\n{text}" if before and text.strip() else before or text
    return apply.set_memo(session, target, target_id, whole, coder=coder)


class Memos(Subject):
    """Memos on the project, its sources, cases, codes and codings."""

    def find(
        self,
        *,
        target: MemoTarget | None = None,
        target_id: str | None = None,
        source: str | None = None,
        viewer: Viewer | None = None,
    ) -> list[Memo]:
        """Memos that match every argument given; `source` keeps those on its codings."""
        return queries.memos(
            self._session.database,
            target=target,
            target_id=target_id,
            source=source,
            viewer=viewer,
        )

    def write(self, target: MemoTarget, target_id: str, text: str, *, coder: str) -> Memo | None:
        """Write the coder's memo; an empty text removes it."""
        return apply.set_memo(self._session, target, target_id, text, coder=coder)

    def append(self, target: MemoTarget, target_id: str, text: str, *, coder: str) -> Memo | None:
        """Put a paragraph at the end of the coder's memo."""
        return add_to_memo(self._session, target, target_id, text, coder=coder)

    @staticmethod
    def target(kind: str, target_id: str | None = None) -> tuple[MemoTarget, str]:
        """What a memo on `kind` (project, source, code, coding, case) is kept under."""
        return target_of(kind, target_id)

    @in_one_snapshot
    def check_target(self, target: MemoTarget, target_id: str) -> None:
        """Raise unless the thing exists."""
        apply.need_target(self._session, target, target_id)
