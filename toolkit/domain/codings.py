"""Codings, and the coders who make them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from toolkit.domain.spans import Span

MANUAL = "manual"
"""Origin of a coding made without a suggestion."""
SEARCH = "search"
"""Origin of a coding of a passage that the coder kept among the hits of a search pattern."""

QUEUE = "queue"
"""Origin of a coding of a passage that the coder kept from a queue that no model filled."""
MISSED = "missed"
"""Origin of a coding of a passage that a model found to resemble the examples of a code."""
WITHOUT_MODEL = (MANUAL, SEARCH, QUEUE)
"""Origins of codings that were made without a model and without a view of others' work."""


class Mode(StrEnum):
    """What coders see of others' work and of suggestions before they decide."""

    BLIND = "blind"
    """Neither others' codings nor suggestions, until the round is closed."""
    COMMIT_THEN_REVEAL = "commit-then-reveal"
    """Suggestions after the coder's own answer. People read and write this mode as `open`."""
    ASSISTED = "assisted"
    """Suggestions at any time."""


@dataclass(frozen=True, slots=True)
class Coder:
    """A person who codes."""

    id: str
    name: str = ""


@dataclass(frozen=True, slots=True)
class Coding:
    """A code applied by a coder to a span of a source."""

    id: str
    source_id: str
    span: Span
    code_id: str
    coder_id: str
    round_id: str
    mode: Mode = Mode.COMMIT_THEN_REVEAL
    codebook_version: int = 1
    created_at: str = ""
    """ISO 8601 in UTC."""
    origin: str = MANUAL
    """`manual`, `search`, `queue`, `missed`, or `suggested:<suggestion id>`; it never changes."""
    discuss: bool = False
    """Whether its coder flagged it for discussion."""

    @property
    def independent(self) -> bool:
        """Whether the coder decided before seeing any suggestion.

        A search shows where words stand, and a queue of sentences, turns or given places shows
        what there is; neither shows anything of models or of other coders.
        """
        return self.origin in WITHOUT_MODEL and self.mode is not Mode.ASSISTED
