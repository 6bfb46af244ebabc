"""An analyser in a process of its own says the same, ends with its input, and may die."""

from __future__ import annotations

from importlib.util import find_spec
from typing import TYPE_CHECKING

import pytest

from toolkit.domain.spans import Span
from toolkit.language.analyse import Analysers, Given
from toolkit.language.apart import Apart
from toolkit.language.protocol import Analysis, Token

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

needs_kiwi = pytest.mark.skipif(
    find_spec("kiwipiepy") is None, reason="the extra `language` is not installed"
)


class Whole:
    """Says of each text that it is one noun."""

    id = "whole-1"

    def analyse(self, texts: Sequence[str]) -> Iterator[Analysis]:
        return (Analysis((Token(0, len(text), text, "NOUN", "NN"),), (), ()) for text in texts)


@needs_kiwi
@pytest.mark.models
def test_the_process_says_what_the_library_says_here(tmp_path: Path) -> None:
    text = "자료를\n공유했습니다 😀 “네”."
    given = [Given(text, (Span(0, len(text)),), "ko")]
    here = Analysers(tmp_path / "here").analyse(given)
    there = Analysers(tmp_path / "there", apart=True)
    assert there.analyse(given) == here
    analyser = there.of("ko")
    assert isinstance(analyser, Apart)
    process = analyser._process
    assert process is not None
    assert process.poll() is None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=10) == 0
    # A process that has ended is no fault: the work is done here.
    (again,) = analyser.analyse(["네"])
    assert [token.lemma for token in again.tokens] == ["네"]
    analyser.close()


def test_where_no_process_starts_the_work_is_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.executable", "/nowhere/python")
    found = list(Apart(Whole(), "ko", "").analyse(["a", "bc"]))
    assert [analysis.tokens[0].lemma for analysis in found] == ["a", "bc"]


def test_a_process_that_fails_at_once_is_no_fault() -> None:
    analyser = Apart(Whole(), "xx", "no_such_pipeline")
    assert [analysis.tokens[0].end for analysis in analyser.analyse(["a", "bc"])] == [1, 2]
    assert analyser.id == "whole-1"


@needs_kiwi
@pytest.mark.models
def test_no_module_of_the_working_folder_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "toolkit").mkdir()
    (tmp_path / "toolkit" / "__init__.py").write_text("raise SystemExit('not this one')")
    monkeypatch.chdir(tmp_path)
    analyser = Apart(Whole(), "ko", "")
    (analysis,) = analyser.analyse(["공유했습니다"])
    assert [token.lemma for token in analysis.tokens][:2] == ["공유", "하다"]
    analyser.close()


def test_the_process_ends_with_what_started_it() -> None:
    import gc

    analyser = Apart(Whole(), "ko", "")
    process = analyser._start()
    assert process.poll() is None
    del analyser
    gc.collect()
    assert process.poll() is not None
