"""Tests of themes that BERTopic fits to segments."""

from __future__ import annotations

import random
from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np
import pytest

from toolkit.domain.spans import Span
from toolkit.errors import InputError
from toolkit.themes.fit import Asked, fit_themes, representatives
from toolkit.themes.units import ThemeSegment

if TYPE_CHECKING:
    from collections.abc import Mapping

pytest.importorskip("bertopic")

WORDS = {
    "law": ("statute", "clause", "consent", "decree", "lawyer", "article"),
    "money": ("budget", "invoice", "funding", "price", "contract", "subsidy"),
    "leak": ("breach", "password", "intruder", "network", "copy", "encryption"),
}
KOREAN = {
    "법": ("조문", "시행령", "동의", "근거", "해석", "면책"),
    "돈": ("예산", "재정", "비용", "단가", "계약", "절감"),
    "보안": ("유출", "암호", "침입", "등급", "접속", "복사"),
}


def words(segment: ThemeSegment) -> list[str]:
    return segment.text.split()


def corpus(
    each: int = 12, vocabularies: Mapping[str, tuple[str, ...]] = WORDS
) -> tuple[list[ThemeSegment], np.ndarray]:
    """Segments of three topics by four experts, with vectors that point to the topic."""
    chance = random.Random(5)
    segments, rows = [], []
    for topic, (name, vocabulary) in enumerate(vocabularies.items()):
        for number in range(each):
            sentence = " ".join(chance.choices(vocabulary, k=12))
            start = 1000 * topic + 50 * number
            segments.append(
                ThemeSegment(f"E0{number % 4 + 1}", Span(start, start + 40), f"{sentence} {name}")
            )
            rows.append(np.eye(16)[topic] + np.array([chance.gauss(0, 0.05) for _ in range(16)]))
    vectors = np.array(rows)
    return segments, vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.mark.parametrize("method", ["kmeans", "ward"])
def test_topics_get_their_own_segments_and_words(method: str) -> None:
    segments, vectors = corpus()
    run = fit_themes(
        segments,
        vectors,
        model="m@1",
        terms_of=words,
        asked=Asked(topics=3, method=method, resamples=3),
    )
    assert [theme.size for theme in run.themes] == [12, 12, 12]
    for theme in run.themes:
        own = {m.span for m in run.members if m.theme == theme.number}
        names = {unit.text.split()[-1] for unit in segments if unit.span in own}
        assert len(names) == 1
        keywords = {keyword.word for keyword in theme.keywords}
        assert keywords <= {*WORDS[names.pop()], *WORDS}
        assert theme.sources == 4
    assert run.model == "m@1"
    assert run.seed == 42
    assert run.parameters["method"] == method
    assert set(run.versions) == {"bertopic", "scikit-learn", "numpy", "scipy"}


def test_korean_words_survive() -> None:
    segments, vectors = corpus(vocabularies=KOREAN)
    run = fit_themes(
        segments, vectors, model="m@1", terms_of=words, asked=Asked(topics=3, resamples=0)
    )
    every = {keyword.word for theme in run.themes for keyword in theme.keywords}
    assert {"예산", "재정"} <= every


def test_two_runs_are_equal_and_the_order_of_segments_does_not_matter() -> None:
    segments, vectors = corpus()
    first = fit_themes(segments, vectors, model="m@1", terms_of=words, asked=Asked(resamples=2))
    order = list(range(len(segments)))
    random.Random(9).shuffle(order)
    second = fit_themes(
        [segments[at] for at in order],
        vectors[order],
        model="m@1",
        terms_of=words,
        asked=Asked(resamples=2),
    )
    assert first == second
    assert [m.span for m in first.members] == [
        unit.span for unit in sorted(segments, key=lambda unit: (unit.source_id, unit.span))
    ]


def test_segments_that_stand_for_a_theme_come_from_different_interviews() -> None:
    segments, vectors = corpus()
    run = fit_themes(
        segments, vectors, model="m@1", terms_of=words, asked=Asked(topics=3, resamples=0)
    )
    for theme in run.themes:
        ranked = {
            m.representative_rank: m.source_id
            for m in run.members
            if m.theme == theme.number and m.representative_rank
        }
        assert sorted(ranked) == [1, 2, 3]
        assert len(set(ranked.values())) == 3


