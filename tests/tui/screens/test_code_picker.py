"""Tests of the order and the details of the code picker, and of overlapping codings."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, OptionList, Static

from toolkit.domain.codebook import Code, Example
from toolkit.domain.codings import Mode
from toolkit.project import Project
from toolkit.tui.screens.code_picker import CodePicker
from toolkit.tui.state.coder_view import OFTEN, RECENT
from toolkit.tui.state.coding_session import CodingSession

Open = Callable[..., Any]
Place = Callable[[str, str], tuple[int, int]]
FIRST = "We do not trust their figures."
SECOND = "Last spring [Agency 3] sent us a list with holes."
ME = "coder-a"


def many(project: Project, codes: int = 12) -> None:
    """Add codes c1, c2 and so on; coder-a applies c1 once, c2 twice and so on, and c1 last."""
    for number in range(1, codes + 1):
        project.codebook.add(Code(f"c{number}", {"en": f"Code {number}"}), actor="lead")
    for number in range(codes, 0, -1):
        for start in range(number):
            project.codings.add("E01", 40 + start, 60, f"c{number}", coder=ME)


def rows(pilot: Any) -> list[str]:
    picker = pilot.app.screen
    assert isinstance(picker, CodePicker)
    listing = picker.query_one("#picker-list", OptionList)
    return [str(option.id) for option in listing.options]


def test_last_and_most_applied_codes_are_few_and_apart(project: Project) -> None:
    many(project)
    project.codings.add("E01", 40, 60, "trust", coder="coder-b")
    session = CodingSession(project, coder=ME)
    recent, often = session.used_codes()
    assert recent == ["c1", "c2", "c3", "c4", "c5"]
    assert often == {"c12": 12, "c11": 11, "c10": 10, "c9": 9, "c8": 8}
    assert (len(recent), len(often)) == (RECENT, OFTEN)
    session.remember(["c9"])
    recent, often = session.used_codes()
    assert recent[:2] == ["c9", "c1"]
    assert "c9" not in often
    assert CodingSession(project, coder="coder-b").used_codes() == (["trust"], {})


async def test_used_codes_come_first_then_the_tree(workspace: Open, project: Project) -> None:
    many(project)
    async with workspace(at=35) as (pilot, _):
        await pilot.press("enter")
        assert rows(pilot) == [
            "c1", "c2", "c3", "c4", "c5",
            "c12", "c11", "c10", "c9", "c8",
            "obstacles", "trust", "security", "proposal", "c6", "c7",
        ]  # fmt: skip
        listing = pilot.app.screen.query_one("#picker-list", OptionList)
        prompts = [str(option.prompt) for option in listing.options]
        assert prompts[5] == "= ▌Code 12  12 times"
        assert prompts[11].startswith("    ▌Distrust")
        await pilot.press(*["down"] * 5, "enter")
        assert [c.code_id for c in project.codings.find(code="c12") if c.span.start == 31] == [
            "c12"
        ]


async def test_a_blind_round_keeps_to_the_order_of_the_codebook(
    workspace: Open, project: Project
) -> None:
    many(project, 6)
    project.rounds.open("R1", actor="lead", mode=Mode.BLIND)
    project.codings.add("E01", 40, 60, "c6", coder=ME, round_id="R1")
    async with workspace(at=35, round_id="R1") as (pilot, _):
        await pilot.press("enter")
        tree = [code.id for code in project.codebook.current().depth_first()]
        assert rows(pilot) == tree
        await pilot.press("6")
        listing = pilot.app.screen.query_one("#picker-list", OptionList)
        assert listing.highlighted_option is not None
        assert listing.highlighted_option.id == "c6"


async def test_everything_a_code_says_stands_at_its_side(workspace: Open, project: Project) -> None:
    project.codebook.redefine(
        "trust",
        actor="lead",
        include=["Figures are [b]doubted[/b]."],
        exclude=["Distrust of people."],
        examples=[Example("Nobody checks their list.", note="clear")],
        counter_examples=[Example("They are slow.")],
    )
    async with workspace(at=35) as (pilot, _):
        await pilot.press("enter", "t", "r", "u")
        side = str(pilot.app.screen.query_one("#picker-details", Static).content)
    for part in (
        "Distrust\n", "불신", "Obstacles", "Not relying on what another body sends.",
        "Include\n- Figures are [b]doubted[/b].", "Exclude\n- Distrust of people.",
        "Examples\n- “Nobody checks their list.” (clear)",
        "Counter-examples\n- “They are slow.”", "trust",
    ):  # fmt: skip
        assert part in side


@pytest.mark.parametrize("stripes", ["unicode", "ascii"])
async def test_overlaps_are_told_apart_without_any_colour(
    workspace: Open, project: Project, place: Place, monkeypatch: pytest.MonkeyPatch, stripes: str
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    settings = Path(project.folder) / "qct.toml"
    settings.write_text(f'[workspace]\nstripes = "{stripes}"\n', encoding="utf-8")
    start, end = place("E01", FIRST)
    project.codings.add("E01", start, place("E01", SECOND)[1], "obstacles", coder=ME)
    project.codings.add("E01", start, end, "trust", coder=ME)
    project.codings.add("E01", start, end, "security", coder="coder-b")
    with Project.open(project.folder) as plain:
        async with workspace(at=start, on=plain, size=(110, 30)) as (pilot, screen):
            await pilot.pause(0.1)
            view = screen.view
            row = view.reader.layout.row_of(start) - view.scroll_offset.y
            strip = view.render_line(row)
            styles = [segment.style for segment in strip if segment.style is not None]
            # Three lanes have a bracket each, beside names and the number without room.
            first, only = ("┏", "╺") if stripes == "unicode" else ("[", "=")
            assert strip.text.count(first) == 1
            assert strip.text.count(only) == 2
            assert "Obsta…, Secu… +1" in strip.text
            # Words under several codings are underlined; others' names are italic.
            style_of_words = next(s.style for s in strip if s.text == FIRST[1:])
            assert style_of_words is not None
            assert style_of_words.underline
            assert any(style.italic for style in styles)
            # The inspector names all three codes in full.
            shown = str(screen.query_one("#inspected", Static).content)
            assert [name in shown for name in ("Obstacles", "Distrust", "Security")] == [True] * 3


async def test_the_picker_finds_by_any_name_and_shows_the_definition(workspace: Open) -> None:
    async with workspace(at=35) as (pilot, _):
        await pilot.press("enter")
        picker = pilot.app.screen
        assert isinstance(picker, CodePicker)
        picker.query_one(Input).value = "불신"
        await pilot.pause()
        listing = picker.query_one("#picker-list", OptionList)
        assert listing.get_option_at_index(0).id == "trust"
        side = str(picker.query_one("#picker-details", Static).content)
        assert "Not relying on what another body sends." in side
        picker.query_one(Input).value = "zzzz"
        await pilot.pause()
        assert listing.option_count == 1
        assert "New code “zzzz”" in str(listing.get_option_at_index(0).prompt)
        assert "No code matches." in str(picker.query_one("#picker-details", Static).content)


async def test_outside_blind_rounds_recent_codes_come_first(
    workspace: Open, project: Project
) -> None:
    async with workspace(at=35) as (pilot, _):
        await pilot.press("enter", *"prop", "enter", "enter")
        listing = pilot.app.screen.query_one("#picker-list", OptionList)
        assert listing.get_option_at_index(0).id == "proposal"


async def test_a_blind_picker_keeps_the_codebooks_order(workspace: Open, project: Project) -> None:
    project.rounds.open("blind", actor="lead", mode=Mode.BLIND)
    async with workspace(at=35, round_id="blind") as (pilot, _):
        await pilot.press("enter", *"prop", "enter", "enter")
        listing = pilot.app.screen.query_one("#picker-list", OptionList)
        ids = [listing.get_option_at_index(n).id for n in range(listing.option_count)]
        assert ids == ["obstacles", "trust", "security", "proposal"]
        await pilot.press("s")
        ids = [listing.get_option_at_index(n).id for n in range(listing.option_count)]
        assert ids == [
            code for code in ["obstacles", "trust", "security", "proposal"] if code in ids
        ]
