"""Facts that a coding step rests on, read together by one statement before it is planned.

What must still be so when the step is written goes along with it as preconditions, which
the store checks again inside the transaction.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.domain.codebook import Code, Codebook
from toolkit.domain.codings import Coder, Coding
from toolkit.domain.memos import Memo
from toolkit.domain.rounds import CONSENSUS, DEFAULT_ROUND, Coverage, Round, RoundStatus
from toolkit.domain.spans import Span
from toolkit.domain.transcript import Source
from toolkit.errors import InputError, UsageError
from toolkit.i18n import _
from toolkit.operations.session import (
    ProjectSession,
    check_text,
    is_hidden,
    need_code,
    need_round,
    need_source,
    text_seen,
)
from toolkit.store import codebook_versions, rows
from toolkit.store.preconditions import Precondition
from toolkit.store.round_rules import check_coder_name, check_may_code, check_no_layer
from toolkit.store.selections import Selection, among, select_together

if TYPE_CHECKING:
    from toolkit.domain.events import Change

Placement = tuple[str, int, int, str]
"""Source id, start, end, code id."""
_FEW = 25
"""Spans up to which codings are looked up by their span; else all of the coder's in the sources."""


@dataclass(frozen=True, slots=True)
class StepContext:
    """The rows that one coder's step touches or refers to, as they were read."""

    session: ProjectSession
    coder: str
    coder_is_known: bool
    codebook_version: int
    """The newest version of the codebook; 0 where there is none yet."""
    sources: Mapping[str, Source]
    codes: Mapping[str, Code]
    rounds: Mapping[str, Round]
    progress: Mapping[tuple[str, str], str]
    """The coder's stated progress by round and source."""
    placed: Mapping[tuple[str, str, Span, str], Coding]
    """The coder's codings at the placements, by round, source, span and code."""
    codings: Mapping[str, Coding]
    """The codings that the step changes, by id."""
    layers: frozenset[str]
    """Ids of the rounds of the step that hold what was settled."""
    memos: Mapping[str, Sequence[Memo]]
    """Memos on `codings` by coding id, in the order in which they were written."""

    # --- what the step refers to ------------------------------------------------------

    def need_round(self, round_id: str | None) -> Round:
        """The round, the default round for None."""
        found = self.rounds.get(round_id or DEFAULT_ROUND)
        if found is None or is_hidden(self.session, found):
            return need_round(self.session, round_id)
        return found

    def need_source(self, source_id: str) -> Source:
        return self.sources.get(source_id) or need_source(self.session, source_id)

    def need_text(self, source_id: str, text_sha256: str | None) -> Source:
        """The source, whose text must be the one that offsets were read from, where known."""
        source = self.need_source(source_id)
        check_text(source, text_sha256)
        return source

    def need_code(self, code_id: str) -> Code:
        return self.codes.get(code_id) or need_code(self.session, code_id)

    def need_own_coding(self, coding_id: str) -> Coding:
        """The coding, which only its own coder may change, while its round and source allow it."""
        coding = self.codings.get(coding_id)
        is_foreign = coding is not None and coding.coder_id != self.coder
        if coding is None or (is_foreign and self.session.bound_by()):
            raise InputError(
                _("there is no coding {coding_id}").format(coding_id=coding_id),
                code="unknown-coding",
                hint=_("`qct codings --format json` shows the ids; it may have been removed."),
            )
        if is_foreign:
            raise UsageError(
                _("coding {coding_id} is {coder_id}'s; {coder} cannot change it").format(
                    coding_id=coding_id, coder_id=coding.coder_id, coder=self.coder
                ),
                code="coding-foreign",
                hint=_("Work as its coder with --coder {coder_id}.").format(
                    coder_id=coding.coder_id
                ),
            )
        self.check_open(self.need_round(coding.round_id), coding.source_id)
        return coding

    # --- what the step must keep to ---------------------------------------------------

    def check_open(self, round_: Round, source_id: str) -> None:
        """Raise unless the coder may still work on the source in the round."""
        check_no_layer(round_.id, {CONSENSUS, *self.layers})
        progress = self.progress.get((round_.id, source_id))
        check_may_code(round_, self.coder, source_id, progress)

    def book_of(self, round_: Round) -> Codebook:
        """The codebook to code by, as far as the step's codes go.

        An open blind round keeps to the version it was opened with.
        """
        newest = Codebook(tuple(self.codes.values()), version=self.codebook_version)
        if not round_.is_blind or round_.codebook_version in (0, newest.version):
            return newest
        database = self.session.database
        return codebook_versions.codebook_at(database, round_.codebook_version) or newest

    def preconditions(
        self, source_ids: Iterable[str], code_ids: Iterable[str], rounds: Iterable[Round] = ()
    ) -> list[Precondition]:
        """That texts, codes and rounds are as they were read when the step is written.

        A round may be on an earlier version of the codebook, so a retired code may be right too.
        """
        codes = [self.need_code(code_id) for code_id in dict.fromkeys(code_ids)]
        return [
            *(text_seen(self.need_source(source_id)) for source_id in dict.fromkeys(source_ids)),
            *(Precondition("codes", code.id, "status", code.status) for code in codes),
            *(Precondition("rounds", round_.id, "status", RoundStatus.OPEN) for round_ in rounds),
        ]

    # --- what the step brings along ---------------------------------------------------

    def registrations(self, round_id: str, source_ids: Iterable[str]) -> list[Change]:
        """The changes that register a new coder, and state which sources they work on."""
        check_coder_name(self.coder)
        changes = []
        if not self.coder_is_known:
            changes.append(rows.added("coders", rows.coder_row(Coder(self.coder))))
        return changes + [
            rows.added("coverage", rows.coverage_row(Coverage(round_id, self.coder, source_id)))
            for source_id in sorted(set(source_ids))
            if (round_id, source_id) not in self.progress
        ]


