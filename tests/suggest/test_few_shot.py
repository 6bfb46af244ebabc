"""Texts of a table are labelled from a few examples of each label."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.suggest.few_shot import LabelledText, label_texts

SUBJECTS = {
    "money": ("budget", "grant", "funding", "salary", "invoice"),
    "law": ("statute", "court", "clause", "liability", "ruling"),
    "신뢰": ("신뢰", "믿음", "의심", "불신", "확신"),
}
FILLER = ("we", "talked", "about", "there", "was", "a", "new", "meeting", "yesterday", "office")


def sentences(label: str, count: int, seed: int) -> list[str]:
    generator = np.random.default_rng(seed)
    return [
        " ".join([*generator.choice(SUBJECTS[label], 3), *generator.choice(FILLER, 3)])
        for _number in range(count)
    ]


def table(taught: int, asked: int) -> tuple[list[str], list[str], list[str]]:
    """Texts, the labels that are given (empty for those asked) and all labels."""
    texts, labels, truth = [], [], []
    for seed, label in enumerate(SUBJECTS):
        texts += sentences(label, taught + asked, seed)
        labels += [label] * taught + [""] * asked
        truth += [label] * (taught + asked)
    return texts, labels, truth


def found(texts: list[str], labels: list[str]) -> list[LabelledText]:
    return label_texts(texts, labels, model="lexical")


def test_texts_without_a_label_get_that_of_texts_like_them() -> None:
    texts, labels, truth = table(taught=8, asked=20)
    results = found(texts, labels)
    right = [each.label == label for each, label in zip(results, truth, strict=True)]
    assert np.mean(right) > 0.95
    assert [each.given for each in results] == [label != "" for label in labels]
    asked = [each for each in results if not each.given]
    assert all(each.ranked[0] == each.label and len(set(each.ranked)) == 3 for each in asked)


def test_probabilities_need_sixty_labelled_texts() -> None:
    assert {each.probability for each in found(*table(taught=8, asked=2)[:2])} == {None}
    results = found(*table(taught=20, asked=20)[:2])
    said = [each.probability for each in results if not each.given]
    assert all(value is not None and 0 < value <= 1 for value in said)
    assert {each.verdict for each in results if each.given} == {""}


def test_labels_that_mean_nothing_are_never_strong() -> None:
    texts, labels, _truth = table(taught=25, asked=25)
    generator = np.random.default_rng(1)
    mixed = [generator.choice(list(SUBJECTS)) if label else "" for label in labels]
    results = found(texts, mixed)
    assert not [each for each in results if each.verdict == "strong"]


@settings(max_examples=10, deadline=None)
@given(seed=st.integers(0, 1000))
def test_the_order_of_the_rows_changes_nothing(seed: int) -> None:
    texts, labels, _truth = table(taught=6, asked=4)
    order = np.random.default_rng(seed).permutation(len(texts))
    plain = found(texts, labels)
    shuffled = found([texts[at] for at in order], [labels[at] for at in order])
    for place, at in enumerate(order.tolist()):
        assert shuffled[place].label == plain[at].label


def test_names_say_what_a_label_means() -> None:
    """A label with one example that says nothing is found by its definition."""
    texts, labels, truth = table(taught=1, asked=15)
    for row in (0, 16, 32):
        texts[row] = f"first {row}"
    ids = {"money": "A1", "law": "B2", "신뢰": "C3"}
    coded = [ids.get(label, "") for label in labels]
    names = {ids[label]: (" ".join(words),) for label, words in SUBJECTS.items()}
    results = label_texts(texts, coded, names=names, model="lexical")
    right = [r.label == ids[t] for r, t in zip(results, truth, strict=True) if not r.given]
    blind = label_texts(texts, coded, model="lexical")
    without = [r.label == ids[t] for r, t in zip(blind, truth, strict=True) if not r.given]
    assert np.mean(right) > 0.9 > np.mean(without)


def test_a_text_without_content_gets_no_label() -> None:
    texts, labels, _truth = table(taught=8, asked=1)
    results = found([*texts, "", "   "], [*labels, "", ""])
    assert [(each.label, each.verdict) for each in results[-2:]] == [("", "silent")] * 2


def test_a_table_where_all_have_labels_comes_back_as_it_is() -> None:
    texts, labels, truth = table(taught=3, asked=0)
    assert [each.label for each in found(texts, labels)] == truth


@pytest.mark.parametrize("labels", [["", "", ""], ["a", "a", None], [" ", "b", ""]])
def test_one_label_is_nothing_to_choose_from(labels: list[str | None]) -> None:
    with pytest.raises(InputError, match="at least two") as caught:
        label_texts(["one", "two", "three"], labels, model="lexical")
    assert caught.value.code == "labels-few"


def test_each_text_needs_a_label_or_an_empty_one() -> None:
    with pytest.raises(InputError, match="3 texts have 2 labels"):
        label_texts(["one", "two", "three"], ["a", "b"], model="lexical")
