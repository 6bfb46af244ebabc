"""Of a Word document the final version is read, and unsafe packages are refused."""

from __future__ import annotations

import zipfile
from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from toolkit.errors import InputError
from toolkit.formats.docx import read_docx
from toolkit.formats.transcripts import read_source

if TYPE_CHECKING:
    from pathlib import Path

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/wordprocessingml/main"


def package(body: str, *, namespace: str = W, **parts: bytes | str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "word/document.xml",
            f'<w:document xmlns:w="{namespace}"><w:body>{body}<w:sectPr/></w:body></w:document>',
        )
        for name, content in parts.items():
            archive.writestr(name.replace("__", "/").replace("_dot_", "."), content)
    return out.getvalue()


def p(*runs: str) -> str:
    return "<w:p>" + "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p>"


def test_paragraphs_are_lines() -> None:
    body = p("I: Who", " keeps it?") + p() + p("E07: 저희요.")
    source = read_docx(package(body), "E07.docx")
    assert source.text == "I: Who keeps it?\n\nE07: 저희요."
    assert (source.id_hint, source.notes) == ("E07", ())


def test_the_word_processors_own_file(tmp_path: Path) -> None:
    docx = pytest.importorskip("docx")
    document = docx.Document()
    document.core_properties.title = "On  trust"
    document.add_paragraph("I: Why?")
    paragraph = document.add_paragraph("E07: ")
    paragraph.add_run("Because").bold = True
    paragraph.add_run(" of\tit.\nNext line.")
    table = document.add_table(rows=2, cols=2)
    for at, text in enumerate(["I", "And?", "E07", "Well."]):
        table.cell(at // 2, at % 2).text = text
    path = tmp_path / "E07.docx"
    document.save(path)
    source = read_source(path)
    assert source.title == "On trust"
    assert source.text == "I: Why?\nE07: Because of\tit.\nNext line.\nI\tAnd?\nE07\tWell."


def test_strict_documents_read_the_same() -> None:
    assert read_docx(package(p("same"), namespace=STRICT), "a.docx").text == "same"


def test_the_final_version_is_read_and_what_is_left_out_is_named() -> None:
    body = (
        "<w:p><w:r><w:t>kept </w:t></w:r>"
        "<w:ins><w:r><w:t>added </w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>gone </w:delText></w:r></w:del>"
        "<w:del><w:r><w:delText>gone </w:delText></w:r></w:del>"
        "<w:hyperlink><w:r><w:t>link</w:t></w:r></w:hyperlink>"
        "<w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r>"
        '<w:r><w:rPr><w:vanish w:val="0"/></w:rPr><w:t>!</w:t></w:r>'
        "<w:r><w:instrText>PAGE</w:instrText></w:r>"
        "<w:r><w:drawing><w:t>box</w:t></w:drawing></w:r></w:p>"
    )
    source = read_docx(
        package(body, word__comments_dot_xml="<c/>", word__footnotes_dot_xml="<f/>"), "a.docx"
    )
    assert source.text == "kept added link!"
    assert "left out: 2 × tracked deletions" in source.notes
    assert "tracked insertions are taken as accepted" in source.notes
    assert "left out: 1 × hidden passages" in source.notes
    assert "left out: 1 × pictures and text boxes" in source.notes
    assert {"left out: comments", "left out: footnotes"} <= set(source.notes)


def test_tables_and_content_controls() -> None:
    cell = "<w:tc><w:tcPr/>{}</w:tc>"
    inner = "<w:tbl><w:tr>" + cell.format(p("x")) + cell.format(p("y")) + "</w:tr></w:tbl>"
    body = (
        "<w:sdt><w:sdtPr/><w:sdtContent>" + p("in a control") + "</w:sdtContent></w:sdt>"
        "<w:tbl><w:tblPr/><w:tr>"
        + cell.format(p("E07"))
        + cell.format(p("one") + p("two"))
        + "</w:tr><w:tr>"
        + cell.format(p("nested"))
        + cell.format(inner + p(""))
        + cell.format(p(""))
        + "</w:tr></w:tbl>"
    )
    source = read_docx(package(body), "a.docx")
    assert source.text == "in a control\nE07\tone\ntwo\nnested\tx\ty"


def test_breaks_and_hyphens() -> None:
    body = (
        '<w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:br w:type="page"/><w:t>c</w:t>'
        "<w:noBreakHyphen/><w:t>d</w:t><w:cr/><w:tab/><w:t>e</w:t></w:r></w:p>"
    )
    assert read_docx(package(body), "a.docx").text == "a\nbc\u2011d\n\te"


def test_front_matter_in_a_document() -> None:
    source = read_docx(package(p("---") + p("id: E09") + p("---") + p("I: Hi")), "a.docx")
    assert (source.id_hint, source.text) == ("E09", "I: Hi")


ENTITY = '<!DOCTYPE d [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>'


def other(*names: str) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return out.getvalue()


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (package(p("x"))[:200], "bad-docx"),
        (package(p("x"))[:-30], "bad-docx"),
        (b"PK\x03\x04 nothing", "bad-docx"),
        (other("xl/workbook.xml"), "not-text"),
        (other("anything"), "bad-docx"),
        (other("word/document.xml"), "bad-docx"),
        (package(p("x"), word__vbaProject_dot_bin=b"x"), "docx-macros"),
        (package("<w:p><w:r><w:t>" + "a" * 70_000_000 + "</w:t></w:r></w:p>"), "docx-bomb"),
        (package("<w:p><w:r><w:t>" + "a" * 5_000_000 + "</w:t></w:r></w:p>"), "docx-bomb"),
        (package(""), "empty-file"),
        (package(p(" ")), "empty-file"),
    ],
    ids=["cut", "no-index", "no-zip", "xlsx", "archive", "no-xml", "macro", "bomb", "dense",
         "empty", "blank"],
)  # fmt: skip
def test_packages_that_are_refused(tmp_path: Path, data: bytes, code: str) -> None:
    path = tmp_path / "E07.docx"
    path.write_bytes(data)
    with pytest.raises(InputError) as caught:
        read_source(path)
    assert caught.value.code == code
    assert "E07.docx" in caught.value.message


def test_entities_are_refused_before_they_are_expanded() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("word/document.xml", ENTITY + "<d>&b;</d>")
    with pytest.raises(InputError) as caught:
        read_docx(out.getvalue(), "E07.docx")
    assert caught.value.code == "docx-entities"


def test_a_damaged_stream_inside_a_whole_package() -> None:
    data = bytearray(package(p("some text that is long enough " * 20)))
    at = data.index(b"document.xml") + 20
    data[at : at + 20] = b"\xff" * 20
    with pytest.raises(InputError) as caught:
        read_docx(bytes(data), "E07.docx")
    assert caught.value.code == "bad-docx"


def test_deep_nesting_is_refused_instead_of_crashing() -> None:
    depth = 20_000
    body = "<w:smartTag>" * depth + "</w:smartTag>" * depth
    with pytest.raises(InputError) as caught:
        read_docx(package(f"<w:p>{body}</w:p>"), "E07.docx")
    assert caught.value.code in ("bad-docx", "docx-bomb")
