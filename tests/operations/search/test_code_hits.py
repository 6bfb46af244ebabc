"""Hits of a code's patterns: what is shown of them, what is coded, and what is remembered."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.codings import Mode
from toolkit.domain.pattern_hits import LEAST, Precision
from toolkit.errors import ConflictError, InputError, UsageError
from toolkit.language.patterns.parse import PatternError
from toolkit.operations.search import lemmas
from toolkit.operations.search.code_hits import CodeHits, precision_lines, spelled

if TYPE_CHECKING:
    from toolkit.project import Project

Write = Callable[[str, str], object]
TEXT = """\
---
id: E05
---
I: Do the figures help?

E05: The figures help. Figures are late! No list helps.

I: And figures again?

E05: Figures, always. The law stands in the way of figures.
"""


@pytest.fixture
def study(project: Project, write: Write, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project whose words have no analyser: each is its own lemma."""
    monkeypatch.setattr(lemmas._Installed, "reads", lambda _self, _language: False)
    project.sources.import_files([write("E05.txt", TEXT)], actor="lead")  # type: ignore[list-item]
    project.codebook.redefine(
        "trust", search={"en": ["figures", "law ... figures"], "ko": ["불신"]}, actor="lead"
    )
    return project


def hits(project: Project, *patterns: str, **options: object) -> CodeHits:
    options = {"coder": "coder-a", "sources": ["E05"], **options}
    return project.suggestions.pattern_hits("trust", patterns, **options)  # type: ignore[arg-type]


def quotes(listed: CodeHits) -> list[str]:
    return [hit.quote for hit in listed.hits]


def test_each_hit_is_a_sentence_of_an_expert_with_its_patterns(study: Project) -> None:
    listed = hits(study)
    assert quotes(listed) == [
        "The figures help.",
        "Figures are late!",
        "Figures, always.",
        "The law stands in the way of figures.",
    ]
    assert [hit.number for hit in listed.hits] == [1, 2, 3, 4]
    assert listed.hits[3].patterns == ("figures", "law ... figures")
    assert listed.left_out == 2
    assert listed.patterns == ("figures", "law ... figures", "불신")
    text = study.sources.text("E05")
    for hit in listed.hits:
        assert text[hit.span.start : hit.span.end] == hit.quote
        assert hit.turn.speaker == "E05"
        assert all(
            hit.span.start <= match.start < match.end <= hit.span.end for match in hit.matches
        )
    assert study.codings.find() == []


def test_a_passage_can_be_the_turn_or_the_match(study: Project) -> None:
    turns = hits(study, unit="turn")
    assert [len(hit.matches) for hit in turns.hits] == [2, 3]
    assert turns.hits[1].quote == "Figures, always. The law stands in the way of figures."
    assert quotes(hits(study, "figures", unit="match")) == [
        "figures",
        "Figures",
        "Figures",
        "figures",
    ]
    assert quotes(hits(study, "figures NOT list", unit="turn")) == [turns.hits[1].quote]


def test_what_is_kept_is_coded_as_one_step_with_its_origin(study: Project) -> None:
    listed = hits(study).hits
    events = len(study.history.events())
    done = study.suggestions.decide_hits(
        "trust", accepted=listed[:2], rejected=listed[2:3], coder="coder-a"
    )
    assert (len(done.coded), done.there, done.rejected) == (2, (), 1)
    codings = study.codings.find()
    assert {(coding.origin, coding.code_id, coding.independent) for coding in codings} == {
        ("search", "trust", True)
    }
    (last, *_), count = study.history.events(), len(study.history.events())
    assert (last.kind, count) == ("search.decide", events + 1)
    assert last.summary["origin"] == "search"
    assert [hit.state for hit in hits(study).hits] == ["coded", "coded", "rejected", ""]
    assert hits(study).hits[0].codes == ("trust",)
    assert study.history.verify() == []
    study.history.undo(actor="coder-a")
    assert study.codings.find() == []
    assert all(hit.is_open for hit in hits(study).hits)
    study.history.redo(actor="coder-a")
    assert len(study.codings.find()) == 2
    assert study.history.verify() == []


def test_what_is_coded_already_is_left_alone_and_told(study: Project) -> None:
    listed = hits(study).hits
    first = listed[0]
    study.codings.add("E05", first.span.start, first.span.end, "trust", coder="coder-a")
    done = study.suggestions.decide_hits("trust", accepted=listed[:2], coder="coder-a")
    assert ([hit.number for hit in done.there], len(done.coded)) == ([1], 1)
    assert sorted(coding.origin for coding in study.codings.find()) == ["manual", "search"]
    seq = study.history.events()[0].seq
    again = study.suggestions.decide_hits("trust", accepted=listed[:2], coder="coder-a")
    assert (len(again.there), again.coded) == (2, ())
    assert study.history.events()[0].seq == seq


