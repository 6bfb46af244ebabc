"""Codings in sources that their coder has finished, so that they count as answers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.domain.codings import Coding
    from toolkit.project import Project


def add_finished(
    project: Project,
    source: str,
    start: int,
    end: int,
    code: str,
    *,
    coder: str,
    round_id: str | None = None,
    **more: Any,
) -> Coding:
    """Apply a code and state that the coder has finished the source in the round."""
    coding = project.codings.add(source, start, end, code, coder=coder, round_id=round_id, **more)
    project.rounds.finish([source], coder=coder, round_id=round_id)
    return coding


def finish_all(project: Project) -> None:
    """State that all who work on a source in an open round have finished it."""
    open_rounds = {round_.id for round_ in project.rounds.all() if round_.status == "open"}
    for part in project.rounds.coverage():
        if part.round_id in open_rounds and not part.progress.is_finished:
            project.rounds.finish([part.source_id], coder=part.coder_id, round_id=part.round_id)
