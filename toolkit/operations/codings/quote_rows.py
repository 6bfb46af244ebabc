"""Passages as they are quoted: checked word for word, with case, turn and time."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from toolkit.analysis.by_cases import placed
from toolkit.analysis.case_stretches import Material, places
from toolkit.domain.transcript import Turn
from toolkit.errors import StoreError
from toolkit.i18n import _
from toolkit.operations.codings.listing import CodingRow
from toolkit.store import queries
from toolkit.text.citations import cited_place

if TYPE_CHECKING:
    from toolkit.analysis.records import Records
    from toolkit.domain.spans import Span
    from toolkit.store.protocol import Database

MOST_OF_ONE = 0.3
"""Share of the passages from which on one expert carries too many of them."""
_FEW = 4
"""Fewer passages always have a large share."""


class QuoteRow(CodingRow):
    """A passage with its code, and where to look it up."""

    case: str
    """The cases that speak there, empty where none does."""
    citation: str
    """Source, turn, speaker, time and offsets."""


@dataclass(frozen=True, slots=True)
class Texts:
    """The texts and turns that passages are quoted from."""

    texts: Mapping[str, str]
    turns: Mapping[str, Sequence[Turn]]

    def words(self, source: str, span: Span) -> str:
        """The words of a span. Raises `StoreError` where the text has no such span."""
        text = self.texts[source]
        if span.end > len(text):
            raise StoreError(
                _("{source} has no passage {span}: the store does not hold together").format(
                    source=source, span=span
                ),
                code="quote-outside",
                hint=_("`qct log --verify` says what differs."),
            )
        return text[span.start : span.end]

    def citation(self, source: str, span: Span) -> str:
        """Where the words of a span stand."""
        return cited_place(source, self.turns.get(source, ()), span)


def checked_texts(database: Database, sources: Iterable[str]) -> Texts:
    """The texts of the sources, whose hashes are computed again. Raises `StoreError` for a text
    that is not the one that was stored."""
    wanted = sorted(set(sources))
    texts = queries.texts_of(database, wanted)
    hashes = {source.id: source.text_sha256 for source in queries.sources(database)}
    for name, text in texts.items():
        if sha256(text.encode("utf-8")).hexdigest() != hashes[name]:
            raise StoreError(
                _("the text of {source} is not the one that was imported").format(source=name),
                code="text-altered",
                hint=_("`qct log --verify` says what differs."),
            )
    return Texts(texts, queries.turns_of(database, wanted))


def cases_of(database: Database, records: Records) -> list[tuple[str, ...]]:
    """The cases that each of the records belongs to, as matrices count them."""
    sources = records.used_sources()
    parts = [part for part in queries.participations(database) if part.source_id in sources]
    crowded = sorted({part.source_id for part in parts if part.speaker})
    stretches = places(Material(participations=parts, turns=queries.turns_of(database, crowded)))
    record, place = placed(records, stretches)
    found: dict[int, list[str]] = {}
    for at, where in zip(record.tolist(), place.tolist(), strict=True):
        found.setdefault(at, []).append(stretches[where].case_id)
    return [tuple(found.get(at, ())) for at in range(len(records))]


def balance_notes(cases: Sequence[str]) -> list[str]:
    """A warning where one expert carries more than 30 % of the passages.

    `cases` has the case of each passage; several, where one passage is of several.
    """
    if len(cases) < _FEW:
        return []
    case, most = max(Counter(cases).items(), key=lambda item: (item[1], item[0]))
    if not case or most <= MOST_OF_ONE * len(cases):
        return []
    note = _("{case} has {most} of {count} passages, more than 30 %: quote others as well")
    return [note.format(case=case, most=most, count=len(cases))]
