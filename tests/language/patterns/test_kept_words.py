"""Words that are kept and read back are the words that were built."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.domain.spans import Span
from toolkit.language.patterns.kept_words import from_text, rules_digest, to_text
from toolkit.language.patterns.words import Words, plain_tokens
from toolkit.language.protocol import Token

COLUMNS = ("starts", "ends", "tags", "parts", "lemmas", "forms", "turns", "text")

_TEXTS = st.text(st.sampled_from("ab가나 .,\n'é😀"), max_size=60)


@settings(max_examples=200, deadline=None, derandomize=True)
@given(_TEXTS, st.data())
def test_every_column_comes_back(text: str, data: st.DataObject) -> None:
    edges = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=6, unique=True)))
    turns = tuple(Span(*pair) for pair in zip(edges[::2], edges[1::2], strict=False))
    tokens = [*plain_tokens(text, Span(0, len(text)))] if text else []
    # Two morphemes of Korean can share a syllable, so that starts repeat and go back.
    tokens += [Token(token.start, token.end, "하다", "VERB", "VV") for token in tokens[:2]]
    words = Words(text, tokens, turns)
    again = from_text(to_text(words), text, turns)
    assert [getattr(again, name) for name in COLUMNS] == [getattr(words, name) for name in COLUMNS]
    assert again.places == words.places
    assert again.numbers == words.numbers


def test_the_digest_stands_for_the_rules_that_cut_texts() -> None:
    assert len(rules_digest()) == 16
    assert rules_digest() == rules_digest()
