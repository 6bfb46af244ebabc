"""The analysis of a whole text by the analysers of its languages."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.domain.spans import Span
from toolkit.errors import InputError
from toolkit.language import cache
from toolkit.language.apart import Apart
from toolkit.language.kiwi import Kiwi
from toolkit.language.pieces import Piece, pieces
from toolkit.language.protocol import NOTHING, Analyser, Analysis
from toolkit.language.spacy_pipeline import PACKAGED, SpacyPipeline

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from pathlib import Path


KOREAN = "ko"


@dataclass(frozen=True, slots=True)
class Given:
    """A text to analyse."""

    text: str
    bodies: tuple[Span, ...]
    """What is analysed of it: the spoken words of the turns."""
    language: str
    """Of the source; `und` where it is unknown or mixed."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """The analysis of a text, and the languages of it that nothing analyses."""

    analysis: Analysis
    languages: tuple[str, ...]
    """Languages of its pieces, in order."""
    unread: tuple[str, ...]
    """Those of them without an analyser."""


class Analysers:
    """The analysers of a project by language; each is made when it is first needed.

    `named` are spaCy pipelines by language, from the settings of the project.
    """

    def __init__(
        self, folder: Path, named: Mapping[str, str] | None = None, *, apart: bool = False
    ) -> None:
        """`folder` is where analyses are kept. With `apart` a process of its own makes them."""
        self._folder = folder
        self._apart = apart
        self._named = {**PACKAGED, **(named or {})}
        self._made: dict[str, Analyser] = {}

    def reads(self, language: str) -> bool:
        """Whether an analyser is settled for the language; it may still not be installed."""
        return language == KOREAN or language in self._named

    def of(self, language: str) -> Analyser:
        """The analyser of a language. Raises `InputError` where it cannot be used."""
        if language not in self._made:
            name = self._named.get(language, "")
            made: Analyser = Kiwi() if not name else SpacyPipeline(name, language)
            self._made[language] = Apart(made, language, name) if self._apart else made
        return self._made[language]

    @property
    def ids(self) -> dict[str, str]:
        """The id of the analyser of each settled language; empty where it cannot be used."""
        ids = {}
        for language in sorted({KOREAN, *self._named}):
            try:
                ids[language] = self.of(language).id
            except InputError:
                ids[language] = ""
        return ids

    def analyse(
        self, texts: Iterable[Given], note: Callable[[int, int], None] | None = None
    ) -> list[Analysed]:
        """The analysis of each text, in order. Raises `InputError` as `of` does."""
        given = list(texts)
        cut = [list(pieces(item.text, item.bodies, item.language)) for item in given]
        by_language: dict[str, list[str]] = {}
        for item, parts in zip(given, cut, strict=True):
            for span, language in parts:
                if self.reads(language):
                    by_language.setdefault(language, []).append(item.text[span.start : span.end])
        made = {
            language: cache.analyses(self.of(language), words, self._folder, note)
            for language, words in sorted(by_language.items())
        }
        return [self._whole(item, parts, made) for item, parts in zip(given, cut, strict=True)]

    def _whole(
        self, item: Given, parts: list[Piece], made: Mapping[str, Mapping[str, bytes]]
    ) -> Analysed:
        stretches = [
            cache.unpacked(made[language][item.text[span.start : span.end]], span.start)
            for span, language in parts
            if language in made
        ]
        analysis = Analysis(
            tuple(token for part in stretches for token in part.tokens),
            tuple(entity for part in stretches for entity in part.entities),
            tuple(phrase for part in stretches for phrase in part.phrases),
        )
        languages = tuple(dict.fromkeys(part.language for part in parts))
        unread = tuple(language for language in languages if not self.reads(language))
        return Analysed(analysis if stretches else NOTHING, languages, unread)
