"""Stage directions in a transcript: `[laughs]`, `[phone rings]`, `[웃음]`."""

from __future__ import annotations

import re

_STAGE = re.compile(r"\[(?=[a-z가-힣])[^\[\]\n]{1,60}\]")
_TAG = re.compile(r"\[(?:부처|기관|시|공기업|기업|대학|연구원) ?[A-Z0-9]{1,2}\]")


def without_stage_directions(text: str) -> str:
    """The words that were said: bracketed remarks become one space.

    What begins with a capital (`[Ministry A]`) or reads like a Korean tag with its letter or
    number (`[부처 A]`) stands for something that was said and stays. Offsets into the result are
    not offsets into the text.
    """
    return _STAGE.sub(lambda found: found[0] if _TAG.fullmatch(found[0]) else " ", text)
