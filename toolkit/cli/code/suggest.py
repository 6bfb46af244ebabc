"""`qct suggest`."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli import completing, options, output
from toolkit.cli.analysing import show_state
from toolkit.cli.commands import argument, command, flag, option
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project, working_coder, working_round
from toolkit.cli.options import Format
from toolkit.cli.parsing import parse_span
from toolkit.domain.suggestions import Proposing
from toolkit.errors import UsageError
from toolkit.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.cli.options import Destination
    from toolkit.domain.evidence import Evidence
    from toolkit.project import Project

COLUMNS = (
    "source", "start", "end", "family", "rank", "code", "verdict", "probability", "right_so_far",
    "because", "near_miss", "include", "exclude", "model", "batch",
)  # fmt: skip
LABELLED = ("row", "text", "label", "given", "probability", "verdict", "ranked")
IN_TABLES = tuple(name for name in COLUMNS if name not in ("near_miss", "include", "exclude"))
"""Columns that fit on a screen; the others are in JSON, CSV and files."""
NEW_CODE = "new-code"
"""In place of a verdict, where the passage may need a new code."""


@command("suggest")
@argument(
    "source",
    "SOURCE",
    _("Id of the source (default: none, with --texts)."),
    required=False,
    complete=completing.sources,
)
@option(
    "--at",
    metavar="START:END",
    text=_(
        "Start and end of the passage in characters; END itself is not included "
        "(default: passages that are not coded yet)."
    ),
)
@option(
    "--limit",
    metavar="N",
    kind=click.IntRange(min=1),
    default=10,
    text=_("Number of passages without --at (default: {default})."),
)
@option(
    "--top",
    metavar="N",
    kind=click.IntRange(1, 3),
    text=_(
        "Number of codes of each family for a passage, 1 to 3 (default: 1 for families of up to "
        "six codes, else 3)."
    ),
)
@option(
    "--texts",
    metavar="FILE",
    kind=click.Path(path_type=Path),
    text=_(
        "Table of texts to label instead: .csv, .tsv, .jsonl or .json with the fields `text` and "
        "`label`; texts with an empty label get one, learned from the others (default: none)."
    ),
)
@option(
    "--label",
    metavar="FIELD",
    default="label",
    text=_("Field of --texts that holds the labels (default: {default})."),
)
@options.round_worked_in
@flag(
    "--at-once",
    text=_(
        "Answer at once, from the descriptions of the codes and the coded passages that are "
        "compared already; the first time in a project all others are compared first otherwise."
    ),
)
@flag("--all", "all_", text=_("Show codes as well that are too unlikely to be suggested."))
@options.coder
@options.model
@option(
    "--suggester",
    metavar="NAME",
    text=_("Installed plug-in to ask in place of the scorer of qct (default: none)."),
)
@options.out
@options.project
@options.format_
def suggest(
    source: str | None,
    at: str | None,
    limit: int,
    top: int | None,
    texts: Path | None,
    label: str,
    round_id: str | None,
    at_once: bool,
    all_: bool,
    coder: str | None,
    model: str | None,
    suggester: str | None,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Suggest codes of each family for a passage, with the human-coded examples behind each.

    A probability is shown once it rests on 60 answers of earlier interviews, and with it how often
    first candidates of the same verdict were right so far.

    A suggestion is never data: it enters no count until its coder decides. A blind round has
    none. In an open round the coder decides first (`qct codings add`) and then sees them; in an
    assisted round they may see them at once. A suggester is a plug-in of your own that asks a
    model on this machine; docs/suggesters.md tells what it may reach.

    With --texts the texts of a table are labelled, about eight labelled ones of each kind being
    enough to begin with. They need not be in the project, and nothing is stored.

    The first time, the coded passages of the project are compared, which can take minutes and is
    remembered. Ctrl+C ends that early; the answer then says how many are left out.

    Example: qct suggest E01 --at 120:184 --round try-out --coder coder-a
    """
    if texts is not None:
        if source is not None or at is not None:
            raise UsageError(
                _("--texts takes no source and no --at: it labels the texts of a table"),
                code="texts-alone",
            )
        _label_table(texts, label, model, out, folder, format_)
        return
    if source is None:
        raise UsageError(
            _("name a source, or a table of texts with --texts"),
            code="source-missing",
            hint=_("`qct sources` lists the sources."),
        )
    from toolkit.report.provenance import Provenance
    from toolkit.report.tables import Table

    with open_project(folder) as project:
        who = working_coder(project, coder)
        round_id = working_round(project, who, round_id, [source])
        spans = (
            [parse_span(at)]
            if at is not None
            else project.sources.uncoded(source, coder=who, round_id=round_id, limit=limit)
        )
        places = [(source, start, end) for start, end in spans]
        at_once = at_once or not _compared(project, places, who, round_id, model)
        suggestions = project.suggestions.for_spans(
            places,
            coder=who,
            round_id=round_id,
            top=top,
            model=model,
            at_once=at_once,
            also_silent=all_,
            suggester=suggester,
        )
        checks = project.decisions.checks()
        # Suggesting adds an event each time, so the newest one says nothing of the suggestions.
        provenance = replace(
            project.history.stamped(
                Provenance(
                    sources=(source,),
                    details=(("model", model or ""), ("suggester", suggester or "")),
                ),
                reader=who,
            ),
            event=None,
        )
        codes = project.codebook.current().by_id
        settled = project.suggestions.proposing()
    held = [code for code, how in settled.items() if how is not Proposing.ASSIST]
    measured = {each.batch_id for each in suggestions if each.evidence.past is not None}
    rows: list[tuple[str | int | float | None, ...]] = [
        (
            suggestion.source_id,
            suggestion.span.start,
            suggestion.span.end,
            suggestion.evidence.family,
            suggestion.rank,
            suggestion.code_id,
            suggestion.verdict,
            # A check has a small probability, so that none is shown where it could stand.
            round(suggestion.score, 2)
            if suggestion.batch_id in measured and not (checks.are_on and suggestion.rank > 1)
            else None,
            _so_far(suggestion.evidence),
            _because(suggestion.evidence),
            _near_miss(suggestion.evidence),
            " | ".join(codes[suggestion.code_id].include),
            " | ".join(codes[suggestion.code_id].exclude),
            suggestion.model,
            suggestion.batch_id,
        )
        for suggestion in suggestions
        if all_ or suggestion.verdict != "silent"
    ]
    novel = {
        (each.source_id, each.span.start, each.span.end): each.model
        for each in suggestions
        if each.evidence.new_code
    }
    reason = _("no code is as near as codes usually are to their own passages")
    for place, name in novel.items():
        after = max((n for n, row in enumerate(rows) if row[:3] == place), default=len(rows) - 1)
        rows.insert(
            after + 1, (*place, "", None, "", NEW_CODE, None, "", reason, "", "", "", name, "")
        )
    if format_ is Format.TABLE:
        wanted = [COLUMNS.index(name) for name in IN_TABLES]
        output.emit(IN_TABLES, [tuple(row[at] for at in wanted) for row in rows], format_)
    else:
        output.emit(COLUMNS, rows, format_)
    if measured:
        note(
            _(
                "probability: the chance that the passage gets this code, if it gets any code; "
                "right_so_far: how often first candidates of this verdict were right in other "
                "interviews"
            )
        )
    if checks.are_on and rows:
        note(checks.notice)
        note(_("where checks are on, only first candidates have a probability"))
    unread = max((each.evidence.unread for each in suggestions), default=0)
    if unread:
        note(
            ngettext(
                "preliminary: {count} coded passage is not compared yet; the same command without "
                "--at-once compares it",
                "preliminary: {count} coded passages are not compared yet; the same command "
                "without --at-once compares them",
                unread,
            ).format(count=unread)
        )
    if held:
        note(_("not proposed, by a setting of the project: {codes}").format(codes=", ".join(held)))
    silent = len(spans) - len({row[1:3] for row in rows})
    if silent:
        note(
            _("{silent} of {count} passages: no code is similar enough to be suggested").format(
                silent=silent, count=len(spans)
            )
        )
    # Ids of batches differ from run to run; what is exported does not.
    exported = tuple(row[:-1] for row in rows)
    table = Table(COLUMNS[:-1], exported, _("suggestions"), provenance=provenance)
    output.write_tables([table], out)


