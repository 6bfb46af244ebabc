"""The content words of texts, those of Korean ones kept between processes.

Kiwi takes a second to load and 30 ms for a long passage, so that each text is cut once.
"""

from __future__ import annotations

from importlib import metadata
from typing import TYPE_CHECKING

from toolkit.language import kiwi
from toolkit.private_cache import text_key
from toolkit.suggest.kept import store
from toolkit.suggest.terms import HANGUL, tokens

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path


class KeptWords:
    """The words of texts, in the order of the texts."""

    def __init__(self, folder: Path, *, loads: bool = True) -> None:
        """`folder` is the private cache of the project.

        Without `loads` Korean is cut into pieces of words, as where Kiwi is not installed.
        """
        self._folder = folder
        self._loads = loads

    def missing(self, texts: Sequence[str]) -> list[str]:
        """Those of the texts that Kiwi would have to be loaded for."""
        slow = {text_key(text): text for text in texts if HANGUL.search(text)}
        if not slow or not kiwi.is_installed():
            return []
        known = store.read(self._folder, _kind(), slow)
        return [text for key, text in slow.items() if key not in known]

    def __call__(self, texts: Sequence[str]) -> list[list[str]]:
        if not self._loads:
            return [tokens(text, analyse=False) for text in texts]
        slow = {text_key(text): text for text in texts if HANGUL.search(text)}
        if not slow or not kiwi.is_installed():
            return [tokens(text) for text in texts]
        kind = _kind()
        known = {
            key: content.decode("utf-8", "surrogatepass").split("\n") if content else []
            for key, content in store.read(self._folder, kind, slow).items()
        }
        fresh = {key: tokens(text) for key, text in slow.items() if key not in known}
        contents = {
            key: "\n".join(words).encode("utf-8", "surrogatepass") for key, words in fresh.items()
        }
        store.write(self._folder, kind, contents)
        words_of = {slow[key]: words for key, words in (known | fresh).items()}
        return [words_of[text] if text in words_of else tokens(text) for text in texts]


def _kind() -> str:
    """The kind of the entries; another version of Kiwi cuts texts otherwise."""
    return f"words {version()}"


def version() -> str:
    """The versions of Kiwi and its model; empty where it is not installed."""
    if not kiwi.is_installed():
        return ""
    return "+".join(map(metadata.version, ("kiwipiepy", "kiwipiepy_model")))
