"""Where the numbers of a matrix come from."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from toolkit.operations.matrices.request import MatrixRequest
from toolkit.operations.provenance import merged_reasons, stamped
from toolkit.report.provenance import CODINGS, MAPPINGS, Provenance
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.operations.answers.chosen import ChosenAnswers
    from toolkit.operations.matrices.decided import DecidedData
    from toolkit.operations.matrices.matrix import MadeMatrix
    from toolkit.operations.session import ProjectSession

_OPTIONS = {
    "measure": "--measure",
    "answers": "--answers",
    "coder": "--coder",
    "round_id": "--round",
    "sources": "--sources",
    "by": "--by",
    "shared_with": "--shared-with",
}
"""The option of the command for each field of a request, in the order of the command's help."""


def matrix_provenance(
    session: ProjectSession,
    kind: str,
    request: MatrixRequest,
    decided: DecidedData,
    made: MadeMatrix,
) -> Provenance:
    """The answers behind a matrix, with how many are in it and how many are left out."""
    of_mappings = kind == "directions-by-cases"
    chosen = decided.chosen_mappings if of_mappings else decided.chosen
    answers = decided.mappings if of_mappings else decided.codings
    outside = {name for ids in made.left_out.values() for name in ids}
    counted = {answer.id for answer in answers} - outside
    details: list[tuple[str, str]] = []
    if kind == "codes-by-directions":
        details.append(("answers of mappings", str(decided.chosen_mappings.rule)))
    return stamped(
        session,
        Provenance(
            command=command_of(kind, request),
            answers=str(chosen.rule),
            readers=tuple(chosen.coders()),
            rounds=_rounds(chosen),
            sources=tuple(source.id for source in decided.sources),
            codebook_versions=(queries.codebook_version(session.database),),
            unit=request.measure,
            counted_of=MAPPINGS if of_mappings else CODINGS,
            counted=len(counted),
            left_out=tuple(merged_reasons([made.left_out], counted).items()),
            details=tuple(details),
        ),
    )


def _rounds(chosen: ChosenAnswers) -> tuple[str, ...]:
    every = [*chosen.finished.values(), *chosen.unfinished.values()]
    return tuple(sorted({round_id for places in every for round_id, _coder in places}))


def command_of(kind: str, request: MatrixRequest) -> str:
    """The command that gives the same matrix; options that have their default are left out."""
    return shlex.join(["qct", "matrix", kind, *_options(request)])


def _options(request: MatrixRequest) -> Iterator[str]:
    defaults = MatrixRequest()
    for name, option in _OPTIONS.items():
        value = getattr(request, name)
        if value and value != getattr(defaults, name):
            yield option
            yield value if isinstance(value, str) else ",".join(value)
