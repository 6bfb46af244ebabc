"""Ids that the shell completes: sources, codes, coders and rounds of the project.

A coder in a blind round is offered nothing that a list would not show them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import QctError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import click

    from toolkit.project import Project


def sources(context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    return _ids(context, begun, lambda project: (source.id for source in project.sources.all()))


def codes(context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    return _ids(context, begun, lambda project: (code.id for code in project.codebook.current()))


def coders(context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    return _ids(context, begun, lambda project: (coder.id for coder in project.rounds.coders()))


def rounds(context: click.Context, _parameter: click.Parameter, begun: str) -> list[str]:
    return _ids(context, begun, lambda project: (round_.id for round_ in project.rounds.all()))


def _ids(context: click.Context, begun: str, read: Callable[[Project], Iterable[str]]) -> list[str]:
    """Ids that begin as typed; of `A,B` the last is completed. Without a project there are none."""
    from toolkit.cli.opening import restrict_to_reader
    from toolkit.project import Project

    folder = context.params.get("folder") or context.find_root().params.get("folder")
    before, comma, last = begun.rpartition(",")
    try:
        with Project.open(folder, read_only=True) as project:
            restrict_to_reader(project, None, None, tell=False)
            return [before + comma + id_ for id_ in read(project) if id_.startswith(last)]
    except QctError:
        return []
