"""Tests of `qct cite`."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Qct
    from toolkit.project import Project


def test_a_passage_is_quoted_and_put_by(qct: Qct, project: Project) -> None:
    start = project.sources.text("E01").index("We do not trust")
    cited = f"“We do not trust” (E01, turn 2, E01, {start}:{start + 15})"
    ran = qct("cite", "E01", "--at", f"{start}:{start + 15}", "--format", "json")
    assert ran.json() == [{"source": "E01", "start": start, "end": start + 15, "cited": cited}]
    path = project.folder / "outputs" / "quotes.txt"
    assert not path.exists()
    assert "saved to" in qct("cite", "E01", "--at", f"{start}:{start + 15}", "--keep").err
    ran = qct("cite", "E01", "--at", f"{start}:{start + 15}", "--keep")
    assert "already in" in ran.err
    assert path.read_text(encoding="utf-8") == f"{cited}\n\n"


def test_what_is_not_there_is_refused(qct: Qct, project: Project) -> None:
    for arguments, code, message in (
        (("E09", "--at", "0:3"), 3, "Valid: E01, K01"),
        (("E01", "--at", "0:9999"), 3, "is not a span"),
        (("E01", "--at", "3"), 2, "START:END"),
    ):
        ran = qct("cite", *arguments, "--keep")
        assert (ran.code, ran.out) == (code, "")
        assert message in ran.err
    assert not (project.folder / "outputs" / "quotes.txt").exists()
