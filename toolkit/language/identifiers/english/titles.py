"""Names behind titles and behind words for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.language.identifiers.english import lists
from toolkit.language.identifiers.english.given_names import KOREAN_FAMILY

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.language.identifiers.english.reading import Reading, Word

AFTER_TITLE = lists.TITLE_PARTS | lists.PERSON_TITLES


def titled(reading: Reading, used: Sequence[bool]) -> Iterator[tuple[int, int, str, int]]:
    """First and last word of names behind titles and behind words for a person."""
    words = reading.words
    for index in range(1, len(words)):
        word, before = words[index], words[index - 1]
        nobles = (
            word.lower in lists.PARTICLES
            and before.lower in lists.SURE_TITLES
            and _capital_soon(words, index)
        )
        if (
            used[index]
            or not (word.cap or nobles)
            or word.label
            or word.heading
            or word.text == "I"
        ):
            continue
        short = before.lower in lists.ABBREVIATED_TITLES
        near = word.before == " " or (short and word.before in (". ", ".", "  "))
        if not near or before.label:
            continue
        title = before.lower in lists.PERSON_TITLES
        relative = before.lower in lists.RELATIVES and not before.cap
        asian = (
            before.cap
            and before.lower in lists.RELATIVES | lists.PERSON_TITLES
            and word.lower in KOREAN_FAMILY
            and not word.caps
        )
        if asian:
            yield index, _last_of_name(reading, index, used), "behind a title", 70
            continue
        if not (title or relative) or (word.lower in AFTER_TITLE and not word.family):
            continue
        if word.lower in lists.BRANDS and not short:
            continue
        if "-" in word.text and word.common:
            continue
        if word.never and not (
            before.lower in lists.SURE_TITLES and word.lower not in lists.COUNTRIES
        ):
            continue
        sure = before.lower in lists.SURE_TITLES
        named = nobles or word.unknown or word.given or word.family or word.entity == "person"
        if not (sure or named) or (word.caps and word.lower in lists.SHORT_FORMS):
            continue
        if not sure and word.caps and len(word.text) > 1 and not word.given:
            continue
        if (
            word.lower in lists.STRONG_HEADS | lists.WEAK_HEADS
            and not sure
            and word.entity != "person"
        ):
            continue
        last = _last_of_name(reading, index, used)
        run = words[index : last + 1]
        if last > index and all(w.common and not (w.given or w.family) for w in run):
            continue
        yield index, last, "behind a title", 76 if sure else 70


def _last_of_name(reading: Reading, index: int, used: Sequence[bool]) -> int:
    """The last word of a name that begins at `index`, with initials and particles."""
    words = reading.words
    last = index
    while last + 1 < len(words) and last - index < 5:
        word, current = words[last + 1], words[last]
        if current.possessive or word.label or used[last + 1]:
            break
        initial = len(current.text) == 1
        if word.before not in (
            (" ", "\u00a0", ". ", ".", "-") if initial else (" ", "\u00a0", "-")
        ):
            break
        if (
            word.cap
            and word.text != "I"
            and not (word.caps and word.lower in lists.SHORT_FORMS)
            and (not word.never or word.given)
        ):
            if word.lower in lists.PERSON_TITLES and not word.family and not word.given:
                break
            last += 1
            continue
        nobles = word.lower in lists.PARTICLES and last + 2 < len(words)
        if nobles and not used[last + 2] and words[last + 2].before in (" ", "-"):
            if words[last + 2].cap:
                last += 2
                continue
            if (
                words[last + 2].lower in lists.PARTICLES
                and last + 3 < len(words)
                and words[last + 3].cap
            ):
                last += 3
                continue
        break
    return last


def _capital_soon(words: Sequence[Word], index: int) -> bool:
    """Whether a capital follows a particle, or a second one, as in `van der Meulen`."""
    following = [w for w in words[index + 1 : index + 3] if w.before in (" ", "-")]
    return bool(following) and (
        following[0].cap
        or (following[0].lower in lists.PARTICLES and len(following) == 2 and following[1].cap)
    )
