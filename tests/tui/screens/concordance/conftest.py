"""An analyser that needs no model, and texts whose letters are of many widths."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
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
def many_scripts(project: Project, write: Callable[[str, str], Path]) -> Project:
    """The small project with a source that is written from right to left too."""
    project.sources.import_files([write("H01.txt", HEBREW)], actor="lead")
    return project
