"""Stage directions in a transcript: `[laughs]`, `[phone rings]`, `[웃음]`."""

from __future__ import annotations

import re

_STAGE = re.compile(r"\[(?=[a-z가-힣])[^\[\]\n]{1,60}\]")
_TAG = re.compile(r"\[(?:부처|기관|시|공기업|기업|대학|연구원) ?[A-Z0-9]{1,2}\]")


def without_stage_directions(text: str) -> str:
    """The spoken words: each bracketed remark becomes one space.

    A bracket with a capital (`[Ministry A]`) or a Korean tag with its letter or number
    (`[부처 A]`) replaces spoken words and stays. Offsets in the result are not offsets in the
    text.
    """
    return _STAGE.sub(lambda bracket: bracket[0] if _TAG.fullmatch(bracket[0]) else " ", text)
