"""The head of a document before the talk: its date, its place, and who talks with whom.

Its lines look like labels with a speech (`INTERVIEWER: Peter Asaro`), and are none.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from toolkit.text.labels.openings import Form
from toolkit.text.labels.words import FIELDS
from toolkit.text.speaker_labels import Strength, base_key, is_name_list, label_key, strength

if TYPE_CHECKING:
    from toolkit.text.labels.openings import Lines, Opening

_MOST_LINES = 40
_LONGEST_LINE = 200
_ENDS_OF_SENTENCES = (".", "?", "!", "。", "？", "！", "…", "؟", ".”", "?”")


def end_of_header(text: str, lines: Lines) -> int:
    """Where the head of a document ends; 0 where it has none.

    The head is the lines up to the last field (`DATE:`), and the names of those who talk. A text
    that opens with speech has none, and a line that could be either is speech, unless a field
    stands beside it or its label never occurs again.
    """
    starts = lines.starts[:_MOST_LINES]
    openings = {opening.start: opening for opening in lines.openings[: len(starts)]}
    roles: list[tuple[str, int]] = []
    end, has_field = 0, False
    seen: set[str] = set()
    for start in starts:
        stop = text.find("\n", start)
        stop = len(text) if stop < 0 else stop
        line = text[start : min(stop, start + _LONGEST_LINE + 1)].strip()
        if len(line) > _LONGEST_LINE or not line:
            break
        opening = openings.get(start)
        key = label_key(opening.label) if opening is not None else ""
        if opening is not None and opening.form is Form.COLON:
            words = text[opening.end : stop].strip()
            if _is_field(key):
                end, has_field = stop, True
                continue
            if key in seen:
                break
            seen.add(key)
            if _names_people(opening, words):
                roles.append((key, stop))
                continue
        if line.endswith(_ENDS_OF_SENTENCES):
            break
    if not roles and not has_field:
        return 0
    uses = Counter(label_key(opening.label) for opening in lines.openings)
    once = [stop for key, stop in roles if uses[key] == 1]
    if has_field:
        # Names may stand after the last field.
        for _key, stop in roles:
            if stop > end and not text[end:stop].strip("\n").count("\n"):
                end = stop
    elif len(once) == len(roles) > 0:
        end = once[-1]
    talk = {label_key(opening.label) for opening in lines.openings if opening.start >= end}
    return end if len(talk) > 1 else 0


def _is_field(key: str) -> bool:
    words = key.split()
    return bool(words) and (base_key(key) in FIELDS or (len(words) <= 4 and words[-1] in FIELDS))


def _names_people(opening: Opening, words: str) -> bool:
    """Whether a line gives the names of those who talk: `INTERVIEWER: Peter Asaro`."""
    return strength(opening.label) is Strength.SURE and bool(words) and is_name_list(words)
