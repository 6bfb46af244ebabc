"""Uncoded sentences of finished sources that resemble the examples of a code."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from toolkit.domain.codebook import CodeStatus
from toolkit.domain.rounds import Progress
from toolkit.domain.spans import Span
from toolkit.errors import UsageError
from toolkit.i18n import _, ngettext
from toolkit.operations.queue.passages import expert_units, sources_of
from toolkit.operations.session import need_round
from toolkit.operations.suggestions.models import embedder, model_for
from toolkit.operations.suggestions.proposing import held_back
from toolkit.operations.suggestions.proposing import listed as in_order
from toolkit.operations.suggestions.suggest import refuse_blind, refuse_blind_source
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import numpy as np
    from numpy.typing import NDArray

    from toolkit.domain.transcript import Source
    from toolkit.operations.session import ProjectSession
    from toolkit.suggest.review.missed import Resembling


@dataclass(frozen=True, slots=True)
class MissedPassage:
    """Up to three sentences without a code of the coder that resemble the examples of one."""

    source_id: str
    span: Span
    code_id: str
    quote: str
    similarity: float
    """Cosine with the mean of the code's sentences, the mean of the language taken off."""
    usual: float
    """Median of that for the code's own sentences, each without itself."""


@dataclass(frozen=True, slots=True)
class Missed:
    """What was found, and what the figures rest on."""

    passages: tuple[MissedPassage, ...]
    """The likeliest first."""
    found: int
    """Passages found, of which `passages` are the first."""
    notes: tuple[str, ...]


def missed(
    session: ProjectSession,
    *,
    coder: str,
    round_id: str | None,
    code_id: str | None,
    source_ids: Sequence[str],
    model: str | None,
    most: int,
) -> Missed:
    """The uncoded sentences of experts in finished sources that resemble a code's examples.

    Examples are the coder's own codings of the round, in the same language. Raises `UsageError`
    in a blind round, for a source that the coder has not finished, and where none is finished.
    """
    round_ = need_round(session, round_id)
    refuse_blind(round_)
    named = bool(source_ids)
    sources = _finished(
        session, round_.id, coder, sources_of(session, round_.id, source_ids), named
    )
    allowed = [source for source in sources if _may_see(session, coder, source, named=named)]
    by_language: dict[str, list[Source]] = {}
    for source in allowed:
        by_language.setdefault(source.language, []).append(source)
    found: list[tuple[float, MissedPassage]] = []
    notes = []
    for language, listed in by_language.items():
        part, sentences = _in_language(
            session, coder, round_.id, code_id, listed, language, model=model
        )
        found += part
        notes.append(sentences)
    held = held_back(session, in_queues=True)
    if held:
        found = [each for each in found if each[1].code_id not in held]
        notes.append(
            _("not proposed, by a setting of the project: {codes}").format(codes=in_order(held))
        )
    found.sort(key=lambda each: (-each[0], each[1].source_id, each[1].span, each[1].code_id))
    return Missed(tuple(passage for _above, passage in found[:most]), len(found), tuple(notes))


def _finished(
    session: ProjectSession, round_id: str, coder: str, sources: Sequence[Source], named: bool
) -> list[Source]:
    done = {
        coverage.source_id
        for coverage in queries.coverage(session.database)
        if coverage.round_id == round_id
        and coverage.coder_id == coder
        and coverage.progress.is_finished
    }
    left = [source.id for source in sources if source.id not in done]
    if (named and left) or not done:
        raise UsageError(
            _("{coder} has not finished {sources} in round {round}").format(
                coder=coder,
                sources=", ".join(left) if named else _("any source"),
                round=round_id,
            ),
            code="source-unfinished",
            hint=_(
                "What may be missed is looked for once you have finished a source: "
                "`qct sources finish ID`; --round names another round."
            ),
        )
    return [source for source in sources if source.id in done]


def _may_see(session: ProjectSession, coder: str, source: Source, *, named: bool) -> bool:
    """Whether a model may say something of the source; raises where the source was named."""
    try:
        refuse_blind_source(session, coder, source.id)
    except UsageError:
        if named:
            raise
        return False
    return True