def test_a_decision_can_be_changed(study: Project) -> None:
    listed = hits(study).hits
    study.suggestions.decide_hits("trust", rejected=listed[:1], coder="coder-a")
    again = study.suggestions.decide_hits("trust", rejected=listed[:1], coder="coder-a")
    assert again.rejected == 0
    study.suggestions.decide_hits("trust", accepted=listed[:1], coder="coder-a")
    overall, by_pattern = study.suggestions.pattern_precision("trust")
    assert overall == Precision(1, 1)
    assert by_pattern == {"figures": Precision(1, 1)}
    assert study.history.verify() == []


def test_the_precision_is_withheld_until_enough_is_decided() -> None:
    few, enough = Precision(9, LEAST - 1), Precision(7, LEAST)
    assert (few.share, enough.share) == (None, 0.7)
    assert spelled(few) == "withheld, since 9 hits are decided and 10 are needed"
    assert spelled(enough) == "0.70, 7 of 10 decided hits were kept"
    assert list(precision_lines("trust", enough, {"law": few})) == [
        "precision so far of trust: 0.70, 7 of 10 decided hits were kept",
        "  of the pattern law: withheld, since 9 hits are decided and 10 are needed",
    ]
    assert list(precision_lines("trust", Precision(0, 0), {})) == []


def test_a_decision_counts_for_each_pattern_and_once_for_the_code(study: Project) -> None:
    study.suggestions.decide_hits("trust", accepted=hits(study).hits[3:], coder="coder-a")
    overall, by_pattern = study.suggestions.pattern_precision("trust")
    assert overall == Precision(1, 1)
    assert set(by_pattern) == {"figures", "law ... figures"}


def test_nobody_sees_what_others_decided_in_a_blind_round(
    study: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    study.rounds.open("R1", actor="lead", coders=["coder-a", "coder-b"], mode=Mode.BLIND)
    other = hits(study, round_id="R1", coder="coder-b").hits
    study.suggestions.decide_hits(
        "trust", accepted=other[:1], rejected=other[1:2], coder="coder-b", round_id="R1"
    )
    monkeypatch.setenv("QCT_CODER", "coder-a")
    mine = hits(study, round_id="R1")
    assert all(hit.is_open and not hit.codes for hit in mine.hits)
    assert study.suggestions.pattern_precision("trust")[0] == Precision(0, 0)
    with pytest.raises(UsageError, match="only themselves"):
        study.suggestions.decide_hits(
            "trust", accepted=mine.hits[:1], coder="coder-b", round_id="R1"
        )
    study.suggestions.decide_hits("trust", accepted=mine.hits[:1], coder="coder-a", round_id="R1")
    assert study.suggestions.pattern_precision("trust")[0] == Precision(1, 1)


def test_a_correction_carries_decisions_and_an_old_list_is_refused(study: Project) -> None:
    listed = hits(study).hits
    study.suggestions.decide_hits("trust", rejected=listed[1:2], coder="coder-a")
    text = study.sources.text("E05").replace("The figures help.", "All the figures really help.")
    study.sources.correct("E05", text, actor="lead")
    assert [hit.state for hit in hits(study).hits] == ["", "rejected", "", ""]
    with pytest.raises(ConflictError):
        study.suggestions.decide_hits("trust", accepted=listed[:1], coder="coder-a")
    assert study.history.verify() == []


def test_a_withdrawn_source_takes_its_decisions_along(study: Project) -> None:
    study.suggestions.decide_hits("trust", rejected=hits(study).hits[:2], coder="coder-a")
    study.sources.withdraw(["E05"], actor="lead")
    assert study.suggestions.pattern_precision("trust")[0] == Precision(0, 0)
    assert study.history.verify() == []


def test_renaming_a_coder_renames_their_decisions(study: Project) -> None:
    study.suggestions.decide_hits("trust", rejected=hits(study).hits[:1], coder="coder-a")
    change = study.rounds.rename_coder("coder-a", "coder-x", actor="lead")
    assert change.rows["pattern_decisions"] == 1
    assert hits(study, coder="coder-x").hits[0].state == "rejected"


@pytest.mark.parametrize(
    ("code", "patterns", "options", "error", "message"),
    [
        ("nope", [], {}, InputError, "unknown code 'nope'"),
        ("security", [], {}, UsageError, "no search patterns"),
        ("trust", ["a (b"], {}, PatternError, "at character 3"),
        ("trust", [], {"unit": "page"}, UsageError, "valid: sentence, turn, match"),
        ("trust", [], {"round_id": "R9"}, InputError, "unknown round 'R9'"),
        ("trust", [], {"sources": ["E99"]}, InputError, "unknown source 'E99'"),
    ],
)
def test_errors_name_what_is_wrong(
    study: Project,
    code: str,
    patterns: list[str],
    options: dict[str, object],
    error: type[Exception],
    message: str,
) -> None:
    with pytest.raises(error, match=message):
        study.suggestions.pattern_hits(code, patterns, coder="coder-a", **options)  # type: ignore[arg-type]


def test_a_retired_code_is_not_given(study: Project) -> None:
    listed = hits(study).hits
    study.codebook.retire("trust", actor="lead")
    with pytest.raises(InputError, match="retired"):
        study.suggestions.decide_hits("trust", accepted=listed[:1], coder="coder-a")
    assert study.codings.find() == []
