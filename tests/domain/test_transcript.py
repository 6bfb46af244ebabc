"""A turn is a value, like every other."""

from __future__ import annotations

import inspect
import pickle
from copy import deepcopy
from dataclasses import MISSING, FrozenInstanceError, astuple, fields, replace

import pytest

from toolkit.domain.spans import Span
from toolkit.domain.transcript import Role, Turn


def test_a_turn_is_a_value() -> None:
    turn = Turn(3, "Kim", Role.OTHER, Span(0, 9), Span(5, 9), "0:07", "E01", True)
    assert astuple(turn) == (3, "Kim", "other", (0, 9), (5, 9), "0:07", "E01", True)
    assert replace(turn, role_set=False) == Turn(
        3, "Kim", Role.OTHER, Span(0, 9), Span(5, 9), "0:07", "E01"
    )
    assert hash(replace(turn)) == hash(turn)
    assert pickle.loads(pickle.dumps(turn)) == deepcopy(turn) == turn != replace(turn, index=4)
    with pytest.raises(FrozenInstanceError):
        turn.index = 1  # type: ignore[misc]


def test_a_turn_is_made_of_its_fields_with_their_defaults() -> None:
    parameters = inspect.signature(Turn).parameters.values()
    assert [(parameter.name, parameter.default) for parameter in parameters] == [
        (field.name, inspect.Parameter.empty if field.default is MISSING else field.default)
        for field in fields(Turn)
    ]
    span = Span(0, 1)
    values = {
        field.name: getattr(Turn(0, "", Role.EXPERT, span, span), field.name)
        for field in fields(Turn)
    }
    assert values == {
        "index": 0, "speaker": "", "role": Role.EXPERT, "span": span, "body": span,
        "timestamp": None, "label_read": "", "role_set": False,
    }  # fmt: skip
