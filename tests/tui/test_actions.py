from collections.abc import Callable
from dataclasses import replace
from inspect import signature
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.tui import actions, footer, keymap
from toolkit.tui.action_context import ActionContext
from toolkit.tui.actions import ACTIONS

Open = Callable[..., Any]

situations = st.builds(ActionContext, **{name: st.booleans() for name in ActionContext.__slots__})


@given(situations)
def test_hints_are_few_apply_now_and_name_their_first_key(now: ActionContext) -> None:
    hinted_actions = footer.hints(now)
    assert 0 < len(hinted_actions) <= footer.MOST_HINTS
    assert all(action.enabled_when(now) and action.available_when(now) for action in hinted_actions)


@given(situations)
def test_nothing_that_changes_applies_when_nothing_may_change(now: ActionContext) -> None:
    applicable_actions = actions.applicable(replace(now, may_change=False))
    assert not any(action.group in (actions.CODE, actions.ASK) for action in applicable_actions)


def test_without_suggestions_their_actions_do_not_exist() -> None:
    now = ActionContext(document=True, selection=True, suggestions=False)
    assert not any(a.group == actions.ASK for a in ACTIONS if a.available_when(now))


def test_every_key_and_every_id_is_given_once() -> None:
    keys = [key for action in ACTIONS for key in action.keys.split(",")]
    assert len(keys) == len(set(keys))
    assert len(actions.BY_ID) == len(ACTIONS)


async def test_every_action_names_a_method_and_its_arguments(workspace: Open) -> None:
    async with workspace() as (_, screen):
        for action in ACTIONS:
            owner, _, name = action.action.partition(".")
            controllers = screen.controllers
            target = {"workspace": screen, "app": screen.app}.get(owner) or getattr(
                controllers, owner
            )
            signature(getattr(target, name)).bind(*action.arguments)


def test_labels_that_open_something_say_so() -> None:
    opening = {
        "coding.apply",
        "coding.new-code",
        "coding.pin",
        "coding.recode",
        "coding.memo",
        "queue.open",
        "memo.source",
        "memo.choose",
        "round.submit",
        "source.speakers",
        "text.deidentify",
        "text.pseudonym",
        "suggest.ask",
        "move.search",
        "move.context",
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
