"""The first suggestion comes in parts: at once, and then with all coded passages."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.operations.suggestions.test_suggest import Place, ask, assisted
from toolkit.errors import UsageError

if TYPE_CHECKING:
    from toolkit.project import Project


class StopNow(Exception):  # noqa: N818 - what the person does
    """Raised in the place of a key that ends the work."""


@pytest.fixture
def coded(project: Project, place: Place) -> Project:
    for quote in ("We do not trust their figures.", "A leak is what"):
        start, end = place("E01", quote)
        project.codings.add("E01", start, end, "trust", coder="coder-a")
    assisted(project)
    return project


def prepare(project: Project, place: Place, **options: object) -> int:
    start, end = place("E01", "do not trust")
    return project.suggestions.prepare(
        [("E01", start, end)],
        coder="coder-a",
        model="lexical",
        round_id="assist",
        **options,  # type: ignore[arg-type]
    )


def test_at_once_says_how_many_passages_are_left_out(coded: Project, place: Place) -> None:
    first = ask(coded, place, quote="do not trust", at_once=True)
    assert first
    assert {each.evidence.unread for each in first} == {2}
    assert all(not each.evidence.examples for each in first)
    told: list[tuple[int, int]] = []
    count = prepare(coded, place, note=lambda done, of: told.append((done, of)))
    assert count > 0
    assert told[0] == (0, count)
    assert told[-1] == (count, count)
    assert prepare(coded, place) == 0
    second = ask(coded, place, quote="do not trust", at_once=True)
    assert {each.evidence.unread for each in second} == {0}
    whole = ask(coded, place, quote="do not trust")
    assert [(each.code_id, each.score, each.training_sha256) for each in second] == [
        (each.code_id, each.score, each.training_sha256) for each in whole
    ]
    stored = coded.suggestions.all(batch_id=first[0].batch_id)
    assert {each.evidence.unread for each in stored} == {2}


def test_what_was_compared_before_it_was_stopped_stays(
    coded: Project, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("toolkit.operations.suggestions.parts.CHUNK", 1)
    monkeypatch.setattr("toolkit.suggest.models.cache.CHUNK", 1)

    def stop(done: int, of: int) -> None:
        if done == 2:
            raise StopNow

    whole = []
    with pytest.raises(StopNow):
        prepare(coded, place, note=stop)
    rest = prepare(coded, place, note=lambda done, of: whole.append((done, of)))
    assert rest > 0
    assert prepare(coded, place) == 0


def test_nothing_is_compared_where_nothing_may_be_suggested(project: Project, place: Place) -> None:
    project.rounds.open("blind", actor="lead")
    start, end = place("E01", "A leak is what")
    with pytest.raises(UsageError):
        project.suggestions.prepare([("E01", start, end)], coder="coder-a", round_id="blind")


def test_a_preliminary_answer_that_is_shown_is_stored_as_shown(
    coded: Project, place: Place
) -> None:
    computed = ask(coded, place, quote="do not trust", at_once=True, show=False)
    assert [each.reveal for each in coded.decisions.shown() if each.reveal.shown_at] == []
    shown = ask(coded, place, quote="do not trust", at_once=True)
    assert shown[0].evidence.unread == 2
    stored = {each.reveal.id for each in coded.decisions.shown() if each.reveal.shown_at}
    assert stored == {each.id for each in shown}
    assert not stored & {each.id for each in computed}
