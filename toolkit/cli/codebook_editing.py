"""`qct codebook add|nearest|rename|move|merge|split|retire|redefine|diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from toolkit.cli import options, output
from toolkit.cli.diagnostics import note
from toolkit.domain.codebook import Code, DirectionLinks, Example, local

if TYPE_CHECKING:
    from toolkit.operations.codebook.edit import CodebookEdit

app = options.noun("Edit the codebook.")

CodeArgument = Annotated[str, typer.Argument(help="Id of the code.", show_default=False)]
DryRunOption = Annotated[
    bool, typer.Option("--dry-run", help="Tell what would be touched; change nothing.")
]
NameOption = Annotated[
    list[str], typer.Option("--name", metavar="LANG=TEXT", help="e.g. en=Trust; repeatable.")
]
DefinitionOption = Annotated[
    list[str] | None,
    typer.Option("--definition", metavar="LANG=TEXT", help="What it means; repeatable."),
]
IncludeOption = Annotated[
    list[str] | None, typer.Option("--include", help="When it applies; repeatable.")
]
ExcludeOption = Annotated[
    list[str] | None, typer.Option("--exclude", help="When it does not; repeatable.")
]
ColorOption = Annotated[str | None, typer.Option("--color", metavar="#RRGGBB", help="Its stripe.")]
PrimaryOption = Annotated[
    str | None, typer.Option("--primary", metavar="ID,ID", help="Primary policy directions.")
]
SecondaryOption = Annotated[
    str | None, typer.Option("--secondary", metavar="ID,ID", help="Secondary policy directions.")
]


@app.command()
def add(
    code: CodeArgument,
    name: NameOption,
    parent: Annotated[
        str | None, typer.Option("--parent", metavar="ID", help="Under which code; the top.")
    ] = None,
    definition: DefinitionOption = None,
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    color: ColorOption = None,
    primary: PrimaryOption = None,
    secondary: SecondaryOption = None,
    dry_run: DryRunOption = False,
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Add a code.

    Example: qct codebook add trust --name en=Distrust --name ko=불신 --parent obstacles
    """
    new = Code(
        code,
        name=options.by_language(name),
        definition=options.by_language(definition or []),
        include=tuple(include or ()),
        exclude=tuple(exclude or ()),
        color=color or "",
        parent=parent,
        directions=_links(primary, secondary) or DirectionLinks(),
    )
    with options.open_project(project) as open_:
        actor = options.acting_coder(open_, coder)
        _tell(open_.codebook.add(new, actor=actor, dry_run=dry_run), dry_run)


