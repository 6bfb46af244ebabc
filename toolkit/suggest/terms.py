"""Terms of texts: tokens by language, and TF-IDF over them.

English words are casefolded and stripped of plural endings; Korean is cut into
morphemes by Kiwi where it is installed, else into character 2- and 3-grams, which
approximate stems without particles.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from toolkit.language import kiwi
from toolkit.language.terms.stop_words import ENGLISH_FORMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from scipy.sparse import csr_matrix

WORDS = re.compile(r"\S+")
STOP_WORDS = ENGLISH_FORMS
HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
CONTENT_TAGS = ("NNG", "NNP", "VV", "VA", "XR", "SL", "SH", "MAG")
"""Tags of content words in Kiwi: nouns, verbs, adjectives, roots, foreign words, adverbs."""
KOREAN_STOP_WORDS = frozenset(
    WORDS.findall(
        """것 수 거 등 때 저 제 나 우리 그 이 하 되 있 없 않 같 보 주 오 가 그렇 이렇 어떻 그냥 좀
        많이 다 또 더 잘 안 못"""
    )
)


def tokens(text: str, *, analyse: bool = True) -> list[str]:
    """The content words of a text in order, in the form for comparison.

    Without `analyse` Korean is cut as where Kiwi is not installed.
    """
    plain = unicodedata.normalize("NFC", text).casefold().replace("’", "'")
    if HANGUL.search(plain):
        return korean_tokens(plain) if analyse else korean_pieces(plain)
    return [stem(word) for word in WORD.findall(plain) if keeps(word)]


def keeps(word: str) -> bool:
    """Whether an English word is a content word."""
    return len(word) > 1 and word not in STOP_WORDS


def stem(word: str) -> str:
    """The word without a plural or possessive ending."""
    word = word.removesuffix("'s").removesuffix("'")
    if len(word) > 4 and word.endswith("ies"):
        return word[:-3] + "y"
    if len(word) > 5 and word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    if len(word) > 3 and word.endswith("s") and not word.endswith(("ss", "us", "is")):
        return word[:-1]
    return word


def korean_tokens(text: str) -> list[str]:
    """The content words of a Korean text; n-grams where Kiwi is not installed."""
    library = analyser()
    if library is None:
        return korean_pieces(text)
    tokens_of = library.tokenize(text)
    forms = (str(token.form) for token in tokens_of if token.tag.split("-")[0] in CONTENT_TAGS)
    return [word for word in forms if word not in KOREAN_STOP_WORDS and keeps_korean(word)]


def korean_pieces(text: str) -> list[str]:
    """The n-grams of the words of a Korean text, in order."""
    return [gram for word in WORD.findall(text) for gram in pieces(word)]


def words_for(text: str, terms: Iterable[str], *, analyse: bool = True) -> tuple[str, ...]:
    """Words of the text that stand for terms of it, each once, in the order of the terms.

    A term is a form for comparison, such as `policy` for `policies`. It is shown by the first
    word of the text that has it: as it is spoken, a Korean verb or adjective by its form in a
    dictionary, and a part of a Korean word by the whole word.
    """
    spoken = _spoken(unicodedata.normalize("NFC", text), analyse=analyse)
    shown = (spoken.get(term, term) for term in terms)
    return tuple(dict.fromkeys(shown))


def _spoken(text: str, *, analyse: bool) -> dict[str, str]:
    """The word that stands for each term of a text."""
    result: dict[str, str] = {}
    if not HANGUL.search(text):
        for match in WORD.finditer(text):
            plain = match[0].casefold().replace("’", "'")
            result.setdefault(stem(plain), match[0] if match[0].isupper() else plain)
        return result
    library = analyser() if analyse else None
    if library is None:
        for match in WORD.finditer(text):
            for gram in pieces(match[0].casefold()):
                result.setdefault(gram, match[0])
        return result
    for token in library.tokenize(text.casefold()):
        is_verb = token.tag.split("-")[0] in ("VV", "VA")
        form = str(token.form)
        result.setdefault(form, form + "다" if is_verb else form)
    return result


def keeps_korean(word: str) -> bool:
    """Whether a word of a Korean text is a content word by its script."""
    return bool(HANGUL.search(word)) or keeps(word)


def pieces(word: str) -> list[str]:
    """Character 2- and 3-grams of a Korean word; any other word whole."""
    if not HANGUL.search(word):
        return [stem(word)] if keeps(word) else []
    return [word[at : at + n] for n in (2, 3) for at in range(len(word) - n + 1)] or [word]


def analyser() -> Any | None:
    """Kiwi, loaded once in a process; None where it is not installed."""
    return kiwi.loaded() if kiwi.is_installed() else None


class TermIndex:
    """TF-IDF rows of texts over one vocabulary, as compressed sparse rows.

    Weight of a term: (1 + ln tf) * (ln((1 + n) / (1 + df)) + 1); rows have unit length.
    Document frequencies come from `background`, which needs no labels.
    """

    def __init__(
        self,
        background: Iterable[str],
        reads: Callable[[str], bool] = lambda text: True,
        words_of: Callable[[Sequence[str]], list[list[str]]] = lambda texts: [*map(tokens, texts)],
    ) -> None:
        """Lines that `reads` is false for, such as those of another script, have no terms.

        `words_of` gives the content words of lines, a list for each.
        """
        self._reads = reads
        self._words_of = words_of
        self.vocabulary: dict[str, int] = {}
        frequency: Counter[int] = Counter()
        documents = [words for text, words in self._read(list(background)) if reads(text)]
        for words in documents:
            frequency.update({self.vocabulary.setdefault(t, len(self.vocabulary)) for t in words})
        counts = np.array([frequency[i] for i in range(len(self.vocabulary))], dtype=np.float64)
        self.idf = np.log((1 + len(documents)) / (1 + counts)) + 1
        self.terms: tuple[str, ...] = tuple(self.vocabulary)
        self._rows: dict[str, SparseRow] = {}

    @property
    def width(self) -> int:
        """The number of columns of a matrix of rows; 1 for an index without terms."""
        return max(1, len(self.terms))

    def row(self, text: str) -> SparseRow:
        """The TF-IDF row of a text over the vocabulary; other terms are left out."""
        return self.rows([text])[0]

    def rows(self, texts: Sequence[str]) -> list[SparseRow]:
        """The rows of texts, in their order."""
        missing = [text for text in dict.fromkeys(texts) if text not in self._rows]
        for text, words in self._read(missing):
            self._rows[text] = self._row(words)
        return [self._rows[text] for text in texts]

    def _read(self, texts: Sequence[str]) -> list[tuple[str, list[str]]]:
        """Each text with its content words, those of its lines one after the other."""
        lines = [[line for line in text.split("\n") if self._reads(line)] for text in texts]
        words = iter(self._words_of([line for own in lines for line in own]))
        return [
            (text, [word for _line in own for word in next(words)])
            for text, own in zip(texts, lines, strict=True)
        ]

    def _row(self, words: Sequence[str]) -> SparseRow:
        counts = Counter(self.vocabulary[word] for word in words if word in self.vocabulary)
        indices = np.array(sorted(counts), dtype=np.intp)
        values = np.array([1 + np.log(counts[i]) for i in indices.tolist()]) * self.idf[indices]
        length = float(np.linalg.norm(values))
        return indices, values / length if length else values


SparseRow = tuple[NDArray[np.intp], NDArray[np.float64]]
"""Ascending column indices, and their values."""


@dataclass(frozen=True, slots=True)
class FlatRows:
    """Sparse rows in flat arrays, prepared for sums."""

    lengths: NDArray[np.intp]
    columns: NDArray[np.intp]
    values: NDArray[np.float64]
    last: int
    """The highest column index; -1 without columns."""

    @classmethod
    def of(cls, rows: Sequence[SparseRow]) -> FlatRows:
        """The flat form of the rows."""
        columns = np.concatenate(
            [np.zeros(0, dtype=np.intp), *(columns for columns, _values in rows)]
        )
        values = np.concatenate([np.zeros(0), *(values for _columns, values in rows)])
        lengths = np.array([len(columns) for columns, _values in rows], dtype=np.intp)
        return cls(lengths, columns, values, int(columns.max(initial=-1)))

    def sums(
        self, groups: NDArray[np.intp], weights: NDArray[np.float64], shape: tuple[int, int]
    ) -> NDArray[np.float64]:
        """Weighted sums of the rows by group, dense, shape (groups, vocabulary).

        `groups` and `weights` have an entry for each row.
        """
        height, width = shape
        cells = np.repeat(groups * width, self.lengths) + self.columns
        sums = np.bincount(
            cells, self.values * np.repeat(weights, self.lengths), minlength=height * width
        )
        return sums.astype(np.float64).reshape(height, width)


def sparse_rows(rows: list[SparseRow], width: int) -> csr_matrix:
    """The TF-IDF rows as a sparse matrix, shape (rows, width)."""
    from scipy.sparse import csr_matrix

    flat = FlatRows.of(rows)
    starts = np.concatenate([np.zeros(1, dtype=np.intp), np.cumsum(flat.lengths)])
    return csr_matrix((flat.values, flat.columns, starts), shape=(len(rows), width))
