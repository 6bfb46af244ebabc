"""Bodies: ministries, councils, companies, and the short forms of their names."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.english import lists
from toolkit.language.identifiers.english.vocabulary import is_common
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
    "parish"
)
_FUNCTION = word_set(
    "the a an this that these those my our your his her their its and but or so if when while "
    "then because as at in on of for from to with by about is was are were be been has had have "
    "do does did not no yes we you i he she they it who which what where why how every each some "
    "any all both well now also even just only still maybe like ask call tell see meet join leave "
    "under over after before since until during although though said says"
)
_SOFT_HEADS = word_set(
    "data digital care health fire rescue house media press times united city force mission "
    "collective forum initiative practice division group unit network fund team project services "
    "county government administration records"
)
"""Heads that need a name, however many words stand before them."""
_FORMAL_HEADS = word_set(
    "board office department service agency court registry bureau commission"
)
_INNER = word_set(
    "human resources data protection information technology customer service services front back "
    "head contact call systems legacy core and it hr legal finance main project management "
    "programme records planning housing complaints post"
)
"""Words of offices inside a body."""
_FOLK = word_set(
    "people colleagues colleague staff officials official folks guys lot side team teams office "
    "offices headquarters hq officer officers person lawyers analyst analysts engineers "
    "developers building said says told wants wanted asked sent gave refused agreed insisted "
    "employees workers members management manager managers director board contact contacts crowd "
    "helpdesk unit branch division desk guy lady woman man clerk driver liaison rep "
    "representative"
)
_BEFORE_BODY = word_set(
    "at from with for by join joined left leaving the to of through via and"
)
_LONG_FORMS: dict[str, list[tuple[str, ...]]] = {}
for _name in lists.KNOWN_LONG_BODIES:
    _parts = tuple(_name.split())
    _LONG_FORMS.setdefault(_parts[0], []).append(_parts)
for _list in _LONG_FORMS.values():
    _list.sort(key=len, reverse=True)


def find_bodies(reading: Reading) -> Iterator[Candidate]:
    """Bodies by their head words, by lists, and short forms that a context shows to be bodies."""
    yield from _known(reading)
    yield from _by_heads(reading)
    yield from _short_forms(reading)


def _known(reading: Reading) -> Iterator[Candidate]:
    words = reading.words
    for index, word in enumerate(words):
        if word.heading or word.label or (not reading.lower and not word.cap):
            continue
        if word.lower in lists.KNOWN_BODIES and _is_known_short(reading, word):
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
        return (
            (not word.common and len(word.lower) >= 3) or word.lower in ("dwp", "nhs", "ons", "ico")
        )
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
            candidate = _lower_body(reading, index, strong)
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
    while left < index and words[left].lower in _FUNCTION:
        left += 1
    while (
        left < index
        and words[left].first
        and words[left].common
        and not (words[left].tag.startswith("NNP") or words[left].given)
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
        and w.lower not in _FUNCTION
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
        if words[index].lower == "bank" or words[index].lower == "union":
            accepted = accepted or bool(special)
    shouted = words[index].caps and all(w.caps for w in modifiers) and len(words[index].text) > 3
    if not accepted or (shouted and not named):
        return None
    start, end = words[left].start, words[right].end
    strength = 68 if strong or right > index else 64
    return Candidate(start, end, Kind.ORGANISATION, "head of a body", strength)


def _left(reading: Reading, index: int) -> int:
    """The first word in capitals before a head."""
    words = reading.words
    left = index
    while left > 0 and not words[left].label and index - left < 9:
        before, gap = words[left - 1], words[left].before
        if before.label or before.heading or (before.possessive and before.lower in _FUNCTION):
            break
        if before.cap and (
            gap in (" ", " & ", "\u00a0") or (gap == ". " and before.lower in ("st", "mt"))
        ):
            if words[left - 1].first and before.lower in _FUNCTION:
                break
            left -= 1
        elif (
            before.lower in ("and", "of", "for") and gap == " " and left >= 2 and words[left - 1].before == " "
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


def _lower_body(reading: Reading, index: int, strong: bool) -> Candidate | None:
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
        if before.possessive or before.label:
            break
        if before.unknown or (
            left < index and before.lower in lists.PLACE_STARTS and words[left].unknown
        ) or (strong and left - 1 > 0 and before.tag[:2] in ("NN", "JJ", "VB") and before.lower not in _FUNCTION and (
            words[left - 1].before == " " and any(w.unknown for w in words[max(0, left - 3) : left - 1])
            and before.lower not in lists.SPEECH
        )) or (
            before.lower in lists.GENERIC & _MODIFIERS
            or (
                before.lower in lists.STRONG_HEADS | lists.WEAK_HEADS
                and before.lower not in ("data", "care", "house", "united")
            )
            or (left == index and before.lower in _LOWER_MODIFIERS)
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


_COMPANY = word_set(
    "solutions technologies consulting consultancy logistics associates partners analytics "
    "holdings systems ltd limited software"
)
_HOUSES = frozenset(["hospital", "university", "college", "academy", "primary", "infirmary", "hospice"])


def _plain_lower_body(reading: Reading, index: int) -> Candidate | None:
    """`at riverside hospital`, `a firm called bluebird systems`: common words without an article."""
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
            w.lower in _FUNCTION | lists.GENERIC | lists.SPEECH or w.possessive or not w.alpha
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


_MODIFIERS = word_set(
    "city county town district borough parish regional general community high primary secondary "
    "grammar junior infant health mental children fire police university council hospital college "
    "school housing social"
)
_LOWER_MODIFIERS = word_set(
    "metropolitan memorial royal teaching technical justice software data"
)


def _short_forms(reading: Reading) -> Iterator[Candidate]:
    """Capitals that stand for a body: beside their long form, or in the place of a body."""
    if reading.lower:
        return
    words = reading.words
    bodies: set[str] = set()
    places: list[int] = []
    for index, word in enumerate(words):
        if not word.caps or word.label or word.heading or word.lower in lists.SHORT_FORMS:
            continue
        if (
            not 2 <= len(word.text) <= 8
            or word.lower in lists.COUNTRIES
            or word.lower in lists.SOFTWARE
        ):
            continue
        places.append(index)
        if word.lower in bodies:
            continue
        if _is_introduced(reading, index) or _stands_as_body(reading, index):
            bodies.add(word.lower)
    for index in places:
        word = words[index]
        brand = words[index - 1] if index and word.before == " " else None
        if (
            brand is not None
            and brand.caps
            and brand.lower in ("lg", "sk", "kt", "bt", "ibm", "hp", "samsung")
        ):
            yield Candidate(brand.start, word.end, Kind.ORGANISATION, "short form of a body", 61)
        elif word.lower in bodies:
            yield Candidate(word.start, word.end, Kind.ORGANISATION, "short form of a body", 60)


def _is_introduced(reading: Reading, index: int) -> bool:
    """Whether the words around have the initials of a short form."""
    words = reading.words
    letters = words[index].lower
    around = words[max(0, index - 12) : index] + words[index + 1 : index + 12]
    initials = "".join(
        w.lower[0] if w.cap and not w.caps and w.lower not in _FUNCTION else " " for w in around
    )
    return (
        len(letters) >= 3
        and letters in initials.replace(" ", "")
        and bool(re.search(r"[a-z]{2}", initials))
    )


def _stands_as_body(reading: Reading, index: int) -> bool:
    words = reading.words
    word = words[index]
    before = words[index - 1] if index else None
    after = words[index + 1] if index + 1 < len(words) else None
    if is_common(word.lower) and len(word.text) < 5:
        return False
    body_before = before is not None and word.before == " " and before.lower in _BEFORE_BODY
    folk = after is not None and after.before == " " and after.lower in _FOLK
    if word.possessive and body_before:
        return True
    if folk and (body_before or word.entity == "organisation"):
        return True
    if not body_before or before is None:
        return False
    if before.lower in ("at", "join", "joined", "left", "from", "with"):
        ends = (
            after is None
            or after.before != " "
            or (after.common
            and after.tag[:2] not in ("NN", "JJ"))
        )
        return ends and word.entity != "person"
    if (
        before.lower == "the"
        and index >= 2
        and words[index - 2].lower in ("at", "from", "with", "to", "join", "joined", "by")
    ):
        ends = after is None or after.before != " " or after.tag[:2] not in ("NN", "JJ")
        return ends and word.entity == "organisation"
    return False
