"""Where a pattern stands in the words of a text.

Every part of a pattern is looked up in an index of the words, and the places of its parts are
joined within windows of bounded size. The time is therefore linear in the length of the text.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from typing import TYPE_CHECKING, Literal

from toolkit.language.patterns.parse import AnyOf, Pattern, Phrase, Word
from toolkit.language.patterns.words import ENDINGS, MAKES, PARTICLES, Words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.domain.spans import Span

Unit = Literal["sentence", "turn"]
Place = tuple[int, int]
"""Number of the first token, and of the token after the last."""
_HANGUL = re.compile(r"[가-힣]")
_BETWEEN_PARTS = PARTICLES - {"JKB", "JC"}
_TOKENS_OF_A_WORD = 10
"""Tokens that are read for each word of a gap: morphemes of Korean words, signs, articles."""
_MOST_PASSED = 3
"""Particles and adverbs that may stand inside a Korean word, as in 공유를 안 했다."""


def find(pattern: Pattern, words: Words, unit: Unit = "sentence") -> list[Span]:
    """The matches of a pattern in a text, in order and without overlap; the shorter wins.

    What NOT excludes must not stand in the same `unit`.
    """
    places = _in_list(pattern.near[0], words, shortest=True)
    for listed, distance in zip(pattern.near[1:], pattern.distances, strict=True):
        places = _near(places, _in_list(listed, words, shortest=True), distance, words)
    if pattern.excluded and places:
        places = _without(places, pattern.excluded, words, unit)
    spans: list[Span] = []
    for first, after in sorted(places):
        span = words.span(first, after)
        if not spans or span.start >= spans[-1].end:
            spans.append(span)
    return spans


def _in_list(listed: AnyOf, words: Words, *, shortest: bool) -> set[Place]:
    return {
        (first, after)
        for phrase in listed.phrases
        for first, afters in _in_phrase(phrase, words, shortest=shortest).items()
        for after in afters
    }


def _in_phrase(phrase: Phrase, words: Words, *, shortest: bool) -> dict[int, set[int]]:
    """The tokens after a phrase by the token that it begins with, found from its end.

    With `shortest` only the first of them, which is all that the last parts of a phrase need.
    """
    following: dict[int, set[int]] = {}
    for at in reversed(range(len(phrase.items))):
        item, is_last = phrase.items[at], at == len(phrase.items) - 1
        here: dict[int, set[int]] = {}
        for first, after in _in_item(item, words, shortest=shortest and is_last):
            if is_last:
                here.setdefault(first, set()).add(after)
                continue
            for begin in _next(after, phrase.gaps[at], words):
                if begin in following:
                    here.setdefault(first, set()).update(following[begin])
        following = {first: {min(ends)} for first, ends in here.items()} if shortest else here
        if not following:
            break
    return following


def _in_item(item: Word | AnyOf, words: Words, *, shortest: bool) -> Iterable[Place]:
    if isinstance(item, AnyOf):
        return _in_list(item, words, shortest=shortest)
    return _in_word(item, words)


def _next(end: int, gap: int, words: Words) -> Iterator[int]:
    """The tokens at which the next item of a phrase may begin, in the same sentence."""
    if end >= len(words):
        return
    sentence, number = words.sentence_of(end - 1), words.numbers[end - 1]
    passing = True
    last = min(len(words), end + _TOKENS_OF_A_WORD * (gap + 1))
    for at in range(end, last):
        if words.sentence_of(at) != sentence:
            return
        if not passing and (not gap or words.numbers[at] - number - 1 > gap):
            return
        yield at
        passing = passing and words.is_passed[at]


# --- one word -------------------------------------------------------------------------


def _in_word(word: Word, words: Words) -> Iterator[Place]:
    if not word.text:
        for at in range(len(words)):
            # The 하 of 공유하다 belongs to the noun before it, and no particle is a word.
            if words.tags[at] in MAKES:
                continue
            if word.part or (words.forms[at][:1].isalnum() and not words.is_passed[at]):
                yield from _of_part(word, (at, at + 1), words)
        return
    for at in _beginnings(word, words):
        for after in _ends_from(word, at, words):
            yield from _of_part(word, (at, after), words)


def _beginnings(word: Word, words: Words) -> list[int]:
    """The tokens that the word may begin with: their lemma or form begins it."""
    keys = {word.text[:size] for size in range(1, len(word.text) + 1)} & words.places.keys()
    if word.is_beginning:
        keys |= {key for key in words.places if key.startswith(word.text)}
    return sorted({at for key in keys for at in words.places[key]})


def _ends_from(word: Word, at: int, words: Words) -> set[int]:
    """The tokens after each way in which the word stands at a token."""
    ends: set[int] = set()
    if not word.is_beginning:
        ends |= _as_form(word.text, at, words)
    if word.is_form:
        return {after for after in ends if not _goes_on(after, words)}
    has_hangul = _HANGUL.search(word.text) is not None
    waiting = [(at, 0)]
    known = set(waiting)
    while waiting:
        token, size = waiting.pop()
        rest = word.text[size:]
        for key in {words.lemmas[token], words.forms[token]}:
            if rest == key or (word.is_beginning and key.startswith(rest)):
                ends.add(token + 1)
            elif key and rest.startswith(key):
                for following in _parts_after(token, words, has_hangul=has_hangul):
                    state = (following, size + len(key))
                    if state not in known:
                        known.add(state)
                        waiting.append(state)
    return ends


def _as_form(text: str, at: int, words: Words) -> set[int]:
    """Where the word stands as it is written, from the edge of a token to the edge of one."""
    start = words.starts[at]
    end = start + len(text)
    if words.forms[at] == text:
        return {at + 1}
    if end not in words.ends_of_tokens or words.folded[start:end] != text:
        return set()
    return {bisect_left(words.starts, end)}


def _goes_on(at: int, words: Words) -> bool:
    """Whether a token only goes on with the form of the Korean word before it."""
    return (
        at < len(words)
        and words.joins(at)
        and (words.tags[at] in ENDINGS or words.tags[at] in MAKES)
    )


def _parts_after(at: int, words: Words, *, has_hangul: bool) -> Iterator[int]:
    """The tokens that may go on with a word after its part `at`.

    They follow without blank space. A Korean word may also be parted by it, or by a particle or
    an adverb, as 공유하다 is in 공유를 안 했다.
    """
    following = at + 1
    if following >= len(words):
        return
    if words.joins(following):
        yield following
    if not has_hangul:
        return
    for _passed in range(_MOST_PASSED + 1):
        if following >= len(words) or words.sentence_of(following) != words.sentence_of(at):
            return
        if not words.joins(following):
            yield following
        tag = words.tags[following]
        if tag not in _BETWEEN_PARTS and tag != "MAG" and words.forms[following] != "들":
            return
        following += 1


def _of_part(word: Word, place: Place, words: Words) -> Iterator[Place]:
    """The place, if the word there is of the part of speech that the pattern names."""
    first, after = place
    if not word.part:
        yield place
        return
    part = MAKES.get(words.tags[after - 1], words.parts[after - 1])
    made = ""
    if after < len(words) and words.joins(after):
        made = MAKES.get(words.tags[after], "")
    if made:
        if word.part == made:
            yield first, after + 1
    elif part == word.part or (word.part == "NOUN" and part == "PROPN"):
        yield place


# --- near and not ---------------------------------------------------------------------


def _near(
    places: Iterable[Place], others: Iterable[Place], distance: int, words: Words
) -> set[Place]:
    """Each place with the nearest other before or after it in its turn, within the distance."""
    by_start = sorted(others)
    by_end = sorted((after, first) for first, after in by_start)
    pairs: set[Place] = set()
    for first, after in places:
        nearest: list[tuple[int, Place]] = []
        at = bisect_left(by_start, (after, 0))
        if at < len(by_start):
            begin, end = by_start[at]
            nearest.append((words.numbers[begin] - words.numbers[after - 1] - 1, (first, end)))
        at = bisect_right(by_end, (first, len(words)))
        if at:
            end, begin = by_end[at - 1]
            nearest.append((words.numbers[first] - words.numbers[end - 1] - 1, (begin, after)))
        within = [
            (between, place)
            for between, place in nearest
            if between <= distance and words.turn_of(place[0]) == words.turn_of(place[1] - 1)
        ]
        if within:
            pairs.add(min(within)[1])
    return pairs


def _without(places: set[Place], excluded: Iterable[AnyOf], words: Words, unit: Unit) -> set[Place]:
    """The places in units that hold nothing of what is excluded."""
    unit_of = words.sentence_of if unit == "sentence" else words.turn_of
    barred = {
        unit_of(at)
        for listed in excluded
        for first, after in _in_list(listed, words, shortest=True)
        for at in range(first, after)
    }
    return {
        (first, after)
        for first, after in places
        if barred.isdisjoint(map(unit_of, range(first, after)))
    }
