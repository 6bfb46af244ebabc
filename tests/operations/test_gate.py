"""The gate: every method has an entry, and the entry says what a bound person may do with it."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from types import FunctionType
from typing import TYPE_CHECKING

import pytest

from tests.blindness import OTHER, ROUND, begin
from tests.identity import identity
from toolkit.errors import InputError, UsageError
from toolkit.operations.gate import ACCESS, Access, access_of
from toolkit.operations.subject import Subject
from toolkit.project import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ME = "coder-a"


@pytest.fixture
def begun(project: Project) -> Project:
    begin(project)
    project.codings.add("E01", 60, 70, "trust", coder=OTHER, round_id=ROUND)
    return project


def methods(project: Project) -> Iterator[tuple[str, str]]:
    for name in dir(project):
        if isinstance(getattr(type(project), name, None), cached_property):
            subject = type(getattr(project, name))
            for method, value in vars(subject).items():
                # A static method has no session, so it has nothing to tell.
                if isinstance(value, FunctionType) and not method.startswith("_"):
                    yield subject.__name__, method


def test_every_method_has_one_entry_and_every_entry_a_method(project: Project) -> None:
    there = set(methods(project))
    listed = [
        (subject, method)
        for subject, kinds in ACCESS.items()
        for several in kinds.values()
        for method in several
    ]
    assert len(listed) == len(set(listed))
    assert set(listed) == there


def test_a_method_without_an_entry_cannot_be_defined() -> None:
    with pytest.raises(LookupError, match=r"Codings\.steal has no entry"):
        access_of("Codings", "steal")
    with pytest.raises(KeyError):
        type("Stranger", (Subject,), {"steal": lambda self: self})


def test_a_bound_person_reads_through_the_views_in_python_too(begun: Project) -> None:
    assert {coding.coder_id for coding in begun.codings.find()} == {ME, OTHER}
    for read_only in (False, True):
        with identity(ME), Project.open(begun.folder, read_only=read_only) as project:
            assert {coding.coder_id for coding in project.codings.find()} == {ME}
            assert len(project.codings.to_frame()) == len(project.codings.find())
            assert OTHER not in {event.actor for event in project.history.events()}
            assert project.storage.info().events is None


@pytest.mark.parametrize("store_kind", ["sqlite", "postgresql"])
def test_what_a_bound_person_may_see_is_the_same_in_every_thread(begun: Project) -> None:
    def readers(project: Project) -> set[str]:
        return {coding.coder_id for coding in project.codings.find()}

    for read_only in (False, True):
        with identity(ME), Project.open(begun.folder, read_only=read_only) as project:
            with ThreadPoolExecutor(1) as other:
                # The other thread has a connection before the first views are laid.
                other.submit(project.storage.info).result()
                assert readers(project) == {ME}
                assert other.submit(readers, project).result() == {ME}
            with ThreadPoolExecutor(4) as several:
                seen = [several.submit(readers, project) for _ in range(8)]
                assert [each.result() for each in seen] == [{ME}] * 8


WHOLE: tuple[Callable[[Project], object], ...] = (
    lambda project: project.rounds.close(ROUND, actor=ME),
    lambda project: project.rounds.reopen(ROUND, "E01", coder=ME, actor=ME, reason="x"),
    lambda project: project.rounds.rename_coder(ME, "x", actor=ME),
    lambda project: project.consensus.accept_agreed(actor=ME),
    lambda project: project.exchange.merge("nowhere.db", actor=ME),
    lambda project: project.storage.copy_to("sqlite:///x.db"),
    lambda project: project.sources.withdraw(["E01"], actor=ME),
    lambda project: project.directions.propose(actor=ME),
)
IN_ANOTHERS_NAME: tuple[Callable[[Project], object], ...] = (
    lambda project: project.codings.add("E01", 3, 9, "trust", coder=OTHER),
    lambda project: project.rounds.finish(["E01"], coder=OTHER),
    lambda project: project.rounds.submit(ROUND, "E01", coder=OTHER),
    lambda project: project.history.undo(actor=OTHER),
    lambda project: project.history.undo(actor=ME, of=OTHER),
    lambda project: project.codebook.retire("trust", actor=OTHER),
    lambda project: project.exchange.bundle("x.zip", coder=OTHER, actor=ME),
    lambda project: project.preferences.pins(OTHER),
)


def test_what_is_of_everyone_is_refused_to_a_bound_person(begun: Project) -> None:
    before = begun.history.events()
    with identity(ME), Project.open(begun.folder) as project:
        for step in WHOLE:
            with pytest.raises(UsageError, match="looks at the work of everyone or changes it"):
                step(project)
        for step in IN_ANOTHERS_NAME:
            with pytest.raises(UsageError, match="may name only themselves"):
                step(project)
    assert begun.history.events() == before


def test_the_same_is_free_to_someone_outside_and_once_the_round_is_closed(begun: Project) -> None:
    with identity("lead"), Project.open(begun.folder) as project:
        coding = project.codings.add("E01", 3, 9, "trust", coder=OTHER)
        assert project.history.events(limit=1)[0].summary["by"] == "lead"
        project.rounds.close(ROUND, actor="lead")
    with identity(ME), Project.open(begun.folder) as project:
        assert coding in project.codings.find()
        undone = project.history.undo(actor=ME, of=OTHER)
        assert (undone.actor, undone.summary.get("by")) == (ME, None)


def test_a_coding_of_another_is_as_one_that_is_not_there(begun: Project) -> None:
    (theirs,) = begun.codings.find(coder=OTHER)
    with identity(ME), Project.open(begun.folder) as project:
        for coding_id in (theirs.id, "0" * 36):
            with pytest.raises(InputError, match=f"there is no coding {coding_id}"):
                project.codings.remove([coding_id], coder=ME)


def test_a_round_without_names_binds_a_login_only_once_it_is_a_coder(project: Project) -> None:
    project.rounds.open("R5", actor="lead")
    assert project.rounds.binding_me() == ()
    me = project.rounds.identity().name
    project.codings.add("E01", 3, 9, "trust", coder=me)
    assert [round_.id for round_ in project.rounds.binding_me()] == ["R5"]
    with identity("anyone"):
        assert [round_.id for round_ in project.rounds.binding_me()] == ["R5"]


def test_kinds_of_access_are_all_used() -> None:
    assert {kind for kinds in ACCESS.values() for kind in kinds} == set(Access)
