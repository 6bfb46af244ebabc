"""Tests of finding patterns, against a search that tries everything."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.spans import Span
from toolkit.language.patterns import match
from toolkit.language.patterns.match import find
from toolkit.language.patterns.parse import AnyOf, Pattern, Phrase, Word, parse
from toolkit.language.patterns.words import Words, plain_tokens
from toolkit.language.protocol import Token

Rows = list[tuple[str, str, str]]
"""Word as written, lemma and part of speech."""


def words_of(rows: Rows, sentences_at: frozenset[int] = frozenset()) -> Words:
    """A text of these words with a blank between, and a full stop before the sentences."""
    text, tokens = "", []
    for at, (form, lemma, pos) in enumerate(rows):
        text += (".\nX " if at in sentences_at else " ") if at else ""
        tokens.append(Token(len(text), len(text) + len(form), lemma, pos, "T"))
        text += form
    return Words(text, tokens)


def hits(pattern: str, words: Words) -> list[str]:
    return [words.text[span.start : span.end] for span in find(parse(pattern), words)]


# --- everything is tried ---------------------------------------------------------------


def fits(word: Word, row: tuple[str, str, str]) -> bool:
    form, lemma, pos = row
    if word.part and word.part != pos:
        return False
    if not word.text:
        return True
    if word.is_form:
        return form == word.text
    if word.is_beginning:
        return form.startswith(word.text) or lemma.startswith(word.text)
    return word.text in (form, lemma)


def item_fits(item: Word | AnyOf, rows: Rows, first: int, after: int) -> bool:
    if isinstance(item, Word):
        return after == first + 1 and fits(item, rows[first])
    return any(phrase_fits(phrase, rows, first, after) for phrase in item.phrases)


def phrase_fits(phrase: Phrase, rows: Rows, first: int, after: int) -> bool:
    """Whether the phrase can be laid over the words `first` to `after`, by trying every way."""
    if len(phrase.items) == 1:
        return item_fits(phrase.items[0], rows, first, after)
    rest = Phrase(phrase.items[1:], phrase.gaps[1:])
    return any(
        item_fits(phrase.items[0], rows, first, end) and phrase_fits(rest, rows, begin, after)
        for end in range(first + 1, after)
        for begin in range(end, min(end + phrase.gaps[0], after - 1) + 1)
    )


def by_trying(pattern: Pattern, rows: Rows, words: Words) -> list[Span]:
    size = len(rows)
    ranges = [(a, b) for a, b in product(range(size), range(size + 1)) if a < b]

    def places(listed: AnyOf) -> list[tuple[int, int]]:
        every = [
            (a, b)
            for a, b in ranges
            if any(phrase_fits(phrase, rows, a, b) for phrase in listed.phrases)
            and words.sentence_of(a) == words.sentence_of(b - 1)
        ]
        return [(a, b) for a, b in every if not any(c == a and d < b for c, d in every)]

    current = places(pattern.near[0])
    barred = {
        words.sentence_of(a)
        for listed in pattern.excluded
        for place in places(listed)
        for a in range(*place)
    }
    current = [
        (a, b) for a, b in current if not barred & {words.sentence_of(at) for at in range(a, b)}
    ]
    spans: list[Span] = []
    for a, b in sorted(current):
        if not spans or words.starts[a] >= spans[-1].end:
            spans.append(Span(words.starts[a], words.ends[b - 1]))
    return spans


ROWS = st.lists(
    st.sampled_from(
        [
            ("share", "share", "NOUN"),
            ("shared", "share", "VERB"),
            ("data", "datum", "NOUN"),
            ("old", "old", "ADJ"),
            ("law", "law", "NOUN"),
        ]
    ),
    max_size=9,
)
WORD = st.sampled_from(
    ["share", "=shared", "shar*", "data", "datum", "old/ADJ", "*/NOUN", "law", "share/VERB", "o*"]
)
GAP = st.sampled_from([" ", " ", " ..1 ", " ..2 ", " ... ", " * "])


@st.composite
def phrases(draw: st.DrawFn, depth: int = 1) -> str:
    items = draw(st.lists(WORD, min_size=1, max_size=3))
    text = items[0]
    for item in items[1:]:
        inner = item
        if depth and draw(st.booleans()):
            inner = f"({draw(phrases(depth=0))}|{item})"
        text += draw(GAP) + inner
    return text


@st.composite
def patterns(draw: st.DrawFn) -> str:
    text = "|".join(draw(st.lists(phrases(), min_size=1, max_size=2)))
    return text + (f" NOT {draw(WORD)}" if draw(st.booleans()) else "")


@given(ROWS, patterns(), st.sets(st.integers(1, 8), max_size=2))
def test_the_matches_are_those_that_trying_everything_gives(
    rows: Rows, text: str, breaks: set[int]
) -> None:
    words = words_of(rows, frozenset(breaks))
    pattern = parse(text)
    assert find(pattern, words) == by_trying(pattern, rows, words)


@given(ROWS, WORD, WORD, st.integers(1, 4))
def test_near_gives_each_place_its_nearest_other(
    rows: Rows, first: str, second: str, distance: int
) -> None:
    words = words_of(rows)
    matches = find(parse(f"{first} NEAR/{distance} {second}"), words)
    one, other = parse(first).near[0].phrases[0].items, parse(second).near[0].phrases[0].items
    pairs = [
        (a, b)
        for a in range(len(rows))
        for b in range(len(rows))
        if a != b
        and abs(a - b) - 1 <= distance
        and fits(one[0], rows[a])  # type: ignore[arg-type]
        and fits(other[0], rows[b])  # type: ignore[arg-type]
    ]
    assert bool(matches) == bool(pairs)
    edges = {(words.starts[min(pair)], words.ends[max(pair)]) for pair in pairs}
    assert {(span.start, span.end) for span in matches} <= edges


# --- single rules ----------------------------------------------------------------------

SENTENCE: Rows = [
    ("They", "they", "PRON"),
    ("shared", "share", "VERB"),
    ("the", "the", "DET"),
    ("old", "old", "ADJ"),
    ("data", "datum", "NOUN"),
    ("of", "of", "ADP"),
    ("a", "a", "DET"),
    ("law", "law", "NOUN"),
]


@pytest.mark.parametrize(
    ("pattern", "expected"),
    [
        ("share", ["shared"]),
        ("share data", []),
        ("share ..1 data", ["shared the old data"]),
        ("old data", ["old data"]),
        ("share old", ["shared the old"]),
        ("data ..1 law", ["data of a law"]),
        ("law NEAR/2 old", ["old data of a law"]),
        ("law NEAR/1 old", []),
        ("law NOT datum", []),
        ("law NOT datums", ["law"]),
        ("*/ADJ data", ["old data"]),
        ("(share|law) ... (data|x)", ["shared the old data"]),
    ],
)
def test_articles_may_stand_between_and_are_not_counted(pattern: str, expected: list[str]) -> None:
    assert hits(pattern, words_of(SENTENCE)) == expected


def test_a_phrase_stays_in_its_sentence_and_near_in_its_turn() -> None:
    text = "We share. Data wait.\nWe share."
    words = Words(text, plain_tokens(text, Span(0, len(text))), [Span(0, 20), Span(21, 30)])
    assert hits("share data", words) == []
    assert hits("share NEAR data", words) == ["share. Data"]
    assert hits("wait NEAR we", words) == ["We share. Data wait"]
    assert hits("data NEAR/5 share", words) == ["share. Data"]


def test_not_looks_at_the_sentence_or_at_the_turn() -> None:
    text = "The law is old. The lawyer is new."
    words = Words(text, plain_tokens(text, Span(0, len(text))))
    pattern = parse("law NOT lawyer")
    assert find(pattern, words, "sentence") == [Span(4, 7)]
    assert find(pattern, words, "turn") == []


def test_a_word_of_several_tokens_is_found_as_it_is_written() -> None:
    text = "We can't do decision-making by e-mail."
    tokens = [
        Token(0, 2, "we", "PRON", "PRP"),
        Token(3, 5, "can", "AUX", "MD"),
        Token(5, 8, "not", "PART", "RB"),
        *plain_tokens(text, Span(9, len(text))),
    ]
    words = Words(text, tokens)
    for pattern in ("can't", "decision-making", "e-mail", "decision making", "can"):
        assert hits(pattern, words), pattern


def test_a_word_without_an_analyser_is_found_in_any_case_and_form() -> None:
    text = "Café, CAFE, cafe\u0301; cafés"
    words = Words(text, plain_tokens(text, Span(0, len(text))))
    assert hits("cafe", words)[:2] == ["Café", "CAFE"]
    assert len(hits("caf*", words)) == 4


@pytest.mark.parametrize("pattern", ["a* ..100 a* ..100 b", "a|a|a|a b", "* * * a", "a ... a"])
def test_the_work_grows_with_the_text_and_not_with_its_square(
    pattern: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps: list[int] = []
    follow = match._next

    def counted(end: int, gap: int, words: Words) -> list[int]:
        following = list(follow(end, gap, words))
        steps.append(len(following) + 1)
        return following

    monkeypatch.setattr(match, "_next", counted)

    def work(count: int) -> int:
        steps.clear()
        text = "a " * count
        find(parse(pattern), Words(text, plain_tokens(text, Span(0, len(text)))))
        return sum(steps)

    assert work(5_000) <= 11 * work(500)
