"""What is compared already, and comparing the rest: the first suggestion comes in parts.

The first question in a project would have to wait until every coded passage has a vector. It is
answered from the passage and the descriptions of the codes instead, and from the coded passages
that have vectors by then; the others are compared meanwhile.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.operations.suggestions.models import cache_folder
from toolkit.operations.suggestions.models import space as project_space

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from toolkit.operations.suggestions.material import Material
    from toolkit.suggest.models.cache import CachedEmbedder
    from toolkit.suggest.space import Space
    from toolkit.suggest.terms import TermIndex

CHUNK = 16
"""Texts that are cut into words between two steps of the progress."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What an answer may use."""

    rows: tuple[int, ...]
    """The examples."""
    every_line: bool
    """Whether lines of the codebook in other scripts than the passage's are used too, and what it
    quotes."""
    loads: bool
    """Whether Korean is cut into morphemes by Kiwi, which may have to be loaded first."""


def whole(read: Material) -> Compared:
    """Everything, whatever time it takes."""
    return Compared(tuple(range(len(read.examples))), every_line=True, loads=True)


def compared(read: Material) -> Compared:
    """What can be used without waiting."""
    from toolkit.suggest.kept.words import KeptWords

    unread = {text for texts in _missing(read, read.passages).values() for text in texts}
    rows = tuple(row for row, text in enumerate(read.passages) if text not in unread)
    lines = any(_missing(read, _code_lines(read)).values())
    words = KeptWords(cache_folder(read.session)).missing(_worded(read))
    return Compared(rows, every_line=not lines, loads=not words)


def compare_rest(read: Material, note: Callable[[int, int], None] | None) -> int:
    """Compare what is not compared yet; the number of texts.

    `note` is told how many are done, and of how many. What it raises ends the work; what was
    compared until then stays so.
    """
    from toolkit.suggest.kept.words import KeptWords

    texts = [*_ordinary(read), *_code_lines(read), *read.passages]
    todo = _missing(read, texts)
    words = KeptWords(cache_folder(read.session))
    uncut = words.missing(_worded(read))
    of, done = sum(map(len, todo.values())) + len(uncut), 0
    if note is not None and of:
        note(0, of)
    for model, missing in todo.items():
        done += len(missing)

        def told(known: int, unknown: int, then: int = done) -> None:
            if note is not None:
                note(then - unknown + known, of)

        model.embed(missing, progress=told)
    for chunk in _chunks(uncut):
        words(chunk)
        done += len(chunk)
        if note is not None:
            note(done, of)
    return of


def space_of(read: Material) -> Space:
    """The space of the models, with the means of the scripts of the project."""
    return read.session.caches.get(
        "suggestions.space",
        read.texts_key,
        lambda: project_space(read.session, read.models, read.background, read.spoken),
    )


def index_of(read: Material, *, loads: bool = True) -> TermIndex:
    """The terms of what the experts said, in the script of the passage."""
    from toolkit.suggest.kept.words import KeptWords
    from toolkit.suggest.space import script_of
    from toolkit.suggest.terms import TermIndex

    def reads(line: str) -> bool:
        return read.script is None or script_of(line) in ("", read.script)

    return read.session.caches.get(
        "suggestions.terms",
        (read.texts_key, loads),
        lambda: TermIndex(read.spoken, reads, KeptWords(cache_folder(read.session), loads=loads)),
    )


def _missing(read: Material, texts: Sequence[str]) -> dict[CachedEmbedder, list[str]]:
    """The texts without a vector, by the models that read them."""
    from toolkit.suggest.models.cache import CachedEmbedder

    return {
        part.embedder: part.embedder.missing([text for text in texts if part.reads(text)])
        for part in space_of(read).parts
        if isinstance(part.embedder, CachedEmbedder)
    }


def _code_lines(read: Material) -> list[str]:
    from toolkit.suggest.examples import statements

    """The lines that say what the codes mean, and what the codebook quotes."""
    lines = [line for code in read.codes for line in statements(code)]
    lines += [example.text for code in read.codes for example in code.examples]
    return [line for line in lines if read.reads(line)]


def _ordinary(read: Material) -> list[str]:
    """The sentences whose means are taken off."""
    space = space_of(read)
    return [text for script in space.scripts for text in space.ordinary(script)]


def _worded(read: Material) -> list[str]:
    """The lines that are cut into words."""
    from toolkit.suggest.space import script_of

    given: Iterable[str] = (*read.spoken, *_code_lines(read), *read.passages)
    lines = dict.fromkeys(line for text in given for line in text.split("\n"))
    return [line for line in lines if read.script is None or script_of(line) in ("", read.script)]


def _chunks(texts: Sequence[str]) -> Iterator[Sequence[str]]:
    for start in range(0, len(texts), CHUNK):
        yield texts[start : start + CHUNK]
