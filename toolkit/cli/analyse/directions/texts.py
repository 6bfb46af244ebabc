"""Directions of the texts of a table, for `qct directions propose --texts`."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.cli import output
from toolkit.cli.notes import note
from toolkit.cli.opening import acting_coder, open_project
from toolkit.domain.directions import UNCLEAR
from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.cli.options import Destination, Format
    from toolkit.directions.figures import TextFigures
    from toolkit.domain.directions import Direction
    from toolkit.formats.text_table import TextRow
    from toolkit.project import Project
    from toolkit.report.tables import Cell

COLUMNS = ("row", "text", "direction", "score", "verdict", "ranked")
LABEL = "direction"
"""The column of a table of labelled texts, where none is named."""
DECIMALS = 3


@dataclass(frozen=True, slots=True)
class Bulk:
    """The texts, and how they are ranked."""

    texts: Path
    column: str | None
    labels: str | None
    scheme: Path | None
    train: Path | None
    model: str | None


def rank_texts(
    bulk: Bulk,
    sources: Sequence[str],
    segments_of: str | None,
    out: Destination,
    folder: str | None,
    format_: Format,
) -> None:
    """Print and write the directions of the texts, and what they reach against labels."""
    from toolkit.formats.text_table import read_text_rows
    from toolkit.report.provenance import Provenance
    from toolkit.report.tables import Table

    if sources or segments_of:
        raise UsageError(
            _("--texts ranks the texts of a table, and no segments of sources"),
            code="option-conflict",
            hint=_("Leave --source, --sources and --segments-of away, or --texts."),
        )
    given = read_text_rows(bulk.texts, column=bulk.column, labels=bulk.labels)
    with open_project(folder, read_only=True) as project:
        directions = _directions(project, bulk.scheme)
        labels = _ids(given, directions, bulk.texts, bulk.labels or LABEL)
        proposals = project.directions.propose_for_texts(
            [row.text for row in given],
            model=bulk.model,
            scheme=directions,
            examples=_examples(bulk, directions),
        )
        provenance = project.history.stamped(
            Provenance(unit="text"), reader=acting_coder(project, None)
        )
    columns = COLUMNS if bulk.labels is None else (*COLUMNS, "label", "right")
    rows: list[tuple[object, ...]] = []
    for row, proposal, own in zip(given, proposals, labels, strict=True):
        ranked = [list(pair) for pair in proposal.ranked]
        cells = (row.row, row.text, proposal.direction, proposal.score, proposal.verdict, ranked)
        more = ("; ".join(own), proposal.direction in own if own and UNCLEAR not in own else None)
        rows.append(cells if bulk.labels is None else (*cells, *more))
    output.emit(columns, rows, format_)
    notes: tuple[str, ...] = ()
    tables: list[Table] = []
    if bulk.labels is not None:
        from toolkit.directions.figures import figures

        reached = figures(proposals, labels)
        notes = tuple(_sentences(reached))
        tables = [Table(("figure", "value"), _cells(reached), _("agreement with the labels"))]
    for line in notes:
        note(line)
    table = Table(
        columns, output.flat(rows), _("directions of texts"), notes, provenance=provenance
    )
    output.write_tables([table, *tables], out)


def _directions(project: Project, scheme: Path | None) -> list[Direction]:
    from toolkit.formats.directions_yaml import read_directions

    return project.directions.all() if scheme is None else read_directions(scheme)


def _ids(
    rows: Sequence[TextRow], directions: Sequence[Direction], path: Path, column: str
) -> list[tuple[str, ...]]:
    from toolkit.operations.directions.texts import labels_of

    pairs = [(row.line, row.labels) for row in rows]
    return labels_of(pairs, directions, file=str(path), column=column)


def _examples(bulk: Bulk, directions: Sequence[Direction]) -> list[tuple[str, tuple[str, ...]]]:
    from toolkit.formats.text_table import read_text_rows

    if bulk.train is None:
        return []
    column = bulk.labels or LABEL
    rows = read_text_rows(bulk.train, column=bulk.column, labels=column)
    labels = _ids(rows, directions, bulk.train, column)
    return [(row.text, own) for row, own in zip(rows, labels, strict=True)]


def _cells(reached: TextFigures) -> tuple[tuple[Cell, ...], ...]:
    values = (
        ("texts", reached.texts),
        ("left_out", reached.left_out),
        ("accuracy", reached.accuracy),
        ("macro_f1", reached.macro_f1),
        ("hit_2", reached.hit_2),
        ("ece", reached.ece),
    )
    return tuple(
        (name, round(value, DECIMALS) if isinstance(value, float) else value)
        for name, value in values
    )


def _sentences(reached: TextFigures) -> list[str]:
    if not reached.texts:
        return [_("no text has a label, so nothing can be compared")]
    lines = [
        _(
            "against the labels of {texts} texts: accuracy {accuracy:.3f}, macro-F1 "
            "{macro_f1:.3f}, hit@2 {hit_2}, ECE {ece:.3f}"
        ).format(
            texts=reached.texts,
            accuracy=reached.accuracy,
            macro_f1=reached.macro_f1,
            hit_2="–" if reached.hit_2 is None else f"{reached.hit_2:.3f}",
            ece=reached.ece,
        )
    ]
    if reached.left_out:
        lines.append(
            _("{count} texts without a label, or with `unclear`, are left out").format(
                count=reached.left_out
            )
        )
    return lines
