"""Names of programs, forms and other things, which identify nobody."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.english import lists
from toolkit.language.identifiers.english.persons import CALLED
from toolkit.language.identifiers.english.vocabulary import is_common
from toolkit.language.identifiers.english.world_words import SURNAME_SHAPE
from toolkit.language.identifiers.word_sets import word_set

if TYPE_CHECKING:
    from toolkit.language.identifiers.english.reading import Reading

THINGS = word_set(
    "system systems tool tools platform app apps application software database databases "
    "programme program project package module portal product version release format script "
    "framework feed register dashboard server servers protocol spreadsheet template model "
    "algorithm library plugin interface report survey standard award prize scheme initiative act "
    "method language virus"
)
"""Words that make a thing of the name before them, or behind `called`."""
_IN_A_SYSTEM = re.compile(
    r"\b(?:(?:log|record|key|enter|type|put|book|upload|save|file|scan|find|look|search|check|pull|export|"
    r"import)(?:s|ed|ged|ing|ging)? (?:it|them|that|this|everything|him|her|all|things)? ?(?:all )?"
    r"(?:up )?(?:in|into|on|onto|from|out of)|log(?:s|ged|ging)? (?:in|on|into|onto|in to|on to)|"
    r"(?:get|got|go|goes) into|screens? (?:in|of)|everything's (?:in|on)|(?:it's|that's) all "
    r"(?:in|on)) $",
    re.IGNORECASE,
)
_PRODUCT = re.compile(
    r"([a-z]{3,})(?:mail|code|link|track|pay|file|log|hub|base|scan|check|flow|soft|sync|stat|desk|pass|box|book|view|line|point)"
)


def names_of_things(reading: Reading) -> set[str]:
    """Words in capitals that name a program, a project or a form somewhere in the text."""
    words = reading.words
    things: set[str] = set()
    for index, word in enumerate(words):
        if not word.cap or word.label or word.given:
            continue
        if word.before == " " and _IN_A_SYSTEM.search(
            reading.text[max(0, word.start - 50) : word.start]
        ):
            things.add(word.lower)
        if word.common and (word.first or reading.link(index) != "the"):
            continue
        after = words[index + 1] if index + 1 < len(words) else None
        if after is not None and after.before == " " and after.lower in THINGS and not after.cap:
            things.add(word.lower)
        second = words[index + 2] if index + 2 < len(words) else None
        if (
            after is not None
            and second is not None
            and after.before == second.before == " "
            and after.common
            and not after.cap
            and after.tag[:2] == "NN"
            and second.lower in THINGS
        ):
            things.add(word.lower)
        if (
            index
            and word.before == " "
            and words[index - 1].lower == "as"
            and word.unknown
            and not (index >= 2 and words[index - 2].lower in ("known", "same"))
        ):
            things.add(word.lower)
        if index >= 2 and word.before in (" ", ' "', " '", " “"):
            before, earlier = words[index - 1], words[index - 2]
            if earlier.lower in ("is", "was", "it's", "are", "we", "they") and index >= 3:
                earlier = words[index - 3]
            if before.lower in CALLED | {
                "project",
                "programme",
                "system",
                "platform",
                "software",
            } and (before.lower not in CALLED or earlier.lower in THINGS):
                things.add(word.lower)
    return things


def is_listed_title(reading: Reading, first: int, last: int) -> bool:
    """Whether a title that is a name too stands in a list of titles."""
    words = reading.words
    around = words[max(0, first - 1) : first] + words[last + 1 : last + 2]
    titles = lists.PERSON_TITLES | lists.RELATIVES | lists.TITLE_PARTS
    return words[first].lower in lists.PERSON_TITLES and any(
        w.cap and w.lower in titles and ", " in (w.before, words[first].before) for w in around
    )


def is_thing(reading: Reading, first: int, last: int) -> bool:
    """Whether a single word no one knows is a thing: `a blue X`, `the X` that does nothing."""
    words = reading.words
    word = words[first]
    if SURNAME_SHAPE.fullmatch(word.lower) and reading.link(first) not in ("a", "an"):
        return False
    if first == last and re.match(r"[A-Z]-[A-Z][a-z]{2}", word.text):
        return True
    if first != last or word.given or word.possessive or word.entity == "person" or word.first:
        return False
    after = reading.near(first)
    if after is not None and (
        after.lower in lists.SPEECH or after.cap or after.tag[:2] in ("NN", "")
    ):
        return False
    link = reading.link(first)
    earlier = words[first - 2].lower if first >= 2 else ""
    if link in ("a", "an", "another", "any", "every", "each", "some"):
        return True
    if (
        earlier in ("a", "an")
        and words[first - 1].common
        and words[first - 1].lower not in lists.RELATIVES | lists.PERSON_TITLES
    ):
        return True
    return (
        link in ("the", "your", "my", "this", "his", "her", "their", "our")
        and word.entity != "place"
    )


def is_product(lower: str) -> bool:
    """Whether a word is made of a common word and of an end that names of programs have."""
    match = _PRODUCT.fullmatch(lower)
    return match is not None and is_common(match[1])


def is_camel(text: str) -> bool:
    """Whether a word has a capital inside, as names of programs have."""
    inner = text[1:]
    if text.startswith(
        ("Mc", "Mac", "O'", "O’", "De", "Di", "La", "Le", "Du", "Fitz", "Van", "Al", "St")
    ):
        return False
    return (
        any(
            char.isupper() and inner[place - 1] not in "-'’"
            for place, char in enumerate(inner)
            if place or inner[0].isupper()
        )
        and not text.isupper()
    )
