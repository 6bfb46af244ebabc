"""Bodies: ministries, councils, companies, by the words at their heads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.english import lists
from toolkit.language.identifiers.english.body_rules import known_bodies
from toolkit.language.identifiers.english.body_rules.lower_bodies import lower_body
from toolkit.language.identifiers.english.body_rules.more_bodies import find_more_bodies
from toolkit.language.identifiers.english.body_rules.short_forms import find_short_forms
from toolkit.language.identifiers.english.vocabulary import FUNCTION
from toolkit.language.identifiers.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.language.identifiers.english.reading import Reading, Word

_OF = frozenset(["of", "for", "on"])
_OF_HEADS = word_set(
    "ministry department dept office bureau university bank institute council commission agency "
    "authority board college school society registry institution association federation union "
    "directorate academy foundation trust centre center secretariat court inspectorate chamber "
    "confederation consortium house division city county borough state municipality diocese "
    "parish bench executive club league order society"
)
_LEGAL_FORMS = word_set("ltd limited plc inc incorporated gmbh corp corporation llc")
_SOFT_HEADS = word_set(
    "data digital care health fire rescue house media press times united city force mission "
    "collective forum initiative practice division group unit network fund team project services "
    "county government administration records"
)
"""Heads that need a name, however many words stand before them."""
_SERVICES = word_set("services unit network team group centre center desk partnership directorate")
_LINKS = word_set("at in from with to for by through via join joined left called rang phoned and")
_FORMAL_HEADS = word_set(
    "board office department service agency court registry bureau commission executive bench"
)
_INNER = word_set(
    "human resources data protection information technology customer service services front back "
    "head contact call systems legacy core and it hr legal finance main project management "
    "programme records planning housing complaints post"
)
"""Words of offices inside a body."""
_LONG_FORMS: dict[str, list[tuple[str, ...]]] = {}
for _name in sorted(known_bodies.KNOWN_LONG_BODIES, key=len, reverse=True):
    _LONG_FORMS.setdefault(_name.split()[0], []).append(tuple(_name.split()))


def find_bodies(reading: Reading) -> Iterator[Candidate]:
    """Bodies by their head words, by lists, and short forms that a context shows to be bodies."""
    yield from _known(reading)
    yield from _by_heads(reading)
    yield from find_short_forms(reading)
    yield from find_more_bodies(reading)
    if not reading.lower:
        yield from known_bodies.find_foreign_bodies(reading.text)


def _known(reading: Reading) -> Iterator[Candidate]:
    words = reading.words
    for index, word in enumerate(words):
        if word.heading or word.label or (not reading.lower and not word.cap):
            continue
        if word.lower in known_bodies.KNOWN_BODIES and _is_known_short(reading, word):
            yield Candidate(word.start, word.end, Kind.ORGANISATION, "known body", 72)
        for form in _LONG_FORMS.get(word.lower, ()):
            piece = words[index : index + len(form)]
            same = [
                w.lower + ("'s" if w.possessive and n + 1 < len(form) else "")
                for n, w in enumerate(piece)
            ]
            if len(piece) < len(form) or any(a != b for a, b in zip(same, form, strict=True)):
                continue
            if not reading.lower and not piece[-1].cap:
                continue
            yield Candidate(word.start, piece[-1].end, Kind.ORGANISATION, "known body", 74)
            break


def _is_known_short(reading: Reading, word: Word) -> bool:
    if reading.lower:
        return (not word.common and len(word.lower) >= 3) or word.lower in (
            "dwp",
            "nhs",
            "ons",
            "ico",
        )
    open_bracket = word.before.endswith("(") and word.start > 0
    previous = reading.text[max(0, word.start - 24) : max(0, word.start - 2)].split()
    if open_bracket and previous and previous[-1].lower().startswith(word.lower):
        # "moderator (MOD)".
        return False
    if word.common:
        return word.caps and (not word.first or len(word.text) >= 3)
    return word.caps or len(word.text) > 4


def _by_heads(reading: Reading) -> Iterator[Candidate]:
    words = reading.words
    for index, word in enumerate(words):
        strong, weak = word.lower in lists.STRONG_HEADS, word.lower in lists.WEAK_HEADS
        if not (strong or weak) or word.label or word.heading:
            continue
        if reading.lower:
            candidate = lower_body(reading, index, strong)
        elif word.cap:
            candidate = _capital_body(reading, index, strong)
        else:
            candidate = _half_capital_body(reading, index)
        if candidate is not None:
            yield candidate


def _capital_body(reading: Reading, index: int, strong: bool) -> Candidate | None:
    words = reading.words
    right = _right(reading, index)
    left = _left(reading, index)
    while left < index and words[left].lower in FUNCTION:
        left += 1
    company = words[index].lower in _LEGAL_FORMS
    while (
        left < index - company
        and words[left].first
        and words[left].common
        and not (words[left].tag.startswith("NNP") or words[left].given or company)
    ):
        left += 1
    while left < index and (words[left].lower in lists.SURE_TITLES):
        left += 1
    modifiers = words[left:index]
    named = [
        w
        for w in modifiers
        if not w.common and w.lower not in lists.CALENDAR and w.lower not in lists.SHORT_FORMS
    ]
    special = [
        w
        for w in modifiers
        if w.lower not in lists.GENERIC
        and w.lower not in FUNCTION
        and w.lower not in lists.SHORT_FORMS
    ]
    if right > index:
        accepted = words[index].lower in _OF_HEADS or bool(named)
    elif strong:
        accepted = bool(special)
    else:
        accepted = bool(named) or (len(special) >= 2 and words[index].lower not in _SOFT_HEADS)
        several = (
            len(modifiers) >= 2 and not words[left].first and words[index].lower not in _SOFT_HEADS
        )
        inner = {w.lower for w in modifiers} <= _INNER
        formal = words[index].lower in _FORMAL_HEADS and not inner
        accepted = accepted or (several and (formal or bool(special)))
        alone = (
            bool(special)
            and not words[left].first
            and words[index].lower not in _SOFT_HEADS
            and not inner
        )
        accepted = accepted or alone
        services = words[index].lower in _SERVICES and len(modifiers) >= 2 and not inner
        accepted = accepted or (services and _behind_link(reading, left))
        titled = words[index].lower == "executive" and modifiers
        accepted = accepted and not (titled and modifiers[-1].lower in lists.TITLE_PARTS)
        if words[index].lower == "bank" or words[index].lower == "union":
            accepted = accepted or bool(special)
    shouted = words[index].caps and all(w.caps for w in modifiers) and len(words[index].text) > 3
    if not accepted or (shouted and not named):
        return None
    start, end = words[left].start, words[right].end
    strength = 68 if strong or right > index else 64
    return Candidate(start, end, Kind.ORGANISATION, "head of a body", strength)


def _behind_link(reading: Reading, left: int) -> bool:
    """Whether a body stands behind a word that stands before bodies."""
    link = reading.link(left)
    if link in ("the", "a", "an", "our", "their") and left >= 2:
        link = reading.words[left - 2].lower
    return link in _LINKS


def _left(reading: Reading, index: int) -> int:
    """The first word in capitals before a head."""
    words = reading.words
    left = index
    while left > 0 and not words[left].label and index - left < 9:
        before, gap = words[left - 1], words[left].before
        if before.label or before.heading or (before.possessive and before.lower in FUNCTION):
            break
        if before.cap and (
            gap in (" ", " & ", "\u00a0") or (gap == ". " and before.lower in ("st", "mt"))
        ):
            if words[left - 1].first and before.lower in FUNCTION:
                break
            left -= 1
        elif (
            before.lower in ("and", "of", "for") and gap == " "
            and left >= 2 and words[left - 1].before == " "
            and words[left - 2].cap and words[left].common and not words[left].given
            and (before.lower != "and" or (words[left - 2].common and not words[left - 2].first))
        ):  # fmt: skip
            left -= 2
        else:
            break
    return left


def _right(reading: Reading, index: int) -> int:
    """The last word in capitals of what stands behind `of` or `for`."""
    words = reading.words
    right = index
    place = index + 1
    if not (place < len(words) and words[place].lower in _OF and words[place].before == " "):
        # "University College London", "Hospital Trust".
        while (
            place < len(words)
            and place - index < 5
            and words[place].cap
            and words[place].before == " "
            and (words[place].lower in lists.STRONG_HEADS | lists.WEAK_HEADS)
        ):
            right = place
            place += 1
        if not (place < len(words) and words[place].lower in _OF and words[place].before == " "):
            return right
    place += 1
    if place < len(words) and words[place].lower == "the":
        place += 1
    if not (place < len(words) and words[place].cap and words[place].before == " "):
        return right
    while place < len(words) and place - index < 14:
        word = words[place]
        if word.cap and word.before in (" ", " & ", "\u00a0") and word.text != "I":
            right = place
            place += 1
            continue
        following = words[place + 1] if place + 1 < len(words) else None
        if (
            following is None
            or not following.cap
            or following.before != " "
            or following.text == "I"
        ):
            break
        if (
            word.lower == "and"
            and word.before in (" ", ", ")
            and following.common
            and (
                following.lower not in lists.STRONG_HEADS
                and not (following.given and not following.family)
            )
        ):
            place += 1
            continue
        if word.lower in ("of", "for", "the") and word.before == " ":
            place += 1
            continue
        break
    # "Digital, Culture, Media and Sport"
    scan, commas = right + 1, 0
    while (
        scan < len(words)
        and words[scan].cap
        and words[scan].before == ", "
        and words[scan].common
        and commas < 4
    ):
        commas += 1
        scan += 1
        while (
            scan < len(words)
            and scan - index < 20
            and words[scan].cap
            and words[scan].before == " "
        ):
            scan += 1
    if (
        commas
        and scan + 1 < len(words)
        and words[scan].lower == "and"
        and words[scan + 1].cap
        and words[scan + 1].before == " "
    ):
        scan += 1
        while (
            scan + 1 < len(words)
            and scan - index < 25
            and words[scan + 1].cap
            and words[scan + 1].before == " "
        ):
            scan += 1
        right = scan
    return right


def _half_capital_body(reading: Reading, index: int) -> Candidate | None:
    """`the Wexcombe council`: a name in capitals before a head in lower case."""
    words = reading.words
    if index == 0 or words[index].before != " ":
        return None
    before = words[index - 1]
    if not before.cap or before.common or before.never or before.label or before.possessive:
        return None
    if words[index].lower not in lists.STRONG_HEADS | {"police", "bank", "school"}:
        return None
    left = index - 1
    while (
        left > 0
        and index - left < 6
        and words[left].before == " "
        and words[left - 1].cap
        and (words[left - 1].unknown)
    ):
        left -= 1
    return Candidate(words[left].start, before.end, Kind.ORGANISATION, "name before a head", 58)
