"""`qct codings`, and `qct codings add|remove|place|drop`; with the changes all of it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Annotated, Any

import typer

from toolkit.cli import codings_reshaping, options, output
from toolkit.cli.diagnostics import note
from toolkit.domain.codebook import Code
from toolkit.errors import UsageError

app = options.noun("List, add, remove and place codings.")

COLUMNS = ("source", "start", "end", "code", "coder", "round", "quote", "id", "mode", "origin")

SourceOption = Annotated[str | None, typer.Option("--source", metavar="ID", help="Of one source.")]
CodeOption = Annotated[str | None, typer.Option("--code", metavar="ID", help="Of one code.")]
RoundOption = Annotated[str | None, typer.Option("--round", metavar="ID", help="Of one round.")]

OlderOption = Annotated[
    bool, typer.Option("--older-definition", help="Made when their code was defined otherwise.")
]
OrphansOption = Annotated[
    bool, typer.Option("--orphans", help="Those whose words a correction took away.")
]
ORPHAN_COLUMNS = (
    "source", "revision", "start", "end", "code", "coder", "round", "quote", "id",
)  # fmt: skip


_HELP = """\
List codings in the order of the text; offsets are code points, half-open.

Example: qct codings --source E01 --code benefit-service --format json
"""


# The help of a group with a callback is the noun's line unless it is said here.
@app.callback(invoke_without_command=True, help=_HELP)
def codings(
    context: typer.Context,
    source: SourceOption = None,
    code: CodeOption = None,
    coder: Annotated[
        str | None, typer.Option("--coder", metavar="NAME", help="Of one coder.")
    ] = None,
    round_: RoundOption = None,
    at: Annotated[
        int | None, typer.Option("--at", metavar="OFFSET", help="Containing this code point.")
    ] = None,
    older_definition: OlderOption = False,
    orphans: OrphansOption = False,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    if context.invoked_subcommand is not None:
        return
    _list(source, code, coder, round_, at, older_definition, orphans, project, format_)


@app.command("list")
def list_(
    source: SourceOption = None,
    code: CodeOption = None,
    coder: Annotated[
        str | None, typer.Option("--coder", metavar="NAME", help="Of one coder.")
    ] = None,
    round_: RoundOption = None,
    at: Annotated[
        int | None, typer.Option("--at", metavar="OFFSET", help="Containing this code point.")
    ] = None,
    older_definition: OlderOption = False,
    orphans: OrphansOption = False,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """The same as `qct codings`.

    Example: qct codings list --at 1234 --source E01
    """
    _list(source, code, coder, round_, at, older_definition, orphans, project, format_)


def _list(
    source: str | None,
    code: str | None,
    coder: str | None,
    round_: str | None,
    at: int | None,
    older_definition: bool,
    orphans: bool,
    project: str | None,
    format_: options.Format,
) -> None:
    with options.open_project(project, read_only=True, round_=round_, coder=coder) as open_:
        if orphans:
            filters = {"source": source, "code": code, "coder": coder, "round": round_}
            output.emit(ORPHAN_COLUMNS, _orphan_rows(open_.sources.orphans(), filters), format_)
            return
        rows = open_.codings.rows(source=source, code=code, coder=coder, round_id=round_, at=at)
        if older_definition:
            older = {coding.id for coding in open_.codebook.older_definition(code=code)}
            rows = [row for row in rows if row["id"] in older]
    output.emit(COLUMNS, [list(map(row.get, COLUMNS)) for row in rows], format_)


@app.command()
def add(
    source: Annotated[str, typer.Option("--source", metavar="ID", help="The source.")],
    at: Annotated[
        str, typer.Option("--at", metavar="START:END", help="Code points, END not included.")
    ],
    code: Annotated[
        list[str] | None, typer.Option("--code", metavar="ID", help="The code; repeatable.")
    ] = None,
    new: Annotated[
        str | None, typer.Option("--new", metavar="ID", help="A code that this makes.")
    ] = None,
    in_vivo: Annotated[
        bool, typer.Option("--in-vivo", help="A code named by the words of the span.")
    ] = False,
    name: Annotated[
        list[str] | None,
        typer.Option("--name", metavar="LANG=TEXT", help="What the new code is called."),
    ] = None,
    definition: Annotated[
        list[str] | None,
        typer.Option("--definition", metavar="LANG=TEXT", help="What the new code means."),
    ] = None,
    parent: Annotated[
        str | None, typer.Option("--parent", metavar="ID", help="Under which the new code goes.")
    ] = None,
    coder: options.CoderOption = None,
    round_: Annotated[
        str | None, typer.Option("--round", metavar="ID", help="The round; the standing one.")
    ] = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Apply one or more codes to a span; saved when the command ends.

    --new makes a code and applies it, as one step; `qct codebook nearest` shows beforehand
    which codes it would resemble. --in-vivo makes one out of the words themselves.

    Example: qct codings add --source E01 --at 120:184 --code benefit-service --coder coder-a
    """
    start, end = options.parse_span(at)
    codes = code or []
    coined = _described(new, name, definition, parent, codes=codes, in_vivo=in_vivo)
    with options.open_project(project) as open_:
        who = options.acting_coder(open_, coder)
        place = (source, start, end)
        if coined is not None:
            _, made = open_.codings.create_code(
                coined, [place], coder=who, round_id=round_, also=codes
            )
            note(f"added the code {coined.id}")
        elif in_vivo:
            found, made = open_.codings.code_in_vivo(
                *place, coder=who, round_id=round_, also=codes, parent=parent
            )
            note(f"applied the code {found.id}")
        else:
            made = open_.codings.add_many(
                [(*place, one) for one in codes], coder=who, round_id=round_
            )
        wanted = {coding.id for coding in made}
        own = open_.codings.rows(source=source, coder=who)
        rows = [row for row in own if row["id"] in wanted]
    output.emit(COLUMNS, [list(map(row.get, COLUMNS)) for row in rows], format_)


