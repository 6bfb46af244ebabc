"""Asking the person at the terminal before something that cannot be taken back."""

from __future__ import annotations

import sys

import click


def confirmed(question: str) -> bool:
    """Whether the person at the terminal says yes; False where there is no terminal."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    return click.confirm(question, err=True)
