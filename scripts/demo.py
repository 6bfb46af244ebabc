"""`make demo`: build the example study and run the toolkit over it, one command at a time.

Every step is an ordinary `qct` command, printed before it runs, so that a newcomer can
repeat any of them. With a terminal it ends in the workspace, on the first interview.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUTS = ROOT / "outputs"
QCT = (sys.executable, "-m", "toolkit")
SHOWN_LINES = 12

OPEN_ROUND = "round open try-out --mode assisted"
STEPS = (
    "init",
    "codebook check",
    "log --verify",
    "themes fit --out outputs/themes.csv",
    "directions propose --segments-of coder-a --sources E01,E02,E03 "
    "--out outputs/direction_proposals.csv",
    OPEN_ROUND,
    "suggest E01 --round try-out --limit 5 --out outputs/suggestions.csv",
    "matrix codes-by-cases --out outputs/codes_by_cases.xlsx --out outputs/codes_by_cases.csv",
    "matrix directions-by-cases "
    "--out outputs/directions_by_cases.xlsx --out outputs/directions_by_cases.csv",
    "matrix codes-by-directions --out outputs/codes_by_directions.csv",
    "agree --round R1 --out outputs/agreement.csv",
)


def main() -> int:
    started = time.monotonic()
    for step in STEPS:
        if step == OPEN_ROUND and _has_round("try-out"):
            continue
        print(f"$ qct {step}", flush=True)
        done = _qct(step)
        _show(done.stdout)
        if done.returncode != 0:
            print(f"qct {step} ended with {done.returncode}", file=sys.stderr)
            return done.returncode
    print(f"Done in {time.monotonic() - started:.0f} s. In {OUTPUTS}:")
    for path in sorted(OUTPUTS.iterdir()):
        if path.name != "README.md":
            print(f"  {path.relative_to(ROOT)}  ({path.stat().st_size:,} bytes)")
    qct = Path(sys.executable).with_name("qct")
    shown = qct.relative_to(ROOT) if qct.is_relative_to(ROOT) else qct
    print(f"\nCode yourself: {shown} code E01\nEverything else: {shown} --help")
    if sys.stdin.isatty() and sys.stdout.isatty():
        os.chdir(ROOT)
        os.execv(sys.executable, [*QCT, "code", "E01"])
    return 0


def _qct(step: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*QCT, *step.split()], cwd=ROOT, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )


def _has_round(name: str) -> bool:
    rounds = json.loads(_qct("round list --format json").stdout or "[]")
    return any(known_round["round"] == name for known_round in rounds)


def _show(text: str) -> None:
    """Print the first lines of an answer; the files have all of it."""
    lines = text.splitlines()
    for line in lines[:SHOWN_LINES]:
        print(f"  {line[:110]}")
    if len(lines) > SHOWN_LINES:
        print(f"  ... {len(lines) - SHOWN_LINES} more lines")
    print(flush=True)


if __name__ == "__main__":
    sys.exit(main())
