"""Tables as documents of Word, written part by part so that equal tables give equal bytes."""

from __future__ import annotations

import re
import zipfile
from io import BytesIO
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from toolkit.report.tables import is_numeric, shown_cell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.report.tables import Table

_NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    '<Override PartName="/word/document.xml" ContentType="application/'
    'vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
    'relationships/officeDocument" Target="word/document.xml"/></Relationships>'
)
_BORDERS = "".join(
    f'<w:{side} w:val="single" w:sz="4" w:space="0" w:color="999999"/>'
    for side in ("top", "bottom", "insideH")
)
# A4, landscape, in twentieths of a point.
_PAGE = (
    '<w:sectPr><w:pgSz w:w="16838" w:h="11906" w:orient="landscape"/>'
    '<w:pgMar w:top="850" w:right="850" w:bottom="850" w:left="850" w:header="400" '
    'w:footer="400" w:gutter="0"/></w:sectPr>'
)
_TROUBLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


def document(tables: Sequence[Table], notes: Sequence[str] = ()) -> bytes:
    """A document on A4 in landscape with the tables, whose heads are repeated on each page."""
    body = [part for table in tables for part in _table(table)]
    body += [_paragraph(note, size=16) for note in notes]
    text = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        f'<w:document xmlns:w="{_NAMESPACE}"><w:body>{"".join(body)}{_PAGE}</w:body></w:document>'
    )
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            ("[Content_Types].xml", _TYPES),
            ("_rels/.rels", _RELATIONS),
            ("word/document.xml", text),
        ):
            # The date of a part would make two documents differ.
            info = zipfile.ZipInfo(name, (2000, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content.encode("utf-8"))
    return out.getvalue()


def _table(table: Table) -> list[str]:
    table = table.shown()
    numeric = [is_numeric(row[at] for row in table.rows) for at in range(len(table.columns))]
    heads = [table.columns, *table.subheads]
    rows = [_row([shown_cell(cell) for cell in head], numeric, is_head=True) for head in heads]
    depths = table.depths or (0,) * len(table.rows)
    name_at = table.columns.index("name") if "name" in table.columns else -1
    rows += [
        _row([shown_cell(cell) for cell in row], numeric, indent=(name_at, depth))
        for row, depth in zip(table.rows, depths, strict=True)
    ]
    grid = "".join("<w:gridCol/>" for _name in table.columns)
    title = [_paragraph(table.title, bold=True, size=24)] if table.title else []
    return [
        *title,
        f'<w:tbl><w:tblPr><w:tblW w:w="5000" w:type="pct"/><w:tblBorders>{_BORDERS}'
        f"</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{''.join(rows)}</w:tbl>",
        _paragraph(""),
    ]


def _row(
    cells: Sequence[str],
    numeric: Sequence[bool],
    *,
    is_head: bool = False,
    indent: tuple[int, int] = (-1, 0),
) -> str:
    repeated = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>" if is_head else ""
    made = "".join(
        "<w:tc>"
        + _paragraph(
            cell, bold=is_head, right=right, indent=indent[1] if at == indent[0] else 0, size=16
        )
        + "</w:tc>"
        for at, (cell, right) in enumerate(zip(cells, numeric, strict=True))
    )
    return f"<w:tr>{repeated}{made}</w:tr>"


def _paragraph(
    text: str, *, bold: bool = False, right: bool = False, indent: int = 0, size: int = 20
) -> str:
    """A paragraph; `size` is in half points."""
    layout = f'<w:spacing w:after="40"/><w:ind w:left="{indent * 200}"/>' + (
        '<w:jc w:val="right"/>' if right else ""
    )
    run = f'<w:rPr>{"<w:b/>" if bold else ""}<w:sz w:val="{size}"/></w:rPr>'
    texts = [escape(_TROUBLE.sub("\ufffd", line)) for line in text.split("\n")]
    lines = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in texts)
    return f"<w:p><w:pPr>{layout}</w:pPr><w:r>{run}{lines}</w:r></w:p>"
