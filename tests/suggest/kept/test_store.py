"""What is kept between processes: the same again, private, and made anew where it is damaged."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from toolkit.suggest.code_model import CodeModel
from toolkit.suggest.kept import store
from toolkit.suggest.kept.store import FILE, kept_value
from toolkit.suggest.kept.words import KeptWords
from toolkit.suggest.terms import tokens

if TYPE_CHECKING:
    from pathlib import Path

    from tests.suggest.suggest_world import World


class Counted:
    """Fits a model, and counts how often."""

    def __init__(self, model: CodeModel) -> None:
        self.model, self.times = model, 0

    def __call__(self) -> CodeModel:
        self.times += 1
        return self.model


@pytest.fixture
def fit(world: World) -> Counted:
    return Counted(world.model(world.passage("money")))


def test_a_model_is_fitted_once(tmp_path: Path, fit: Counted) -> None:
    for _again in range(3):
        kept_value(tmp_path, b"key", CodeModel, fit)
    assert fit.times == 1
    kept_value(tmp_path, b"another key", CodeModel, fit)
    assert fit.times == 2
    assert (tmp_path / FILE).stat().st_mode & 0o777 == 0o600


def test_a_model_that_a_disk_changed_is_made_anew(tmp_path: Path, fit: Counted) -> None:
    kept_value(tmp_path, b"key", CodeModel, fit)
    with sqlite3.connect(tmp_path / FILE) as connection:
        ((content,),) = connection.execute("SELECT content FROM kept").fetchall()
        broken = content[:-9] + bytes(9)
        connection.execute("UPDATE kept SET content = ?", (broken,))
    connection.close()
    kept_value(tmp_path, b"key", CodeModel, fit)
    assert fit.times == 2
    kept_value(tmp_path, b"key", CodeModel, fit)
    assert fit.times == 2


def test_a_file_that_is_no_database_is_thrown_away(tmp_path: Path, fit: Counted) -> None:
    (tmp_path / FILE).write_bytes(b"no database at all, but long enough to be read" * 99)
    kept_value(tmp_path, b"key", CodeModel, fit)
    kept_value(tmp_path, b"key", CodeModel, fit)
    assert fit.times == 1


def test_only_the_newest_models_are_kept(
    tmp_path: Path, fit: Counted, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "MOST_MODELS", 2)
    for key in (b"a", b"b", b"c"):
        kept_value(tmp_path, key, CodeModel, fit)
    kept_value(tmp_path, b"c", CodeModel, fit)
    kept_value(tmp_path, b"b", CodeModel, fit)
    assert fit.times == 3
    kept_value(tmp_path, b"a", CodeModel, fit)
    assert fit.times == 4


def test_words_are_those_of_the_text_itself(tmp_path: Path) -> None:
    texts = ["우리는 자료를 공유하지 않습니다.", "They share data.", ""]
    words = KeptWords(tmp_path)
    assert words(texts) == [tokens(text) for text in texts]
    assert KeptWords(tmp_path).missing(texts) == []
    assert KeptWords(tmp_path)(texts) == [tokens(text) for text in texts]
    assert KeptWords(tmp_path, loads=False)(texts) == [
        tokens(text, analyse=False) for text in texts
    ]
