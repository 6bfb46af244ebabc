"""What a viewer may see is the same in Python, in queries and through the veil."""

from __future__ import annotations

import sqlite3

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from toolkit.domain.codings import Coding, Mode
from toolkit.domain.memos import MemoTarget
from toolkit.domain.rounds import Round, RoundStatus, Viewer
from toolkit.domain.spans import Span
from toolkit.errors import StoreError
from toolkit.project import Project

CODERS = ("coder-a", "coder-b", "it's")
SOURCES = ("E01", "K01")


@st.composite
def rounds(draw: st.DrawFn) -> list[Round]:
    return [
        Round(
            name,
            draw(st.sampled_from([Mode.BLIND, Mode.ASSISTED])),
            draw(st.sampled_from(list(RoundStatus))),
            coders=tuple(draw(st.sets(st.sampled_from(CODERS)))),
            sources=tuple(draw(st.sets(st.sampled_from(SOURCES)))),
        )
        for name in ("main", "R1", "R2")
    ]


@given(rounds(), st.sampled_from([*CODERS, ""]), st.integers(0, 2), st.data())
def test_nobody_sees_a_stranger_on_the_sources_of_their_blind_round(
    study_rounds: list[Round], who: str, at: int, data: st.DataObject
) -> None:
    viewer = Viewer(
        who,
        study_rounds[at],
        tuple(study_round for study_round in study_rounds if study_round.is_blind),
    )
    coding = Coding(
        "id", data.draw(st.sampled_from(SOURCES)), Span(0, 1), "trust",
        data.draw(st.sampled_from(CODERS)), data.draw(st.sampled_from(["main", "R1", "R2"])),
    )  # fmt: skip
    if not viewer.may_see(coding):
        return
    assert coding.round_id not in {study_round.id for study_round in viewer.blind} or (
        coding.round_id == viewer.round.id and coding.coder_id == who
    )
    if coding.coder_id != who:
        assert not any(
            study_round.is_blind
            and who
            and (not study_round.coders or who in study_round.coders)
            and (not study_round.sources or coding.source_id in study_round.sources)
            for study_round in study_rounds
        )


@pytest.fixture
def busy(project: Project) -> Project:
    """Three coders, two blind rounds and the standing one, with a row of each kind."""
    project.rounds.open("R1", actor="lead", coders=["coder-a", "it's"], sources=["E01"])
    project.rounds.open("R2", actor="lead", coders=["coder-b"])
    at = 0
    for coder, round_ids in (
        ("coder-a", ["R1", "main"]), ("it's", ["R1", "main"]), ("coder-b", ["R2", "main"]),
    ):  # fmt: skip
        for round_id in round_ids:
            for source in SOURCES:
                if (round_id, source) != ("R1", "K01"):
                    at += 1
                    made = project.codings.add(
                        source, at, at + 3, "trust", coder=coder, round_id=round_id
                    )
                    project.memos.write(MemoTarget.CODING, made.id, "why", coder=coder)
    return project


@pytest.mark.parametrize("who", [*CODERS, "lead", ""])
@pytest.mark.parametrize("round_id", ["main", "R1", "R2"])
def test_rule_query_and_veil_agree(busy: Project, who: str, round_id: str) -> None:
    viewer = busy.rounds.viewer(who, round_id)
    expected = [coding for coding in busy.codings.find() if viewer.may_see(coding)]
    assert busy.codings.find(viewer=viewer) == expected
    memos = busy.memos.find(viewer=viewer)
    counts = {name: busy.codings.counts(coder=name, viewer=viewer) for name in CODERS}
    with Project.open(busy.folder, read_only=True) as seen:
        seen.restrict_to_viewer(viewer)
        assert seen.codings.find() == expected
        assert seen.memos.find() == memos
        assert {name: seen.codings.counts(coder=name) for name in CODERS} == counts
        visible = {coding.id for coding in expected}
        shown = {memo.target_id for memo in memos if memo.coder_id != who}
        assert shown <= visible


def test_only_the_sources_of_the_round_are_closed_to_its_coders(busy: Project) -> None:
    seen = {
        (coding.coder_id, coding.round_id, coding.source_id)
        for coding in busy.codings.find(viewer=busy.rounds.viewer("coder-a"))
    }
    assert seen == {
        ("coder-a", "main", "E01"), ("coder-a", "main", "K01"),
        ("it's", "main", "K01"), ("coder-b", "main", "K01"),
    }  # fmt: skip


def test_a_veiled_project_cannot_write(busy: Project) -> None:
    with Project.open(busy.folder) as seen:
        seen.restrict_to_viewer(seen.rounds.viewer("coder-a"))
        with pytest.raises((StoreError, sqlite3.Error)):
            seen.codings.add("E01", 3, 9, "trust", coder="coder-a")
    assert not busy.history.verify()


def test_a_closed_round_hides_nothing(busy: Project) -> None:
    for name in ("R1", "R2"):
        busy.rounds.close(name, actor="lead")
    viewer = busy.rounds.viewer("coder-a", "R1")
    assert not viewer.is_limited
    assert busy.codings.find(viewer=viewer) == busy.codings.find()


@settings(
    suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10, deadline=None
)
@given(st.text(st.characters(codec="utf-8", exclude_characters="\x00"), min_size=1, max_size=9))
def test_names_are_never_sql(tmp_path_factory: pytest.TempPathFactory, name: str) -> None:
    from toolkit.store.visibility import restrict_to_viewer

    with Project.init(tmp_path_factory.mktemp("named")) as project:
        viewer = Viewer("a' OR 1=1 --:viewer", Round(name, Mode.BLIND, sources=(name,)))
        viewer = Viewer(viewer.coder_id, project.rounds.get(), (viewer.round,))
        restrict_to_viewer(project._session.database, viewer)
        assert project.codings.find() == []
        assert [event.kind for event in project.history.events()] == ["project.init"]
