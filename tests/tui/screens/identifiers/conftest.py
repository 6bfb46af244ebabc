"""Two interviews with names in them, found by a list in place of rules and models."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

import pytest

from tests.listed_names import finder
from toolkit.language.analyse import Analysed
from toolkit.language.identifiers.candidate import Kind
from toolkit.language.protocol import NOTHING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.project import Project

NAMES = {
    Kind.PERSON: "Park Ji-hoon|Ji-hoon|김민수|민수",
    Kind.ORGANISATION: "Ministry of Finance|기획재정부",
    Kind.TELEPHONE: r"010-\d{4}-\d{4}",
}
E05 = """\
---
id: E05
title: Fifth
language: en
---
I: Who sent the list?

E05: Park Ji-hoon of the Ministry of Finance did. Ji-hoon called me on 010-1234-5678.

I: And then?

E05: Nothing came of it. Park Ji-hoon kept it, and I trust [b]nobody[/b] there.
"""
K14 = """\
---
id: K14
title: 열넷째
language: ko
---
I: 누가 보냈습니까?

K14: 김민수 과장이 기획재정부에서 보냈어요. 민수가 다시 전화했거든요.
"""


class Analysers:
    """Stands in for spaCy and Kiwi; `note` is called as they call it."""

    ids: ClassVar[dict[str, str]] = {"en": "none-1", "ko": "none-1"}

    def __init__(self) -> None:
        self.before: Callable[[], object] = lambda: None

    def analyse(self, given: Any, note: Any = None) -> list[Analysed]:
        texts = list(given)
        if note is not None:
            note(120, 1479)
            self.before()
            note(1479, 1479)
        return [Analysed(NOTHING, ("en",), ()) for _text in texts]


@pytest.fixture
def analysers(monkeypatch: pytest.MonkeyPatch) -> Analysers:
    made = Analysers()
    monkeypatch.setattr("toolkit.language.identifiers.find.find", finder(NAMES))
    analysers_of = "toolkit.operations.identifiers.find_in.analysers_of"
    monkeypatch.setattr(analysers_of, lambda _session: made)
    return made


@pytest.fixture
def named(project: Project, write: Callable[[str, str], Path], analysers: Analysers) -> Project:
    """The small project with these two interviews too, the first of them coded."""
    project.sources.import_files([write("E05.txt", E05), write("K14.txt", K14)], actor="lead")
    text = project.sources.text("E05")
    for words, code in (("Park Ji-hoon of the Ministry of Finance did.", "trust"),
                        ("Nothing came of it.", "proposal")):  # fmt: skip
        start = text.index(words)
        project.codings.add("E05", start, start + len(words), code, coder="coder-a")
    return project
