"""A text as rules read it has the length of the text, and plain signs and lines."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.language.identifiers.find import find
from toolkit.language.identifiers.plain import plain, with_capital_codes
from toolkit.language.protocol import NOTHING

_PARAGRAPH = (
    "We talked for a long time about the register of the harbour and then I\n"
    "was told to ring somebody who knew more than I did, in the Ministry of\n"
    "Finance, who would know the way to the office of the man with the keys\n"
    "and the plans, and who sent me a map of the house where I had to go in\n"
    "the rain with the boxes, and after that I went home and told Mr Adrian\n"
    "Oyelaran what we had done with the boxes in the rain on that long day,\n"
    "which he liked to hear since he had been there on the day before that.\n"
    "And then we all had tea and some cake, which was good, and we left it.\n"
)


def _shown(text: str) -> list[str]:
    candidates = find(text, language="en", analyses=NOTHING)
    return [text[c.start : c.end] for c in candidates]


@given(st.text(max_size=300))
@settings(max_examples=100)
def test_the_length_stays(text: str) -> None:
    assert len(plain(text)) == len(text)
    assert len(with_capital_codes(text)) == len(text)


def test_names_that_the_end_of_a_line_divides_are_found() -> None:
    shown = _shown(_PARAGRAPH)
    assert "Ministry of\nFinance" in shown
    assert "Adrian\nOyelaran" in shown


def test_lines_of_different_length_and_new_speakers_are_left_apart() -> None:
    short = "One\nTwo words\nThree\nAnd a longer line of several words here\nFive\nSix\nSeven\n"
    assert plain(short) == short
    spoken = "".join(f"Speaker {n}: {'word ' * 12}\n" for n in range(12))
    assert plain(spoken) == spoken


def test_signs_of_other_programs_are_plain() -> None:
    assert _shown("Ring 0117\u00a0496\u00a00823, or 0117\u2013496\u20130824.") == [
        "0117\u00a0496\u00a00823",
        "0117\u2013496\u20130824",
    ]


def test_shouted_texts_are_lowered_and_others_are_not() -> None:
    shouted = "WE WENT TO SEE THE MAN WHO HAD THE KEYS OF THE HOUSE. " * 6
    assert plain(shouted) == shouted.lower()
    assert plain("ALL CAPITALS heading\nand a text " * 10).startswith("ALL CAPITALS")


def test_codes_in_small_letters_are_found_by_their_form() -> None:
    text = "the plate is kta 741r and the other was 07-d-44712, we wrote both down"
    assert "KTA 741R" in with_capital_codes(text)
    assert _shown(text) == ["kta 741r", "07-d-44712"]
