"""Numbers that are read out in another language: `nul-vier-een, zeven-acht-twee`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.numbers import contexts

if TYPE_CHECKING:
    from collections.abc import Iterator

_FOREIGN = (
    # Dutch, German, French, Spanish, Portuguese, Italian, Polish, Welsh, Swahili, Hindi.
    r"nul|een|één|twee|drie|vier|vijf|zes|zeven|acht|negen|null|eins|zwei|zwo|drei|fünf|sechs|sieben"
    r"|neun|zéro|un|deux|trois|quatre|cinq|sept|huit|neuf|cero|uno|dos|tres|cuatro|cinco|seis|siete"
    r"|ocho|nueve|um|dois|três|quatro|meia|sete|oito|nove|due|tre|quattro|cinque|sei|sette|otto"
    r"|jeden|dwa|trzy|cztery|pięć|sześć|siedem|osiem|dziewięć|dim|dau|tri|pedwar|pump|chwech|saith"
    r"|wyth|naw|sifuri|moja|mbili|tatu|nne|tano|sita|saba|nane|tisa|ek|teen|chaar|paanch|chhe|saat"
    r"|aath|nau"
)
_ENGLISH = r"zero|oh|one|two|three|four|five|six|seven|eight|nine|dash|double"
_RUN = re.compile(
    rf"(?<![\w-])(?:{_FOREIGN}|zero)(?:[\s,-]{{1,2}}(?:{_FOREIGN}|{_ENGLISH})(?!\w)){{2,20}}",
    re.IGNORECASE,
)
_DIGIT = re.compile(rf"(?<!\w)(?:{_FOREIGN})(?!\w)", re.IGNORECASE)
_KINDS = (Kind.TELEPHONE, Kind.ACCOUNT, Kind.EXTENSION, Kind.ROOM)


def find_foreign_digits(text: str) -> Iterator[Candidate]:
    """Three digits of another language or more that follow one another."""
    for match in _RUN.finditer(text):
        if len(_DIGIT.findall(match.group())) < 3:
            continue
        context = contexts.before(text, match.start(), width=160)
        kind = context.kind if context is not None else None
        if kind not in _KINDS:
            kind = Kind.RESIDENT_NUMBER
        end = match.start() + len(match.group().rstrip(" ,-"))
        yield Candidate(match.start(), end, kind, "read out in another language", 72)
