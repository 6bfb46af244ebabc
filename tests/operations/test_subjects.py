"""Tests of the arguments of the methods of a project, and that a reading method reads one state."""

from __future__ import annotations

import inspect
from dataclasses import fields
from functools import cached_property
from typing import TYPE_CHECKING, Any, get_type_hints

import pytest

from toolkit.operations.agreement.request import (
    AgreementQuestion,
    AgreementRequest,
    FigureQuestion,
    IntervalKeywords,
    IntervalOptions,
    TableKeywords,
    TableOptions,
    TableQuestion,
    split,
)
from toolkit.operations.agreement.sample_size import SampleSizeKeywords, SampleSizeOptions
from toolkit.operations.matrices.request import CaseMatrixQuestion, MatrixRequest
from toolkit.operations.subjects import Subjects

if TYPE_CHECKING:
    from toolkit.operations.subject import Subject
    from toolkit.project import Project

WRITING = {
    "codebook": "import_file add rename redefine move merge split retire",
    "codings": "create_code code_in_vivo add add_many remove move change split join commit_none",
    "memos": "write append",
    "rounds": "open open_overlapping close reopen submit finish set_lead_coder rename_coder "
    "merge_coders",
    "sources": "import_files correct reread place_orphan drop_orphan build withdraw readmit",
    "speakers": "set rename merge case import_table",
    "history": "undo redo accept_head",
    "suggestions": "for_span for_spans decide decide_hits set_proposing hold release",
    "decisions": "answer keep_check set_checks show",
    "queue": "answer make_from_hits make_from_missed make_from_places make_from_units stop "
    "take_back",
    "themes": "assign fit make_code merge name reject split",
    "directions": "import_file propose confirm apply_rule",
    "exchange": "merge bundle",
    "consensus": "settle accept_agreed",
    "identifiers": "accept erase readmit reject",
}
"""Methods that write. What they read for it they read in a snapshot of their own, or they prove
it in the transaction that writes."""
ONE_STATEMENT = {
    "codebook": "code counts used",
    "codings": "find counts",
    "memos": "find",
    "rounds": "coders all settled get",
    "sources": "all get turns cases participations",
    "suggestions": "all decisions",
    "directions": "all proposals mappings",
    "decisions": "checks",
}
"""Methods whose answer is one statement, which sees one state by itself. On a server a snapshot
would cost two more round trips."""
NO_STORE = {
    "agreement": "sample_size_for",
    "memos": "target",
    "rounds": "identity",
    "sources": "searcher read_text",
    "exchange": "write_decisions",
    "identifiers": "always forget is_key_sealed key key_path open_key pseudonym seal_key",
}
"""Methods that read nothing of the store."""
OTHER_REASONS = {
    # The gate asks them before anything else is read.
    ("rounds", "binding_me"),
    ("rounds", "check_own"),
    # A generator: texts are read while the matches are shown, and a state that is held as long
    # as someone looks at them would keep the store from cleaning up.
    ("sources", "search"),
    # Its words come from `cite`, and it writes a file beside the store.
    ("sources", "save_quote"),
    # It compares a file beside the store with the newest event, by one statement.
    ("history", "head"),
    # It opens the snapshot itself, since the store's own code calls it too.
    ("history", "verify"),
    # It reads the texts in a snapshot of its own, and then analyses them for a minute.
    ("identifiers", "propose"),
    # It reads the texts and codings, and then a model works on the texts for minutes.
    ("review", "missed"),
    ("review", "codings"),
    ("suggestions", "prepare"),
    ("review", "families"),
    # It reads the directions by one statement, and then a model works on the texts for minutes.
    ("directions", "propose_for_texts"),
    # It reads the codebook by one statement, and then models work on the texts for minutes.
    ("suggestions", "label_texts"),
}
ABOUT_THE_STORE_ITSELF = {"storage"}
"""The subject that copies and checks the store, with its own snapshots for reading rows."""
FILES_OF_THIS_MACHINE = {"preferences"}
"""The subject that keeps the files of one coder on this machine, outside the store."""


def _subjects(project: Project) -> dict[str, Subject]:
    names = [name for name, value in vars(Subjects).items() if isinstance(value, cached_property)]
    return {name: getattr(project, name) for name in names}


def _methods(subject: Subject) -> dict[str, Any]:
    return {
        name: value
        for name, value in vars(type(subject)).items()
        if not name.startswith("_") and not isinstance(value, property)
    }


def test_every_reading_method_reads_one_state_of_the_store(empty_project: Project) -> None:
    unexplained = []
    for name, subject in _subjects(empty_project).items():
        if name in ABOUT_THE_STORE_ITSELF | FILES_OF_THIS_MACHINE:
            continue
        listed = {
            method
            for methods in (WRITING, ONE_STATEMENT, NO_STORE)
            for method in methods.get(name, "").split()
        }
        for method, value in _methods(subject).items():
            is_reading = getattr(value, "reads_one_snapshot", False)
            if is_reading:
                assert method not in listed, f"{name}.{method} needs no place in the lists"
                assert not inspect.isgeneratorfunction(inspect.unwrap(value))
            elif method not in listed and (name, method) not in OTHER_REASONS:
                unexplained.append(f"{name}.{method}")
    assert unexplained == [], "give them @in_one_snapshot, or list them with the reason"


def test_figures_have_no_exception(empty_project: Project) -> None:
    for name in ("agreement", "consensus", "matrices"):
        listed = f"{WRITING.get(name, '')} {NO_STORE.get(name, '')}".split()
        for method, value in _methods(_subjects(empty_project)[name]).items():
            assert method in listed or value.reads_one_snapshot


@pytest.mark.parametrize(
    ("keywords", "values"),
    [
        (AgreementQuestion, [AgreementRequest]),
        (IntervalKeywords, [IntervalOptions]),
        (TableKeywords, [TableOptions]),
        (FigureQuestion, [AgreementRequest, IntervalOptions]),
        (TableQuestion, [AgreementRequest, TableOptions]),
        (SampleSizeKeywords, [SampleSizeOptions]),
        (CaseMatrixQuestion, [MatrixRequest]),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_keyword_arguments_are_the_fields_of_the_values(keywords: type, values: list[type]) -> None:
    assert get_type_hints(keywords) == {
        field.name: get_type_hints(value)[field.name] for value in values for field in fields(value)
    }


def test_keyword_arguments_fill_the_request_and_the_options() -> None:
    question: TableQuestion = {"coders": ["coder-a", "coder-a"], "by": "round", "seed": 3}
    request, options = split(question, TableOptions)
    assert request == AgreementRequest(coders=("coder-a",))
    assert options == TableOptions(by="round", seed=3)


def test_a_mistyped_keyword_is_refused(project: Project) -> None:
    wrong: dict[str, Any] = {"cders": ["coder-a"]}
    for method in (
        project.agreement.report,
        project.agreement.coefficients,
        project.consensus.disagreements,
        project.matrices.codes_by_cases,
    ):
        with pytest.raises(TypeError, match="cders"):
            method(**wrong)
    with pytest.raises(TypeError, match="coefficients"):
        project.agreement.scales(**{"coefficients": ["gamma"]})  # type: ignore[arg-type]
