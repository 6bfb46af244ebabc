"""Making a code and applying it is one step, so that both are stored or neither is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.codebook import Code
from toolkit.domain.codings import Mode
from toolkit.errors import ConflictError, InputError, UsageError

if TYPE_CHECKING:
    from toolkit.project import Project

Place = Callable[[str, str], tuple[int, int]]
SENTENCE = "We do not trust their figures."
ME = "coder-a"
NEW = Code("doubt", {"en": "Doubt", "ko": "의심"}, {"en": "Figures are doubted."})


def test_a_code_and_its_codings_are_one_event(project: Project, place: Place) -> None:
    before, events = project.codebook.current(), project.history.events()[0].seq
    where = ("E01", *place("E01", SENTENCE))
    edit, made = project.codings.create_code(NEW, [where], coder=ME, also=["trust"])
    assert edit.version == project.codebook.current().version == before.version + 1
    assert edit.added == ("doubt",)
    assert [(c.code_id, c.codebook_version) for c in made] == [
        ("doubt", edit.version), ("trust", edit.version),
    ]  # fmt: skip
    assert set(project.codings.find()) == set(made)
    assert project.codebook.code("doubt").name == NEW.name
    (event,) = project.history.events(limit=1)
    assert (event.kind, event.seq) == ("code.coin", events + 1)
    project.history.undo(actor=ME)
    assert project.codings.find() == []
    assert [code.id for code in project.codebook.current()] == [code.id for code in before]
    project.history.redo(actor=ME)
    assert {c.code_id for c in project.codings.find()} == {"doubt", "trust"}
    assert project.history.verify() == []


def test_a_coding_can_get_the_new_code_instead(project: Project, place: Place) -> None:
    was = project.codings.add("E01", *place("E01", SENTENCE), "trust", coder=ME)
    _, (now,) = project.codings.create_code(NEW, [], coder=ME, instead_of=was.id)
    assert project.codings.find() == [now]
    assert (now.id, now.code_id, now.span) == (was.id, "doubt", was.span)
    project.history.undo(actor=ME)
    assert project.codings.find() == [was]


def test_what_cannot_be_done_leaves_nothing(project: Project, place: Place) -> None:
    start, end = place("E01", SENTENCE)
    other_coding = project.codings.add("E01", start, end, "trust", coder="coder-b")
    book, events = project.codebook.current(), project.history.events()[0].seq
    with pytest.raises(InputError, match="already is a code trust"):
        project.codings.create_code(Code("trust", {"en": "T"}), [("E01", start, end)], coder=ME)
    with pytest.raises(InputError, match="not a span"):
        project.codings.create_code(NEW, [("E01", start, 10**6)], coder=ME)
    with pytest.raises(InputError, match="unknown code"):
        project.codings.create_code(NEW, [("E01", start, end)], coder=ME, also=["nope"])
    with pytest.raises(UsageError, match="coder-b"):
        project.codings.create_code(NEW, [], coder=ME, instead_of=other_coding.id)
    assert project.codebook.current() == book
    assert project.history.events()[0].seq == events


def test_a_place_read_from_an_earlier_text_is_refused(project: Project, place: Place) -> None:
    start, end = place("E01", SENTENCE)
    read = {"E01": project.sources.get("E01").text_sha256}
    text = project.sources.replaced_text("E01", 0, 0, "Note. ")
    project.sources.correct("E01", text, actor="lead")
    with pytest.raises(ConflictError, match="corrected in the meantime"):
        project.codings.create_code(NEW, [("E01", start, end)], coder=ME, texts=read)
    assert "doubt" not in project.codebook.current()


def test_a_blind_round_takes_no_new_codes_until_it_closes(project: Project, place: Place) -> None:
    where = ("E01", *place("E01", SENTENCE))
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND)
    with pytest.raises(UsageError, match="keeps to codebook version"):
        project.codings.create_code(NEW, [where], coder=ME, round_id="R1")
    assert "doubt" not in project.codebook.current()


def test_no_other_door_leads_out_of_a_blind_round(project: Project, place: Place) -> None:
    """A code made from a text in another round would give away what is coded blind there."""
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND, coders=[ME], sources=["E01"])
    with pytest.raises(UsageError) as error:
        project.codings.code_in_vivo("E01", *place("E01", SENTENCE), coder=ME)
    assert error.value.code == "round-blind"
    project.codings.code_in_vivo("K01", *place("K01", "유출되면"), coder=ME)
    project.codings.code_in_vivo("E01", *place("E01", SENTENCE), coder="coder-z")
    assert {coding.source_id for coding in project.codings.find(coder=ME)} == {"K01"}


def test_submitted_work_is_not_taken_back_with_its_code(project: Project, place: Place) -> None:
    project.codings.create_code(NEW, [("E01", *place("E01", SENTENCE))], coder=ME)
    project.rounds.submit("main", "E01", coder=ME)
    with pytest.raises(UsageError, match="submitted"):
        project.history.undo(actor=ME)
    assert "doubt" in project.codebook.current()


def test_words_are_a_code_once_and_found_again(project: Project, place: Place) -> None:
    start, end = place("E01", "trust their figures")
    code, (coding,) = project.codings.code_in_vivo("E01", start, end, coder=ME, parent="obstacles")
    assert (code.id, code.name, code.parent) == (
        "trust-their-figures", {"en": "trust their figures"}, "obstacles",
    )  # fmt: skip
    assert (coding.code_id, coding.span.start, coding.span.end) == (code.id, start, end)
    again, (same,) = project.codings.code_in_vivo("E01", start, end, coder=ME)
    assert (again.id, same) == (code.id, coding)
    assert project.codebook.current().version == 2
    project.codebook.retire(code.id, actor=ME)
    other, _ = project.codings.code_in_vivo("E01", start, end, coder=ME)
    assert other.id == "trust-their-figures-2"


def test_korean_words_name_a_korean_code(project: Project, place: Place) -> None:
    start, end = place("K01", "같은 규칙이 필요해요.")
    code, _ = project.codings.code_in_vivo("K01", start, end, coder=ME, also=["proposal"])
    assert (code.id, code.name) == ("같은-규칙이-필요해요", {"ko": "같은 규칙이 필요해요"})
    assert {c.code_id for c in project.codings.find()} == {code.id, "proposal"}
    project.history.undo(actor=ME)
    assert project.codings.find() == []
    assert code.id not in project.codebook.current()


def test_a_name_that_exists_is_applied_even_in_a_blind_round(
    project: Project, place: Place
) -> None:
    start, end = place("E01", "security")
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND)
    code, (coding,) = project.codings.code_in_vivo("E01", start, end, coder=ME, round_id="R1")
    assert (code.id, coding.round_id) == ("security", "R1")
    with pytest.raises(UsageError, match="keeps to codebook version"):
        project.codings.code_in_vivo("E01", start - 4, end, coder=ME, round_id="R1")


def test_without_a_word_there_is_no_name(project: Project, place: Place) -> None:
    start, end = place("E01", "😀")
    with pytest.raises(InputError, match="no word"):
        project.codings.code_in_vivo("E01", start, end, coder=ME)


def test_the_nearest_codes_are_told(project: Project) -> None:
    nearest = project.codebook.nearest(["Distrust of lists", "불신"])
    assert nearest[0].code_id == "trust"
    assert [near.code_id for near in project.codebook.nearest(["보안"], most=1)] == ["security"]
