"""Every worked example is recomputed, those in the package and those in the shared folder."""

from __future__ import annotations

import json
import math
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from toolkit.agreement import VerifyRow, verify_files, verify_fixture
from toolkit.agreement.verification.verify import known_coefficients
from toolkit.errors import InputError

PUBLISHED = Path(__file__).parents[1] / "published"
SHARED = Path(__file__).parents[4] / "shared" / "agreement"
KINDS = {
    "coding",
    "coding_ci",
    "unitizing",
    "spans",
    "spans_overlapping",
    "gamma",
    "segmentation",
    "holsti",
    "sample_size",
}

HOLSTI: dict[str, Any] = {
    "schema": "icr-fixture/1",
    "kind": "holsti",
    "source": "Holsti 1969",
    "data": {"agreed_decisions": 18, "n1": 24, "n2": 21},
    "expect": [{"coefficient": "holsti", "params": {}, "value": 0.8, "tolerance": 1e-9}],
}


def read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return content


LONG = {"gamma_three_observers"}
SHIPPED = [
    pytest.param(path, id=path.stem, marks=[pytest.mark.long] if path.stem in LONG else [])
    for path in sorted(PUBLISHED.glob("*.json"))
]


@pytest.mark.parametrize("path", SHIPPED)
def test_shipped_examples_hold(path: Path) -> None:
    failed = [row for row in verify_fixture(read(path)) if not row.holds]
    assert failed == []


def test_shipped_examples_are_all_there() -> None:
    fixtures = [read(path) for path in PUBLISHED.glob("*.json")]
    assert len(fixtures) == 56
    assert sum(len(fixture["expect"]) for fixture in fixtures) == 810
    assert {fixture["kind"] for fixture in fixtures} == KINDS
    published = [
        expect
        for fixture in fixtures
        for expect in fixture["expect"]
        if expect["basis"].startswith("published")
    ]
    assert len(published) == 162
    readme = " ".join((Path(__file__).parents[3] / "README.md").read_text("utf-8").split())
    assert "recomputes 162 published worked examples" in readme
    assert all(fixture["source"] for fixture in fixtures)


@pytest.mark.skipif(not SHARED.is_dir(), reason=f"no worked examples in {SHARED}")
def test_shared_examples_hold() -> None:
    paths = sorted(SHARED.glob("*.json"))
    rows = [row for path in paths for row in verify_fixture(read(path))]
    assert len(rows) >= 764
    assert [row for row in rows if not row.holds] == []


def test_rows_have_the_fixed_keys_in_order() -> None:
    assert [field.name for field in fields(VerifyRow)] == [
        "source",
        "coefficient",
        "params",
        "expected",
        "computed",
        "tolerance",
        "holds",
    ]
    (row,) = verify_fixture(HOLSTI)
    assert (row.source, row.expected, row.computed, row.holds) == ("Holsti 1969", 0.8, 0.8, True)


def test_a_wrong_value_does_not_hold() -> None:
    wrong = HOLSTI | {"expect": [HOLSTI["expect"][0] | {"value": 0.81}]}
    assert [row.holds for row in verify_fixture(wrong)] == [False]


def test_undefined_holds_only_when_none_is_expected() -> None:
    nothing = HOLSTI | {"data": {"agreed_decisions": 0, "n1": 0, "n2": 0}}
    assert [row.holds for row in verify_fixture(nothing)] == [False]
    expected = nothing | {"expect": [HOLSTI["expect"][0] | {"value": None}]}
    assert [(row.computed, row.holds) for row in verify_fixture(expected)] == [(None, True)]


def test_an_unknown_coefficient_is_a_row_and_the_others_are_computed() -> None:
    other = {"coefficient": "kappa of the moon", "params": {"phase": "new"}, "value": None}
    rows = verify_fixture(
        HOLSTI
        | {
            "expect": [
                other | {"tolerance": 0},
                HOLSTI["expect"][0],
                other | {"value": "x", "tolerance": 1},
            ]
        }
    )
    assert [row.holds for row in rows] == [False, True, False]
    assert (rows[0].computed, rows[0].expected) == ("unknown coefficient", None)
    assert (rows[2].coefficient, rows[2].params) == ("kappa of the moon", {"phase": "new"})
    assert rows[1].computed == 0.8
    # A coefficient of another kind cannot be computed from these data either.
    other_kind = HOLSTI | {"expect": [{"coefficient": "gwet_ac1", "value": 1, "tolerance": 0}]}
    assert [row.computed for row in verify_fixture(other_kind)] == ["unknown coefficient"]
    assert {"holsti", "gwet_ac1", "gamma_best_alignment"} <= set(known_coefficients())


CODING: dict[str, Any] = {
    "schema": "icr-fixture/1",
    "kind": "coding",
    "source": "two coders",
    "data": {"units_by_coders": [[1, 1], [2, 1], [3, 3], [2, 2]], "categories": [1, 2, 3]},
}


