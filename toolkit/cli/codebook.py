"""`qct codebook show|import|export|check|history`, and with the edits all of `qct codebook`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from toolkit.cli import codebook_editing, options, output, pins
from toolkit.cli.diagnostics import note
from toolkit.domain.codebook import Codebook, local
from toolkit.errors import CheckFailed

app = options.noun("Show, import, export, check and edit the codebook.")

FileArgument = Annotated[Path, typer.Argument(help="A codebook in YAML.", show_default=False)]


@app.command()
def show(
    code: Annotated[
        str | None, typer.Argument(help="One code, whole; all by default.", show_default=False)
    ] = None,
    language: Annotated[
        str | None, typer.Option("--language", help="Of names and definitions: en, ko, ...")
    ] = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Show the tree of codes with their uses, or one code with all it says.

    Example: qct codebook show benefit-service --language ko
    """
    from collections import Counter

    from toolkit.operations.codebook.families import family_lines

    with options.open_project(project, read_only=True) as open_:
        spoken = language or open_.config.language
        book = open_.codebook()
        if code is not None:
            one = open_.code(code)
            fields = [
                ("id", one.id),
                ("name", local(one.name, spoken)),
                ("path", " / ".join(step.label(spoken) for step in book.path(one.id))),
                ("family", _family(book, one.id, spoken)),
                ("definition", local(one.definition, spoken)),
                *(("include", line) for line in one.include),
                *(("exclude", line) for line in one.exclude),
                *(
                    ("example", f"{example.text} ({example.source} {example.start}:{example.end})")
                    for example in one.examples
                ),
                *(
                    (
                        "counter-example",
                        f"{example.text} ({example.source} {example.start}:{example.end})",
                    )
                    for example in one.counter_examples
                ),
                ("primary directions", " ".join(one.directions.primary)),
                ("secondary directions", " ".join(one.directions.secondary)),
                ("status", one.status.value),
            ]
            output.emit(("field", "text"), fields, format_)
            return
        uses = Counter(coding.code_id for coding in open_.codings())
    rows = [
        (
            one.id if format_ is not options.Format.TABLE else _indented(book, one.id),
            one.label(spoken),
            uses[one.id],
            one.status.value,
            local(one.definition, spoken),
            _family(book, one.id, spoken),
        )
        for one in book.depth_first()
    ]
    output.emit(("code", "name", "codings", "status", "definition", "family"), rows, format_)
    for line in family_lines(book, spoken):
        note(line)


def _indented(book: Codebook, code_id: str) -> str:
    return "  " * (len(book.path(code_id)) - 1) + code_id


def _family(book: Codebook, code_id: str, language: str) -> str:
    family = book.family_of(code_id)
    return family.label(language) if family is not None else ""


@app.command("import")
def import_(
    file: FileArgument,
    coder: options.CoderOption = None,
    project: options.ProjectOption = None,
) -> None:
    """Take in a codebook or a direction scheme; the same file again changes nothing.

    Codes of the project that the file does not have stay as they are.

    Example: qct codebook import codebooks/information-sharing.yaml
    """
    from toolkit.formats.detect import FileKind, kind_of_file

    with options.open_project(project) as open_:
        actor = options.acting_coder(open_, coder)
        if kind_of_file(file) is FileKind.DIRECTIONS:
            added, changed = open_.import_directions(file, actor=actor)
            note(f"directions: {len(added)} added, {len(changed)} changed")
            return
        done = open_.import_codebook(file, actor=actor)
    note(
        f"codebook version {done.version}: {len(done.added)} codes added, "
        f"{len(done.changed)} changed"
    )
    if done.left_alone:
        note(f"  not in the file, left as they are: {', '.join(done.left_alone)}")


@app.command()
def export(
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", help="Where to; else stdout.")
    ] = None,
    project: options.ProjectOption = None,
) -> None:
    """Write the codebook as YAML that reads back equal.

    Example: qct codebook export --out codebooks/codebook.yaml
    """
    from toolkit.formats.codebook_yaml import write_codebook

    with options.open_project(project, read_only=True) as open_:
        text = write_codebook(open_.codebook())
    if out is None:
        output.say(text.rstrip("\n"))
    else:
        out.write_text(text, encoding="utf-8")
        note(f"wrote {out}")


@app.command()
def check(
    files: Annotated[
        list[Path] | None,
        typer.Argument(help="Codebooks in YAML; those of the project.", show_default=False),
    ] = None,
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """Name every problem of a codebook with file and line; exit with 1 if there is an error.

    Needs no project when files are named.

    Example: qct codebook check codebooks/information-sharing.yaml
    """
    from toolkit.operations.codebook.check import check_files, file_families

    if not files:
        with options.open_project(project, read_only=True, whole=True) as open_:
            named = (open_.config.files.codebook, open_.config.files.directions)
            files = [open_.folder / name for name in named if name]
    problems = check_files(files)
    output.emit(
        ("file", "line", "severity", "code", "message"),
        [(p.file, p.line, p.severity, p.code, p.message) for p in problems],
        format_,
    )
    errors = sum(problem.severity == "error" for problem in problems)
    if errors:
        raise CheckFailed(f"{errors} errors in the codebook", code="codebook-check")
    note(f"no errors, {len(problems)} warnings")
    for line in file_families(files):
        note(line)


@app.command()
def history(
    project: options.ProjectOption = None,
    format_: options.FormatOption = options.Format.TABLE,
) -> None:
    """List the versions of the codebook, and what each added or changed.

    Example: qct codebook history
    """
    with options.open_project(project, read_only=True) as open_:
        versions = open_.codebook_history()
    rows = []
    before: dict[str, object] = {}
    for version in versions:
        now: dict[str, object] = {code.id: code for code in version.codes}
        added = [code_id for code_id in now if code_id not in before]
        changed = [c for c in now if c in before and now[c] != before[c]]
        rows.append(
            (version.version, version.created_at, len(now), " ".join(added), " ".join(changed))
        )
        before = now
    output.emit(("version", "time", "codes", "added", "changed"), rows, format_)


app.registered_commands.extend(codebook_editing.app.registered_commands)
app.registered_commands.extend(pins.app.registered_commands)