def load_step(
    session: ProjectSession,
    *,
    coder: str,
    round_id: str | None = None,
    placements: Collection[Placement] = (),
    source_ids: Iterable[str] = (),
    code_ids: Iterable[str] = (),
    coding_ids: Collection[str] = (),
) -> StepContext:
    """Read what a step at `placements`, or on the codings of `coding_ids`, rests on."""
    changed, changed_ids = among("id", coding_ids, "coding")
    named_sources = dict.fromkeys((*(place[0] for place in placements), *source_ids))
    named_codes = dict.fromkeys((*(place[3] for place in placements), *code_ids))
    in_source, sources = among("id", named_sources, "source")
    in_code, codes = among("id", named_codes, "code")
    of_source, _same = among("source_id", named_sources, "source")
    params = {"coder": coder, "round": round_id or DEFAULT_ROUND}
    selections = [
        Selection("coders", "id = :coder", params),
        Selection(
            "codebook_versions", "version = (SELECT max(version) FROM codebook_versions)", {}
        ),
        Selection("codes", in_code, codes),
    ]
    coverage = f"coder_id = :coder AND ((round_id = :round AND {of_source})"
    settled = "id IN (SELECT min(id) FROM adjudications WHERE round_id"
    if not coding_ids:
        selections += [
            Selection("adjudications", f"{settled} = :round)", params),
            Selection("rounds", "id = :round", params),
            Selection("sources", in_source, sources),
            Selection("coverage", f"{coverage})", params | sources),
            _placed(placements, of_source, params | sources),
        ]
    else:
        theirs = f"FROM codings WHERE {changed}"
        rounds = f"IN (SELECT round_id {theirs} UNION ALL SELECT :round) GROUP BY round_id)"
        selections += [
            Selection("adjudications", f"{settled} {rounds}", params | changed_ids),
            Selection("rounds", f"id = :round OR id IN (SELECT round_id {theirs})", params),
            Selection("sources", f"{in_source} OR id IN (SELECT source_id {theirs})", sources),
            Selection(
                "coverage",
                f"{coverage} OR (round_id IN (SELECT round_id {theirs}) "
                f"AND source_id IN (SELECT source_id {theirs})))",
                params | sources,
            ),
            _placed(placements, of_source, params | sources),
            Selection("codings", changed, changed_ids),
            Selection("memos", f"target = 'coding' AND target_id IN (SELECT id {theirs})"),
        ]
    read = select_together(session.database, selections)
    return _context(session, coder, read)


def _placed(
    placements: Collection[Placement], of_source: str, params: Mapping[str, Any]
) -> Selection:
    """The coder's codings in the round that stand at the placements already."""
    spans = dict.fromkeys(place[:3] for place in placements)
    values = dict(params)
    if not spans or len(spans) > _FEW:
        condition = of_source if spans else "1 = 0"
    else:
        places = []
        for number, (source_id, start, end) in enumerate(spans):
            places.append(
                f"(source_id = :at_{number} AND span_start = :start_{number} "
                f"AND span_end = :end_{number})"
            )
            values |= {f"at_{number}": source_id, f"start_{number}": start, f"end_{number}": end}
        condition = " OR ".join(places)
    own = "coder_id = :coder AND round_id = :round"
    return Selection("codings", f"{own} AND ({condition})", values)


def _context(session: ProjectSession, coder: str, read: list[list[dict[str, Any]]]) -> StepContext:
    coders, versions, codes, settled, rounds, sources, coverage, placed = read[:8]
    codings, memos = read[8:] or ([], [])
    at_places = [rows.coding_from(row) for row in placed]
    by_coding: dict[str, list[Memo]] = {}
    for memo in sorted(map(rows.memo_from, memos), key=lambda memo: (memo.created_at, memo.id)):
        by_coding.setdefault(memo.target_id, []).append(memo)
    return StepContext(
        session=session,
        coder=coder,
        coder_is_known=bool(coders),
        codebook_version=versions[0]["version"] if versions else 0,
        sources={row["id"]: rows.source_from(row) for row in sources},
        codes={row["id"]: rows.code_from(row) for row in codes},
        rounds={row["id"]: rows.round_from(row) for row in rounds},
        progress={(row["round_id"], row["source_id"]): row["progress"] for row in coverage},
        placed={
            (coding.round_id, coding.source_id, coding.span, coding.code_id): coding
            for coding in at_places
        },
        codings={row["id"]: rows.coding_from(row) for row in codings},
        layers=frozenset(row["round_id"] for row in settled),
        memos=by_coding,
    )
