"""Tests of disagreements and of comparing two coders in the text."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.widgets import DataTable, Input, OptionList, TextArea

from tests.finished import add_finished
from tests.tui.workspace.disputed import FIRST, LEAK, RULE, A, B, opened, text
from toolkit.domain.spans import Span
from toolkit.tui.screens.form import FormScreen
from toolkit.tui.screens.message import MessageScreen
from toolkit.tui.screens.team.confusion import ConfusedScreen
from toolkit.tui.screens.team.disagreements import DisagreementsScreen
from toolkit.tui.state.disagreements import ends
from toolkit.tui.workspace.screen import WorkspaceScreen

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from tests.tui.conftest import Open
    from toolkit.project import Project


async def give_reason(pilot: Pilot[None], reason: str = "", **fields: str) -> None:
    await pilot.pause()
    form = pilot.app.screen
    assert isinstance(form, FormScreen)
    for at, field in enumerate(form._fields):
        value = {"reason": reason, **fields}.get(field.name)
        widget = form.query_one(f"#field-{at}")
        if value is not None and isinstance(widget, Input):
            widget.value = value
        elif value is not None and isinstance(widget, TextArea):
            widget.text = value
    await pilot.press("ctrl+s")
    await pilot.pause()


def settled(project: Project) -> list[tuple[str, str, str, str]]:
    table = project.consensus.adjudications()
    at = [table.columns.index(name) for name in ("kind", "outcome", "yielded", "reason")]
    return [tuple(str(row[column]) for column in at) for row in table.rows]  # type: ignore[misc]


# --- disagreements ---------------------------------------------------------------------------


async def test_each_disagreement_is_told_with_both_answers(
    workspace: Open, disputed: Project
) -> None:
    async with workspace(coder=A) as (pilot, _):
        screen = await opened(pilot)
        kinds = sorted(row.kind for row in screen._listed)
        assert kinds == ["boundary", "extra", "missed", "other-code"]
        assert "4 shown · round R1: 0 of 4 settled" in text(pilot, "#disagreement-title")
        await opened_again(screen, pilot, "other-code")
        details = text(pilot, "#disagreement-details")
        assert "Both coded this passage, with different codes" in details
        assert LEAK in details
        for side, parts in {
            "a": ("A coder-a", "Security", LEAK, "the [b]director[/b]"),
            "b": ("B coder-b", "Distrust", LEAK),
            "code-a": ("Security", "Leaks and access."),
            "code-b": ("Distrust", "Not relying on what another body sends."),
        }.items():
            for part in parts:
                assert part in text(pilot, f"#disagreement-{side}")
        for left_name, right_name in (("a", "b"), ("code-a", "code-b")):
            left, right = (
                screen.query_one(f"#disagreement-{name}").region for name in (left_name, right_name)
            )
            assert left.y == right.y
            assert left.right <= right.x
        await opened_again(screen, pilot, "missed")
        assert "coder-b has nothing here" in text(pilot, "#disagreement-details")
        assert "nothing" in text(pilot, "#disagreement-b")
        assert not screen.query_one("#disagreement-code-b").display


async def opened_again(screen: DisagreementsScreen, pilot: Pilot[None], kind: str) -> None:
    screen.refill(next(row.id for row in screen._listed if row.kind == kind))
    await pilot.pause()


@pytest.mark.parametrize(
    ("kind", "key", "outcome", "yielded", "spans"),
    [
        ("missed", "a", "accept-a", B, [RULE]),
        ("missed", "b", "accept-b", A, []),
        ("boundary", "+", "union", B, ["유출되면 누가 책임집니까."]),
        ("boundary", "i", "intersection", A, ["누가 책임집니까."]),
    ],
)
async def test_a_key_settles_and_undo_takes_it_back(
    workspace: Open,
    disputed: Project,
    kind: str,
    key: str,
    outcome: str,
    yielded: str,
    spans: list[str],
) -> None:
    before = set(disputed.codings.find())
    async with workspace(coder=A) as (pilot, _):
        screen = await opened(pilot, kind=kind)
        await pilot.press(key)
        await give_reason(pilot, "talked it over")
        assert settled(disputed) == [(kind, outcome, yielded, "talked it over")]
        assert "1 of 4 settled" in text(pilot, "#disagreement-title")
        made = [coding for coding in disputed.codings.find() if coding.round_id == "consensus"]
        assert [
            disputed.sources.text(c.source_id)[c.span.start : c.span.end] for c in made
        ] == spans
        assert before <= set(disputed.codings.find())
        # The next unsettled disagreement is selected.
        assert screen.current() is not None
        assert screen.current().kind != kind  # type: ignore[union-attr]
        await pilot.press("u")
        await pilot.pause()
        assert settled(disputed) == []
        assert set(disputed.codings.find()) == before
        await pilot.press("ctrl+r")
        await pilot.pause()
        assert len(settled(disputed)) == 1
    assert disputed.history.verify() == []


async def test_leaving_open_needs_a_reason_and_asks_again(
    workspace: Open, disputed: Project
) -> None:
    async with workspace(coder=A) as (pilot, _):
        await opened(pilot, kind="missed")
        await pilot.press("l")
        await give_reason(pilot)
        assert isinstance(pilot.app.screen, MessageScreen)
        await pilot.press("escape")
        await give_reason(pilot, "ask the interviewer")
        assert settled(disputed) == [("missed", "leave-open", "", "ask the interviewer")]
        assert "0 of 4 settled" in text(pilot, "#disagreement-title")


async def test_two_codes_are_settled_by_a_third(workspace: Open, disputed: Project) -> None:
    async with workspace(coder=A) as (pilot, _):
        await opened(pilot, kind="other-code")
        await pilot.press("+")
        await give_reason(pilot, code="proposal")
        [made] = [coding for coding in disputed.codings.find() if coding.round_id == "consensus"]
        assert made.code_id == "proposal"
        assert settled(disputed)[0][2] == f"{A} {B}"


async def test_selected_words_become_the_consensus(workspace: Open, disputed: Project) -> None:
    start = disputed.sources.text("E01").index("A leak")
    async with workspace(coder=A, at=start) as (pilot, screen):
        await opened(pilot, kind="other-code")
        await pilot.press("w")
        assert "Select the words in E01 first" in text(pilot, "#disagreement-status")
        await pilot.press("enter")
        await pilot.pause()
        assert screen.view.cursor == start
        await pilot.press("v", "w", "w", "h")
        selected = screen.view.selection
        assert selected is not None
        await opened(pilot, kind="other-code")
        await pilot.press("w")
        await give_reason(pilot, code="security")
        [made] = [coding for coding in disputed.codings.find() if coding.round_id == "consensus"]
        assert made.span == selected


async def test_filters_narrow_and_escape_widens(workspace: Open, disputed: Project) -> None:
    async with workspace(coder=A) as (pilot, _):
        screen = await opened(pilot)
        await pilot.press("t")
        await pilot.pause()
        await pilot.press("b", "o", "u", "enter")
        await pilot.pause()
        assert [row.kind for row in screen._listed] == ["boundary"]
        await pilot.press("s")
        await pilot.pause()
        await pilot.press("E", "0", "1", "enter")
        await pilot.pause()
        assert screen._listed == []
        assert "No disagreement matches these filters." in text(pilot, "#disagreement-details")
        await pilot.press("escape")
        assert len(screen._listed) == 4
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, WorkspaceScreen)


async def confused(pilot: Pilot[None]) -> ConfusedScreen:
    await opened(pilot)
    await pilot.press("f")
    await pilot.pause()
    screen = pilot.app.screen
    assert isinstance(screen, ConfusedScreen)
    return screen


async def test_the_most_confused_codes_lead_to_their_disagreements(
    workspace: Open, disputed: Project
) -> None:
    async with workspace(coder=A) as (pilot, _):
        screen = await confused(pilot)
        [pair] = screen.query_one(OptionList).options
        # The passages that anyone gave one of the two codes; each character counts once.
        either = (FIRST, LEAK, "Last spring [Agency 3] sent us a list", "유출되면 누가 책임집니까.")
        share = len(LEAK) / sum(map(len, either))
        summary = f"Security / Distrust  {len(LEAK)} characters, 1 coding, {share:.0%}"
        assert str(pair.prompt) == summary
        assert "Leaks and access." in text(pilot, "#confused-code")
        assert "Not relying on what" in text(pilot, "#confused-other")
        await pilot.press("enter")
        await pilot.pause()
        shown = pilot.app.screen
        assert isinstance(shown, DisagreementsScreen)
        assert [row.kind for row in shown._listed] == ["other-code"]
        assert "only security / trust" in text(pilot, "#disagreement-title")


async def test_the_matrix_is_the_one_of_the_command_line(
    workspace: Open, disputed: Project
) -> None:
    async with workspace(coder=A) as (pilot, _):
        screen = await confused(pilot)
        for measure in ("characters", "codings"):
            await pilot.press("m")
            await pilot.pause()
            table = disputed.consensus.confusion(measure=measure)
            shown = screen.query_one(DataTable)
            assert f"Matrix by {measure}" in text(pilot, ".window-title")
            assert shown.row_count == len(table.rows)
            for at, row in enumerate(table.rows):
                cells = [str(cell) for cell in shown.get_row_at(at)[1:]]
                assert cells == [
                    "" if cell is None else "·" if cell == 0 else str(cell) for cell in row[1:]
                ]
        # The cell of Security (row) and Distrust (column) counts one aligned pair of codings.
        place = [row[0] for row in table.rows].index("security")
        shown.move_cursor(row=place, column=table.columns.index("trust"))
        await pilot.pause()
        assert text(pilot, "#confused-cell") == "1 codings: Security (row), Distrust (column)"
        await pilot.press("m")
        await pilot.pause()
        assert screen.query_one(OptionList).has_focus


async def test_the_text_jumps_from_disagreement_to_disagreement(
    workspace: Open, disputed: Project
) -> None:
    body = disputed.sources.text("E01")
    places = [body.index(quote) for quote in ("Last spring", "A leak", "There should")]
    async with workspace(coder=A, at=0) as (pilot, screen):
        cursors = []
        for _ in range(3):
            await pilot.press("d")
            cursors.append(screen.view.cursor)
        assert cursors == places
        assert "missed: Proposal" in text(pilot, "#status")
        await pilot.press("d")
        assert "There is no disagreement after this place" in text(pilot, "#status")
        await pilot.press("D")
        assert screen.view.cursor == places[1]
        await opened(pilot)
        assert pilot.app.screen.current().start == places[1]  # type: ignore[attr-defined]


async def test_disagreements_are_aligned_once_while_codings_stay(
    workspace: Open, disputed: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []
    genuine = disputed.consensus.disagreements

    def count(**options: Any) -> Any:
        asked.append(options)
        return genuine(**options)

    monkeypatch.setattr(disputed.consensus, "disagreements", count)
    async with workspace(coder=A, at=0) as (pilot, screen):
        await pilot.press("d", "d", "D", "d")
        assert len(asked) == 1
        screen.session.apply(Span(62, 70), ["security"])
        screen.refresh_data()
        await pilot.press("D")
        assert len(asked) == 2


async def test_what_was_settled_is_in_the_text_when_one_comes_back(
    workspace: Open, disputed: Project
) -> None:
    async with workspace(coder=A) as (pilot, screen):
        await opened(pilot, kind="missed")
        await pilot.press("a")
        await give_reason(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert "consensus" in {coding.round_id for coding in screen.session.codings}


async def test_words_selected_before_a_correction_are_refused_after_it(
    workspace: Open, disputed: Project
) -> None:
    start = disputed.sources.text("E01").index("A leak")
    async with workspace(coder=A, at=start) as (pilot, _):
        await pilot.press("v", "w", "w")
        await opened(pilot, kind="other-code")
        disputed.sources.correct("E01", "# " + disputed.sources.text("E01"), actor="lead")
        await pilot.press("w")
        await give_reason(pilot, code="security")
        assert isinstance(pilot.app.screen, MessageScreen)
        assert settled(disputed) == []


async def test_read_only_looks_and_settles_nothing(workspace: Open, disputed: Project) -> None:
    async with workspace(coder=A, read_only=True) as (pilot, _):
        await opened(pilot, kind="missed")
        await pilot.press("a")
        assert "read-only" in text(pilot, "#disagreement-status")
        await pilot.press("u")
    assert settled(disputed) == []


# --- comparing ---------------------------------------------------------------------------------


async def test_two_coders_are_told_apart_by_bracket_and_letter(
    workspace: Open, disputed: Project
) -> None:
    async with workspace(coder=A, at=35, size=(180, 30)) as (pilot, screen):
        await pilot.press("f7")
        await pilot.pause()
        drawn = "\n".join(
            "".join(part.text for part in screen.view.render_line(y)) for y in range(20)
        )
        assert "A Dis…, B Dis…" in drawn
        assert "A Pro…" in drawn
        assert "╺═" in drawn
        assert "A coder-a with B coder-b" in text(pilot, "#title")
        assert len(screen.view.under_cursor()) == 2
        await pilot.press("f7")
        await pilot.pause()
        assert len(screen.view.under_cursor()) == 1
        assert "with B" not in text(pilot, "#title")


async def test_of_three_coders_two_are_chosen(workspace: Open, disputed: Project) -> None:
    disputed.codings.add("E01", 31, 61, "proposal", coder="coder-c")
    async with workspace(coder=A, at=35) as (pilot, screen):
        await pilot.press("f7")
        await pilot.pause()
        await pilot.press("enter")
        await pilot.pause()
        await pilot.press("down", "enter")
        await pilot.pause()
        assert screen.session.compared == (A, "coder-c")
        shown = {coding.coder_id for coding in screen.view.under_cursor()}
        assert shown == {A, "coder-c"}


async def test_own_codings_end_the_comparison(workspace: Open, disputed: Project) -> None:
    async with workspace(coder=A, at=35, round_id="R1") as (pilot, screen):
        await pilot.press("f7", "o")
        await pilot.pause()
        assert screen.session.comparing == ()
        assert text(pilot, "#status").startswith(" Your own codings only.")
        assert {coding.coder_id for group in screen._alike.values() for coding in group} == {A}
        assert "with B" not in text(pilot, "#title")
        await pilot.press("o")
        await pilot.pause()
        assert {coding.coder_id for group in screen._alike.values() for coding in group} == {A, B}


async def test_who_has_nothing_in_a_source_is_not_compared_there(
    workspace: Open, project: Project
) -> None:
    for coder, source in ((A, "E01"), (B, "E01"), (A, "K01")):
        add_finished(project, source, 31, 40, "trust", coder=coder)
    async with workspace(coder=A, at=35) as (pilot, screen):
        await pilot.press("f7")
        await pilot.pause()
        assert screen.view._compared == (A, B)
        await pilot.press("J")
        await pilot.pause()
        assert screen.view.document.source.id == "K01"  # type: ignore[union-attr]
        assert not screen.view._compared
        assert "with B" not in text(pilot, "#title")
        await pilot.press("K")
        await pilot.pause()
        assert screen.view._compared == (A, B)


# --- words -------------------------------------------------------------------------------------


@given(st.text(alphabet="ab [\n\u1112\u1161\u11ab😀", max_size=300), st.integers(4, 60))
def test_long_words_keep_both_ends_and_their_length(words: str, most: int) -> None:
    line, short = " ".join(words.split()), ends(words, most)
    if len(line) <= most:
        assert short == line
        return
    head, tail = short.split(" … ")
    assert line.startswith(head)
    assert line.endswith(tail)
    assert len(head) + len(tail) <= most
