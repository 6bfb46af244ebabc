"""Stage directions are not speech."""

from __future__ import annotations

import pytest

from toolkit.text.stage_directions import without_stage_directions


@pytest.mark.parametrize(
    ("text", "speech"),
    [
        ("well [laughs] no", "well   no"),
        ("[pause, then quietly] yes", "  yes"),
        ("[Ministry A] wrote to [Agency 3]", "[Ministry A] wrote to [Agency 3]"),
        ("그래서 [웃음] 부처", "그래서   부처"),
        ("[부처 A]하고 [기관 3]이", "[부처 A]하고 [기관 3]이"),
        ("a [b\nc] d", "a [b\nc] d"),
        ("[]", "[]"),
    ],
)
def test_remarks_go_and_tags_stay(text: str, speech: str) -> None:
    assert without_stage_directions(text) == speech
