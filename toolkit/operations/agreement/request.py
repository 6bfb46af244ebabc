"""What a person asks to compare, and the answers ready to be compared."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypedDict, TypeVar, cast

from toolkit.agreement.spans import CodedSpan, SourceFrame
from toolkit.agreement.table.cover import CoverTables, cover_tables
from toolkit.domain.codings import Coding
from toolkit.domain.directions import DirectionMapping
from toolkit.domain.spans import Span
from toolkit.domain.transcript import Role
from toolkit.operations.agreement.accounted import Accounted
from toolkit.operations.agreement.units import Segments

UNITS = ("character", "token", "sentence", "turn", "segment", "source")
LEVELS = ("codes", "parents", "directions")
SEGMENT = "segment"
"""Unit of directions: a mapped segment. Of codes: a given segment, else what someone coded."""
RESAMPLES = 2000


class AgreementQuestion(TypedDict, total=False):
    """Keyword arguments that choose the answers to compare: the fields of `AgreementRequest`."""

    coders: Sequence[str]
    codes: Sequence[str]
    exactly: bool
    sources: Sequence[str]
    round_id: str | None
    unit: str
    whole_text: bool
    independent_only: bool
    include_unfinished: bool
    level: str
    segments: Segments | str | None


@dataclass(frozen=True, slots=True)
class AgreementRequest:
    """The answers that a person asked to compare."""

    coders: Sequence[str] = ()
    """Empty: everyone with an answer in scope."""
    codes: Sequence[str] = ()
    """Empty: all used. A code stands for itself and all codes below it. At the level of parents
    or directions, ids of those."""
    exactly: bool = False
    """Named codes stand for themselves alone, without the codes below them."""
    sources: Sequence[str] = ()
    """Empty: all."""
    round_id: str | None = None
    """A round, or `all` to put rounds together. None: of the rounds in which two coders have
    finished a source, the one that was closed last, else the one that was opened last."""
    unit: str = "character"
    whole_text: bool = False
    """The interviewer's words too."""
    independent_only: bool = True
    """Without answers given after a suggestion was seen."""
    include_unfinished: bool = False
    """Also the sources that a coder has not finished; what is left to read there counts as
    uncoded."""
    level: str = "codes"
    segments: Segments | str | None = None
    """Units fixed before coding: themselves, `coder:NAME` or a file; sources without any are
    left out. None: with the unit `segment`, the passages that someone in scope coded."""

    def __post_init__(self) -> None:
        for name in ("coders", "codes", "sources"):
            # Naming the same twice asks for nothing more.
            object.__setattr__(self, name, tuple(dict.fromkeys(getattr(self, name))))


class IntervalKeywords(TypedDict, total=False):
    """Keyword arguments for intervals: the fields of `IntervalOptions`."""

    method: str
    resamples: int
    seed: int


class TableKeywords(IntervalKeywords, total=False):
    """Keyword arguments for the agreement table: the fields of `TableOptions`."""

    by: str | None
    domains: Sequence[str]
    coefficients: Sequence[str]
    intervals: bool


class FigureQuestion(AgreementQuestion, IntervalKeywords, total=False):
    """Keyword arguments of a figure with intervals."""


class TableQuestion(AgreementQuestion, TableKeywords, total=False):
    """Keyword arguments of the agreement table."""


@dataclass(frozen=True, slots=True)
class IntervalOptions:
    """How intervals are computed."""

    method: str = "auto"
    resamples: int = RESAMPLES
    seed: int = 0


@dataclass(frozen=True, slots=True)
class TableOptions(IntervalOptions):
    """What the agreement table shows beyond the plain coefficients."""

    by: str | None = None
    """round or source: everything once for each."""
    domains: Sequence[str] = ()
    """Codes that stand for themselves and all below them, or `top`."""
    coefficients: Sequence[str] = ()
    """Names in `optional_coefficients.COLUMNS`."""
    intervals: bool = False


Options = TypeVar("Options")


def split(
    question: AgreementQuestion, kind: Callable[..., Options]
) -> tuple[AgreementRequest, Options]:
    """The request among the keyword arguments of a figure, and the options in the rest.

    Raises `TypeError` for a name that neither of the two has.
    """
    names = AgreementRequest.__dataclass_fields__
    request = {name: value for name, value in question.items() if name in names}
    rest = {name: value for name, value in question.items() if name not in names}
    return AgreementRequest(**cast("AgreementQuestion", request)), kind(**rest)


@dataclass(frozen=True, slots=True)
class Scope:
    """Answers ready to compare, with what was left out on the way."""

    request: AgreementRequest
    coders: tuple[str, ...]
    codes: tuple[str, ...]
    frames: tuple[SourceFrame, ...]
    spans: tuple[CodedSpan, ...]
    unit: str
    codebook_versions: tuple[int, ...]
    """Versions that the answers were given under; none for directions, which have a scheme."""
    dates: Mapping[str, str]
    """By source, the day of the last answer there, ISO 8601."""
    notes: tuple[str, ...] = ()
    """What was left out or put together."""
    segments: str = ""
    """Where units that are segments of a text come from, for people."""
    outside: Mapping[str, Sequence[Span]] = field(default_factory=dict)
    """Passages that a coder decided on with a suggestion in view: no answer, and out of frame."""
    answers: tuple[Coding, ...] = ()
    """The codings in scope, those made after a suggestion was seen too; none for directions."""
    mappings: tuple[DirectionMapping, ...] = ()
    """The mappings in scope; none for codes."""
    unfinished: int = 0
    """How many pairs of coder and source are left out, since the coder has not finished there."""
    roles_outside: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    """By source, the roles whose words are outside the frame; none for directions."""
    places: Mapping[str, tuple[str, Sequence[tuple[int, int]]]] = field(default_factory=dict)
    """By frame of directions, the source and the mapped segments that its units stand for."""
    accounted: Accounted = field(default_factory=Accounted)
    """Every answer of the sources in scope: counted, or left out with the reason."""

    @property
    def of_directions(self) -> bool:
        return self.request.level == "directions"

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

    def shared(self, coders: Sequence[str] = ()) -> list[str]:
        """Sources that all of `coders` worked on, or any two of the scope's coders."""
        present = set(coders or self.coders)
        least = len(present) if coders else 2
        return [frame.source_id for frame in self.frames if len(frame.coverage & present) >= least]
