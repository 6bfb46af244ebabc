"""A project whose transcripts name people, and rules that find just these names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.listed_names import finder
from toolkit.domain.codebook import Example
from toolkit.domain.memos import MemoTarget
from toolkit.language.analyse import Analysed, Analysers, Given
from toolkit.language.identifiers.candidate import Kind
from toolkit.language.protocol import NOTHING
from toolkit.operations.identifiers.accept import Choice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    from toolkit.project import Project

PATTERNS = {
    Kind.PERSON: "Park Ji-hoon|Ji-hoon|김민수|민수|박지훈",
    Kind.ORGANISATION: "Ministry of Finance|기획재정부|통계청",
    Kind.TELEPHONE: r"010-\d{4}-\d{4}",
}
KOREAN = """\
---
language: ko
---
면담자: 김민수 과장님은 어디서 일하셨나요? 전화는 010-1234-5678이죠.

박지훈: 저는 기획재정부에서 일했고 김민수가 저를 도와줬어요. 민수랑은 친해요.

면담자: 기획재정부는 어땠나요? 통계청은요?

박지훈: 기획재정부와 통계청이 자료를 공유했어요. 김민수 씨한테 물어보세요.
"""
ENGLISH = """\
Interviewer: Did you meet Park Ji-hoon at the Ministry of Finance?

Expert: Yes, Ji-hoon's team shared it. The Ministry of Finance did not.
"""
CODEBOOK = "codes: [{id: a, name: {en: A}, definition: x}]\n"
NAMES = ("Park Ji-hoon", "Ji-hoon", "김민수", "박지훈", "Ministry of Finance", "010-1234-5678")


@pytest.fixture(autouse=True)
def known_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    """These tests are of what is done with candidates, so that they need no rules and models."""

    def nothing(_self: Analysers, texts: Iterable[Given], note: object = None) -> list[Analysed]:
        return [Analysed(NOTHING, (), ()) for _each in texts]

    monkeypatch.setattr("toolkit.language.identifiers.find.find", finder(PATTERNS))
    monkeypatch.setattr(Analysers, "analyse", nothing)


@pytest.fixture
def interviews(empty_project: Project, write: Callable[[str, str], Path]) -> Project:
    """A Korean interview `A` and an English one `B`, with codings of coder-a."""
    project = empty_project
    project.codebook.import_file(write("small.yaml", CODEBOOK), actor="lead")
    paths = [write("A.txt", KOREAN), write("B.txt", ENGLISH)]
    project.sources.import_files(paths, actor="lead")
    for source, words in (
        ("A", "김민수"),
        ("A", " 김민수 과장님은 어디서"),
        ("A", "에서 일했고 김민수가 저를"),
        ("B", "team shared it"),
    ):
        start = project.sources.text(source).index(words)
        project.codings.add(source, start, start + len(words), "a", coder="coder-a")
    return project


def accept_all(project: Project, *sources: str) -> None:
    proposals = project.identifiers.propose(sources)
    project.identifiers.accept(
        [Choice(p.source, p.start, p.end, p.kind, p.replacement) for p in proposals.all],
        actor="coder-a",
    )


def quotes(project: Project, source: str) -> list[str]:
    return [row["quote"] for row in project.codings.rows(source=source)]


@pytest.fixture
def replaced(interviews: Project) -> Project:
    """Both interviews with pseudonyms, and the names in everything that people write."""
    project = interviews
    project.memos.write(MemoTarget.SOURCE, "A", "박지훈 과장, 민수와 친함", coder="coder-a")
    project.memos.write(MemoTarget.CODE, "a", "As Park Ji-hoon says", coder="coder-a")
    project.codebook.redefine("a", actor="lead", search={"en": ("share",), "ko": ("박지훈",)})
    project.codebook.redefine("a", actor="lead", examples=[Example("김민수가 저를 도와줬어요")])
    project.codings.remove([project.codings.find(source="B")[0].id], coder="coder-a")
    project.history.undo(actor="coder-a")
    project.speakers.rename("박지훈", "박지훈 과장", actor="lead")
    accept_all(project)
    return project


def held_bytes(project: Project) -> bytes:
    return b"".join(
        path.read_bytes()
        for path in sorted((project.folder / ".qct").rglob("*"))
        if path.is_file() and not path.name.startswith("pseudonyms")
    )


def stored_text(project: Project) -> str:
    """Everything that the store holds, of whatever kind it is."""
    from toolkit.store.tables import EVENTS, TABLES, TEXTS

    tables = (TEXTS, EVENTS, *TABLES.values())
    return "\n".join(
        str(list(map(dict, project._session.database.query(f"SELECT * FROM {table.name}"))))
        for table in tables
    )
