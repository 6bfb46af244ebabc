"""What a suggester is asked, and what it answers; docs/suggesters.md has an example.

A suggester is an object with a `name`, a `version`, a `prompt` (the text that it gives to its
model, without the passage) and a method `suggest(question)`, which returns the codes that it
offers, the best first: each a code id, or a pair of a code id and a number from 0 to 1.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, runtime_checkable

from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

GROUP = "qct.suggesters"
"""The entry point group in which a package names its suggesters."""


@dataclass(frozen=True, slots=True)
class OfferedCode:
    """A code that can be suggested."""

    id: str
    family: str
    """Id of its family; empty for none."""
    name: str
    definition: str
    include: tuple[str, ...]
    exclude: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CodedText:
    """A passage of another interview that a person gave a code."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class Question:
    """What a suggester is asked: which of the codes fit the passage."""

    passage: str
    language: str
    """Language of the source, such as `en` or `ko`."""
    codes: tuple[OfferedCode, ...]
    examples: tuple[CodedText, ...]


Offer: TypeAlias = "str | tuple[str, float]"


@runtime_checkable
class Suggester(Protocol):
    """What a package provides under the entry point group `qct.suggesters`."""

    name: str
    version: str
    prompt: str

    def suggest(self, question: Question) -> Iterable[Offer]:
        """The codes that fit the passage, the best first."""
        ...


@dataclass(frozen=True, slots=True)
class Answered:
    """What a suggester said about several passages."""

    name: str
    version: str
    prompt_sha256: str
    offers: tuple[tuple[tuple[str, float], ...], ...]
    """For each passage code ids with their numbers, the best first; 0.0 where it gave none."""

    @property
    def id(self) -> str:
        """What is stored as the model of a suggestion: name, version and hash of the prompt."""
        return f"suggester:{self.name} {self.version} prompt:{self.prompt_sha256}"


def question_plain(question: Question) -> dict[str, Any]:
    """The question as lists, dictionaries and texts, ready for JSON."""
    return {
        "passage": question.passage,
        "language": question.language,
        "codes": [
            {
                "id": code.id,
                "family": code.family,
                "name": code.name,
                "definition": code.definition,
                "include": list(code.include),
                "exclude": list(code.exclude),
            }
            for code in question.codes
        ],
        "examples": [{"code": each.code, "text": each.text} for each in question.examples],
    }


def question_from(plain: Mapping[str, Any]) -> Question:
    """The question that `question_plain` wrote."""
    return Question(
        plain["passage"],
        plain["language"],
        tuple(
            OfferedCode(
                **{**code, "include": tuple(code["include"]), "exclude": tuple(code["exclude"])}
            )
            for code in plain["codes"]
        ),
        tuple(CodedText(**each) for each in plain["examples"]),
    )


def checked_offers(given: Any, codes: Sequence[str]) -> tuple[tuple[str, float], ...]:
    """The offers for a passage. Raises `ValueError` for what is none, naming what is wrong."""
    if not isinstance(given, list):
        raise ValueError(
            _("it answered with {kind}, not with a list of codes").format(kind=type(given).__name__)
        )
    offers: dict[str, float] = {}
    for each in given:
        code, number = each if isinstance(each, list) and len(each) == 2 else (each, 0.0)
        if not isinstance(code, str) or code not in codes:
            raise ValueError(
                _("it offers {code}, which is none of the codes that it was given").format(
                    code=repr(str(code)[:60])
                )
            )
        if isinstance(number, bool) or not isinstance(number, int | float) or not 0 <= number <= 1:
            raise ValueError(
                _("it gives {code} a number that is not from 0 to 1").format(code=code)
            )
        offers.setdefault(code, float(number))
    return tuple(offers.items())