def _compared(
    project: Project,
    places: Sequence[tuple[str, int, int]],
    coder: str,
    round_id: str | None,
    model: str | None,
) -> bool:
    """Compare what suggestions rest on; False where the person ended that early."""
    try:
        project.suggestions.prepare(
            places,
            coder=coder,
            round_id=round_id,
            model=model,
            note=_progress if sys.stderr.isatty() else None,
        )
    except KeyboardInterrupt:
        note(_("ended early"))
        return False
    return True


def _progress(done: int, of: int) -> None:
    told = _("comparing coded passages: {done} of {of}; Ctrl+C answers from these")
    show_state(told.format(done=done, of=of), ended=done >= of)


def _label_table(
    path: Path, field: str, model: str | None, out: Destination, folder: str | None, format_: Format
) -> None:
    """Label the texts of a table that have no label."""
    from toolkit.formats.text_table import read_labelled
    from toolkit.report.provenance import Provenance
    from toolkit.report.tables import Table
    from toolkit.suggest.calibration import LEAST_ANSWERS

    given = read_labelled(path, field)
    with open_project(folder, read_only=True) as project:
        labelled = project.suggestions.label_texts(
            [text for _row, text, _label in given],
            [label for _row, _text, label in given],
            model=model,
        )
        provenance = project.history.stamped(
            Provenance(unit="text", details=(("model", model or ""),)),
            reader=acting_coder(project, None),
        )
    rows = [
        (
            row,
            text,
            each.label,
            each.given,
            None if each.probability is None else round(each.probability, 2),
            each.verdict,
            list(each.ranked),
        )
        for (row, text, _label), each in zip(given, labelled, strict=True)
    ]
    output.emit(LABELLED, rows, format_)
    taught = sum(each.given for each in labelled)
    note(
        _("{taught} texts had a label, {found} got one").format(
            taught=taught, found=len(labelled) - taught
        )
    )
    if taught < LEAST_ANSWERS:
        note(
            _("no probabilities: they need {least} labelled texts, and there are {taught}").format(
                least=LEAST_ANSWERS, taught=taught
            )
        )
    table = Table(LABELLED, output.flat(rows), _("labels of texts"), provenance=provenance)
    output.write_tables([table], out)


def _so_far(evidence: Evidence) -> str:
    """How often first candidates of the same verdict were right in earlier interviews."""
    past = evidence.past
    return "" if past is None or not past.answers else f"{past.right}/{past.answers}"


def _near_miss(evidence: Evidence) -> str:
    """The nearest passage that people gave other codes."""
    passage = evidence.near_miss
    if passage is None:
        return ""
    return f"{passage.source_id} {passage.span} {passage.code_id} ({passage.coder_id})"


def _because(evidence: Evidence) -> str:
    """Where the nearest human-coded examples are, and the terms shared with them."""
    places = [
        f"{passage.source_id} {passage.span} ({passage.coder_id})" for passage in evidence.examples
    ]
    terms = [f"terms: {', '.join(evidence.terms)}"] if evidence.terms else []
    return "; ".join([*places, *terms])
