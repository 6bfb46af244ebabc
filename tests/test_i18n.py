"""Texts for people are translated where there is a catalogue, and stay as they are elsewhere."""

from __future__ import annotations

import struct
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from toolkit import i18n

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def _write_catalogue(folder: Path, texts: dict[str, str]) -> None:
    """Write a compiled catalogue of gettext, a table of texts and one of translations."""
    sources = [text.encode() for text in sorted(texts)]
    targets = [texts[text].encode() for text in sorted(texts)]
    header, count = 28, len(sources)
    offset = header + 16 * count
    tables, strings = b"", b""
    for words in (sources, targets):
        for word in words:
            tables += struct.pack("<II", len(word), offset + len(strings))
            strings += word + b"\0"
    head = struct.pack("<7I", 0x950412DE, 0, count, header, header + 8 * count, 0, 0)
    folder.mkdir(parents=True)
    (folder / "qct.mo").write_bytes(head + tables + strings)


@pytest.fixture
def korean(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    _write_catalogue(
        tmp_path / "ko" / "LC_MESSAGES",
        {
            "": "Content-Type: text/plain; charset=UTF-8\nPlural-Forms: nplurals=1; plural=0;\n",
            "Undone.": "되돌렸습니다.",
            "{n} coding\0{n} codings": "코딩 {n}개",
        },
    )
    monkeypatch.setattr(i18n, "LOCALES", str(tmp_path))
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    i18n._catalogue.cache_clear()
    yield
    i18n._catalogue.cache_clear()


def test_a_text_is_in_the_language_of_the_reader(
    korean: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "ko_KR.UTF-8")
    assert i18n._("Undone.") == "되돌렸습니다."
    assert i18n._("Redone.") == "Redone."
    assert i18n.ngettext("{n} coding", "{n} codings", 3) == "코딩 {n}개"


@pytest.mark.parametrize("language", ["", "C.UTF-8", "en_GB.UTF-8", "fr_FR", "en:ko"])
def test_without_a_catalogue_a_text_is_itself(
    korean: None, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    monkeypatch.setenv("LANGUAGE", language)
    monkeypatch.setenv("LANG", "C")
    assert i18n._("Undone.") == "Undone."
    assert i18n.ngettext("{n} coding", "{n} codings", 1) == "{n} coding"
    assert i18n.ngettext("{n} coding", "{n} codings", 0) == "{n} codings"


def test_english_does_not_load_gettext() -> None:
    code = (
        "import sys; from toolkit.i18n import _; _('Undone.'); assert 'gettext' not in sys.modules"
    )
    subprocess.run([sys.executable, "-I", "-c", code], check=True, env={"LANG": "en_US.UTF-8"})
