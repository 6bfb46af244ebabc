"""What a merge may bring in: answers that their rounds take, and from a bundle those of its coder.

What is for everyone in the project, such as codes and rounds, comes in with a merge too; it is
named, so that whoever merges sees it.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING

from toolkit.domain.codebook import CodeStatus
from toolkit.domain.merge import MACHINE, row_id
from toolkit.domain.rounds import Progress
from toolkit.errors import InputError, UsageError
from toolkit.i18n import _, ngettext
from toolkit.store import rows
from toolkit.store.log.row_history import MERGE, bundled_from
from toolkit.store.round_rules import (
    ANSWERS,
    BY_HAND,
    IMPORT,
    RoundRules,
    answers_in,
    check_coder_name,
    check_made,
    check_round_name,
    check_takes,
)
from toolkit.store.tables import TABLES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from toolkit.domain.events import Change, Row
    from toolkit.domain.merge import RowKey, State
    from toolkit.operations.exchange.merge import MergePlan
    from toolkit.store.protocol import Database
    from toolkit.store.round_rules import Answer

PERSONAL = frozenset(
    name
    for name, table in TABLES.items()
    if name in ("coders", "suggestions", "orphans") or "coder_id" in table.column_names
)
"""Tables whose rows are somebody's, and not everyone's."""
_CHECKED = (*ANSWERS, "coverage")
_UNNAMED = PERSONAL | MACHINE | {"codebook_versions", "source_revisions"}


def bundle_coder(theirs: Database) -> str | None:
    """The coder for whom a bundle was made; None for a copy that is no bundle."""
    if bundled_from(theirs) is None:
        return None
    first = theirs.first("SELECT summary FROM events WHERE seq = 1")
    assert first is not None
    return str(json.loads(first["summary"]).get("coder", ""))


def check_plan(
    ours: Database, theirs: Database, plan: MergePlan, *, given: str, into_closed: bool
) -> bool:
    """Raise `InputError` for what may not come in; nothing is merged then.

    `given` is what the person named. Says whether anything enters a closed round.
    """
    coder = bundle_coder(theirs)
    if coder is not None:
        _refuse_others(plan, coder, given)
    problems = Counter[tuple[str, str, str]]()
    closed = RoundRules(ours)
    enters = False
    rules = RoundRules(ours, into_closed=into_closed)
    reopened = set() if coder is not None else _reopened(plan)
    layers = frozenset[str]() if coder is None else rules.layers
    for each in (closed, rules):
        each.layers = set(layers)
        each.submitted -= reopened
    checked = _entering(plan)
    if coder is None and checked:
        answered = _answered(theirs, plan.ancestor)
        checked = [change for change in checked if (change.table, change.key) in answered]
    for change, answer in answers_in(checked, _CHECKED):
        try:
            _check(rules, plan, answer)
        except UsageError as error:
            problems[error.code, error.message, f"{change.table} {answer.coder_id}"] += 1
            continue
        if into_closed and not enters:
            try:
                _check(closed, plan, answer)
            except UsageError:
                enters = True
    problems.update(_bad_names(plan))
    if problems:
        raise _refusal(problems, given)
    return enters


def _entering(plan: MergePlan) -> list[Change]:
    """The changes of answers but those that only give one id to what both sides have."""
    same = {*plan.dropped, *plan.dropped.values()}
    return [
        change
        for change in plan.changes
        if change.table in _CHECKED and (change.table, change.key) not in same
    ]


def _answered(theirs: Database, after: int) -> set[RowKey]:
    """The rows that coders changed in the other copy, and not only steps for everyone.

    A corrected text, merged codes or a renamed coder change rows of closed rounds too.
    """
    by_hand: set[str] = set()
    touched: set[RowKey] = set()
    for event in theirs.iterate(
        "SELECT id, kind, undoes, changes FROM events WHERE seq > :after ORDER BY seq",
        {"after": after},
    ):
        if event["kind"] in (*BY_HAND, IMPORT, MERGE) or event["undoes"] in by_hand:
            by_hand.add(event["id"])
            touched |= {
                (change["table"], tuple(change["key"])) for change in json.loads(event["changes"])
            }
    return touched


def _check(rules: RoundRules, plan: MergePlan, answer: Answer) -> None:
    if answer.round_id in rules.rounds:
        rules.check(answer)
        return
    # A round that the other copy made comes in with what is in it.
    state = plan.merged.changes.get(("rounds", (answer.round_id,)))
    if state is not None:
        round_ = rows.round_from(state)
        check_takes(round_, answer.coder_id, answer.source_id)
        check_made(round_, answer.mode, answer.origin)


def _reopened(plan: MergePlan) -> set[tuple[str, ...]]:
    """What was submitted, and was unlocked in the other copy."""
    return {
        tuple(map(str, key))
        for (table, key), states in plan.theirs.items()
        if table == "coverage"
        and any(row is None or row["progress"] != Progress.SUBMITTED for row in states[1:])
    }


def _bad_names(plan: MergePlan) -> Counter[tuple[str, str, str]]:
    problems = Counter[tuple[str, str, str]]()
    for change in plan.changes:
        if change.before is None and change.table in ("rounds", "coders"):
            check = check_round_name if change.table == "rounds" else check_coder_name
            try:
                check(str(change.key[0]))
            except UsageError as error:
                problems[error.code, error.message, change.table] += 1
    return problems


def _refusal(problems: Counter[tuple[str, str, str]], given: str) -> InputError:
    codes = {code for code, _message, _whose in problems}
    lines = [
        _("  {rows}: {count}: {problem}").format(rows=whose, count=count, problem=message)
        for (_code, message, whose), count in sorted(problems.items())
    ]
    hint = (
        _("With --into-closed REASON it is merged all the same, and the log keeps the reason.")
        if codes == {"round-closed"}
        else _("`qct round list` shows the rounds, and for whom they are.")
    )
    return InputError(
        _("{path}: these rows may not come in; nothing was merged\n{rows}").format(
            path=given, rows="\n".join(lines)
        ),
        code=codes.pop() if len(codes) == 1 else "merge-refused",
        hint=hint,
    )


def _refuse_others(plan: MergePlan, coder: str, given: str) -> None:
    """Raise `InputError` where a bundle has rows of another coder, decided or not."""
    counts = Counter[tuple[str, str]]()
    states: list[tuple[str, State]] = [
        (change.table, side) for change in plan.changes for side in (change.before, change.after)
    ]
    states += [(conflict.table, conflict.theirs) for conflict in plan.merged.conflicts]
    for table, row in states:
        if row is not None and (whose := _whose(table, row)) not in ("", coder):
            counts[whose, table] += 1
    if not counts:
        return
    raise InputError(
        _("{path}: this is the bundle of {coder}, and it has rows of others: {rows}").format(
            path=given,
            coder=coder,
            rows=", ".join(
                _("{whose} ({table}: {count})").format(whose=whose[:60], table=table, count=count)
                for (whose, table), count in sorted(counts.items())
            ),
        ),
        code="bundle-others",
        hint=_("Nothing was merged. Ask {coder} how they came in, and for another copy.").format(
            coder=coder
        ),
    )


def _whose(table: str, row: Row) -> str:
    if table == "coders":
        return str(row["id"])
    return str(row.get("coder_id") or "")


def codings_by_coder(changes: Iterable[Change]) -> dict[str, int]:
    """How many codings are added, changed or removed, by the coder whose they are."""
    counts = Counter[str]()
    for change in changes:
        row = change.after if change.after is not None else change.before
        if change.table == "codings" and row is not None:
            counts[str(row["coder_id"])] += 1
    return dict(sorted(counts.items()))


def shared_steps(plan: MergePlan) -> tuple[str, ...]:
    """A sentence for each row that is everyone's and that the merge adds, changes or removes."""
    steps = []
    for change in plan.changes:
        if change.table not in _UNNAMED:
            steps.append(_step(change))
    return tuple(steps)


def _step(change: Change) -> str:
    name = row_id((change.table, change.key))
    before, after = change.before, change.after
    if before is None:
        return _("{row} is added").format(row=name)
    if after is None:
        return _("{row} is removed").format(row=name)
    retired = CodeStatus.RETIRED.value
    if change.table == "codes" and before["status"] != after["status"] == retired:
        return _("{row} is retired").format(row=name)
    columns = [column for column, value in after.items() if before.get(column) != value]
    return _("{row} is changed ({columns})").format(row=name, columns=", ".join(columns))


def by_coder_sentence(counts: Iterable[tuple[str, int]]) -> str:
    """How many codings are whose, such as "3 codings of coder-b, 1 of coder-c"."""
    parts: list[str] = []
    for coder, count in counts:
        text = (
            _("{count} of {coder}")
            if parts
            else ngettext("{count} coding of {coder}", "{count} codings of {coder}", count)
        )
        parts.append(text.format(count=count, coder=coder))
    return ", ".join(parts)
