"""Lines of a concordance and their orders."""

from __future__ import annotations

from toolkit.analysis.terms.concordance import Line, line, ordered
from toolkit.domain.spans import Span
from toolkit.domain.transcript import Role, Turn

TEXT = "I: And then?\n\nE01: We never share\n data with them, because nobody trusts anyone."


def test_the_context_ends_at_the_turn_and_at_a_word() -> None:
    start = TEXT.index("share")
    match, body = Span(start, start + 5), Span(TEXT.index("We"), len(TEXT))
    turn = Turn(1, "E01", Role.EXPERT, Span(TEXT.index("E01"), len(TEXT)), body)
    made = line("study", TEXT, match, turn, 18)
    assert made == Line("study", start, start + 5, "E01", "We never", "share", "data with them,")
    assert line("study", TEXT, match, turn, 500).right.endswith("trusts anyone.")
    assert line("study", TEXT, match, turn, 6).left == "never"


def test_the_left_context_is_read_away_from_the_word() -> None:
    lines = [
        Line("E01", 1, 2, "E", "we always", "share", "data"),
        Line("E01", 5, 6, "E", "they Never", "share", "Cost"),
        Line("E02", 1, 2, "E", "we never", "share", "blame"),
    ]
    assert [item.left for item in ordered(lines, "left")] == ["we always", "they Never", "we never"]
    assert [item.right for item in ordered(lines, "right")] == ["blame", "Cost", "data"]
    assert ordered(lines, "text") == lines
