"""What a person asks to compare, and the answers ready to be compared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from toolkit.agreement.spans import CodedSpan, SourceFrame
from toolkit.agreement.table.cover import CoverTables, cover_tables
from toolkit.domain.spans import Span
from toolkit.operations.agreement.units import Segments

UNITS = ("character", "token", "sentence", "turn", "segment", "source")
LEVELS = ("codes", "parents", "directions")
SEGMENT = "segment"
"""Unit of directions: a mapped segment. Of codes: a given one, else what someone coded."""


@dataclass(frozen=True, slots=True)
class AgreementRequest:
    """What a person asked to compare."""

    coders: Sequence[str] = ()
    """Empty: everyone with an answer in scope."""
    codes: Sequence[str] = ()
    """Empty: all used. At the level of parents or directions, ids of those."""
    sources: Sequence[str] = ()
    """Empty: all."""
    round_id: str | None = None
    """None: every round but consensus and open blind ones."""
    unit: str = "character"
    whole_text: bool = False
    """The interviewer's words too."""
    independent_only: bool = True
    """Without answers given after a suggestion was seen."""
    level: str = "codes"
    segments: Segments | str | None = None
    """Units fixed before coding: themselves, `coder:NAME` or a file; sources without any are
    left out. None: with the unit `segment`, the passages that someone in scope coded."""

    def __post_init__(self) -> None:
        for name in ("coders", "codes", "sources"):
            # Naming one twice asks for nothing more.
            object.__setattr__(self, name, tuple(dict.fromkeys(getattr(self, name))))


@dataclass(frozen=True, slots=True)
class Scope:
    """Answers ready to compare, with what was left out on the way."""

    wanted: AgreementRequest
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    frames: tuple[SourceFrame, ...]
    spans: tuple[CodedSpan, ...]
    unit: str
    codebook_versions: tuple[int, ...]
    """Versions that the answers were given under, or the current one for directions."""
    dates: Mapping[str, str]
    """By source, the day of the last answer there, ISO 8601."""
    notes: tuple[str, ...] = ()
    """What was left out or put together."""
    segments: str = ""
    """Where units that are segments of a text come from, for people."""
    outside: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    """Passages that a coder decided on with a suggestion in view; no answer, and out of frame."""

    @property
    def of_directions(self) -> bool:
        return self.wanted.level == "directions"

    def tables(self, codes: Sequence[str] | None = None) -> CoverTables:
        return cover_tables(self.frames, self.spans, self.coders, codes or self.codes, self.unit)

    def characters(self) -> CoverTables:
        """The same by characters, whatever the unit."""
        return cover_tables(self.frames, self.spans, self.coders, self.codes)

    def only(self, source_ids: Iterable[str]) -> Scope:
        """The same on some of the sources."""
        kept = set(source_ids)
        return replace(
            self,
            frames=tuple(frame for frame in self.frames if frame.source_id in kept),
            spans=tuple(span for span in self.spans if span.source_id in kept),
        )

    def between(self, coders: Sequence[str]) -> Scope:
        """The same with some of the coders."""
        return replace(
            self,
            coders=tuple(coders),
            spans=tuple(span for span in self.spans if span.coder in coders),
        )

    def shared(self, coders: Sequence[str] = ()) -> list[str]:
        """Sources that all of `coders` worked on, or any two of the scope's coders."""
        present = set(coders or self.coders)
        least = len(present) if coders else 2
        return [f.source_id for f in self.frames if len(f.coverage & present) >= least]
