"""`qct queue list|make|show|next|answer|undo|stop`: passages answered with yes or no."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import click

from toolkit.cli import options, output
from toolkit.cli.code.workspace import answer_queue
from toolkit.cli.commands import argument, flag, group_with_table
from toolkit.cli.notes import note, visible
from toolkit.cli.opening import acting_coder, open_project, working_coder
from toolkit.cli.options import Format
from toolkit.cli.queue.making import make
from toolkit.cli.queue.tables import (
    COLUMNS,
    NEXT,
    PASSAGES,
    next_row,
    passage_lines,
    progress,
    state_row,
)
from toolkit.domain.queues import Answer
from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.operations.queue.stored import QueueState
    from toolkit.project import Project

_NAME = re.compile(r"(\d{1,9})-(\d{1,9})")
_WHY = _("queues tell what others are asked about")

_number = argument(
    "number", "QUEUE", _("Number of the queue, as `qct queue list` shows it."), kind=int
)
_number_or_newest = argument(
    "number",
    "QUEUE",
    _("Number of the queue (default: the newest that is not answered to the end)."),
    kind=int,
    required=False,
)


@group_with_table("queue")
@options.coder
@options.project
@options.format_
@click.pass_context
def queue(context: click.Context, coder: str | None, folder: str | None, format_: Format) -> None:
    """Answer a list of passages with yes or no, one key each, in a drawn order.

    Without a subcommand it opens the queues in the workspace; where there is no terminal, or with
    --format json or csv, it lists them. Each answer is saved at once. A yes codes the passage.

    Example: qct queue make units --code trust --sources E01,E02 && qct queue
    """
    if context.invoked_subcommand is not None:
        return
    if format_ is Format.TABLE and sys.stdin.isatty() and sys.stdout.isatty():
        _open_workspace(context, coder, folder)
        return
    _list(coder, folder, format_)


def _open_workspace(context: click.Context, coder: str | None, folder: str | None) -> None:
    with open_project(folder, keeps_rules=True) as project:
        who = working_coder(project, coder)
        project.rounds.check_own(who)
        states = [state for state in project.queue.all(coder=who) if state.is_open]
        if not states:
            raise UsageError(
                _("{coder} has no queue with passages left").format(coder=who),
                code="queue-none",
                hint=_("`qct queue make --help` tells what a queue can be made from."),
            )
        newest = states[-1].queue
        context.exit(answer_queue(project, who, newest.round_id, newest.number))


queue.add_command(make)


@queue.command("list")
@options.coder
@options.project
@options.format_
def list_(coder: str | None, folder: str | None, format_: Format) -> None:
    """List the queues of one coder, and how far they are.

    The last column says whether the coder asked to see the scores of a model.

    Example: qct queue list --coder coder-a
    """
    _list(coder, folder, format_)


def _list(coder: str | None, folder: str | None, format_: Format) -> None:
    with open_project(folder, read_only=True, coder=coder) as project:
        states = project.queue.all(coder=_reader(project, coder))
    output.emit(COLUMNS, [state_row(state) for state in states], format_)


@queue.command("show")
@_number_or_newest
@options.coder
@options.project
@options.format_
def show(number: int | None, coder: str | None, folder: str | None, format_: Format) -> None:
    """List the passages of a queue in their drawn order, with the answers so far.

    A queue that was made with --show-scores has a column with the scores too.

    Example: qct queue show 2 --format csv
    """
    with open_project(folder, read_only=True, coder=coder) as project:
        who = _reader(project, coder)
        state = _chosen(project, number, who)
        texts: dict[str, str] = {}
        rows: list[tuple[object, ...]] = []
        for item in project.queue.items(state.queue.number, coder=who):
            if item.source_id not in texts:
                texts[item.source_id] = project.sources.text(item.source_id)
            quote = " ".join(texts[item.source_id][item.span.start : item.span.end].split())
            row = (
                f"{state.queue.number}-{item.position}", item.source_id, item.span.start,
                item.span.end, item.code_id, " | ".join(item.why), item.answer.value, quote,
            )  # fmt: skip
            rows.append((*row, item.score) if state.queue.shows_scores else row)
    columns = (*PASSAGES, "score") if state.queue.shows_scores else PASSAGES
    output.emit(columns, rows, format_, wrapped=("quote",))
    note(progress(state))


@queue.command("next")
@_number_or_newest
@options.coder
@options.project
@options.format_
def next_(number: int | None, coder: str | None, folder: str | None, format_: Format) -> None:
    """Show the passage to answer next: its words, what stands around it, and the code.

    Passages that were put off with --later come after those without an answer.

    Example: qct queue next && qct queue answer 1-7 --yes
    """
    with open_project(folder, read_only=True, coder=coder) as project:
        who = _reader(project, coder)
        state = _chosen(project, number, who)
        shown = project.queue.next(state.queue.number, coder=who)
        language = project.config.language
    if format_ is Format.TABLE:
        if shown is not None:
            for line in passage_lines(shown, language):
                output.say(visible(line))
    else:
        rows = [next_row(shown, state, language)] if shown is not None else []
        columns = (*NEXT, "score") if state.queue.shows_scores else NEXT
        output.emit(columns, rows, format_)
    note(progress(state))
    if shown is not None:
        note(_("answer it: qct queue answer {name} --yes, --no or --later").format(name=shown.name))


@queue.command("answer")
@argument(
    "names",
    "PASSAGE",
    _("Passage as QUEUE-NUMBER, such as 1-7; several get the same answer."),
    many=True,
)
@flag("--yes", text=_("The code fits: the passage is coded."))
@flag("--no", text=_("The code does not fit."))
@flag("--later", text=_("Ask again after the others."))
@options.coder
@options.project
def answer(
    names: Sequence[str],
    yes: bool,
    no: bool,
    later: bool,
    coder: str | None,
    folder: str | None,
) -> None:
    """Answer passages of a queue; each answer is a step of its own, which qct undo takes back.

    A yes codes the passage: origin `queue`, or `search` for a hit of a search pattern.

    Example: qct queue answer 1-7 --yes
    """
    given = [
        each
        for each, is_given in ((Answer.YES, yes), (Answer.NO, no), (Answer.LATER, later))
        if is_given
    ]
    if len(given) != 1:
        raise UsageError(
            _("an answer is one of --yes, --no and --later"),
            code="queue-answer",
            hint=_("Write `qct queue answer {name} --yes`.").format(name=names[0]),
        )
    places = [_parsed(name) for name in names]
    with open_project(folder) as project:
        who = acting_coder(project, coder)
        for number, position in places:
            done = project.queue.answer(number, position, given[0], coder=who)
            item = done.item
            text = _("{name}: {answer}")
            if done.was_there:
                text = _("{name}: {answer}; {source} {span} has {code} already")
            elif done.coding is not None:
                text = _("{name}: {answer}; {source} {span} is coded with {code}")
            note(
                text.format(
                    name=f"{number}-{position}",
                    answer=item.answer.value,
                    source=item.source_id,
                    span=item.span,
                    code=item.code_id,
                )
            )
        for number in dict.fromkeys(number for number, _position in places):
            note(progress(project.queue.get(number, coder=who)))


@queue.command("undo")
@_number_or_newest
@options.coder
@options.project
def undo(number: int | None, coder: str | None, folder: str | None) -> None:
    """Take back the last answer of a queue, with the coding that it made.

    Example: qct queue undo 1
    """
    with open_project(folder) as project:
        who = acting_coder(project, coder)
        state = _chosen(project, number, who, done_too=True)
        item = project.queue.take_back(state.queue.number, coder=who)
    note(
        _("taken back: {name} has no answer of yours again").format(
            name=f"{state.queue.number}-{item.position}"
        )
    )


@queue.command("stop")
@_number
@options.coder
@options.project
def stop(number: int, coder: str | None, folder: str | None) -> None:
    """Let a queue ask no more; its answers and codings stay.

    Example: qct queue stop 2
    """
    with open_project(folder) as project:
        who = acting_coder(project, coder)
        stopped = project.queue.stop(number, coder=who)
    note(_("queue {number} is stopped").format(number=stopped.number))


def _reader(project: Project, coder: str | None) -> str:
    """The coder whose queues are read; one bound by a blind round may name only themselves."""
    from toolkit.cli.opening import own_coder

    return own_coder(project, coder, _WHY)


def _chosen(
    project: Project, number: int | None, coder: str, *, done_too: bool = False
) -> QueueState:
    """The queue that is named, else the newest of the coder that is not answered to the end."""
    if number is not None:
        return project.queue.get(number, coder=coder)
    states = [state for state in project.queue.all(coder=coder) if state.is_open or done_too]
    if not states:
        raise UsageError(
            _("{coder} has no queue with passages left").format(coder=coder),
            code="queue-none",
            hint=_("`qct queue make --help` tells what a queue can be made from."),
        )
    return states[-1]


def _parsed(name: str) -> tuple[int, int]:
    match = _NAME.fullmatch(name)
    if match is None:
        raise UsageError(
            _("{name!r} is no passage of a queue").format(name=name),
            code="queue-passage",
            hint=_("Write the number of the queue and that of the passage, such as 1-7."),
        )
    return int(match[1]), int(match[2])
