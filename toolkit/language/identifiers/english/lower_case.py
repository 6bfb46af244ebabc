"""Names in texts without capital letters, as speech recognition gives them.

A word that is no common word of English is what a name is recognised by.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.english import lists
from toolkit.language.identifiers.english.given_names import KOREAN_FAMILY, KOREAN_SYLLABLES
from toolkit.language.identifiers.english.things import is_product
from toolkit.language.identifiers.english.world_words import GREETINGS
from toolkit.language.identifiers.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.language.identifiers.english.reading import Reading, Word

_SURE = word_set(
    "mr mrs ms miss mister dr prof professor cllr councillor sergeant sgt inspector judge"
)
_NO_NAME = word_set(
    "the a an this that these those my our your his her their its and but or so if when while "
    "then because as at in on of for from to with by about is was are were be been has had have "
    "do does did not no yes we you i he she they it who which what where why how every each some "
    "any all both well now also even just only still maybe like such said says will would can "
    "could should may might must um uh er erm yeah there here up down out over off again too very "
    "really never always general something somebody someone anyone nobody everything one two "
    "three came went told asked rang"
)
_ALWAYS_WORDS = word_set(
    "will may mark grant rich frank bill hope art pat sue dean dale penny faith joy chase guy "
    "drew can mind dawn eve gene max may rob miles chance august april june earl ray carol sandy "
    "misty summer autumn ford page reed lane parker mason cook price holly ivy iris van ben don "
    "ran an to so do mo jo lee see man in on na mai van long hung nam bao yi li min la den sun "
    "bin ram raj rose ruby amber crystal jasmine olive pansy poppy violet daisy basil ginger "
    "hazel heather jade pearl robin jay martin drake cliff glen heath clay brook victor norm dot "
    "patience mercy blessing glory prince king earl duke major rusty sunny happy lucky precious "
    "harry jimmy jerry tommy johnny dick randy peter"
)
"""Given names that are used as common words too often to be names without a context."""
_NO_SYLLABLES = word_set(
    "a an do in no so man you hang mi i go to on hi ho ha ah oh yea ye you young sam dan san pil "
    "won song sun ban can san sing got hey"
) - frozenset(["won", "song", "sun", "young", "ho", "ha", "sam"])
_INTRODUCED = frozenset(["called", "named", "nicknamed"])
_TELLING = word_set(
    "said says told rang phoned asked retired goes wrote emailed texted thought reckons reckoned "
    "knew replied laughed joined explained insisted"
)
_SINGULAR = lists.RELATIVES | {"daughter", "lady", "fellow"}
_PLACE_LINKS = word_set("in near around outside via towards from to at up down out past")
_VOCATIVE = word_set("thanks thank hi hello hey dear cheers bye goodbye")
_DETERMINERS = word_set("a an your my his her our their this that some any no each every")
_THINGS = frozenset(["system", "software", "platform", "app", "tool", "database"])


def find_lower_case(reading: Reading, taken: Sequence[bool]) -> Iterator[Candidate]:
    """Names in a text without capitals."""
    words = reading.words
    index = 0
    while index < len(words):
        if taken[index] or words[index].label:
            index += 1
            continue
        first, last, rule, strength = _name(reading, index, taken)
        if last < first:
            index += 1
            continue
        yield Candidate(
            words[first].start, words[last].end, _kind(reading, first, last, rule), rule, strength
        )
        index = last + 1


def _name(reading: Reading, index: int, taken: Sequence[bool]) -> tuple[int, int, str, int]:
    """First and last word of a name that begins at `index`; none where the last is smaller."""
    words = reading.words
    word = words[index]
    none = (index, index - 1, "", 0)
    if (
        not word.alpha
        or (word.text[0].isupper() and word.lower == "i")
        or (word.never and not word.given)
    ):
        return none
    before = words[index - 1] if index else None
    link = (
        before.lower
        if before is not None and not word.first and word.before in (" ", ". ", ", ")
        else ""
    )
    titled = link in _SURE or (link == "doctor" and (word.unknown or word.family or word.given))
    if titled and word.lower not in _NO_NAME:
        return index, _last(reading, index, taken, person=True), "behind a title", 70
    if (
        word.lower in KOREAN_FAMILY
        and word.unknown
        and _syllables(reading, index + 1, taken, sure=True)
    ):
        last = index + _syllables(reading, index + 1, taken, sure=True)
        return index, last, "Korean name", 49
    if (
        word.lower in KOREAN_FAMILY
        and not word.unknown
        and _syllables(reading, index + 1, taken) == 2
    ):
        following = words[index + 1 : index + 3]
        if word.lower not in _NO_SYLLABLES and any(w.unknown for w in following):
            return index, index + 2, "Korean name", 49
    if word.unknown and _is_no_name(reading, index, link):
        return none
    if word.unknown:
        person = word.given or link in lists.PERSON_TITLES | _SINGULAR
        return index, _last(reading, index, taken, person=person), "no common word", 50
    if _is_korean_start(reading, index, taken):
        return index, _last(reading, index, taken, person=True), "Korean name", 48
    if (
        word.lower in lists.PARTICLES
        and _unknown_at(reading, index + 1, taken)
        and word.lower not in ("la", "i", "e", "y", "u", "le", "den", "do")
    ):
        return index, _last(reading, index + 1, taken, person=True), "no common word", 50
    if word.lower == "stoke" and link in _PLACE_LINKS and _place_goes_on(reading, index, taken):
        return index, index + 2, "place", 48
    if (
        word.lower in lists.PLACE_STARTS
        and _unknown_at(reading, index + 1, taken)
        and not words[index + 1].given
    ):
        if link in _PLACE_LINKS or word.lower in (
            "lake",
            "mount",
            "port",
            "saint",
            "st",
            "upper",
            "lower",
        ):
            return index, _last(reading, index + 1, taken, person=False), "place", 48
        return none
    if not word.given:
        return none
    if word.lower in lists.PARTICLES and link:
        return none
    if word.never:
        named = _unknown_at(reading, index + 1, taken) or link in _INTRODUCED | _SINGULAR
        return (
            (index, _last(reading, index, taken, person=True), "given name", 44) if named else none
        )
    if _is_person_here(reading, index, link, taken):
        return index, _last(reading, index, taken, person=True), "given name", 46
    return none


def _is_no_name(reading: Reading, index: int, link: str) -> bool:
    """Whether an unknown word alone is a short form or slang, not a name."""
    word = reading.words[index]
    if word.given or word.possessive or word.lower in lists.TOWNS:
        return False
    if is_product(word.lower) or (word.lower in GREETINGS and not word.entity):
        return True
    if len(word.text) <= 4 and not set(word.lower) & set("aeiouy"):
        return True
    after = reading.near(index)
    if after is not None and (after.unknown or after.lower in lists.SPEECH):
        return False
    return link in _DETERMINERS and not word.entity


def _syllables(reading: Reading, index: int, taken: Sequence[bool], *, sure: bool = False) -> int:
    """How many syllables of a Korean given name follow, two at most."""
    words = reading.words
    count = 0
    while count < 2 and index + count < len(words):
        word = words[index + count]
        if (
            word.before != " "
            or taken[index + count]
            or word.label
            or words[index + count - 1].possessive
        ):
            break
        if word.given and "-" in word.text:
            return 1 if count == 0 else count
        if word.lower not in KOREAN_SYLLABLES or word.lower in _NO_SYLLABLES:
            break
        count += 1
    if count == 2 and not sure and not any(w.unknown for w in words[index : index + 2]):
        return 0
    return count if count == 2 or (count == 1 and words[index].unknown) else 0


def _is_korean_start(reading: Reading, index: int, taken: Sequence[bool]) -> bool:
    """Whether a syllable that is a word too stands before a Korean family name."""
    words = reading.words
    if words[index].lower not in KOREAN_SYLLABLES or words[index].lower in _NO_SYLLABLES:
        return False
    return _unknown_at(reading, index + 1, taken) and words[index + 1].lower in KOREAN_FAMILY


def _is_korean_next(word: Word, following: Word) -> bool:
    """Whether a syllable that is a word too goes on a Korean name."""
    return (
        word.unknown
        and word.lower in KOREAN_SYLLABLES | KOREAN_FAMILY
        and following.lower in KOREAN_SYLLABLES
        and following.lower not in _NO_SYLLABLES
    )


def _unknown_at(reading: Reading, index: int, taken: Sequence[bool]) -> bool:
    words = reading.words
    return (
        index < len(words)
        and words[index].before == " "
        and words[index].unknown
        and not (taken[index] or words[index].label)
    )


def _is_person_here(reading: Reading, index: int, link: str, taken: Sequence[bool]) -> bool:
    """Whether a common word that is a given name too names a person here."""
    words = reading.words
    word = words[index]
    if _unknown_at(reading, index + 1, taken) and not words[index].possessive:
        # "grace okafor", not "will gdpr".
        return word.lower not in _NO_NAME or words[index + 1].entity == "person"
    if word.entity == "person" and word.lower not in _ALWAYS_WORDS:
        return True
    if link in _INTRODUCED or (link in _SINGULAR and word.lower not in _NO_NAME):
        return True
    earlier = words[index - 2].lower if index >= 2 else ""
    if link == "is" and earlier == "name":
        return True
    after = words[index + 1] if index + 1 < len(words) else None
    following = after.lower if after is not None and after.before == " " else ""
    if word.lower in _NO_NAME:
        return False
    if link in _VOCATIVE or (link == "you" and earlier == "thank"):
        return True
    if link in (
        "the",
        "a",
        "an",
        "my",
        "your",
        "his",
        "her",
        "our",
        "their",
        "this",
        "that",
        "of",
        "no",
        "some",
        "any",
    ):
        return False
    if word.lower in _ALWAYS_WORDS:
        return following in _TELLING and link in (
            "and",
            "so",
            "then",
            "but",
            "because",
            "when",
            "that",
            "",
            "until",
            "if",
        )
    return word.tag.startswith("NN") or following in lists.SPEECH


def _last(reading: Reading, index: int, taken: Sequence[bool], *, person: bool) -> int:
    """The last word of a name that begins at `index`."""
    words = reading.words
    last = index
    while last + 1 < len(words) and last - index < 4:
        word, current = words[last + 1], words[last]
        if current.possessive or word.label or taken[last + 1] or word.before not in (" ", "-"):
            break
        if word.unknown:
            last += 1
        elif (
            not person
            and word.lower in ("on", "upon", "under", "le")
            and _place_goes_on(reading, last, taken)
        ) or (
            word.lower in lists.PARTICLES
            and person
            and last + 2 < len(words)
            and words[last + 2].unknown
            and words[last + 2].before == " "
        ):
            last += 2
        elif _is_korean_next(words[last], word):
            last += 1
        elif (
            person
            and last == index
            and word.family
            and word.lower not in _NO_NAME
            and _is_family(reading, last + 1)
        ) or (
            not person
            and word.lower in lists.PLACE_ENDS
            and word.lower not in ("house", "works", "gate", "point", "end", "head")
        ):
            last += 1
            break
        else:
            break
    return last


def _place_goes_on(reading: Reading, last: int, taken: Sequence[bool]) -> bool:
    """Whether `on` and what follows belong to a name of a place, as in `stoke on trent`."""
    words = reading.words
    return (
        words[last + 1].lower in ("upon", "le", "under", "on")
        and _unknown_at(reading, last + 2, taken)
        and (
            not words[last + 2].given
            or words[last + 1].lower != "on"
            or words[last].lower == "stoke"
        )
    )


def _is_family(reading: Reading, index: int) -> bool:
    """Whether a common word behind a given name is the family name."""
    words = reading.words
    word = words[index]
    if word.tag.startswith(("VB", "IN", "MD", "RB")) and word.entity != "person":
        return False
    return word.lower not in (
        "just",
        "still",
        "read",
        "saw",
        "may",
        "will",
        "can",
        "do",
        "go",
        "rush",
        "hand",
        "hope",
        "close",
        "day",
    )


def _kind(reading: Reading, first: int, last: int, rule: str) -> Kind:
    words = reading.words
    run: list[Word] = words[first : last + 1]
    if rule in ("behind a title", "given name"):
        return Kind.PERSON
    if rule == "place" or (len(run) > 1 and run[-1].lower in lists.PLACE_ENDS):
        return Kind.PLACE
    if run[0].given:
        return Kind.PERSON
    if run[0].lower in lists.TOWNS:
        return Kind.PLACE
    before = words[first - 1].lower if first and run[0].before == " " else ""
    after = words[last + 1].lower if last + 1 < len(words) else ""
    if before in lists.PERSON_TITLES | _SINGULAR or after in lists.SPEECH:
        return Kind.PERSON
    if run[0].entity:
        return Kind(run[0].entity)
    if before in _PLACE_LINKS:
        return Kind.PLACE
    return Kind.PERSON if len(run) > 1 or before != "the" else Kind.ORGANISATION
