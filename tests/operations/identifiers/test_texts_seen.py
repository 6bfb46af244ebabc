"""Offsets mean something in the text that they were read from alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.errors import ConflictError
from toolkit.language.identifiers.candidate import Kind
from toolkit.operations.identifiers.accept import Choice

if TYPE_CHECKING:
    from toolkit.project import Project

WORDS = "my director"


def test_accepting_and_rejecting_are_refused_once_the_text_was_corrected(project: Project) -> None:
    text, seen = project.sources.text("E01"), project.sources.get("E01").text_sha256
    start = text.index(WORDS)
    place = ("E01", start, start + len(WORDS))
    choice = Choice(*place, Kind.TITLE, "[Position 1]")
    corrected = text.replace("I: What", "I: Well, what")
    project.sources.correct("E01", corrected, actor="lead")
    events = len(project.history.events())
    with pytest.raises(ConflictError, match="E01 was corrected"):
        project.identifiers.accept([choice], actor="lead", texts={"E01": seen})
    with pytest.raises(ConflictError, match="E01 was corrected"):
        project.identifiers.reject(at=[place], texts={"E01": seen})
    assert project.sources.text("E01") == corrected
    assert len(project.history.events()) == events
    assert not project.identifiers.key_path().exists()


def test_the_text_that_was_seen_is_changed(project: Project) -> None:
    text, source = project.sources.text("E01"), project.sources.get("E01")
    start = text.index(WORDS)
    choice = Choice("E01", start, start + len(WORDS), Kind.TITLE, "[Position 1]")
    project.identifiers.accept([choice], actor="lead", texts={"E01": source.text_sha256})
    assert project.sources.text("E01") == text.replace(WORDS, "[Position 1]")
