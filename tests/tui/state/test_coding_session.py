"""Tests of the state of a coding session, without a screen."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from toolkit.domain.codings import Mode
from toolkit.domain.memos import MemoTarget
from toolkit.domain.spans import Span
from toolkit.errors import InputError
from toolkit.project import Project
from toolkit.tui.state.coder_view import RECENT
from toolkit.tui.state.coding_session import CodingSession

Place = Callable[[str, str], tuple[int, int]]
FIRST = "We do not trust their figures."


def seat(project: Project, **options: str) -> CodingSession:
    session = CodingSession(
        project, coder=options.pop("coder", "coder-a"), round_id=options.get("round")
    )
    session.open("E01")
    return session


def test_spans_are_trimmed_but_never_to_nothing(project: Project, place: Place) -> None:
    session = seat(project)
    start, end = place("E01", FIRST)
    assert session.trimmed(Span(start - 1, end + 1)) == Span(start, end)
    blank = Span(24, 26)
    assert project.sources.text("E01")[24:26] == "\n\n"
    assert session.trimmed(blank) == blank


def test_the_same_code_is_not_put_twice_on_one_span(project: Project, place: Place) -> None:
    session = seat(project)
    span = Span(*place("E01", FIRST))
    assert len(session.apply(span, ["trust", "trust"])) == 1
    assert session.apply(span, ["trust"]) == []
    assert [c.code_id for c in session.apply(span, ["trust", "security"])] == ["security"]
    assert session.counts == {"E01": 2}


def test_recent_codes_are_few_and_the_latest_first(project: Project, place: Place) -> None:
    session = seat(project)
    for code in ("trust", "security", "proposal", "obstacles", "trust"):
        session.remember([code])
    assert session.recent == ["trust", "obstacles", "proposal", "security"]
    session.remember([f"c{n}" for n in range(9)])
    assert len(session.recent) == RECENT


def test_one_s_own_answer_is_due_until_a_code_overlaps(project: Project, place: Place) -> None:
    session = seat(project)
    start, end = place("E01", FIRST)
    project.codings.add("E01", start, end, "trust", coder="coder-b")
    session.reload_codings()
    assert session.needs_commitment(Span(start, end))
    session.apply(Span(start, start + 5), ["trust"])
    assert not session.needs_commitment(Span(start, end))
    assert session.needs_commitment(Span(end + 1, end + 9))


def test_suggestions_exist_by_the_mode_of_the_round(project: Project) -> None:
    project.rounds.open("blind", actor="lead", mode=Mode.BLIND)
    project.rounds.open("helped", actor="lead", mode=Mode.ASSISTED)
    assert not seat(project, round="blind").may_suggest
    assert seat(project, round="helped").may_suggest
    assert not seat(project, round="helped").needs_commitment(Span(0, 5))
    project.rounds.close("blind", actor="lead")
    assert not seat(project, round="blind").may_change


def test_a_change_elsewhere_is_told_once(project: Project, place: Place) -> None:
    session = seat(project)
    assert not session.changed_elsewhere()
    session.apply(Span(*place("E01", FIRST)), ["trust"])
    assert not session.changed_elsewhere()
    with Project.open(project.folder) as other:
        other.codings.add("E01", *place("E01", FIRST), "security", coder="coder-b")
    assert session.changed_elsewhere()
    assert not session.changed_elsewhere()


def test_a_code_that_left_the_codebook_shows_its_id(project: Project) -> None:
    session = seat(project)
    assert session.look("gone").name == "gone"
    assert session.look("trust").name == "Distrust"
    assert session.path("trust") == "Obstacles"


def test_the_same_code_on_the_same_span_is_shown_once_and_the_own_one_stands_for_it(
    project: Project, place: Place
) -> None:
    start, end = place("E01", FIRST)
    others = [
        project.codings.add("E01", start, end, "trust", coder=coder) for coder in ("a", "coder-b")
    ]
    project.codings.add("E01", start, end, "security", coder="coder-b")
    session = seat(project)
    shown = session.alike()
    assert [[c.coder_id for c in group] for group in shown.values()] in (
        [["a", "coder-b"], ["coder-b"]],
        [["coder-b"], ["a", "coder-b"]],
    )
    session.apply(Span(start, end), ["trust"])
    own = session.own_codings[0]
    shown = session.alike()
    assert [c.coder_id for c in shown[own.id]] == ["coder-a", "a", "coder-b"]
    project.memos.write(MemoTarget.CODING, others[0].id, "why?", coder="a")
    session.reload_codings()
    assert session.noted(session.alike()) == {own.id}
    session.only_own = True
    assert [group[0] for group in session.alike().values()] == [own]


def test_unknown_rounds_and_sources_are_refused_before_anything_is_drawn(
    project: Project,
) -> None:
    from toolkit.tui.app import WorkspaceApp

    with pytest.raises(InputError, match="round"):
        WorkspaceApp(project, None, coder="a", round_id="R9")
    with pytest.raises(InputError, match="source"):
        WorkspaceApp(project, "E99", coder="a")
