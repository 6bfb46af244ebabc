"""The page of a replay: its table with notes, and its charts, in a single file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.i18n import _
from toolkit.report.charts import (
    LabourPoint,
    LearningPoint,
    ReliabilityBin,
    labour_chart,
    learning_chart,
    reliability_diagram,
)
from toolkit.report.html_page import html_page

if TYPE_CHECKING:
    from toolkit.report.figures import Figure
    from toolkit.report.provenance import Provenance
    from toolkit.report.tables import Table


@dataclass(frozen=True, slots=True)
class FamilyCharts:
    """What is drawn for a family of codes; a chart without points is left out."""

    family: str
    """Its name for people."""
    reliability: Sequence[ReliabilityBin]
    """The reliability table of `qct`."""
    learning: Mapping[str, Sequence[LearningPoint]]
    """The learning curve of each method."""
    k: int
    """How many candidates count in the learning curve."""
    labour: Sequence[LabourPoint]
    """The labour curve of `qct`."""


def replay_page(
    table: Table,
    families: Sequence[FamilyCharts],
    *,
    further: Table | None = None,
    title: str = "",
    lead: str = "",
    language: str = "en",
    provenance: Provenance | None = None,
) -> str:
    """The page as HTML, which needs no other file, no script and no network.

    Equal arguments give equal bytes.

    Parameters
    ----------
    table
        The table of the replay; its notes stand below it.
    families
        What is drawn, a section of charts for each family.
    further
        A second table, which stands below the first.
    title, lead
        The heading, "Replay of suggestions" where it is empty, and sentences below it.
    language
        Language of the texts, for the page's own mark.
    provenance
        Where the figures come from; None takes that of the table.

    Raises
    ------
    InputError
        Altair or vl-convert is not installed and there is something to draw.
    """
    parts: list[Table | Figure | str] = [lead] if lead else []
    parts += [table] if further is None else [table, further]
    for number, charts in enumerate(families, start=1):
        parts += _figures(number, charts)
    return html_page(
        title or _("Replay of suggestions"),
        parts,
        language=language,
        provenance=provenance or table.provenance,
    )


def _figures(number: int, charts: FamilyCharts) -> list[Figure]:
    figures = []
    if charts.reliability:
        figures.append(
            reliability_diagram(
                f"reliability-{number}",
                _("{family}: are probabilities true?").format(family=charts.family),
                charts.reliability,
            )
        )
    if any(charts.learning.values()):
        figures.append(
            learning_chart(
                f"learning-{number}",
                _("{family}: learning from earlier interviews").format(family=charts.family),
                {name: points for name, points in charts.learning.items() if points},
                charts.k,
            )
        )
    if charts.labour:
        figures.append(
            labour_chart(
                f"labour-{number}",
                _("{family}: passages that a person codes").format(family=charts.family),
                charts.labour,
            )
        )
    return figures
