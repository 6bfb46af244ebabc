"""spaCy and Kiwi behind the protocol: offsets in code points, lemmas, and clear errors."""

from __future__ import annotations

import json
from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.spans import Span
from toolkit.errors import InputError
from toolkit.language import spacy_pipeline
from toolkit.language.analyse import Analysers, Given
from toolkit.language.kiwi import Kiwi
from toolkit.language.spacy_pipeline import PACKAGED, SpacyPipeline

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.language.protocol import Analysis

needs_models = pytest.mark.skipif(
    not all(map(find_spec, ("spacy", "kiwipiepy", *PACKAGED.values()))),
    reason="the extra `language` is not installed",
)


def lemmas(text: str, analysis: Analysis) -> list[tuple[str, str]]:
    return [(text[token.start : token.end], token.lemma) for token in analysis.tokens]


@needs_models
@pytest.mark.models
def test_english_is_analysed_with_offsets_in_characters() -> None:
    text = "😀 The data-sharing agreements were signed by Park Ji-hoon in Sejong; E04 disagreed."
    (analysis,) = SpacyPipeline(PACKAGED["en"], "en").analyse([text])
    assert ("agreements", "agreement") in lemmas(text, analysis)
    assert ("signed", "sign") in lemmas(text, analysis)
    named = {(text[e.start : e.end], e.kind) for e in analysis.entities}
    assert ("Park Ji-hoon", "person") in named
    assert ("Sejong", "place") in named
    assert not any("E04" in words for words, _kind in named)
    phrases = [(text[p.start : p.end], p.lemma) for p in analysis.phrases]
    assert ("data-sharing agreements", "data-sharing agreement") in phrases


@needs_models
@pytest.mark.models
def test_korean_is_analysed_with_offsets_in_characters() -> None:
    text = "😀 정보 공유 시스템을 도와준 과장님이 데이터 표준화를 추진했습니다."
    (analysis,) = Kiwi().analyse([text])
    assert ("도", "돕다") in lemmas(text, analysis)
    assert ("시스템", "시스템") in lemmas(text, analysis)
    assert {(t.pos, t.tag) for t in analysis.tokens if text[t.start : t.end] == "을"} == {
        ("ADP", "JKO")
    }
    phrases = {text[p.start : p.end] for p in analysis.phrases}
    assert {"정보 공유 시스템", "데이터 표준화"} <= phrases
    # 추진 is part of a verb here.
    assert "추진" not in phrases


@needs_models
@pytest.mark.models
def test_a_mixed_text_goes_to_the_analyser_of_each_sentence(tmp_path: Path) -> None:
    text = "공유했어요. They shared it. Мы делимся."
    (done,) = Analysers(tmp_path).analyse([Given(text, (Span(0, len(text)),), "ko")])
    found = {(text[t.start : t.end], t.lemma) for t in done.analysis.tokens}
    assert {("공유", "공유"), ("shared", "share")} <= found
    assert done.languages == ("ko", "en")
    (russian,) = Analysers(tmp_path).analyse([Given("Мы делимся.", (Span(0, 11),), "ru")])
    assert (russian.unread, russian.analysis.tokens) == (("ru",), ())


@needs_models
@pytest.mark.models
def test_only_what_is_spoken_is_analysed(tmp_path: Path) -> None:
    text = "E04: We shared it."
    (done,) = Analysers(tmp_path).analyse([Given(text, (Span(5, len(text)),), "en")])
    assert min(token.start for token in done.analysis.tokens) == 5


def test_a_pipeline_that_is_not_installed_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spacy_pipeline, "installed", dict)
    if find_spec("spacy") is None:
        pytest.skip("spaCy is not installed, which has an error of its own")
    with pytest.raises(InputError, match="not installed") as caught:
        SpacyPipeline(PACKAGED["en"], "en")
    assert "qualitative-coding-toolkit[language]" in caught.value.hint
    with pytest.raises(InputError, match="installed: none") as other:
        SpacyPipeline("de_core_news_sm", "de")
    assert "qct.toml" in other.value.hint


@pytest.mark.parametrize("name", ["../evil", "os", "a.b", "", "de_core_news_sm"])
def test_only_an_installed_pipeline_is_ever_imported(name: str) -> None:
    if find_spec("spacy") is None:
        pytest.skip("spaCy is not installed")
    with pytest.raises(InputError):
        SpacyPipeline(name, "de")


def test_without_the_libraries_the_error_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setattr("toolkit.language.kiwi.find_spec", lambda _name: None)
    for make in (Kiwi, lambda: SpacyPipeline(PACKAGED["en"], "en")):
        with pytest.raises(InputError, match="is not installed") as caught:
            make()
        assert "[language]" in caught.value.hint


@pytest.mark.parametrize(
    ("required", "fits"),
    [
        (">=3.7.5,<3.9.0", True), (">=3.8.18", True), ("<3.8.18", False), (">=3.9", False),
        ("==3.8.18", True), ("~=3.8.0", True), ("~=3.7.0", False), ("!=3.8.18", False),
        ("", True), ("nonsense", False),
    ],
)  # fmt: skip
def test_a_pipeline_for_another_spacy_is_refused(
    required: str, fits: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if find_spec("spacy") is None:
        pytest.skip("spaCy is not installed")
    package = tmp_path / "xx_test"
    package.mkdir()
    (package / "__init__.py").write_text("raise AssertionError('its code must not run')")
    meta = {"version": "1.0", "spacy_version": required, "lang": "xx"}
    (package / "meta.json").write_text(json.dumps(meta))
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(spacy_pipeline, "installed", lambda: {"xx_test": "1.0"})
    monkeypatch.setattr("importlib.metadata.version", lambda _name: "3.8.18")
    if fits:
        assert SpacyPipeline("xx_test", "xx").id == "spacy/xx_test-1.0"
        return
    with pytest.raises(InputError, match="was made for spaCy") as caught:
        SpacyPipeline("xx_test", "xx")
    assert caught.value.code == "language-version"


@pytest.mark.parametrize("content", ["", "[]", "{}", '{"version": 1}'])
def test_a_damaged_pipeline_is_named(
    content: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if find_spec("spacy") is None:
        pytest.skip("spaCy is not installed")
    package = tmp_path / "xx_broken"
    package.mkdir()
    (package / "__init__.py").write_text("")
    (package / "meta.json").write_text(content)
    monkeypatch.syspath_prepend(str(tmp_path))
    monkeypatch.setattr(spacy_pipeline, "installed", lambda: {"xx_broken": "1.0"})
    with pytest.raises(InputError, match="is damaged"):
        SpacyPipeline("xx_broken", "xx")


class Whole:
    """Says of each text that it is one noun."""

    id = "whole-1"

    def analyse(self, texts: Sequence[str]) -> object:
        from toolkit.language.protocol import Analysis, Token

        return (Analysis((Token(0, len(text), text, "NOUN", "NN"),), (), ()) for text in texts)


def test_pieces_come_back_at_their_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    analysers = Analysers(tmp_path)
    monkeypatch.setattr(analysers, "of", lambda _language: Whole())
    text = "A: one. 둘.\nB: one."
    given = Given(text, (Span(3, 10), Span(14, 18)), "en")
    for _again in range(2):
        (done,) = analysers.analyse([given])
        assert [text[t.start : t.end] for t in done.analysis.tokens] == ["one.", "둘.", "one."]
        assert [t.lemma for t in done.analysis.tokens] == ["one.", "둘.", "one."]
