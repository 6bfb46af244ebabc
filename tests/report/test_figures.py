"""A drawing of another program gets words, names of its own, and no way out of its file."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest

from toolkit.report.figures import figure

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" '
    'version="1.1" class="marks" width="20" height="10" viewBox="0 0 20 10" onload="bad()">'
    '<defs><clipPath id="clip0"><rect width="5" height="5"/></clipPath></defs>'
    '<g clip-path="url(#clip0)"><text>hit@1 &lt;b&gt;</text></g></svg>'
)
NAME = "{http://www.w3.org/2000/svg}"


def test_the_opening_is_written_anew_with_words_and_size() -> None:
    drawing = figure("a", "Title <i>", "Words & more \x1b", SVG)
    root = ET.fromstring(drawing.svg)
    assert root.attrib == {
        "width": "20",
        "height": "10",
        "viewBox": "0 0 20 10",
        "role": "img",
        "aria-labelledby": "a-title a-text",
    }
    assert [(part.tag, part.get("id"), part.text) for part in root[:2]] == [
        (f"{NAME}title", "a-title", "Title <i>"),
        (f"{NAME}desc", "a-text", "Words & more ^["),
    ]


def test_ids_of_two_drawings_on_a_page_differ() -> None:
    first, second = figure("a", "", "", SVG).svg, figure("b", "", "", SVG).svg
    assert 'id="a-clip0"' in first
    assert "url(#a-clip0)" in first
    assert 'id="b-clip0"' in second
    assert "url(#clip0)" not in second


def test_a_drawing_in_a_page_has_no_address() -> None:
    drawing = figure("a", "t", "d", SVG)
    assert "http" not in drawing.inline()
    assert drawing.inline().startswith("<svg width=")
    assert drawing.svg.count("http") == 1


@pytest.mark.parametrize(
    "part",
    [
        "<script>x()</script>",
        '<a xlink:href="x">y</a>',
        '<image href="http://example.org/a.png"/>',
        '<rect onclick="x()"/>',
        '<rect fill="url(http://example.org/)"/>',
        "<style>@import 'x'</style>",
        "<foreignObject/>",
        "<SCRIPT/>",
    ],
)
def test_a_drawing_that_could_load_or_run_something_is_refused(part: str) -> None:
    with pytest.raises(ValueError, match="the drawing has"):
        figure("a", "t", "d", SVG.replace("<defs>", f"{part}<defs>"))


@pytest.mark.parametrize("said", ["href", "see url(#x)", "a once=b &lt;script&gt;", "javascript:"])
def test_a_text_may_say_whatever_a_passage_says(said: str) -> None:
    marks = f'<text aria-label="{said}">{said}</text>'
    drawing = figure("a", "t", "d", SVG.replace("<defs>", f"{marks}<defs>"))
    assert marks in drawing.svg


def test_what_is_no_drawing_is_refused() -> None:
    with pytest.raises(ValueError, match="no element svg"):
        figure("a", "t", "d", "<g/>")
    with pytest.raises(ValueError, match="is no SVG"):
        figure("a", "t", "d", "<svg><g></svg>")
