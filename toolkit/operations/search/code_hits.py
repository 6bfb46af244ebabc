"""Passages that the search patterns of a code lead to, as a coder sees them before deciding."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from toolkit.domain.pattern_hits import LEAST, HitOutcome, PatternDecision, Precision
from toolkit.domain.spans import Span, stripped
from toolkit.domain.transcript import Role, Turn
from toolkit.errors import UsageError
from toolkit.i18n import _, ngettext
from toolkit.language.patterns.match import find
from toolkit.language.patterns.parse import parse
from toolkit.operations.search.lemmas import SourceWords, words_of
from toolkit.operations.session import need_code, need_round, need_source
from toolkit.store import queries, rows
from toolkit.text.sentences import sentences

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from toolkit.domain.codings import Coding
    from toolkit.domain.transcript import Source
    from toolkit.operations.session import ProjectSession

Unit = Literal["sentence", "turn", "match"]
UNITS: tuple[Unit, ...] = ("sentence", "turn", "match")
CODED = "coded"
"""State of a hit that the coder has coded already."""


@dataclass(frozen=True, slots=True)
class PatternHit:
    """A passage that patterns lead to."""

    number: int
    """Counts the hits in the order of the texts from 1, whatever is decided about them."""
    source_id: str
    text_sha256: str
    """Hash of the text that the offsets count in."""
    span: Span
    """The passage that is coded: a sentence, a turn, or the match itself."""
    matches: tuple[Span, ...]
    patterns: tuple[str, ...]
    turn: Turn
    quote: str
    codes: tuple[str, ...]
    """Codes that the coder has on the passage, or on a part of it, in the round."""
    state: str
    """`coded` or `rejected`; empty where the coder has not decided."""

    @property
    def is_open(self) -> bool:
        """Whether the coder has not decided about it."""
        return not self.state


@dataclass(frozen=True, slots=True)
class CodeHits:
    """What the patterns of a code lead to."""

    code_id: str
    round_id: str
    patterns: tuple[str, ...]
    hits: tuple[PatternHit, ...]
    left_out: int
    """Matches in what interviewers and others say, which is not coded."""
    unread: Mapping[str, tuple[str, ...]]
    """By language without an analyser, the sources whose words were taken as they are written."""


def patterns_of(session: ProjectSession, code_id: str) -> tuple[str, ...]:
    """The patterns of a code in all languages. Raises `UsageError` where it has none."""
    search = need_code(session, code_id).search
    patterns = tuple(dict.fromkeys(text for name in sorted(search) for text in search[name]))
    if not patterns:
        raise UsageError(
            _("the code {code} has no search patterns").format(code=code_id),
            code="no-patterns",
            hint=_(
                "Give a pattern: `qct search PATTERN --code {code}`; or give the code some: "
                "`qct codebook redefine {code} --search en='share ... data'`."
            ).format(code=code_id),
        )
    return patterns


def code_hits(
    session: ProjectSession,
    code_id: str,
    patterns: Sequence[str],
    *,
    coder: str,
    round_id: str | None,
    unit: Unit,
    sources: Sequence[str],
    note: Callable[[int, int], None] | None,
) -> CodeHits:
    """The hits of the patterns in what experts say, in the order of the texts."""
    if unit not in UNITS:
        raise UsageError(
            _("{unit!r} is no unit; valid: {units}").format(unit=unit, units=", ".join(UNITS)),
            code="search-unit",
        )
    round_ = need_round(session, round_id)
    sought = tuple(patterns) or patterns_of(session, code_id)
    parsed = [(text, parse(text)) for text in sought]
    listed = [need_source(session, name) for name in sources] or queries.sources(session.database)
    if round_.sources:
        listed = [source for source in listed if source.id in round_.sources]
    context = _Context(session, code_id, coder, round_.id)
    hits: list[PatternHit] = []
    unread: dict[str, list[str]] = {}
    left_out = 0
    turns = queries.turns_of(session.database, [source.id for source in listed])
    for source, analysed in zip(listed, words_of(session, listed, note), strict=True):
        for language in analysed.unread:
            unread.setdefault(language, []).append(source.id)
        passages: dict[tuple[Span, int], tuple[list[Span], list[str]]] = {}
        for text, pattern in parsed:
            for span in find(pattern, analysed.words, "turn" if unit == "turn" else "sentence"):
                turn = _turn_of(turns[source.id], span)
                if turn is None or turn.role is not Role.EXPERT:
                    left_out += 1
                    continue
                key = (_passage(analysed.words.text, turn, span, unit), turn.index)
                matches, led = passages.setdefault(key, ([], []))
                matches.append(span)
                if text not in led:
                    led.append(text)
        for (span, at), (matches, led) in sorted(passages.items()):
            hits.append(
                context.hit(
                    len(hits) + 1, source, analysed, span, turns[source.id][at], matches, led
                )
            )
    return CodeHits(
        code_id,
        round_.id,
        sought,
        tuple(hits),
        left_out,
        {language: tuple(ids) for language, ids in unread.items()},
    )


class _Context:
    """What the coder has coded and decided in the round."""

    def __init__(self, session: ProjectSession, code_id: str, coder: str, round_id: str) -> None:
        self._code_id = code_id
        self._codings: dict[str, list[Coding]] = {}
        for coding in queries.iterate_codings(session.database, coder=coder, round_id=round_id):
            self._codings.setdefault(coding.source_id, []).append(coding)
        self._decided = {
            (decision.source_id, decision.span): decision
            for decision in decisions_on(session, code_id)
            if decision.coder_id == coder and decision.round_id == round_id
        }

    def hit(
        self,
        number: int,
        source: Source,
        analysed: SourceWords,
        span: Span,
        turn: Turn,
        matches: Iterable[Span],
        patterns: Iterable[str],
    ) -> PatternHit:
        there = [
            coding for coding in self._codings.get(source.id, ()) if coding.span.overlaps(span)
        ]
        decision = self._decided.get((source.id, span))
        state = ""
        if any(coding.span == span and coding.code_id == self._code_id for coding in there):
            state = CODED
        elif decision is not None and decision.outcome is HitOutcome.REJECTED:
            state = HitOutcome.REJECTED.value
        return PatternHit(
            number,
            source.id,
            source.text_sha256,
            span,
            tuple(sorted(set(matches))),
            tuple(patterns),
            turn,
            analysed.words.text[span.start : span.end],
            tuple(dict.fromkeys(coding.code_id for coding in there)),
            state,
        )


def _turn_of(turns: Sequence[Turn], span: Span) -> Turn | None:
    at = bisect_right(turns, span.start, key=lambda turn: turn.body.start) - 1
    return turns[at] if at >= 0 and span.end <= turns[at].body.end else None


def _passage(text: str, turn: Turn, span: Span, unit: Unit) -> Span:
    """The sentences that a match lies in, its turn, or the match itself."""
    if unit == "match":
        return span
    if unit == "turn":
        return stripped(text, turn.body.start, turn.body.end) or span
    touched = [each for each in sentences(text, turn.body) if each.overlaps(span)]
    if not touched:
        return span
    return Span(touched[0].start, touched[-1].end)


def decisions_on(session: ProjectSession, code_id: str) -> list[PatternDecision]:
    """What coders decided about hits of a code, the earliest first."""
    stored = session.database.query(
        "SELECT * FROM pattern_decisions WHERE code_id = :code ORDER BY decided_at, id",
        {"code": code_id},
    )
    return [rows.pattern_decision_from(row) for row in stored]


def precisions(session: ProjectSession, code_id: str) -> tuple[Precision, dict[str, Precision]]:
    """How many of the decided hits of a code were kept, in all and by pattern."""
    decisions = decisions_on(session, code_id)
    by_pattern: dict[str, list[PatternDecision]] = {}
    for decision in decisions:
        for pattern in decision.patterns:
            by_pattern.setdefault(pattern, []).append(decision)
    return _precision(decisions), {
        pattern: _precision(by_pattern[pattern]) for pattern in sorted(by_pattern)
    }


def _precision(decisions: Sequence[PatternDecision]) -> Precision:
    kept = sum(decision.outcome is HitOutcome.ACCEPTED for decision in decisions)
    return Precision(kept, len(decisions))


def precision_lines(
    code_id: str, overall: Precision, by_pattern: Mapping[str, Precision]
) -> Iterator[str]:
    """Sentences on the precision so far; none where nobody has decided about a hit."""
    if not overall.decided:
        return
    yield _("precision so far of {name}: {figure}").format(name=code_id, figure=spelled(overall))
    for pattern, precision in by_pattern.items():
        yield _("  of the pattern {name}: {figure}").format(name=pattern, figure=spelled(precision))


def spelled(precision: Precision) -> str:
    """The figure in words, with out of how many; or why there is none."""
    share = precision.share
    if share is None:
        return ngettext(
            "withheld, since {decided} hit is decided and {least} are needed",
            "withheld, since {decided} hits are decided and {least} are needed",
            precision.decided,
        ).format(decided=precision.decided, least=LEAST)
    return _("{share:.2f}, {accepted} of {decided} decided hits were kept").format(
        share=share, accepted=precision.accepted, decided=precision.decided
    )
