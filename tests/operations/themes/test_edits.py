"""What people make of themes is recorded, changes nothing that was fitted, and can be undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.operations.themes.conftest import SAID
from toolkit.domain.codebook import Code
from toolkit.errors import InputError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from toolkit.operations.themes.report import ThemeReport
    from toolkit.project import Project

pytest.importorskip("bertopic")


def sizes(report: ThemeReport) -> dict[int, int]:
    return {theme.number: theme.size for theme in report.themes}


def test_every_step_is_an_event_and_is_undone(fitted: Project) -> None:
    before = fitted.themes.show()
    stored = fitted._session.database.query("SELECT * FROM theme_members ORDER BY 1, 2, 3, 4")
    fitted.themes.name(1, " Upkeep ", actor="coder-a")
    fitted.themes.merge([0, 2], actor="coder-a")
    report = fitted.themes.reject(1, actor="coder-b", reason="too broad")
    assert sizes(report) == {0: 16, 1: 8}
    assert [theme.label for theme in report.themes if theme.named] == ["Upkeep"]
    assert [theme.status for theme in report.themes] == ["", "rejected"]
    assert report.changes == (
        "coder-a named 1 Upkeep",
        "coder-a merged 2 into 0",
        "coder-b rejected 1: too broad",
    )
    assert report.themes[0].stability is None
    kinds = [event.kind for event in fitted.history.events()]
    assert {"themes.name", "themes.merge", "themes.reject"} <= set(kinds)
    after = fitted._session.database.query("SELECT * FROM theme_members ORDER BY 1, 2, 3, 4")
    assert [tuple(row) for row in after] == [tuple(row) for row in stored]
    fitted.history.undo(actor="coder-b")
    for _step in range(2):
        fitted.history.undo(actor="coder-a")
    assert fitted.themes.show() == before


def test_a_merged_theme_is_split_where_it_was_joined(fitted: Project) -> None:
    fitted.themes.merge([0, 2], actor="coder-a")
    report = fitted.themes.split(0, parts=2, actor="coder-a")
    assert sizes(report) == {1: 8, 3: 8, 4: 8}
    assert {segment.source_id for t in report.themes for segment in t.representatives}
    words = [set(theme.keywords) for theme in report.themes if theme.number > 2]
    assert words[0].isdisjoint(words[1]) or len(words[0] ^ words[1]) > 4


def test_a_step_on_a_theme_that_is_gone_is_told(fitted: Project) -> None:
    fitted.themes.merge([0, 1], actor="coder-a")
    with pytest.raises(InputError, match=r"unknown theme '1'\. Valid: 0, 2"):
        fitted.themes.name(1, "x", actor="coder-a")
    with pytest.raises(UsageError, match="a merge needs two themes"):
        fitted.themes.merge([0, 0], actor="coder-a")
    with pytest.raises(UsageError, match="no letter"):
        fitted.themes.name(0, "  ", actor="coder-a")


def test_a_theme_becomes_a_code_with_its_passages_as_examples(fitted: Project) -> None:
    theme = fitted.themes.show().themes[0]
    code = Code("upkeep", {"en": "Upkeep"})
    edit = fitted.themes.make_code(0, code, actor="coder-a")
    assert edit.added == ("upkeep",)
    made = fitted.codebook.code("upkeep")
    assert [each.text for each in made.examples] == [r.quote for r in theme.representatives]
    assert fitted.codings.find() == []
    assert fitted.themes.show().themes[0].status == "code upkeep"
    with pytest.raises(UsageError, match="is the code upkeep already"):
        fitted.themes.make_code(0, Code("again", {"en": "Again"}), actor="coder-a")
    fitted.history.undo(actor="coder-a")
    assert fitted.themes.show().themes[0].status == ""
    assert "upkeep" not in [code.id for code in fitted.codebook.current()]


def test_a_new_interview_is_put_into_the_themes_as_they_were_fitted(
    fitted: Project, write: Callable[[str, str], Path]
) -> None:
    turns = "\n\n".join(
        f"I: And?\n\nE09: {sentence} I tell you this as number 9." for sentence in SAID.values()
    )
    path = write("E09.txt", f"---\nlanguage: en\n---\n{turns}\n")
    fitted.sources.import_files([path], actor="lead")
    before = fitted.themes.show()
    assert fitted.themes.assign(["E09"], actor="coder-a") == {"E09": 3}
    after = fitted.themes.show()
    assert [theme.added for theme in after.themes] == [1, 1, 1]
    assert after.run_id == before.run_id
    assert [t.keywords for t in after.themes] == [t.keywords for t in before.themes]
    with pytest.raises(UsageError, match="E09 are in these themes already"):
        fitted.themes.assign(["E09"], actor="coder-a")
    fitted.sources.withdraw(["E09"], actor="lead")
    assert [theme.added for theme in fitted.themes.show().themes] == [0, 0, 0]


def test_a_withdrawn_interview_takes_its_run_and_the_steps_on_it_along(fitted: Project) -> None:
    fitted.themes.name(1, "Upkeep", actor="coder-a")
    fitted.sources.withdraw(["E01"], actor="lead")
    with pytest.raises(InputError, match="no themes have been fitted"):
        fitted.themes.show()
    assert not fitted._session.database.query("SELECT * FROM theme_edits")
