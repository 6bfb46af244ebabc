"""A step of a coder needs few statements, since each is a round trip to a server."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.statements import counted
from toolkit.domain.memos import MemoTarget
from toolkit.domain.spans import Span
from toolkit.tui.state.coding_session import CodingSession

if TYPE_CHECKING:
    from toolkit.project import Project

AT_MOST = 8


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def begun(project: Project, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project in which coder-a is registered, has begun E01, and is at the keyboard."""
    monkeypatch.setenv("QCT_CODER", "coder-a")
    coding = project.codings.add("E01", 0, 5, "trust", coder="coder-a")
    project.memos.write(MemoTarget.CODING, coding.id, "why", coder="coder-a")
    return project


def test_one_applied_code(begun: Project) -> None:
    texts = {"E01": begun.sources.get("E01").text_sha256}
    with counted(begun) as statements:
        begun.add_coding("E01", 6, 9, "security", coder="coder-a", texts=texts)
    assert len(statements) <= AT_MOST, statements
    assert len(begun.codings.find()) == 2
    assert begun.history.verify() == []


def test_one_applied_code_in_the_workspace(begun: Project) -> None:
    session = CodingSession(begun, coder="coder-a")
    session.open("E01")
    with counted(begun) as statements:
        (added,) = session.apply(Span(6, 9), ["security"])
    assert len(statements) <= AT_MOST, statements
    assert [sql for sql in statements if "FROM memos" in sql] == []
    shown = (session.codings, session.counts, session.memos)
    session.reload()
    assert added in session.codings
    assert shown == (session.codings, session.counts, session.memos)


def test_other_steps_on_one_coding(begun: Project) -> None:
    (coding,) = begun.codings.find()
    with counted(begun) as statements:
        begun.codings.change(coding.id, coder="coder-a", end=7)
    assert len(statements) <= AT_MOST, statements
    with counted(begun) as statements:
        begun.codings.change(coding.id, coder="coder-a", code_id="security")
    assert len(statements) <= AT_MOST, statements
    with counted(begun) as statements:
        begun.codings.commit_none("E01", 20, 30, coder="coder-a")
    assert len(statements) <= AT_MOST, statements
    with counted(begun) as statements:
        begun.codings.remove([coding.id], coder="coder-a")
    # The limit is the same, although the coding and its memo are each read and deleted.
    assert len(statements) <= AT_MOST, statements
    assert begun.history.verify() == []


def test_many_codes_cost_reads_of_one(begun: Project) -> None:
    places = [("E01", at, at + 2, "security") for at in range(40)]
    with counted(begun) as statements:
        begun.codings.add_many(places, coder="coder-a")
    reads = [sql for sql in statements if sql.lstrip().startswith(("SELECT", "WITH"))]
    assert len(reads) <= 5, statements
    assert len(begun.codings.find()) == 41
