"""Agreement between coders on a project's codings."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.agreement.report import AgreementRow, agreement_table
from toolkit.agreement.spans import CodedSpan, SourceFrame
from toolkit.domain.coding import Coding
from toolkit.domain.spans import Span
from toolkit.domain.transcript import Role, Turn
from toolkit.errors import InputError, UsageError
from toolkit.operations.session import (
    Session,
    need_code,
    need_coder,
    need_round,
    need_source,
)
from toolkit.store import queries

UNITS = ("character", "sentence", "turn")


def agreement(
    session: Session,
    *,
    coders: Sequence[str] = (),
    codes: Sequence[str] = (),
    sources: Sequence[str] = (),
    round_id: str | None = None,
    unit: str = "character",
    whole_text: bool = False,
    independent_only: bool = True,
) -> list[AgreementRow]:
    """Per code, pooled and macro, for all coders and each pair.

    The frame is what experts say (`whole_text`: everything). Unless `independent_only`
    is false, codings made after a suggestion was seen are left out. Without `round_id`
    every round counts but those of a consensus, since a consensus is not an independent
    reading; without `coders` everyone with a codings in scope is compared.
    """
    if unit not in UNITS:
        raise UsageError(f"unknown unit {unit!r}; valid: {', '.join(UNITS)}", code="unknown-unit")
    for source_id in sources:
        need_source(session, source_id)
    for code_id in codes:
        need_code(session, code_id)
    for coder_id in coders:
        need_coder(session, coder_id)
    if round_id is not None:
        need_round(session, round_id)
    scope = [
        coding
        for coding in queries.codings(session.database, round_id=round_id)
        if (coding.independent or not independent_only)
        and (round_id is not None or coding.round_id != CONSENSUS)
        and (not sources or coding.source_id in sources)
        and (not coders or coding.coder_id in coders)
    ]
    compared = list(coders) or sorted({coding.coder_id for coding in scope})
    if len(compared) < 2:
        raise InputError(
            "agreement needs two coders, and here "
            + (f"only {compared[0]} has coded" if compared else "nobody has coded"),
            code="too-few-coders",
            hint="`qct coders` shows who has coded what; widen --round, --sources or --coders.",
        )
    frames = _frames(session, scope, compared, round_id, sources, unit, whole_text)
    if not any(len(frame.coverage) > 1 for frame in frames):
        raise InputError(
            f"no source was worked on by two of {', '.join(compared)}",
            code="no-shared-source",
            hint="`qct coders` shows who has worked on what.",
        )
    return agreement_table(
        frames, _spans(scope), compared, list(codes) or _codes(session), level=unit
    )


CONSENSUS = "consensus"
"""Round that holds what coders settled together; never part of agreement by default."""


def _codes(session: Session) -> list[str]:
    book = queries.codebook(session.database)
    used = {coding.code_id for coding in queries.codings(session.database)}
    return [code.id for code in book.depth_first() if code.id in used]


def _spans(scope: Sequence[Coding]) -> list[CodedSpan]:
    return [CodedSpan(c.source_id, c.coder_id, c.code_id, c.span.start, c.span.end) for c in scope]


def _frames(
    session: Session,
    scope: Sequence[Coding],
    compared: Sequence[str],
    round_id: str | None,
    sources: Sequence[str],
    unit: str,
    whole_text: bool,
) -> list[SourceFrame]:
    worked: dict[str, set[str]] = {}
    for one in queries.coverage(session.database):
        counts = one.round_id == round_id if round_id else one.round_id != CONSENSUS
        if counts and one.coder_id in compared:
            worked.setdefault(one.source_id, set()).add(one.coder_id)
    for coding in scope:
        worked.setdefault(coding.source_id, set()).add(coding.coder_id)
    frames = []
    for source in queries.sources(session.database):
        if source.id not in worked or (sources and source.id not in sources):
            continue
        turns = queries.turns(session.database, source.id)
        spoken = [turn.body for turn in turns if turn.role is Role.EXPERT]
        frames.append(
            SourceFrame(
                source.id,
                source.length,
                frame=None if whole_text else [(span.start, span.end) for span in spoken],
                coverage=frozenset(worked[source.id]),
                units=_units(session, source.text_sha256, turns, unit, whole_text),
            )
        )
    return frames


def _units(
    session: Session, text_sha256: str, turns: Sequence[Turn], unit: str, whole_text: bool
) -> list[tuple[int, int]] | None:
    if unit == "character":
        return None
    from toolkit.text.sentences import sentences

    bodies = [turn.body for turn in turns if whole_text or turn.role is Role.EXPERT]
    if unit == "turn":
        return [(body.start, body.end) for body in bodies]
    text = queries.text_body(session.database, text_sha256)
    found: list[Span] = [span for body in bodies for span in sentences(text, body)]
    return [(span.start, span.end) for span in found]
