"""Pictures of themes show their data, tell what is unstable, and need nothing else."""

from __future__ import annotations

import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from hashlib import sha256
from itertools import combinations
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.report.test_html_page import _read
from toolkit.errors import InputError
from toolkit.report.tables import Table
from toolkit.report.themes.charts import figures
from toolkit.report.themes.drawing import label_places
from toolkit.report.themes.page import themes_page
from toolkit.report.themes.pictures import (
    PICTURES,
    Counts,
    DrawnTheme,
    Mark,
    ThemePictures,
    Word,
    bar,
    strip,
)
from toolkit.themes.nearness import Join

if TYPE_CHECKING:
    from toolkit.report.figures import Figure

HOSTILE = "</text><script>alert(1)</script> href=\"x\" onclick='y' url(#z) \x1b[31m javascript:"
NAME = "{http://www.w3.org/2000/svg}"
KOREAN = "예산이 끊긴"


def world(label: str = "law, clause") -> ThemePictures:
    """Four themes: a plain one, an unstable one, a rejected one, and one that was merged."""
    themes = (
        DrawnTheme(
            0, label, 40, 9, place=(0.5, 0.25), stability=1.0, quote=f"The statute. {label}",
            where=("E01", 10, 20), words=(Word("clause", 0.5), Word(label, 0.25)),
        ),
        DrawnTheme(
            1, KOREAN, 20, 5, mark=Mark.UNSTABLE, place=(-0.5, 0.25), stability=0.4,
            words=(Word("예산", 0.125),),
        ),
        DrawnTheme(
            3, "names", 10, 4, mark=Mark.REJECTED, place=(-0.5, -0.25), stability=0.6,
            words=(Word("name", 0.25),),
        ),
        DrawnTheme(4, "money, pay", 5, 2, words=(Word("money", None),)),
    )  # fmt: skip
    tenths = [Counts({0: 4, 1: 0, 3: at, 4: 1}, small_talk=at) for at in range(10)]
    return ThemePictures(
        themes,
        (Join((1,), (3,), 0.5), Join((0,), (1, 3), -0.25)),
        {
            "E01": Counts({0: 3, 1: 1, 3: 0, 4: 0}, small_talk=4),
            "사례": Counts({0: 0, 1: 2, 3: 1, 4: 0}),
        },
        tuple(tenths),
        0.6,
        notes={"map": ("without a place: 4",)},
    )


TABLE = Table(("theme", "keywords"), ((0, "clause"),), "themes", ("10 segments are few.",))


def drawings(label: str = "law, clause") -> dict[str, Figure]:
    return figures(world(label))


def texts(figure: Figure) -> list[str]:
    """What is written in the drawing."""
    return [part.text or "" for part in ET.fromstring(figure.svg).iter(f"{NAME}text")]


def marks(figure: Figure, name: str) -> list[ET.Element]:
    body = ET.fromstring(figure.svg).find(f"{NAME}g")
    assert body is not None
    return list(body.iter(f"{NAME}{name}"))


def hover(mark: ET.Element) -> str:
    return mark.findtext(f"{NAME}title") or ""


def test_the_map_has_a_circle_for_each_place_on_one_scale() -> None:
    circles = {hover(mark)[0]: mark for mark in marks(drawings()["map"], "circle")}
    assert set(circles) == {"0", "1", "3"}
    at = {name: (float(c.get("cx", "")), float(c.get("cy", ""))) for name, c in circles.items()}
    # Theme 1 lies 1 left of theme 0, and theme 3 lies .5 below theme 1.
    assert at["0"][1] == at["1"][1]
    assert at["1"][0] == at["3"][0]
    assert at["0"][0] - at["1"][0] == pytest.approx(2 * (at["3"][1] - at["1"][1]))
    assert at["3"][1] > at["1"][1]
    sizes = [float(circles[name].get("r", "")) for name in "013"]
    assert sizes == sorted(sizes, reverse=True)


def test_the_pointer_shows_the_words_and_the_quote_of_a_theme() -> None:
    first, second, _third = sorted(hover(mark) for mark in marks(drawings()["map"], "circle"))
    assert first == "0 law, clause\nclause, law, clause\nThe statute. law, clause (E01)"
    assert "its passages are folded" in second


def test_unstable_and_rejected_themes_are_named_and_drawn_without_colour() -> None:
    for name in ("map", "words", "hierarchy", "stability", "cases", "positions"):
        written = " ".join(texts(drawings()[name]))
        assert f"1 {KOREAN} (unstable)" in written, name
        assert "3 names (rejected)" in written, name
    fills = {hover(mark)[0]: mark for mark in marks(drawings()["map"], "circle")}
    assert len({fills[name].get("fill") for name in "013"}) == 3
    assert len({fills[name].get("stroke-dasharray") for name in "013"}) == 3
    assert fills["1"].get("fill") == "url(#themes-map-hatch)"


