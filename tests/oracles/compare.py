"""Cells that a command wrote beside those computed here."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pandas as pd
import pytest

from tests.oracles.agreement import Question as Agreement
from tests.oracles.agreement import (
    answers_as_sets,
    beside,
    code_blocks,
    direction_blocks,
    family_row,
    groups,
    macro,
    pooled,
    ratings,
    relabelled,
    row_of,
)
from tests.oracles.coefficients import set_figures
from tests.oracles.commands import qct, qct_here, written
from tests.oracles.matrices import Question, figures
from tests.oracles.plain import marked
from tests.oracles.plugin import compared

if TYPE_CHECKING:
    from pathlib import Path

    from tests.oracles.agreement import Block
    from tests.oracles.commands import Rows
    from tests.oracles.plain import Study


def compare_matrix(study: Study, folder: Path, question: Question, name: str) -> int:
    """Compare every cell, denominator, share and reason; return how many figures there were."""
    got = written(folder, *question.arguments())
    made = figures(study, question)
    lead = "direction" if question.kind.startswith("directions") else "code"
    cells = {
        (row[lead], column): value
        for row in got.rows
        for column, value in row.items()
        if column not in (lead, "name")
    }
    assert {row for row, _column in cells} == set(made.rows)
    assert {column for _row, column in cells} == set(made.columns)
    wrong = {
        cell: (value, made.cells.get(cell, 0))
        for cell, value in cells.items()
        if value != made.cells.get(cell, 0)
    }
    assert wrong == {}, f"{len(wrong)} cells differ (written, recomputed): {question}"
    compared(f"cells of {question.kind}, {name}", len(cells))
    other = 0
    if made.worked:
        heads = re.findall(r"\d+ of \d+", got.shown.split("cases worked on")[1].split("\n")[0])
        columns = list(dict.fromkeys(column for _row, column in cells))
        assert heads == ["{} of {}".format(*made.worked[column]) for column in columns]
        other += len(heads)
    counts = got.origin["mappings" if lead == "direction" else "codings"]
    assert counts["left_out"] == made.left_out, question
    assert counts["counted"] == made.counted, question
    other += 1 + len(made.left_out)
    if made.mapped is not None:
        mapped, segments = made.mapped
        assert f"{mapped:,} of {segments:,} coded segment" in got.notes
        other += 2
    if other:
        compared(f"denominators and left-out answers, {name}", other)
    return len(cells) + other


COEFFICIENTS = (
    *("percent", "cohen_kappa", "krippendorff_alpha", "fleiss_kappa", "gwet_ac1"),
    *("brennan_prediger", "conger_kappa"),
)
ABOUT = ("uses", "prevalence", "n", "sources")


def compare_agreement(study: Study, folder: Path, question: Agreement, name: str) -> int:
    """Compare every row of `qct agree`; return how many figures there were."""
    arguments = question.arguments()
    units = None
    if question.unit in ("sentence", "token"):
        units = _given_units(study, folder, question, arguments)
    got = written(folder, *arguments)
    if question.level == "directions":
        blocks = direction_blocks(study, question)
    else:
        blocks = code_blocks(study, question, units)
    _check_codes(study, question, _codes_of(got.rows))
    coders = sorted({coder for block in blocks for coder in block.coders})
    count = _compare_rows(study, question, blocks, got.rows, coders)
    if question.level == "codes" and question.unit == "character" and not question.codes:
        counts = got.origin["codings"]
        shared = [block for block in blocks if len(block.coders) > 1]
        assert counts["counted"] == sum(
            len(spans) for block in shared for spans in block.in_characters.values()
        )
        count += 1
    compared(f"figures of agreement by {question.unit}, {name}", count)
    return count


def compare_by_source(study: Study, folder: Path, question: Agreement, name: str) -> int:
    """Compare every row of `qct agree --by source`; return how many figures there were.

    The rows of a source have the codes and the coders of the whole comparison.
    """
    got = written(folder, *question.arguments(), "--by", "source")
    whole = code_blocks(study, question, None)
    coders = sorted({coder for block in whole for coder in block.coders})
    count = 0
    for source in sorted({row["group"] for row in got.rows}):
        of_source = replace(question, sources=(source,))
        rows = [row for row in got.rows if row["group"] == source]
        blocks = code_blocks(study, of_source, None)
        _check_codes(study, question, _codes_of(rows))
        count += _compare_rows(study, of_source, blocks, rows, coders)
    compared(f"figures of agreement by source of its own, {name}", count)
    return count


def _codes_of(rows: Rows) -> list[str]:
    return list(dict.fromkeys(row["code"] for row in rows if row["scope"] == "code"))


def _compare_rows(
    study: Study, question: Agreement, blocks: list[Block], shown: Rows, coders: list[str]
) -> int:
    assert sum(len(block.coders) > 1 for block in blocks) > 0, "no source to compare on"
    expected = _expected(study, question, blocks, _codes_of(shown), coders)
    rows = {(row["scope"], row["code"], row["coders"]): row for row in shown}
    assert set(rows) == set(expected), question
    wrong, count = [], 0
    for key, row in expected.items():
        for column, value in row.items():
            if column == "cohen_kappa" and len(key[2].split()) > 2:
                continue
            count += 1
            cell = rows[key][column]
            if isinstance(value, float) and isinstance(cell, float):
                if not math.isclose(value, cell, rel_tol=1e-9, abs_tol=1e-9):
                    wrong.append((key, column, cell, value))
            elif value != cell:
                wrong.append((key, column, cell, value))
    assert wrong == [], f"{len(wrong)} of {count} differ (written, recomputed): {question}"
    return count


def _expected(
    study: Study, question: Agreement, blocks: list[Block], codes: list[str], coders: list[str]
) -> dict[tuple[str, str, str], dict[str, Any]]:
    """The rows by scope, code and coders."""
    domains = _domains(study, question, codes)
    of_domains = relabelled(blocks, domains)
    expected: dict[tuple[str, str, str], dict[str, Any]] = {}
    for group in groups(coders):
        label = " ".join(group)
        parts = {code: ratings(blocks, group, code) for code in codes}
        rows = {code: row_of(part, blocks, group) for code, part in parts.items()}
        for code, row in rows.items():
            expected["code", code, label] = row | beside(question, blocks, group, [code], "code")
        for domain in domains:
            part = ratings(of_domains, group, domain)
            expected["domain", domain, label] = row_of(part, blocks, group)
        every = row_of(pooled(list(parts.values())), blocks, group)
        expected["pooled", "", label] = every | beside(question, blocks, group, codes, "pooled")
        of_macro = {name: every[name] for name in ABOUT} | macro(list(rows.values()))
        expected["macro", "", label] = of_macro
    return expected


def _given_units(
    study: Study, folder: Path, question: Agreement, arguments: list[str]
) -> pd.DataFrame:
    """The sentences or tokens of each source as the file of ratings names them.

    Each lies in one turn, none shares a character with another, and together they have every
    letter and digit of the turns.
    """
    qct(folder, *arguments, "--ratings", "units.csv")
    units = pd.read_csv(folder / "units.csv", usecols=["source", "start", "end"])
    units = units.drop_duplicates().sort_values(["source", "start"]).reset_index(drop=True)
    for source, mine in units.groupby("source"):
        text = study.texts[str(source)]
        turns = text.turns if question.whole_text else text.turns[text.turns.expert]
        ends = dict(zip(turns.start, turns.end, strict=True))
        starts = turns.start.to_numpy()
        before = starts[starts.searchsorted(mine.start.to_numpy(), side="right") - 1]
        assert all(end <= ends[turn] for end, turn in zip(mine.end, before.tolist(), strict=True))
        assert (mine.end.to_numpy()[:-1] <= mine.start.to_numpy()[1:]).all()
        inside = marked(len(text.text), list(zip(mine.start, mine.end, strict=True)))
        frame = marked(len(text.text), list(ends.items()))
        letters = [char.isalnum() for char in text.text]
        assert not (frame & ~inside & letters).any(), source
    return units


def _check_codes(study: Study, question: Agreement, codes: list[str]) -> None:
    """There is a row for each code that anyone used in finished work on these sources, in the
    codebook's order."""
    if question.codes:
        assert codes == list(question.codes)
        return
    if question.level == "directions":
        return
    sources = set(question.sources) or set(study.texts) - study.renderings()
    coverage = study.coverage
    if not question.include_unfinished:
        coverage = coverage[coverage.finished]
    codings = study.codings.merge(coverage[["round", "coder", "source"]])
    used = set(codings[codings.source.isin(sources)].code)
    if question.level == "parents":
        used = {study.parents[code] or code for code in used}
    assert codes == [code for code in study.codes if code in used]


