"""`qct codebook add|nearest|rename|redefine|move|merge|split|retire|proposing|diff`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from toolkit.cli import completing, options, output
from toolkit.cli.commands import argument, command, flag, option, together
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.cli.parsing import by_language, patterns_by_language
from toolkit.domain.codebook import Code, DirectionLinks, Example, local
from toolkit.domain.suggestions import Proposing
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.cli.options import Format
    from toolkit.operations.codebook.edit import CodebookEdit

_fields = together(
    options.definitions,
    option(
        "--include",
        metavar="TEXT",
        multiple=True,
        text=_("Rule for applying the code; repeat it for others (default: none)."),
    ),
    option(
        "--exclude",
        metavar="TEXT",
        multiple=True,
        text=_("Rule for not applying the code; repeat it for others (default: none)."),
    ),
)
_patterns = option(
    "--search",
    metavar="LANG=PATTERN",
    multiple=True,
    text=_(
        "Search pattern in a language, such as en='share ... data'; repeat it for others; "
        "LANG= alone takes those of the language out (default: none)."
    ),
)
_looks = together(
    option("--color", metavar="#RRGGBB", text=_("Color of its stripe (default: chosen for it).")),
    option(
        "--primary",
        metavar="ID,ID",
        kind=options.IDS,
        text=_("Primary policy directions of the code (default: none)."),
    ),
    option(
        "--secondary",
        metavar="ID,ID",
        kind=options.IDS,
        text=_("Secondary policy directions of the code (default: none)."),
    ),
)


@command("add")
@options.code_argument
@options.names
@options.parent
@_fields
@_patterns
@_looks
@options.dry_run
@options.coder
@options.project
def add(
    code: str,
    name: tuple[str, ...],
    parent: str | None,
    definition: tuple[str, ...],
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    search: tuple[str, ...],
    color: str | None,
    primary: tuple[str, ...] | None,
    secondary: tuple[str, ...] | None,
    dry_run: bool,
    coder: str | None,
    folder: str | None,
) -> None:
    """Add a code to the codebook.

    Example: qct codebook add trust --name en=Distrust --name ko=불신 --parent obstacles
    """
    new = Code(
        code,
        name=by_language(name),
        definition=by_language(definition),
        include=include,
        exclude=exclude,
        color=color or "",
        parent=parent,
        directions=_links(primary, secondary) or DirectionLinks(),
        search=patterns_by_language(search),
    )
    with open_project(folder) as project:
        actor = acting_coder(project, coder)
        _tell(project.codebook.add(new, actor=actor, dry_run=dry_run), dry_run)


@command("nearest")
@argument("names", "NAME", _("Names of the new code, in any language."), many=True)
@option(
    "--definition",
    "definitions",
    metavar="TEXT",
    multiple=True,
    text=_("Definition of the new code; repeat it for other languages (default: none)."),
)
@option(
    "--most",
    metavar="N",
    kind=click.IntRange(min=1),
    default=3,
    text=_("Number of codes to show (default: {default})."),
)
@options.project
@options.format_
def nearest(
    names: tuple[str, ...],
    definitions: tuple[str, ...],
    most: int,
    folder: str | None,
    format_: Format,
) -> None:
    """Show the codes that a new one would resemble, before you add it.

    Names and definitions are compared by their letters, in every language of the codebook;
    the score lies between 0 and 1, which is the same name.

    Example: qct codebook nearest "Distrust of data" "자료 불신"
    """
    with open_project(folder, read_only=True) as project:
        similar = project.codebook.nearest(names, definitions, most=most)
        book, language = project.codebook.current(), project.config.language
    output.emit(
        ("code", "name", "score", "status", "definition"),
        [
            (
                near.code_id,
                book[near.code_id].label(language),
                near.score,
                book[near.code_id].status.value,
                local(book[near.code_id].definition, language),
            )
            for near in similar
        ],
        format_,
    )


@command("rename")
@options.code_argument
@options.names
@options.dry_run
@options.coder
@options.project
def rename(
    code: str, name: tuple[str, ...], dry_run: bool, coder: str | None, folder: str | None
) -> None:
    """Give a code other names; its id stays, because codings refer to it.

    Example: qct codebook rename trust --name en="Lack of trust"
    """
    with open_project(folder) as project:
        actor = acting_coder(project, coder)
        edit = project.codebook.rename(code, by_language(name), actor=actor, dry_run=dry_run)
    _tell(edit, dry_run)


@command("redefine")
@options.code_argument
@_fields
@option(
    "--example",
    "examples",
    metavar="TEXT",
    multiple=True,
    text=_("Passage that the code fits; repeat it for others (default: unchanged)."),
)
@option(
    "--counter-example",
    "counter_examples",
    metavar="TEXT",
    multiple=True,
    text=_("Passage that the code does not fit; repeat it for others (default: unchanged)."),
)
@_patterns
@_looks
@options.dry_run
@options.coder
@options.project
def redefine(
    code: str,
    definition: tuple[str, ...],
    include: tuple[str, ...],
    exclude: tuple[str, ...],
    examples: tuple[str, ...],
    counter_examples: tuple[str, ...],
    search: tuple[str, ...],
    color: str | None,
    primary: tuple[str, ...] | None,
    secondary: tuple[str, ...] | None,
    dry_run: bool,
    coder: str | None,
    folder: str | None,
) -> None:
    """Change the fields of a code; a list that is given replaces the one that is there.

    What is not given stays, also the search patterns of other languages. Codings made before
    stay as well and know the version under which they were made: `qct codings
    --older-definition` lists them.

    Example: qct codebook redefine trust --definition en="Not relying on others' figures."
    """
    with open_project(folder) as project:
        edit = project.codebook.redefine(
            code,
            actor=acting_coder(project, coder),
            definition=by_language(definition) or None,
            include=include or None,
            exclude=exclude or None,
            examples=[Example(text) for text in examples] or None,
            counter_examples=[Example(text) for text in counter_examples] or None,
            color=color,
            directions=_links(primary, secondary),
            search=patterns_by_language(search) or None,
            dry_run=dry_run,
        )
    _tell(edit, dry_run)


@command("move")
@options.code_argument
@option(
    "--under",
    metavar="ID",
    text=_("New parent of the code (default: none, the code goes to the top)."),
    complete=completing.codes,
)
@option(
    "--before",
    metavar="ID",
    text=_("Code before which it goes (default: none, it becomes the last)."),
    complete=completing.codes,
)
@options.dry_run
@options.coder
@options.project
def move(
    code: str,
    under: str | None,
    before: str | None,
    dry_run: bool,
    coder: str | None,
    folder: str | None,
) -> None:
    """Move a code, with all codes below it, to another place in the tree.

    Example: qct codebook move trust --under obstacles --before security
    """
    with open_project(folder) as project:
        actor = acting_coder(project, coder)
        edit = project.codebook.move(code, under, actor=actor, before=before, dry_run=dry_run)
    _tell(edit, dry_run)


@command("merge")
@argument("codes", "CODE", _("Ids of the codes to merge."), many=True, complete=completing.codes)
@option(
    "--into",
    metavar="ID",
    required=True,
    text=_("Code that takes their codings."),
    complete=completing.codes,
)
@options.dry_run
@options.coder
@options.project
def merge(
    codes: tuple[str, ...], into: str, dry_run: bool, coder: str | None, folder: str | None
) -> None:
    """Move the codings of codes to another and retire them; `qct undo` undoes it all.

    Where a coder has both codes on the same passage, they become one coding.

    Example: qct codebook merge distrust suspicion --into trust --dry-run
    """
    with open_project(folder) as project:
        actor = acting_coder(project, coder)
        _tell(project.codebook.merge(codes, into, actor=actor, dry_run=dry_run), dry_run)


@command("split")
@options.code_argument
@option("--new", metavar="ID", required=True, text=_("Id of the new code."))
@options.names
@option(
    "--codings",
    metavar="ID,ID",
    kind=options.IDS,
    required=True,
    text=_("Ids of the codings that get the new code."),
)
@options.definitions
@options.dry_run
@options.coder
@options.project
def split(
    code: str,
    new: str,
    name: tuple[str, ...],
    codings: tuple[str, ...],
    definition: tuple[str, ...],
    dry_run: bool,
    coder: str | None,
    folder: str | None,
) -> None:
    """Add a code beside another and give it some of its codings; `qct undo` undoes it all.

    Example: qct codebook split trust --new trust-data --name en="Distrust of data" --codings ID
    """
    made = Code(new, name=by_language(name), definition=by_language(definition))
    with open_project(folder) as project:
        actor = acting_coder(project, coder)
        edit = project.codebook.split(code, made, codings, actor=actor, dry_run=dry_run)
    _tell(edit, dry_run)


@command("retire")
@options.code_argument
@flag("--reinstate", text=_("Take a retired code back into use."))
@options.dry_run
@options.coder
@options.project
def retire(
    code: str, reinstate: bool, dry_run: bool, coder: str | None, folder: str | None
) -> None:
    """Retire a code: no new codings get it, and the codings that have it stay.

    Example: qct codebook retire trust --dry-run
    """
    with open_project(folder) as project:
        actor = acting_coder(project, coder)
        edit = project.codebook.retire(code, actor=actor, reinstate=reinstate, dry_run=dry_run)
    _tell(edit, dry_run)


@command("proposing")
@argument("codes", "CODE", _("Codes of the project."), many=True, complete=completing.codes)
@option(
    "--set",
    "how",
    kind=click.Choice([each.value for each in Proposing]),
    text=_(
        "Rule to settle: assist lets models propose the codes, hand never does, and queue does "
        "so in queues of yes and no alone (default: only show the rule)."
    ),
)
@options.coder
@options.project
@options.format_
def proposing(
    codes: tuple[str, ...],
    how: str | None,
    coder: str | None,
    folder: str | None,
    format_: Format,
) -> None:
    """Show or settle what models may do with codes; people can always give every code.

    It holds for everyone in the project: for `qct suggest`, the workspace and `qct missed`.

    Example: qct codebook proposing benefit-service --set hand
    """
    with open_project(folder, read_only=how is None) as project:
        for code in codes:
            project.codebook.code(code)
        if how is not None:
            actor = acting_coder(project, coder)
            changed = project.suggestions.set_proposing(codes, Proposing(how), actor=actor)
            if not changed:
                note(_("nothing to change"))
        settled = project.suggestions.proposing()
    rows = [(code, settled[code].value) for code in dict.fromkeys(codes)]
    output.emit(("code", "proposing"), rows, format_)


@command("diff")
@argument("first", "V1", _("Version of the codebook to start from."), kind=int)
@argument("second", "V2", _("Version of the codebook to compare with it."), kind=int)
@options.project
@options.format_
def diff(first: int, second: int, folder: str | None, format_: Format) -> None:
    """Show the differences between two versions of the codebook, field by field.

    Example: qct codebook diff 1 2
    """
    with open_project(folder, read_only=True) as project:
        differences = project.codebook.diff(first, second)
    output.emit(
        ("code", "field", "before", "after"),
        [(each.code, each.field, each.before, each.after) for each in differences],
        format_,
    )


def _tell(edit: CodebookEdit, dry_run: bool) -> None:
    if not (edit.added or edit.changed or edit.moved or edit.collapsed):
        note(
            _("{kind}: nothing to change, the codebook is at version {version}").format(
                kind=edit.kind, version=edit.version
            )
        )
        return
    for line in edit.lines(would=dry_run):
        note(line)


def _links(primary: Sequence[str] | None, secondary: Sequence[str] | None) -> DirectionLinks | None:
    if primary is None and secondary is None:
        return None
    return DirectionLinks(tuple(primary or ()), tuple(secondary or ()))


COMMANDS = (add, nearest, rename, redefine, move, merge, split, retire, proposing, diff)
