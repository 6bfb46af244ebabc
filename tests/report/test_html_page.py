"""Nothing in a cell of an HTML page is interpreted."""

from __future__ import annotations

from html.parser import HTMLParser
from typing import TYPE_CHECKING

import pytest

from toolkit.errors import UsageError
from toolkit.report.files import write_report
from toolkit.report.html_page import html_page
from toolkit.report.tables import Table

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "<script>alert(1)</script>&\"'\x1b[31m"


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.words: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)

    def handle_data(self, data: str) -> None:
        self.words.append(data)


def _read(page: str) -> _Tags:
    reader = _Tags()
    reader.feed(page)
    return reader


def test_hostile_text_stays_text() -> None:
    table = Table((HOSTILE,), ((HOSTILE,),), HOSTILE, (HOSTILE,))
    page = html_page(HOSTILE, [HOSTILE, table])
    content = _read(page)
    assert "script" not in content.tags
    assert "\x1b" not in page
    assert sum("<script>alert(1)</script>" in words for words in content.words) == 6 + 1


def test_numbers_blanks_and_words() -> None:
    table = Table(("a", "b", "c", "d", "e"), ((0.12345, None, 7, "불신", True),))
    page = html_page("page", [table])
    for cell in (
        '<td class="number">0.123</td>',
        "<td></td>",
        '<td class="number">7</td>',
        '<td class="text">불신</td>',
        "<td>yes</td>",
    ):
        assert cell in page


def test_a_page_needs_nothing_else_and_repeats(tmp_path: Path) -> None:
    table = Table(("a",), (("x",),), "title", ("a note",))
    page = html_page("page", ["one\n\ntwo", table])
    assert page == html_page("page", ["one\n\ntwo", table])
    assert page.count("<p>") == 2
    assert "http" not in page
    assert "<li>a note</li>" in page


@pytest.mark.parametrize("ending", [".html", ".xlsx", ".csv", ".json", ".txt"])
def test_a_report_is_written_as_its_ending_says_and_twice_the_same(
    tmp_path: Path, ending: str
) -> None:
    tables = [Table(("a",), ((1,),), "one", ("n",)), Table(("b",), (("=1+1",),), "two")]
    first, second = tmp_path / f"first{ending}", tmp_path / f"second{ending}"
    for path in (first, second):
        write_report(tables, path, title="report", lead="lead")
    assert first.read_bytes() == second.read_bytes()
    assert first.stat().st_size > 0


def test_another_ending_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no table is written as"):
        write_report([Table(("a",), ())], tmp_path / "report.doc")
    assert list(tmp_path.iterdir()) == []
