"""Rules that say whose answers a figure rests on, where several people read the same text."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from toolkit.errors import UsageError
from toolkit.i18n import _


class Combination(StrEnum):
    """What becomes of several coders' answers on a source."""

    FIRST = "first"
    """Those of the first coder in a list who has finished the source."""
    UNION = "union"
    """What any coder has."""
    INTERSECTION = "intersection"
    """What all coders who have finished the source have."""
    EACH = "each"
    """Every coder's own, side by side."""


OVER_ALL = (Combination.UNION, Combination.INTERSECTION, Combination.EACH)
"""Combinations that are named by their word and need no list."""


@dataclass(frozen=True, slots=True)
class AnswersRule:
    """Whose answers count."""

    combination: Combination
    coders: tuple[str, ...] = ()
    """For `first`, the coders in the order in which they are asked for; else those whose
    answers are combined, or empty for all but the consensus."""

    def __str__(self) -> str:
        names = ",".join(self.coders)
        if self.combination is Combination.FIRST:
            return names
        return f"{self.combination.value}:{names}" if names else self.combination.value


def parse_rule(text: str) -> AnswersRule:
    """The rule that a text names.

    `coder-a` is one coder; `consensus,coder-a` the first of the list who has finished the
    source; `union`, `intersection` and `each` combine all coders, or those named after a colon,
    as in `union:coder-a,coder-b`. Raises `UsageError` for a text that names nobody.
    """
    word, colon, rest = text.partition(":")
    named = text
    combination = Combination.FIRST
    if word.strip() in OVER_ALL:
        combination, named = Combination(word.strip()), rest
    coders = tuple(dict.fromkeys(name.strip() for name in named.split(",") if name.strip()))
    if not coders and (combination is Combination.FIRST or colon):
        raise UsageError(
            _("{text!r} names nobody whose answers could count").format(text=text),
            code="answers-empty",
            hint=_(
                "Name a coder, several in their order (consensus,coder-a), or union, "
                "intersection or each."
            ),
        )
    return AnswersRule(combination, coders)


def refuse_both(coder: str | None, answers: str | None) -> None:
    """Raise `UsageError` where both a coder and a rule of answers are given."""
    if coder is None or answers is None:
        return
    raise UsageError(
        _("a coder and a rule of answers are both given: {coder} and {answers}").format(
            coder=coder, answers=answers
        ),
        code="coder-and-answers",
        hint=_("Give --coder {coder} or --answers {answers}, not both.").format(
            coder=coder, answers=answers
        ),
    )
