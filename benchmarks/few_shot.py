"""Eight labelled texts of each label: `label_texts` beside TF-IDF with a linear model.

    python -m benchmarks.few_shot [SET ...] [--draws 5]

The sets and the packages that they come from are in `labelled_texts`; a set that cannot be had is
skipped and named. In each draw eight texts of each label are learned from, and macro-F1 is over all
others. TF-IDF is tried in six ways, and `tfidf` is the one that is best on the set: words and pairs
of words, letters, or the terms of the toolkit (morphemes in Korean), with logistic regression (C =
10) or a linear support vector machine; `plain` is that of words with the regression. `low` and
`high` are a 95 % t interval of the difference over the draws. With fewer than 60 labelled texts
there are no probabilities, and their figures are empty. Vectors are kept in
`benchmarks/.data/cache`. The result is printed as a table and
written to outputs/few_shot.json.
"""

from __future__ import annotations

import argparse
import json
import math
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.labelled_texts import DATA, SETS, LabelledTexts, UnavailableError
from toolkit.suggest.few_shot import label_texts
from toolkit.suggest.models import registry
from toolkit.suggest.models.cache import CachedEmbedder
from toolkit.suggest.terms import tokens

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from numpy.typing import NDArray

    from toolkit.suggest.few_shot import LabelledText

EACH = 8
TARGET = Path(__file__).resolve().parent.parent / "outputs" / "few_shot.json"
COLUMNS = (
    "set", "language", "labels", "tested", "qct", "tfidf", "which", "over", "low", "high",
    "plain", "ece", "strong_share", "strong_right",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("sets", nargs="*", choices=[[], *SETS], help="which; all by default")
    parser.add_argument("--draws", type=int, default=5)
    arguments = parser.parse_args()
    rows = []
    print(" ".join(f"{name:>12}" for name in COLUMNS))
    for name in arguments.sets or SETS:
        try:
            texts = SETS[name]()
        except UnavailableError as reason:
            print(f"{name}: skipped, {reason}")
            continue
        row = measured(texts, arguments.draws)
        rows.append(row)
        print(" ".join(f"{row[column]!s:>12}" for column in COLUMNS), flush=True)
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def measured(texts: LabelledTexts, draws: int) -> dict[str, Any]:
    """The figures of a set, each the mean over the draws."""
    labels = np.array(texts.labels)
    figures: dict[str, list[float]] = {}
    for taught in drawn(labels, draws):
        asked = np.setdiff1d(np.arange(len(labels)), taught)
        given = [label if at in set(taught.tolist()) else "" for at, label in enumerate(labels)]
        found = label_texts(texts.texts, given, load=_cached)
        answers = [found[at] for at in asked.tolist()]
        scores = {
            "qct": macro_f1(labels[asked], [answer.label for answer in answers]),
            **_certainty(labels[asked], answers),
            **linear_models(texts.texts, labels, taught, asked),
        }
        for name, value in scores.items():
            figures.setdefault(name, []).append(value)
    ways = [name for name in figures if name.startswith("tfidf")]
    best = max(ways, key=lambda way: np.mean(figures[way]))
    over = np.subtract(figures["qct"], figures[best])
    half = _half_width(over)
    means = {name: _mean(values) for name, values in figures.items()}
    return {
        "set": texts.name,
        "language": texts.language,
        "labels": len(set(texts.labels)),
        "tested": len(labels) - EACH * len(set(texts.labels)),
        "qct": means["qct"],
        "tfidf": means[best],
        "which": best.removeprefix("tfidf_"),
        "over": round(float(over.mean()), 3),
        "low": round(float(over.mean()) - half, 3),
        "high": round(float(over.mean()) + half, 3),
        "plain": means["tfidf_words_lr"],
        **{name: means[name] for name in ("ece", "strong_share", "strong_right")},
    }


def drawn(labels: NDArray[np.str_], draws: int) -> Iterator[NDArray[np.intp]]:
    """The rows to learn from, eight of each label, for each draw."""
    for seed in range(draws):
        generator = np.random.default_rng(seed)
        rows = [
            generator.permutation(np.flatnonzero(labels == name))[:EACH]
            for name in np.unique(labels)
        ]
        yield np.sort(np.concatenate(rows))


def linear_models(
    texts: Sequence[str],
    labels: NDArray[np.str_],
    taught: NDArray[np.intp],
    asked: NDArray[np.intp],
) -> dict[str, float]:
    """Macro-F1 of each way of TF-IDF with a linear model."""
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.svm import LinearSVC

    ways: dict[str, Callable[[], Any]] = {
        "words": lambda: TfidfVectorizer(sublinear_tf=True, ngram_range=(1, 2)),
        "letters": lambda: TfidfVectorizer(
            sublinear_tf=True, analyzer="char_wb", ngram_range=(2, 4)
        ),
        "terms": lambda: TfidfVectorizer(sublinear_tf=True, analyzer=tokens),
    }
    scores = {}
    for name, vectorizer in ways.items():
        weights = vectorizer()
        known = weights.fit_transform([texts[at] for at in taught.tolist()])
        others = weights.transform([texts[at] for at in asked.tolist()])
        models = {"lr": LogisticRegression(C=10, max_iter=500), "svm": LinearSVC()}
        for model, classifier in models.items():
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                found = classifier.fit(known, labels[taught]).predict(others)
            scores[f"tfidf_{name}_{model}"] = macro_f1(labels[asked], found)
    return scores


def macro_f1(labels: NDArray[np.str_], found: Sequence[str]) -> float:
    from sklearn.metrics import f1_score

    return float(
        f1_score(labels, found, average="macro", labels=np.unique(labels), zero_division=0)
    )


def _certainty(labels: NDArray[np.str_], answers: Sequence[LabelledText]) -> dict[str, float]:
    """ECE in ten groups of equal size; the share of strong labels, and of right ones among them."""
    right = np.array([answer.label == label for answer, label in zip(answers, labels, strict=True)])
    said = np.array([np.nan if (p := answer.probability) is None else p for answer in answers])
    strong = np.array([answer.verdict == "strong" for answer in answers])
    groups = np.array_split(np.argsort(said, kind="stable"), 10)
    gaps = [abs(said[group].mean() - right[group].mean()) * len(group) for group in groups]
    return {
        "ece": sum(gaps) / len(right),
        "strong_share": float(strong.mean()),
        "strong_right": float(right[strong].mean()) if strong.any() else math.nan,
    }


def _mean(values: Sequence[float]) -> float | None:
    """The rounded mean of the values that exist; None where there are none."""
    known = [value for value in values if not math.isnan(value)]
    return round(sum(known) / len(known), 3) if known else None


def _half_width(values: NDArray[np.float64]) -> float:
    from scipy.stats import t

    if len(values) < 2:
        return math.nan
    return float(t.ppf(0.975, len(values) - 1) * values.std(ddof=1) / math.sqrt(len(values)))


def _cached(name: str) -> CachedEmbedder:
    return CachedEmbedder(registry.embedder(name), DATA / "cache")


if __name__ == "__main__":
    main()
