"""The page of keystrokes is current, and the workspace needs fewer keys than other tools."""

from __future__ import annotations

from benchmarks import bench_keystrokes as bench


def test_every_task_takes_fewer_keys_than_elsewhere_and_the_page_says_so() -> None:
    page = bench.TARGET.read_text(encoding="utf-8")
    for task, keys in zip(bench.TASKS, bench.measured(), strict=True):
        assert all(count is None or keys < count for count in task.peers), task.name
        assert f"| {task.name} | **{keys}**: " in page, "run python -m benchmarks.bench_keystrokes"
    assert len(bench.TASKS) == 10
