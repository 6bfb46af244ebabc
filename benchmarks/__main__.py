"""Run every `bench_*.py` here, print a table and write outputs/bench.json.

With --quick every benchmark runs on a small case, without peers: it shows that all of them work,
so no budget is judged and no file is written.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from importlib import import_module
from pathlib import Path

from benchmarks.measure import QUICK_VARIABLE

HERE = Path(__file__).resolve().parent
TARGET = HERE.parent / "outputs" / "bench.json"
KEYS = ("name", "value", "unit", "budget", "peer", "peer_value", "ratio")


def main() -> int:
    names = sorted(path.stem.removeprefix("bench_") for path in HERE.glob("bench_*.py"))
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("only", nargs="*", choices=[[], *names], help="which; all by default")
    parser.add_argument("--quick", action="store_true", help="small cases, no peers, no budgets")
    arguments = parser.parse_args()
    if arguments.quick:
        os.environ[QUICK_VARIABLE] = "1"
    rows: list[dict[str, object]] = []
    for name in arguments.only or names:
        print(f"running bench_{name} ...", file=sys.stderr, flush=True)
        began = time.monotonic()
        # The module is imported here, since the sizes of its cases are fixed on import.
        for row in import_module(f"benchmarks.bench_{name}").rows():
            assert tuple(row) == KEYS, f"bench_{name}: {tuple(row)}"
            rows.append(row)
            _show(row, judged=not arguments.quick)
        print(f"bench_{name} took {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
    if arguments.quick:
        return 0
    TARGET.parent.mkdir(exist_ok=True)
    TARGET.write_text(json.dumps(rows, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"wrote {TARGET}", file=sys.stderr)
    over = [row["name"] for row in rows if _over(row)]
    if over:
        print(f"over budget: {', '.join(map(str, over))}", file=sys.stderr)
    return 1 if over else 0


def _over(row: dict[str, object]) -> bool:
    value, budget = row["value"], row["budget"]
    return isinstance(value, int | float) and isinstance(budget, int | float) and value > budget


def _show(row: dict[str, object], *, judged: bool) -> None:
    budget = f"budget {row['budget']}" if judged and row["budget"] is not None else ""
    peer = f"{row['peer']} {row['peer_value']} (x{row['ratio']})" if row["peer"] else ""
    print(f"{row['name']:<58} {row['value']:>10} {row['unit']:<5} {budget:<14} {peer}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
