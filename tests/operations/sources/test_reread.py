"""What a person decided of speakers outlives another import, a correction and a new reading."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.events import sha256_text
from toolkit.domain.transcript import Role
from toolkit.errors import InputError
from toolkit.store import queries, rows

if TYPE_CHECKING:
    from toolkit.project import Project

Write = Callable[[str, str], Path]

TALK = """\
Interviewer: What hinders sharing?

I2: We do not trust their figures.

INTERVIEWER 1: And security?

I2: A leak is what my director fears.
"""


@pytest.fixture
def talk(project: Project, write: Write) -> Project:
    project.sources.import_files([write("P2.txt", f"---\ncase: P2\n---\n{TALK}")], actor="lead")
    return project


def _decide(project: Project) -> None:
    project.speakers.set({"I2": "expert"}, ["P2"], actor="lead")
    project.speakers.merge(["INTERVIEWER 1"], "Interviewer", ["P2"], actor="lead")
    project.speakers.rename("I2", "Ms Kim", ["P2"], actor="lead")
    project.speakers.case("Ms Kim", "C7", ["P2"], actor="lead")


def _speakers(project: Project, source: str = "P2") -> list[tuple[str, str, int, str]]:
    return [
        (row.label, row.role.value, row.turns, row.case) for row in project.speakers.list([source])
    ]


DECIDED = [("Interviewer", "interviewer", 2, ""), ("Ms Kim", "expert", 2, "C7")]


def _store_turns(project: Project, source: str, change: Callable[[list], list]) -> None:  # type: ignore[type-arg]
    """Store other turns, as an earlier release may have read them."""
    row = queries.row(project._session.database, "sources", id=source)
    assert row is not None
    body = rows.turns_json(change(project.sources.turns(source)))
    project._session.record(
        actor="lead",
        kind="source.import",
        changes=[rows.changed("sources", row, {**row, "turns_sha256": sha256_text(body)})],
        texts=[body],
    )


def test_another_import_of_the_file_keeps_it(talk: Project, tmp_path: Path) -> None:
    _decide(talk)
    assert _speakers(talk) == DECIDED
    events = len(talk.history.events())
    (again,) = talk.sources.import_files([tmp_path / "P2.txt"], actor="lead")
    assert (again.new, again.unchanged) == (0, 1)
    assert "its cases stay as they are" in again.note
    assert _speakers(talk) == DECIDED
    assert len(talk.history.events()) == events


def test_front_matter_that_names_speakers_later_is_read(talk: Project, write: Write) -> None:
    talk.speakers.rename("Interviewer", "Lee", ["P2"], actor="lead")
    file = write("P2.txt", f"---\ncase: P2\ninterviewer: Interviewer\n---\n{TALK}")
    (again,) = talk.sources.import_files([file], actor="lead")
    assert again.new == 1
    assert [(row.label, row.role) for row in talk.speakers.list(["P2"])] == [
        ("Lee", Role.INTERVIEWER),
        ("I2", Role.EXPERT),
        ("INTERVIEWER 1", Role.INTERVIEWER),
    ]
    file = write("P2.txt", f"---\nspeakers: {{I2: C9}}\ninterviewer: Interviewer\n---\n{TALK}")
    talk.sources.import_files([file], actor="lead")
    assert ("I2", "expert", 2, "C9") in _speakers(talk)
    assert talk.history.verify() == []


def test_a_correction_keeps_it_where_the_label_still_occurs(talk: Project) -> None:
    _decide(talk)
    text = talk.sources.text("P2")
    talk.sources.correct("P2", text.replace("leak", "breach") + "\nI3: No.\n", actor="lead")
    assert _speakers(talk) == [*DECIDED, ("I3", "interviewer", 1, "")]
    assert {t.label_read for t in talk.sources.turns("P2")} == {"", "INTERVIEWER 1", "I2"}
    talk.sources.correct("P2", text.replace("I2:", "E02:"), actor="lead")
    assert _speakers(talk) == [DECIDED[0], ("E02", "expert", 2, "")]
    assert talk.history.verify() == []


def test_a_new_reading_keeps_it_and_can_be_undone(talk: Project) -> None:
    _decide(talk)
    read = talk.sources.turns("P2")
    # As an earlier release may have read it: one label less.
    _store_turns(
        talk,
        "P2",
        lambda turns: [
            replace(turns[0], span=replace(turns[0].span, end=turns[2].span.end)),
            *turns[3:],
        ],
    )
    earlier = talk.sources.turns("P2")
    (reading,) = talk.sources.reread(["P2"], actor="lead")
    assert reading.differs
    # The merged spelling stands in no stored turn any more, so it is a speaker of its own.
    assert [turn.speaker for turn in talk.sources.turns("P2")] == [
        *("Interviewer", "Ms Kim", "INTERVIEWER 1", "Ms Kim"),
    ]
    assert talk.sources.turns("P2")[1] == replace(read[1], index=1)
    talk.history.undo(actor="lead")
    assert talk.sources.turns("P2") == earlier
    assert talk.history.verify() == []


def test_a_source_that_is_read_alike_records_nothing(talk: Project) -> None:
    _decide(talk)
    events = len(talk.history.events())
    assert [item.differs for item in talk.sources.reread(["P2", "E01"], actor="lead")] == [
        *(False, False),
    ]
    assert len(talk.history.events()) == events
    with pytest.raises(InputError, match="unknown source 'P9'"):
        talk.sources.reread(["P2", "P9"], actor="lead")


def test_a_new_reading_knows_whom_the_file_named(project: Project, write: Write) -> None:
    text = (
        "---\ninterviewer: Lee\n---\nLee: Well?\n\nI: Nothing is shared.\n\nLee: Why?\n\nI: Fear.\n"
    )
    project.sources.import_files([write("N.txt", text)], actor="lead")
    roles = [("Lee", "interviewer", 2, ""), ("I", "expert", 2, "N")]
    assert _speakers(project, "N") == roles
    # A store of an earlier release does not have what the file said; the stored roles tell it.
    row = queries.row(project._session.database, "sources", id="N")
    assert row is not None
    project._session.record(
        actor="lead",
        kind="source.import",
        changes=[rows.changed("sources", row, {**row, "metadata": "{}"})],
    )
    assert [item.differs for item in project.sources.reread(["N"], actor="lead")] == [False]
    project.sources.correct("N", project.sources.text("N") + "\nLee: Thanks.\n", actor="lead")
    assert _speakers(project, "N") == [("Lee", "interviewer", 3, ""), roles[1]]
