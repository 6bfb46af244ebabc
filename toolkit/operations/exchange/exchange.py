"""Exchange with other copies of the project: bundles and merging."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.operations.exchange.merge import MergeReport

from toolkit.operations.subject import Subject


class Exchange(Subject):
    """Exchange with other copies of the project: bundles and merging."""

    def merge(
        self,
        other: str | Path,
        *,
        actor: str,
        prefer: str | None = None,
        decisions: Path | None = None,
        dry_run: bool = False,
    ) -> MergeReport:
        """Merge another copy of the project into this one, as one step.

        `decisions` is a file that `write_decisions` wrote and a person filled in; `prefer` (`ours`
        or `theirs`) decides the rest. With a conflict undecided nothing changes.
        """
        from toolkit.operations.exchange.merge import merge_copy, read_decisions

        decided = read_decisions(decisions) if decisions is not None else None
        return merge_copy(
            self._session,
            Path(other),
            actor=actor,
            prefer=prefer,
            decisions=decided,
            dry_run=dry_run,
        )

    def bundle(
        self,
        out: str | Path,
        *,
        coder: str,
        actor: str,
        sources: Sequence[str] = (),
        round_id: str | None = None,
    ) -> Path:
        """Write a .zip that is a project for one coder, without a trace of the others."""
        from toolkit.operations.exchange.bundle import make_bundle

        return make_bundle(
            self._session, Path(out), coder=coder, sources=sources, round_id=round_id, actor=actor
        )

    def write_decisions(self, report: MergeReport, path: Path) -> None:
        """Write the conflicts of a merge side by side, as JSON to be filled in."""
        from toolkit.operations.exchange.merge import write_decisions

        write_decisions(report, path)
