from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import actions as textual_actions

from toolkit.tui import actions, footer, keymap
from toolkit.tui.actions import ACTIONS, ActionContext
from toolkit.tui.app import WorkspaceApp
from toolkit.tui.workspace.screen import WorkspaceScreen

situations = st.builds(ActionContext, **{name: st.booleans() for name in ActionContext.__slots__})


@given(situations)
def test_hints_are_few_apply_now_and_name_their_first_key(now: ActionContext) -> None:
    found = footer.hints(now)
    assert 0 < len(found) <= footer.MOST_HINTS
    assert all(action.when(now) and action.exists(now) for action in found)


@given(situations)
def test_nothing_that_changes_applies_when_nothing_may_change(now: ActionContext) -> None:
    found = actions.applicable(replace(now, may_change=False))
    assert not any(action.group in (actions.CODE, actions.ASK) for action in found)


def test_without_suggestions_their_actions_do_not_exist() -> None:
    now = ActionContext(document=True, selection=True, suggestions=False)
    assert not any(a.group == actions.ASK for a in ACTIONS if a.exists(now))


def test_every_key_and_every_id_is_given_once() -> None:
    keys = [key for action in ACTIONS for key in action.keys.split(",")]
    assert len(keys) == len(set(keys))
    assert len(actions.BY_ID) == len(ACTIONS)


def test_every_action_can_be_run() -> None:
    for action in ACTIONS:
        place, name, _ = textual_actions.parse(action.do)
        owner = WorkspaceApp if place == "app" else WorkspaceScreen
        assert callable(getattr(owner, f"action_{name}", None)), action.id


def test_labels_that_open_something_say_so() -> None:
    opening = {
        "coding.apply",
        "coding.new-code",
        "coding.pin",
        "coding.recode",
        "coding.memo",
        "memo.source",
        "memo.choose",
        "round.submit",
        "suggest.ask",
        "move.search",
        "move.go-to",
        "move.jump",
        "mark.set",
        "mark.go",
        "view.codebook",
        "team.disagreements",
        "team.rounds",
        "team.compare",
    }
    assert {action.id for action in ACTIONS if action.label.endswith("…")} == opening


def test_remapped_keys_replace_the_usual_ones() -> None:
    keys = keymap.effective_keys({"coding.remove": "d,delete"})
    assert keys["coding.remove"] == "d,delete"
    assert keys["coding.apply"] == "enter,c"


def test_a_misspelt_action_id_is_named_with_the_nearest() -> None:
    assert keymap.unknown_ids({"coding.aply": "z"}) == [
        "qct.toml, [keys]: there is no action 'coding.aply'; did you mean coding.apply?"
    ]
    assert keymap.unknown_ids({"coding.apply": "z"}) == []


@pytest.mark.parametrize(
    ("key", "shown"),
    [
        ("ctrl+p", "^p"),
        ("escape", "esc"),
        ("f1", "F1"),
        ("+", "+"),
        ("shift+left", "⇧←"),
        ("ctrl+shift+right", "^⇧→"),
        ("s", "s"),
        ("comma", ","),
        ("alt+left", "alt+←"),
        ("alt+shift+right", "alt+⇧→"),
    ],
)
def test_keys_are_shown_as_people_read_them(key: str, shown: str) -> None:
    assert keymap.shown_key(key) == shown