def _domains(study: Study, question: Agreement, codes: list[str]) -> dict[str, set[str]]:
    if not question.families:
        return {}
    names = question.families.split(",")
    tops = [code for code in study.codes if study.parents[code] is None]
    branches = {name: study.branch(name) for name in tops} if names == ["top"] else {}
    for name in names if names != ["top"] else []:
        members = study.families.get(name, [name])
        branches[name] = set().union(*(study.branch(code) for code in members))
    return {name: found for name, found in branches.items() if found & set(codes)}


def compare_family(study: Study, folder: Path, question: Agreement, family: str, name: str) -> int:
    """Compare `qct agree --family`; return how many figures there were."""
    arguments = [*question.arguments(), "--family", family]
    units = None
    if question.unit in ("sentence", "token"):
        units = _given_units(study, folder, question, question.arguments())
    got = written(folder, *arguments)
    members = [code for top in study.families[family] for code in sorted(study.branch(top))]
    blocks = code_blocks(study, question, units)
    coders = sorted({coder for block in blocks for coder in block.coders})
    count, columns = 0, ("percent", "cohen_kappa", "fleiss_kappa", "krippendorff_alpha", "gwet_ac1")
    rows = {row["coders"]: row for row in got.rows}
    assert set(rows) == {" ".join(group) for group in groups(coders)}
    for group in groups(coders):
        of_family = family_row(blocks, group, members)
        row = rows[" ".join(group)]
        for column in (*columns, "categories", "n", "several", "sources"):
            if column == "cohen_kappa" and len(group) > 2:
                continue
            value, shown = of_family[column], row[column]
            assert shown == (value if value is None else pytest.approx(value, abs=1e-9)), (
                group, column, question,
            )  # fmt: skip
            count += 1
    compared(f"figures of agreement on a family, {name}", count)
    return count


def compare_sets(
    study: Study, folder: Path, round_: str, coders: tuple[str, str], name: str
) -> int:
    """Compare what the statement says of the sets of directions; return how many figures."""
    text = qct_here(folder, "agree", "statement", "--level", "directions", "--round", round_)[0]
    said = re.search(
        r"the directions of (\d+) segments .* matched exactly in a share of ([\d.]+), with a mean "
        r"MASI similarity of ([\d.]+) and Krippendorff's alpha of ([\d.]+) by MASI",
        " ".join(text.split()),
    )
    assert said is not None, text
    sets = answers_as_sets(study, round_, coders)
    expected = [len(sets), *set_figures(sets)]
    assert [float(part) for part in said.groups()] == pytest.approx(expected, abs=0.00051)
    compared(f"figures of sets of directions, {name}", len(expected))
    return len(expected)