def test_no_interview_stands_for_a_theme_twice() -> None:
    vectors = np.eye(4)[[0, 0, 1, 1]]
    ranks = representatives(vectors, ["A"] * 4, np.array([0, 0, 1, 1]))
    assert ranks == {0: 1, 2: 1}


def test_what_says_the_same_does_not_stand_for_a_theme_twice() -> None:
    """Three interviews, of which two say the same word for word."""
    near = np.array([1.0, 0.5, 0.0])
    vectors = np.stack([[1.0, 0, 0], [1.0, 0, 0], near / np.linalg.norm(near)])
    ranks = representatives(vectors, ["A", "B", "C"], np.zeros(3, dtype=np.intp))
    assert sorted(ranks.values()) == [1, 2]
    assert 2 in ranks


def test_segments_without_a_content_word_are_one_clear_message() -> None:
    segments, vectors = corpus()
    with pytest.raises(InputError, match="there are no themes in 36 segments") as caught:
        fit_themes(segments, vectors, model="m@1", terms_of=lambda _: [], asked=Asked(resamples=0))
    assert caught.value.code == "themes-none"
    assert "statute" not in str(caught.value)


def test_ten_segments_are_enough() -> None:
    segments, vectors = corpus(each=4)
    run = fit_themes(segments[:10], vectors[:10], model="m@1", terms_of=words)
    assert len(run.themes) == 2
    assert len(run.members) == 10


def test_small_talk_is_set_apart_and_enters_no_theme() -> None:
    segments, vectors = corpus()
    chatter = np.tile(np.eye(16)[10], (8, 1)) + np.random.default_rng(2).normal(0, 0.05, (8, 16))
    talk = [
        ThemeSegment(f"E0{n % 4 + 1}", Span(9000 + n, 9040 + n), "tea bus son") for n in range(8)
    ]
    run = fit_themes(
        [*segments, *talk],
        np.vstack([vectors, chatter]),
        model="m@1",
        terms_of=words,
        asked=Asked(topics=3, resamples=0, talk={"en": np.eye(16)[[10, 10, 10]]}),
    )
    apart = {member.span for member in run.members if member.theme == -1}
    assert apart == {segment.span for segment in talk}
    assert run.parameters["small_talk"] == 8
    assert [theme.size for theme in run.themes] == [12, 12, 12]
    every = {keyword.word for theme in run.themes for keyword in theme.keywords}
    assert every.isdisjoint({"tea", "bus", "son"})


def test_what_every_interview_reads_out_is_set_apart() -> None:
    segments, vectors = corpus()
    read = "I agree that what I say here is recorded and used for this study alone"
    same = [ThemeSegment(f"E0{n + 1}", Span(9000, 9040), read) for n in range(4)]
    run = fit_themes(
        [*segments, *same],
        np.vstack([vectors, np.eye(16)[[12] * 4]]),
        model="m@1",
        terms_of=words,
        asked=Asked(topics=3, resamples=0),
    )
    assert {m.span for m in run.members if m.theme == -2} == {Span(9000, 9040)}
    assert run.parameters["recurring"] == 4


def test_a_collapsed_partition_of_another_method_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One theme with most segments: what UMAP with HDBSCAN gave on real speeches."""
    from toolkit.themes import fit as module
    from toolkit.themes.bertopic_model import Topics

    segments, vectors = corpus(each=40)
    lumped = np.array([0] * 100 + [1] * 10 + [2] * 10)
    monkeypatch.setattr(module, "fit_topics", lambda *_: Topics(lumped, ((), (), ()), 0))
    asked = Asked(method="ward", resamples=0)
    monkeypatch.setattr(module, "collapse", lambda sizes: "few" if max(sizes) == 100 else "")
    with pytest.raises(InputError, match="ward finds 3 themes in 120 segments") as caught:
        fit_themes(segments, vectors, model="m@1", terms_of=words, asked=asked)
    assert caught.value.code == "themes-collapsed"
    assert "kmeans" in (caught.value.hint or "")


@pytest.mark.parametrize("each", [4, 10, 20])
def test_few_segments_have_themes_and_figures(each: int) -> None:
    """12, 30 and 60 segments: themes that cover all of them, whatever their number."""
    segments, vectors = corpus(each=each)
    run = fit_themes(segments, vectors, model="m@1", terms_of=words, asked=Asked(resamples=1))
    assert 2 <= len(run.themes) <= 15
    assert sum(theme.size for theme in run.themes) == 3 * each
    assert all(theme.keywords and theme.npmi is not None for theme in run.themes)
