"""Bodies in texts without capital letters that are named after a policy or a nation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.english import lists
from toolkit.language.identifiers.english.vocabulary import FUNCTION
from toolkit.language.identifiers.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.language.identifiers.english.reading import Reading

_HEADS = word_set(
    "ministry department office bureau agency board authority commission directorate institute "
    "inspectorate service council administration registry secretariat tribunal committee court "
    "centre"
)
_BEFORE = word_set(
    "the at from by with to called joined rang and we're i'm for said into via in of or"
)
_NO_POLICY = word_set(
    "directors governors trustees management managers people things sorts course mine ours theirs "
    "it them that this those these which what whom example instance now years months weeks days "
    "hours minutes life reference failure appeal work time money one two three four five origin "
    "birth"
)
_NATIONS = (lists.DEMONYMS | word_set("national federal european royal")) - word_set(
    "western eastern northern southern"
)
_REGIONS = word_set("state regional county city provincial municipal central district metropolitan")
_FIELDS = word_set(
    "pension pensions migration immigration police health security revenue tax customs "
    "statistics statistical "
    "administrative environment environmental food medicines transport road rail water energy "
    "land planning "
    "development employment labour labor education social insurance welfare data protection "
    "information "
    "digital crime fire rescue ambulance archives records registration registry electoral "
    "election audit "
    "competition consumer safety nature forest coast border probation prison veterans housing "
    "justice "
    "prosecution legal finance financial tourism sports research science space weather mapping "
    "cadastre cadastral "
    "agriculture agricultural fisheries maritime aviation cyber technology communications postal "
    "civil "
    "public internal foreign home child children family disability equality human rights "
    "emergency disaster"
)


def find_lower_policies(reading: Reading) -> Iterator[Candidate]:
    """`the bureau of driver records`, `the national pension service`, `swedish migration "
    "agency`."""
    words = reading.words
    for index, word in enumerate(words):
        if word.lower not in _HEADS or word.label:
            continue
        last = _behind_of(reading, index)
        first = _before_head(reading, index)
        if last > index and (first < index or reading.link(index) in _BEFORE):
            yield Candidate(
                words[first].start, words[last].end, Kind.ORGANISATION, "head and policy", 57
            )
        elif first < index:
            yield Candidate(
                words[first].start, word.end, Kind.ORGANISATION, "nation and policy", 57
            )


def _behind_of(reading: Reading, index: int) -> int:
    """The last word of the policy behind `of` or `for`."""
    words = reading.words
    place = index + 1
    if place + 1 >= len(words) or words[place].lower not in ("of", "for"):
        return index
    if words[place].before != " ":
        return index
    last = index
    scan = place + 1
    while scan < len(words) and scan - index < 8 and words[scan].before == " ":
        word = words[scan]
        noun = word.tag[:2] in ("NN", "JJ") or word.lower in _FIELDS
        if word.lower in _NO_POLICY or not word.alpha:
            break
        if noun and word.lower not in FUNCTION and not word.possessive:
            last = scan
        elif not (word.lower in ("and", "of") and scan + 1 < len(words) and last == scan - 1):
            break
        scan += 1
    if (
        last > index
        and words[last].tag == "NNS"
        and words[last].lower not in _FIELDS
        and last == place + 1
    ):
        return index
    single = last == place + 1 and words[last].lower not in _FIELDS | _WORKS
    return index if single and not words[last].unknown else last


_WORKS = word_set("works finance health education defence defense justice trade labour interior")


def _before_head(reading: Reading, index: int) -> int:
    """The first word of `national pension` before a head, or the head itself."""
    words = reading.words
    first = index
    while first > 0 and index - first < 4 and words[first].before == " ":
        word = words[first - 1]
        if word.possessive or word.label:
            break
        if word.lower in _FIELDS or word.lower in _NATIONS | _REGIONS:
            first -= 1
            continue
        break
    run = [w.lower for w in words[first:index]]
    if not run:
        return index
    while run and run[0] not in _NATIONS | _REGIONS:
        run.pop(0)
        first += 1
    if not run or words[index].lower in ("committee", "centre", "court", "office", "council"):
        return index if not run or not (set(run) & _NATIONS and len(run) > 1) else first
    fields = [name for name in run if name not in _REGIONS]
    if reading.link(first) in ("a", "an", "every", "each", "any", "our", "no"):
        return index
    return first if fields and len(run) > 1 else index
