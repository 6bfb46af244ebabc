"""Quotes that may tell who spoke: combinations of details that few cases share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.transcript import Role
from toolkit.errors import CheckFailed
from toolkit.i18n import _, ngettext
from toolkit.language.identifiers.details import Detail, details, is_combination
from toolkit.operations.identifiers.names_list import listed_names
from toolkit.store import queries
from toolkit.text.whole_words import WholeWords

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.operations.session import ProjectSession

FEW = 3
"""A combination that fewer cases share is a risk."""
_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Risk:
    """A combination of details in a quote that few cases share."""

    details: tuple[Detail, ...]
    cases: int
    """Cases that mention each of them."""
    of: int
    """Cases of the project."""

    @property
    def sentence(self) -> str:
        """As in `1 of 20 cases: director, 2019`."""
        words = ", ".join(detail.words for detail in self.details)
        return _("{cases} of {of} cases: {words}").format(cases=self.cases, of=self.of, words=words)


class QuoteRisk:
    """Says which quotes are a risk, by what the experts of each case mention."""

    def __init__(self, session: ProjectSession) -> None:
        self._names = listed_names(session)
        self._spoken = _spoken_by_case(session)
        self._cases: dict[Detail, frozenset[str]] = {}
        self._risks: dict[str, Risk | None] = {}

    def of(self, quote: str) -> Risk | None:
        """The risk of a quote; None where its details name nobody together."""
        if quote not in self._risks:
            self._risks[quote] = self._risk(quote)
        return self._risks[quote]

    def _risk(self, quote: str) -> Risk | None:
        found = details(quote, self._names)
        if not is_combination(found):
            return None
        sharing = frozenset(self._spoken)
        for detail in found:
            sharing &= self._mentioning(detail)
        if len(sharing) >= FEW:
            return None
        return Risk(tuple(found), len(sharing), len(self._spoken))

    def _mentioning(self, detail: Detail) -> frozenset[str]:
        if detail not in self._cases:
            words = WholeWords({detail.words: ""})
            self._cases[detail] = frozenset(
                case for case, texts in self._spoken.items() if any(map(words.any_in, texts))
            )
        return self._cases[detail]


def _spoken_by_case(session: ProjectSession) -> Mapping[str, Sequence[str]]:
    """What the experts of each case say; a source without a case is a case by itself."""
    sources = [source.id for source in queries.sources(session.database)]
    texts = queries.texts_of(session.database, sources)
    turns = queries.turns_of(session.database, sources)
    cases: dict[tuple[str, str], list[str]] = {}
    for row in session.database.query(
        "SELECT source_id, case_id, speaker FROM participations ORDER BY source_id, case_id"
    ):
        cases.setdefault((row["source_id"], row["speaker"]), []).append(row["case_id"])
    spoken: dict[str, list[str]] = {}
    for source_id in sources:
        for turn in turns[source_id]:
            if turn.role is not Role.EXPERT:
                continue
            own = cases.get((source_id, turn.speaker)) or cases.get((source_id, ""))
            for case in own or [source_id]:
                words = texts[source_id][turn.body.start : turn.body.end]
                spoken.setdefault(case, []).append(words)
    return spoken


def judge_of(session: ProjectSession) -> QuoteRisk:
    """What judges quotes, made once for the texts, turns and cases as they are."""
    sources = "SELECT id, text_sha256, turns_sha256 FROM sources ORDER BY id"
    speaking = "SELECT source_id, case_id, speaker FROM participations ORDER BY 1, 2, 3"
    stored = (session.database.query(sources), session.database.query(speaking))
    key = (
        tuple(tuple(row) for found in stored for row in found),
        tuple(listed_names(session)),
    )
    return session.caches.get("identifiers.quote_risk", key, lambda: QuoteRisk(session))


def risk_sentences(session: ProjectSession, quotes: Iterable[str]) -> dict[str, str]:
    """What may tell who spoke, as a sentence, by quote; other quotes are left out."""
    judge = judge_of(session)
    return {quote: risk.sentence for quote in quotes if (risk := judge.of(quote)) is not None}


def refuse_risks(risks: Iterable[tuple[str, Risk]]) -> None:
    """Raise `CheckFailed` where a quote that is to be made public is a risk.

    Each risk comes with its place, such as `E05:120:184`.
    """
    listed = list(risks)
    if not listed:
        return
    places = "; ".join(f"{place} ({risk.sentence})" for place, risk in listed[:_SHOWN])
    raise CheckFailed(
        ngettext(
            "{count} quote holds a combination of role, body, event or date that fewer than {few} "
            "cases share: {places}",
            "{count} quotes hold combinations of role, body, event or date that fewer than {few} "
            "cases share: {places}",
            len(listed),
        ).format(count=len(listed), few=FEW, places=places),
        code="quote-risk",
        hint=_(
            "Replace one of the details with `qct deidentify accept --at`, shorten the coding, or "
            "leave --public away for your own eyes."
        ),
    )
