"""`python -m toolkit` and the `qct` command."""

from __future__ import annotations

import os
import sys


def main() -> None:
    # Threads for matrix products cost more to start than any command here gains from them,
    # and collapse when several processes share the cores. It is read when numpy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    from toolkit.cli.diagnostics import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
