"""SQL conditions for the rows that a viewer may see, for all commands and screens.

`domain.rounds.Viewer` has the rule. `conditions` is for single queries. `restrict_to_viewer`
lays views of the same names over the tables of one connection, so that whatever is asked
through it, now or by code yet to be written, can return nothing that the viewer may not see.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from toolkit.domain.rounds import CONSENSUS, Round, Viewer
from toolkit.store.log.head import KINDS as HEAD_KINDS
from toolkit.store.tables import TABLES

if TYPE_CHECKING:
    from toolkit.store.protocol import Database

SHARED = frozenset(
    {
        "sources",
        "source_revisions",
        "cases",
        "participations",
        "codes",
        "code_patterns",
        "families",
        "codebook_versions",
        "directions",
        "rounds",
        "settings",
        "withdrawals",
        "erasures",
    }
)
"""Tables of the project as a whole, which hold nobody's answers."""

Parameters = dict[str, Any]


def conditions(viewer: Viewer | None, table: str = "codings") -> tuple[list[str], Parameters]:
    """Conditions on a table with coder, round and source, with their parameters."""
    if viewer is None:
        return [], {}
    me: Parameters = {"viewer": viewer.coder_id}
    if viewer.round.is_blind:
        clauses = [f"{table}.coder_id = :viewer", f"{table}.round_id = :viewer_round"]
        return clauses, {**me, "viewer_round": viewer.round.id}
    clauses, params = [], {}
    for at, round_ in enumerate(viewer.blind):
        clauses.append(f"{table}.round_id <> :blind_{at}")
        params[f"blind_{at}"] = round_.id
    others_clauses, more = rows_of_others(viewer, table)
    clauses += [f"NOT ({condition})" for condition in others_clauses]
    params |= more
    if viewer.sees_own and clauses:
        return [f"({table}.coder_id = :viewer OR ({' AND '.join(clauses)}))"], {**params, **me}
    return clauses, params


def memo_conditions(
    viewer: Viewer | None, codings: str = "codings"
) -> tuple[list[str], Parameters]:
    """Conditions on memos: a coder bound by a blind round reads their own memos only."""
    if viewer is None or not viewer.is_limited:
        return [], {}
    if viewer.blind_rounds:
        return ["memos.coder_id = :viewer"], {"viewer": viewer.coder_id}
    condition, params = _memos(codings, viewer)
    return [condition], params


def rows_of_others(viewer: Viewer, table: str) -> tuple[list[str], Parameters]:
    """Conditions for rows of others on sources of the blind rounds that bind the viewer."""
    clauses: list[str] = []
    params: Parameters = {}
    for at, round_ in enumerate(viewer.blind_rounds):
        others = f"{table}.coder_id <> :viewer"
        params["viewer"] = viewer.coder_id
        if round_.sources:
            names = [f"source_{at}_{place}" for place in range(len(round_.sources))]
            params |= dict(zip(names, round_.sources, strict=True))
            others += f" AND {_among(f'{table}.source_id', names)}"
        clauses.append(others)
    return clauses, params


def _among(column: str, names: list[str]) -> str:
    return f"{column} IN ({', '.join(f':{name}' for name in names)})"


def restrict_to_viewer(database: Database, viewer: Viewer) -> None:
    """Let this thread's connection see only the viewer's rows. It cannot write any more."""
    if not viewer.is_limited:
        return
    for name, (condition, params) in _views(database, viewer).items():
        spelled = _spell(condition, params)
        database.execute(
            f"CREATE TEMP VIEW {name} AS SELECT * FROM {_real(database, name)} AS {name} "
            f"WHERE {spelled}"
        )


def _real(database: Database, table: str) -> str:
    return f"{database.schema}.{table}"


def _spell(condition: str, params: Parameters) -> str:
    """Views take no parameters, so the values are written out, quoted."""
    for name in sorted(params, key=len, reverse=True):
        condition = condition.replace(f":{name}", "\x00" + name + "\x01")
    for name, value in params.items():
        quoted = "'" + str(value).replace("'", "''").replace("\x00", "") + "'"
        condition = condition.replace(f"\x00{name}\x01", quoted)
    return condition


def _views(database: Database, viewer: Viewer) -> dict[str, tuple[str, Parameters]]:
    views = {name: _rule(database, name, viewer) for name in TABLES if name not in SHARED}
    views["events"] = _events(database, viewer)
    if viewer.blind_rounds:
        views["rounds"] = _rounds(database)
    return {name: rule for name, rule in views.items() if rule[0]}