def _in_language(
    session: ProjectSession,
    coder: str,
    round_id: str,
    code_id: str | None,
    sources: Sequence[Source],
    language: str,
    *,
    model: str | None,
) -> tuple[list[tuple[float, MissedPassage]], str]:
    """What is found in the sources of a language, and a sentence on what it rests on."""
    import numpy as np

    from toolkit.suggest.review.missed import resembling
    from toolkit.suggest.review.vectors import centred

    ids = [source.id for source in sources]
    texts = queries.texts_of(session.database, ids)
    places = list(expert_units(session, ids))
    quotes = [texts[source_id][span.start : span.end] for source_id, span in places]
    codes = [
        code.id for code in queries.codes(session.database) if code.status is CodeStatus.ACTIVE
    ]
    at = {code: place for place, code in enumerate(codes)}
    has_code = np.zeros((len(places), len(codes) + 1), dtype=bool)
    by_source: dict[str, list[tuple[Span, int]]] = {}
    for coding in queries.iterate_codings(session.database, coder=coder, round_id=round_id):
        # A sentence with a code out of use is coded too; the last column holds these.
        column = at.get(coding.code_id, len(codes))
        by_source.setdefault(coding.source_id, []).append((coding.span, column))
    for row, (source_id, span) in enumerate(places):
        for coded, column in by_source.get(source_id, ()):
            if coded.overlaps(span):
                has_code[row, column] = True
    name = model_for(session, quotes, model=model, language=language)
    used = embedder(session, name)
    rows = centred(used.embed(quotes), [language] * len(quotes))
    turns = _turns(session, places)
    found = [
        (
            each.order,
            _passage(each, places, texts, codes[each.code]),
        )
        for each in resembling(rows, has_code, turns)
        if each.code < len(codes) and code_id in (None, codes[each.code])
    ]
    uncoded = int((~has_code.any(axis=1)).sum())
    return found, ngettext(
        "{language}: {uncoded} uncoded of {count} sentence in {sources}, by {model}",
        "{language}: {uncoded} uncoded of {count} sentences in {sources}, by {model}",
        len(places),
    ).format(
        language=language,
        uncoded=uncoded,
        count=len(places),
        sources=ngettext("{n} source", "{n} sources", len(ids)).format(n=len(ids)),
        model=used.id,
    )


def _passage(
    each: Resembling,
    places: Sequence[tuple[str, Span]],
    texts: Mapping[str, str],
    code_id: str,
) -> MissedPassage:
    source_id = places[each.row][0]
    span = Span(places[each.first][1].start, places[each.last][1].end)
    quote = texts[source_id][span.start : span.end]
    similarity, usual = round(each.similarity, 4), round(each.usual, 4)
    return MissedPassage(source_id, span, code_id, quote, similarity, usual)


def _turns(session: ProjectSession, places: Sequence[tuple[str, Span]]) -> NDArray[np.intp]:
    """A number for the turn of each sentence, shape (sentences,)."""
    import numpy as np

    starts = {
        source_id: [turn.body.start for turn in turns]
        for source_id, turns in queries.turns_of(
            session.database, dict.fromkeys(source_id for source_id, _span in places)
        ).items()
    }
    numbers: dict[tuple[str, int], int] = {}
    turn_of = [
        numbers.setdefault((source_id, bisect_right(starts[source_id], span.start)), len(numbers))
        for source_id, span in places
    ]
    return np.array(turn_of, dtype=np.intp)


def without_submitted(
    session: ProjectSession, found: Missed, coder: str, round_id: str | None
) -> Missed:
    """What was found, without the sources that the coder has submitted, which are locked."""
    round_ = need_round(session, round_id)
    locked = {
        coverage.source_id
        for coverage in queries.coverage(session.database)
        if (coverage.round_id, coverage.coder_id) == (round_.id, coder)
        and coverage.progress is Progress.SUBMITTED
    }
    kept = tuple(passage for passage in found.passages if passage.source_id not in locked)
    notes = list(found.notes)
    if len(kept) < len(found.passages):
        notes.append(
            _("left out, because you have submitted them: {sources}").format(
                sources=", ".join(
                    sorted({p.source_id for p in found.passages if p.source_id in locked})
                )
            )
        )
    return replace(found, passages=kept, notes=tuple(notes))
