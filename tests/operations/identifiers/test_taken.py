"""Pseudonyms that others gave between a proposal and its acceptance are noticed."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.operations.identifiers.conftest import accept_all
from toolkit.errors import ConflictError
from toolkit.language.identifiers.candidate import Kind
from toolkit.operations.identifiers.accept import Choice
from toolkit.operations.identifiers.key import Entry
from toolkit.operations.sources import correct
from toolkit.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.operations.identifiers.propose import Proposals

PARK, FINANCE = "Park Ji-hoon", "Ministry of Finance"
_ACCEPT = """
import sys
from toolkit.language.identifiers.candidate import Kind
from toolkit.operations.identifiers.accept import Choice
from toolkit.project import Project
with Project.open(sys.argv[1]) as project:
    start = project.sources.text(sys.argv[2]).index(sys.argv[3])
    choice = Choice(sys.argv[2], start, start + len(sys.argv[3]), Kind.PERSON, sys.argv[4])
    project.identifiers.accept([choice], actor="coder-b")
"""


def in_another_process(folder: Path, source: str, words: str, pseudonym: str) -> None:
    """Accept the first place of the words in a process of its own."""
    subprocess.run(
        [sys.executable, "-c", _ACCEPT, str(folder), source, words, pseudonym], check=True
    )


def state(project: Project) -> tuple[object, ...]:
    """Everything that an accepted choice changes."""
    return (
        [project.sources.text(source.id) for source in project.sources.all()],
        project.identifiers.key(),
        len(project.history.events()),
    )


def choices(proposals: Proposals, *words: str) -> list[Choice]:
    return [
        Choice(p.source, p.start, p.end, p.kind, p.replacement)
        for p in proposals.all
        if p.text in words
    ]


def refused(project: Project, proposals: Proposals, *words: str) -> str:
    """The message by which accepting is refused; nothing is changed then."""
    before = state(project)
    with pytest.raises(ConflictError) as caught:
        project.identifiers.accept(
            choices(proposals, *words), actor="coder-a", seen=proposals.taken
        )
    assert caught.value.code == "pseudonym-taken"
    assert "Nothing was changed" in caught.value.hint
    assert state(project) == before
    assert project.history.verify() == []
    return caught.value.message


def test_a_pseudonym_that_another_process_gave_somebody_else_is_refused(
    interviews: Project,
) -> None:
    proposals = interviews.identifiers.propose(["B"])
    in_another_process(interviews.folder, "A", "김민수", "[Person 1]")
    assert refused(interviews, proposals, PARK) == (
        "[Person 1] has been given to other words in the meantime"
    )
    # What was listed since then has another one.
    listed = interviews.identifiers.propose(["B"])
    assert {p.replacement for p in listed.all if p.text == PARK} == {"[Person 2]"}
    interviews.identifiers.accept(choices(listed, PARK), actor="coder-a", seen=listed.taken)
    assert "[Person 2]" in interviews.sources.text("B")


def test_words_that_got_another_pseudonym_in_another_process_are_refused(
    interviews: Project, write: Callable[[str, str], Path]
) -> None:
    path = write("C.txt", f"Interviewer: Who?\n\nExpert: {PARK}.\n")
    interviews.sources.import_files([path], actor="lead")
    proposals = interviews.identifiers.propose(["B"])
    in_another_process(interviews.folder, "C", PARK, "[Official 9]")
    message = refused(interviews, proposals, PARK, FINANCE)
    assert message == "the words at B:26:38 have got the pseudonym [Official 9] in the meantime"
    assert PARK not in message
    assert {p.replacement for p in interviews.identifiers.propose(["B"]).all} == {
        "[Official 9]",
        "[Ministry A]",
    }


def test_what_another_session_accepted_of_the_same_proposals_is_no_conflict(
    interviews: Project,
) -> None:
    proposals = interviews.identifiers.propose()
    with Project.open(interviews.folder) as other:
        other.identifiers.accept(
            choices(proposals, "김민수", "기획재정부"), actor="coder-b", seen=proposals.taken
        )
    # The part of the name has the pseudonym of the whole name, as was proposed.
    left = [choice for choice in choices(proposals, PARK, "Ji-hoon") if choice.source == "B"]
    interviews.identifiers.accept(left, actor="coder-a", seen=proposals.taken)
    assert interviews.identifiers.propose(["B"]).all != ()
    assert interviews.sources.text("B").count("[Person 1]") == 2


def test_a_pseudonym_that_a_person_changes_on_purpose_is_no_conflict(interviews: Project) -> None:
    accept_all(interviews, "B")
    interviews.history.undo(actor="coder-a")
    proposals = interviews.identifiers.propose(["B"])
    (first, *_others) = choices(proposals, PARK)
    changed = Choice("B", first.start, first.end, Kind.PERSON, "[Official 1]")
    interviews.identifiers.accept([changed], actor="coder-a", seen=proposals.taken)
    assert Entry(Kind.PERSON, PARK, "[Official 1]") in interviews.identifiers.key()


def test_two_spellings_are_given_a_pseudonym_of_the_key_on_purpose(interviews: Project) -> None:
    accept_all(interviews, "A")
    proposals = interviews.identifiers.propose(["B"])
    same = [
        Choice(c.source, c.start, c.end, c.kind, "[인물-1]")
        for c in choices(proposals, PARK, "Ji-hoon")
    ]
    interviews.identifiers.accept(same, actor="coder-a", seen=proposals.taken)
    assert interviews.sources.text("B").count("[인물-1]") == 2


def test_numbers_share_their_pseudonym(
    interviews: Project, write: Callable[[str, str], Path]
) -> None:
    path = write("C.txt", "---\nlanguage: ko\n---\n면담자: 010-9999-0000이죠.\n")
    interviews.sources.import_files([path], actor="lead")
    proposals = interviews.identifiers.propose()
    with Project.open(interviews.folder) as other:
        other.identifiers.accept(choices(proposals, "010-9999-0000"), actor="coder-b")
    interviews.identifiers.accept(
        choices(proposals, "010-1234-5678"), actor="coder-a", seen=proposals.taken
    )
    assert "[전화번호]" in interviews.sources.text("A")


class TestKeyOfAnotherMachine:
    """On a server each machine has a key of its own; what the others gave stands in the texts."""

    @pytest.fixture(params=["sqlite", "postgresql"])
    def store_kind(self, request: pytest.FixtureRequest) -> str:
        return str(request.param)

    @pytest.fixture
    def elsewhere(self, interviews: Project) -> Callable[[], None]:
        """Somebody with another key gives [Person 1] to a person of A."""

        def accept() -> None:
            key = interviews.identifiers.key_path()
            aside = key.with_name("aside.json")
            if key.exists():
                key.rename(aside)
            in_another_process(interviews.folder, "A", "김민수", "[Person 1]")
            key.rename(key.with_name("theirs.json"))
            if aside.exists():
                aside.rename(key)

        return accept

    def test_a_pseudonym_that_stands_in_a_text_by_then_is_refused(
        self, interviews: Project, elsewhere: Callable[[], None]
    ) -> None:
        proposals = interviews.identifiers.propose(["B"])
        elsewhere()
        assert refused(interviews, proposals, PARK) == (
            "[Person 1] stands in A in the meantime, for other words"
        )
        # It is not proposed either, though only B is listed.
        listed = interviews.identifiers.propose(["B"])
        assert {p.replacement for p in listed.all if p.text == PARK} == {"[Person 2]"}

    def test_one_that_comes_in_at_the_last_moment_takes_the_step_back(
        self,
        interviews: Project,
        monkeypatch: pytest.MonkeyPatch,
    ) -> None:
        """After the check, before the step is written: the store itself refuses it."""
        proposals = interviews.identifiers.propose(["B"])
        record = correct.record

        def late(*arguments: object, **named: object) -> object:
            monkeypatch.setattr(correct, "record", record)
            with Project.open(interviews.folder) as other:
                text = other.sources.text("A").replace("김민수", "[Person 1]")
                other.sources.correct("A", text, actor="coder-b")
            return record(*arguments, **named)  # type: ignore[arg-type]

        monkeypatch.setattr(correct, "record", late)
        before = interviews.sources.text("B")
        with pytest.raises(ConflictError, match="the text of A was corrected in the meantime"):
            interviews.identifiers.accept(
                choices(proposals, PARK), actor="coder-a", seen=proposals.taken
            )
        assert interviews.sources.text("B") == before
        assert interviews.identifiers.key() == []
        assert not interviews.identifiers.key_path().exists()
        assert interviews.history.verify() == []

    def test_the_key_is_as_before_where_the_step_is_refused(
        self, interviews: Project, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        accept_all(interviews, "A")
        key = interviews.identifiers.key_path().read_bytes()

        def refuse(*_arguments: object, **_named: object) -> object:
            raise ConflictError("no", code="store-conflict")

        monkeypatch.setattr(correct, "record", refuse)
        with pytest.raises(ConflictError):
            accept_all(interviews, "B")
        assert interviews.identifiers.key_path().read_bytes() == key
