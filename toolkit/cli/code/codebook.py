"""`qct codebook show|import|export|check|history`, and with the edits all of `qct codebook`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.cli import completing, options, output
from toolkit.cli.code import codebook_editing, pins
from toolkit.cli.commands import argument, group, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.cli.options import Format
from toolkit.domain.codebook import Code, Codebook, Example, local
from toolkit.errors import CheckFailed
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from toolkit.project import Project

codebook = group("codebook", _("Show, import, export, check and edit the codebook."))


@codebook.command("show")
@argument(
    "code",
    "CODE",
    _("Code to show with all its fields (default: the whole tree)."),
    required=False,
    complete=completing.codes,
)
@options.language
@options.project
@options.format_
def show(code: str | None, language: str | None, folder: str | None, format_: Format) -> None:
    """Show the tree of codes with their uses, or one code with all its fields.

    Example: qct codebook show benefit-service --language ko
    """
    from toolkit.operations.codebook.families import family_lines

    with open_project(folder, read_only=True) as project:
        shown_in = language or project.config.language
        if code is not None:
            output.emit(("field", "text"), _fields(project, code, shown_in), format_)
            return
        book = project.codebook.current()
        uses = project.codebook.counts()
    rows = [
        (
            each.id if format_ is not Format.TABLE else _indented(book, each.id),
            each.label(shown_in),
            sum(uses.get(each.id, {}).values()),
            each.status.value,
            local(each.definition, shown_in),
            _family(book, each.id, shown_in),
        )
        for each in book.depth_first()
    ]
    output.emit(("code", "name", "codings", "status", "definition", "family"), rows, format_)
    for line in family_lines(book, shown_in):
        note(line)


def _fields(project: Project, code_id: str, language: str) -> list[tuple[str, str]]:
    code, book = project.codebook.code(code_id), project.codebook.current()
    return [
        ("id", code.id),
        ("name", local(code.name, language)),
        ("path", " / ".join(step.label(language) for step in book.path(code.id))),
        ("family", _family(book, code.id, language)),
        ("definition", local(code.definition, language)),
        *(("include", line) for line in code.include),
        *(("exclude", line) for line in code.exclude),
        *(("example", _example(example)) for example in code.examples),
        *(("counter-example", _example(example)) for example in code.counter_examples),
        *(
            (f"search ({language_})", pattern)
            for language_, patterns in sorted(code.search.items())
            for pattern in patterns
        ),
        ("primary directions", " ".join(code.directions.primary)),
        ("secondary directions", " ".join(code.directions.secondary)),
        ("status", code.status.value),
        ("proposing", project.suggestions.proposing()[code.id].value),
        *(("search precision", line) for line in _precisions(project, code)),
    ]


def _precisions(project: Project, code: Code) -> Iterator[str]:
    """How many of the decided hits of search patterns were kept, in all and by pattern."""
    from toolkit.operations.search.code_hits import spelled

    overall, by_pattern = project.suggestions.pattern_precision(code.id)
    if overall.decided or code.search:
        yield spelled(overall)
    for pattern, precision in by_pattern.items():
        yield f"{pattern}: {spelled(precision)}"


def _example(example: Example) -> str:
    return f"{example.text} ({example.source} {example.start}:{example.end})"


def _indented(book: Codebook, code_id: str) -> str:
    return "  " * (len(book.path(code_id)) - 1) + code_id


def _family(book: Codebook, code_id: str, language: str) -> str:
    family = book.family_of(code_id)
    return family.label(language) if family is not None else ""


@codebook.command("import")
@argument("file", "FILE", _("Codebook or direction scheme in YAML."), kind=options.FILE)
@options.coder
@options.project
def import_(file: Path, coder: str | None, folder: str | None) -> None:
    """Import a codebook or a direction scheme; importing a file twice changes nothing.

    Codes of the project that the file does not have stay as they are.

    Example: qct codebook import codebooks/information-sharing.yaml
    """
    from toolkit.formats.detect import FileKind, kind_of_file

    with open_project(folder) as project:
        actor = acting_coder(project, coder)
        if kind_of_file(file) is FileKind.DIRECTIONS:
            added, changed = project.directions.import_file(file, actor=actor)
            note(
                _("directions: {added} added, {changed} changed").format(
                    added=len(added), changed=len(changed)
                )
            )
            return
        done = project.codebook.import_file(file, actor=actor)
    note(
        _("codebook version {version}: {added} codes added, {changed} changed").format(
            version=done.version, added=len(done.added), changed=len(done.changed)
        )
    )
    if done.left_alone:
        note(
            _("  not in the file, left as they are: {codes}").format(
                codes=", ".join(done.left_alone)
            )
        )
    for language, code_ids in done.same_names:
        note(
            _(
                "  the codes {codes} have the same name in {language}; tables and the picker show "
                "names, so give them different ones"
            ).format(codes=", ".join(code_ids), language=language)
        )


@codebook.command("export")
@option(
    "--out",
    metavar="FILE",
    kind=options.FILE,
    text=_("File to write, which only you may read (default: stdout)."),
)
@options.project
def export(out: Path | None, folder: str | None) -> None:
    """Export the codebook as YAML; imported again it gives the same codebook.

    Example: qct codebook export --out codebooks/codebook.yaml
    """
    from toolkit.formats.codebook_yaml import write_codebook

    with open_project(folder, read_only=True) as project:
        text = write_codebook(project.codebook.current())
    if out is None:
        output.say(text.rstrip("\n"))
    else:
        from toolkit.report.files import write_bytes

        write_bytes(out, text.encode("utf-8"))
        output.tell_written(out)


@codebook.command("check")
@argument(
    "files",
    "FILE",
    _("Codebooks in YAML (default: those that qct.toml names)."),
    kind=options.FILE,
    required=False,
    many=True,
)
@options.project
@options.format_
def check(files: tuple[Path, ...], folder: str | None, format_: Format) -> None:
    """List every problem of a codebook with file and line; exit with 1 if there is an error.

    No project is needed when files are named.

    Example: qct codebook check codebooks/information-sharing.yaml
    """
    from toolkit.operations.codebook.check import check_files, file_families

    paths: Sequence[Path] = files
    pipelines: Mapping[str, str] = {}
    if not paths:
        with open_project(folder, read_only=True, whole=True) as project:
            named = (project.config.files.codebook, project.config.files.directions)
            paths = [project.folder / name for name in named if name]
            pipelines = project.config.pipelines
    problems = check_files(paths, pipelines)
    for line in file_families(paths):
        note(line)
    output.emit(
        ("file", "line", "severity", "code", "message"),
        [(p.file, p.line, p.severity, p.code, p.message) for p in problems],
        format_,
    )
    errors = sum(problem.severity == "error" for problem in problems)
    if errors:
        raise CheckFailed(
            ngettext(
                "{count} error in the codebook", "{count} errors in the codebook", errors
            ).format(count=errors),
            code="codebook-check",
        )
    note(
        ngettext("no errors, {count} warning", "no errors, {count} warnings", len(problems)).format(
            count=len(problems)
        )
    )


@codebook.command("history")
@options.project
@options.format_
def history(folder: str | None, format_: Format) -> None:
    """List the versions of the codebook, and what each added or changed.

    Example: qct codebook history
    """
    with open_project(folder, read_only=True) as project:
        versions = project.codebook.versions()
    rows = []
    before: dict[str, Code] = {}
    for version in versions:
        now = {code.id: code for code in version.codes}
        added = [code_id for code_id in now if code_id not in before]
        changed = [id_ for id_ in now if id_ in before and now[id_] != before[id_]]
        rows.append(
            (version.version, version.created_at, len(now), " ".join(added), " ".join(changed))
        )
        before = now
    output.emit(("version", "time", "codes", "added", "changed"), rows, format_)


for _command in (*codebook_editing.COMMANDS, *pins.COMMANDS):
    codebook.add_command(_command)
