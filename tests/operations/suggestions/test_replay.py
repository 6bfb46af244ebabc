"""A replay tells how good suggestions would have been, of codings that the reader may see."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import pytest

from toolkit.domain.codings import Mode
from toolkit.domain.suggestions import Outcome
from toolkit.errors import InputError
from toolkit.operations.suggestions.replay import _second
from toolkit.suggest.models import registry

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


@pytest.fixture
def coded(project: Project, write: Callable[[str, str], Path]) -> Project:
    """Six interviews, in each of which coder-a codes the same three sentences."""
    for number in range(1, 7):
        name = f"P{number:02d}"
        lines = "\n\n".join(f"{name}: {sentence}" for sentence in SENTENCES.values())
        text = f"Interviewer: Go on, please.\n\n{lines}\n"
        project.sources.import_files([write(f"{name}.txt", text)], actor="lead")
        for code, sentence in SENTENCES.items():
            start = project.sources.text(name).index(sentence)
            project.codings.add(name, start, start + len(sentence), code, coder="coder-a")
    return project


def replayed(project: Project, **options: object) -> Replay:
    options.setdefault("coder", "coder-a")
    return project.suggestions.replay(reader="coder-a", orders=2, model="lexical", **options)  # type: ignore[arg-type]


def test_what_is_said_again_is_predicted_from_earlier_interviews(coded: Project) -> None:
    done = replayed(coded)
    rows = {row.method: row for row in done.results.rows}
    assert list(rows) == ["qct", "frequency", "names", "knn", "tfidf_lr", "lr"]
    # Three passages of each interview but the first of an order; the orders begin differently.
    assert rows["qct"].n == 18
    assert rows["qct"].hit_1 == 1.0
    assert (rows["frequency"].hit_1 or 0.0) < 1.0
    assert rows["qct"].strong_share == 0.0  # There are fewer than 60 answers.
    assert done.sources == tuple(f"P{number:02d}" for number in range(1, 7))
    assert [len(order) for order in done.orders] == [6, 6, 6]


def test_the_same_replay_gives_the_same_figures_and_stores_nothing(coded: Project) -> None:
    events = len(coded.history.events(limit=1_000))
    first, second = replayed(coded), replayed(coded)
    assert first.results == second.results
    assert len(coded.history.events(limit=1_000)) == events


def test_codings_made_with_a_suggestion_in_sight_are_left_out_and_counted(coded: Project) -> None:
    coded.rounds.open("helped", actor="lead", mode=Mode.ASSISTED)
    start = coded.sources.text("E01").index("A leak is what")
    offered = coded.suggestions.for_span(
        "E01", start, start + 20, coder="coder-a", round_id="helped", model="lexical"
    )
    coded.suggestions.decide(
        offered[0].batch_id,
        Outcome.ACCEPTED,
        coder="coder-a",
        suggestion_id=offered[0].id,
        round_id="helped",
    )
    done = replayed(coded)
    assert "E01" not in done.sources
    assert any("1 coding that was made with a suggestion" in note for note in done.results.notes)


def test_a_second_coder_is_the_ceiling_on_what_both_coded(coded: Project) -> None:
    sentence = SENTENCES["trust"]
    start = coded.sources.text("P02").index(sentence)
    coded.codings.add("P02", start, start + len(sentence), "trust", coder="coder-b")
    rows = {row.method: row for row in replayed(coded).results.rows}
    assert (rows["second_coder"].n, rows["second_coder"].hit_1) == (1, 1.0)
    with pytest.raises(InputError, match="unknown coder 'nobody'"):
        replayed(coded, second="nobody")


def test_renderings_teach_nothing_about_each_other(
    coded: Project, write: Callable[[str, str], Path]
) -> None:
    strange = "The night bus was late again and it rained on the bread."
    for name, head in (("R01", ""), ("R02", "---\nrendering_of: R01\n---\n")):
        coded.sources.import_files(
            [write(f"{name}.txt", f"{head}Interviewer: Go on.\n\n{name}: {strange}\n")],
            actor="lead",
        )
        start = coded.sources.text(name).index(strange)
        coded.codings.add(name, start, start + len(strange), "proposal", coder="coder-a")
    done = coded.suggestions.replay(reader="coder-a", coder="coder-a", orders=0, model="lexical")
    (answers,) = next(iter(done.families.values()))["knn"]
    number = done.sources.index("R02")
    (row,) = np.flatnonzero(answers.sources == number).tolist()
    # From R01 alone the nearest passage would have said `proposal` with certainty.
    assert answers.confidence[row] < 1.0 or answers.best_rank[row] > 1


def test_what_several_settled_together_is_no_second_opinion(coded: Project) -> None:
    mine = coded.codings.find(coder="coder-a")
    settled = [replace(each, coder_id="all", round_id="consensus") for each in mine]
    theirs = [replace(each, coder_id="coder-b") for each in mine[:2]]
    assert _second([*mine, *settled], "coder-a", None, {"consensus"}) == []
    assert _second([*mine, *settled, *theirs], "coder-a", None, {"consensus"}) == theirs


def test_codings_that_the_model_cannot_read_are_left_out_and_counted(coded: Project) -> None:
    start = coded.sources.text("K01").index("유출되면")
    coded.codings.add("K01", start, start + 4, "security", coder="coder-a")
    if not registry.is_installed("minilm"):
        pytest.skip("needs the model minilm")
    done = coded.suggestions.replay(reader="coder-a", coder="coder-a", orders=0, model="minilm")
    assert "K01" not in done.sources
    assert any("1 coding in a source that the model does not read" in n for n in done.results.notes)


def test_too_few_interviews_and_unknown_coders_are_refused(project: Project) -> None:
    with pytest.raises(InputError, match="unknown coder 'coder-a'"):
        replayed(project)
    start = project.sources.text("E01").index("A leak is what")
    project.codings.add("E01", start, start + 20, "trust", coder="coder-a")
    with pytest.raises(InputError, match="a replay needs 3") as caught:
        replayed(project)
    assert caught.value.code == "replay-few"
