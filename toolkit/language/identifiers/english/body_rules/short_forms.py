"""Capitals that stand for a body: beside their long form, or in the place of a body."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.english import lists
from toolkit.language.identifiers.english.vocabulary import FUNCTION, is_common
from toolkit.language.identifiers.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.language.identifiers.english.reading import Reading

_FOLK = word_set(
    "people colleagues colleague staff officials official folks guys lot side team teams office "
    "offices headquarters hq officer officers person lawyers analyst analysts engineers "
    "developers building said says told wants wanted asked sent gave refused agreed insisted "
    "employees workers members management manager managers director board contact contacts crowd "
    "helpdesk unit branch division desk guy lady woman man clerk driver liaison rep "
    "representative"
)
_WE = word_set("we're i'm they're we are you're he's she's")
_ARTICLES = word_set("a an the this that every each our your my no any some new old one")
_PEOPLE_DO = word_set(
    "said says told tells wants wanted asked asks sent sends refused refuses agreed insisted "
    "insists "
    "thinks thought knows replied decided decides denied promised complained admitted wrote rang "
    "phoned called employs employed hired"
)
_BEFORE_BODY = word_set("at from with for by join joined left leaving the to of through via and")


def find_short_forms(reading: Reading) -> Iterator[Candidate]:
    """Capitals that stand for a body: beside their long form, or in the place of a body."""
    if reading.lower:
        return
    words = reading.words
    bodies: set[str] = set()
    places: list[int] = []
    things: set[str] = set()
    for index, word in enumerate(words):
        if word.before[-1:] in ("/", "") and word.before[-1:] != " " and index:
            continue
        if reading.text[word.end : word.end + 1].isdigit():
            continue
        letters = (word.caps and word.alpha) or _is_mixed(word.text)
        if not letters or word.label or word.heading or word.lower in lists.SHORT_FORMS:
            continue
        if (
            not 2 <= len(word.text) <= 9
            or word.lower in lists.COUNTRIES
            or word.lower in lists.SOFTWARE
        ):
            continue
        places.append(index)
        if word.lower in bodies:
            continue
        if word.lower in things or _is_thing(reading, index):
            things.add(word.lower)
        elif (
            _is_introduced(reading, index)
            or _stands_as_body(reading, index)
            or _is_in_place(reading, index)
        ):
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
        elif word.lower in bodies - things:
            yield Candidate(word.start, word.end, Kind.ORGANISATION, "short form of a body", 60)


def _is_mixed(text: str) -> bool:
    """Whether a word is a short form with few small letters, as `DfE` and `KeRRA`."""
    capitals = sum(map(str.isupper, text))
    if not text.isalpha() or not text[0].isupper() or not text[-1].isupper():
        return bool(re.fullmatch(r"[A-Z]{3,6}[a-z][A-Z]|[A-Z]{2,5}i[A-Z]", text)) or bool(
            re.fullmatch(r"[A-Z]{3,5}[a-z]{1,2}[A-Z]?", text) and not text.endswith("s")
        )
    return capitals >= 2 and 3 <= len(text) <= 8 and len(text) - capitals <= capitals / 2 + 0.5


_NUMBER_OF = word_set(
    "number numbers no code codes form forms card cards id ids system systems standard format file "
    "files field fields record records database data model test check tool app portal software "
    "platform version key reference ref server network protocol licence license certificate"
)
_OWN = word_set("a an his her my your their another every each any no per")
_ASKED = word_set(
    "at from with by to for of through via and so called ring rang ringing phoned phone phoning "
    "call "
    "calling contacted asked ask told tell join joined left emailed against between plus or under"
)


def _is_thing(reading: Reading, index: int) -> bool:
    """Whether a short form is that of a thing: `an AISA`, `his CNS card`, `PESEL numbers`."""
    word = reading.words[index]
    after = reading.near(index)
    if after is not None and (after.lower in _NUMBER_OF or after.text[0].isdigit()):
        return True
    if (
        reading.text[word.end : word.end + 2][:1] in ("-", "/")
        and reading.text[word.end + 1 : word.end + 2].isdigit()
    ):
        return True
    link = reading.link(index)
    return link in _OWN and (after is None or after.lower not in _FOLK)


def _is_in_place(reading: Reading, index: int) -> bool:
    """Whether three letters or more stand without an article where a body can stand."""
    words = reading.words
    word = words[index]
    if len(word.text) < 3 or is_common(word.lower) or word.lower in _MEASURES:
        return False
    if word.possessive:
        return True
    link = reading.link(index)
    after = reading.near(index)
    thing = after is not None and (after.tag[:2] in ("NN", "JJ") and after.lower not in _FOLK)
    if thing and not (after is not None and after.cap):
        return False
    if link in _ASKED:
        return True
    verb = after is not None and after.tag in ("VBZ", "VBD", "VBP", "MD", "VB")
    if link == "the":
        earlier = words[index - 2].lower if index >= 2 else ""
        return verb or earlier in _ASKED - {"of", "for", "to", "and", "or", "under", "plus"}
    return verb or (not link and word.entity in ("organisation", "person")) or not link


_MEASURES = word_set("eur usd gbp jpy krw chf pln ngn kes inr dkk sek nok aud cad nzd zar wgs cfr")


def _is_we(reading: Reading, index: int) -> bool:
    """Whether somebody says that they are a body: `we're CBSA`, `I work for the ...`."""
    before = reading.link(index)
    after = reading.near(index)
    return (
        before in _WE
        and len(reading.words[index].text) >= 3
        and (after is None or after.lower in lists.SPEECH or after.tag[:2] in ("IN", "CC"))
    )


def _acts(reading: Reading, index: int) -> bool:
    """Whether a short form does what people do, or stands without an article as bodies do."""
    word = reading.words[index]
    if not 3 <= len(word.text) <= 7 or is_common(word.lower):
        return False
    link = reading.link(index)
    after = reading.near(index)
    following = after.lower if after is not None else ""
    if following in _PEOPLE_DO:
        return True
    if link in _ARTICLES or word.entity != "organisation":
        return False
    return after is None or after.tag[:2] not in ("NN", "JJ") or after.lower in _FOLK


def _is_introduced(reading: Reading, index: int) -> bool:
    """Whether the words around have the initials of a short form."""
    words = reading.words
    letters = words[index].lower
    around = words[max(0, index - 12) : index] + words[index + 1 : index + 12]
    initials = "".join(
        w.lower[0] if w.cap and not w.caps and w.lower not in FUNCTION else " " for w in around
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
    if _is_we(reading, index) or _acts(reading, index):
        return True
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
            or (after.common and after.tag[:2] not in ("NN", "JJ"))
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
