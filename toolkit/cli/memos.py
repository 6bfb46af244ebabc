"""`qct memos list|show|add`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note
from toolkit.errors import InputError, UsageError

app = options.noun("List, show and write memos on the project, a source, code, coding or case.")

KindArgument = Annotated[
    str,
    typer.Argument(metavar="KIND", help="project, source, code, coding, case.", show_default=False),
]
IdArgument = Annotated[
    str | None,
    typer.Argument(metavar="ID", help="Of the thing; none for project.", show_default=False),
]
COLUMNS = ("target", "id", "coder", "updated", "memo")


@app.command("list")
def list_(
    kind: Annotated[
        str | None, typer.Option("--kind", metavar="KIND", help="Only on this kind of thing.")
    ] = None,
    by: Annotated[str | None, typer.Option("--by", metavar="NAME", help="Only this one's.")] = None,
    round_: options.RoundSeenOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """List the memos, each with what it is on and whose it is.

    While a blind round that you take part in is open, these are your own.

    Example: qct memos list --kind code --format json
    """
    with options.open_project(project, read_only=True, round_=round_) as open_:
        target = open_.memos.target(kind, "any")[0] if kind else None
        found = [memo for memo in open_.memos.find(target=target) if by in (None, memo.coder_id)]
    output.emit(
        COLUMNS,
        [
            (memo.target.value, memo.target_id, memo.coder_id, memo.updated_at, memo.text)
            for memo in found
        ],
        format_,
    )


@app.command()
def show(
    kind: KindArgument,
    id_: IdArgument = None,
    round_: options.RoundSeenOption = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Show the memos on one thing.

    Example: qct memos show source E07
    """
    with options.open_project(project, read_only=True, round_=round_) as open_:
        target, target_id = open_.memos.target(kind, id_)
        open_.memos.check_target(target, target_id)
        found = open_.memos.find(target=target, target_id=target_id)
    output.emit(
        COLUMNS,
        [
            (memo.target.value, memo.target_id, memo.coder_id, memo.updated_at, memo.text)
            for memo in found
        ],
        format_,
    )


@app.command()
def add(
    kind: KindArgument,
    id_: IdArgument = None,
    text: Annotated[
        str | None, typer.Option("--text", help="What to write; else --file.", show_default=False)
    ] = None,
    file: Annotated[
        str | None, typer.Option("--file", metavar="FILE", help="Read it from here; - is stdin.")
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="In place of your memo; an empty text removes it.")
    ] = False,
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Write to your memo on a thing: at its end, or in its place with --replace.

    Example: qct memos add source E07 --text "Hesitates whenever audits come up."
    """
    written = _written(text, file)
    if not written.strip() and not replace:
        raise UsageError(
            "the text is empty",
            code="memo-empty",
            hint='To remove your memo write --replace --text "".',
        )
    with options.open_project(project) as open_:
        who = options.acting_coder(open_, coder)
        target, target_id = open_.memos.target(kind, id_)
        if replace:
            after = open_.memos.write(target, target_id, written, coder=who)
        else:
            after = open_.memos.append(target, target_id, written, coder=who)
    on = target.value if target.value == target_id else f"{target.value} {target_id}"
    note(f"memo on {on} by {who}: " + (f"{len(after.text)} characters" if after else "none now"))


def _written(text: str | None, file: str | None) -> str:
    if (text is None) == (file is None):
        raise UsageError(
            "give the text once: with --text or with --file",
            code="memo-text",
            hint="`--file -` reads it from stdin.",
        )
    if text is not None:
        return text
    try:
        raw = sys.stdin.buffer.read() if file == "-" else Path(str(file)).read_bytes()
        return raw.decode("utf-8-sig").replace("\r\n", "\n").rstrip("\n")
    except (OSError, UnicodeDecodeError) as error:
        why = "it is not UTF-8" if isinstance(error, UnicodeDecodeError) else error.strerror
        raise InputError(
            f"cannot read {file}: {why}", code="memo-file", hint="Name a text file in UTF-8."
        ) from None
