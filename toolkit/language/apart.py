"""An analyser in a process of its own, for an interface that must not wait.

Loading Kiwi holds Python's lock for seconds, in whichever thread it happens. The process reads a
text a line and writes its analysis a line, both as JSON; it ends when its input ends, so that it
never outlives the program that started it.
"""

from __future__ import annotations

import base64
import json
import os
import subprocess
import sys
import weakref
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.language.cache import packed, unpacked

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from toolkit.language.protocol import Analyser, Analysis


class Apart:
    """An analyser that does its work in a process of its own, started when it is first needed.

    `inner` is the analyser that the process makes from `language` and `pipeline` (empty for
    Korean). Where no process can be started, or it ends, `inner` does the work here.
    """

    def __init__(self, inner: Analyser, language: str, pipeline: str) -> None:
        self._inner = inner
        self._arguments = [language, pipeline]
        self._process: subprocess.Popen[str] | None = None
        self._end: weakref.finalize[..., Apart] | None = None

    @property
    def id(self) -> str:
        """That of the analyser which does the work."""
        return self._inner.id

    def analyse(self, texts: Sequence[str]) -> Iterator[Analysis]:
        """The analysis of each text, in order."""
        for at, text in enumerate(texts):
            answer = self._ask(text)
            if answer is None:
                yield from self._inner.analyse(texts[at:])
                return
            yield unpacked(base64.b64decode(answer))

    def close(self) -> None:
        """End the process; the next text starts another. It also ends when nothing uses this."""
        if self._end is not None:
            self._end()
        self._process = self._end = None

    def _ask(self, text: str) -> str | None:
        """The line that the process answers; None where there is no process."""
        try:
            process = self._process or self._start()
            assert process.stdin is not None
            assert process.stdout is not None
            process.stdin.write(json.dumps(text) + "\n")
            process.stdin.flush()
            line = process.stdout.readline().strip()
        except (OSError, ValueError):
            line = ""
        if not line:
            self.close()
            return None
        return line

    def _start(self) -> subprocess.Popen[str]:
        # The package that runs here, and never one that lies in the folder of a project.
        package = str(Path(__file__).parents[2])
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "toolkit.language.apart", *self._arguments],
            env={**os.environ, "PYTHONPATH": package},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="ascii",
        )
        self._end = weakref.finalize(self, _end, self._process)
        return self._process


def _end(process: subprocess.Popen[str]) -> None:
    process.kill()
    process.wait()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError):
                stream.close()


def main(arguments: Sequence[str]) -> None:
    """Analyse the texts on standard input, one a line, until it ends."""
    language, pipeline = arguments
    analyser: Analyser
    if pipeline:
        from toolkit.language.spacy_pipeline import SpacyPipeline

        analyser = SpacyPipeline(pipeline, language)
    else:
        from toolkit.language.kiwi import Kiwi

        analyser = Kiwi()
    for line in sys.stdin:
        (analysis,) = analyser.analyse([json.loads(line)])
        sys.stdout.write(base64.b64encode(packed(analysis)).decode("ascii") + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1:])