def _rule(database: Database, name: str, viewer: Viewer) -> tuple[str, Parameters]:
    columns = TABLES[name].column_names
    me: Parameters = {"viewer": viewer.coder_id}
    bound = bool(viewer.blind_rounds)
    if name == "coders":
        return _coders(viewer) if bound else ("", {})
    if name == "memos":
        clauses, params = memo_conditions(viewer, _real(database, "codings"))
        return " AND ".join(clauses), params
    if name == "coverage":
        others_clauses, params = rows_of_others(viewer, name)
        return " AND ".join(f"NOT ({clause})" for clause in others_clauses), params
    if {"coder_id", "round_id", "source_id"} <= set(columns):
        clauses, params = conditions(viewer, name)
        return " AND ".join(clauses), params
    if not bound:
        rule = [f"{name}.round_id <> :blind_{at}" for at in range(len(viewer.blind))]
        params = {f"blind_{at}": clause.id for at, clause in enumerate(viewer.blind)}
        return (" AND ".join(rule), params) if "round_id" in columns else ("", {})
    # Suggestions of models, and all rows that do not name their round.
    if "model" not in columns and "coder_id" in columns:
        return f"{name}.coder_id = :viewer", me
    return "1 = 0", {}


def _rounds(database: Database) -> tuple[str, Parameters]:
    """A consensus round shows that others settled something, so it is hidden."""
    settled = f"SELECT round_id FROM {_real(database, 'adjudications')}"
    return f"rounds.id <> :consensus AND rounds.id NOT IN ({settled})", {"consensus": CONSENSUS}


def _coders(viewer: Viewer) -> tuple[str, Parameters]:
    rounds = (viewer.round, *viewer.blind)
    known = dict.fromkeys(name for round_ in rounds for name in round_.coders)
    params: Parameters = {"viewer": viewer.coder_id}
    params |= {f"coder_{at}": name for at, name in enumerate(known)}
    return _among("coders.id", list(params)), params


def _memos(codings: str, viewer: Viewer) -> tuple[str, Parameters]:
    params = {f"blind_{at}": round_.id for at, round_ in enumerate(viewer.blind)}
    hidden = _among("round_id", list(params))
    return (
        "NOT (memos.target = 'coding' AND memos.target_id IN "
        f"(SELECT id FROM {codings} WHERE {hidden}))",
        params,
    )


def _events(database: Database, viewer: Viewer) -> tuple[str, Parameters]:
    """Events of a bound viewer and the project; for other viewers all but those of the rounds."""
    if viewer.blind_rounds:
        # That a source was withdrawn, or a text of it erased, is for everyone to know.
        hiding = [name for name in TABLES if name not in SHARED | {"redactions"}]
        patterns = {f"table_{at}": f'%"table":"{name}"%' for at, name in enumerate(hiding)}
        hidden = " OR ".join(
            [_redacted(database), *(f"events.changes LIKE :{k}" for k in patterns)]
        )
        params: Parameters = {"viewer": viewer.coder_id, **patterns}
        # Restoring and accepting a head tell how many events there were.
        kinds = ", ".join(f"'{kind}'" for kind in sorted(HEAD_KINDS))
        shown = f"events.kind NOT IN ({kinds})"
        return f"({shown} AND (events.actor = :viewer OR NOT ({hidden})))", params
    patterns = {f"blind_{at}": _round_pattern(round_) for at, round_ in enumerate(viewer.blind)}
    rounds = [f"events.changes LIKE :{key} ESCAPE '!'" for key in patterns]
    redacted = f"({_redacted(database)} AND events.actor <> :viewer)"
    hidden = " OR ".join([redacted, *rounds])
    authors = dict.fromkeys(name for round_ in viewer.blind for name in round_.coders)
    named = {f"coder_{at}": name for at, name in enumerate(authors)}
    if named:
        # A memo does not name its round, and may be on a coding of this one.
        hidden += f" OR (events.changes LIKE :memos AND {_among('events.actor', list(named))})"
        named["memos"] = '%"table":"memos"%'
    return f"NOT ({hidden})", {"viewer": viewer.coder_id, **patterns, **named}


def _redacted(database: Database) -> str:
    """An event that lost content no longer tells whose work it was, so it stays hidden."""
    return f"events.id IN (SELECT event_id FROM {_real(database, 'redactions')})"


def _round_pattern(round_: Round) -> str:
    from toolkit.domain.events import canonical_json

    name = canonical_json(round_.id)
    for special in "!%_":
        name = name.replace(special, f"!{special}")
    return f'%"round!_id":{name}%'
