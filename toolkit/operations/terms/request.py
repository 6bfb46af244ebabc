"""What a person asks of the terms of a project."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

from toolkit.domain.rounds import names_one_round
from toolkit.domain.transcript import Role
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.language.terms.occurrences import Kind
from toolkit.operations.answers.rule import refuse_both
from toolkit.operations.session import need_code, need_coder, need_round, need_source

if TYPE_CHECKING:
    from toolkit.operations.session import ProjectSession

SPEAKERS = ("experts", "all")
CODE, CASE, DIRECTION = "code", "case", "direction"
ATTRIBUTE = "attribute:"
"""Begins the name of an attribute that has the name of something else, such as `code`."""
Progress = Callable[[int, int], None]


class TermsQuestion(TypedDict, total=False):
    """Keyword arguments of every question on terms: the fields of `TermsRequest`."""

    code: str | None
    answers: str | None
    coder: str | None
    round_id: str | None
    sources: Sequence[str]
    kind: str
    language: str | None
    speakers: str
    progress: Progress | None


@dataclass(frozen=True, slots=True)
class TermsRequest:
    """Whose words count, and what a term is."""

    code: str | None = None
    """Only words in passages of this code and the codes below it."""
    answers: str | None = None
    """Whose codings count, as `parse_rule` reads it."""
    coder: str | None = None
    """One coder: the same as `answers` with that name."""
    round_id: str | None = None
    sources: Sequence[str] = ()
    """Empty: all but those that render another source in a second language."""
    kind: str = Kind.BOTH
    """`both`, `words` or `phrases`."""
    language: str | None = None
    """Only words in this language."""
    speakers: str = "experts"
    """`experts`, or `all` who speak."""
    progress: Progress | None = None
    """Told how many of the passages that were never analysed are done, and of how many."""

    @property
    def rule(self) -> str | None:
        """The rule that `answers` or `coder` names. Raises `UsageError` where both are given."""
        refuse_both(self.coder, self.answers)
        return self.answers if self.coder is None else self.coder

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles whose words count."""
        return tuple(Role) if self.speakers == "all" else (Role.EXPERT,)


def check(session: ProjectSession, request: TermsRequest) -> None:
    """Raise for names that the project does not have, and for values that mean nothing."""
    if request.kind not in list(Kind):
        raise _not_valid(_("kind of terms"), request.kind, list(Kind))
    if request.speakers not in SPEAKERS:
        raise _not_valid(_("choice of speakers"), request.speakers, SPEAKERS)
    if request.code is not None:
        need_code(session, request.code)
    if request.coder is not None and request.rule == request.coder:
        need_coder(session, request.coder)
    if names_one_round(request.round_id):
        need_round(session, request.round_id)
    for source_id in request.sources:
        need_source(session, source_id)


def _not_valid(noun: str, given: str, valid: Sequence[str]) -> UsageError:
    return UsageError(
        _("unknown {noun} {given!r}; valid: {valid}").format(
            noun=noun, given=given, valid=", ".join(valid)
        ),
        code="terms-choice",
    )
