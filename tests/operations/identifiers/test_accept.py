"""Pseudonyms take the place of names, and everything on the text stays on its words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.operations.identifiers.conftest import NAMES, accept_all, quotes
from toolkit.domain.transcript import Role
from toolkit.errors import ConflictError, InputError, UsageError
from toolkit.language.identifiers.candidate import Kind
from toolkit.operations.identifiers.accept import Choice
from toolkit.operations.identifiers.key import Entry
from toolkit.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


def test_proposals_name_what_is_there_and_change_nothing(interviews: Project) -> None:
    events = len(interviews.history.events())
    proposals = interviews.identifiers.propose()
    texts = {source: interviews.sources.text(source) for source in ("A", "B")}
    assert all(texts[p.source][p.start : p.end] == p.text for p in proposals.all)
    assert {(p.text, p.replacement) for p in proposals.all} == {
        ("김민수", "[인물-1]"),
        ("민수", "[인물-1]"),
        ("박지훈", "[전문가-1]"),
        ("기획재정부", "[기관-1]"),
        ("통계청", "[기관-2]"),
        ("010-1234-5678", "[전화번호]"),
        ("Park Ji-hoon", "[Person 1]"),
        ("Ji-hoon", "[Person 1]"),
        ("Ministry of Finance", "[Ministry A]"),
    }
    assert {p.state for p in proposals.all} == {"new"}
    assert len(interviews.history.events()) == events
    assert not interviews.identifiers.key_path().exists()


def test_a_pseudonym_takes_the_place_of_every_name_in_one_step(interviews: Project) -> None:
    before = [interviews.sources.text(source) for source in ("A", "B")]
    codings = interviews.codings.find()
    accept_all(interviews)
    korean, english = (interviews.sources.text(source) for source in ("A", "B"))
    assert english == (
        "Interviewer: Did you meet [Person 1] at the [Ministry A]?\n\n"
        "Expert: Yes, [Person 1]'s team shared it. The [Ministry A] did not.\n"
    )
    # Particles fit the pseudonym: 1 is read 일, which ends in a consonant, and 2 is read 이.
    assert "저는 [기관-1]에서 일했고 [인물-1]이 저를 도와줬어요. [인물-1]이랑은 친해요." in korean
    assert "[기관-1]은 어땠나요? [기관-2]는요?" in korean
    assert "[기관-1]과 [기관-2]가 자료를 공유했어요. [인물-1] 씨한테 물어보세요." in korean
    assert sorted(quotes(interviews, "A")) == sorted(
        ["[인물-1]", " [인물-1] 과장님은 어디서", "에서 일했고 [인물-1]이 저를"]
    )
    assert quotes(interviews, "B") == ["team shared it"]
    assert interviews.identifiers.propose().all == ()
    assert interviews.history.verify() == []
    assert interviews.history.events()[0].kind == "source.deidentify"
    interviews.history.undo(actor="coder-a")
    assert [interviews.sources.text(source) for source in ("A", "B")] == before
    assert interviews.codings.find() == codings
    assert {p.state for p in interviews.identifiers.propose().all} == {"known"}
    assert interviews.history.verify() == []


def test_the_log_and_the_summary_name_no_name(interviews: Project) -> None:
    accept_all(interviews)
    event = interviews.history.events()[0]
    told = str(event.summary) + str([change.to_payload() for change in event.changes])
    # The label of a speaker is in the row that let its case speak under it, and is erased with it.
    assert not [name for name in NAMES if name in told.replace("박지훈", "")]


def test_a_speaker_keeps_role_and_case_under_the_pseudonym(interviews: Project) -> None:
    interviews.speakers.case("박지훈", "P7", actor="lead")
    accept_all(interviews)
    turns = interviews.sources.turns("A")
    assert [(turn.speaker, turn.role) for turn in turns] == [
        ("면담자", Role.INTERVIEWER),
        ("전문가-1", Role.EXPERT),
    ] * 2
    text = interviews.sources.text("A")
    assert all(text[turn.span.start :].startswith(("면담자: ", "[전문가-1]: ")) for turn in turns)
    (own,) = (p for p in interviews.sources.participations() if p.source_id == "A")
    assert (own.case_id, own.speaker) == ("P7", "전문가-1")
    interviews.sources.reread(["A"], actor="lead")
    assert [turn.speaker for turn in interviews.sources.turns("A")] == ["면담자", "전문가-1"] * 2
    assert interviews.history.verify() == []


def test_names_that_are_known_keep_their_pseudonym_in_another_source(
    interviews: Project, write: Callable[[str, str], Path]
) -> None:
    accept_all(interviews, "A")
    path = write("C.txt", "Interviewer: 김민수 씨는요?\n\nExpert: 이영희가 알아요.\n")
    interviews.sources.import_files([path], actor="lead")
    interviews.identifiers.always([Entry(Kind.PERSON, "이영희", "[인물-7]")])
    proposals = interviews.identifiers.propose(["C"]).all
    assert [(p.text, p.replacement, p.state) for p in proposals] == [
        ("김민수", "[인물-1]", "known"),
        ("이영희", "[인물-7]", "known"),
    ]
    interviews.identifiers.always([Entry(Kind.PERSON, "이영희", "[인물-7]", always=True)])
    assert interviews.identifiers.propose(["C"]).all[1].state == "always"


def test_two_spellings_become_one_person(interviews: Project) -> None:
    proposals = interviews.identifiers.propose(["B"]).all
    chosen = [
        Choice(p.source, p.start, p.end, p.kind, "[Official 1]", always=True)
        for p in proposals
        if p.kind is Kind.PERSON
    ]
    interviews.identifiers.accept(chosen, actor="coder-a")
    assert interviews.sources.text("B").count("[Official 1]") == 2
    assert [(e.words, e.replacement, e.always) for e in interviews.identifiers.key()] == [
        ("Ji-hoon", "[Official 1]", True),
        ("Park Ji-hoon", "[Official 1]", True),
    ]


def test_rejected_words_and_places_are_not_proposed_again(interviews: Project) -> None:
    first = interviews.identifiers.propose(["A"]).all
    place = next(p for p in first if p.text == "통계청")
    interviews.identifiers.reject(at=[("A", place.start, place.end)])
    interviews.identifiers.reject([(Kind.PERSON, "민수")])
    left = interviews.identifiers.propose(["A"]).all
    assert [p for p in first if p not in left] == [
        p for p in first if p == place or p.text == "민수"
    ]
    # The place is the same after other words of the source were replaced.
    accept_all(interviews, "A")
    assert interviews.sources.text("A").count("통계청") == 1
    assert interviews.identifiers.propose(["A"]).all == ()
    assert interviews.identifiers.forget([]) == 3
    assert {p.text for p in interviews.identifiers.propose(["A"]).all} == {"통계청", "민수"}


@pytest.mark.parametrize(
    ("start", "end", "replacement", "code"),
    [
        (5, 8, "", "pseudonym-form"),
        (5, 8, "two\nlines", "pseudonym-form"),
        (5, 8, "x" * 81, "pseudonym-form"),
        (5, 8, "[김민수 2]", "pseudonym-tells"),
        (5, 5, "[x]", "span-outside"),
        (5, 9_999, "[x]", "span-outside"),
        (-3, 8, "[x]", "span-outside"),
    ],
)
def test_what_cannot_be_replaced_changes_nothing(
    interviews: Project, start: int, end: int, replacement: str, code: str
) -> None:
    text = interviews.sources.text("A")
    choices = [
        Choice("B", 26, 38, Kind.PERSON, "[P]"),
        Choice("A", start, end, Kind.PERSON, replacement),
    ]
    with pytest.raises((InputError, UsageError)) as caught:
        interviews.identifiers.accept(choices, actor="coder-a")
    assert caught.value.code == code
    assert "김민수" not in str(caught.value)
    assert interviews.sources.text("A") == text
    assert "Park Ji-hoon" in interviews.sources.text("B")
    assert interviews.identifiers.key() == []


def test_stretches_that_overlap_are_refused(interviews: Project) -> None:
    choices = [
        Choice("B", 26, 38, Kind.PERSON, "[P]"),
        Choice("B", 31, 40, Kind.PERSON, "[Q]"),
    ]
    with pytest.raises(InputError, match="overlap"):
        interviews.identifiers.accept(choices, actor="coder-a")


def test_a_coding_made_meanwhile_takes_the_step_back(
    interviews: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    from toolkit.operations.identifiers import accept

    plan = accept.plan

    def meanwhile(*arguments: object) -> object:
        with Project.open(interviews.folder) as other:
            other.codings.add("B", 0, 11, "a", coder="coder-b")
        return plan(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(accept, "plan", meanwhile)
    text = interviews.sources.text("B")
    with pytest.raises(ConflictError, match="Run the correction again"):
        interviews.identifiers.accept([Choice("B", 26, 38, Kind.PERSON, "[P]")], actor="coder-a")
    assert interviews.sources.text("B") == text
    assert interviews.history.verify() == []


@settings(
    max_examples=25,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    derandomize=True,
)
@given(st.data())
def test_codings_keep_their_words_whatever_is_replaced(
    interviews: Project, data: st.DataObject
) -> None:
    """Outside the replaced stretches every coding has the words that it had, in their order."""
    source = data.draw(st.sampled_from(["A", "B"]))
    text = interviews.sources.text(source)
    edges = data.draw(
        st.lists(st.integers(0, len(text)), min_size=2, max_size=8, unique=True).map(sorted)
    )
    stretches = [
        (start, end)
        for start, end in zip(edges[::2], edges[1::2], strict=False)
        if "\n" not in text[start:end] and ":" not in text[start:end]
    ]
    choices = [
        Choice(source, start, end, Kind.PLACE, f"[§{number}]")
        for number, (start, end) in enumerate(stretches)
        if text[start:end].strip()
    ]
    before = {coding.id: coding.span for coding in interviews.codings.find(source=source)}
    done = interviews.identifiers.accept(choices, actor="coder-a")
    after = interviews.sources.text(source)
    for coding in interviews.codings.find(source=source):
        span = before[coding.id]
        inside = [c for c in choices if c.start < span.end and c.end > span.start]
        kept = "".join(
            char
            for at, char in enumerate(text[span.start : span.end], span.start)
            if not any(c.start <= at < c.end for c in inside)
        )
        now = after[coding.span.start : coding.span.end]
        for choice in inside:
            assert choice.replacement in now
            now = now.replace(choice.replacement, "")
        # A particle behind a replaced stretch may be another one.
        assert now == kept or len(now) - len(kept) in range(-2, 3)
    assert interviews.history.verify() == []
    if done.event is not None:
        interviews.history.undo(actor="coder-a")
    assert interviews.sources.text(source) == text
    assert {c.id: c.span for c in interviews.codings.find(source=source)} == before


def test_rejecting_words_that_were_replaced_keeps_the_way_back(interviews: Project) -> None:
    accept_all(interviews, "B")
    interviews.identifiers.reject([(Kind.PERSON, "Park Ji-hoon")])
    assert ("[Person 1]", "Park Ji-hoon") in [
        (entry.replacement, entry.words) for entry in interviews.identifiers.key()
    ]
    interviews.history.undo(actor="coder-a")
    listed = {proposal.text for proposal in interviews.identifiers.propose(["B"]).all}
    assert "Park Ji-hoon" not in listed
    assert "Ji-hoon" in listed
