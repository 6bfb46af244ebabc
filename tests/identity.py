"""Acting as somebody in a test: the person at the keyboard is whom QCT_CODER names."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def identity(name: str) -> Iterator[None]:
    """Let this person be at the keyboard inside the block."""
    before = os.environ.get("QCT_CODER")
    os.environ["QCT_CODER"] = name
    try:
        yield
    finally:
        if before is None:
            del os.environ["QCT_CODER"]
        else:
            os.environ["QCT_CODER"] = before
