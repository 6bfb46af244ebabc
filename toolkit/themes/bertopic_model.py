"""Topics by BERTopic, with keywords and with outliers moved to the nearest topic.

This is the only file that imports BERTopic.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.themes.clustering import (
    PreparedClusters,
    PreparedReduction,
    PrincipalComponents,
    SphericalKMeans,
    by_size,
    cluster,
    merge,
)
from toolkit.themes.keywords import WEIGHED
from toolkit.themes.recipe import Labels, Matrix, Recipe
from toolkit.themes.result import Keyword

PACKAGES = ("bertopic", "scikit-learn", "numpy", "scipy")
DENSITY_PACKAGES = ("umap-learn", "hdbscan", "numba")

Tokenizer = Callable[[str], list[str]]


@dataclass(frozen=True, slots=True)
class Topics:
    """The result of a fit: topics by segment, and keywords by topic."""

    labels: Labels
    keywords: tuple[tuple[Keyword, ...], ...]
    """Words of each topic by weight, highest first, of which the keywords are chosen."""
    reassigned: int
    """Number of outliers that were moved to the nearest topic."""


def fit_topics(
    texts: Sequence[str], vectors: Matrix, recipe: Recipe, tokenizer: Tokenizer
) -> Topics:
    """Fit BERTopic to precomputed vectors by the recipe.

    Raises `InputError` where a package is missing or where there are no topics.
    """
    bertopic = load()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            if recipe.method == "umap":
                return density(bertopic, texts, vectors, recipe, tokenizer)
            if recipe.method == "kmeans":
                clusters = SphericalKMeans(recipe.topics, recipe.seed, recipe.starts)
                reduction = PrincipalComponents(recipe.components)
                model = assemble(bertopic, reduction, clusters, tokenizer)
                model.fit(list(texts), embeddings=vectors)
                labels = by_size(clusters.labels_)
                return Topics(labels, keywords(model, labels), 0)
            return counted(texts, vectors, cluster(vectors, recipe), tokenizer)
        except (ValueError, TypeError, IndexError) as error:
            raise no_topics(len(texts), error) from error


def counted(texts: Sequence[str], vectors: Matrix, labels: Labels, tokenizer: Tokenizer) -> Topics:
    """Topics whose segments are known already, such as those that a person coded: BERTopic
    counts their words and clusters nothing."""
    model = assemble(load(), PreparedReduction(vectors), PreparedClusters(labels), tokenizer)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(list(texts), embeddings=vectors)
    return Topics(labels, keywords(model, labels), 0)


def density(
    bertopic: Any, texts: Sequence[str], vectors: Matrix, recipe: Recipe, tokenizer: Tokenizer
) -> Topics:
    """Topics by UMAP with a seed and HDBSCAN, merged to the requested number.

    Outliers move to the nearest topic.
    """
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
    topic_numbers, _probabilities = model.fit_transform(documents, embeddings=vectors)
    if max(topic_numbers) < 1:
        raise ValueError("everything is an outlier")
    outliers = sum(number < 0 for number in topic_numbers)
    if outliers:
        topic_numbers = model.reduce_outliers(
            documents, topic_numbers, strategy="embeddings", embeddings=vectors
        )
    labels = by_size(merge(vectors, np.array(topic_numbers, dtype=np.intp), recipe.topics))
    words = counted(documents, vectors, labels, tokenizer).keywords
    return Topics(labels, words, int(outliers))


def assemble(bertopic: Any, reduction: Any, clusters: Any, tokenizer: Tokenizer) -> Any:
    """A BERTopic with these sub-models and without embedding model, since vectors are given."""
    from bertopic.vectorizers import ClassTfidfTransformer
    from sklearn.feature_extraction.text import CountVectorizer

    return bertopic.BERTopic(
        embedding_model=None,
        # "english" would strip every letter beyond ASCII before counting words.
        language="multilingual",
        umap_model=reduction,
        hdbscan_model=clusters,
        # Each topic is a document here, so 1 keeps words that occur in a single topic.
        vectorizer_model=CountVectorizer(
            tokenizer=tokenizer, token_pattern=None, lowercase=False, min_df=1
        ),
        ctfidf_model=ClassTfidfTransformer(reduce_frequent_words=True),
        top_n_words=WEIGHED,
        calculate_probabilities=False,
        verbose=False,
    )


def keywords(model: Any, labels: Labels) -> tuple[tuple[Keyword, ...], ...]:
    """The keywords of each topic by our numbers.

    BERTopic renumbers topics; a segment of the topic gives its number there.
    """
    result = []
    for number in range(int(labels.max()) + 1):
        their_number = model.topics_[int(np.argmax(labels == number))]
        words = model.get_topic(their_number) or []
        result.append(
            tuple(
                Keyword(word, round(float(weight), 6))
                for word, weight in sorted(words, key=lambda entry: (-round(entry[1], 6), entry[0]))
                if word
            )
        )
    return tuple(result)


def load() -> Any:
    """The module bertopic, kept from the network. Raises `InputError` where it is missing."""
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
            hint=_("Install it with: pip install 'qualitative-coding-toolkit[suggest,themes]'"),
        ) from missing
    return bertopic


def no_topics(segments: int, error: Exception) -> InputError:
    """The error for a fit without topics, in terms of segments instead of arrays."""
    return InputError(
        _("there are no themes in {segments} segments ({name}).").format(
            segments=segments, name=type(error).__name__
        ),
        code="themes-none",
        hint=_(
            "The segments may be too few, too alike, or without content words. "
            "Add sources, or ask for fewer themes with --themes."
        ),
    )


def versions(method: str) -> dict[str, str]:
    """Installed versions of the packages that decide the result."""
    from importlib import metadata

    names = (*PACKAGES, *(DENSITY_PACKAGES if method == "umap" else ()))
    return {name: metadata.version(name) for name in names}
