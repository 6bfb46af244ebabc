"""Renaming a coder, and merging two names of one person, in all rows that name a coder."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from toolkit.agreement.disagreements import disagreement_id
from toolkit.domain.adjudication import Adjudication, Settlement
from toolkit.domain.codings import Coder
from toolkit.domain.events import canonical_json
from toolkit.domain.rounds import CONSENSUS
from toolkit.errors import UsageError
from toolkit.i18n import _, ngettext
from toolkit.operations.answers.lead import LEAD
from toolkit.operations.session import ProjectSession, need_coder
from toolkit.store import queries, rows
from toolkit.store.round_rules import check_coder_name
from toolkit.store.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from toolkit.domain.events import Change
    from toolkit.domain.rounds import Round

_BY_COLUMN = (
    "codings", "commitments", "memos", "decisions", "pattern_decisions", "direction_mappings",
    "queues", "queue_items", "theme_edits", "reveals",
)  # fmt: skip
"""Tables that name a coder in the column `coder_id` alone."""
_TWINS = {"codings": ("code_id",), "commitments": (), "direction_mappings": ("direction_id",)}
"""Tables whose rows are one act where place, coder and round agree, and these columns."""
_PLACE = ("source_id", "span_start", "span_end", "round_id")
_SHOWN = 10
_KINDS_EXCHANGED = {"missed": "extra", "extra": "missed"}
_OUTCOMES_EXCHANGED = {
    Settlement.ACCEPT_A: Settlement.ACCEPT_B,
    Settlement.ACCEPT_B: Settlement.ACCEPT_A,
}


@dataclass(frozen=True, slots=True)
class CoderChange:
    """What a renaming or a merge of coders did."""

    before: str
    after: str
    codings: int
    """Codings that name the coder `after` now and named `before`."""
    sources: int
    """Sources that the coder `before` had worked on."""
    rows: Mapping[str, int]
    """By table of the store, how many rows name the coder `after` now; without the coder's own."""

    @property
    def sentence(self) -> str:
        """A sentence on all that names the coder `after` now."""
        parts = [_counted(table, self.rows[table]) for table in _CHANGED if self.rows.get(table)]
        if not parts:
            return _("{old} had no work and stood in no round").format(old=self.before)
        return _("{new} stands in place of {old} in {parts}").format(
            new=self.after, old=self.before, parts=", ".join(parts)
        )


_CHANGED = (
    "codings", "commitments", "memos", "coverage", "rounds", "adjudications", "decisions",
    "pattern_decisions", "queues", "queue_items", "theme_edits", "suggestions",
    "direction_mappings", "orphans", "settings",
)  # fmt: skip
"""Tables that name coders, in the order in which they are told of."""


def _counted(table: str, count: int) -> str:
    """So many rows of a table, in words."""
    texts = {
        "codings": ngettext("{count} coding", "{count} codings", count),
        "commitments": ngettext(
            "{count} answer that no code fits", "{count} answers that no code fits", count
        ),
        "memos": ngettext("{count} memo", "{count} memos", count),
        "coverage": ngettext(
            "{count} statement of progress with a source",
            "{count} statements of progress with a source",
            count,
        ),
        "rounds": ngettext("the coders of {count} round", "the coders of {count} rounds", count),
        "adjudications": ngettext(
            "{count} settled disagreement", "{count} settled disagreements", count
        ),
        "decisions": ngettext(
            "{count} decision on suggestions", "{count} decisions on suggestions", count
        ),
        "pattern_decisions": ngettext(
            "{count} decision on hits of a search", "{count} decisions on hits of a search", count
        ),
        "queues": ngettext("{count} queue", "{count} queues", count),
        "queue_items": ngettext("{count} passage of a queue", "{count} passages of a queue", count),
        "theme_edits": ngettext("{count} step on themes", "{count} steps on themes", count),
        "suggestions": ngettext("{count} suggestion", "{count} suggestions", count),
        "direction_mappings": ngettext(
            "{count} mapping onto a direction", "{count} mappings onto directions", count
        ),
        "orphans": ngettext(
            "{count} coding that lost its words", "{count} codings that lost their words", count
        ),
        "settings": _("the setting that names the lead coder"),
    }
    return texts[table].format(count=count)


def plan_rename(
    session: ProjectSession, old: str, new: str, actor: str
) -> tuple[list[Change], CoderChange]:
    """The changes that give a coder another name in all rows.

    Raises `InputError` for a coder who does not exist, and `UsageError` for a name that exists
    or cannot be one, for the consensus, and where an open blind round is for one of them.
    """
    need_coder(session, old)
    _refuse_consensus(old, new)
    check_coder_name(new)
    if queries.row(session.database, "coders", id=new) is not None:
        raise UsageError(
            _("there already is a coder {new}").format(new=new),
            code="coder-exists",
            hint=_(
                "Choose another name. `qct coders merge {old} --into {new}` makes one coder of two."
            ).format(old=old, new=new),
        )
    _refuse_blind(session, (old, new, actor))
    changes = [
        rows.added("coders", rows.coder_row(Coder(new))),
        *_moved_rows(session, old, new),
    ]
    return changes, _described(changes, old, new)


