"""The project of the tests of agreement."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.operations.agreement.coded_study import A, B, say
from toolkit.domain.codings import Mode

if TYPE_CHECKING:
    from toolkit.project import Project


@pytest.fixture
def coded(project: Project) -> Project:
    """A project in which two coders coded both sources in a blind round that is closed."""
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND)
    for coder in (A, B):
        say(project, "E01", "We do not trust their figures.", "trust", coder, round_id="R1")
        say(project, "K01", "유출되면 누가 책임집니까.", "security", coder, round_id="R1")
    say(project, "E01", "A leak is what my director fears.", "security", A, round_id="R1")
    say(project, "E01", "A leak is what", "security", B, round_id="R1")
    say(project, "K01", "저쪽 자료를 믿지 못해요.", "trust", A, round_id="R1")
    say(project, "K01", "저쪽 자료를 믿지 못해요.", "proposal", B, round_id="R1")
    project.rounds.close("R1", actor="lead")
    return project