@app.command()
def nearest(
    name: Annotated[list[str], typer.Argument(metavar="NAME...", help="Names in any language.")],
    definition: Annotated[
        list[str] | None, typer.Option("--definition", help="What it would mean; repeatable.")
    ] = None,
    most: Annotated[int, typer.Option("--most", metavar="N", min=1, help="How many.")] = 3,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Show the codes that a new one would resemble, before it is made.

    Names and definitions are compared by their letters, in every language of the codebook;
    the score is above 0, and 1 for the same name.

    Example: qct codebook nearest "Distrust of data" "자료 불신"
    """
    with options.open_project(project, read_only=True) as open_:
        found = open_.codebook.nearest(name, definition or (), most=most)
        book, spoken = open_.codebook.current(), open_.config.language
    output.emit(
        ("code", "name", "score", "status", "definition"),
        [
            (
                near.code_id,
                book[near.code_id].label(spoken),
                near.score,
                book[near.code_id].status.value,
                local(book[near.code_id].definition, spoken),
            )
            for near in found
        ],
        format_,
    )


@app.command()
def rename(
    code: CodeArgument,
    name: NameOption,
    dry_run: DryRunOption = False,
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Give a code other names; its id stays, because codings refer to it.

    Example: qct codebook rename trust --name en="Lack of trust"
    """
    with options.open_project(project) as open_:
        actor = options.acting_coder(open_, coder)
        edit = open_.codebook.rename(code, options.by_language(name), actor=actor, dry_run=dry_run)
    _tell(edit, dry_run)


@app.command()
def redefine(
    code: CodeArgument,
    definition: DefinitionOption = None,
    include: IncludeOption = None,
    exclude: ExcludeOption = None,
    example: Annotated[
        list[str] | None, typer.Option("--example", help="What counts; repeatable.")
    ] = None,
    counter_example: Annotated[
        list[str] | None, typer.Option("--counter-example", help="What does not; repeatable.")
    ] = None,
    color: ColorOption = None,
    primary: PrimaryOption = None,
    secondary: SecondaryOption = None,
    dry_run: DryRunOption = False,
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Change what a code says; a list that is given replaces the one that is there.

    Codings made before stay and know the version they were made under:
    `qct codings --older-definition` lists them.

    Example: qct codebook redefine trust --definition en="Not relying on others' figures."
    """
    with options.open_project(project) as open_:
        edit = open_.codebook.redefine(
            code,
            actor=options.acting_coder(open_, coder),
            definition=options.by_language(definition or []) or None,
            include=include or None,
            exclude=exclude or None,
            examples=[Example(text) for text in example] if example else None,
            counter_examples=[Example(text) for text in counter_example]
            if counter_example
            else None,
            color=color,
            directions=_links(primary, secondary),
            dry_run=dry_run,
        )
    _tell(edit, dry_run)


@app.command()
def move(
    code: CodeArgument,
    under: Annotated[
        str | None, typer.Option("--under", metavar="ID", help="The new parent; else the top.")
    ] = None,
    before: Annotated[
        str | None, typer.Option("--before", metavar="ID", help="Before this one; else last.")
    ] = None,
    dry_run: DryRunOption = False,
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Put a code, with what is below it, elsewhere in the tree.

    Example: qct codebook move trust --under obstacles --before security
    """
    with options.open_project(project) as open_:
        actor = options.acting_coder(open_, coder)
        edit = open_.codebook.move(code, under, actor=actor, before=before, dry_run=dry_run)
    _tell(edit, dry_run)


@app.command()
def merge(
    codes: Annotated[
        list[str], typer.Argument(metavar="ID...", help="The codes to merge.", show_default=False)
    ],
    into: Annotated[str, typer.Option("--into", metavar="ID", help="The code that stays.")],
    dry_run: DryRunOption = False,
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Move the codings of codes to another and retire them; one step to undo.

    What a coder has under both on the same span becomes one coding.

    Example: qct codebook merge distrust suspicion --into trust --dry-run
    """
    with options.open_project(project) as open_:
        actor = options.acting_coder(open_, coder)
        _tell(open_.codebook.merge(codes, into, actor=actor, dry_run=dry_run), dry_run)


@app.command()
def split(
    code: CodeArgument,
    new: Annotated[str, typer.Option("--new", metavar="ID", help="Id of the new code.")],
    name: NameOption,
    codings: Annotated[
        str, typer.Option("--codings", metavar="ID,ID", help="Codings that the new code takes.")
    ],
    definition: DefinitionOption = None,
    dry_run: DryRunOption = False,
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Make a new code beside one, and give it some of its codings; one step to undo.

    Example: qct codebook split trust --new trust-data --name en="Distrust of data" --codings ID
    """
    made = Code(
        new, name=options.by_language(name), definition=options.by_language(definition or [])
    )
    with options.open_project(project) as open_:
        actor = options.acting_coder(open_, coder)
        edit = open_.codebook.split(
            code, made, options.listed(codings), actor=actor, dry_run=dry_run
        )
    _tell(edit, dry_run)


@app.command()
def retire(
    code: CodeArgument,
    reinstate: Annotated[
        bool, typer.Option("--reinstate", help="Take a retired code back into use.")
    ] = False,
    dry_run: DryRunOption = False,
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Take no new codings under a code; what is coded stays.

    Example: qct codebook retire trust --dry-run
    """
    with options.open_project(project) as open_:
        actor = options.acting_coder(open_, coder)
        edit = open_.codebook.retire(code, actor=actor, reinstate=reinstate, dry_run=dry_run)
    _tell(edit, dry_run)


@app.command()
def diff(
    first: Annotated[int, typer.Argument(metavar="V1", help="A version.", show_default=False)],
    second: Annotated[int, typer.Argument(metavar="V2", help="Another.", show_default=False)],
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Show what differs between two versions of the codebook, field by field.

    Example: qct codebook diff 1 2
    """
    with options.open_project(project, read_only=True) as open_:
        found = open_.codebook.diff(first, second)
    output.emit(
        ("code", "field", "before", "after"),
        [(one.code, one.field, one.before, one.after) for one in found],
        format_,
    )


def _tell(edit: CodebookEdit, dry_run: bool) -> None:
    if not (edit.added or edit.changed or edit.moved or edit.collapsed):
        note(f"{edit.kind}: nothing to change, the codebook is at version {edit.version}")
        return
    for line in edit.lines(would=dry_run):
        note(line)


def _links(primary: str | None, secondary: str | None) -> DirectionLinks | None:
    if primary is None and secondary is None:
        return None
    return DirectionLinks(
        tuple(options.listed(primary or "")), tuple(options.listed(secondary or ""))
    )
