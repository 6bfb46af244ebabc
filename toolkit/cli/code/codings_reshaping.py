"""`qct codings resize|recode|discuss|split|join`: changing what is coded already."""

from __future__ import annotations

from toolkit.cli import completing, options
from toolkit.cli.commands import argument, command, flag, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.cli.parsing import parse_span
from toolkit.errors import UsageError
from toolkit.i18n import _

_coding = argument("coding_id", "ID", _("Id of a coding."))
_codings = argument("ids", "ID", _("Ids of codings."), many=True)


@command("resize")
@_coding
@option(
    "--at",
    metavar="START:END",
    text=_(
        "New start and end in characters; END itself is not included "
        "(default: those of --start and --end)."
    ),
)
@option(
    "--start",
    metavar="OFFSET",
    kind=int,
    text=_("New start in characters (default: the start stays)."),
)
@option(
    "--end",
    metavar="OFFSET",
    kind=int,
    text=_("New end in characters, itself not included (default: the end stays)."),
)
@options.coder
@options.project
def resize(
    coding_id: str,
    at: str | None,
    start: int | None,
    end: int | None,
    coder: str | None,
    folder: str | None,
) -> None:
    """Move the start or the end of your own coding; its code and memos stay.

    Example: qct codings resize 0193e2c0-1111-7000-8000-000000000000 --end 190
    """
    if at is not None and (start is not None or end is not None):
        raise UsageError(
            _("--at gives both ends; --start and --end give one each"),
            code="ends-twice",
            hint=_("Give --at START:END alone, or --start, --end or both."),
        )
    if at is not None:
        start, end = parse_span(at)
    if start is None and end is None:
        raise UsageError(
            _("neither a new start nor a new end is given"),
            code="no-ends",
            hint=_("Give --at START:END, --start OFFSET or --end OFFSET, in characters."),
        )
    with open_project(folder) as project:
        who = acting_coder(project, coder)
        after = project.codings.change(coding_id, coder=who, start=start, end=end)
    note(_("{id} is at {span}").format(id=after.id, span=after.span))


@command("recode")
@_coding
@option(
    "--code",
    metavar="ID",
    required=True,
    text=_("Code to apply instead."),
    complete=completing.codes,
)
@options.coder
@options.project
def recode(coding_id: str, code: str, coder: str | None, folder: str | None) -> None:
    """Give your own coding another code; its place and memos stay.

    Example: qct codings recode 0193e2c0-1111-7000-8000-000000000000 --code benefit-service
    """
    with open_project(folder) as project:
        who = acting_coder(project, coder)
        after = project.codings.change(coding_id, coder=who, code_id=code)
    note(_("{id} is coded {code}").format(id=after.id, code=after.code_id))


@command("discuss")
@_codings
@flag("--off", text=_("Remove the flag."))
@options.coder
@options.project
def discuss(ids: tuple[str, ...], off: bool, coder: str | None, folder: str | None) -> None:
    """Flag your own codings for discussion, or remove the flag.

    Example: qct codings discuss 0193e2c0-1111-7000-8000-000000000000
    """
    with open_project(folder) as project:
        who = acting_coder(project, coder)
        changed = [project.codings.change(id_, coder=who, discuss=not off) for id_ in ids]
    for coding in changed:
        text = (
            _("{id} is flagged for discussion")
            if coding.discuss
            else _("{id} is no longer flagged for discussion")
        )
        note(text.format(id=coding.id))


@command("split")
@_coding
@option(
    "--at",
    "offset",
    metavar="OFFSET",
    kind=int,
    required=True,
    text=_("Character at which the second coding begins."),
)
@options.coder
@options.project
def split(coding_id: str, offset: int, coder: str | None, folder: str | None) -> None:
    """Split your own coding in two at a place; the first keeps the memos.

    Example: qct codings split 0193e2c0-1111-7000-8000-000000000000 --at 150
    """
    with open_project(folder) as project:
        halves = project.codings.split(coding_id, offset, coder=acting_coder(project, coder))
    for half in halves:
        note(_("{id} is at {span}").format(id=half.id, span=half.span))


@command("join")
@_codings
@options.coder
@options.project
def join(ids: tuple[str, ...], coder: str | None, folder: str | None) -> None:
    """Join your own codings of one code that overlap or touch; their memos are joined as well.

    Example: qct codings join 0193e2c0-1111-7000-8000-000000000000 0193e2c0-2222-7000-8000-0000
    """
    with open_project(folder) as project:
        whole = project.codings.join(ids, coder=acting_coder(project, coder))
    note(_("{id} is at {span}").format(id=whole.id, span=whole.span))


@command("move")
@_codings
@option(
    "--to-round",
    metavar="ID",
    required=True,
    text=_("Open round to move them to."),
    complete=completing.rounds,
)
@options.coder
@options.project
def move(ids: tuple[str, ...], to_round: str, coder: str | None, folder: str | None) -> None:
    """Move your own codings to another open round, for example when the round was not named.

    They keep the record of how they were made, blind or not; `qct undo` moves them back.

    Example: qct codings move 0193e2c0-1111-7000-8000-000000000000 --to-round R1
    """
    with open_project(folder) as project:
        moved = project.codings.move(ids, to_round, coder=acting_coder(project, coder))
    for coding in moved:
        note(
            _("moved {code} in {source} {span} to round {round}").format(
                code=coding.code_id,
                source=coding.source_id,
                span=coding.span,
                round=coding.round_id,
            )
        )


COMMANDS = (resize, recode, discuss, split, join, move)
