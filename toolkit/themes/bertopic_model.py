"""BERTopic: topics, their keywords, and outliers put into the nearest topic. The only file that
imports it."""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.themes.recipe import (
    Labels,
    Matrix,
    PreparedClusters,
    PreparedReduction,
    Recipe,
    by_size,
    cluster_reduced,
    merge,
    reduce,
)
from toolkit.themes.result import Keyword

KEYWORDS = 10
PACKAGES = ("bertopic", "scikit-learn", "numpy", "scipy")
DENSITY_PACKAGES = ("umap-learn", "hdbscan", "numba")

Tokenizer = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Topics:
    labels: Labels
    keywords: tuple[tuple[Keyword, ...], ...]
    """By topic."""
    reassigned: int
    """Outliers that were put into the nearest topic."""


def fit_topics(
    texts: Sequence[str], vectors: Matrix, recipe: Recipe, tokenizer: Tokenizer
) -> Topics:
    """Fit BERTopic on precomputed vectors by the recipe.

    Raises InputError for a package that is missing, and when no topic can be found.
    """
    bertopic = load()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if recipe.method == "umap":
                return density(bertopic, texts, vectors, recipe, tokenizer)
            reduced = reduce(vectors, recipe.components)
            labels = cluster_reduced(reduced, vectors, recipe)
            model = assemble(
                bertopic, PreparedReduction(reduced), PreparedClusters(labels), tokenizer
            )
            model.fit(list(texts), embeddings=vectors)
            return Topics(labels, keywords(model, labels), 0)
        except (ValueError, TypeError, IndexError) as error:
            raise no_topics(len(texts), error) from error


def density(
    bertopic: Any, texts: Sequence[str], vectors: Matrix, recipe: Recipe, tokenizer: Tokenizer
) -> Topics:
    """UMAP with a seed, HDBSCAN, outliers into the nearest topic, merged to the wanted number."""
    from hdbscan import HDBSCAN
    from umap import UMAP

    umap = UMAP(
        n_neighbors=recipe.neighbors,
        n_components=recipe.components,
        min_dist=0.0,
        metric="cosine",
        random_state=recipe.seed,
    )
    clusters = HDBSCAN(min_cluster_size=recipe.min_cluster_size, prediction_data=False)
    model = assemble(bertopic, umap, clusters, tokenizer)
    documents = list(texts)
    found, _ = model.fit_transform(documents, embeddings=vectors)
    if max(found) < 1:
        raise ValueError("everything is an outlier")
    outliers = sum(one < 0 for one in found)
    if outliers:
        found = model.reduce_outliers(documents, found, strategy="embeddings", embeddings=vectors)
    labels = by_size(merge(vectors, np.array(found, dtype=np.intp), recipe.topics))
    named = assemble(bertopic, PreparedReduction(vectors), PreparedClusters(labels), tokenizer)
    named.fit(documents, embeddings=vectors)
    return Topics(labels, keywords(named, labels), int(outliers))


def assemble(bertopic: Any, reduction: Any, clusters: Any, tokenizer: Tokenizer) -> Any:
    """A BERTopic over the sub-models; no embedding model, as vectors are given."""
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    return bertopic.BERTopic(
        embedding_model=None,
        # "english" would strip every letter beyond ASCII before counting words.
        language="multilingual",
        umap_model=reduction,
        hdbscan_model=clusters,
        # min_df counts topics here, as each is one document: 1 keeps a topic's own words.
        vectorizer_model=CountVectorizer(
            tokenizer=tokenizer, token_pattern=None, lowercase=False, min_df=1
        ),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=KEYWORDS,
        calculate_probabilities=False,
        verbose=False,
    )


def keywords(model: Any, labels: Labels) -> tuple[tuple[Keyword, ...], ...]:
    """Ours by theirs: BERTopic renumbers topics, so they meet over a segment that both have."""
    result = []
    for number in range(int(labels.max()) + 1):
        theirs = model.topics_[int(np.argmax(labels == number))]
        words = model.get_topic(theirs) or []
        result.append(
            tuple(
                Keyword(word, round(float(weight), 6))
                for word, weight in sorted(words, key=lambda one: (-round(one[1], 6), one[0]))
                if word
            )
        )
    return tuple(result)


def load() -> Any:
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["TRANSFORMERS_OFFLINE"] = "1"
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import bertopic
    except ImportError as missing:
        raise InputError(
            _("themes need the package {package}, which is not installed.").format(
                package=missing.name or "bertopic"
            ),
            code="themes-missing",
            hint=_("Install it with: pip install 'qualitative-coding-toolkit[themes,models]'"),
        ) from missing
    return bertopic


def no_topics(segments: int, error: Exception) -> InputError:
    """The sub-models' own errors speak of arrays; this speaks of segments."""
    return InputError(
        _("no themes could be found in {segments} segments ({name}).").format(
            segments=segments, name=type(error).__name__
        ),
        code="themes-none",
        hint=_(
            "The segments may be too few, too alike, or without content words. "
            "Add sources, or ask for fewer topics with --topics."
        ),
    )


def versions(method: str) -> dict[str, str]:
    """Installed versions of what decides the result."""
    from importlib import metadata

    names = (*PACKAGES, *(DENSITY_PACKAGES if method == "umap" else ()))
    return {name: metadata.version(name) for name in names}
