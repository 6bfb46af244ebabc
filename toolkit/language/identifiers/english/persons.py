"""Whether a word that is a name and a common word too names a person where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.language.identifiers.english import lists
from toolkit.language.identifiers.english.given_names import KOREAN_FAMILY, KOREAN_SYLLABLES
from toolkit.language.identifiers.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.language.identifiers.english.reading import Reading, Word

_DETERMINERS = word_set("the a an this that your my his her our their it every each all any")
CALLED = frozenset(["called", "named", "nicknamed", "christened"])
_GREETINGS = word_set("thanks thank hi hello hey dear cheers bye goodbye sorry morning afternoon")
_ABSTRACT = word_set(
    "hope faith grace joy mercy patience charity grant bill mark will chance rose frank rich art "
    "pat verity constance"
)
_TELLING = word_set(
    "said told asked replied rang phoned emailed texted laughed retired joined left nodded smiled "
    "says goes"
)
"""Forms of verbs that stand behind no modal verb and no imperative."""
_TO_PERSONS = word_set(
    "ask asked tell told call called rang ring phoned emailed email met thank thanks saw with "
    "texted text and"
)
_PRONOUNS = word_set(
    "it you them him her me us this that these those somebody someone anybody anyone everybody "
    "everyone nobody they he she we i there"
)
_SUBJECTS = word_set("they you we he she it i to who that")
_SIGNS = word_set(
    "says reads saying labelled marked entitled titled teach teaches taught study studies"
)
"""What signs and lessons stand behind."""
_DEGREES = word_set("good bad more much little great high full blind in of with no by")
_ARTICLES = word_set("the a an some no any more less this such")
_NUMBERS = word_set("one two three four five six seven eight nine ten")
_NOUNS_BEHIND = word_set(
    "talk talking discussion exchange money application applications scheme period language data "
    "text content rights costs of"
)
"""Nouns behind an adjective that is a name too, as in `frank talk`, `grant money`."""
_VERBS_TOO = word_set(
    "will may mark grant hope chase bill sue pat rob drew can wade skip jack drop trust "
    "rich frank hunter chuck faith grace joy josh buck nick pierce bob"
)
_THIRD = word_set("has doesn't hasn't wasn't didn't isn't says knows goes reckons thinks")
_STATES = word_set("is was has had would could should will can may must does did comes came 's")


def certain_persons(reading: Reading, used: Sequence[bool]) -> set[str]:
    """Given names that are common words too and name a person somewhere in the text."""
    words = reading.words
    persons: set[str] = set()
    for index, word in enumerate(words):
        if not (word.cap and word.given and word.common) or word.label or word.caps or word.never:
            continue
        after = reading.near(index)
        behind_title = (
            used[index]
            and index > 0
            and words[index - 1].lower in lists.PERSON_TITLES | lists.RELATIVES
        )
        with_family = after is not None and after.cap and after.unknown
        if (
            behind_title
            or with_family
            or (not word.first and not used[index] and stands_as_person(reading, index))
        ):
            persons.add(word.lower)
    return persons


def acts(reading: Reading, index: int) -> bool:
    """Whether a word that is a name and a common word stands as a person does."""
    words = reading.words
    word = words[index]
    after = words[index + 1] if index + 1 < len(words) else None
    before = words[index - 1] if index else None
    if after is not None and after.before == " " and after.lower in _DETERMINERS:
        return False
    if word.possessive:
        return word.entity == "person" or not word.first
    if is_shouted_word(reading, index):
        return False
    following = after.lower if after is not None and after.before == " " else ""
    if word.lower in lists.CALENDAR and following in _STATES:
        return False
    if word.sure and (not following or following in lists.SPEECH):
        return True
    if following in _STATES and word.lower in _ABSTRACT:
        return False
    if following in _THIRD and word.lower not in lists.CALENDAR:
        return True
    if (
        word.entity == "person"
        and word.tag.startswith("NNP")
        and (
            not following
            or (after is not None and (after.tag[:2] in ("VB", "MD") or following == "and"))
        )
    ):
        return True
    if following in lists.SPEECH and (word.tag.startswith("NN") or following in _TELLING):
        return True
    alone = after is None or after.before != " "
    vocative = (
        before is not None
        and (before.lower in _GREETINGS or before.lower == "you")
        and word.before in (", ", " ")
    )
    return vocative and alone


def stands_as_person(reading: Reading, index: int) -> bool:
    """Whether a given name that is a common word too is the name of a person here."""
    words = reading.words
    word = words[index]
    if word.first:
        return acts(reading, index)
    after = words[index + 1] if index + 1 < len(words) else None
    if is_shouted_word(reading, index):
        return False
    if (
        after is not None
        and after.before == " "
        and after.lower in _DETERMINERS
        and (word.entity != "person" or word.before != " ")
    ):
        return False
    if word.lower in lists.CALENDAR:
        if reading.link(index) in _TO_PERSONS - {"and", "with"}:
            return True
        return word.entity == "person" or (
            after is not None and after.before == " " and after.lower in lists.SPEECH
        )
    return not word.caps or word.entity == "person"


def is_shouted_word(reading: Reading, index: int) -> bool:
    """Whether a word that is a name too is an ordinary word here, whatever its capital says.

    It is where a pronoun is its subject or its object (`they Will ring`, `you have to Mark it`,
    `Hope you are well`), where a determiner stands before it and a word in lower case behind
    (`the Rich data`), and where somebody explains it (`a file, Bill, I mean a bill`).
    """
    words = reading.words
    word = words[index]
    if word.possessive or not word.common:
        return False
    link = reading.link(index)
    near = reading.near(index)
    following = near.lower if near is not None else ""
    if following in _PRONOUNS and word.lower in _VERBS_TOO:
        return True
    if link in _SIGNS or (word.lower == "may" and following in _STATES):
        return True
    if link in _SUBJECTS and word.lower in _VERBS_TOO and following not in lists.SPEECH:
        return True
    if link in _ARTICLES | {"every", "each"} and (near is None or not near.cap) and not word.sure:
        return True
    if link == "be" or (link in _DEGREES and word.lower in _ABSTRACT):
        return True
    if link in _ARTICLES and near is not None and not near.cap and near.tag[:2] in ("NN", "JJ"):
        return True
    if link == "to" and following in _DETERMINERS | _PRONOUNS and word.lower in _VERBS_TOO:
        return True
    if near is not None and near.cap and near.common and near.lower in _NUMBERS:
        return True
    if near is not None and not near.cap and following in _NOUNS_BEHIND:
        return True
    explained = reading.text[word.end : word.end + 30].lower().replace(",", " ").split()
    return bool(explained) and (
        explained[:2] in (["i", "mean"], ["as", "in"]) and word.lower in explained[:6]
    )


def is_called(reading: Reading, index: int) -> bool:
    """Whether a word stands behind `we called him` or `a man called`."""
    words = reading.words
    link = reading.link(index)
    earlier = words[index - 2].lower if index >= 2 else ""
    if link in ("him", "her", "me", "them"):
        return earlier in ("call", "called", "calls", "calling", "nicknamed", "named")
    return link in CALLED and (
        earlier in lists.RELATIVES or earlier in ("he's", "she's", "somebody", "someone")
    )


def is_korean_name(run: Sequence[Word]) -> bool:
    """Whether words are a Korean name in Latin letters, in either order."""
    if not 2 <= len(run) <= 3:
        return False
    if len(run) == 2:
        orders = ((run[0], run[1]), (run[1], run[0]))
        for family, given in orders:
            syllables = given.lower.split("-")
            if (
                family.lower in KOREAN_FAMILY
                and len(syllables) == 2
                and set(syllables) <= KOREAN_SYLLABLES
            ):
                return True
        return False
    first, second, third = (word.lower for word in run)
    return (first in KOREAN_FAMILY and {second, third} <= KOREAN_SYLLABLES) or (
        third in KOREAN_FAMILY and {first, second} <= KOREAN_SYLLABLES
    )
