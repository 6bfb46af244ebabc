"""The fixture of a small world of passages whose similarity is known."""

from __future__ import annotations

import pytest

from tests.suggest.suggest_world import TOPICS, World, coding


@pytest.fixture
def world() -> World:
    """A world with two examples of each topic from each of two interviews."""
    return World(
        *(
            (coding(source, 100 * at + 20 * number, topic), f"{topic} {topic} {word}")
            for source in ("E01", "E02")
            for at, topic in enumerate(TOPICS)
            for number, word in enumerate(("here", "there"))
        )
    )
