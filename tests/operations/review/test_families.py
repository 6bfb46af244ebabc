"""How codes of families are used together, and families that are proposed from that."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.identity import identity
from toolkit.domain.codebook import Code, Codebook, Family
from toolkit.domain.codings import Mode
from toolkit.errors import InputError, UsageError
from toolkit.formats.codebook_write import write_codebook

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.project import Project

STANCES = ("for", "against")
TOPICS = ("money", "people", "law")
BOOK = Codebook(
    (
        Code("stance", {"en": "Stance", "ko": "태도"}),
        *(Code(code, {"en": code}, parent="stance") for code in STANCES),
        *(Code(code, {"en": code}) for code in TOPICS),
    )
)


@pytest.fixture
def study(empty_project: Project, write: Callable[[str, str], Path]) -> Project:
    """Sixty sentences of coder-a with a stance each and topics that do not regard it."""
    project = empty_project
    project.codebook.import_file(write("book.yaml", write_codebook(BOOK)), actor="lead")
    lines = [f"This is sentence number {number:02d} of the interview." for number in range(60)]
    turns = "\n\n".join(f"I: And?\n\nP1: {line}" for line in lines)
    project.sources.import_files([write("P1.txt", f"{turns}\n")], actor="lead")
    text = project.sources.text("P1")
    placements = []
    for number, line in enumerate(lines):
        start = text.index(line)
        codes = {STANCES[number % 2], TOPICS[number // 2 % 3], TOPICS[number // 6 % 3]}
        placements += [("P1", start, start + len(line), code) for code in sorted(codes)]
    project.codings.add_many(placements, coder="coder-a")
    return project


def test_a_family_is_proposed_where_the_codebook_marks_none(study: Project) -> None:
    """Its name is that of the code above, and its lines are those of a codebook file."""
    events = len(study.history.events())
    found = study.review.families(coder="coder-a")
    (use,) = found.families
    assert (use.state, use.family.id, use.codes) == ("proposed", "stance", STANCES)
    assert (use.passages, use.together, use.pairs, use.expected) == (60, 0, 0, 15.0)
    assert use.family.exclusive
    assert found.lines == (
        "families:",
        '  - {id: stance, name: {en: "Stance", ko: "태도"}, exclusive: true, '
        "codes: [for, against]}",
    )
    assert found.notes[0].startswith("60 passages of coder-a looked at")
    assert len(study.history.events()) == events


def test_the_proposed_lines_make_a_codebook_with_that_family(
    study: Project, write: Callable[[str, str], Path]
) -> None:
    lines = study.review.families(coder="coder-a").lines
    text = write_codebook(BOOK) + "\n".join(lines) + "\n"
    study.codebook.import_file(write("book.yaml", text), actor="lead")
    marked = study.review.families(coder="coder-a")
    assert [(use.state, use.family.id) for use in marked.families] == [("marked", "stance")]
    assert marked.lines == ()
    again = study.review.families(coder="coder-a", propose=True)
    assert [use.state for use in again.families] == ["marked"]
    assert again.notes[-1].startswith("no family is proposed")


def test_a_family_that_is_exclusive_by_name_alone_is_told(
    study: Project, write: Callable[[str, str], Path]
) -> None:
    family = Family("topics", {"en": "Topics"}, exclusive=True, codes=TOPICS)
    text = write_codebook(replace(BOOK, families=(family,)))
    study.codebook.import_file(write("book.yaml", text), actor="lead")
    (use,) = study.review.families(coder="coder-a").families
    assert use.together > 0
    assert use.remark == (
        f"It is marked as exclusive, but {use.together} passages have several of its codes."
    )


def test_a_coder_without_codings_gets_an_answer_in_words(study: Project) -> None:
    found = study.review.families(coder="coder-b")
    assert (found.families, found.lines) == ((), ())
    assert found.notes == (
        "0 passages of coder-b looked at; codes are together where they have the same start and "
        "end",
        "no family is proposed: no other set of codes was given together less than half as often "
        "as by chance",
    )


def test_unknown_rounds_and_blind_rounds_are_refused(study: Project) -> None:
    with pytest.raises(InputError):
        study.review.families(coder="coder-a", round_id="nowhere")
    study.rounds.open("R1", actor="lead", mode=Mode.BLIND, coders=("coder-a",))
    with identity("coder-a"), pytest.raises(UsageError):
        study.review.families(coder="coder-a")
