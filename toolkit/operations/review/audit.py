"""A list of codings to look at again, with the reason in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from toolkit.domain.codebook import CodeStatus
from toolkit.domain.codings import Coding
from toolkit.i18n import _, ngettext
from toolkit.operations.session import need_round
from toolkit.operations.suggestions.models import embedder, model_for
from toolkit.store import queries
from toolkit.suggest.review.vectors import Matrix

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.domain.codebook import Code
    from toolkit.operations.session import ProjectSession

KINDS = ("outlier", "drift", "alike", "incomplete")
DRIFT_LEVEL = 0.05
"""Adjusted p from which a drift is listed."""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to look at again. It is no verdict."""

    kind: str
    """One of `KINDS`."""
    code_id: str
    other_code: str
    """The code that comes into question, or that is alike; empty where there is none."""
    source_id: str
    """Of the coding that is meant; empty where the code as a whole is."""
    start: int | None
    end: int | None
    coding_id: str
    quote: str
    reason: str
    """Why to look, as a sentence."""


@dataclass(frozen=True, slots=True)
class Audit:
    """What to look at again, and what it rests on."""

    remarks: tuple[Remark, ...]
    notes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Coded:
    """The codings that are looked at, with their vectors."""

    codings: list[Coding]
    """In the order in which they were made."""
    quotes: list[str]
    codes: list[str]
    rows: Matrix
    code_of: NDArray[np.intp]
    source_of: NDArray[np.intp]
    rivals: NDArray[np.bool_]


def audit_codings(
    session: ProjectSession,
    *,
    coder: str,
    code_id: str | None,
    round_id: str | None,
    model: str | None,
    most: int,
    seed: int,
) -> Audit:
    """What to look at again among a coder's codings, outliers first, then codes."""
    codes = {code.id: code for code in queries.codes(session.database)}
    remarks: list[Remark] = []
    notes: list[str] = []
    codings = codings_of(session, coder, round_id)
    if codings:
        coded, used = _read(session, codings, model)
        notes.append(
            ngettext(
                "{count} coding of {coder} in {sources} looked at, by {models}",
                "{count} codings of {coder} in {sources} looked at, by {models}",
                len(codings),
            ).format(
                count=len(codings),
                coder=coder,
                sources=ngettext("{n} source", "{n} sources", len(set(coded.source_of))).format(
                    n=len(set(coded.source_of))
                ),
                models=", ".join(used),
            )
        )
        remarks += _outliers(coded, code_id, most)
        remarks += _drifts(coded, code_id, seed, notes)
        remarks += _alike(coded, code_id)
    remarks += _incomplete(codes.values(), code_id)
    return Audit(tuple(remarks), tuple(notes))


def codings_of(session: ProjectSession, coder: str, round_id: str | None) -> list[Coding]:
    """The coder's codings of a round, else of all that are open to everyone; a code that a
    passage has in several rounds counts once."""
    viewer = queries.viewer(session.database, coder, need_round(session, None))
    read = queries.codings(session.database, coder=coder, viewer=viewer)
    if round_id is not None:
        named = need_round(session, round_id).id
        read = [coding for coding in read if coding.round_id == named]
    by_place = {
        (coding.source_id, coding.span, coding.code_id): coding
        for coding in sorted(read, key=lambda each: (each.created_at, each.id), reverse=True)
    }
    return sorted(by_place.values(), key=lambda each: (each.created_at, each.id))


def _read(
    session: ProjectSession, codings: list[Coding], model: str | None
) -> tuple[_Coded, list[str]]:
    """The codings with vectors, and the models that made these.

    All passages are compared with one another, so that one model reads them all.
    """
    import numpy as np

    from toolkit.suggest.review.vectors import centred

    sources = {source.id: source for source in queries.sources(session.database)}
    texts = queries.texts_of(session.database, dict.fromkeys(c.source_id for c in codings))
    quotes = [texts[c.source_id][c.span.start : c.span.end] for c in codings]
    languages = [sources[c.source_id].language for c in codings]
    language = languages[0] if len(set(languages)) == 1 else "und"
    used = embedder(session, model_for(session, quotes, model=model, language=language))
    codes = list(dict.fromkeys(c.code_id for c in codings))
    at = {code: place for place, code in enumerate(codes)}
    order = list(dict.fromkeys(c.source_id for c in codings))
    code_of = np.array([at[c.code_id] for c in codings], dtype=np.intp)
    source_of = np.array([order.index(c.source_id) for c in codings], dtype=np.intp)
    rivals = _rivals(session, codings, codes)
    rows = centred(used.embed(quotes), languages)
    return _Coded(codings, quotes, codes, rows, code_of, source_of, rivals), [used.id]


