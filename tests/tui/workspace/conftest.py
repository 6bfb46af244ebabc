"""Fixtures that several files of tests of the workspace share."""

from __future__ import annotations

from tests.tui.workspace.disputed import disputed

__all__ = ["disputed"]
