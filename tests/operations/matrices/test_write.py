"""Files of matrices: the same bytes twice, no formula, no markup, and no page too narrow."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pytest

from tests.finished import add_finished
from toolkit.analysis.choose_quotes import Choice, chosen
from toolkit.errors import StoreError, UsageError
from toolkit.operations.matrices import write as writing

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.project import Project

A = "coder-a"
ENDINGS = (".csv", ".json", ".txt", ".xlsx", ".html", ".md", ".tex", ".docx", ".parquet")


@pytest.fixture
def study(project: Project) -> Project:
    text = project.sources.text("E01")
    start = text.index("We do not trust")
    add_finished(project, "E01", start, start + 15, "trust", coder=A)
    add_finished(project, "E01", start + 3, start + 25, "security", coder=A)
    return project


def test_every_file_is_the_same_when_written_again(study: Project, tmp_path: Path) -> None:
    pytest.importorskip("duckdb")
    for ending in ENDINGS:
        both = []
        for folder in ("one", "two"):
            report = study.matrices.report("codes-by-cases", answers=A, totals=True)
            path = tmp_path / folder / f"m{ending}"
            report.write(path)
            both.append(path.read_bytes())
            assert path.stat().st_mode & 0o077 == 0
        assert both[0] == both[1], ending


def test_the_workbook_opens_with_names_first_and_links(study: Project, tmp_path: Path) -> None:
    import openpyxl

    study.matrices.report("codes-by-cases", answers=A).write(tmp_path / "m.xlsx")
    book = openpyxl.load_workbook(BytesIO((tmp_path / "m.xlsx").read_bytes()))
    sheet = book["codes by cases"]
    assert [cell.value for cell in sheet[1]][:2] == ["name", "code"]
    assert sheet.auto_filter.ref is not None
    linked = [cell for row in sheet.iter_rows() for cell in row if cell.hyperlink is not None]
    assert linked
    for cell in linked:
        assert isinstance(cell.value, int)
        assert book["segments"][cell.hyperlink.location.split("!")[1]].value is not None


def test_a_page_leads_from_a_number_to_its_passages(study: Project, tmp_path: Path) -> None:
    study.matrices.report("codes-by-cases", answers=A).write(tmp_path / "m.html")
    page = (tmp_path / "m.html").read_text("utf-8")
    doors = [part.split('"')[0] for part in page.split('href="#')[1:]]
    assert doors
    for name in doors:
        assert f'<section id="{name}">' in page
    assert "We do not trust" in page
    assert "http" not in page
    assert "<script" not in page


def test_a_document_that_no_page_shows_is_refused(
    study: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writing, "MOST_COLUMNS", 1)
    report = study.matrices.report("codes-by-cases", answers=A)
    for ending in (".docx", ".tex"):
        with pytest.raises(UsageError, match=r"2 columns, and a page shows 1[\s\S]*\.xlsx"):
            report.write(tmp_path / f"m{ending}")
    with pytest.raises(UsageError, match=r"no matrix is written as \.odt"):
        report.write(tmp_path / "m.odt")


def test_no_connection_installs_or_loads_an_extension() -> None:
    pytest.importorskip("duckdb")
    from toolkit.report.parquet import connected

    connection = connected()
    for name in ("autoinstall_known_extensions", "autoload_known_extensions"):
        (value,) = connection.execute(f"SELECT current_setting('{name}')").fetchone()
        assert value is False, name
    connection.close()


def test_totals_have_each_passage_once(study: Project) -> None:
    words = study.matrices.report("codes-by-cases", answers=A, measure="words").matrix
    assert words.totals is not None
    parts = [words.cell(row, "E01") or 0 for row in ("trust", "security")]
    totals = words.totals()
    assert totals.of_columns[words.column_ids.index("E01")] == words.cell("obstacles", "E01")
    assert totals.of_all is not None
    assert totals.of_all < sum(parts)
    share = study.matrices.report("codes-by-cases", answers=A, share="column").matrix
    assert [share.cell(row, "E01") for row in ("trust", "security")] == [0.5, 0.5]


def test_passages_are_chosen() -> None:
    quotes = ["one two three four five", "one two three four", "no thing at all here now", "one"]
    experts, stances = ["a", "a", "b", "a"], ["barrier", "barrier", "proposal", ""]
    assert chosen(Choice.SHORT, quotes, experts, stances) == [0, 2]
    assert chosen(Choice.CONTRADICTING, quotes, experts, stances) == [2]
    assert chosen(Choice.EXTREME, quotes, experts, stances)[0] == 2
    assert chosen(Choice.TYPICAL, quotes, experts, stances)[-1] == 2
    balanced = chosen(Choice.BALANCED, quotes, experts, stances)
    assert {experts[at] for at in balanced[:2]} == {"a", "b"}


def test_what_stands_beside_many_answers_is_read_later_but_of_the_same_state(
    study: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    at_once = study.matrices.report("codes-by-cases", answers=A).segments()
    monkeypatch.setattr("toolkit.operations.matrices.report.MOST_AT_ONCE", 0)
    later = study.matrices.report("codes-by-cases", answers=A)
    assert later.segments() == at_once
    study.codebook.rename("trust", {"en": "Another name"}, actor="lead")
    with pytest.raises(StoreError, match="has changed since the matrix was made"):
        later.segments()
