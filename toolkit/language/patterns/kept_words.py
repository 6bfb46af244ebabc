"""The words of a text as a cache keeps them, so that a search need not build them anew.

Building the words of a text from its analysis takes ten times as long as reading them back.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from itertools import accumulate
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.language import pieces
from toolkit.language.patterns import words as words_module
from toolkit.language.patterns.words import Words
from toolkit.text import sentences

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.domain.spans import Span


def to_text(words: Words) -> str:
    """The columns of the words: starts as steps, ends as lengths, and strings by their number."""
    numbers: dict[str, int] = {}
    columns = [
        [numbers.setdefault(value, len(numbers)) for value in column]
        for column in (words.tags, words.parts, words.lemmas, words.forms)
    ]
    steps = [
        after - before for before, after in zip([0, *words.starts], words.starts, strict=False)
    ]
    lengths = [end - start for start, end in zip(words.starts, words.ends, strict=True)]
    content = [list(numbers), steps, lengths, *columns]
    return json.dumps(content, ensure_ascii=False, separators=(",", ":"))


def from_text(kept: str, text: str, turns: Sequence[Span]) -> Words:
    """The words of a text from what `to_text` made of them."""
    strings, steps, lengths, *columns = json.loads(kept)
    starts = list(accumulate(steps))
    ends = [start + length for start, length in zip(starts, lengths, strict=True)]
    tags, parts, lemmas, forms = (list(map(strings.__getitem__, column)) for column in columns)
    return Words.of_columns(text, turns, starts, ends, tags, parts, lemmas, forms)


@cache
def rules_digest() -> str:
    """A digest of what cuts texts and makes words, so that what other rules made is not used."""
    digest = hashlib.sha256()
    for module in (pieces, words_module, sentences):
        digest.update(Path(str(module.__file__)).read_bytes())
    return digest.hexdigest()[:16]
