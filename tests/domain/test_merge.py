"""Merging rows can be repeated in any order, since it follows the laws that are tested here."""

from __future__ import annotations

from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from toolkit.domain.merge import (
    Merged,
    RowHistories,
    RowKey,
    State,
    combine,
    digest,
    keep_needed,
    merge,
    settle_twins,
    twins,
    without_twins,
)

KEYS = [("codings", (name,)) for name in "abcd"]
states = st.one_of(st.none(), st.builds(lambda v: {"id": "x", "value": v}, st.integers(0, 2)))
bases = st.fixed_dictionaries(dict.fromkeys(KEYS, states))
edits = st.lists(st.tuples(st.sampled_from(KEYS), states), max_size=6)

Rows = dict[RowKey, State]


def row_histories(base: Rows, steps: list[tuple[RowKey, State]]) -> dict[RowKey, list[State]]:
    histories: dict[RowKey, list[State]] = {}
    for key, state in steps:
        history = histories.setdefault(key, [base[key]])
        if history[-1] != state:
            history.append(state)
    return histories


def now(base: Rows, side: RowHistories, merged: Merged | None = None) -> Rows:
    return {**base, **{key: history[-1] for key, history in side.items()}} | (
        merged.changes if merged else {}
    )


def after(base: Rows, side: dict[RowKey, list[State]], merged: Merged) -> RowHistories:
    """The row_histories of our side with the merge as their last step."""
    result = {key: list(history) for key, history in side.items()}
    for key, state in merged.changes.items():
        result.setdefault(key, [base[key]]).append(state)
    return result


@given(bases, edits, edits)
def test_merging_twice_changes_nothing(base: Rows, a: Any, b: Any) -> None:
    ours, theirs = row_histories(base, a), row_histories(base, b)
    first = merge(ours, theirs)
    again = merge(after(base, ours, first), theirs)
    assert again.changes == {}
    assert {conflict.id for conflict in again.conflicts} == {
        conflict.id for conflict in first.conflicts
    }


@given(bases, edits, edits)
def test_both_sides_come_to_the_same_but_for_conflicts(base: Rows, a: Any, b: Any) -> None:
    ours, theirs = row_histories(base, a), row_histories(base, b)
    here, there = merge(ours, theirs), merge(theirs, ours)
    disputed = {(conflict.table, conflict.key) for conflict in here.conflicts}
    assert disputed == {(conflict.table, conflict.key) for conflict in there.conflicts}
    rows_here, rows_there = now(base, ours, here), now(base, theirs, there)
    assert all(rows_here[key] == rows_there[key] for key in base if key not in disputed)


@given(bases, edits, edits)
def test_meeting_again_after_a_merge_never_asks_what_was_settled(
    base: Rows, a: Any, b: Any
) -> None:
    """The other side merges ours after we merged theirs, and takes over all without a conflict."""
    ours, theirs = row_histories(base, a), row_histories(base, b)
    first = merge(ours, theirs)
    if first.conflicts:
        return
    back = merge(theirs, after(base, ours, first))
    assert back.conflicts == []
    assert now(base, theirs, back) == now(base, ours, first)


@given(bases, edits)
def test_an_untouched_side_takes_everything_and_adds_nothing(base: Rows, a: Any) -> None:
    side = row_histories(base, a)
    assert now(base, {}, merge({}, side)) == now(base, side)
    assert merge(side, {}).changes == {}


@given(st.lists(st.sets(st.integers(0, 9)), min_size=3, max_size=3))
def test_additions_are_associative(sets: list[set[int]]) -> None:
    def side(of: set[int]) -> dict[RowKey, list[State]]:
        return {("codings", (str(n),)): [None, {"id": str(n)}] for n in of}

    a, b, c = map(side, sets)
    left = {**a, **{k: [None, v] for k, v in merge(a, b).changes.items()}}
    right = {**b, **{k: [None, v] for k, v in merge(b, c).changes.items()}}
    left_first = {**left, **{k: [None, v] for k, v in merge(left, c).changes.items()}}
    right_first = {**a, **{k: [None, v] for k, v in merge(a, right).changes.items()}}
    assert left_first == right_first
    assert set(left_first) == set(a) | set(b) | set(c)


def row(**values: Any) -> dict[str, Any]:
    return {"id": "k", "name": "n", "created_at": "1", "position": 1, **values}


