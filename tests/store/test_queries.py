"""Tests of queries that read many rows at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.store.statements import counted
from toolkit.store import queries
from toolkit.store.selections import Selection, among, select_together

if TYPE_CHECKING:
    from toolkit.project import Project


@pytest.fixture(params=["sqlite", "postgresql"])
def store_kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_texts_and_turns_of_many_sources_are_one_statement_each(project: Project) -> None:
    database, ids = project._session.database, ["K01", "E01", "nowhere", "E01"]
    with counted(project) as statements:
        texts, turns = queries.texts_of(database, ids), queries.turns_of(database, ids)
    assert len(statements) == 2
    assert list(texts) == list(turns) == ["K01", "E01"]
    assert texts == {name: project.sources.text(name) for name in texts}
    assert turns == {name: project.sources.turns(name) for name in turns}
    assert queries.texts_of(database, []) == {}


def test_rows_of_several_tables_come_by_one_statement(project: Project) -> None:
    project.codings.add("E01", 0, 5, "trust", coder="coder-a")
    database = project._session.database
    condition, params = among("id", ["E01", "K01"], "source")
    with counted(project) as statements:
        codings, sources, nothing = select_together(
            database,
            [
                Selection("codings", "coder_id = :coder", {"coder": "coder-a"}),
                Selection("sources", condition, params),
                Selection("codes", *among("id", [], "code")),
            ],
        )
    assert len(statements) == 1
    assert codings == [queries.row(database, "codings", id=codings[0]["id"])]
    stored = [queries.row(database, "sources", id=name) for name in ("E01", "K01")]
    assert sorted(sources, key=lambda row: str(row["id"])) == stored
    assert nothing == []