def plan_merge_of_coders(
    session: ProjectSession, old: str, into: str, actor: str
) -> tuple[list[Change], CoderChange]:
    """The changes that make all work of the coder `old` work of the coder `into`.

    Raises `InputError` for a coder who does not exist, and `UsageError` for the consensus, where
    an open blind round is for one of them, and where both have the same coding, are differently
    far with a source in a round, or were compared with each other.
    """
    need_coder(session, old)
    need_coder(session, into)
    if old == into:
        raise UsageError(
            _("{coder} cannot be merged with itself").format(coder=old),
            code="coder-same",
            hint=_("Name another coder with --into."),
        )
    _refuse_consensus(old, into)
    _refuse_blind(session, (old, into, actor))
    _refuse_twins(session, old, into)
    changes = _moved_rows(session, old, into)
    return changes, _described(changes, old, into)


def _described(changes: Sequence[Change], old: str, new: str) -> CoderChange:
    worked_on = {
        change.before["source_id"]
        for change in changes
        if change.table == "coverage" and change.before is not None
    }
    # A statement of progress is a row that goes and mostly one that comes; it counts once.
    counts = Counter(
        change.table for change in changes if change.table in _CHANGED and change.before is not None
    )
    return CoderChange(old, new, counts["codings"], len(worked_on), dict(counts))


def _refuse_consensus(*names: str) -> None:
    if CONSENSUS in names:
        raise UsageError(
            _("{name} holds what was settled and is no person").format(name=CONSENSUS),
            code="coder-consensus",
            hint=_("`qct coders` lists the coders; choose another."),
        )


def _refuse_blind(session: ProjectSession, names: Sequence[str]) -> None:
    """Raise where an open blind round is for one of them: it must tell nothing about others.

    Whether somebody has worked in a round that is for anyone is not looked at, since the refusal
    would tell it.
    """
    for round_ in queries.rounds(session.database):
        if round_.is_blind and any(map(round_.is_for, names)):
            for_whom = ", ".join(round_.coders) or _("anyone")
            raise UsageError(
                _("round {round} is blind and open, for {coders}").format(
                    round=round_.id, coders=for_whom
                ),
                code="coder-blind-round",
                hint=_("Close it first with `qct round close {round}`.").format(round=round_.id),
            )


def _refuse_twins(session: ProjectSession, old: str, into: str) -> None:
    """Raise where one of the rows of the two would be there twice after the merge."""
    twins = [*_same_acts(session, old, into), *_coverage_conflicts(session, old, into)]
    twins += [
        _("{source}: {outcome} settles a disagreement of the two").format(
            source=row["source_id"], outcome=row["outcome"]
        )
        for row in _rows(session, "adjudications")
        if {row["coder_a"], row["coder_b"]} == {old, into}
    ]
    if not twins:
        return
    listed = "; ".join(twins[:_SHOWN])
    if len(twins) > _SHOWN:
        listed = _("{listed} and {count} more").format(listed=listed, count=len(twins) - _SHOWN)
    raise UsageError(
        _("{old} and {into} cannot be merged, since both have: {listed}").format(
            old=old, into=into, listed=listed
        ),
        code="coder-twins",
        hint=_(
            "Remove one of two equal codings with `qct codings remove ID`, and state the same "
            "progress for both with `qct sources finish ID`. Two people who coded the same text "
            "stay two coders."
        ),
    )


def _same_acts(session: ProjectSession, old: str, into: str) -> list[str]:
    listed = []
    for table, also in _TWINS.items():
        same = " AND ".join(f"a.{column} = b.{column}" for column in (*_PLACE, *also))
        acts = session.database.query(
            f"SELECT a.* FROM {table} a JOIN {table} b ON {same} "
            "WHERE a.coder_id = :old AND b.coder_id = :into "
            "ORDER BY a.source_id, a.span_start, a.span_end, a.id",
            {"old": old, "into": into},
        )
        listed += [
            _("{source} {start}:{end} {code} in round {round}").format(
                source=row["source_id"],
                start=row["span_start"],
                end=row["span_end"],
                code=row[also[0]] if also else _("without a code"),
                round=row["round_id"],
            )
            for row in acts
        ]
    return listed


def _coverage_conflicts(session: ProjectSession, old: str, into: str) -> list[str]:
    return [
        _("{source} in round {round}, which is {mine} for {old} and {theirs} for {into}").format(
            source=row["source_id"],
            round=row["round_id"],
            mine=row["mine"],
            theirs=row["theirs"],
            old=old,
            into=into,
        )
        for row in session.database.query(
            "SELECT a.source_id, a.round_id, a.progress AS mine, b.progress AS theirs "
            "FROM coverage a JOIN coverage b ON a.source_id = b.source_id "
            "AND a.round_id = b.round_id "
            "WHERE a.coder_id = :old AND b.coder_id = :into AND a.progress <> b.progress "
            "ORDER BY a.round_id, a.source_id",
            {"old": old, "into": into},
        )
    ]


