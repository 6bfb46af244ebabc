"""All rules for names in English texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.language.identifiers.english.addresses import find_addresses
from toolkit.language.identifiers.english.bodies import find_bodies
from toolkit.language.identifiers.english.initials import find_initials
from toolkit.language.identifiers.english.labels import find_line_labels, names_in_labels
from toolkit.language.identifiers.english.lower_case import find_lower_case
from toolkit.language.identifiers.english.names import find_names
from toolkit.language.identifiers.english.reading import Reading, read
from toolkit.language.identifiers.merge import merged

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.spans import Span
    from toolkit.language.identifiers.candidate import Candidate
    from toolkit.language.protocol import Analysis


def find_english(
    text: str, analyses: Analysis, labels: Sequence[Span] = (), others: Sequence[Candidate] = ()
) -> list[Candidate]:
    """Persons, bodies, places and addresses; `others` are candidates that keep their words."""
    spans = sorted({*find_line_labels(text), *((span.start, span.end) for span in labels)})
    reading = read(text, analyses, spans)
    sure = merged([*find_addresses(reading), *find_bodies(reading), *others])
    taken = _taken(reading, sure)
    names = find_lower_case(reading, taken) if reading.lower else find_names(reading, taken)
    return [*sure, *find_initials(text), *names, *names_in_labels(reading, spans)]


def _taken(reading: Reading, candidates: Sequence[Candidate]) -> list[bool]:
    """Whether a candidate covers each word; `candidates` are in order without overlaps."""
    taken: list[bool] = []
    place = 0
    for word in reading.words:
        while place < len(candidates) and candidates[place].end <= word.start:
            place += 1
        taken.append(place < len(candidates) and candidates[place].start < word.end)
    return taken
