"""Roles, names and cases of speakers: steps that can be undone and touch no text and no coding."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.transcript import Role
from toolkit.errors import InputError, QctError, UsageError

if TYPE_CHECKING:
    from toolkit.project import Project

Write = Callable[[str, str], Path]
Place = Callable[[str, str], tuple[int, int]]

PANEL = """\
---
id: F1
---
INTERVIEWER 1: What hinders sharing?

P1: We do not trust their figures at all.

Interviewer1: And you?

P2: A leak is what we fear.

P1: Yes.
"""
NUMBERED = """\
---
id: P2
case: P2
---
Interviewer: What hinders sharing?

I2: We do not trust their figures.

Interviewer: And security?

I2: A leak is what my director fears.
"""


@pytest.fixture
def panel(project: Project, write: Write) -> Project:
    project.sources.import_files([write("F1.txt", PANEL), write("P2.txt", NUMBERED)], actor="lead")
    return project


def _roles(project: Project, source: str) -> dict[str, str]:
    return {row.label: row.role.value for row in project.speakers.list([source])}


def _cases(project: Project, source: str) -> dict[str, str]:
    return {row.label: row.case for row in project.speakers.list([source])}


def _state(project: Project) -> object:
    return (
        project.speakers.list(),
        [project.sources.turns(source.id) for source in project.sources.all()],
        project.sources.participations(),
        project.sources.all(),
        project.codings.find(),
    )


def test_speakers_are_listed_with_their_share_of_the_words(project: Project) -> None:
    asking, saying = project.speakers.list(["E01"])
    assert (asking.label, asking.role, asking.turns, asking.words, asking.case) == (
        *("I", Role.INTERVIEWER, 2, 5, ""),
    )
    assert (saying.label, saying.role, saying.turns, saying.words, saying.case) == (
        *("E01", Role.EXPERT, 2, 32, "E01"),
    )
    assert (asking.share, saying.share) == (round(5 / 37, 3), round(32 / 37, 3))
    assert [row.source for row in project.speakers.list()] == ["E01", "E01", "K01", "K01"]


def test_a_role_is_set_undone_and_redone_also_after_coding(panel: Project, place: Place) -> None:
    before = panel.sources.turns("P2")
    assert _roles(panel, "P2") == {"Interviewer": "interviewer", "I2": "interviewer"}
    changed = panel.speakers.set({"I2": "expert"}, actor="lead")
    assert changed == ("P2",)
    assert _roles(panel, "P2") == {"Interviewer": "interviewer", "I2": "expert"}
    quote = place("P2", "We do not trust their figures.")
    panel.codings.add("P2", *quote, "trust", coder="coder-a")
    codings, text = panel.codings.find(), panel.sources.text("P2")
    events = panel.history.events()
    panel.history.undo(actor="lead", event=next(e.seq for e in events if e.kind == "speakers.set"))
    assert panel.sources.turns("P2") == before
    panel.history.redo(actor="lead")
    assert _roles(panel, "P2")["I2"] == "expert"
    assert (panel.codings.find(), panel.sources.text("P2")) == (codings, text)
    assert panel.sources.get("P2").revision == 1
    assert panel.history.verify() == []


def test_a_role_that_was_set_counts_as_set_even_where_it_was_read_so(project: Project) -> None:
    assert project.speakers.set({"E01": "expert"}, actor="lead") == ("E01",)
    assert [row.role_set for row in project.speakers.list(["E01"])] == [False, True]
    assert project.speakers.set({"E01": "expert"}, actor="lead") == ()


def test_several_roles_are_one_step_in_the_sources_named(panel: Project) -> None:
    events = len(panel.history.events())
    panel.speakers.set({"P1": "other", "P2": "interviewer"}, ["F1"], actor="lead")
    assert _roles(panel, "F1")["P1"] == "other"
    assert _roles(panel, "F1")["P2"] == "interviewer"
    assert len(panel.history.events()) == events + 1
    assert panel.history.events(limit=1)[0].summary == {
        "roles": {"P1": "other", "P2": "interviewer"},
        "sources": ["F1"],
    }


def test_spellings_become_one_speaker_and_the_text_keeps_them(panel: Project) -> None:
    text = panel.sources.text("F1")
    panel.speakers.merge(["INTERVIEWER 1", "Interviewer1"], "Interviewer", actor="lead")
    first, *_others = rows = panel.speakers.list(["F1"])
    assert [row.label for row in rows] == ["Interviewer", "P1", "P2"]
    assert (first.role, first.turns) == (Role.INTERVIEWER, 2)
    assert panel.sources.text("F1") == text
    assert {turn.label_read for turn in panel.sources.turns("F1")} == {
        *("INTERVIEWER 1", "Interviewer1", ""),
    }
    assert panel.history.verify() == []


def test_a_merge_takes_the_role_of_the_label_that_stays(panel: Project) -> None:
    panel.speakers.merge(["P2"], "Interviewer1", ["F1"], actor="lead")
    assert _roles(panel, "F1") == {
        "INTERVIEWER 1": "interviewer",
        "P1": "expert",
        "Interviewer1": "interviewer",
    }


def test_spellings_with_other_roles_or_cases_are_refused(panel: Project) -> None:
    panel.speakers.case("P1", "A", actor="lead")
    before = _state(panel)
    with pytest.raises(InputError, match=r"F1: .*different roles .*P1: expert"):
        panel.speakers.merge(["P1", "Interviewer1"], "Someone", actor="lead")
    with pytest.raises(InputError, match=r"F1: .*different cases .*P1: A, P2: F1"):
        panel.speakers.merge(["P1", "P2"], "P", actor="lead")
    with pytest.raises(UsageError, match="at least one label"):
        panel.speakers.merge(["P1"], "P1", actor="lead")
    assert _state(panel) == before


def test_a_speaker_gets_another_name_with_the_case(panel: Project) -> None:
    panel.speakers.case("P1", "A", actor="lead")
    panel.speakers.rename("P1", "Ms Kim", actor="lead")
    assert _cases(panel, "F1") == {
        "INTERVIEWER 1": "",
        "Ms Kim": "A",
        "Interviewer1": "",
        "P2": "F1",
    }
    with pytest.raises(InputError, match="P2 already speaks in F1") as error:
        panel.speakers.rename("Ms Kim", "P2", actor="lead")
    assert "qct speakers merge 'Ms Kim' --into P2" in error.value.hint
    panel.speakers.rename("Ms Kim", "P1", actor="lead")
    assert {turn.label_read for turn in panel.sources.turns("F1")} == {""}


def test_a_case_speaks_under_one_label_alone(panel: Project) -> None:
    """No coding counts for two cases: the case of all experts stands for each of the others."""
    panel.speakers.case("P1", "A", actor="lead")
    assert _cases(panel, "F1") == {"INTERVIEWER 1": "", "P1": "A", "Interviewer1": "", "P2": "F1"}
    assert {(p.case_id, p.speaker) for p in panel.sources.participations() if p.source_id == "F1"}
    assert "A" in [case.id for case in panel.sources.cases()]
    panel.history.undo(actor="lead")
    assert _cases(panel, "F1")["P1"] == "F1"
    assert "A" not in [case.id for case in panel.sources.cases()]
    assert panel.history.verify() == []
    assert panel.speakers.case("P1", "F1", actor="lead") == ()


@pytest.mark.parametrize(
    ("change", "code", "message"),
    [
        (lambda s: s.set({"X": "expert"}, actor="a"), "unknown-label", r"unknown label 'X'.*Inter"),
        (lambda s: s.set({"P1": "boss"}, actor="a"), "unknown-role", "expert, interviewer, other"),
        (
            lambda s: s.set({"P1": "other"}, ["F1", "P2"], actor="a"),
            "unknown-label",
            r"nobody speaks as 'P1' in P2\..*Valid: Interviewer, I2",
        ),
        (lambda s: s.set({"P1": "other"}, ["F9"], actor="a"), "unknown-source", "Valid: E01"),
        (
            lambda s: s.rename("Interviewer", "A", ["F1"], actor="a"),
            "unknown-label",
            "Did you mean",
        ),
        (lambda s: s.rename("P1", " A", actor="a"), "label-name", "cannot be a label"),
        (lambda s: s.merge(["P9", "P1"], "P1", actor="a"), "unknown-label", "'P9'"),
        (
            lambda s: s.merge(["P2"], "P1", ["F1", "P2"], actor="a"),
            "unknown-label",
            "nobody speaks as 'P2' in P2",
        ),
        (lambda s: s.case("P9", "A", actor="a"), "unknown-label", "'P9'"),
        (lambda s: s.case("P1", "", actor="a"), "case-id", "cannot be the id of a case"),
    ],
)
def test_what_cannot_be_changed_is_named(
    panel: Project, change: Callable[..., object], code: str, message: str
) -> None:
    before = _state(panel)
    with pytest.raises(QctError, match=message) as error:
        change(panel.speakers)
    assert error.value.code == code
    assert _state(panel) == before


def test_a_project_without_sources_says_so(empty_project: Project) -> None:
    assert empty_project.speakers.list() == ()
    with pytest.raises(InputError, match="no sources yet"):
        empty_project.speakers.set({"I": "expert"}, actor="lead")


def test_a_text_without_labels_has_one_speaker_without_a_name(
    project: Project, write: Write
) -> None:
    project.sources.import_files([write("D.txt", "One word.\n\nTwo words more.\n")], actor="lead")
    (row,) = project.speakers.list(["D"])
    assert (row.label, row.role, row.turns, row.words, row.share) == ("", "expert", 2, 5, 1.0)
    project.speakers.set({"": "other"}, ["D"], actor="lead")
    assert project.speakers.list(["D"])[0].role is Role.OTHER
    with pytest.raises(UsageError, match="without labels"):
        project.speakers.rename("", "A", ["D"], actor="lead")
