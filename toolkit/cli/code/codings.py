"""`qct codings`, and `qct codings list|add|none|remove|place|drop`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import click

from toolkit.cli import completing, options, output
from toolkit.cli.code import codings_reshaping
from toolkit.cli.commands import argument, flag, group_with_table, option, together
from toolkit.cli.modes import mode_name
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project, working_coder, working_round
from toolkit.cli.options import Format
from toolkit.cli.parsing import by_language, parse_span
from toolkit.domain.codebook import Code
from toolkit.domain.codings import Mode
from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.cli.options import Destination, Format
    from toolkit.operations.codings.listing import CodingRow
    from toolkit.report.tables import Cell

COLUMNS = (
    "source", "start", "end", "code", "coder", "round", "quote", "id", "mode", "origin",
    "suggested_rank", "suggested_by",
)  # fmt: skip
ORPHAN_COLUMNS = (
    "source", "revision", "start", "end", "code", "coder", "round", "quote", "id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class CodingFilter:
    """Codings to list, as the options name them."""

    source: str | None
    code: str | None
    exactly: bool
    answers: str | None
    coder: str | None
    round_id: str | None
    offset: int | None
    older_definition: bool
    orphans: bool


_listing = together(
    options.as_value(
        CodingFilter,
        "chosen",
        options.only_source,
        options.only_code,
        options.exactly,
        option(
            "--answers",
            metavar="RULE",
            text=_(
                "Rule for whose answers count, as in `qct matrix`; notes name what it leaves out "
                "(default: all codings of everyone, finished or not)."
            ),
        ),
        options.only_coder,
        option(
            "--round",
            "round_id",
            metavar="ID",
            text=_(
                "Only this round, of a blind one only your own codings "
                "(default: all rounds but open blind ones)."
            ),
            complete=completing.rounds,
        ),
        option(
            "--at",
            "offset",
            metavar="OFFSET",
            kind=int,
            text=_("Only codings that contain this character of the text (default: all)."),
        ),
        flag(
            "--older-definition",
            text=_("Only codings made before the definition of their code last changed."),
        ),
        flag("--orphans", text=_("List codings whose words a correction removed, instead.")),
    ),
    options.out,
    options.project,
    options.format_,
)


@group_with_table("codings")
@_listing
@click.pass_context
def codings(
    context: click.Context,
    chosen: CodingFilter,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """List codings in the order of the text; offsets are characters, END not included.

    Example: qct codings --source E01 --code benefit-service --format json
    """
    if context.invoked_subcommand is None:
        _list(chosen, out, folder, format_)


@codings.command("list")
@_listing
def list_(chosen: CodingFilter, out: Destination, folder: str | None, format_: Format) -> None:
    """List codings, as `qct codings` does.

    Example: qct codings list --at 1234 --source E01
    """
    _list(chosen, out, folder, format_)


def _list(chosen: CodingFilter, out: Destination, folder: str | None, format_: Format) -> None:
    from toolkit.report.provenance import Provenance
    from toolkit.report.tables import Table

    source, code, coder, round_id = chosen.source, chosen.code, chosen.coder, chosen.round_id
    notes: Sequence[str] = ()
    with open_project(folder, read_only=True, round_id=round_id, coder=coder) as project:
        if chosen.orphans:
            if chosen.answers is not None:
                raise UsageError(
                    _("codings that lost their words count by no rule of answers"),
                    code="orphans-and-answers",
                    hint=_("Leave --answers or --orphans away."),
                )
            branch = {code}
            if code is not None and not chosen.exactly:
                branch.update(project.codebook.current().descendants(code))
            orphans = [
                (
                    orphan.source,
                    orphan.revision,
                    orphan.span.start,
                    orphan.span.end,
                    orphan.code,
                    orphan.coder,
                    orphan.round,
                    orphan.quote,
                    orphan.id,
                )
                for orphan in project.sources.orphans()
                if source in (None, orphan.source)
                and (code is None or orphan.code in branch)
                and coder in (None, orphan.coder)
                and round_id in (None, orphan.round)
            ]
            output.emit(ORPHAN_COLUMNS, orphans, format_, wrapped=("quote",))
            output.write_tables([Table(ORPHAN_COLUMNS, tuple(orphans), _("orphans"))], out)
            return
        if chosen.answers is None:
            rows = project.codings.rows(
                exactly=chosen.exactly,
                source=source,
                code=code,
                coder=coder,
                round_id=round_id,
                at=chosen.offset,
            )
        else:
            counted = project.codings.quotes(
                code,
                answers=chosen.answers,
                exactly=chosen.exactly,
                source=source,
                coder=coder,
                round_id=round_id,
                at=chosen.offset,
            )
            rows, notes = list(counted.rows), counted.notes
        if chosen.older_definition:
            older = {coding.id for coding in project.codebook.older_definition()}
            rows = [row for row in rows if row["id"] in older]
        provenance = project.history.stamped(
            Provenance(
                answers=chosen.answers or "",
                readers=tuple(sorted({row["coder"] for row in rows})),
                rounds=tuple(sorted({row["round"] for row in rows})),
                sources=tuple(dict.fromkeys(row["source"] for row in rows)),
                unit="spans",
                counted=len(rows),
            ),
            reader=acting_coder(project, None),
        )
    cells = _print(rows, format_)
    for line in notes:
        note(line)
    table = Table(COLUMNS, cells, _("codings"), notes=tuple(notes), provenance=provenance)
    output.write_tables([table], out)


def _print(rows: Sequence[CodingRow], format_: Format) -> tuple[tuple[Cell, ...], ...]:
    """Print the codings; gives the cells."""
    named: list[dict[str, Any]] = [{**row, "mode": mode_name(Mode(row["mode"]))} for row in rows]
    cells = tuple(tuple(row[column] for column in COLUMNS) for row in named)
    output.emit(COLUMNS, cells, format_, wrapped=("quote",))
    return cells


@codings.command("add")
@options.source
@options.span
@option(
    "--code",
    "codes",
    metavar="ID",
    multiple=True,
    text=_("Code to apply; repeat it for several (default: the new code alone)."),
    complete=completing.codes,
)
@option(
    "--new",
    metavar="ID",
    text=_("Id of a new code, which is added to the codebook and applied (default: none)."),
)
@flag("--in-vivo", text=_("Make a new code that is named by the words of the passage."))
@option(
    "--name",
    metavar="LANG=TEXT",
    multiple=True,
    text=_("Name of the new code in one language; repeat it for others (default: none)."),
)
@options.definitions
@options.parent
@options.coder
@options.round_worked_in
@options.project
@options.format_
def add(
    source: str,
    at: str,
    codes: tuple[str, ...],
    new: str | None,
    in_vivo: bool,
    name: tuple[str, ...],
    definition: tuple[str, ...],
    parent: str | None,
    coder: str | None,
    round_id: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """Code a passage with one or more codes.

    --new adds a code to the codebook and applies it, as one step; `qct codebook nearest` shows
    beforehand which codes it would resemble. --in-vivo makes a code of the words themselves.

    Example: qct codings add --source E01 --at 120:184 --code benefit-service --coder coder-a
    """
    start, end = parse_span(at)
    new_code = _new_code(new, name, definition, parent, codes=codes, in_vivo=in_vivo)
    with open_project(folder) as project:
        who = working_coder(project, coder)
        round_id = working_round(project, who, round_id, [source])
        place = (source, start, end)
        if new_code is not None:
            _code, made = project.codings.create_code(
                new_code, [place], coder=who, round_id=round_id, also=codes
            )
            note(_("added the code {code}").format(code=new_code.id))
        elif in_vivo:
            applied, made = project.codings.code_in_vivo(
                *place, coder=who, round_id=round_id, also=codes, parent=parent
            )
            note(_("applied the code {code}").format(code=applied.id))
        else:
            made = project.codings.add_many(
                [(*place, code) for code in codes], coder=who, round_id=round_id
            )
        ids = {coding.id for coding in made}
        rows = [row for row in project.codings.rows(source=source, coder=who) if row["id"] in ids]
    _print(rows, format_)


def _new_code(
    new: str | None,
    name: Sequence[str],
    definition: Sequence[str],
    parent: str | None,
    *,
    codes: Sequence[str],
    in_vivo: bool,
) -> Code | None:
    """The code that --new and its companions describe, None without --new."""
    if new is None:
        if not codes and not in_vivo:
            raise UsageError(
                _("nothing says which code to apply"),
                code="no-code",
                hint=_(
                    "Name codes with --code ID, or make one with --new ID --name LANG=TEXT or "
                    "--in-vivo."
                ),
            )
        if name or definition or (parent and not in_vivo):
            raise UsageError(
                _("--name, --definition and --parent describe a new code, and there is none"),
                code="no-new-code",
                hint=_(
                    "Give it an id with --new ID, or change a code with `qct codebook redefine`."
                ),
            )
        return None
    if in_vivo:
        raise UsageError(
            _("--new and --in-vivo each make a code; give only one of them"),
            code="two-new-codes",
            hint=_("--in-vivo makes name and id by itself."),
        )
    if not name:
        raise UsageError(
            _("the new code {code} has no name").format(code=new),
            code="no-name",
            hint=_("Name it with --name LANG=TEXT, e.g. --name en=Distrust."),
        )
    return Code(new, name=by_language(name), definition=by_language(definition), parent=parent)


_orphan = argument("coding_id", "ID", _("Id of a coding that `qct codings --orphans` lists."))


@codings.command("place")
@_orphan
@options.span
@options.coder
@options.project
def place(coding_id: str, at: str, coder: str | None, folder: str | None) -> None:
    """Place your own coding again after a correction removed its words.

    Example: qct codings place 0193e2c0-1111-7000-8000-000000000000 --at 120:184
    """
    start, end = parse_span(at)
    with open_project(folder) as project:
        row = project.sources.place_orphan(
            coding_id, start, end, coder=acting_coder(project, coder)
        )
    note(
        _("placed {id} at {start}:{end} of {source}").format(
            id=coding_id, start=start, end=end, source=row["source_id"]
        )
    )


@codings.command("drop")
@_orphan
@options.coder
@options.project
def drop(coding_id: str, coder: str | None, folder: str | None) -> None:
    """Drop your own coding whose words a correction removed; `qct undo` brings it back.

    Example: qct codings drop 0193e2c0-1111-7000-8000-000000000000
    """
    with open_project(folder) as project:
        project.sources.drop_orphan(coding_id, coder=acting_coder(project, coder))
    note(_("dropped {id}").format(id=coding_id))


@codings.command("none")
@options.source
@options.span
@options.coder
@options.round_worked_in
@options.project
def none(source: str, at: str, coder: str | None, round_id: str | None, folder: str | None) -> None:
    """Record that no code fits a passage. In an open round you may then see suggestions for it.

    Example: qct codings none --source E01 --at 120:184 --coder coder-a
    """
    start, end = parse_span(at)
    with open_project(folder) as project:
        who = working_coder(project, coder)
        round_id = working_round(project, who, round_id, [source])
        project.codings.commit_none(source, start, end, coder=who, round_id=round_id)
    note(
        _("{coder}: no code for {source} {start}:{end}").format(
            coder=who, source=source, start=start, end=end
        )
    )


@codings.command("remove")
@argument("ids", "ID", _("Ids of codings."), many=True)
@options.coder
@options.project
def remove(ids: tuple[str, ...], coder: str | None, folder: str | None) -> None:
    """Remove your own codings; `qct undo` brings them back.

    Example: qct codings remove 0193e2c0-1111-7000-8000-000000000000 --coder coder-a
    """
    with open_project(folder) as project:
        removed = project.codings.remove(ids, coder=acting_coder(project, coder))
    for coding in removed:
        note(
            _("removed {code} from {source} {span}").format(
                code=coding.code_id, source=coding.source_id, span=coding.span
            )
        )


for _command in codings_reshaping.COMMANDS:
    codings.add_command(_command)
