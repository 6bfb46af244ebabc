"""What of each source counts, the units it is cut into, and when it was last worked on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from toolkit.agreement.spans import SourceFrame
from toolkit.domain.codings import Coding, DirectionMapping
from toolkit.domain.spans import Span, union
from toolkit.domain.transcript import Role, Turn
from toolkit.operations.agreement.units import Segments
from toolkit.operations.session import ProjectSession
from toolkit.store import queries


def source_frames(
    session: ProjectSession,
    worked: Mapping[str, set[str]],
    *,
    sources: Sequence[str],
    unit: str,
    whole_text: bool,
    segments: Segments | None,
    outside: Mapping[str, Sequence[Span]],
) -> Iterator[SourceFrame]:
    """The frames of the sources that someone worked on.

    Parameters
    ----------
    worked
        Coders by source.
    sources
        Which; empty for all.
    segments
        Given units; sources without any have no frame. None: units are cut here.
    outside
        Passages by source that do not count.
    """
    included = [
        source
        for source in queries.sources(session.database)
        if source.id in worked
        and (not sources or source.id in sources)
        and (segments is None or source.id in segments)
    ]
    ids = [source.id for source in included]
    turns_of = queries.turns_of(session.database, ids)
    cuts_text = segments is None and unit not in ("character", "source", "turn")
    texts = queries.texts_of(session.database, ids) if cuts_text else {}
    for source in included:
        turns = turns_of[source.id]
        spoken = [turn.body for turn in turns if whole_text or turn.role is Role.EXPERT]
        frame = [Span(0, source.length)] if whole_text else spoken
        away = outside.get(source.id, ())
        yield SourceFrame(
            source.id,
            source.length,
            frame=None
            if whole_text and not away
            else [(span.start, span.end) for span in without(frame, away)],
            coverage=frozenset(worked[source.id]),
            units=_units(texts.get(source.id, ""), turns, unit, whole_text)
            if segments is None
            else list(segments[source.id]),
        )


def without(frame: Iterable[Span], away: Iterable[Span]) -> list[Span]:
    """The frame less what lies in `away`; what is left of a stretch may be several."""
    gaps = union(away)
    found = []
    for stretch in frame:
        at = stretch.start
        for gap in gaps:
            if gap.end <= at or gap.start >= stretch.end:
                continue
            if gap.start > at:
                found.append(Span(at, gap.start))
            at = gap.end
        if at < stretch.end:
            found.append(Span(at, stretch.end))
    return found


def _units(
    text: str, turns: Sequence[Turn], unit: str, whole_text: bool
) -> list[tuple[int, int]] | None:
    if unit in ("character", "source"):
        return None
    bodies = [turn.body for turn in turns if whole_text or turn.role is Role.EXPERT]
    if unit == "turn":
        return [(body.start, body.end) for body in bodies]
    from toolkit.text.sentences import sentences, words

    cut = sentences if unit == "sentence" else words
    found: list[Span] = [span for body in bodies for span in cut(text, body)]
    return [(span.start, span.end) for span in found]


def last_days(answers: Iterable[Coding | DirectionMapping]) -> dict[str, str]:
    """By source, the day of the last answer there, ISO 8601."""
    found: dict[str, str] = {}
    for answer in answers:
        found[answer.source_id] = max(found.get(answer.source_id, ""), answer.created_at[:10])
    return found
