"""`make demo`: build the example study and run the toolkit over it, one command at a time.

Every step is an ordinary `qct` command, printed before it runs, so that a newcomer can
repeat any of them. With a terminal it ends in the workspace, on the first interview.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OUTPUTS = ROOT / "outputs"

STEPS: tuple[tuple[str, ...], ...] = (
    ("init",),
    ("codebook", "check"),
    ("log", "--verify"),
    ("themes", "fit", "--out", "outputs/themes.csv"),
    ("directions", "propose", "--coder", "coder-a", "--out", "outputs/direction_proposals.csv"),
    ("suggest", "E01", "--uncoded", "--limit", "5", "--out", "outputs/suggestions.csv"),
    (
        "matrix",
        "codes-by-cases",
        "--out",
        "outputs/codes_by_cases.xlsx",
        "--out",
        "outputs/codes_by_cases.csv",
    ),
    (
        "matrix",
        "directions-by-cases",
        "--out",
        "outputs/directions_by_cases.xlsx",
        "--out",
        "outputs/directions_by_cases.csv",
    ),
    ("matrix", "codes-by-directions", "--out", "outputs/codes_by_directions.csv"),
    ("agree", "--round", "R1", "--out", "outputs/agreement.csv"),
)


def main() -> int:
    started = time.monotonic()
    for step in STEPS:
        print(f"$ qct {' '.join(step)}", flush=True)
        done = subprocess.run(
            [sys.executable, "-m", "toolkit", *step],
            cwd=ROOT,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
            check=False,
        )
        _show(done.stdout)
        if done.returncode != 0:
            print(f"qct {step[0]} ended with {done.returncode}", file=sys.stderr)
            return done.returncode
    print(f"\nDone in {time.monotonic() - started:.0f} s. Written to {OUTPUTS}:")
    for path in sorted(OUTPUTS.iterdir()):
        if path.name != "README.md":
            print(f"  {path.relative_to(ROOT)}  ({path.stat().st_size:,} bytes)")
    qct = f"{Path(sys.executable).parent.relative_to(ROOT)}/qct"
    print(f"\nCode yourself: {qct} code E01     Everything else: {qct} --help")
    if sys.stdin.isatty() and sys.stdout.isatty():
        os.execv(sys.executable, [sys.executable, "-m", "toolkit", "code", "E01"])
    return 0


def _show(text: str, most: int = 12) -> None:
    """The first lines of an answer; the files have all of it."""
    lines = text.splitlines()
    for line in lines[:most]:
        print(f"  {line[:110]}")
    if len(lines) > most:
        print(f"  ... {len(lines) - most} more lines")
    print(flush=True)


if __name__ == "__main__":
    sys.exit(main())
