"""Steps that another coder and models may take in a project while a round is blind."""

from __future__ import annotations

import random
from contextlib import suppress
from typing import TYPE_CHECKING

from tests.finished import add_finished
from tests.identity import identity
from toolkit.domain.ids import uuid7
from toolkit.domain.memos import MemoTarget
from toolkit.errors import UsageError
from toolkit.project import Project
from toolkit.store import rows

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.domain.events import Change

AT = "2026-01-01T00:00:00.000Z"
OTHER, THIRD, ROUND = "coder-b", "coder-c", "R1"
WORD = "zebra"
"""A word that stands in every memo of the other coder."""


def begin(project: Project) -> None:
    """Open a blind round over both sources and add some work of coder-a to it."""
    project.rounds.open(ROUND, actor="lead", coders=["coder-a", OTHER], sources=["E01", "K01"])
    project.queue.make_from_units("security", coder="coder-a", round_id=ROUND, sources=["E01"])
    own_coding = project.codings.add("E01", 29, 55, "trust", coder="coder-a", round_id=ROUND)
    project.codings.add("K01", 20, 30, "security", coder="coder-a", round_id=ROUND)
    project.codings.add("E01", 40, 50, "proposal", coder="coder-a")
    project.memos.write(MemoTarget.CODING, own_coding.id, "mine", coder="coder-a")
    project.directions.confirm("E01", 29, 55, ["organization"], coder="coder-a")


def act(folder: Path, seed: int, steps: int = 8) -> None:
    """Take steps as the other coder and as models; the seed chooses them.

    Someone outside the round does them for the coder, since consensus is among them.
    """
    chance = random.Random(seed)
    with identity("lead"), Project.open(folder) as project:
        for _ in range(steps):
            _step(project, chance)


def _step(project: Project, chance: random.Random) -> None:
    source = chance.choice(["E01", "K01"])
    start = chance.randrange(20, 60)
    end = start + chance.randrange(1, 40)
    code = chance.choice(["trust", "security", "proposal"])
    where = chance.choice([ROUND, "main"])
    own = project.codings.find(coder=OTHER)
    action = chance.randrange(12)
    if action <= 2:
        project.codings.add(source, start, end, code, coder=OTHER, round_id=where)
    elif action == 3 and own:
        project.codings.remove([chance.choice(own).id], coder=OTHER)
    elif action == 4 and own:
        project.memos.write(MemoTarget.CODING, chance.choice(own).id, WORD, coder=OTHER)
    elif action == 5:
        project.memos.write(MemoTarget.SOURCE, source, WORD, coder=OTHER)
    elif action == 6:
        project.codings.commit_none(source, start, end, coder=OTHER, round_id=where)
    elif action == 7:
        chosen = chance.choice(["organization", "security"])
        project.directions.confirm(source, start, end, [chosen], coder=OTHER)
    elif action == 8:
        _settle(project, source, code)
    elif action == 10:
        _decide_hits(project, code, where, chance)
    elif action == 11:
        _answer_queue(project, source, code, where, chance)
    else:
        _models(project, source, start, end, code, chance)


def _decide_hits(project: Project, code: str, where: str, chance: random.Random) -> None:
    """Let the other coder decide about passages that a search leads to."""
    hits = project.suggestions.pattern_hits(
        code, ["figures|list|fear"], coder=OTHER, round_id=where
    ).hits
    kept = [hit for hit in hits if chance.random() < 0.5]
    project.suggestions.decide_hits(
        code,
        accepted=kept,
        rejected=[hit for hit in hits if hit not in kept],
        coder=OTHER,
        round_id=where,
    )


def _answer_queue(
    project: Project, source: str, code: str, where: str, chance: random.Random
) -> None:
    """Let the other coder answer passages of a queue of their own."""
    if not any(state.is_open for state in project.queue.all(coder=OTHER)):
        with suppress(UsageError):  # where nothing is left to ask about
            project.queue.make_from_units(
                code, coder=OTHER, round_id=where, sources=[source], unit="turn"
            )
    number = next((s.queue.number for s in project.queue.all(coder=OTHER) if s.is_open), None)
    if number is None:
        return
    passage = project.queue.next(number, coder=OTHER)
    assert passage is not None
    given = chance.choice(["yes", "no", "later"])
    project.queue.answer(number, passage.item.position, given, coder=OTHER)


def _settle(project: Project, source: str, code: str) -> None:
    """Let two other coders disagree in the standing round, and settle their disagreement."""
    for coder, start in ((OTHER, 62), (THIRD, 66)):
        add_finished(project, source, start, 70, code, coder=coder)
    disagreements = project.consensus.disagreements(
        sources=[source], coders=[OTHER, THIRD], round_id="main"
    )
    if disagreements:
        project.consensus.settle(
            [disagreements[0].id], "union", actor=OTHER, coders=[OTHER, THIRD], round_id="main"
        )


def _models(
    project: Project, source: str, start: int, end: int, code: str, chance: random.Random
) -> None:
    span = {"source_id": source, "span_start": start, "span_end": end}
    run = uuid7()
    offered = {
        "id": uuid7(), "batch_id": uuid7(), **span, "coder_id": OTHER, "code_id": code,
        "rank": 1, "score": chance.random(), "verdict": "strong", "model": "m",
        "training_sha256": "0" * 64, "evidence": "{}", "created_at": AT,
    }  # fmt: skip
    proposed = {
        "id": uuid7(), **span, "direction_id": "security", "score": chance.random(),
        "verdict": "strong", "prior": None, "evidence": 0.5, "model": "m", "created_at": AT,
    }  # fmt: skip
    fitted = {"id": run, "model": "m", "parameters": "{}", "versions": "{}", "created_at": AT}
    theme = {"run_id": run, "theme": 0, "size": 1, "label": WORD, "keywords": "[]"}
    changes: list[Change] = []
    if all(coder.id != OTHER for coder in project.rounds.coders()):
        changes.append(rows.added("coders", {"id": OTHER, "name": ""}))
    for table, row in (
        ("suggestions", offered), ("direction_proposals", proposed),
        ("theme_runs", fitted), ("themes", theme),
    ):  # fmt: skip
        changes.append(rows.added(table, row))
    project._session.record(actor=OTHER, kind="suggestion.offer", changes=changes)
