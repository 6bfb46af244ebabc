"""Bodies in texts without capital letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.english import lists
from toolkit.language.identifiers.english.vocabulary import FUNCTION
from toolkit.language.identifiers.word_sets import word_set

if TYPE_CHECKING:
    from toolkit.language.identifiers.english.reading import Reading

_OF = frozenset(["of", "for", "on"])
_LOWER_OF = frozenset(["ministry", "department", "office", "bureau", "university", "institute"])
_POLICY = word_set(
    "finance interior justice defence defense education health environment transport agriculture "
    "economy labour labor foreign home culture science social security public family equality "
    "digital trade industry energy employment work pensions infrastructure land tourism sport "
    "sports statistics tax taxation customs immigration veterans welfare communities housing "
    "local national internal planning budget administration safety technology fisheries oceans "
    "food rural affairs development cooperation unification gender commerce business children "
    "women"
)
_LOWER_LINKS = frozenset(["and", "of", "for", "the"])
_COMPANY = word_set(
    "solutions technologies consulting consultancy logistics associates partners analytics "
    "holdings systems ltd limited software"
)
_HOUSES = frozenset(
    ["hospital", "university", "college", "academy", "primary", "infirmary", "hospice"]
)
_MODIFIERS = word_set(
    "city county town district borough parish regional general community high primary secondary "
    "grammar junior infant health mental children fire police university council hospital college "
    "school housing social state federal national internal external revenue inland public works "
    "land "
    "registry traffic road safety immigration electoral board tax customs water power electricity"
)
_LOWER_MODIFIERS = word_set("metropolitan memorial royal teaching technical justice software data")


def lower_body(reading: Reading, index: int, strong: bool) -> Candidate | None:
    """A body in a text without capitals: of a named policy, or behind an unknown word."""
    words = reading.words
    word = words[index]
    place = index + 1
    if word.lower in _LOWER_OF and place + 1 < len(words) and words[place].lower in _OF:
        scan, last = place + 1, index
        while scan < len(words) and scan - index < 9 and words[scan].before == " ":
            current = words[scan]
            if current.lower in _POLICY or (current.unknown and scan == place + 1):
                last = scan
            elif current.lower not in _LOWER_LINKS:
                break
            scan += 1
        if last > index:
            start = word.start
            return Candidate(start, words[last].end, Kind.ORGANISATION, "head of a body", 66)
    plain = _plain_lower_body(reading, index)
    if plain is not None:
        return plain
    left = index
    while left > 0 and words[left].before == " " and index - left < 5:
        before = words[left - 1]
        if (
            before.possessive
            and left < index
            and left > 1
            and words[left - 2].lower in ("st", "saint")
        ):
            left -= 2
            break
        if before.possessive or before.label:
            break
        if (
            before.unknown
            or (left < index and before.lower in lists.PLACE_STARTS and words[left].unknown)
            or (
                strong
                and left - 1 > 0
                and before.tag[:2] in ("NN", "JJ", "VB")
                and before.lower not in FUNCTION
                and (
                    words[left - 1].before == " "
                    and any(w.unknown for w in words[max(0, left - 3) : left - 1])
                    and before.lower not in lists.SPEECH
                )
            )
            or (
                before.lower in _MODIFIERS
                or (
                    before.lower in lists.STRONG_HEADS | lists.WEAK_HEADS
                    and before.lower not in ("data", "care", "house", "united")
                )
                or (left == index and before.lower in _LOWER_MODIFIERS)
            )
        ):
            left -= 1
        else:
            break
    while left < index and not words[left].unknown and words[left].lower not in lists.PLACE_STARTS:
        left += 1
    if left == index or not any(w.unknown for w in words[left:index]):
        return None
    last = index
    while (
        last + 1 < len(words)
        and last - index < 3
        and words[last + 1].before == " "
        and (
            words[last + 1].lower
            in lists.STRONG_HEADS | {"trust", "hospital", "systems", "service", "group"}
        )
    ):
        last += 1
    return Candidate(words[left].start, words[last].end, Kind.ORGANISATION, "head of a body", 62)


def _plain_lower_body(reading: Reading, index: int) -> Candidate | None:
    """`at riverside hospital`, `a firm called bluebird systems`: without an article."""
    words = reading.words
    word = words[index]
    company, house = word.lower in _COMPANY, word.lower in _HOUSES
    if not (company or house):
        return None
    for length in (1, 2):
        place = index - length
        if place < 1 or any(w.before != " " for w in words[place : index + 1]):
            return None
        modifiers = words[place:index]
        if any(
            w.lower in FUNCTION | lists.GENERIC | lists.SPEECH or w.possessive or not w.alpha
            for w in modifiers
        ):
            return None
        link = words[place - 1].lower
        if (
            link == "called"
            or (link in ("at", "joined") and (house or word.lower != "systems"))
            or (house and link in ("from", "to") and modifiers[0].tag[:2] in ("NN", ""))
        ):
            return Candidate(modifiers[0].start, word.end, Kind.ORGANISATION, "head of a body", 56)
    return None
