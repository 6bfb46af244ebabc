"""Figures as tables: what is printed, exported and traced."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from toolkit.agreement.report import AgreementRow
from toolkit.analysis.matrices import Matrix
from toolkit.domain.coding import Coding, DirectionMapping
from toolkit.operations.agreeing import CONSENSUS, agreement
from toolkit.operations.session import Session
from toolkit.operations.tabulating import matrix
from toolkit.report.tables import Cell, Table, notes_sheet, write_bytes, write_table
from toolkit.store import queries

AGREEMENT_COLUMNS = (
    "scope",
    "code",
    "coders",
    "percent",
    "cohen_kappa",
    "krippendorff_alpha",
    "fleiss_kappa",
    "gwet_ac1",
    "brennan_prediger",
    "uses",
    "prevalence",
    "n",
    "unit",
    "sources",
    "reason",
)


def agreement_report(
    session: Session,
    *,
    coders: Sequence[str] = (),
    codes: Sequence[str] = (),
    sources: Sequence[str] = (),
    round_id: str | None = None,
    unit: str = "character",
    whole_text: bool = False,
    independent_only: bool = True,
) -> Table:
    """Agreement with everything that a reader needs to judge it in the notes."""
    found = agreement(
        session,
        coders=coders,
        codes=codes,
        sources=sources,
        round_id=round_id,
        unit=unit,
        whole_text=whole_text,
        independent_only=independent_only,
    )
    frame = "all text" if whole_text else "what experts say; the interviewer is outside the frame"
    scope = f"round {round_id}" if round_id else f"all rounds but {CONSENSUS}"
    version = queries.codebook(session.database).version
    notes = [
        f"unit: {unit}; frame: {frame}; {scope}; codebook version {version}",
        "answers: "
        + (
            "only those given before a suggestion was seen"
            if independent_only
            else "all, those given after a suggestion was seen too"
        ),
        f"missing data: {'; '.join(dict.fromkeys(row.missing_rule for row in found))}",
        "pooled: one fourfold table summed over codes; macro: plain mean over codes",
        "empty: undefined, for the reason given; "
        "uses: coded stretches of each coder, in the order of coders",
    ]
    rare = sum(row.scope == "code" and row.few_uses for row in found)
    if rare:
        notes.append(f"{rare} rows rest on fewer than 10 uses: read the uses, not the value")
    notes += [f"{' '.join(row.coders)}: {row.note}" for row in found if row.note]
    return Table(AGREEMENT_COLUMNS, tuple(map(_agreement_row, found)), "agreement", tuple(notes))


def _agreement_row(row: AgreementRow) -> tuple[Cell, ...]:
    return (
        row.scope,
        row.code,
        " ".join(row.coders),
        row.percent,
        row.cohen_kappa,
        row.krippendorff_alpha,
        row.fleiss_kappa,
        row.gwet_ac1,
        row.brennan_prediger,
        " ".join(map(str, row.uses)),
        row.prevalence,
        row.n,
        row.unit,
        row.sources,
        row.reason or "",
    )


@dataclass(frozen=True, slots=True)
class MatrixReport:
    """A matrix as a table, with the segments behind its numbers."""

    matrix: Matrix
    table: Table
    session: Session

    def write(self, path: Path) -> None:
        """As .xlsx with a sheet of segments and one of notes, or as .csv, .json, .txt."""
        if path.suffix.lower() != ".xlsx":
            write_table(self.table, path)
            return
        from toolkit.report.xlsx import workbook

        sheets = [self.table, self.segments(), *notes_sheet(self.table.notes)]
        write_bytes(path, workbook(sheets, frozen_columns=2))

    def segments(self) -> Table:
        """Every coding (or mapping) behind every cell, with its place and its words."""
        records: dict[str, Coding | DirectionMapping] = {
            coding.id: coding for coding in queries.iterate_codings(self.session.database)
        }
        records |= {one.id: one for one in queries.direction_mappings(self.session.database)}
        texts = {
            source.id: queries.text_body(self.session.database, source.text_sha256)
            for source in queries.sources(self.session.database)
        }
        rows = []
        for row_id in self.matrix.row_ids:
            for column_id in self.matrix.column_ids:
                for reference in self.matrix.refs[row_id, column_id]:
                    one = records[reference]
                    quote = texts[one.source_id][one.span.start : one.span.end]
                    place = (one.source_id, one.span.start, one.span.end)
                    rows.append((row_id, column_id, *place, one.coder_id, quote))
        columns = ("row", "column", "source", "start", "end", "coder", "quote")
        return Table(columns, tuple(rows), "segments")


def matrix_report(session: Session, kind: str, **options: Any) -> MatrixReport:
    found = matrix(session, kind, **options)
    what = "direction" if kind.startswith("directions") else "code"
    table = Table(
        (what, "name", *found.column_ids),
        tuple(
            (row_id, label, *cells)
            for row_id, label, cells in zip(
                found.row_ids, found.row_labels, found.cells, strict=True
            )
        ),
        kind.replace("-", " "),
        found.notes,
    )
    return MatrixReport(found, table, session)
