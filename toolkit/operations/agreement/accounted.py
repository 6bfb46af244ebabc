"""Which answers are behind the figures of a comparison, and why others are not."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.agreement.spans import SourceFrame
    from toolkit.domain.codings import Coding
    from toolkit.domain.directions import DirectionMapping
    from toolkit.operations.agreement.request import AgreementRequest
    from toolkit.operations.answers.counted_rounds import CountedRounds

ALONE = _("fewer than two of the coders can be compared on the source")
"""Why a coding is left out that nobody else's answers stand beside."""
OUTSIDE_FRAME = _("outside the text that is compared")
"""Why a coding is left out of whose words none is in the frame."""


@dataclass(frozen=True, slots=True)
class Accounted:
    """Every answer in scope: it is counted, or left out for one reason."""

    counted: Collection[str] = ()
    """Ids of the codings, or of the mappings where directions are compared."""
    left_out: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Ids by the reason."""
    rounds: Sequence[str] = ()
    """The rounds in which the counted answers were given or a source was finished."""

    def only(self, ids: Collection[str]) -> Accounted:
        """The same where of the counted answers only these are compared."""
        kept = set(self.counted) & set(ids)
        left_out = dict(self.left_out)
        if others := set(self.counted) - kept:
            reason = _("of a code that is not compared")
            left_out[reason] = [*left_out.get(reason, ()), *sorted(others)]
        return Accounted(kept, left_out, self.rounds)


def account_codings(
    every: Iterable[Coding],
    request: AgreementRequest,
    rounds: CountedRounds,
    *,
    unfinished: Collection[tuple[str, str, str]],
    coders: Collection[str],
    codes: Collection[str],
    labels: Mapping[str, Sequence[str]],
    frames: Iterable[SourceFrame],
    finished_in: Iterable[str],
) -> Accounted:
    """What becomes of each coding of the sources in scope.

    Parameters
    ----------
    unfinished
        Rounds, coders and sources where work is left out since it is not finished.
    coders, codes
        Those that are compared; `labels` is what each code counts as.
    finished_in
        The rounds in which the coders have finished sources.
    """
    compared = {frame.source_id: frame for frame in frames}
    places = {source_id: _ends(frame) for source_id, frame in compared.items()}
    counted: set[str] = set()
    used_rounds = set(finished_in)
    left: dict[str, list[str]] = defaultdict(list)
    for coding in every:
        source_id = coding.source_id
        if request.sources and source_id not in request.sources:
            continue
        if coding.round_id not in rounds:
            reason = _("given in a round that is not compared")
        elif coding.coder_id not in coders:
            reason = _("by a coder who is not compared")
        elif (coding.round_id, coding.coder_id, source_id) in unfinished:
            reason = _("the coder has not finished the source")
        elif request.independent_only and not coding.independent:
            reason = _("made after a suggestion was seen")
        elif source_id not in compared or len(compared[source_id].coverage & set(coders)) < 2:
            reason = ALONE
        elif not set(labels.get(coding.code_id, ())) & set(codes):
            reason = _("of a code that is not compared")
        elif not _reaches(places[source_id], coding.span.start, coding.span.end):
            reason = OUTSIDE_FRAME
        else:
            counted.add(coding.id)
            used_rounds.add(coding.round_id)
            continue
        left[reason].append(coding.id)
    return Accounted(counted, dict(left), tuple(sorted(used_rounds)))


_Ends = tuple[list[int], list[int]] | None
"""Starts and ends of the stretches that count, in order; None for the whole text."""


def _ends(frame: SourceFrame) -> _Ends:
    if frame.frame is None:
        return None
    stretches = sorted(frame.frame)
    return [start for start, _end in stretches], [end for _start, end in stretches]


def _reaches(ends: _Ends, start: int, end: int) -> bool:
    """Whether a span has a character in a stretch that counts."""
    if ends is None:
        return True
    at = bisect_right(ends[0], end - 1) - 1
    return at >= 0 and ends[1][at] > start


def account_mappings(
    every: Iterable[DirectionMapping],
    request: AgreementRequest,
    rounds: CountedRounds,
    *,
    coders: Collection[str],
    directions: Collection[str],
    mapped: Mapping[str, Mapping[tuple[int, int], Collection[str]]],
) -> Accounted:
    """What becomes of each mapping of the sources in scope.

    `mapped` has, by source and segment, the coders who mapped it.
    """
    counted: set[str] = set()
    used_rounds: set[str] = set()
    left: dict[str, list[str]] = defaultdict(list)
    for mapping in every:
        if request.sources and mapping.source_id not in request.sources:
            continue
        segment = mapping.span.start, mapping.span.end
        who = mapped.get(mapping.source_id, {}).get(segment, ())
        if mapping.round_id not in rounds:
            reason = _("given in a round that is not compared")
        elif mapping.coder_id not in coders:
            reason = _("by a coder who is not compared")
        elif request.independent_only and mapping.proposal_id:
            reason = _("confirms a proposal of a model")
        elif len(who) < 2:
            reason = _("mapped by one coder only")
        elif mapping.direction_id not in directions:
            reason = _("of a direction that is not compared")
        else:
            counted.add(mapping.id)
            used_rounds.add(mapping.round_id)
            continue
        left[reason].append(mapping.id)
    return Accounted(counted, dict(left), tuple(sorted(used_rounds)))
