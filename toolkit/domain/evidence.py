"""Evidence: why a code was suggested for a passage.

Evidence refers to passages by source and span. The words of a passage stay in its source;
`quote` is filled in for showing only and is never stored.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from toolkit.domain.spans import Span

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class CodedPassage:
    """A passage that a person coded, compared with the passage that needs a code."""

    source_id: str
    span: Span
    code_id: str
    coder_id: str
    similarity: float
    """Cosine of the two passages, rounded to four decimals."""
    quote: str = ""
    """The first words of the passage, for showing; empty in the store."""

    def quoting(self, quote: str) -> CodedPassage:
        """The same passage with words to show."""
        return replace(self, quote=quote)


@dataclass(frozen=True, slots=True)
class ScoreParts:
    """The parts of a score, each before its weight."""

    prototype: float
    lexical: float
    recency: float
    exclusion: float = 0.0
    """Stored by earlier versions only."""
    learned: float = 0.0


@dataclass(frozen=True, slots=True)
class TrainingSupport:
    """How many coded passages of a code the scorer learned from."""

    examples: int
    sources: int
    """Number of sources that the examples come from."""


@dataclass(frozen=True, slots=True)
class PastAnswers:
    """How often first candidates of the same verdict were right in earlier interviews."""

    right: int
    answers: int


@dataclass(frozen=True, slots=True)
class Evidence:
    """What speaks for a suggested code and what holds its verdict back."""

    examples: tuple[CodedPassage, ...] = ()
    """The most similar passages with the suggested code, best first, one a source at most."""
    near_miss: CodedPassage | None = None
    """The most similar passage to which people gave other codes."""
    terms: tuple[str, ...] = ()
    """Terms that the passage shares with the code's passages and definition, best first."""
    new_code: bool = False
    """Whether no code is as similar as codes usually are, so that a new one may be needed."""
    reason: str = ""
    """Why the verdict is not stronger; empty where nothing holds it back."""
    parts: ScoreParts | None = None
    support: TrainingSupport | None = None
    family: str = ""
    """Id of the family that the code competes in; empty for codes without a family."""
    past: PastAnswers | None = None
    """None for second and third candidates, and while there are too few answers."""
    unread: int = 0
    """Coded passages that were not compared yet, so that the answer is preliminary."""


def evidence_plain(evidence: Evidence) -> dict[str, Any]:
    """The evidence as lists, dictionaries and numbers, ready for JSON and without quotes."""
    plain: dict[str, Any] = {
        "examples": [_passage_plain(passage) for passage in evidence.examples],
        "near_miss": _passage_plain(evidence.near_miss) if evidence.near_miss else None,
        "terms": list(evidence.terms),
        "new_code": evidence.new_code,
        "reason": evidence.reason,
    }
    if evidence.parts is not None:
        plain["parts"] = asdict(evidence.parts)
        if not evidence.parts.learned:
            # As earlier versions wrote it.
            del plain["parts"]["learned"]
    if evidence.support is not None:
        plain["learnt"] = asdict(evidence.support)
    if evidence.family:
        plain["family"] = evidence.family
    if evidence.past is not None:
        plain["past"] = asdict(evidence.past)
    if evidence.unread:
        plain["unread"] = evidence.unread
    return plain if evidence != Evidence() else {}


def evidence_from_plain(plain: Mapping[str, Any]) -> Evidence:
    """The evidence that `evidence_plain` wrote; missing fields are empty."""
    near_miss, parts, support, past = (
        plain.get(key) for key in ("near_miss", "parts", "learnt", "past")
    )
    return Evidence(
        examples=tuple(_passage(passage) for passage in plain.get("examples", ())),
        near_miss=_passage(near_miss) if near_miss else None,
        terms=tuple(plain.get("terms", ())),
        new_code=bool(plain.get("new_code", False)),
        reason=str(plain.get("reason", "")),
        parts=ScoreParts(**parts) if parts else None,
        support=TrainingSupport(**support) if support else None,
        family=str(plain.get("family", "")),
        past=PastAnswers(**past) if past else None,
        unread=int(plain.get("unread", 0)),
    )


def _passage_plain(passage: CodedPassage) -> dict[str, object]:
    return {
        "source": passage.source_id,
        "start": passage.span.start,
        "end": passage.span.end,
        "code": passage.code_id,
        "coder": passage.coder_id,
        "similarity": passage.similarity,
    }


def _passage(plain: Mapping[str, Any]) -> CodedPassage:
    return CodedPassage(
        source_id=plain["source"],
        span=Span(plain["start"], plain["end"]),
        code_id=plain["code"],
        coder_id=plain["coder"],
        similarity=plain["similarity"],
    )
