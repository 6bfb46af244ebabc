"""All candidates of a text: what its words, numbers and names say, without overlaps."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.among_korean import fitting
from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.english.every import find_english
from toolkit.language.identifiers.ko.masks import numbers_a_thing, unmasked
from toolkit.language.identifiers.korean import find_korean
from toolkit.language.identifiers.merge import merged
from toolkit.language.identifiers.numbers.every import find_numbers
from toolkit.language.identifiers.plain import plain, with_capital_codes
from toolkit.language.identifiers.repeats import repeats

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.domain.spans import Span
    from toolkit.language.protocol import Analysis

_HANGUL = re.compile(r"[\uac00-\ud7a3]")
_LATIN = re.compile(r"[A-Za-z]{2}")


def find(
    text: str,
    *,
    language: str,
    analyses: Analysis,
    names: Iterable[tuple[str, Kind]] = (),
    labels: Iterable[Span] = (),
) -> list[Candidate]:
    """The candidates of a text in order, without overlaps.

    `analyses` has the offsets of the text; `names` are known to the project and are looked for
    as they are; `labels` are the speaker labels, which are candidates only where they name a
    person.
    """
    spans = list(labels)
    korean = language.lower().startswith("ko") or bool(_HANGUL.search(text))
    if not korean:
        text = plain(text)
    numbers = find_numbers(unmasked(text) if korean else with_capital_codes(text))
    if korean:
        numbers = [number for number in numbers if not numbers_a_thing(text, number)]
    candidates = [*numbers, *_known(text, names)]
    if korean:
        candidates += find_korean(text, analyses, spans)
    if _LATIN.search(text):
        english = find_english(text, analyses, spans, merged(candidates))
        candidates += fitting(text, english) if korean else english
    first = merged(candidates)
    return merged([*first, *repeats(text, first)])


def _known(text: str, names: Iterable[tuple[str, Kind]]) -> list[Candidate]:
    """Occurrences of names that the project knows."""
    kinds = {name: kind for name, kind in names if name.strip()}
    if not kinds:
        return []
    longest_first = sorted(kinds, key=len, reverse=True)
    found: list[Candidate] = []
    for name in longest_first:
        left = r"(?<![^\W_가-힣])" if name[0].isascii() else ""
        right = r"(?![^\W_가-힣])" if name[-1].isascii() else ""
        found += [
            Candidate(*match.span(), kinds[name], "known name", 99)
            for match in re.finditer(left + re.escape(name) + right, text)
        ]
    return found
