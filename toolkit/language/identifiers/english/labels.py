"""Speaker labels at the starts of lines."""

from __future__ import annotations

import re
from bisect import bisect_left
from operator import attrgetter
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.english import lists
from toolkit.text.labels.words import ROLES
from toolkit.text.speaker_labels import Strength, base_key, label_key, strength

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.language.identifiers.english.reading import Reading, Word

_LABEL = re.compile(
    r"^[ \t]*(?:\[?\d\d?:\d\d(?::\d\d)?\]?[ \t]*)?(?P<label>[^\n:\[\]()]{1,40}?)[ "
    r"\t]*(?:\([^\n()]{1,30}\))?(?::|\.(?=[ \t]+[A-Z\"“]))",
    re.MULTILINE,
)
_PARTICIPANT = re.compile(r"(?:[A-Za-z]{1,3}[-_ ]?\d{1,3}|[A-Z]|int|res|q|a)\??", re.IGNORECASE)
_MASKED = re.compile(r"[\[\]*○◯×]")


def find_line_labels(text: str) -> list[tuple[int, int]]:
    """Labels before a colon, or single capitals before a full stop, at starts of lines."""
    spans: list[tuple[int, int]] = []
    counts: dict[str, int] = {}
    matches = list(_LABEL.finditer(text))
    for match in matches:
        counts[match["label"]] = counts.get(match["label"], 0) + 1
    for match in matches:
        label = match["label"]
        if match.group().endswith(".") and not (len(label) <= 3 and counts[label] > 1):
            continue
        level = strength(label)
        if (
            level is Strength.SURE
            or (level >= Strength.WEAK and counts[label] > 1)
            or (level is Strength.LIKELY and len(label.split()) <= 3)
        ):
            spans.append(match.span("label"))
    return spans


def names_in_labels(reading: Reading, labels: Sequence[tuple[int, int]]) -> Iterator[Candidate]:
    """The persons that labels name, without titles."""
    for start, end in labels:
        label = reading.text[start:end]
        if _MASKED.search(label) or _PARTICIPANT.fullmatch(label.strip()):
            continue
        if base_key(label_key(label)) in ROLES or strength(label) is Strength.NONE:
            continue
        words = (
            [word for word in reading.words if start <= word.start and word.end <= end]
            if len(labels) < 2
            else _inside(reading, start, end)
        )
        while words and (
            words[0].lower in lists.PERSON_TITLES or words[0].lower in lists.TITLE_PARTS
            or words[0].lower in ROLES
        ):  # fmt: skip
            words = words[1:]
        words = _inside(reading, start, end)
        while words and (
            words[0].lower in lists.PERSON_TITLES or words[0].lower in lists.TITLE_PARTS
            or words[0].lower in ROLES
        ):  # fmt: skip
            words = words[1:]
        words = [word for word in words if word.alpha]
        if not words or all(word.lower in ROLES for word in words):
            continue
        if all(word.common and not word.given and not word.family for word in words):
            continue
        yield Candidate(words[0].start, words[-1].end, Kind.PERSON, "label", 70)


def _inside(reading: Reading, start: int, end: int) -> list[Word]:
    """The words of a stretch."""
    low = bisect_left(reading.words, start, key=attrgetter("start"))
    return [word for word in reading.words[low : low + 60] if word.end <= end]
