"""Two codes of one name in one language, which tables and the picker could not tell apart."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from toolkit.domain.codebook import Code, Codebook, CodeStatus, same_names
from toolkit.errors import InputError
from toolkit.formats.codebook_yaml import check_codebook
from toolkit.formats.problems import Severity

if TYPE_CHECKING:
    from pathlib import Path

    from toolkit.project import Project


def refused(caught: pytest.ExceptionInfo[InputError], *ids: str) -> None:
    assert caught.value.code == "same-name"
    assert all(code_id in caught.value.message for code_id in ids)


def test_a_new_code_may_not_have_the_name_of_a_sibling(project: Project) -> None:
    twin = Code("trust-2", {"en": "DISTRUST"}, parent="obstacles")
    with pytest.raises(InputError) as caught:
        project.codebook.add(twin, actor="lead")
    refused(caught, "trust-2", "trust")
    assert "trust-2" not in project.codebook.current()


def test_a_code_below_another_parent_may_have_the_name(project: Project) -> None:
    project.codebook.add(Code("trust-2", {"en": "Distrust"}), actor="lead")
    assert project.codebook.code("trust-2").parent is None
    with pytest.raises(InputError) as caught:
        project.codebook.move("trust-2", "obstacles", actor="lead")
    refused(caught, "trust-2", "trust")


def test_renaming_is_refused_in_each_language(project: Project) -> None:
    for name in ({"en": "Security"}, {"ko": "보안"}):
        with pytest.raises(InputError) as caught:
            project.codebook.rename("trust", name, actor="lead")
        refused(caught, "trust", "security")
    assert project.codebook.code("trust").name["en"] == "Distrust"


def test_names_that_two_codes_already_share_keep_nobody_from_other_edits(
    project: Project, tmp_path: Path
) -> None:
    path = tmp_path / "book.yaml"
    path.write_text(
        "codes:\n"
        "  - {id: pay, name: {en: Law}, definition: {en: x}}\n"
        "  - {id: law, name: {en: law}, definition: {en: y}}\n",
        encoding="utf-8",
    )
    problems = check_codebook(path)
    assert [(p.line, p.severity, p.code) for p in problems] == [(3, Severity.WARNING, "same-name")]
    assert "pay" in problems[0].message
    done = project.codebook.import_file(path, actor="lead")
    assert done.same_names == (("en", ("pay", "law")),)
    project.codebook.redefine("pay", actor="lead", definition={"en": "z"})
    project.codebook.rename("law", {"en": "Statutes"}, actor="lead")
    with pytest.raises(InputError):
        project.codebook.rename("law", {"en": "Law"}, actor="lead")


def test_retired_codes_and_empty_names_are_no_twins() -> None:
    codes = [
        Code("a", {"en": "Law", "ko": ""}),
        Code("b", {"en": "Law", "ko": ""}, status=CodeStatus.RETIRED),
        Code("c", {"en": "Ｌａｗ", "fr": "Law"}),
    ]
    assert [(lang, [code.id for code in twins]) for lang, twins in same_names(codes)] == [
        ("en", ["a", "c"])
    ]
    assert same_names(Codebook()) == []


def test_the_id_of_a_retired_code_names_the_way_back(project: Project) -> None:
    project.codebook.retire("trust", actor="lead")
    with pytest.raises(InputError, match="retired") as caught:
        project.codebook.add(Code("trust", {"en": "Trust again"}), actor="lead")
    assert "qct codebook retire trust --reinstate" in caught.value.hint


def test_a_code_is_not_taken_back_beside_another_of_its_name(project: Project) -> None:
    project.codebook.retire("trust", actor="lead")
    project.codebook.add(Code("trust-2", {"en": "Distrust"}, parent="obstacles"), actor="lead")
    with pytest.raises(InputError) as caught:
        project.codebook.retire("trust", actor="lead", reinstate=True)
    refused(caught, "trust", "trust-2")
