"""What can be asked of a matrix: everything else is refused before anything is read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.analysis.by_directions import SHARES
from toolkit.analysis.codes_by_codes import Unit
from toolkit.analysis.matrix import Measure
from toolkit.domain.rounds import names_one_round
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.matrices.request import (
    CODE_BY_CODER,
    CODES_BY_ATTRIBUTE,
    CODES_BY_CODES,
    KINDS,
    OF_CASES,
    OF_MAPPINGS,
    QUOTES,
    SHARES_OF,
    MatrixRequest,
)
from toolkit.operations.session import need_coder, need_round, need_source

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.operations.session import ProjectSession


def check_matrix(session: ProjectSession, kind: str, request: MatrixRequest) -> None:
    """Raise for a matrix or a measure that is not known, and for unknown names."""
    _among(_("unknown matrix {given!r}; valid: {valid}"), kind, KINDS, "matrix-kind")
    measures = [*Measure, QUOTES]
    _among(_("unknown measure {given!r}; valid: {valid}"), request.measure, measures, "measure")
    _among(
        _("a mapping shares half of {given!r}; valid: {valid}"),
        request.shared_with,
        SHARES,
        "matrix-share",
    )
    _among(_("unknown unit {given!r}; valid: {valid}"), request.unit, list(Unit), "matrix-unit")
    if request.share is not None:
        _among(
            _("a cell can be a share of {valid}, not of {given!r}"),
            request.share,
            SHARES_OF,
            "matrix-share-of",
        )
    for is_wrong, message in _refusals(kind, request):
        if is_wrong:
            raise UsageError(message, code="matrix-by" if "--by" in message else "matrix-options")
    if request.coder is not None and request.rule == request.coder:
        need_coder(session, request.coder)
    if names_one_round(request.round_id):
        need_round(session, request.round_id)
    for source_id in request.sources:
        need_source(session, source_id)


def _refusals(kind: str, request: MatrixRequest) -> Iterable[tuple[bool, str]]:
    """What does not go together, with what is said of it."""
    picks_rows = bool(request.codes or request.family or request.level != "all")
    of_passages = request.measure == QUOTES
    reads = request.measure in (Measure.WORDS, Measure.CHARACTERS)
    return [
        (
            request.by is not None and kind not in OF_CASES,
            _("--by groups cases, and this matrix has none"),
        ),
        (
            kind == CODES_BY_ATTRIBUTE and request.by is None,
            _("{kind} needs the attribute: --by sector").format(kind=kind),
        ),
        (
            picks_rows and kind in OF_MAPPINGS,
            _("--codes, --family and --level choose codes, and this matrix has none in its rows"),
        ),
        (
            request.unit != Unit.SEGMENT and kind != CODES_BY_CODES,
            _("--unit says where two codes are together, and only {kind} asks that").format(
                kind=CODES_BY_CODES
            ),
        ),
        (
            request.unit != Unit.SEGMENT and reads,
            _("words and characters are those that two codes share, whatever the unit"),
        ),
        (
            of_passages and (request.share is not None or request.per_1000_words),
            _("passages have neither shares nor rates"),
        ),
        (
            request.share is not None and request.per_1000_words,
            _("give --share or --per-1000-words, not both"),
        ),
        (
            request.per_1000_words and kind not in (*OF_CASES, CODE_BY_CODER),
            _("--per-1000-words needs columns that have words of their own: cases or coders"),
        ),
        (
            request.per_1000_words and request.measure not in (Measure.COUNTS, Measure.WORDS),
            _("--per-1000-words goes with the measures counts and words"),
        ),
        (
            request.per_1000_words and bool(request.where) and kind == CODE_BY_CODER,
            _("with --where the words that a coder read are not known, and so no rate"),
        ),
        (
            request.share in ("column", "total")
            and kind == CODES_BY_CODES
            and not (request.share == "total" and request.unit != Unit.SEGMENT),
            _("in {kind} a cell can be a share of its row (of turns or sources of all too)").format(
                kind=kind
            ),
        ),
        (
            request.share in ("row", "total") and kind == CODE_BY_CODER,
            _("the answers of coders are never added, so that only --share column is a share"),
        ),
    ]


def _among(message: str, given: str, valid: Iterable[str], code: str) -> None:
    every = [str(name) for name in valid]
    if given not in every:
        code = code if code.startswith("matrix") else f"matrix-{code}"
        raise UsageError(message.format(given=given, valid=", ".join(every)), code=code)
