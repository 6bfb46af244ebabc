"""Codings and codes to look at again, by letters alone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.identity import identity
from toolkit.domain.codings import Mode
from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from toolkit.operations.review.audit import Audit
    from toolkit.project import Project

Write = Callable[[str, str], Path]
TRUST = [f"We never trust the {name} figures of another ministry." for name in "abcdefghij"]
LEAKS = [f"A leak of passwords would end the career of director {name}." for name in "klmnopqrst"]


@pytest.fixture
def study(project: Project, write: Write) -> Project:
    """E05: ten sentences about trust and ten about leaks, one of these mislabelled."""
    turns = "\n\n".join(f"I: And?\n\nE05: {sentence}" for sentence in [*TRUST, *LEAKS])
    project.sources.import_files(
        [write("E05.txt", f"---\nid: E05\nlanguage: en\n---\n{turns}\n")], actor="lead"
    )
    text = project.sources.text("E05")
    placements = []
    for quote in [*TRUST, *LEAKS]:
        code = "trust" if quote in TRUST or quote == LEAKS[3] else "security"
        start = text.index(quote)
        placements.append(("E05", start, start + len(quote), code))
    project.codings.add_many(placements, coder="coder-a")
    return project


def audit(project: Project, **options: object) -> Audit:
    options = {"coder": "coder-a", "model": "lexical", **options}
    return project.review.codings(**options)  # type: ignore[arg-type]


def test_a_planted_mislabel_comes_first_with_its_reason(study: Project) -> None:
    events = len(study.history.events())
    first = audit(study).remarks[0]
    assert (first.kind, first.code_id, first.other_code) == ("outlier", "trust", "security")
    assert (first.source_id, first.quote) == ("E05", LEAKS[3])
    assert first.reason.startswith("It resembles the passages with security (0.")
    assert study.sources.text("E05")[first.start : first.end] == LEAKS[3]
    (coding,) = [each for each in study.codings.find() if each.id == first.coding_id]
    assert coding.code_id == "trust"
    assert len(study.history.events()) == events


def test_codes_without_definition_or_example_are_named(study: Project) -> None:
    reasons = {r.code_id: r.reason for r in audit(study).remarks if r.kind == "incomplete"}
    assert reasons["trust"] == "It has no example."
    assert "obstacles" not in reasons, "it has codes below it and a definition"


def test_the_list_can_be_of_one_code_and_of_so_many_codings(study: Project) -> None:
    assert {r.code_id for r in audit(study, code_id="security").remarks} == {"security"}
    assert [r for r in audit(study, most=0).remarks if r.kind == "outlier"] == []
    with pytest.raises(InputError, match="unknown code 'nope'"):
        audit(study, code_id="nope")


def test_a_coder_without_codings_gets_the_codes_alone(study: Project) -> None:
    found = audit(study, coder="coder-b")
    assert {r.kind for r in found.remarks} == {"incomplete"}
    assert found.notes == ()


def test_what_it_rests_on_is_told_and_the_seed_repeats_it(study: Project) -> None:
    found = audit(study)
    assert found.notes[0].startswith("20 codings of coder-a in 1 source looked at, by lexical@")
    assert found.notes[1].startswith("drift is tested for 0 codes with 12 codings in 6 sources")
    assert audit(study) == found


def test_open_blind_rounds_are_left_alone(study: Project) -> None:
    study.rounds.open("R1", actor="lead", coders=["coder-a"], sources=["E01"], mode=Mode.BLIND)
    study.codings.add("E01", 29, 59, "trust", coder="coder-a", round_id="R1")
    assert audit(study).notes[0].startswith("20 codings")
    with identity("coder-a"), pytest.raises(UsageError, match="works in the blind round R1"):
        audit(study)
