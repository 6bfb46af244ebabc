"""What of each source counts, the units it is cut into, and when it was last worked on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.agreement.spans import SourceFrame
from toolkit.domain.spans import Span, union
from toolkit.domain.transcript import Role, outside_roles
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.domain.codings import Coding
    from toolkit.domain.directions import DirectionMapping
    from toolkit.operations.agreement.units import Segments
    from toolkit.operations.session import ProjectSession

_CUT_FROM_TEXT = ("token", "sentence")
"""Units that only the text itself tells."""


@dataclass(frozen=True, slots=True)
class SourceFrames:
    """The frames of sources, and the roles whose words are outside them, by source."""

    frames: tuple[SourceFrame, ...]
    roles_outside: Mapping[str, frozenset[Role]]


def source_frames(
    session: ProjectSession,
    worked: Mapping[str, set[str]],
    *,
    sources: Sequence[str],
    unit: str,
    whole_text: bool,
    segments: Segments | None,
    outside: Mapping[str, Sequence[Span]],
) -> SourceFrames:
    """The frames of the sources that someone worked on.

    Parameters
    ----------
    worked
        Coders by source.
    sources
        Ids of the sources to keep; empty for all.
    segments
        Given units; sources without any have no frame. None: units are cut here.
    outside
        Passages by source that do not count.
    """
    kept = [
        source
        for source in queries.sources(session.database)
        if source.id in worked
        and (not sources or source.id in sources)
        and (segments is None or source.id in segments)
    ]
    names = [source.id for source in kept]
    turns = queries.turns_of(session.database, names)
    cuts_text = segments is None and unit in _CUT_FROM_TEXT
    texts = queries.texts_of(session.database, names) if cuts_text else {}
    frames = []
    for source in kept:
        bodies = [
            turn.body for turn in turns.get(source.id, ()) if whole_text or turn.role is Role.EXPERT
        ]
        frame = [Span(0, source.length)] if whole_text else bodies
        excluded = outside.get(source.id, ())
        frames.append(
            SourceFrame(
                source.id,
                source.length,
                frame=None
                if whole_text and not excluded
                else [(span.start, span.end) for span in without(frame, excluded)],
                coverage=frozenset(worked[source.id]),
                units=_units(texts.get(source.id, ""), bodies, unit)
                if segments is None
                else list(segments[source.id]),
            )
        )
    roles = {
        name: frozenset() if whole_text else outside_roles(turns.get(name, ())) for name in names
    }
    return SourceFrames(tuple(frames), roles)


def without(frame: Iterable[Span], excluded: Iterable[Span]) -> list[Span]:
    """The frame less what is excluded; what is left of a stretch may be several."""
    gaps = union(excluded)
    left = []
    for stretch in frame:
        start = stretch.start
        for gap in gaps:
            if gap.end <= start or gap.start >= stretch.end:
                continue
            if gap.start > start:
                left.append(Span(start, gap.start))
            start = gap.end
        if start < stretch.end:
            left.append(Span(start, stretch.end))
    return left


def _units(text: str, bodies: Sequence[Span], unit: str) -> list[tuple[int, int]] | None:
    """The stretches that units of this kind are; None where they need no cutting."""
    if unit in ("character", "source"):
        return None
    if unit == "turn":
        return [(body.start, body.end) for body in bodies]
    from toolkit.text.sentences import sentences, words

    cut = sentences if unit == "sentence" else words
    return [(span.start, span.end) for body in bodies for span in cut(text, body)]


def last_days(answers: Iterable[Coding | DirectionMapping]) -> dict[str, str]:
    """By source, the day of the last answer there, ISO 8601."""
    days: dict[str, str] = {}
    for answer in answers:
        days[answer.source_id] = max(days.get(answer.source_id, ""), answer.created_at[:10])
    return days