@pytest.mark.parametrize(
    ("params", "message"),
    [
        ({"distances": [[0, 1], [1, 0]]}, "must have the shape .3, 3."),
        ({"distances": [[0, 1, 1], [2, 0, 1], [1, 1, 0]]}, "symmetric, and 0 from a category"),
        ({"distances": [[1, 1, 1], [1, 1, 1], [1, 1, 1]]}, "symmetric, and 0 from a category"),
        ({"distances": [[0, -1, 1], [-1, 0, 1], [1, 1, 0]]}, "numbers of 0 or more"),
    ],
)
def test_bad_distances_are_named(params: dict[str, Any], message: str) -> None:
    expect = {"coefficient": "krippendorff_alpha", "params": params, "value": 1, "tolerance": 0}
    with pytest.raises(ValueError, match=message):
        verify_fixture(CODING | {"expect": [expect]})


def test_a_wrong_alignment_does_not_hold() -> None:
    fixture = read(PUBLISHED / "gamma_units_without_partner.json")
    expect = next(e for e in fixture["expect"] if e["coefficient"] == "gamma_best_alignment")
    rows = expect["value"]
    changed = [rows[0], [[6, 10, "a"], None], *rows[2:]]
    merged = [[rows[1][0], rows[3][1]], rows[0], rows[2]]
    fixture["expect"] = [expect | {"value": value} for value in (rows[::-1], changed, merged)]
    assert [row.holds for row in verify_fixture(fixture)] == [True, False, False]
    fixture["expect"] = [expect | {"value": [[[6, 10]]]}]
    with pytest.raises(ValueError, match="gamma_best_alignment cannot be computed"):
        verify_fixture(fixture)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"schema": "icr-fixture/2"}, "is not 'icr-fixture/1'"),
        ({"kind": "horoscope"}, "unknown kind 'horoscope'; known: coding"),
        ({"expect": [{"coefficient": "holsti", "value": 1}]}, "has no tolerance"),
        ({"kind": ["coding"]}, "the kind is list, not text"),
        ({"expect": None}, "expect is null, not a list"),
        ({"expect": [3]}, "an expectation is an object, not int"),
        ({"expect": [HOLSTI["expect"][0] | {"coefficient": []}]}, "named by text, not list"),
        ({"expect": [HOLSTI["expect"][0] | {"params": 2}]}, "params of holsti are int"),
        ({"expect": [HOLSTI["expect"][0] | {"tolerance": math.nan}]}, "tolerance of holsti is nan"),
        ({"expect": [HOLSTI["expect"][0] | {"tolerance": -1}]}, "not a number of 0 or more"),
        ({"expect": [HOLSTI["expect"][0] | {"tolerance": "0"}]}, "not a number of 0 or more"),
        ({"expect": [HOLSTI["expect"][0] | {"value": "x"}]}, "the value of holsti is 'x'"),
        ({"expect": [HOLSTI["expect"][0] | {"value": True}]}, "the value of holsti is True"),
        (
            {"expect": [HOLSTI["expect"][0] | {"params": {"resamples": 10**12}}]},
            "at most 1000000 are computed",
        ),
    ],
)
def test_bad_examples_are_named(change: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        verify_fixture(HOLSTI | change)


@pytest.mark.long
def test_the_package_ships_what_was_published() -> None:
    rows = verify_files()
    assert len(rows) == 162
    assert all(row.holds for row in rows)
    expected = [
        (fixture["source"], expect["coefficient"], expect["value"])
        for fixture in map(read, sorted(PUBLISHED.glob("*.json")))
        for expect in fixture["expect"]
        if expect["basis"].startswith("published")
    ]
    shipped = [
        (
            row.source,
            row.coefficient,
            list(row.expected) if isinstance(row.expected, tuple) else row.expected,
        )
        for row in rows
    ]
    assert shipped == expected


def test_files_hold_one_example_or_several(tmp_path: Path) -> None:
    single, several = tmp_path / "one.json", tmp_path / "several.json"
    single.write_text(json.dumps(HOLSTI), encoding="utf-8")
    several.write_text(json.dumps([HOLSTI, HOLSTI]), encoding="utf-8")
    assert [row.holds for row in verify_files([single, several])] == [True] * 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("{", "bad.json is no worked example"),
        ("[3]", "an example is an object, not int"),
        (json.dumps(HOLSTI | {"data": {}}), "holsti cannot be computed"),
        (json.dumps(HOLSTI | {"kind": "coding"}), "not those of kind coding"),
        (json.dumps(HOLSTI)[:40], "it is not JSON, or is cut off"),
        ("[" * 100_000, "it is nested too deeply"),
    ],
)
def test_bad_files_are_named(tmp_path: Path, text: str, message: str) -> None:
    path = tmp_path / "bad.json"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InputError, match=message):
        verify_files([path])
    with pytest.raises(InputError, match=r"gone\.json"):
        verify_files([tmp_path / "gone.json"])


def test_u_alpha_of_a_code_is_that_code_against_all_else() -> None:
    data = {"continuum_length": 9, "spans": {"x": [[0, 4, "a"], [5, 8, "b"]], "y": [[0, 4, "a"]]}}
    expect = [
        {"coefficient": "u_alpha", "params": {"code": code}, "value": value, "tolerance": 1}
        for code, value in (("a", 1.0), ("b", 0.0))
    ]
    fixture = HOLSTI | {"kind": "unitizing", "data": data, "expect": expect}
    same, missed = verify_fixture(fixture)
    assert same.computed == 1.0
    assert isinstance(missed.computed, float)
    assert missed.computed < 0
