"""The stretches of a text around words without which a costly pattern cannot match."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import re
    from collections.abc import Iterator


def near(
    text: str, anchor: re.Pattern[str], pattern: re.Pattern[str], before: int, after: int
) -> Iterator[re.Match[str]]:
    """Matches of `pattern` that lie within `before` and `after` code points of an anchor."""
    start = end = -1
    for match in anchor.finditer(text):
        low, high = max(0, match.start() - before), match.end() + after
        if low <= end:
            end = high
            continue
        if end > 0:
            yield from pattern.finditer(text, start, end)
        start, end = low, high
    if end > 0:
        yield from pattern.finditer(text, start, end)
