"""`python -m toolkit` and the `qct` command."""

from __future__ import annotations

import io
import os
import sys


def main() -> None:
    # Threads for matrix products cost more to start than any command here gains from them,
    # and collapse when several processes share the cores. It is read when numpy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    if isinstance(sys.stdout, io.TextIOWrapper):
        # The path of a folder need not be UTF-8.
        sys.stdout.reconfigure(errors="backslashreplace")
    from toolkit.cli.diagnostics import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
