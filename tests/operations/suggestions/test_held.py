"""Interviews that are held back teach nothing and are in no figure but the one asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from toolkit.errors import InputError, UsageError
from toolkit.suggest.replay.outcomes import pooled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.operations.suggestions.replay import Replay
    from toolkit.project import Project

SENTENCES = {
    "trust": "We never believe the figures that the other ministry sends us.",
    "security": "A leak of the register would end my career on the same day.",
    "proposal": "They should give us a joint budget line for the exchange.",
}
NEW = "The night bus was late and it rained on the bread."


@pytest.fixture
def coded(project: Project, write: Callable[[str, str], Path]) -> Project:
    """Eight interviews with the same three sentences; P7 and P8 have a fourth of their own."""
    for number in range(1, 9):
        name = f"P{number}"
        said = {**SENTENCES, **({"proposal ": NEW} if number > 6 else {})}
        lines = "\n\n".join(f"{name}: {sentence}" for sentence in said.values())
        text = f"Interviewer: Go on, please.\n\n{lines}\n"
        project.sources.import_files([write(f"{name}.txt", text)], actor="lead")
        for code, sentence in said.items():
            start = project.sources.text(name).index(sentence)
            project.codings.add(name, start, start + len(sentence), code.strip(), coder="coder-a")
    return project


def replayed(project: Project, **options: object) -> Replay:
    return project.suggestions.replay(
        reader="coder-a",
        coder="coder-a",
        orders=2,
        model="lexical",
        **options,  # type: ignore[arg-type]
    )


def test_held_interviews_are_left_out_until_they_are_asked_for(coded: Project) -> None:
    before = replayed(coded)
    assert any("no interviews are held back" in note for note in before.results.notes)
    coded.suggestions.hold(sources=["P7", "P8"], actor="lead")
    (event,) = coded.history.events(limit=1)
    assert (event.kind, event.summary["sources"]) == ("replay.hold", ["P7", "P8"])
    others = replayed(coded)
    assert others.sources == others.answered == tuple(f"P{n}" for n in range(1, 7))
    assert any("left out with 8 codings: P7, P8" in note for note in others.results.notes)
    final = replayed(coded, on_held=True)
    assert final.answered == ("P7", "P8")
    assert len(final.orders) == 1
    for methods in final.families.values():
        for parts in methods.values():
            assert {final.sources[at] for at in pooled(parts).sources.tolist()} == {"P7", "P8"}
    rows = {row.method: row for row in final.results.rows}
    assert rows["qct"].n == 8
    assert any("frozen on" in note and "P7, P8" in note for note in final.results.notes)
    assert any("8 of their 8 codings were made before" in note for note in final.results.notes)


def test_held_interviews_teach_nothing_about_each_other(coded: Project) -> None:
    coded.suggestions.hold(sources=["P7", "P8"], actor="lead")
    done = replayed(coded, on_held=True)
    (answers,) = next(iter(done.families.values()))["knn"]
    spread = answers.confidence[answers.sources == done.sources.index("P8")]
    other = answers.confidence[answers.sources == done.sources.index("P7")]
    # Had P7 taught P8, its strange sentence would be certain there and not in P7.
    assert np.allclose(spread, other, equal_nan=True)


def test_a_freeze_is_drawn_by_its_seed_and_stands_until_it_is_released_with_a_reason(
    coded: Project,
) -> None:
    held = coded.suggestions.hold(3, seed=7, actor="lead")
    assert len(held.sources) == 3
    with pytest.raises(UsageError, match="held back since"):
        coded.suggestions.hold(2, actor="lead")
    with pytest.raises(UsageError):
        coded.history.undo(actor="lead", event=coded.history.events(limit=1)[0].seq)
    with pytest.raises(UsageError, match="without a reason"):
        coded.suggestions.release(" ", actor="lead")
    coded.suggestions.release("the first coder left", actor="lead")
    assert coded.suggestions.held().sources == ()
    assert coded.suggestions.hold(3, seed=7, actor="lead").sources == held.sources
    notes = replayed(coded).results.notes
    assert any("released on" in note and "the first coder left" in note for note in notes)
    assert coded.history.verify() == []


def test_renderings_are_held_with_their_interview(
    coded: Project, write: Callable[[str, str], Path]
) -> None:
    text = "---\nrendering_of: P1\n---\nInterviewer: Go on.\n\nP1: 다시 말합니다.\n"
    coded.sources.import_files([write("P1ko.txt", text)], actor="lead")
    assert set(coded.suggestions.hold(sources=["P1"], actor="lead").sources) == {"P1", "P1ko"}


def test_what_cannot_be_held_is_refused(coded: Project) -> None:
    with pytest.raises(InputError, match="no interviews are held back"):
        replayed(coded, on_held=True)
    with pytest.raises(InputError, match="unknown source 'P99'"):
        coded.suggestions.hold(sources=["P99"], actor="lead")
    for count in (0, 10, 11):
        with pytest.raises(UsageError, match="some left to learn from"):
            coded.suggestions.hold(count, actor="lead")
    with pytest.raises(UsageError, match="how many"):
        coded.suggestions.hold(actor="lead")
    with pytest.raises(UsageError, match="no interviews are held"):
        coded.suggestions.release("why", actor="lead")
    coded.suggestions.hold(sources=[f"P{n}" for n in range(1, 8)], actor="lead")
    with pytest.raises(InputError, match="7 held interviews and in 1 others"):
        replayed(coded, on_held=True)
