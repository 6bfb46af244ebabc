"""What a viewer may see, as conditions in SQL: said here once, and in no screen.

`domain.rounds.Viewer` has the rule. `conditions` is for single queries. `restrict_to_viewer`
lays views of the same names over the tables of one connection, so that whatever is asked
through it, now or by code yet to be written, can return nothing that the viewer may not see.
"""

from __future__ import annotations

from typing import Any

from toolkit.domain.rounds import CONSENSUS, Round, Viewer
from toolkit.store.protocol import Database
from toolkit.store.tables import TABLES

SHARED = frozenset(
    {
        "sources",
        "source_revisions",
        "cases",
        "participations",
        "codes",
        "families",
        "codebook_versions",
        "directions",
        "rounds",
    }
)
"""Tables of the project as a whole: what stands in them is nobody's answer."""

Parameters = dict[str, Any]


def conditions(viewer: Viewer | None, table: str = "codings") -> tuple[list[str], Parameters]:
    """Conditions on a table with coder, round and source, with their parameters."""
    if viewer is None:
        return [], {}
    me: Parameters = {"viewer": viewer.coder_id}
    if viewer.round.is_blind:
        found = [f"{table}.coder_id = :viewer", f"{table}.round_id = :viewer_round"]
        return found, {**me, "viewer_round": viewer.round.id}
    found, given = [], {}
    for at, one in enumerate(viewer.blind):
        found.append(f"{table}.round_id <> :blind_{at}")
        given[f"blind_{at}"] = one.id
    strangers, more = of_strangers(viewer, table)
    return [*found, *(f"NOT ({condition})" for condition in strangers)], {**given, **more}


def memo_conditions(
    viewer: Viewer | None, codings: str = "codings"
) -> tuple[list[str], Parameters]:
    """Who is bound by a blind round reads their own memos only."""
    if viewer is None or not viewer.is_limited:
        return [], {}
    if viewer.blind_rounds:
        return ["memos.coder_id = :viewer"], {"viewer": viewer.coder_id}
    condition, given = _memos(codings, viewer)
    return [condition], given


def of_strangers(viewer: Viewer, table: str) -> tuple[list[str], Parameters]:
    """When a row is someone else's on a source of a blind round that the viewer is bound by."""
    found: list[str] = []
    given: Parameters = {}
    for at, one in enumerate(viewer.blind_rounds):
        others = f"{table}.coder_id <> :viewer"
        given["viewer"] = viewer.coder_id
        if one.sources:
            names = [f"source_{at}_{place}" for place in range(len(one.sources))]
            given |= dict(zip(names, one.sources, strict=True))
            others += f" AND {_among(f'{table}.source_id', names)}"
        found.append(others)
    return found, given


def _among(column: str, names: list[str]) -> str:
    return f"{column} IN ({', '.join(f':{name}' for name in names)})"


def restrict_to_viewer(database: Database, viewer: Viewer) -> None:
    """Let this thread's connection see only what the viewer may. It cannot write any more."""
    if not viewer.is_limited:
        return
    for name, (condition, given) in _views(database, viewer).items():
        spelled = _spell(condition, given)
        database.execute(
            f"CREATE TEMP VIEW {name} AS SELECT * FROM {_real(database, name)} AS {name} "
            f"WHERE {spelled}"
        )


def _real(database: Database, table: str) -> str:
    return f"{database.schema}.{table}"


def _spell(condition: str, given: Parameters) -> str:
    """Views take no parameters, so the values are written out, quoted."""
    for name in sorted(given, key=len, reverse=True):
        condition = condition.replace(f":{name}", "\x00" + name + "\x01")
    for name, value in given.items():
        quoted = "'" + str(value).replace("'", "''").replace("\x00", "") + "'"
        condition = condition.replace(f"\x00{name}\x01", quoted)
    return condition


def _views(database: Database, viewer: Viewer) -> dict[str, tuple[str, Parameters]]:
    views = {name: _rule(database, name, viewer) for name in TABLES if name not in SHARED}
    views["events"] = _events(viewer)
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
        found, given = memo_conditions(viewer, _real(database, "codings"))
        return " AND ".join(found), given
    if name == "coverage":
        strangers, given = of_strangers(viewer, name)
        return " AND ".join(f"NOT ({one})" for one in strangers), given
    if {"coder_id", "round_id", "source_id"} <= set(columns):
        found, given = conditions(viewer, name)
        return " AND ".join(found), given
    if not bound:
        rule = [f"{name}.round_id <> :blind_{at}" for at in range(len(viewer.blind))]
        given = {f"blind_{at}": one.id for at, one in enumerate(viewer.blind)}
        return (" AND ".join(rule), given) if "round_id" in columns else ("", {})
    # What models offered, and everything that does not say to which round it belongs.
    if "model" not in columns and "coder_id" in columns:
        return f"{name}.coder_id = :viewer", me
    return "1 = 0", {}


def _rounds(database: Database) -> tuple[str, Parameters]:
    """A consensus round tells that others settled something, so there is none yet."""
    settled = f"SELECT round_id FROM {_real(database, 'adjudications')}"
    return f"rounds.id <> :consensus AND rounds.id NOT IN ({settled})", {"consensus": CONSENSUS}


def _coders(viewer: Viewer) -> tuple[str, Parameters]:
    known = dict.fromkeys(name for one in (viewer.round, *viewer.blind) for name in one.coders)
    given: Parameters = {"viewer": viewer.coder_id}
    given |= {f"coder_{at}": name for at, name in enumerate(known)}
    return _among("coders.id", list(given)), given


def _memos(codings: str, viewer: Viewer) -> tuple[str, Parameters]:
    given = {f"blind_{at}": one.id for at, one in enumerate(viewer.blind)}
    hidden = _among("round_id", list(given))
    return (
        "NOT (memos.target = 'coding' AND memos.target_id IN "
        f"(SELECT id FROM {codings} WHERE {hidden}))",
        given,
    )


def _events(viewer: Viewer) -> tuple[str, Parameters]:
    """Own events and those of the project; for who is not bound all but those of the rounds."""
    if viewer.blind_rounds:
        needles = {f"table_{at}": name for at, name in enumerate(TABLES) if name not in SHARED}
        patterns = {key: f'%"table":"{name}"%' for key, name in needles.items()}
        hidden = " OR ".join(f"events.changes LIKE :{key}" for key in patterns)
        given: Parameters = {"viewer": viewer.coder_id, **patterns}
        return f"(events.actor = :viewer OR NOT ({hidden}))", given
    patterns = {f"blind_{at}": _round_pattern(one) for at, one in enumerate(viewer.blind)}
    hidden = " OR ".join(f"events.changes LIKE :{key} ESCAPE '!'" for key in patterns)
    authors = dict.fromkeys(name for one in viewer.blind for name in one.coders)
    named = {f"coder_{at}": name for at, name in enumerate(authors)}
    if named:
        # A memo does not say of which round it is; its author's coding may be of this one.
        hidden += f" OR (events.changes LIKE :memos AND {_among('events.actor', list(named))})"
        named["memos"] = '%"table":"memos"%'
    return f"NOT ({hidden})", {**patterns, **named}


def _round_pattern(round_: Round) -> str:
    from toolkit.domain.events import canonical_json

    name = canonical_json(round_.id)
    for special in "!%_":
        name = name.replace(special, f"!{special}")
    return f'%"round!_id":{name}%'
