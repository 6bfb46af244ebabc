"""Passages are listed by the same rules of answers as matrices count them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.finished import add_finished
from toolkit.errors import UsageError

if TYPE_CHECKING:
    from toolkit.project import Project

A, B = "coder-a", "coder-b"
TRUST, LEAK = "We do not trust their figures.", "A leak is what my director fears."
K_TRUST = "저쪽 자료를 믿지 못해요."


@pytest.fixture
def twice(project: Project) -> Project:
    """A project in which two coders have finished E01, and A has begun K01."""

    def place(source: str, quote: str) -> tuple[str, int, int]:
        start = project.sources.text(source).index(quote)
        return source, start, start + len(quote)

    add_finished(project, *place("E01", TRUST), "trust", coder=A)
    add_finished(project, *place("E01", "We do not trust"), "trust", coder=B)
    add_finished(project, *place("E01", LEAK), "security", coder=B)
    project.codings.add(*place("K01", K_TRUST), "trust", coder=A)
    return project


RULES = (
    (None, [(A, TRUST), (B, "We do not trust"), (B, LEAK), (A, K_TRUST)], "--answers names"),
    (A, [(A, TRUST), (A, K_TRUST)], "2 codings are left out: another coder's answers count"),
    (B, [(B, "We do not trust"), (B, LEAK)], "coder-b: 1 source (round main)"),
    ("union", [(A, TRUST), (B, "We do not trust"), (B, LEAK)], "left out: coder-a K01"),
    (
        "intersection",
        [(A, "We do not trust"), (B, "We do not trust")],
        "1 coding is left out: not all of the coders have it there",
    ),
    (
        f"{B},{A}",
        [(B, "We do not trust"), (B, LEAK)],
        "1 coding is left out: the coder has not finished the source",
    ),
)


def test_a_rule_says_whose_passages_are_listed(twice: Project) -> None:
    for answers, expected, note in RULES:
        listed = twice.codings.quotes(answers=answers)
        rows = sorted((row["coder"], row["quote"]) for row in listed.rows)
        assert (answers, rows) == (answers, sorted(expected))
        assert note in "\n".join(listed.notes)
    assert len(twice.codings.rows()) == 4
    with pytest.raises(UsageError, match="coder-a and union"):
        twice.codings.quotes("trust", answers="union", coder=A)


def test_a_rule_and_filters_go_together(twice: Project) -> None:
    (row,) = twice.codings.quotes("security", answers="union", source="E01").rows
    assert row["quote"] == LEAK
    (row,) = twice.codings.quotes(answers=B, source="E01", at=row["start"]).rows
    assert row["quote"] == LEAK
    # A source that was not asked for is not told of.
    assert "K01" not in "\n".join(twice.codings.quotes(answers="union", source="E01").notes)
