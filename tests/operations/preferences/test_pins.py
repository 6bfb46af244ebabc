"""Pinned codes belong to one coder, lie beside the store and are no step of the project."""

from __future__ import annotations

import stat

import pytest

from toolkit.errors import InputError, UsageError
from toolkit.project import Project

ME = "coder-a"


def test_pins_are_a_coder_s_own_and_no_event(project: Project) -> None:
    events = project.history.events()[0].seq
    assert project.preferences.pins(ME) == {}
    project.preferences.pin(3, "trust", coder=ME)
    project.preferences.pin(1, "security", coder=ME)
    project.preferences.pin(3, "proposal", coder="coder-b")
    assert project.preferences.pins(ME) == {1: "security", 3: "trust"}
    assert list(project.preferences.pins(ME)) == [1, 3]
    assert project.preferences.pins("coder-b") == {3: "proposal"}
    with Project.open(project.folder) as again:
        assert again.preferences.pins(ME) == {1: "security", 3: "trust"}
    assert project.history.events()[0].seq == events
    mode = (project.folder / ".qct" / "pins.json").stat().st_mode
    assert stat.S_IMODE(mode) == 0o600
    assert [p.name for p in (project.folder / ".qct").glob(".pins*")] == []


def test_a_code_has_one_number_and_a_number_one_code(project: Project) -> None:
    project.preferences.pin(1, "trust", coder=ME)
    assert project.preferences.pin(2, "trust", coder=ME) == {2: "trust"}
    assert project.preferences.pin(2, "security", coder=ME) == {2: "security"}
    assert project.preferences.unpin(2, coder=ME) == {}
    with pytest.raises(UsageError, match="nothing pinned to 2"):
        project.preferences.unpin(2, coder=ME)


@pytest.mark.parametrize("number", [0, 10, -1])
def test_there_are_nine_numbers(project: Project, number: int) -> None:
    with pytest.raises(UsageError, match="no number key"):
        project.preferences.pin(number, "trust", coder=ME)


def test_only_codes_that_exist_are_pinned(project: Project) -> None:
    with pytest.raises(InputError, match="unknown code 'nope'"):
        project.preferences.pin(1, "nope", coder=ME)
    assert project.preferences.pins(ME) == {}


@pytest.mark.parametrize("text", ["{", "[]", '{"coder-a": []}', '{"coder-a": {"1": 2}}', "\xff"])
def test_a_damaged_file_is_named(project: Project, text: str) -> None:
    path = project.folder / ".qct" / "pins.json"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(InputError, match=r"pins\.json cannot be read"):
        project.preferences.pins(ME)
    with pytest.raises(InputError, match=r"pins\.json cannot be read"):
        project.preferences.pin(1, "trust", coder=ME)
    assert path.read_bytes() == text.encode("latin-1")
