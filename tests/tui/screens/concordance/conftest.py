"""An analyser that needs no model, and texts whose letters are of many widths."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from toolkit.language.analyse import Analysers
from toolkit.language.protocol import Analysis, Token
from toolkit.operations.search import lemmas

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from toolkit.project import Project

HEBREW = """\
---
id: H01
language: he
---
מראיין: מה קשה?

מרואיין: אין לנו אֵמוּן בנתונים שלהם. הרשימה לא הגיעה 😀 אלינו, ואין אֵמוּן גם בה.
"""


@pytest.fixture
def by_lemma(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every word has an analyser, to which a form in -s belongs to the word without it."""

    class EndingsOff:
        id = "endings/1"

        def analyse(self, texts: Sequence[str]) -> Iterator[Analysis]:
            for text in texts:
                tokens = tuple(
                    Token(word.start(), word.end(), word[0].lower().rstrip("s"), "X", "")
                    for word in re.finditer(r"\w+", text)
                )
                yield Analysis(tokens, (), ())

    monkeypatch.setattr(Analysers, "reads", lambda _self, _language: True)
    monkeypatch.setattr(Analysers, "of", lambda _self, _language: EndingsOff())
    monkeypatch.setattr(lemmas._Installed, "reads", lambda _self, _language: True)
    monkeypatch.setattr(lemmas, "is_installed", lambda: True)


@pytest.fixture
def many_scripts(project: Project, write: Callable[[str, str], Path]) -> Project:
    """The small project with a source that is written from right to left too."""
    project.sources.import_files([write("H01.txt", HEBREW)], actor="lead")
    return project
