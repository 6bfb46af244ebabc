"""The example study, from the files in corpus/ and codebooks/ alone."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pandas as pd

from tests.oracles.commands import ROOT, qct
from tests.oracles.plain import (
    Study,
    read_codebook,
    read_directions,
    read_lines,
    read_mappings,
    read_text,
)

if TYPE_CHECKING:
    from pathlib import Path

_NO_ATTRIBUTES = {"id", "title", "case", "language", "status", "rendering_of", "speakers"}


def build_example(folder: Path) -> None:
    """A project of the same files."""
    folder.mkdir()
    for name in ("corpus", "codebooks"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copy(ROOT / "qct.toml", folder)
    qct(folder, "init")


def read_example() -> Study:
    """The study. What is imported is finished, and round R1 was read in before the consensus."""
    corpus = ROOT / "corpus"
    files = sorted(corpus.glob("interviews*/*.txt"))
    texts = {text.id: text for text in (read_text(path, (path.stem,)) for path in files)}
    cases = pd.DataFrame(
        [(text.meta["case"], text.id, "") for text in texts.values()],
        columns=["case", "source", "speaker"],
    )
    attributes = {
        text.meta["case"]: {
            key: str(value) for key, value in text.meta.items() if key not in _NO_ATTRIBUTES
        }
        for text in texts.values()
    }
    codings = read_lines(
        sorted(corpus.glob("codings/*/*.jsonl")),
        ["source", "start", "end", "code", "coder", "round"],
    )
    coverage = codings[["round", "coder", "source"]].drop_duplicates().assign(finished=True)
    codes, parents, families = read_codebook(ROOT / "codebooks" / "information-sharing.yaml")
    return Study(
        texts=texts,
        cases=cases,
        attributes=attributes,
        codings=codings,
        mappings=read_mappings(sorted(corpus.glob("mappings/*.jsonl"))),
        coverage=coverage,
        rounds=["consensus", "R1", "main"],
        lead="coder-a",
        codes=codes,
        parents=parents,
        directions=read_directions(ROOT / "codebooks" / "policy-directions.yaml"),
        families=families,
    )