def _described(
    new: str | None,
    name: list[str] | None,
    definition: list[str] | None,
    parent: str | None,
    *,
    codes: list[str],
    in_vivo: bool,
) -> Code | None:
    """The code that --new and its companions describe, None without --new."""
    if new is None:
        if not codes and not in_vivo:
            raise UsageError(
                "nothing says which code to apply",
                code="no-code",
                hint="Name codes with --code ID, or make one with --new ID --name LANG=TEXT or "
                "--in-vivo.",
            )
        if name or definition or (parent and not in_vivo):
            raise UsageError(
                "--name, --definition and --parent say what a new code is, and there is none",
                code="no-new-code",
                hint="Give it an id with --new ID, or change a code with `qct codebook redefine`.",
            )
        return None
    if in_vivo:
        raise UsageError(
            "--new and --in-vivo each make a code; one will do",
            code="two-new-codes",
            hint="--in-vivo finds name and id by itself.",
        )
    if not name:
        raise UsageError(
            f"the new code {new} has no name",
            code="no-name",
            hint="Call it something with --name LANG=TEXT, e.g. --name en=Distrust.",
        )
    return Code(
        new,
        name=options.by_language(name),
        definition=options.by_language(definition or []),
        parent=parent,
    )


def _orphan_rows(found: Iterable[Any], filters: dict[str, str | None]) -> list[tuple[Any, ...]]:
    return [
        (
            one.source,
            one.revision,
            one.span.start,
            one.span.end,
            one.code,
            one.coder,
            one.round,
            one.quote,
            one.id,
        )
        for one in found
        if all(wanted in (None, getattr(one, name)) for name, wanted in filters.items())
    ]


@app.command()
def place(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Id of an orphan.", show_default=False)],
    at: Annotated[
        str, typer.Option("--at", metavar="START:END", help="Code points, END not included.")
    ],
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Give your own coding a place again after a correction took its words away.

    Example: qct codings place 0193e2c0-1111-7000-8000-000000000000 --at 120:184
    """
    start, end = options.parse_span(at)
    with options.open_project(project) as open_:
        row = open_.sources.place_orphan(id_, start, end, coder=options.acting_coder(open_, coder))
    note(f"placed {id_} at {start}:{end} of {row['source_id']}")


@app.command()
def drop(
    id_: Annotated[str, typer.Argument(metavar="ID", help="Id of an orphan.", show_default=False)],
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Let your own coding go whose words a correction took away; `qct undo` brings it back.

    Example: qct codings drop 0193e2c0-1111-7000-8000-000000000000
    """
    with options.open_project(project) as open_:
        open_.sources.drop_orphan(id_, coder=options.acting_coder(open_, coder))
    note(f"dropped {id_}")


@app.command()
def none(
    source: Annotated[str, typer.Option("--source", metavar="ID", help="The source.")],
    at: Annotated[
        str, typer.Option("--at", metavar="START:END", help="Code points, END not included.")
    ],
    coder: options.CoderOption = None,
    round_: Annotated[
        str | None, typer.Option("--round", metavar="ID", help="The round; the standing one.")
    ] = None,
    project: options.ProjectOption = None,
) -> None:
    """Record that you find no code for a span: the other answer that may come before a reveal.

    Example: qct codings none --source E01 --at 120:184 --coder coder-a
    """
    start, end = options.parse_span(at)
    with options.open_project(project) as open_:
        who = options.acting_coder(open_, coder)
        open_.codings.commit_none(source, start, end, coder=who, round_id=round_)
    note(f"{who}: no code for {source} {start}:{end}")


@app.command()
def remove(
    ids: Annotated[list[str], typer.Argument(metavar="ID...", help="Ids of codings.")],
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Remove your own codings; `qct undo` brings them back.

    Example: qct codings remove 0193e2c0-1111-7000-8000-000000000000 --coder coder-a
    """
    with options.open_project(project) as open_:
        gone = open_.codings.remove(ids, coder=options.acting_coder(open_, coder))
    for coding in gone:
        note(f"removed {coding.code_id} from {coding.source_id} {coding.span}")


app.registered_commands.extend(codings_reshaping.app.registered_commands)
