"""Directions as sets in the agreement statement."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from toolkit.domain.directions import Stance

if TYPE_CHECKING:
    from toolkit.project import Project

A, B, C = "coder-a", "coder-b", "coder-c"


@pytest.fixture
def mapped(project: Project) -> Project:
    """Three segments: the same set, one direction of two, and none against one."""
    for source, start, of_a, of_b in (
        ("E01", 0, ["organization"], ["organization"]),
        ("E01", 30, ["organization", "security"], ["security"]),
        ("K01", 0, ["none"], ["security"]),
    ):
        for coder, directions in ((A, of_a), (B, of_b)):
            project.directions.confirm(source, start, start + 10, directions, coder=coder)
    return project


def _item(project: Project, item: str, **question: Any) -> str:
    rows = project.consensus.statement(level="directions", resamples=20, **question).rows
    return " ".join(str(text) for name, text, origin in rows if name == item and origin == "data")


def test_sets_are_compared_by_hand(mapped: Project) -> None:
    """MASI distances 0, 1 - 2/3 * 1/2 and 1: observed 5/9, similarity 4/9.

    Of the 15 pairs of the six answers o, o, os, s, none, s two lie at 0, four (os with o or s)
    at 2/3 and nine at 1: expected (4 * 2/3 + 9) / 15 = 7/9.
    """
    text = _item(mapped, "sets")
    assert "directions of 3 segments" in text
    assert "in a share of .333, with a mean MASI similarity of .444" in text
    assert f"alpha of {1 - (5 / 9) / (7 / 9):.3f}".replace("0.", ".") in text
    assert "Stance" not in text


def test_none_is_an_answer_and_no_direction(mapped: Project) -> None:
    assert _item(mapped, "directions") == (
        "2 directions are compared, and whether a segment has no direction at all (none)."
    )
    assert "pooled over directions and none" in _item(mapped, "measure")
    assert "of 2 directions were below" in _item(mapped, "per code")
    assert "coder-a 3, coder-b 3" in _item(mapped, "balance")


def test_a_named_direction_is_looked_at_alone(mapped: Project) -> None:
    assert _item(mapped, "directions", codes=["security"]) == "1 direction is compared."
    assert "in a share of .333" in _item(mapped, "sets")
    assert "in a share of .667" in _item(mapped, "sets", codes=["security"])


def test_stance_needs_two_coders_who_gave_one(mapped: Project) -> None:
    for coder, stance in ((A, Stance.BARRIER), (B, Stance.BARRIER), (C, None)):
        mapped.directions.confirm("E01", 60, 70, ["security"], coder=coder, stance=stance)
    text = _item(mapped, "sets", coders=[A, B])
    assert "Stance matched in a share of 1.000 of the 1 segments" in text
    assert "directions of 4 segments" in text


def test_what_one_coder_mapped_is_no_comparison(mapped: Project) -> None:
    mapped.directions.confirm("E01", 60, 70, ["security"], coder=A)
    assert "directions of 3 segments" in _item(mapped, "sets")
