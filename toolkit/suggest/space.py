"""The space in which passages are compared: vectors of several models side by side.

Vectors of a language share an offset that says nothing about their content. The mean of ordinary
sentences of the same script is therefore taken off before vectors are compared:

    v = normalise(concatenation over the models of normalise(e_model(text) - mean_model(script)))

A model that does not read the script of a text leaves its part of the vector zero.
"""

from __future__ import annotations

import hashlib
import unicodedata
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from toolkit.suggest.models.embedders import Embedder, unit_rows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.suggest.models.embedders import Vectors

SENTENCES = 48
"""Most sentences of a script whose mean is taken off."""
FEWEST = 8
"""With fewer sentences of a script their mean is not known, and nothing is taken off."""


@dataclass(frozen=True, slots=True)
class Part:
    """A model of the space."""

    embedder: Embedder
    reads: Callable[[str], bool]
    """Whether the model reads the script of a text."""


class Space:
    """An embedder made of several models; the same texts have the same vectors, in any order."""

    def __init__(
        self, parts: Sequence[Part], background: Sequence[str], most: int = SENTENCES
    ) -> None:
        """`background` has ordinary sentences; the first `most` of each script are used."""
        self._parts = tuple(parts)
        self._most = most
        self._background = tuple(background)
        self._means: dict[tuple[int, str], Vectors] = {}

    @property
    def parts(self) -> tuple[Part, ...]:
        return self._parts

    @property
    def id(self) -> str:
        """The ids of the models, joined by a plus sign."""
        return "+".join(part.embedder.id for part in self._parts)

    @cached_property
    def background_sha256(self) -> str:
        """The hash of the ordinary sentences, from which the means follow."""
        return hashlib.sha256(
            "\n".join(self._background).encode("utf-8", "surrogatepass")
        ).hexdigest()

    @property
    def dim(self) -> int:
        return sum(part.embedder.dim for part in self._parts)

    def embed(self, texts: Sequence[str]) -> Vectors:
        """Unit rows, shape (texts, dim); a row is zero where no model reads the text."""
        import numpy as np

        scripts = [script_of(text) for text in texts]
        blocks = []
        for number, part in enumerate(self._parts):
            block = np.zeros((len(texts), part.embedder.dim), dtype=np.float32)
            rows = [at for at, text in enumerate(texts) if part.reads(text)]
            if rows:
                block[rows] = part.embedder.embed([texts[at] for at in rows])
                block[rows] -= np.stack([self._mean(number, scripts[at]) for at in rows])
            blocks.append(unit_rows(block))
        return unit_rows(np.concatenate(blocks, axis=1))

    @cached_property
    def scripts(self) -> tuple[str, ...]:
        """The scripts of the ordinary sentences."""
        return tuple(dict.fromkeys(map(script_of, self._background)))

    def ordinary(self, script: str) -> list[str]:
        """The ordinary sentences of a script whose mean is taken off."""
        own = [text for text in self._background if script_of(text) == script]
        return own[: self._most]

    def _mean(self, number: int, script: str) -> Vectors:
        """The mean vector of the background in a script by a model, shape (dim of the model,)."""
        import numpy as np

        if (number, script) not in self._means:
            part = self._parts[number]
            own = [text for text in self.ordinary(script) if part.reads(text)]
            self._means[number, script] = (
                part.embedder.embed(own).mean(axis=0)
                if len(own) >= FEWEST
                else np.zeros(part.embedder.dim, dtype=np.float32)
            )
        return self._means[number, script]


def script_of(text: str) -> str:
    """The script of most letters of a text by its Unicode name, such as `LATIN` or `HANGUL`.

    Empty for a text without letters; of scripts that are equally frequent the first by name.
    """
    if text.isascii():
        return "LATIN" if any(map(str.isalpha, text)) else ""
    letters = Counter(character for character in text if character.isalpha())
    scripts: Counter[str] = Counter()
    for letter, count in letters.items():
        scripts[unicodedata.name(letter, "").split(" ")[0]] += count
    return min(scripts, key=lambda script: (-scripts[script], script), default="")
