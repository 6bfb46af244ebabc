"""Qualitative Coding Toolkit: code expert interviews, locally, with a record of every step."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.errors import QctError
    from toolkit.project import Project
    from toolkit.version import __version__

__all__ = ["Project", "QctError", "__version__"]

_LAZY = {
    "Project": "toolkit.project",
    "QctError": "toolkit.errors",
    "__version__": "toolkit.version",
}


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        from importlib import import_module

        return getattr(import_module(_LAZY[name]), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
