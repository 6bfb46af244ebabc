"""Scales of agreement are quoted beside a value with probabilities, and never as a verdict."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from tests.finished import add_finished
from toolkit.errors import InputError

if TYPE_CHECKING:
    from toolkit.project import Project

A, B = "coder-a", "coder-b"


@pytest.fixture
def coded(project: Project) -> Project:
    for source, quotes in {
        "E01": ("We do not trust their figures.", "We do not trust"),
        "K01": ("저쪽 자료를 믿지 못해요.", "저쪽 자료를 믿지 못해요. 작년에"),
    }.items():
        for coder, quote in zip((A, B), quotes, strict=True):
            start = project.sources.text(source).index(quote)
            add_finished(project, source, start, start + len(quote), "trust", coder=coder)
    return project


def test_every_band_of_every_scale_with_its_source(coded: Project) -> None:
    from toolkit.agreement import SCALES

    table = coded.agreement.scales(method="bootstrap", resamples=200)
    rows: list[dict[str, Any]] = [dict(zip(table.columns, r, strict=True)) for r in table.rows]
    assert len(rows) == sum(len(scale.bands) for scale in SCALES)
    assert {row["source"] for row in rows} == {scale.source for scale in SCALES}
    for scale in SCALES:
        own = [row for row in rows if row["scale"] == scale.name]
        assert sum(row["probability"] for row in own) == pytest.approx(1.0)
        cumulative = [row["cumulative"] for row in own]
        assert cumulative == sorted(cumulative)
    assert any("no verdict" in note for note in table.notes)


def test_without_an_interval_there_is_no_probability(coded: Project) -> None:
    with pytest.raises(InputError, match=r"no interval here: .* three or more sources"):
        coded.agreement.scales()
    with pytest.raises(InputError, match=r"no interval here: .* two or more sources"):
        coded.agreement.scales(sources=["E01"], method="jackknife")
