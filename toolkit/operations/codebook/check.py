"""Checking codebook and direction files without a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.formats.codebook_yaml import check_codebook, read_codebook
from toolkit.formats.detect import FileKind, kind_of_file
from toolkit.formats.directions_yaml import check_directions, read_directions
from toolkit.formats.problems import Problem, errors
from toolkit.language.analyse import KOREAN
from toolkit.language.spacy_pipeline import PACKAGED
from toolkit.operations.codebook.families import family_lines

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path


def check_files(paths: Sequence[Path], pipelines: Iterable[str] = ()) -> list[Problem]:
    """Every problem of every file. Links are checked against the direction files given.

    `pipelines` are the languages for which the settings of a project name a spaCy pipeline.
    """
    analysed = {KOREAN, *PACKAGED, *pipelines}
    schemes = [path for path in paths if kind_of_file(path) is FileKind.DIRECTIONS]
    known: set[str] | None = None
    problems: list[Problem] = []
    for path in schemes:
        file_problems = check_directions(path)
        problems += file_problems
        if not errors(file_problems):
            known = (known or set()) | {direction.id for direction in read_directions(path)}
    for path in paths:
        if path not in schemes:
            problems += check_codebook(path, direction_ids=known, analysed=analysed)
    return problems


def file_families(paths: Sequence[Path]) -> list[str]:
    """A sentence for each family that the codebook files mark; the files have no errors."""
    return [
        line
        for path in paths
        if kind_of_file(path) is not FileKind.DIRECTIONS
        for line in family_lines(read_codebook(path))
    ]
