"""Identifiers that are written in Korean: a stand-in until the rules are merged."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from toolkit.language.identifiers.candidate import Candidate
    from toolkit.language.protocol import Analysis


def find_korean(text: str, analyses: Analysis) -> list[Candidate]:  # noqa: ARG001
    """No candidates. To be replaced at the merge."""
    return []
