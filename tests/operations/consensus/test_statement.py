"""The agreement statement of the example study, with the figures that others computed from it."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from toolkit.project import Project

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[3]


@pytest.fixture(scope="module")
def example(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Project]:
    """The example study, built from its plain files."""
    folder = tmp_path_factory.mktemp("statement") / "example"
    for name in ("corpus", "codebooks"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "qct.toml", folder)
    with Project.init(folder) as project:
        project.sources.build(actor="lead")
        yield project


@pytest.fixture(scope="module")
def codes(example: Project) -> dict[str, str]:
    return _proven(example.consensus.statement(method="jackknife").rows)


@pytest.fixture(scope="module")
def directions(example: Project) -> dict[str, str]:
    return _proven(example.consensus.statement(level="directions", resamples=20).rows)


def _proven(rows: tuple[tuple[object, ...], ...]) -> dict[str, str]:
    """By item, what the data prove."""
    proven: dict[str, str] = {}
    for item, text, origin in rows:
        if origin == "data":
            proven[str(item)] = f"{proven.get(str(item), '')} {text}".strip()
    return proven


def test_pooled_alpha_stands_by_character_sentence_and_turn(codes: dict[str, str]) -> None:
    assert (
        "character .756, sentence .733, turn .820; that by character is reported" in (codes["unit"])
    )


def test_facets_stand_apart_from_topics(codes: dict[str, str]) -> None:
    assert "stance .690 (4 codes)" in codes["families"]
    assert "Without the codes of stance it was .785 (36 codes)." in codes["families"]
    assert "no family" not in codes["families"]


def test_the_imbalance_of_the_coders_is_told(codes: dict[str, str]) -> None:
    assert "coder-a 781, coder-b 951 (+22%)" in codes["balance"]
    assert "Bias index -.0028" in codes["balance"]


def test_a_consensus_from_elsewhere_is_set_against_the_answers(codes: dict[str, str]) -> None:
    """Counted from the plain files: the codings of each coder in the four settled sources."""
    text = codes["disagreements"]
    for coder in ("coder-a", "coder-b"):
        total = sum(
            len((ROOT / f"corpus/codings/{coder}/{name}.jsonl").read_text("utf-8").splitlines())
            for name in ("E03", "E07", "E12", "E18")
        )
        assert f"of {total} codings of {coder}" in text


def test_directions_are_counted_without_none_and_not_under_the_codebook(
    directions: dict[str, str],
) -> None:
    assert directions["directions"].startswith("7 directions are compared, and whether")
    assert "scheme policy-directions. Version 2 of the scheme" in directions["directions"]
    assert "codebook" not in " ".join(directions.values())
    assert "of 7 directions were below" in directions["per code"]


def test_directions_are_compared_as_sets(directions: dict[str, str]) -> None:
    assert "matched exactly in a share of .917" in directions["sets"]
    assert "Stance matched in a share of .963 of the 240 segments" in directions["sets"]
    assert "alpha of .929 by MASI distance" in directions["sets"]


@pytest.mark.parametrize(
    ("sentence", "item", "said"),
    [
        (
            r"In the example it is (\S+), (\S+) and (\S+)\. Why",
            "unit",
            "character {0}, sentence {1}, turn {2}",
        ),
        (r"codes of stance have (\S+) and the 36", "families", "stance {0} (4 codes)"),
        (r"and the 36 topics (\S+)\.", "families", "it was {0} (36 codes)"),
        (r"In the example (\d+) and (\d+) \((\S+)\)", "balance", "-a {0}, coder-b {1} ({2})"),
        (r"In the example (\S+) of the sets", "sets", "exactly in a share of {0},"),
        (r"sets and (\S+) of the stances", "sets", "Stance matched in a share of {0} of"),
    ],
)
def test_the_figures_in_the_documentation_are_those_of_the_statement(
    codes: dict[str, str], directions: dict[str, str], sentence: str, item: str, said: str
) -> None:
    page = " ".join((ROOT / "docs" / "agreement.md").read_text("utf-8").split())
    found = re.search(sentence, page)
    assert found is not None
    assert said.format(*found.groups()) in (directions if item == "sets" else codes)[item]
