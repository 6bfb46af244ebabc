"""`python -m toolkit` and the `qct` command."""

from __future__ import annotations

import sys


def main() -> None:
    from toolkit.cli.diagnostics import run

    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
