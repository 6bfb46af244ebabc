"""Published data that doctests share."""

from __future__ import annotations

from toolkit.agreement.spans import CodedSpan, SourceFrame
from toolkit.agreement.unitizing.alpha_2016 import UnitSums, unit_sums

THREE_OBSERVERS = {
    "Alex": "0 7 1, 7 13 2, 30 32 5, 32 37 6, 37 44 6, 44 60 7",
    "Paul": "0 7 1, 7 13 3, 13 21 5, 32 44 6",
    "Suzan": "0 7 1, 7 13 4, 13 21 5, 32 37 6, 37 41 6, 41 44 6",
}


def three_observers() -> UnitSums:
    """Krippendorff (2019), Content Analysis, 4th ed., fig. 12.11, p. 340."""
    return unit_sums(*three_observers_spans())


def three_observers_spans() -> tuple[list[SourceFrame], list[CodedSpan], list[str]]:
    """The same as frames, spans and coders."""
    frame = SourceFrame("text", 60, coverage=frozenset(THREE_OBSERVERS))
    spans = []
    for coder, units in THREE_OBSERVERS.items():
        for unit in units.split(", "):
            start, end, code = unit.split()
            spans.append(CodedSpan("text", coder, code, int(start), int(end)))
    return [frame], spans, list(THREE_OBSERVERS)
