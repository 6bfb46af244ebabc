"""What an analyser says of a text, whatever library it uses.

All offsets are code points of the text that was analysed, half-open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CONTENT = frozenset(["NOUN", "PROPN", "VERB", "ADJ", "ADV", "NUM", "X"])
"""Parts of speech that carry the content of a text."""

UNKNOWN = "unknown"
"""The kind of a noun of Korean that is in no dictionary of the analyser; names often are not."""


class Token(NamedTuple):
    """A word, or in Korean a morpheme. Two morphemes can share a syllable, as in 했 (하 + 었)."""

    start: int
    end: int
    lemma: str
    """The form in a dictionary, folded to lower case; Korean verbs and adjectives end in 다."""
    pos: str
    """The part of speech in Universal Dependencies: NOUN, PROPN, VERB, ADJ, ADV, ADP and others.
    Korean particles are ADP, and endings of verbs are PART."""
    tag: str
    """The tag of the library: of the Penn Treebank for English, of Sejong for Korean."""


class Entity(NamedTuple):
    """A name that an analyser recognised."""

    start: int
    end: int
    kind: str
    """`person`, `organisation`, `place`, `date`, or `UNKNOWN`."""


class Phrase(NamedTuple):
    """A noun phrase without its article."""

    start: int
    end: int
    lemma: str
    """The phrase in lower case with the lemma of its last word; blank space is one blank."""


class Analysis(NamedTuple):
    """What an analyser says of one text."""

    tokens: tuple[Token, ...]
    """In order; words and morphemes, punctuation too."""
    entities: tuple[Entity, ...]
    phrases: tuple[Phrase, ...]


NOTHING = Analysis((), (), ())


class Analyser(Protocol):
    """Analyses texts of one language."""

    @property
    def id(self) -> str:
        """Name and version of the model: what it says depends on nothing else."""

    def analyse(self, texts: Sequence[str]) -> Iterator[Analysis]:
        """The analysis of each text, in order."""
