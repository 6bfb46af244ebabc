"""A concordance without its screen: the highlighted line, the orders, and what is current."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.errors import UsageError
from toolkit.tui.state.coding_session import CodingSession
from toolkit.tui.state.concordance import ConcordanceList, Question, Sizes

if TYPE_CHECKING:
    from toolkit.project import Project


def unheard(_done: int, _of: int) -> None:
    """Nobody looks at the progress."""


@pytest.fixture
def session(project: Project) -> CodingSession:
    return CodingSession(project, coder="coder-a")


def listed(session: CodingSession, word: str, search: str = "regex") -> ConcordanceList:
    made = ConcordanceList(session)
    made.show(made.read(Question(word, search), unheard))
    return made


def test_the_same_line_stays_highlighted_in_every_order(session: CodingSession) -> None:
    made = listed(session, "us|[가는]")
    assert len({line.source_id for line in made.lines}) == 2
    for at in range(len(made.lines)):
        made.sort("text")
        made.at = at
        line = made.current
        for order in ("right", "left", "text"):
            made.sort(order)
            assert made.current == line
        assert made.at == at


def test_a_line_that_is_there_still_is_highlighted_when_it_is_read_anew(
    session: CodingSession,
) -> None:
    made = listed(session, "us")
    made.at = 1
    line = made.current
    made.show(made.read(Question("us|leak", "regex"), unheard))
    assert made.current == line
    made.show(made.read(Question("leak", "written"), unheard))
    assert made.at == 0
    assert made.current is not None
    assert made.current.match == "leak"


def test_the_columns_are_as_wide_as_the_widest_in_cells(session: CodingSession) -> None:
    assert listed(session, "모두에게|us").answer is not None
    answer = listed(session, "모두에게|us").answer
    assert answer is not None
    assert answer.sizes == Sizes(source=3, speaker=3, match=8)
    empty = listed(session, "nowhere").answer
    assert empty is not None
    assert empty.sizes == Sizes(0, 0, 0)


def test_matches_of_a_source_are_those_of_its_text(session: CodingSession) -> None:
    made = listed(session, "us|가")
    for source in session.sources:
        text = session.project.sources.text(source.id)
        matches = [text[span.start : span.end] for span in made.matches_in(source.id)]
        assert matches == (["us", "us", "us"] if source.id == "E01" else ["가"])
    assert len(made.matches_in("E99")) == 0


def test_it_is_current_until_a_text_or_the_sources_change(session: CodingSession) -> None:
    made = ConcordanceList(session)
    assert not made.is_current()
    made.show(made.read(Question("us", "written"), unheard))
    assert made.is_current()
    text = session.project.sources.text("E01")
    session.project.sources.correct("E01", "Well. " + text, actor="lead")
    session.reload()
    assert not made.is_current()


def test_no_source_is_read_where_none_is_open(session: CodingSession) -> None:
    session.sources = []
    with pytest.raises(UsageError, match="no source is open to you"):
        ConcordanceList(session).read(Question("us", "written"), unheard)


def test_without_an_answer_there_is_nothing(session: CodingSession) -> None:
    made = ConcordanceList(session)
    assert (made.lines, made.current) == ((), None)
    made.sort("left")
    assert len(made.matches_in("E01")) == 0
    with pytest.raises(UsageError, match="no word to look for"):
        made.read(Question(" ", "written"), unheard)
