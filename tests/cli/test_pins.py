"""Tests of `qct codebook pins`, `qct codebook pin` and `qct codebook unpin`."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Qct
    from toolkit.project import Project


def test_pinning_listing_and_freeing(qct: Qct, project: Project) -> None:
    assert qct("codebook", "pins", "--coder", "a", "--format", "json").json() == []
    assert qct("codebook", "pin", "2", "trust", "--coder", "a").code == 0
    assert qct("codebook", "pins", "--coder", "a", "--format", "json").json() == [
        {"number": 2, "code": "trust", "name": "Distrust"}
    ]
    assert qct("codebook", "pins", "--coder", "b", "--format", "json").json() == []
    assert project.preferences.pins("a") == {2: "trust"}
    assert "2 is free" in qct("codebook", "unpin", "2", "--coder", "a").err
    assert project.preferences.pins("a") == {}


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (("pin", "0", "trust"), 2, "1, 2, 3"),
        (("pin", "1", "nope"), 3, "trust"),
        (("unpin", "1"), 2, "nothing pinned"),
    ],
)
def test_errors_name_what_can_be_done(
    qct: Qct, arguments: tuple[str, ...], code: int, message: str
) -> None:
    ran = qct("codebook", *arguments, "--coder", "a")
    assert (ran.code, "Traceback" in ran.err) == (code, False)
    assert message in ran.err


def test_in_a_blind_round_nobody_sees_another_s_pins(
    qct: Qct, project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.preferences.pin(1, "trust", coder="coder-b")
    project.rounds.open("R1", actor="lead", coders=["coder-a", "coder-b"])
    monkeypatch.setenv("QCT_CODER", "coder-a")
    ran = qct("codebook", "pins", "--coder", "coder-b")
    assert ran.code == 2
    assert "trust" not in ran.out + ran.err
    assert qct("codebook", "pins").code == 0
