"""Plan of merging another copy of the project into this one: changes and conflicts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.domain.events import Change, Event, sha256_text
from toolkit.domain.merge import (
    Conflict,
    Merged,
    Rejected,
    RowKey,
    State,
    digest,
    keep_needed,
    merge,
    settle_twins,
    twins,
    without_twins,
)
from toolkit.domain.merge_texts import ContestedSource, contested, decided_before, take_theirs
from toolkit.errors import InputError, UsageError
from toolkit.i18n import _
from toolkit.operations.exchange import table_relations
from toolkit.operations.exchange.erased_there import erased_there, still_here
from toolkit.operations.exchange.merge_rules import codings_by_coder, shared_steps
from toolkit.operations.exchange.withdrawn_there import (
    OWN_MARKS,
    reduced,
    refuse_unless_withdrawn,
    rule_there,
)
from toolkit.regular_files import read_regular
from toolkit.store import queries
from toolkit.store.codebook_versions import code_rows, family_rows, pattern_rows, version_content
from toolkit.store.log.entries import newest_seq
from toolkit.store.log.row_history import (
    MERGE,
    bundled_from,
    common_ancestor,
    current_rows,
    hash_at,
    rejected_rows,
    row_history,
)
from toolkit.store.tables import TABLES, TEXTS

if TYPE_CHECKING:
    from toolkit.operations.exchange.erased_there import ErasedThere
    from toolkit.operations.session import ProjectSession
    from toolkit.store.protocol import Database

OURS, THEIRS = "ours", "theirs"


@dataclass(frozen=True, slots=True)
class MergeReport:
    """Report of a merge, or of what a merge would do."""

    other: str
    ancestor: int
    """Number of the last event that both copies share; 0 when they share none."""
    counts: Mapping[str, tuple[int, int, int]]
    """Rows added, changed and removed, by table."""
    conflicts: tuple[Conflict, ...]
    """Conflicts that a person has to decide or has decided."""
    decided: Mapping[str, str]
    """`ours` or `theirs` by id of the conflict."""
    left_out: Mapping[str, int]
    """Number of their rows, by source, on a text that an earlier merge decided against."""
    event: Event | None = None
    withdrawn: Mapping[str, int] = field(default_factory=dict)
    """Number of their rows, by source, on sources that were withdrawn here."""
    erased: Mapping[str, int] = field(default_factory=dict)
    """Number of their rows, by source, on texts that were erased here."""
    still_here: Sequence[str] = ()
    """Sources of which the other copy has erased texts that this project still has."""
    codings_by_coder: Mapping[str, int] = field(default_factory=dict)
    """Number of codings that are added, changed or removed, by coder."""
    shared: Sequence[str] = ()
    """What is added, changed or removed that is for everyone, such as codes and rounds."""

    @property
    def undecided(self) -> tuple[Conflict, ...]:
        return tuple(conflict for conflict in self.conflicts if conflict.id not in self.decided)


@dataclass(slots=True)
class MergePlan:
    """Histories of rows on both sides, and the changes and conflicts that follow."""

    merged: Merged
    ours: dict[RowKey, list[State]]
    theirs: dict[RowKey, list[State]]
    ancestor: int
    dropped: dict[RowKey, RowKey] = field(default_factory=dict)
    contested: dict[str, ContestedSource] = field(default_factory=dict)
    left_out: dict[str, int] = field(default_factory=dict)
    withdrawn: dict[str, int] = field(default_factory=dict)
    erased: dict[str, int] = field(default_factory=dict)
    still_here: Sequence[str] = ()
    reduced_texts: list[str] = field(default_factory=list)
    """Texts of their codebook versions without withdrawn and erased words."""
    decided: dict[str, str] = field(default_factory=dict)
    """Decisions, `ours` or `theirs`, by id of the conflict."""
    changes: list[Change] = field(default_factory=list)
    """The changes of rows in the order in which they are made."""
    texts: list[str] = field(default_factory=list)
    """The texts that the changed rows refer to."""

    @property
    def rejected(self) -> dict[str, str]:
        """Digests of their states that were decided against, by id of the conflict."""
        return {
            conflict.id: digest(conflict.theirs)
            for conflict in self.merged.conflicts
            if self.decided.get(conflict.id) == OURS
        }

    def report(self, other: str) -> MergeReport:
        """The plan as people read it; `other` is what they named."""
        return MergeReport(
            other,
            self.ancestor,
            _counts(self.changes),
            tuple(self.merged.conflicts),
            self.decided,
            self.left_out,
            withdrawn=self.withdrawn,
            erased=self.erased,
            still_here=self.still_here,
            codings_by_coder=codings_by_coder(self.changes),
            shared=shared_steps(self),
        )


def check_sides(sides: Iterable[str]) -> None:
    """Raise `UsageError` for what is neither `ours` nor `theirs`."""
    for side in sides:
        if side not in (OURS, THEIRS):
            raise UsageError(
                _("unknown side {side!r}; valid: ours, theirs").format(side=side), code="merge-side"
            )


def refuse_bundle(database: Database) -> None:
    """Raise `UsageError` where this project is a bundle, which nothing is merged into."""
    if bundled_from(database) is not None:
        raise UsageError(
            _("this project is a bundle: it goes into the project that it was taken from"),
            code="merge-into-bundle",
            hint=_("Send it back, and `qct merge` it there; ask for a fresh bundle to go on."),
        )


def plan_merge(
    session: ProjectSession,
    theirs: Database,
    prefer: str | None,
    decisions: Mapping[str, str],
    passphrase: str | None = None,
) -> MergePlan:
    """What taking in another store changes, with its conflicts decided as far as they are."""
    plan = _combine(session.database, theirs, erased_there(session, theirs, passphrase))
    plan.decided = _choices(plan.merged.conflicts, prefer, decisions)
    if all(conflict.id in plan.decided for conflict in plan.merged.conflicts):
        _decide(plan)
    keep_needed(plan.merged, plan.ours, plan.theirs, table_relations.references)
    plan.texts = _version_after(session, theirs, plan)
    plan.changes = _ordered(session.database, plan)
    return plan


def _combine(ours: Database, theirs: Database, erased: ErasedThere | None) -> MergePlan:
    refuse_unless_withdrawn(ours, theirs)
    here, there = common_ancestor(ours, theirs)
    versions = {
        int(row["version"]): dict(row) for row in ours.query("SELECT * FROM codebook_versions")
    }
    mine = _without_marks(row_history(ours, here))
    history = _without_marks(row_history(theirs, there))
    withdrawn: dict[str, int] = {}
    texts: list[str] = []
    if (rule := rule_there(ours, theirs)) is not None:
        history, withdrawn = reduced(history, rule)
        texts = list(rule.texts.values())
    left: dict[str, int] = {}
    if erased is not None:
        history, left = erased.reduce(history)
        texts += erased.texts
    other = table_relations.renumber(history, versions, ours)
    if bundled_from(theirs) is not None:
        _keep_own_columns(ours, other)
    if here != there or here == 0:
        _begin_with_own_rows(ours, mine, other)
    by_us, by_them = rejected_rows(ours), rejected_rows(theirs)
    plan = MergePlan(Merged({}, []), mine, other, here, withdrawn=withdrawn, erased=left)
    plan.still_here, plan.reduced_texts = still_here(ours, theirs), texts
    skipped, settled = _texts(plan, by_us, by_them, erased)
    free = {key: states for key, states in other.items() if key not in skipped}
    plan.dropped = twins(mine, free, table_relations.TWIN_COLUMNS)
    plan.merged = merge(
        without_twins(mine, plan.dropped), without_twins(free, plan.dropped), by_us, by_them
    )
    settle_twins(plan.merged, mine, plan.dropped)
    for source in settled:
        take_theirs(plan.merged, source)
    plan.merged.conflicts.extend(source.conflict for source in plan.contested.values())
    return plan


def _without_marks(history: dict[RowKey, list[State]]) -> dict[RowKey, list[State]]:
    return {key: states for key, states in history.items() if key[0] != OWN_MARKS}


_REDUCED = {"sources": ("metadata",), "rounds": ("coders", "sources")}
"""Columns of which a bundle has a part only, by table."""


def _keep_own_columns(ours: Database, other: dict[RowKey, list[State]]) -> None:
    """Give the sources and rounds of a bundle what they have here and the bundle has not."""
    keys = [key for key in other if key[0] in _REDUCED]
    for key, own in current_rows(ours, keys).items():
        whole = {name: own[name] for name in _REDUCED[key[0]]}
        other[key] = [{**state, **whole} if state is not None else None for state in other[key]]


def _begin_with_own_rows(
    ours: Database, mine: dict[RowKey, list[State]], other: Mapping[RowKey, Sequence[State]]
) -> None:
    """Begin our history of rows that only the other side changed with the rows as they are here. A
    bundle knows part of the project, so its rows may have begun elsewhere."""
    unknown = [key for key in other if key not in mine]
    now = current_rows(ours, unknown)
    for key in unknown:
        if now.get(key) != other[key][0]:
            mine[key] = [now.get(key)]


def _texts(
    plan: MergePlan, by_us: Rejected, by_them: Rejected, erased: ErasedThere | None
) -> tuple[set[RowKey], list[ContestedSource]]:
    """Set aside all rows on sources whose text both sides have changed."""
    skipped: set[RowKey] = set()
    settled = []
    where = table_relations.source_of(plan.ours, plan.theirs)
    for source in contested(plan.ours, plan.theirs, where):
        skipped |= source.theirs.keys()
        before = decided_before(source, by_us, by_them)
        if erased is not None and erased.decides(source):
            plan.erased[source.source_id] = len(source.theirs)
        elif before == THEIRS:
            settled.append(source)
        elif before == OURS:
            plan.left_out[source.source_id] = len(source.theirs)
        else:
            plan.contested[source.conflict.id] = source
    return skipped, settled


def _choices(
    conflicts: Sequence[Conflict], prefer: str | None, decisions: Mapping[str, str]
) -> dict[str, str]:
    ids = {conflict.id for conflict in conflicts}
    strangers = sorted(decisions.keys() - ids)
    if strangers:
        raise InputError(
            _("the decisions name {id!r}, which is no conflict of this merge").format(
                id=strangers[0]
            ),
            code="merge-decisions",
            hint=_("Write them anew with `qct merge OTHER --dry-run --decisions FILE`."),
        )
    chosen = dict.fromkeys(ids, prefer) if prefer else {}
    return {**chosen, **decisions}


def _decide(plan: MergePlan) -> None:
    """Take theirs where it was chosen; every conflict is decided."""
    for conflict in plan.merged.conflicts:
        if plan.decided[conflict.id] == OURS:
            continue
        if conflict.id in plan.contested:
            take_theirs(plan.merged, plan.contested[conflict.id])
        else:
            plan.merged.changes[conflict.table, conflict.key] = conflict.theirs


def _version_after(session: ProjectSession, there: Database, plan: MergePlan) -> list[str]:
    """The texts that the merge adds. A codebook changed on both sides becomes a new version."""
    changes = plan.merged.changes
    texts = _new_texts(session.database, there, plan)
    if not any(
        table in ("codes", "families", "code_patterns", table_relations.VERSIONS)
        for table, _ in changes
    ):
        return texts
    standing = {
        "codes": code_rows(session.database),
        "families": family_rows(session.database),
        "code_patterns": pattern_rows(session.database),
    }
    versions = {
        int(row["version"]): dict(row)
        for row in session.database.query("SELECT * FROM codebook_versions")
    }
    for (table, key), state in changes.items():
        if table in standing:
            standing[table].pop(str(key[0]), None)
            if state is not None:
                standing[table][str(key[0])] = dict(state)
        elif table == table_relations.VERSIONS and state is not None:
            versions[int(key[0])] = dict(state)
    content = version_content(*(standing[name].values() for name in standing))
    newest = versions[max(versions)] if versions else None
    if newest is not None and newest["content_sha256"] != sha256_text(content):
        number = max(versions) + 1
        changes[table_relations.VERSIONS, (number,)] = {
            **newest,
            "version": number,
            "content_sha256": sha256_text(content),
            "created_at": session.clock(),
        }
        texts.append(content)
    return texts


def _new_texts(ours: Database, theirs: Database, plan: MergePlan) -> list[str]:
    columns = {
        name: [c.name for c in table.columns if c.references == f"{TEXTS.name}.sha256"]
        for name, table in TABLES.items()
    }
    referred = {
        str(state[column])
        for (table, _key), state in plan.merged.changes.items()
        if state is not None
        for column in columns[table]
    }
    known = queries.known_texts(ours, referred)
    bodies = queries.bodies_of(theirs, (sha256 for sha256 in referred if sha256 not in known))
    reduced_bodies = {sha256_text(text): text for text in plan.reduced_texts}
    bodies |= {sha256: text for sha256, text in reduced_bodies.items() if sha256 in referred}
    return [bodies[sha256] for sha256 in sorted(bodies)]


def _ordered(database: Database, plan: MergePlan) -> list[Change]:
    """Changes in an order that foreign keys allow: new and changed rows with parents first, then
    removals with children first."""
    place = {name: at for at, name in enumerate(TABLES)}
    changes = plan.merged.changes
    unknown = [key for key in changes if key not in plan.ours]
    now: dict[RowKey, State] = dict(current_rows(database, unknown))
    made = []
    for key, after in changes.items():
        before = plan.ours[key][-1] if key in plan.ours else now.get(key)
        if before != after:
            made.append(Change(key[0], key[1], before, after))
    kept = [change for change in made if change.after is not None]
    gone = [change for change in made if change.after is None]
    kept.sort(key=lambda c: (place[c.table], c.before is not None, *map(str, c.key)))
    gone.sort(key=lambda c: (-place[c.table], *map(str, c.key)))
    return [*kept, *gone]


def _counts(changes: Sequence[Change]) -> dict[str, tuple[int, int, int]]:
    added = Counter(c.table for c in changes if c.before is None)
    removed = Counter(c.table for c in changes if c.after is None)
    every = Counter(c.table for c in changes)
    return {
        name: (added[name], every[name] - added[name] - removed[name], removed[name])
        for name in TABLES
        if every[name]
    }


def record_merge(
    session: ProjectSession,
    theirs: Database,
    plan: MergePlan,
    other: str,
    actor: str,
    into_closed: str = "",
) -> Event:
    """Record the merge as one step; `into_closed` is why it puts answers into closed rounds."""
    last = newest_seq(theirs)
    counts = _counts(plan.changes).values()
    return session.record(
        actor=actor,
        kind=MERGE,
        changes=plan.changes,
        texts=plan.texts,
        summary={
            "other": Path(other).name,
            "other_events": last,
            "other_hash": hash_at(theirs, last),
            "ancestor": plan.ancestor,
            "rows": sum(sum(three) for three in counts),
            "decided": [f"{name}: {side}" for name, side in sorted(plan.decided.items())],
            "rejected": plan.rejected,
            **({"into_closed": into_closed} if into_closed else {}),
        },
    )


def decisions_text(report: MergeReport) -> str:
    """Write the conflicts side by side, so that a person can put `ours` or `theirs` to each."""
    entries = [
        {
            "id": conflict.id,
            "why": conflict.why,
            "base": conflict.base,
            "ours": conflict.ours,
            "theirs": conflict.theirs,
            "decision": report.decided.get(conflict.id, ""),
        }
        for conflict in report.conflicts
    ]
    return json.dumps({"conflicts": entries}, ensure_ascii=False, indent=2) + "\n"


def read_decisions(path: Path) -> dict[str, str]:
    """Decisions, `ours` or `theirs`, by id of the conflict; undecided conflicts are left out."""
    try:
        entries = json.loads(read_regular(path))["conflicts"]
        decisions = {str(entry["id"]): str(entry.get("decision") or "") for entry in entries}
    except OSError as error:
        raise InputError(
            _("{path} cannot be read: {reason}").format(path=path, reason=error.strerror),
            code="no-such-file",
        ) from error
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        raise InputError(
            _("{path} is not a file of decisions").format(path=path),
            code="merge-decisions",
            hint=_("Write one with `qct merge OTHER --dry-run --decisions FILE`."),
        ) from error
    for name, choice in decisions.items():
        if choice not in ("", OURS, THEIRS):
            raise InputError(
                _("{path}: the decision on {name} is {choice!r}; valid: ours, theirs").format(
                    path=path, name=name, choice=choice
                ),
                code="merge-decisions",
            )
    return {name: choice for name, choice in decisions.items() if choice}
