"""Written directions checked against what people confirmed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.directions.overview import Passage, experts
from toolkit.domain.written_directions import Confidence, Written, confidence
from toolkit.errors import InputError
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.operations.directions.overview import Overview


@dataclass(frozen=True)
class CheckedStatement:
    """A written direction with the confirmed segments that it names."""

    written: Written
    supports: tuple[Passage, ...]
    contradicts: tuple[Passage, ...]
    confidence: Confidence

    @property
    def experts(self) -> list[str]:
        """Experts of the supporting segments."""
        return sorted(experts(self.supports))


def checked(statements: Sequence[Written], shown: Overview, file: str) -> list[CheckedStatement]:
    """Each statement with its segments and its confidence.

    Raises `InputError` for a place that is no confirmed segment, or a supporting segment that was
    not mapped to the direction of its statement.
    """
    by_place = {passage.place: passage for passage in shown.passages}
    result = []
    for written in statements:
        for place in (*written.supports, *written.contradicts):
            if place not in by_place:
                raise InputError(
                    _("{file}:{line}: {place} is no segment with a confirmed direction").format(
                        file=file, line=written.line, place=place
                    ),
                    code="unknown-segment",
                    hint=_("`qct directions show --list` has the places of all segments."),
                )
        supports = tuple(by_place[place] for place in written.supports)
        for passage in supports:
            if written.direction_id not in passage.directions:
                raise InputError(
                    _("{file}:{line}: {place} is mapped to {directions}, not {direction}").format(
                        file=file,
                        line=written.line,
                        place=passage.place,
                        directions=", ".join(sorted(passage.directions)),
                        direction=written.direction_id,
                    ),
                    code="other-direction",
                )
        contradicts = tuple(by_place[place] for place in written.contradicts)
        who = experts(supports)
        groups = {(shown.groups or {}).get(expert, "") for expert in who}
        result.append(
            CheckedStatement(
                written,
                supports,
                contradicts,
                confidence(
                    len(supports),
                    len(who),
                    against=len(experts(contradicts)),
                    groups=len(groups),
                    survey=bool(written.survey),
                ),
            )
        )
    return result
