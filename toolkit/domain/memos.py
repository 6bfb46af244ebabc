"""Memos, the notes of coders."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class MemoTarget(StrEnum):
    """What a memo is about."""

    PROJECT = "project"
    SOURCE = "source"
    CODE = "code"
    CODING = "coding"
    CASE = "case"


@dataclass(frozen=True, slots=True)
class Memo:
    """A note of a coder about the project, a source, a code, a coding or a case."""

    id: str
    target: MemoTarget
    target_id: str
    coder_id: str
    text: str
    created_at: str = ""
    updated_at: str = ""
