"""The page of a replay holds its table, notes and charts, and opens in a browser as written."""

from __future__ import annotations

import shutil
import subprocess
import xml.etree.ElementTree as ET
from typing import TYPE_CHECKING

import numpy as np
import pytest

from tests.report.test_charts import BINS, HOSTILE, LABOUR, LEARNED
from tests.report.test_html_page import _read
from tests.suggest.replay.outcomes_world import simulated
from toolkit.report.replay_page import FamilyCharts, replay_page
from toolkit.report.tables import Table
from toolkit.suggest.replay import metrics

if TYPE_CHECKING:
    from pathlib import Path

TABLE = Table(
    ("family", "method", "n", "hit_1", "ece"),
    (("stance", "qct", 768, 0.545, 0.163), ("stance", "names", 768, 0.26, None)),
    "Replay",
    ("stance is only indicative.",),
)


def page(family: str = "태도") -> str:
    """A page with two families, of which the second has no chart but its learning curve."""
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")
    return replay_page(
        TABLE,
        [
            FamilyCharts(family, BINS, LEARNED, 1, LABOUR),
            FamilyCharts("topics", (), LEARNED | {"names": ()}, 3, ()),
        ],
        lead="Each interview was predicted from earlier ones.",
    )


def test_table_notes_and_charts_stand_on_the_page() -> None:
    written = page()
    content = _read(written)
    assert content.tags.count("table") == 1
    assert content.tags.count("svg") == content.tags.count("figure") == 4
    words = " ".join(content.words)
    for part in (
        "Replay of suggestions",
        "Each interview was predicted from earlier ones.",
        "stance is only indicative.",
        "0.545",
        "태도: are probabilities true?",
        "topics: learning from earlier interviews",
        "1,200 answers with a mean probability of 20%: 25% right.",
    ):
        assert part in words
    assert "topics: are probabilities true?" not in words


def test_a_page_needs_nothing_else_and_repeats() -> None:
    written = page()
    assert written == page()
    for sign in ("http", "<script", "href=", "src=", "@import", "url("):
        assert sign not in written


def test_ids_are_of_one_element_each_and_labels_point_to_them() -> None:
    root = ET.fromstring(
        page().removeprefix("<!doctype html>\n").replace('<meta charset="utf-8">', "")
    )
    ids = [part.get("id") for part in root.iter() if part.get("id")]
    assert len(ids) == len(set(ids))
    for drawing in root.iter("svg"):
        for name in drawing.get("aria-labelledby", "").split():
            assert name in ids
    assert sum(part.tag == "svg" for part in root.iter()) == 4


def test_names_of_families_are_never_interpreted() -> None:
    written = page(HOSTILE)
    assert "script" not in _read(written).tags
    assert "\x1b" not in written


def test_a_replay_without_anything_to_draw_is_a_page_of_its_table() -> None:
    written = replay_page(TABLE, [FamilyCharts("stance", (), {}, 1, ())], title="Ours")
    content = _read(written)
    assert "svg" not in content.tags
    assert "<h1>Ours</h1>" in written


def test_figures_of_a_replay_are_drawn_as_they_are() -> None:
    pytest.importorskip("altair")
    pytest.importorskip("vl_convert")
    outcomes = simulated(1, items=300)
    written = replay_page(
        TABLE,
        [
            FamilyCharts(
                "stance",
                metrics.reliability(outcomes),
                {"qct": metrics.learning_curve([outcomes], [np.arange(10)], 1)},
                1,
                metrics.labour_curve(outcomes),
            )
        ],
    )
    words = " ".join(_read(written).words)
    first = metrics.reliability(outcomes)[0]
    assert f"30 answers with a mean probability of {first.confidence:.0%}: " in words
    assert f"0% by hand: {metrics.hit_at(outcomes, 1):.0%} right" in words
    assert "after 9 interviews" in words


def test_a_browser_shows_the_cells_and_the_charts(tmp_path: Path) -> None:
    program = next(
        filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None
    )
    if program is None:
        pytest.skip("no browser is installed")
    file = tmp_path / "replay.html"
    file.write_text(page(), encoding="utf-8")
    done = subprocess.run(
        [
            program, "--headless", "--no-sandbox", "--disable-gpu",
            f"--user-data-dir={tmp_path}/browser", "--dump-dom", file.as_uri(),
        ],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    )  # fmt: skip
    shown, written = _read(done.stdout), _read(file.read_text(encoding="utf-8"))
    assert shown.tags.count("svg") == 4
    assert [word for word in shown.words if word.strip()] == [
        word for word in written.words if word.strip()
    ]