def test_a_long_label_keeps_the_word_for_its_mark() -> None:
    theme = replace(world().themes[1], label="가" * 60)
    assert theme.short(36).endswith("… (unstable)")
    assert theme.told.count("가") == 60


def test_bars_are_as_long_as_the_weights() -> None:
    bars = {hover(mark): mark for mark in marks(drawings()["words"], "rect")}
    longest = float(bars["clause: 0.500"].get("width", ""))
    assert float(bars["law, clause: 0.250"].get("width", "")) == pytest.approx(longest / 2)
    assert float(bars["예산: 0.125"].get("width", "")) == pytest.approx(longest / 4, abs=0.1)
    assert "money" in texts(drawings()["words"])
    assert len(bars) == 4


def test_the_tree_joins_at_the_cosines() -> None:
    inked = [m for m in marks(drawings()["hierarchy"], "line") if m.get("stroke") == "#000000"]
    lines = [[float(mark.get(key, "")) for key in ("x1", "y1", "x2", "y2")] for mark in inked]
    upright = sorted(line[0] for line in lines if line[0] == line[2])
    start = min(line[0] for line in lines)
    # From 1 to .5 is two fifths of the way from 1 to -.25.
    assert upright[0] - start == pytest.approx(0.4 * (upright[1] - start), abs=0.1)
    assert "1 and 3 join at 0.50." in drawings()["hierarchy"].description


def test_the_strip_has_a_line_from_which_a_theme_is_stable() -> None:
    figure = drawings()["stability"]
    dots = {hover(mark)[0]: mark for mark in marks(figure, "circle")}
    edge = next(m for m in marks(figure, "line") if m.get("stroke-dasharray"))
    assert dots["3"].get("cx") == edge.get("x1")
    assert dots["1"].get("fill") == "#ffffff" != dots["3"].get("fill")
    assert float(dots["1"].get("cx", "")) < float(edge.get("x1", ""))
    assert "not measured" in texts(figure)
    assert "0.40" in texts(figure)


def test_squares_say_counts_and_are_darker_the_higher_the_share() -> None:
    figure = drawings()["cases"]
    squares = {hover(mark): mark.get("fill", "") for mark in marks(figure, "rect")}
    assert "E01, small talk, set apart: 4 of 8" in squares
    light = {hover: int(fill[1:3], 16) for hover, fill in squares.items()}
    assert (
        light["E01, small talk, set apart: 4 of 8"]
        < light[f"E01, 1 {KOREAN} (unstable): 1 of 8"]
        < light["E01, 4 money, pay: 0 of 8"]
    )
    assert len(squares) == 2 * 5
    positions = {hover(mark) for mark in marks(drawings()["positions"], "rect")}
    assert "0 law, clause, 0-10%: 4 of 40" in positions
    assert "small talk, set apart, 90-100%: 9 of 45" in positions


def test_the_data_of_each_picture_is_a_table() -> None:
    pictures = world()
    tables = {name: pictures.table(name) for name in PICTURES}
    assert tables["map"].rows[0][:8] == (0, "law, clause", "", 40, 9, 0.5, 0.25, "E01")
    assert tables["map"].rows[3][5:] == (None,) * 6
    assert tables["words"].rows[2][:1] + tables["words"].rows[2][3:] == (1, 1, "예산", 0.125)
    assert tables["hierarchy"].rows == ((1, "1", "3", 0.5), (2, "0", "1, 3", -0.25))
    assert [row[3] for row in tables["stability"].rows] == [1.0, 0.4, 0.6, None]
    assert tables["cases"].columns == ("case", "segments", "0", "1", "3", "4", "small_talk",
                                       "recurring")  # fmt: skip
    assert tables["cases"].rows[0] == ("E01", 8, 3, 1, 0, 0, 4, 0)
    assert tables["positions"].rows[2] == ("3", "names (rejected)", *range(10), 45)
    assert tables["positions"].rows[-1][0] == "small_talk"
    assert "without a place: 4" in tables["map"].notes
    with pytest.raises(InputError, match=r"unknown picture 'pie'.*map, words"):
        pictures.table("pie")