def _moved_rows(session: ProjectSession, old: str, new: str) -> list[Change]:
    """The changes that let every row name `new` in place of `old`, who is gone then."""
    changes: list[Change] = []

    def change(table: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> None:
        if dict(before) != dict(after):
            changes.append(rows.changed(table, before, after))

    def own(table: str) -> Iterable[dict[str, Any]]:
        return _rows(session, table, old)

    for table in _BY_COLUMN:
        for row in own(table):
            change(table, row, {**row, "coder_id": new})
    for row in _rows(session, "suggestions"):
        own_row = row["coder_id"] == old
        evidence = _named_in_json(row["evidence"], old, new)
        change(
            "suggestions",
            row,
            {**row, "coder_id": new if own_row else row["coder_id"], "evidence": evidence},
        )
    for row in own("orphans"):
        body = _named_in_json(row["body"], old, new)
        change("orphans", row, {**row, "coder_id": new, "body": body})
    for round_ in queries.rounds(session.database):
        change("rounds", rows.round_row(round_), rows.round_row(_for_coder(round_, old, new)))
    for row in _rows(session, "adjudications"):
        settled = rows.adjudication_from(row)
        change("adjudications", row, rows.adjudication_row(_between(settled, old, new)))
    lead = queries.row(session.database, "settings", key=LEAD)
    if lead is not None and lead["value"] == old:
        change("settings", dict(lead), {"key": LEAD, "value": new})
    stated = {(row["round_id"], row["source_id"]) for row in _rows(session, "coverage", new)}
    for row in own("coverage"):
        changes.append(rows.removed("coverage", row))
        if (row["round_id"], row["source_id"]) not in stated:
            changes.append(rows.added("coverage", {**row, "coder_id": new}))
    gone = queries.row(session.database, "coders", id=old)
    assert gone is not None
    changes.append(rows.removed("coders", dict(gone)))
    return changes


def _rows(session: ProjectSession, table: str, coder: str | None = None) -> list[dict[str, Any]]:
    """The rows of a table, those that name the coder in `coder_id` where one is given."""
    where = "" if coder is None else "WHERE coder_id = :coder "
    keys = ", ".join(TABLES[table].key)
    params = {} if coder is None else {"coder": coder}
    sql = f"SELECT * FROM {table} {where}ORDER BY {keys}"
    return [dict(row) for row in session.database.query(sql, params)]


def _named_in_json(text: str, old: str, new: str) -> str:
    """JSON in which every value of a key `coder_id` that is `old` became `new`."""
    if json.dumps(old, ensure_ascii=False) not in text:
        return text

    def named(value: Any) -> Any:
        if isinstance(value, dict):
            return {
                key: new if key == "coder_id" and item == old else named(item)
                for key, item in value.items()
            }
        return [named(item) for item in value] if isinstance(value, list) else value

    return canonical_json(named(json.loads(text)))


def _for_coder(round_: Round, old: str, new: str) -> Round:
    names = (new if name == old else name for name in round_.coders)
    return replace(round_, coders=tuple(dict.fromkeys(names)))


def _between(settled: Adjudication, old: str, new: str) -> Adjudication:
    """The settlement with the new name; coder a stays the one whose name sorts first."""

    def named(name: str) -> str:
        return new if name == old else name

    after = replace(
        settled,
        coder_a=named(settled.coder_a),
        coder_b=named(settled.coder_b),
        yielded=tuple(dict.fromkeys(map(named, settled.yielded))),
        decided_by=named(settled.decided_by),
    )
    if (after.coder_a, after.coder_b) == (settled.coder_a, settled.coder_b):
        return after
    if after.coder_b < after.coder_a:
        after = replace(
            after,
            coder_a=after.coder_b,
            coder_b=after.coder_a,
            answers_a=after.answers_b,
            answers_b=after.answers_a,
            kind=_KINDS_EXCHANGED.get(after.kind, after.kind),
            outcome=_OUTCOMES_EXCHANGED.get(after.outcome, after.outcome),
        )
    if settled.disagreement_id != _id_of(settled):
        return after
    return replace(after, disagreement_id=_id_of(after))


def _id_of(settled: Adjudication) -> str:
    """The id that a disagreement with these answers has."""
    return disagreement_id(
        settled.source_id,
        settled.coder_a,
        settled.coder_b,
        *(
            [_code_and_place(answer) for answer in answers]
            for answers in (settled.answers_a, settled.answers_b)
        ),
    )


def _code_and_place(answer: str) -> tuple[str, int, int]:
    """The code and the span of an answer written as `code start:end`."""
    code, _space, place = answer.rpartition(" ")
    start, _colon, end = place.partition(":")
    return code, int(start), int(end)