def _rivals(
    session: ProjectSession, codings: Sequence[Coding], codes: Sequence[str]
) -> NDArray[np.bool_]:
    """The codes that each coding could have had instead, shape (codings, codes).

    These are the codes of the same family, or of none where its code is in none, that the
    coder has not given to the same passage.
    """
    import numpy as np

    book = queries.codebook(session.database)
    roots = {code.id: code for code in book}
    groups = {}
    for code in codes:
        names = [family.id for family in book.families if _is_in(code, family.codes, roots)]
        groups[code] = frozenset(names)
    same = np.array([[groups[a] == groups[b] for b in codes] for a in codes], dtype=bool)
    at = {code: place for place, code in enumerate(codes)}
    rivals = same[[at[c.code_id] for c in codings]]
    spans: dict[str, list[Coding]] = {}
    for coding in codings:
        spans.setdefault(coding.source_id, []).append(coding)
    for row, coding in enumerate(codings):
        for other in spans[coding.source_id]:
            if other.span.overlaps(coding.span):
                rivals[row, at[other.code_id]] = False
    return rivals


def _is_in(code_id: str, tops: Sequence[str], codes: Mapping[str, Code]) -> bool:
    """Whether a code is one of some codes or below one of them."""
    here: str | None = code_id
    while here is not None and here in codes:
        if here in tops:
            return True
        here = codes[here].parent
    return False


def _outliers(coded: _Coded, code_id: str | None, most: int) -> list[Remark]:
    from toolkit.suggest.review.audit import outliers

    remarks: list[Remark] = []
    for each in outliers(coded.rows, coded.code_of, coded.rivals):
        coding = coded.codings[each.row]
        if each.margin <= 0 or len(remarks) == most:
            break
        if code_id not in (None, coding.code_id):
            continue
        other = coded.codes[each.other_code]
        reason = _(
            "It resembles the passages with {other} ({away:.2f}) more than the others with {code} "
            "({own:.2f})."
        ).format(other=other, code=coding.code_id, away=each.other, own=each.own)
        remarks.append(_on_coding(coding, coded.quotes[each.row], other, reason))
    return remarks


def _on_coding(coding: Coding, quote: str, other: str, reason: str) -> Remark:
    return Remark(
        "outlier",
        coding.code_id,
        other,
        coding.source_id,
        coding.span.start,
        coding.span.end,
        coding.id,
        quote,
        reason,
    )


def _on_code(kind: str, code_id: str, reason: str, other: str = "") -> Remark:
    return Remark(kind, code_id, other, "", None, None, "", "", reason)


def _drifts(coded: _Coded, code_id: str | None, seed: int, notes: list[str]) -> list[Remark]:
    from toolkit.suggest.review.audit import (
        LEAST_OF_CODE,
        LEAST_SOURCES,
        PERMUTATIONS,
        drifts,
    )

    tested = drifts(coded.rows, coded.code_of, coded.source_of, len(coded.codes), seed=seed)
    notes.append(
        ngettext(
            "drift is tested for {count} code with {codings} codings in {sources} sources or "
            "more, by {permutations} orders of the sources (seed {seed})",
            "drift is tested for {count} codes with {codings} codings in {sources} sources or "
            "more, by {permutations} orders of the sources (seed {seed})",
            len(tested),
        ).format(
            count=len(tested),
            codings=LEAST_OF_CODE,
            sources=LEAST_SOURCES,
            permutations=PERMUTATIONS,
            seed=seed,
        )
    )
    return [
        _on_code(
            "drift",
            coded.codes[each.code],
            _(
                "Its first and last {third} of {codings} codings differ more than chance lets "
                "expect (distance {distance:.2f}, p {p:.3f}, adjusted {q:.3f})."
            ).format(
                third=each.codings // 3,
                codings=each.codings,
                distance=each.distance,
                p=each.p,
                q=each.q,
            ),
        )
        for each in sorted(tested, key=lambda each: (each.q, each.p, each.code))
        if each.q <= DRIFT_LEVEL and code_id in (None, coded.codes[each.code])
    ]


def _alike(coded: _Coded, code_id: str | None) -> list[Remark]:
    from toolkit.suggest.review.audit import twins

    remarks = []
    for pair in twins(coded.rows, coded.code_of, coded.rivals, len(coded.codes)):
        first, second = coded.codes[pair.first], coded.codes[pair.second]
        if code_id in (None, first, second):
            reason = _(
                "The passages of {first} and {second} are hard to tell apart (cosine of their "
                "means {cosine:.2f}; of each at least {share:.0%} lie nearer to the other)."
            ).format(first=first, second=second, cosine=pair.cosine, share=pair.confused)
            remarks.append(_on_code("alike", first, reason, second))
    return remarks


def _incomplete(codes: Iterable[Code], code_id: str | None) -> list[Remark]:
    remarks = []
    listed = list(codes)
    parents = {code.parent for code in listed}
    for code in listed:
        if code.status is not CodeStatus.ACTIVE or code_id not in (None, code.id):
            continue
        missing = []
        if not any(text.strip() for text in code.definition.values()):
            missing.append(_("no definition"))
        if not code.examples and code.id not in parents:
            missing.append(_("no example"))
        if missing:
            reason = _("It has {missing}.").format(missing=_(" and ").join(missing))
            remarks.append(_on_code("incomplete", code.id, reason))
    return remarks
