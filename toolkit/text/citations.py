"""Citations: the words of a passage with the place where they stand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.spans import Span
    from toolkit.domain.transcript import Turn


def cited(text: str, source_id: str, turns: Sequence[Turn], span: Span) -> str:
    """The words of a span, verbatim, with source, turn, speaker, time and offsets.

    >>> from toolkit.domain.transcript import Role
    >>> answer = Turn(0, "E01", Role.EXPERT, Span(0, 12), Span(5, 12), "00:12")
    >>> cited("E01: We do.", "S1", [answer], Span(5, 11))
    '“We do.” (S1, turn 1, E01, 00:12, 5:11)'
    """
    return f"“{text[span.start : span.end]}” ({cited_place(source_id, turns, span)})"


def cited_place(source_id: str, turns: Sequence[Turn], span: Span) -> str:
    """Source, turn, speaker, time and offsets of a span, as a citation has them."""
    return ", ".join(_where(source_id, turns, span))


def _where(source_id: str, turns: Sequence[Turn], span: Span) -> list[str]:
    first, last = _turn_before(turns, span.start), _turn_before(turns, span.end - 1)
    if last is None:
        place = [_("before the first turn")] if turns else []
    elif first is None:
        place = [_("up to turn {number}").format(number=last.index + 1)]
    elif first.index < last.index:
        place = [_("turns {first} to {last}").format(first=first.index + 1, last=last.index + 1)]
    else:
        place = [
            _("turn {number}").format(number=first.index + 1),
            first.speaker,
            first.timestamp or "",
        ]
    return [source_id, *(part for part in place if part), str(span)]


def _turn_before(turns: Sequence[Turn], offset: int) -> Turn | None:
    """The turn at an offset, or the last one that begins before it."""
    return next((turn for turn in reversed(turns) if turn.span.start <= offset), None)
