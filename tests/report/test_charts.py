"""Charts show their figures, need nothing else, and are the same bytes in every process."""

from __future__ import annotations

import builtins
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any

import pytest

from toolkit.errors import InputError
from toolkit.report import charts

if TYPE_CHECKING:
    from toolkit.report.figures import Figure

HOSTILE = "<script>alert(1)</script>&\"'\x1b[31m"
NAME = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True)
class Bin:
    count: int
    confidence: float
    right: float
    low: float
    high: float


@dataclass(frozen=True)
class Learned:
    earlier: int
    count: int
    hits: float


@dataclass(frozen=True)
class Labour:
    by_hand: float
    right: float
    at_random: float


BINS = (Bin(1200, 0.2, 0.25, 0.2, 0.3), Bin(31, 0.8, 0.5, 0.4, 0.6))
LEARNED = {"qct": (Learned(1, 40, 0.25), Learned(2, 44, 0.75)), "knn": (Learned(1, 40, 0.5),)}
LABOUR = (Labour(0, 0.5, 0.5), Labour(0.5, 1, 0.75), Labour(1, 1, 1))


def figures(title: str = "Title") -> list[Figure]:
    return [
        charts.reliability_diagram("r", title, BINS),
        charts.learning_chart("l", title, LEARNED, 3),
        charts.labour_chart("h", title, LABOUR),
    ]


@pytest.fixture(autouse=True)
def _drawing_needs_altair(request: pytest.FixtureRequest) -> None:
    if "without" not in request.node.name:
        pytest.importorskip("altair")
        pytest.importorskip("vl_convert")


def texts(figure: Figure) -> list[str]:
    """What is written in the drawing, apart from its title and description."""
    root = ET.fromstring(figure.svg)
    return [part.text or "" for part in root.iter(f"{NAME}text")]


def places(figure: Figure, role: str = "point") -> list[tuple[float, float]]:
    """Where the points of the drawing are, in pixels from the upper left of the axes."""
    pattern = re.compile(r"translate\(([\d.]+),([\d.]+)\)")
    result = []
    for part in ET.fromstring(figure.svg).iter(f"{NAME}path"):
        if part.get("aria-roledescription") == role:
            place = pattern.match(part.get("transform", ""))
            assert place is not None
            result.append((float(place.group(1)), float(place.group(2))))
    return result


def test_points_lie_where_their_figures_are() -> None:
    reliability, learning, labour = figures()
    assert places(reliability) == [(80, 225), (320, 150)]
    assert sorted(places(learning)) == [(200, 150), (200, 225), (400, 75)]
    assert sorted(set(places(labour))) == [(0, 150), (200, 0), (200, 75), (400, 0)]


def test_counts_and_axes_are_written() -> None:
    reliability, learning, labour = figures()
    assert {"1,200", "31", "0%", "100%"} <= set(texts(reliability))
    assert "1,231 answers, 31 to 1,200 a point" in texts(reliability)
    assert "share of right first candidates" in texts(reliability)
    assert {"qct", "knn", "interviews coded earlier"} <= set(texts(learning))
    assert {"the least sure ones", "drawn by chance"} <= set(texts(labour))


def test_counts_that_differ_by_one_are_not_written_beside_the_points() -> None:
    bins = [Bin(120, 0.1, 0.1, 0, 0.2), Bin(119, 0.2, 0.2, 0, 0.3)]
    written = texts(charts.reliability_diagram("r", "t", bins))
    assert "239 answers, 119 to 120 a point" in written
    assert not {"119", "120"} & set(written)
    equal = texts(charts.reliability_diagram("r", "t", [BINS[0]] * 2))
    assert "2,400 answers, 1,200 a point" in equal


def test_descriptions_have_every_figure() -> None:
    reliability, learning, labour = figures()
    assert reliability.description == (
        "1,200 answers with a mean probability of 20%: 25% right. "
        "31 answers with a mean probability of 80%: 50% right."
    )
    assert "qct: 25% after 1 interview (40 answers), 75% after 2" in learning.description
    assert "50% by hand: 100% right, and 75% where they are drawn." in labour.description
    for drawing in (reliability, learning, labour):
        root = ET.fromstring(drawing.svg)
        assert root.get("role") == "img"
        assert [part.text for part in root[:2]] == ["Title", drawing.description]


def test_a_drawing_needs_nothing_else() -> None:
    for drawing in figures():
        body = drawing.svg.replace("http://www.w3.org/2000/svg", "")
        for sign in ("http", "href", "<script", "<style", "@font-face", "data:", "url("):
            assert sign not in body, sign
        assert "sans-serif" in body


def test_hostile_and_korean_names_are_written_and_never_interpreted() -> None:
    series = {HOSTILE: LEARNED["qct"], "장애 요인": LEARNED["knn"]}
    drawing = charts.learning_chart("l", f"장애 요인 {HOSTILE}", series, 3)
    assert "\x1b" not in drawing.svg
    assert "<script" not in drawing.svg
    written = texts(drawing)
    assert "장애 요인" in written
    assert any(text.startswith("1 <script>alert(1)") for text in written)


def test_series_with_one_name_after_cutting_stay_apart() -> None:
    series = {f"{'a' * 30}{end}": LEARNED["qct"] for end in "xyz"}
    written = texts(charts.learning_chart("l", "t", series, 1))
    assert len({text for text in written if "aaa" in text}) == 3


def test_every_series_differs_in_colour_dash_and_shape() -> None:
    series = {f"m{number}": LEARNED["qct"] for number in range(charts.MOST_SERIES)}
    drawing = ET.fromstring(charts.learning_chart("l", "t", series, 1).svg)
    lines = [
        part
        for part in drawing.iter(f"{NAME}path")
        if part.get("aria-roledescription") == "line mark"
    ]
    assert len({part.get("stroke") for part in lines}) == charts.MOST_SERIES
    assert len({part.get("stroke-dasharray") for part in lines}) == charts.MOST_SERIES
    points = [
        part for part in drawing.iter(f"{NAME}path") if part.get("aria-roledescription") == "point"
    ]
    assert len({(part.get("fill"), part.get("d")) for part in points}) == charts.MOST_SERIES
    assert len({part.get("d") for part in points}) == charts.MOST_SERIES
    with pytest.raises(ValueError, match="room for 7"):
        charts.learning_chart("l", "t", series | {"m7": LEARNED["knn"]}, 1)


def test_nothing_to_show_is_said() -> None:
    assert charts.reliability_diagram("r", "t", ()).description == "There is nothing to show."


def test_another_process_draws_the_same_bytes() -> None:
    code = (
        "from hashlib import sha256; from tests.report.test_charts import figures; "
        "print(*(sha256(part.svg.encode()).hexdigest() for part in figures()))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == [sha256(part.svg.encode()).hexdigest() for part in figures()]


def test_importing_charts_without_drawing_loads_nothing_heavy() -> None:
    code = (
        "import sys, toolkit.report.replay_page; "
        "print({'altair', 'vl_convert', 'numpy'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"


def test_without_the_packages_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    real = builtins.__import__

    def missing(name: str, *rest: Any, **named: Any) -> Any:
        if name == "vl_convert":
            raise ImportError(f"No module named {name!r}", name=name)
        return real(name, *rest, **named)

    monkeypatch.setattr(builtins, "__import__", missing)
    monkeypatch.delitem(sys.modules, "vl_convert", raising=False)
    with pytest.raises(InputError, match=r"package (vl_convert|altair).*not installed") as error:
        charts.labour_chart("h", "t", LABOUR)
    assert "qualitative-coding-toolkit[report]" in error.value.hint
    assert error.value.code == "charts-missing"