def test_the_same_row_changed_on_both_sides_is_for_people() -> None:
    key = ("codes", ("k",))
    sides = [row(), row(name="a")], [row(), row(name="b")]
    merged = merge({key: sides[0]}, {key: sides[1]})
    assert merged.changes == {}
    (conflict,) = merged.conflicts
    assert (conflict.id, conflict.why) == ("codes/k", "changed on both sides")
    assert (conflict.base, conflict.ours, conflict.theirs) == (row(), row(name="a"), row(name="b"))
    settled = merge(
        {key: sides[0]}, {key: sides[1]}, {"codes/k": frozenset({digest(row(name="b"))})}
    )
    assert settled == Merged({}, [])
    back = merge(
        {key: sides[1]}, {key: sides[0]}, {}, {"codes/k": frozenset({digest(row(name="b"))})}
    )
    assert back.changes == {key: row(name="a")}


def test_two_fields_of_one_thing_are_not_mixed_unseen() -> None:
    base = row(color="red")
    assert combine("codes", base, row(color="red", name="a"), row(color="blue")) is None


def test_bookkeeping_is_no_disagreement() -> None:
    row_here, row_there = row(created_at="2", position=5), row(created_at="1", position=7)
    assert combine("codes", None, row_here, row_there) == row(created_at="1", position=5)
    assert combine("coverage", None, {"progress": "working"}, {"progress": "submitted"}) == {
        "progress": "submitted"
    }
    older, newer = row(score=0.5), row(score=0.4, created_at="2")
    assert combine("suggestions", None, older, newer) == newer


def test_a_removal_is_a_removal_and_not_a_missing_addition() -> None:
    key, there = ("codings", ("k",)), row()
    assert merge({key: [there, None]}, {}).changes == {}
    assert merge({}, {key: [there, None]}).changes == {key: None}
    # The other side had taken the row over from ours and has removed it since.
    assert merge({key: [None, there]}, {key: [None, there, None]}).changes == {key: None}
    assert merge({key: [None, there, None]}, {key: [None, there]}).changes == {}
    (conflict,) = merge({key: [there, None]}, {key: [there, row(name="b")]}).conflicts
    assert conflict.why == "removed here, changed there"


def test_what_is_still_used_is_kept() -> None:
    code: RowKey = ("codes", ("k",))
    used: RowKey = ("codings", ("c",))

    def references(table: str, state: Any) -> list[RowKey]:
        return [code] if table == "codings" else []

    coding = {"id": "c", "code_id": "k"}
    removed, adds = {code: [row(), None]}, {used: [None, coding]}
    here = merge(removed, adds)
    keep_needed(here, removed, adds, references)
    assert here.changes == {used: coding, code: row()}
    there = merge(adds, removed)
    keep_needed(there, adds, removed, references)
    assert there.changes == {}


def test_the_same_thing_done_on_both_sides_is_kept_once() -> None:
    def coding(name: str) -> dict[str, Any]:
        return {"id": name, "at": 1}

    def memo(on: str) -> dict[str, Any]:
        return {"id": f"m{on}", "target_id": on}

    def side(name: str) -> RowHistories:
        return {
            ("codings", (name,)): [None, coding(name)],
            ("memos", (f"m{name}",)): [None, memo(name)],
        }

    for our_id, their_id in (("1", "2"), ("2", "1")):
        ours, theirs = side(our_id), side(their_id)
        dropped = twins(ours, theirs, {"codings": ("at",)})
        assert dropped == {("codings", ("2",)): ("codings", ("1",))}
        merged = merge(without_twins(ours, dropped), without_twins(theirs, dropped))
        settle_twins(merged, ours, dropped)
        result = {key: state for key, state in now({}, ours, merged).items() if state is not None}
        assert result == {
            ("codings", ("1",)): coding("1"),
            ("memos", ("m1",)): {"id": "m1", "target_id": "1"},
            ("memos", ("m2",)): {"id": "m2", "target_id": "1"},
        }


def test_hashes_of_what_was_removed_on_both_sides_are_all_kept() -> None:
    ours = {"source_id": "E01", "texts": '["a","b"]', "erased_at": "2026-01-02"}
    theirs = {"source_id": "E01", "texts": '["b","c"]', "erased_at": "2026-01-01"}
    for base in (None, {**ours, "texts": '["b"]', "erased_at": "2025-12-01"}):
        assert combine("erasures", base, ours, theirs) == {
            "source_id": "E01",
            "texts": '["a","b","c"]',
            "erased_at": "2026-01-02",
        }
    assert combine("codes", None, ours, theirs) is None
