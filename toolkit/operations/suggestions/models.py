"""Which embedding model a project uses for a text, with its cache."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.operations.session import ProjectSession
    from toolkit.suggest.models.embedders import Embedder


def cache_folder(session: ProjectSession) -> Path:
    """Where vectors are kept, as private as the store."""
    return session.private_folder / "cache"


def model_for(
    session: ProjectSession,
    texts: Sequence[str],
    *,
    model: str | None = None,
    language: str = "und",
) -> str:
    """The name of the model for texts that are compared with one another.

    `model` (asked for now) wins, then `[models]` in qct.toml for the language, then its
    `default` where it can read the texts, then the language itself. A text never goes to
    a model that does not know its script.
    """
    from toolkit.suggest.models import registry

    settled = session.config.models.get(language)
    usual = session.config.models.get("default")
    if model or settled:
        return registry.for_texts(texts, preferred=model or settled, language=language)
    if usual and usual in registry.names() and all(registry.reads(usual, text) for text in texts):
        return usual
    return registry.for_texts(texts, language=language)


def embedder(session: ProjectSession, name: str) -> Embedder:
    """The model, looking each text up in the project's cache first."""
    from toolkit.suggest.models import registry
    from toolkit.suggest.models.cache import CachedEmbedder

    return CachedEmbedder(registry.embedder(name), cache_folder(session))
