"""`qct memos list|show|add`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.cli import completing, options, output
from toolkit.cli.commands import Words, argument, flag, group, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.errors import InputError, UsageError
from toolkit.i18n import _, ngettext
from toolkit.regular_files import read_regular

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.cli.options import Format
    from toolkit.domain.memos import Memo

COLUMNS = ("target", "id", "coder", "updated", "memo")
_KINDS = Words("project", "source", "code", "coding", "case")

memos = group(
    "memos", _("List, show and write memos on the project, a source, code, coding or case.")
)
_kind = argument(
    "kind", "KIND", _("Kind of thing: project, source, code, coding or case."), kind=_KINDS
)
_id = argument(
    "target_id", "ID", _("Id of the thing (default: none, for the project)."), required=False
)


@memos.command("list")
@option(
    "--kind",
    metavar="KIND",
    kind=_KINDS,
    text=_("Only memos on this kind of thing (default: all kinds)."),
)
@option(
    "--by",
    metavar="NAME",
    text=_("Only memos of this coder (default: all coders)."),
    complete=completing.coders,
)
@options.round_shown
@options.project
@options.format_
def list_(
    kind: str | None, by: str | None, round_id: str | None, folder: str | None, format_: Format
) -> None:
    """List the memos, each with what it is on and whose it is.

    While a blind round in which you take part is open, these are your own.

    Example: qct memos list --kind code --format json
    """
    with open_project(folder, read_only=True, round_id=round_id) as project:
        target = project.memos.target(kind, "any")[0] if kind else None
        selected = [
            memo for memo in project.memos.find(target=target) if by in (None, memo.coder_id)
        ]
    _print(selected, format_)


@memos.command("show")
@_kind
@_id
@options.round_shown
@options.project
@options.format_
def show(
    kind: str, target_id: str | None, round_id: str | None, folder: str | None, format_: Format
) -> None:
    """Show the memos on one thing.

    Example: qct memos show source E07
    """
    with open_project(folder, read_only=True, round_id=round_id) as project:
        target, id_ = project.memos.target(kind, target_id)
        project.memos.check_target(target, id_)
        selected = project.memos.find(target=target, target_id=id_)
    _print(selected, format_)


def _print(memos_: Iterable[Memo], format_: Format) -> None:
    rows = [
        (memo.target.value, memo.target_id, memo.coder_id, memo.updated_at, memo.text)
        for memo in memos_
    ]
    output.emit(COLUMNS, rows, format_)


@memos.command("add")
@_kind
@_id
@option("--text", metavar="TEXT", text=_("Text to write (default: the text of --file)."))
@option(
    "--file",
    metavar="FILE",
    text=_("File in UTF-8 to read the text from; - is stdin (default: none, --text is given)."),
)
@flag("--replace", text=_("Replace your memo; an empty text removes it."))
@options.coder
@options.project
def add(
    kind: str,
    target_id: str | None,
    text: str | None,
    file: str | None,
    replace: bool,
    coder: str | None,
    folder: str | None,
) -> None:
    """Add to the end of your memo on a thing, or replace it with --replace.

    Example: qct memos add source E07 --text "Hesitates whenever audits come up."
    """
    written = _written(text, file)
    if not written.strip() and not replace:
        raise UsageError(
            _("the text is empty"),
            code="memo-empty",
            hint=_('To remove your memo write --replace --text "".'),
        )
    with open_project(folder) as project:
        who = acting_coder(project, coder)
        target, id_ = project.memos.target(kind, target_id)
        if replace:
            after = project.memos.write(target, id_, written, coder=who)
        else:
            after = project.memos.append(target, id_, written, coder=who)
    thing = target.value if target.value == id_ else f"{target.value} {id_}"
    length = len(after.text) if after else 0
    state = (
        ngettext("{count} character", "{count} characters", length).format(count=length)
        if after
        else _("removed")
    )
    note(_("memo on {thing} by {coder}: {state}").format(thing=thing, coder=who, state=state))


def _written(text: str | None, file: str | None) -> str:
    if (text is None) == (file is None):
        raise UsageError(
            _("give the text once: with --text or with --file"),
            code="memo-text",
            hint=_("`--file -` reads it from stdin."),
        )
    if text is not None:
        return text
    try:
        raw = sys.stdin.buffer.read() if file == "-" else read_regular(Path(str(file)))
        return raw.decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n")
    except (OSError, UnicodeDecodeError) as error:
        reason = _("it is not UTF-8") if isinstance(error, UnicodeDecodeError) else error.strerror
        raise InputError(
            _("cannot read {file}: {reason}").format(file=file, reason=reason),
            code="memo-file",
            hint=_("Name a text file in UTF-8."),
        ) from None
