"""Places that the words around say to be one: from and to, homes, estates with a block."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.ko.place_words import PRODUCTS
from toolkit.language.identifiers.ko.places_list import COUNTRIES, UNCLEAR

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.language.identifiers.ko.words import Morphemes

_LIKELY = 60
_FROM_TO = re.compile(
    r"(?<![가-힣])([가-힣]{2,4})에서 ([가-힣]{2,4})(?:까지|으로|로)(?![가-힣]{3})"
)
_BRAND = re.compile(
    r"(?<![가-힣])(?:[가-힣]{2,6} ?)?(?:래미안|자이|푸르지오|힐스테이트|아이파크|더샵|롯데캐슬|"
    r"이편한세상|"
    r"센트레빌|위브|휴먼시아|꿈에그린|엘에이치)(?: ?\d{1,2}(?:단지|차))?(?= \d{3,4}동)"
)
_IS_HOME = re.compile(r"(?<![가-힣])([가-힣]{2,4}?)(?:이|가) (?:제 |원래 )?(?:고향|본가|친정|시댁)")


def journeys(text: str, morphemes: Morphemes) -> Iterator[Candidate]:
    """Proper nouns between which somebody moves, estates with a block, and homes."""
    for match in _FROM_TO.finditer(text):
        spans = [match.span(1), match.span(2)]
        named = all(morphemes.is_name(*span) for span in spans)
        if named and not {match.group(1), match.group(2)} & (COUNTRIES | PRODUCTS):
            for start, end in spans:
                yield Candidate(start, end, Kind.PLACE, "from and to", _LIKELY)
    for match in _BRAND.finditer(text):
        yield Candidate(*match.span(), Kind.PLACE, "estate", _LIKELY)
    for match in _IS_HOME.finditer(text):
        named = match.group(1) in UNCLEAR or morphemes.is_name(*match.span(1))
        if named and match.group(1) not in COUNTRIES:
            yield Candidate(*match.span(1), Kind.PLACE, "home", _LIKELY)
