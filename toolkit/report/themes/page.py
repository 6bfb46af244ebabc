"""The page of themes: their table with notes, and each picture beside its data, in one file."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from toolkit.i18n import _
from toolkit.report.html_page import Markup, escaped, html_page
from toolkit.report.themes.charts import figures
from toolkit.report.themes.pictures import PICTURES, titles

if TYPE_CHECKING:
    from toolkit.report.figures import Figure
    from toolkit.report.tables import Table
    from toolkit.report.themes.pictures import ThemePictures

_STYLE = """\
.pair { display: flex; flex-wrap: wrap; gap: 0 2rem; align-items: flex-start; }
.pair > div { max-width: 100%; min-width: 0; }
.pair td.text:last-child { min-width: 12rem; }
.pair #map-data td.text:last-child { min-width: 26rem; }
.pair .data { flex: 1 1 24rem; }
.pair .data .table { max-height: 36rem; overflow: auto; }
@media print { .pair { display: block; } figure { break-inside: avoid; }
.pair .data .table { max-height: none; overflow: visible; } }
"""


def themes_page(table: Table, pictures: ThemePictures, *, language: str = "en") -> str:
    """The page as HTML, which needs no other file, no script and no network.

    Equal arguments give equal bytes. A picture without anything to show is left out, and its
    notes say why.
    """
    drawn = figures(pictures)
    parts: list[Table | Figure | Markup | str] = [
        _(
            "Hatched shapes with a dashed edge are unstable themes, empty ones with a dotted edge "
            "are rejected. Squares are darker from an eighth, a quarter and three eighths of their "
            "row on. The pointer on a shape shows more; the tables have all figures."
        ),
        Markup(f"<ul>{''.join(f'<li>{escaped(note)}</li>' for note in table.notes)}</ul>"),
    ]
    for name in PICTURES:
        parts.append(Markup(f'<h2 id="{name}">{escaped(titles()[name])}</h2>\n<div class="pair">'))
        if name in drawn:
            parts += [Markup("<div>"), drawn[name], Markup("</div>")]
        data = replace(pictures.table(name), title="")
        parts += [Markup(f'<div class="data" id="{name}-data">'), data, Markup("</div></div>")]
    return html_page(
        _("Themes"),
        [*parts, replace(table, notes=())],
        language=language,
        provenance=table.provenance,
        style=_STYLE,
    )
