"""Proposals in groups, and the sentences around their places."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from toolkit.language.identifiers.candidate import Kind
from toolkit.operations.identifiers.key import Entry
from toolkit.operations.identifiers.propose import Proposal
from toolkit.tui.state.coding_session import CodingSession
from toolkit.tui.state.identifiers import AROUND, Desk, Filters, grouped, numbered, offered

if TYPE_CHECKING:
    from toolkit.project import Project

WORDS = ("Kim", "kim", "Seoul", "김민수")


def _proposal(source: str, start: int, kind: Kind, words: str, state: str = "new") -> Proposal:
    return Proposal(source, start, start + len(words), kind, words, f"[{kind}]", state)


proposals = st.lists(
    st.builds(
        _proposal,
        st.sampled_from(["E01", "E02"]),
        st.integers(0, 500),
        st.sampled_from([Kind.PERSON, Kind.PLACE]),
        st.sampled_from(WORDS),
    )
)


@given(proposals)
def test_every_place_is_in_one_group_of_its_words_and_kind(given_: list[Proposal]) -> None:
    groups = grouped(given_)
    assert sorted(map(repr, given_)) == sorted(repr(p) for group in groups for p in group.places)
    assert len({group.id for group in groups}) == len(groups)
    for group in groups:
        assert {(p.kind, p.text.casefold()) for p in group.places} == {group.id}
        assert list(numbered(group.places).values()) == list(group.places)
        assert group.sources == len({p.source for p in group.places})


def test_new_words_come_first_then_those_with_most_places() -> None:
    listed = [
        _proposal("E01", 0, Kind.PERSON, "Kim", "known"),
        _proposal("E01", 9, Kind.PLACE, "Seoul"),
        *(_proposal("E01", at, Kind.PERSON, "김민수") for at in (20, 30)),
        _proposal("E02", 5, Kind.PERSON, "Lee", "always"),
    ]
    assert [group.words for group in grouped(listed)] == ["김민수", "Seoul", "Lee", "Kim"]
    filters = Filters(kind=Kind.PERSON, new_only=True)
    assert [group.words for group in grouped(listed) if filters.keeps(group)] == ["김민수"]
    assert filters.text == "person · new"


def test_pseudonyms_of_the_same_kind_are_offered_first_and_the_own_words_never() -> None:
    entries = [
        Entry(Kind.PLACE, "Seoul", "[Place A]"),
        Entry(Kind.PERSON, "Lee", "[Person 2]"),
        Entry(Kind.PERSON, "Ms Lee", "[Person 2]"),
        Entry(Kind.PERSON, "KIM", "[Person 1]"),
    ]
    groups = grouped([_proposal("E01", 0, Kind.PERSON, "김민수")])
    assert offered(entries, groups, (Kind.PERSON, "kim")) == [
        ("[Person 2]", "Lee, Ms Lee"),
        ("[person]", "김민수"),
        ("[Place A]", "Seoul"),
    ]


def test_the_sentence_around_a_place_has_the_words_marked_and_no_line_break(
    project: Project,
) -> None:
    desk = Desk(CodingSession(project, coder="coder-a"))
    text = project.sources.text("E01")
    for words, before, after in (
        ("[Agency 3]", "Last spring ", " sent us a list with holes."),
        ("director", "E01: A leak is what my ", " fears."),
        ("What", "I: ", " hinders sharing?"),
    ):
        start = text.index(words)
        passage = desk.passage(_proposal("E01", start, Kind.PERSON, words))
        assert (passage.before, passage.words, passage.after) == (before, words, after)


def test_a_text_that_is_another_now_shows_the_words_alone(project: Project) -> None:
    desk = Desk(CodingSession(project, coder="coder-a"))
    passage = desk.passage(_proposal("E01", 2, Kind.PERSON, "Nobody here"))
    assert (passage.before, passage.words, passage.after) == ("… ", "Nobody here", " …")
    assert desk.passage(_proposal("X99", 2, Kind.PERSON, "Kim")).words == "Kim"


def test_a_sentence_without_end_is_cut_on_both_sides(project: Project) -> None:
    desk = Desk(CodingSession(project, coder="coder-a"))
    text = "가 " * 400 + "김민수" + " 나" * 400
    desk._texts["E01"] = text
    passage = desk.passage(_proposal("E01", text.index("김"), Kind.PERSON, "김민수"))
    assert passage.before.startswith("…")
    assert passage.after.endswith("…")
    assert [len(part) for part in (passage.before, passage.after)] == [AROUND + 1, AROUND + 1]
