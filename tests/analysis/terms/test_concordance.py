"""Lines of a concordance and their orders."""

from __future__ import annotations

from toolkit.analysis.terms.concordance import Line, line, ordered
from toolkit.domain.spans import Span

TEXT = "I: And then?\n\nE01: We never share\n data with them, because nobody trusts anyone."


def test_the_context_ends_at_the_turn_and_at_a_word() -> None:
    start = TEXT.index("share")
    body = Span(TEXT.index("We"), len(TEXT))
    made = line("E01", TEXT, start, start + 5, body, 18)
    assert made == Line("E01", start, start + 5, "We never", "share", "data with them,")
    assert line("E01", TEXT, start, start + 5, body, 500).right.endswith("trusts anyone.")
    assert line("E01", TEXT, start, start + 5, body, 6).left == "never"


def test_the_left_context_is_read_away_from_the_word() -> None:
    lines = [
        Line("E01", 1, 2, "we always", "share", "data"),
        Line("E01", 5, 6, "they Never", "share", "Cost"),
        Line("E02", 1, 2, "we never", "share", "blame"),
    ]
    assert [item.left for item in ordered(lines, "left")] == ["we always", "they Never", "we never"]
    assert [item.right for item in ordered(lines, "right")] == ["blame", "Cost", "data"]
    assert ordered(lines, "text") == lines
