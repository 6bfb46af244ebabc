"""Where the numbers of a matrix come from."""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING

from toolkit.operations.matrices.request import CODES_BY_DIRECTIONS, OF_MAPPINGS, MatrixRequest
from toolkit.operations.provenance import stamped
from toolkit.report.provenance import CODINGS, MAPPINGS, Provenance
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Iterator

    from toolkit.operations.answers.chosen import ChosenAnswers
    from toolkit.operations.matrices.decided import DecidedData, LeftOut
    from toolkit.operations.matrices.matrix import MadeMatrix
    from toolkit.operations.session import ProjectSession

_OPTIONS = {
    "measure": "--measure",
    "share": "--share",
    "per_1000_words": "--per-1000-words",
    "level": "--level",
    "codes": "--codes",
    "family": "--family",
    "totals": "--totals",
    "language": "--language",
    "answers": "--answers",
    "coder": "--coder",
    "round_id": "--round",
    "sources": "--sources",
    "where": "--where",
    "stance": "--stance",
    "since": "--since",
    "until": "--until",
    "by": "--by",
    "bins": "--bins",
    "shared_with": "--shared-with",
    "unit": "--unit",
}
"""The option of the command for each field of a request, in the order of the command's help."""


_REPEATED = ("where", "bins")
"""Options that are given once for each value."""


def matrix_provenance(
    session: ProjectSession,
    kind: str,
    request: MatrixRequest,
    decided: DecidedData,
    made: MadeMatrix,
) -> Provenance:
    """The answers behind a matrix, with how many are in it and how many are left out."""
    import numpy as np

    of_mappings = kind in OF_MAPPINGS
    chosen = decided.chosen_mappings if of_mappings else decided.chosen
    answers = decided.mappings if of_mappings else decided.codings
    inside = np.zeros(len(answers.ids), dtype=bool)
    inside[answers.number] = True
    for ids in made.left_out.values():
        inside[ids.numbers] = False
    details: list[tuple[str, str]] = []
    if kind == CODES_BY_DIRECTIONS or (request.stance and not of_mappings):
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
            counted=int(inside.sum()),
            left_out=tuple(_reasons(made.left_out)),
            details=tuple(details),
        ),
    )


def _reasons(left_out: LeftOut) -> Iterator[tuple[str, int]]:
    """How many answers are left out for each reason; each is counted for the first."""
    import numpy as np

    most = max((int(ids.numbers.max(initial=-1)) for ids in left_out.values()), default=-1)
    seen = np.zeros(most + 1, dtype=bool)
    for reason, ids in left_out.items():
        new = ids.numbers[~seen[ids.numbers]]
        seen[new] = True
        if len(new):
            yield reason, len(new)


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
        if not value or value == getattr(defaults, name):
            continue
        if name in _REPEATED:
            yield from (word for part in value for word in (option, part))
            continue
        yield option
        if value is not True:
            yield value if isinstance(value, str) else ",".join(value)
