"""Names of persons, places and other bodies in texts that are written with capital letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.english import lists
from toolkit.language.identifiers.english.given_names import KOREAN_FAMILY
from toolkit.language.identifiers.english.initials import bare_initials
from toolkit.language.identifiers.english.persons import (
    acts,
    certain_persons,
    is_called,
    is_korean_name,
    is_shouted_word,
    stands_as_person,
)
from toolkit.language.identifiers.english.regional_words import IDIOMS
from toolkit.language.identifiers.english.things import (
    THINGS,
    is_camel,
    is_listed_title,
    is_product,
    is_thing,
    names_of_things,
)
from toolkit.language.identifiers.english.titles import AFTER_TITLE, titled
from toolkit.language.identifiers.english.world_words import GREETINGS, ILLNESSES, MORE_IDIOMS
from toolkit.language.identifiers.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.language.identifiers.english.reading import Reading

_ORGANISATION = Kind.ORGANISATION
_LODGINGS = word_set("hotel hostel villa schloss château palazzo casa hacienda camp camping")
_DISTRICTS = ("-gu", "-dong", "-si", "-do", "-gun", "-eup", "-myeon", "-ri")
"""Ends of Korean places in Latin letters."""
_PLACE_NOUNS = word_set(
    "town station airport bridge road street lane tower square market village harbour"
)
_TOWNS = word_set(
    "bath reading sandwich deal battle hull rugby wells ware barking crook diss eye rye sale "
    "settle slough stone mold cork mobile orange cologne nice split bury derby dover buffalo "
    "phoenix flint bolt beer ash looe street march redcar epping tring poole corby crewe goole "
    "hove leek wigan ripley bow bourne cowes deal frome hale"
)
"""Towns whose names are common words."""
_WITH = frozenset(["at", "with", "for", "join", "joined", "by"])
_BODY_LINKS = word_set("at from with by for join joined called called left through via")
_NO_BODIES = word_set(
    "law bill regulation regulations agreement plan strategy policy form day week credit benefit "
    "allowance code charter directive budget money one two three four"
)
_NO_RUN = word_set(
    "the a an this that these those my our your his her their its and but or so if when while "
    "then because as at in on of for from to with by about is was are were be been has had have "
    "do does did not no yes we you he she they it who which what where why how every each some "
    "any all both well now also even just only still maybe like okay ok yeah yes right sure oh ah "
    "um uh hm mm god i'm i've i'd i'll"
)


def find_names(reading: Reading, taken: Sequence[bool]) -> Iterator[Candidate]:
    """Names in capitals that no other rule has taken, and names behind titles."""
    words = reading.words
    used = list(taken)
    for first, last, rule, strength in titled(reading, used):
        yield Candidate(words[first].start, words[last].end, Kind.PERSON, rule, strength)
        for place in range(first, last + 1):
            used[place] = True
    things = names_of_things(reading)
    idioms = [
        match.span()
        for pattern in (IDIOMS, MORE_IDIOMS)
        for match in pattern.finditer(reading.text)
    ]
    if idioms:
        for place, word in enumerate(words):
            used[place] = used[place] or any(low <= word.start < high for low, high in idioms)
    persons = certain_persons(reading, used)
    for word in words:
        if word.first and word.lower in persons and word.common:
            word.sure = True
    index = 0
    while index < len(words):
        if not _can_begin(reading, index, used):
            index += 1
            continue
        last = _last_of_run(reading, index, used)
        yield from _classify(reading, index, last, things)
        index = last + 1


def _can_begin(reading: Reading, index: int, used: Sequence[bool]) -> bool:
    word = reading.words[index]
    if used[index] or word.label or word.heading or not word.alpha:
        return False
    if word.cap:
        if word.text == "I" or word.lower in lists.SHORT_FORMS or word.lower.startswith("i'"):
            return False
        if word.lower in lists.BRANDS or (word.lower in lists.PERSON_TITLES and not word.common):
            return False
        return not word.never or word.given or word.lower in lists.PLACE_STARTS
    particle = word.lower in (
        "van",
        "von",
        "de",
        "al",
        "el",
        "bin",
        "della",
        "di",
        "du",
        "o'",
    ) or word.lower.startswith(("al-", "el-", "o'", "d'"))
    if not particle or index + 1 >= len(reading.words):
        return False
    if "-" in word.text or "'" in word.text or "’" in word.text:
        rest = word.text.replace("’", "'").replace("'", "-").split("-")[-1]
        return len(rest) > 2 and rest[0].isupper()
    following = reading.words[index + 1]
    return following.cap and following.unknown and following.before == " " and not word.first


def _last_of_run(reading: Reading, index: int, used: Sequence[bool]) -> int:
    words = reading.words
    last = index
    while last + 1 < len(words) and last - index < 7:
        word, current = words[last + 1], words[last]
        if used[last + 1] or word.label or word.heading or current.possessive:
            break
        initial = (len(current.text) == 1 and current.cap) or current.lower in ("st", "mt")
        gaps = (" ", "\u00a0", " & ", ". ", ".") if initial else (" ", "\u00a0", " & ")
        if word.before not in gaps or word.first:
            break
        if (
            word.cap
            and word.text != "I"
            and (
                not word.never
                or word.given
                or word.lower in lists.PLACE_STARTS
                or (word.lower in lists.PLACE_ENDS and (current.unknown or not current.first))
            )
        ):
            if word.lower.startswith("i'"):
                break
            last += 1
            continue
        if word.lower in lists.PARTICLES | {"upon", "on", "under", "the"} and last + 2 < len(words):
            following = words[last + 2]
            joined = (
                following.before == " "
                and following.cap
                and not used[last + 2]
                and not following.never
            )
            if joined and word.lower in lists.PARTICLES and following.text != "I":
                last += 2
                continue
            if (
                joined
                and word.lower in ("upon", "on", "under")
                and following.unknown
                and current.unknown
                and (word.lower == "upon" or following.entity == "place")
            ):
                last += 2
                continue
        break
    return last


def _classify(reading: Reading, first: int, last: int, things: set[str]) -> Iterator[Candidate]:
    words = reading.words
    while first <= last and _is_only_a_start(reading, first, last):
        first += 1
    while first <= last and words[last].common and words[last].lower in _NO_RUN:
        last -= 1
    while (
        first <= last
        and words[first].lower in AFTER_TITLE
        and words[first].common
        and (first < last and not words[first].given)
    ):
        first += 1
    if first > last:
        return
    run = words[first : last + 1]
    lead = run[0]
    if len(run) == 1 and lead.first and lead.unknown and not lead.given and not lead.entity:
        following = reading.text[lead.end : lead.end + 1]
        if following in ("!", "…") or (
            following == "." and lead.before.count("\n") and len(lead.text) < 5
        ):
            return
    ill = len(run) == 1 and lead.possessive and lead.lower in ILLNESSES
    owned = reading.near(last)
    if ill and (owned is None or owned.tag[:2] != "NN"):
        return
    if all(w.lower in GREETINGS for w in run) and not lead.given:
        return
    if reading.foreign and len(run) == 1 and not lead.given:
        return
    if any(w.lower in things for w in run) and not any(w.given for w in run):
        return
    unknown = [w for w in run if w.unknown]
    certain = [w for w in run if w.given and not w.common and not w.never]
    short = len(run) == 1 and lead.caps and not lead.given
    if short and (len(lead.text) <= 5 or lead.entity != "person"):
        yield from bare_initials(reading, first)
        return
    if len(run) == 1 and is_camel(lead.text) and lead.entity != "person":
        return
    if not unknown and not certain:
        if lead.lower not in things or lead.given:
            yield from _common_words(reading, first, last)
        return
    if is_thing(reading, first, last) or (len(run) == 1 and is_product(lead.lower)):
        return
    kind = _kind(reading, first, last)
    strength = 56 if (unknown and len(run) > 1) or certain else 50
    end = run[-1].end
    after = reading.near(last)
    if (
        after is not None
        and not run[-1].possessive
        and after.lower in _PLACE_NOUNS
        and unknown
        and not lead.given
    ):
        # "Oyo town": speech joins such a word to the name.
        end, kind = after.end, Kind.PLACE
    saint = lead.lower in ("st", "saint") and run[-1].possessive and after is None
    if saint and reading.link(first) in _WITH | {"to", "from", "in", "of"}:
        # "I teach at St Brendan's."
        end, kind = end + 2, _ORGANISATION
    yield Candidate(lead.start, end, kind, "name in capitals", strength)


_REGIONS = frozenset(["county", "township", "village", "station", "beach", "island"])


def _is_only_a_start(reading: Reading, index: int, last: int) -> bool:
    """Whether a word has its capital from the start of a sentence alone."""
    words = reading.words
    word = words[index]
    if word.lower in _NO_RUN:
        return True
    if not word.first or not word.common:
        return False
    following = words[index + 1] if index < last else None
    if following is not None and following.lower in _REGIONS and word.given:
        return False
    if word.given:
        if following is not None and (following.unknown or following.family):
            return False
        return not acts(reading, index)
    if word.lower in lists.PLACE_STARTS and following is not None and following.unknown:
        return False
    if (
        following is not None
        and word.family
        and following.given
        and not following.common
        and (word.lower in KOREAN_FAMILY)
    ):
        return False
    if word.family and word.entity == "person" and acts(reading, index):
        return False
    one_name = following is not None and word.entity == words[last].entity
    return not (one_name and word.entity in ("person", "place") and word.tag.startswith("NNP"))


def _common_words(reading: Reading, first: int, last: int) -> Iterator[Candidate]:
    """A run of common words in capitals, which is a name only with good reasons."""
    words = reading.words
    run = words[first : last + 1]
    lead = run[0]
    before = words[first - 1] if first else None
    preposition = (
        before is not None and lead.before == " " and before.lower in lists.PLACE_PREPOSITIONS
    )
    entity = lead.entity if len({w.entity for w in run}) == 1 else run[-1].entity
    if is_shouted_word(reading, first) or is_listed_title(reading, first, last):
        return
    if len(run) == 1 and not lead.first and is_called(reading, first):
        yield Candidate(lead.start, lead.end, Kind.PERSON, "behind called", 52)
        return
    if lead.given and lead.lower not in lists.COUNTRIES:
        family = len(run) == 2 and (run[1].family or run[1].given)
        if family or (len(run) == 1 and stands_as_person(reading, first)):
            yield Candidate(lead.start, run[-1].end, Kind.PERSON, "given name", 52)
            return
        if len(run) == 2 and entity == "person" and not run[1].never:
            yield Candidate(lead.start, run[-1].end, Kind.PERSON, "given name", 48)
            return
    if (
        len(run) == 1
        and lead.lower in _TOWNS
        and before is not None
        and lead.before == " "
        and (
            before.lower in ("in", "from", "near", "to", "at", "outside", "around", "via")
            and not lead.first
        )
    ):
        yield Candidate(lead.start, lead.end, Kind.PLACE, "town that is a word too", 46)
        return
    if lead.never and not lead.given:
        return
    if is_korean_name(run):
        yield Candidate(lead.start, run[-1].end, Kind.PERSON, "Korean name", 54)
        return
    if (
        entity == "organisation"
        and 2 <= len(run) <= 5
        and not lead.first
        and (reading.link(first) in _BODY_LINKS)
        and run[-1].lower not in THINGS | _NO_BODIES
    ):
        yield Candidate(lead.start, run[-1].end, _ORGANISATION, "body of common words", 45)
        return
    if len(run) == 1:
        if len(lead.text) == 1:
            return
        if entity == "person" and lead.family and lead.tag.startswith("NNP") and not lead.first:
            yield Candidate(lead.start, lead.end, Kind.PERSON, "family name", 46)
        elif (
            entity == "place"
            and preposition
            and lead.lower not in lists.WEAK_HEADS | lists.STRONG_HEADS
        ):
            yield Candidate(lead.start, lead.end, Kind.PLACE, "place behind a preposition", 46)
        elif _is_seen(reading, first, last):
            yield Candidate(lead.start, lead.end, Kind(entity), "seen by the analyser", 42)
        return
    if lead.first:
        return
    if (
        lead.lower in ("upper", "lower", "great", "little", "nether", "much", "over")
        and preposition
        and len(run) == 2
    ):
        yield Candidate(lead.start, run[-1].end, Kind.PLACE, "place", 50)
        return
    tail = run[-1].lower
    modifiers = [
        w for w in run[:-1] if w.lower not in lists.GENERIC or w.lower in lists.PLACE_STARTS
    ]
    if (
        tail in lists.PLACE_ENDS
        and modifiers
        and (preposition or entity == "place")
        and not (
            tail in ("point", "head", "end", "court", "centre", "center", "exchange", "works")
            and entity != "place"
        )
    ):
        yield Candidate(lead.start, run[-1].end, Kind.PLACE, "place", 50)
    elif entity == "place" and preposition and len(run) <= 3:
        yield Candidate(lead.start, run[-1].end, Kind.PLACE, "place behind a preposition", 46)
    elif entity == "person" and run[-1].family and len(run) == 2 and run[0].tag.startswith("NNP"):
        yield Candidate(lead.start, run[-1].end, Kind.PERSON, "person", 44)
    elif _is_seen(reading, first, last):
        yield Candidate(lead.start, run[-1].end, Kind(entity), "seen by the analyser", 42)


_PAPERS = word_set(
    "act bill register form book programme program project framework directive regulation "
    "policy plan strategy team board credit benefit badge pass day week code guide list law "
    "report review charter agreement protocol standard model index survey census system "
    "platform portal scheme service services rule rules principle principles convention treaty "
    "decree manual handbook record records data file database dictionary catalogue meeting "
    "committee group manager officer director chief head question answer part section article "
    "chapter annex yes no please sorry thanks hello good bad new old first server operation "
    "tower "
)
"""Last words of names of papers, projects and jobs, which identify nobody."""


def _is_seen(reading: Reading, first: int, last: int) -> bool:
    """Whether the analyser takes common words in capitals inside a sentence for one name."""
    run = reading.words[first : last + 1]
    after = reading.near(last)
    kinds = {word.entity for word in run}
    if len(kinds) != 1 or "" in kinds or run[0].first or len(run) > 3:
        return False
    if after is not None and (after.cap or after.lower in THINGS or after.lower == "the"):
        return False
    if kinds == {"organisation"} and reading.link(first) not in _WITH | {"from", "left"}:
        return False
    plain = lists.GENERIC | lists.WEAK_HEADS | lists.STRONG_HEADS | AFTER_TITLE | _PAPERS
    return not {run[0].lower, run[-1].lower} & plain and all(
        word.tag.startswith("NNP") and not word.caps and not word.never for word in run
    )


def _kind(reading: Reading, first: int, last: int) -> Kind:
    """What a name names, by its words, what stands around it and what the analyser says."""
    words = reading.words
    run = words[first : last + 1]
    before = words[first - 1] if first else None
    after = words[last + 1] if last + 1 < len(words) else None
    link = before.lower if before is not None and run[0].before == " " else ""
    entities = {w.entity for w in run if w.entity}
    entity = run[-1].entity if len(entities) > 1 else next(iter(entities), "")
    acts = after is not None and after.before == " " and after.lower in lists.SPEECH
    given = run[0].given and not run[0].never
    tail, head = run[-1].lower, run[0].lower
    if head in lists.TOWNS or head in _LODGINGS or tail.endswith(_DISTRICTS):
        return Kind.PLACE
    if len(run) > 1 and "&" in "".join(w.before for w in run[1:]):
        return _ORGANISATION
    if (
        len(run) > 1
        and tail in lists.PLACE_ENDS
        and not (given and link not in ("in", "at", "near"))
    ):
        return Kind.PLACE
    if len(run) > 1 and head in lists.PLACE_STARTS and not given:
        return Kind.PLACE
    if given or is_korean_name(run):
        return (
            Kind.PLACE
            if entity == "place" and link in ("in", "near", "outside") and len(run) == 1
            else Kind.PERSON
        )
    if acts and entity != "organisation":
        return Kind.PERSON
    if link in ("in", "near", "around", "outside", "via", "across", "between"):
        return Kind.PLACE
    if entity:
        return Kind(entity)
    if link in _WITH:
        return _ORGANISATION
    if link in ("from", "to", "towards", "through", "past", "out"):
        return Kind.PLACE
    return Kind.PERSON
