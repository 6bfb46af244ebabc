"""The codings that an edit of the codebook concerns, told before it happens."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from toolkit.domain.rounds import RoundStatus
from toolkit.i18n import _, ngettext
from toolkit.operations.session import ProjectSession, need_round
from toolkit.store import queries, rows


@dataclass(frozen=True, slots=True)
class EditImpact:
    """The codings that an edit concerns, whoever made them; of open blind rounds the name only."""

    codings: int
    by_coder: Mapping[str, int]
    by_source: Mapping[str, int]
    by_round: Mapping[str, int]
    closed_rounds: tuple[str, ...]
    """Closed rounds with such codings: reports made of them will differ from now on."""
    blind_rounds: tuple[str, ...]
    """Open blind rounds with such codings, or that the actor takes part in: they keep to
    their codebook version."""
    submitted: tuple[str, ...]
    """`round/coder/source` with such codings that their coders have submitted."""
    orphans: int
    """Codings that wait for a place since a text correction."""

    def lines(self) -> list[str]:
        """The same as sentences, for people."""
        counted = ngettext("{count} coding", "{count} codings", self.codings)
        lines = [counted.format(count=self.codings) + _spread(self.by_coder, self.by_source)]
        if self.closed_rounds:
            lines.append(
                _("closed rounds are touched: {rounds}").format(
                    rounds=", ".join(self.closed_rounds)
                )
            )
        if self.submitted:
            lines.append(
                _("submitted work is touched: {places}").format(places=", ".join(self.submitted))
            )
        if self.blind_rounds:
            lines.append(
                _("open blind rounds are concerned: {rounds}").format(
                    rounds=", ".join(self.blind_rounds)
                )
            )
        if self.orphans:
            lines.append(
                ngettext(
                    "{count} coding waits for a place (`qct codings --orphans`)",
                    "{count} codings wait for a place (`qct codings --orphans`)",
                    self.orphans,
                ).format(count=self.orphans)
            )
        return lines


def _spread(*counts: Mapping[str, int]) -> str:
    parts = [
        ", ".join(f"{name} {count}" for name, count in counter.items())
        for counter in counts
        if counter
    ]
    return f" ({'; '.join(parts)})" if parts else ""


def coding_rows(
    session: ProjectSession, code_ids: Sequence[str], coding_ids: Collection[str] | None = None
) -> list[dict[str, Any]]:
    """The stored codings of the codes, in a stated order; of `coding_ids` alone when given."""
    kept = None if coding_ids is None else set(coding_ids)
    return [
        dict(row)
        for code_id in code_ids
        for row in session.database.query(
            "SELECT * FROM codings WHERE code_id = :code ORDER BY source_id, span_start, id",
            {"code": code_id},
        )
        if kept is None or row["id"] in kept
    ]


def impact_of(
    session: ProjectSession,
    code_ids: Sequence[str],
    codings: Sequence[Mapping[str, Any]],
    actor: str,
) -> EditImpact:
    """Counts over the codings `codings`, and the rounds that they belong to.

    Who takes part in open blind rounds is told of what they may see, and of these rounds
    always: whether others used a code there is nothing for them to know.
    """
    rounds = {round_.id: round_ for round_ in queries.rounds(session.database)}
    viewer = queries.viewer(session.database, actor, need_round(session, None))
    bound = {round_.id for round_ in viewer.blind_rounds}
    if bound:
        codings = [row for row in codings if viewer.may_see(rows.coding_from(row))]
    named = sorted({row["round_id"] for row in codings} | bound)
    # Not even how much was coded in an open blind round is told.
    codings = [row for row in codings if not rounds[row["round_id"]].is_blind]
    places = {(row["round_id"], row["coder_id"], row["source_id"]) for row in codings}
    submitted = [
        "/".join(place)
        for place in sorted(places)
        if (covered := _coverage(session, *place)) and covered["progress"] == "submitted"
    ]
    orphans = sum(
        int(row["n"])
        for code_id in code_ids
        for row in session.database.query(
            "SELECT count(*) AS n FROM orphans WHERE code_id = :code"
            + (" AND coder_id = :actor" if bound else ""),
            {"code": code_id, "actor": actor},
        )
    )
    return EditImpact(
        codings=len(codings),
        by_coder=_count(codings, "coder_id"),
        by_source=_count(codings, "source_id"),
        by_round=_count(codings, "round_id"),
        closed_rounds=tuple(n for n in named if rounds[n].status is RoundStatus.CLOSED),
        blind_rounds=tuple(n for n in named if rounds[n].is_blind),
        submitted=tuple(submitted),
        orphans=orphans,
    )


def _coverage(
    session: ProjectSession, round_id: str, coder: str, source: str
) -> dict[str, Any] | None:
    return queries.row(
        session.database, "coverage", round_id=round_id, coder_id=coder, source_id=source
    )


def _count(codings: Sequence[Mapping[str, Any]], column: str) -> dict[str, int]:
    return dict(sorted(Counter(str(row[column]) for row in codings).items()))
