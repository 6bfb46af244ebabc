"""Rounds lock, and blind ones leak nothing."""

from __future__ import annotations

import pytest

from toolkit.domain.coding import MemoTarget, Mode
from toolkit.errors import UsageError
from toolkit.project import Project


@pytest.fixture
def blind(project: Project) -> Project:
    project.open_round("R1", actor="lead", coders=["coder-a", "coder-b"], sources=["E01"])
    return project


def test_a_round_settles_mode_coders_and_sources(blind: Project) -> None:
    coding = blind.add_coding("E01", 3, 9, "trust", coder="coder-a", round="R1")
    assert (coding.round_id, coding.mode) == ("R1", Mode.BLIND)
    with pytest.raises(UsageError, match="takes no part"):
        blind.add_coding("E01", 3, 9, "trust", coder="coder-c", round="R1")
    with pytest.raises(UsageError, match="not part of round"):
        blind.add_coding("K01", 3, 9, "trust", coder="coder-a", round="R1")
    with pytest.raises(UsageError, match="already is a round"):
        blind.open_round("R1", actor="lead")


def test_what_is_submitted_is_locked(blind: Project) -> None:
    coding = blind.add_coding("E01", 3, 9, "trust", coder="coder-a", round="R1")
    blind.submit("R1", "E01", coder="coder-a")
    with pytest.raises(UsageError, match="submitted"):
        blind.add_coding("E01", 10, 20, "trust", coder="coder-a", round="R1")
    with pytest.raises(UsageError, match="submitted"):
        blind.remove_codings([coding.id], coder="coder-a")
    blind.add_coding("E01", 10, 20, "trust", coder="coder-b", round="R1")


def test_a_closed_round_takes_nothing_more(blind: Project) -> None:
    blind.close_round("R1", actor="lead")
    with pytest.raises(UsageError, match="closed"):
        blind.add_coding("E01", 3, 9, "trust", coder="coder-a", round="R1")
    with pytest.raises(UsageError, match="already closed"):
        blind.close_round("R1", actor="lead")


def test_a_blind_viewer_sees_the_same_whatever_others_do(blind: Project) -> None:
    mine = blind.add_coding("E01", 3, 9, "trust", coder="coder-a", round="R1")
    viewer = blind.viewer("coder-a", "R1")

    def seen() -> object:
        return (
            blind.codings(viewer=viewer),
            blind.memos(viewer=viewer),
            blind.counts("coder-a", viewer=viewer),
        )

    before = seen()
    theirs = blind.add_coding("E01", 3, 30, "security", coder="coder-b", round="R1")
    blind.set_memo(MemoTarget.CODING, theirs.id, "look", coder="coder-b")
    blind.add_coding("E01", 5, 12, "proposal", coder="coder-c")
    assert seen() == before
    assert blind.codings(viewer=viewer) == [mine]
    blind.close_round("R1", actor="lead")
    assert len(blind.codings(viewer=blind.viewer("coder-a", "R1"))) == 3


def test_outside_a_blind_round_everything_is_visible(blind: Project) -> None:
    blind.add_coding("E01", 3, 30, "security", coder="coder-b", round="R1")
    assert len(blind.codings(viewer=blind.viewer("coder-a"))) == 1