def test_small_versions_are_for_people_only() -> None:
    pictures = world()
    assert pictures.drawn_table("words").rows[0][-1] == "█" * 20
    assert pictures.drawn_table("stability").rows[1][-1] == "········○···│········"
    assert pictures.drawn_table("stability").rows[2][-1] == "············●········"
    assert "drawing" not in pictures.table("words").columns
    assert pictures.drawn_table("map") == pictures.table("map")
    assert (bar(None, 1), bar(0.0001, 1), strip(None, 0.6)) == ("", "█", "")


def test_descriptions_have_every_figure() -> None:
    made = drawings()
    assert (
        "0 law, clause: 40 segments in 9 interviews, at 0.50 and 0.25." in made["map"].description
    )
    assert "clause 0.500" in made["words"].description
    assert "4 money, pay: not measured." in made["stability"].description
    assert "small talk, set apart 4" in made["cases"].description


def test_a_page_has_each_picture_beside_its_data_and_loads_nothing() -> None:
    written = themes_page(TABLE, world())
    assert written == themes_page(TABLE, world())
    content = _read(written)
    assert content.tags.count("svg") == 6
    assert content.tags.count("table") == 7
    words = " ".join(content.words)
    assert words.count("10 segments are few.") == 1
    assert words.index("10 segments are few.") < words.index("map of the themes")
    for sign in ("http", "<script", "href=", "src=", "@import"):
        assert sign not in written
    assert all(match.startswith("#themes-") for match in re.findall(r"url\(([^)]*)", written))
    page = ET.fromstring(
        written.removeprefix("<!doctype html>\n").replace('<meta charset="utf-8">', "")
    )
    ids = [part.get("id") for part in page.iter() if part.get("id")]
    assert len(ids) == len(set(ids))


def test_hostile_and_korean_texts_are_written_and_never_interpreted() -> None:
    written = themes_page(TABLE, world(HOSTILE))
    content = _read(written)
    assert "script" not in content.tags
    assert "\x1b" not in written
    assert KOREAN in written
    for figure in drawings(HOSTILE).values():
        root = ET.fromstring(figure.svg)
        assert {part.tag.removeprefix(NAME) for part in root.iter()} <= {
            "svg", "title", "desc", "defs", "pattern", "g", "rect", "circle", "line", "text"
        }  # fmt: skip
        assert not [key for part in root.iter() for key in part.attrib if key.startswith("on")]


def test_a_run_without_places_or_stability_has_the_other_pictures() -> None:
    bare = [replace(theme, place=None, stability=None, words=()) for theme in world().themes]
    pictures = replace(world(), themes=tuple(bare), joins=(), cases={})
    assert set(figures(pictures)) == {"positions"}
    assert _read(themes_page(TABLE, pictures)).tags.count("svg") == 1
    empty = replace(pictures, themes=(), tenths=tuple(Counts({}) for _tenth in range(10)))
    assert figures(empty) == {}


def test_one_place_and_equal_places_are_drawn() -> None:
    first = world().themes[0]
    for themes in ((first,), (first, replace(first, number=2))):
        tenths = tuple(Counts({0: 1, 2: 1}) for _tenth in range(10))
        made = figures(replace(world(), themes=themes, joins=(), cases={}, tenths=tenths))
        circles = marks(made["map"], "circle")
        assert {mark.get("cx") for mark in circles} == {"360"}


def test_another_process_writes_the_same_bytes() -> None:
    code = (
        "from hashlib import sha256; from tests.report.themes.test_pictures import *; "
        "print(sha256(themes_page(TABLE, world()).encode()).hexdigest(), "
        "{'altair', 'vl_convert'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    written = themes_page(TABLE, world()).encode()
    assert done.stdout.split() == [sha256(written).hexdigest(), "set()"]


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(st.floats(130, 590), st.floats(45, 415), st.floats(5, 22), st.floats(20, 235)),
        min_size=1,
        max_size=15,
    )
)
def test_labels_lie_inside_and_never_on_one_another(
    drawn: list[tuple[float, float, float, float]],
) -> None:
    frame = (4, 4, 716, 456)
    boxes = label_places([each[:3] for each in drawn], [each[3] for each in drawn], frame)
    for first, second in combinations(boxes, 2):
        assert (
            first[2] <= second[0]
            or second[2] <= first[0]
            or first[3] <= second[1]
            or second[3] <= first[1]
        )
    for (_x, _y, _radius, wide), box in zip(drawn, boxes, strict=True):
        assert box[2] - box[0] == pytest.approx(wide)
        assert box[0] >= 4
        assert box[2] <= 716 + 1e-6
        assert box[1] >= 4
        assert box[3] <= 456 + 1e-6
