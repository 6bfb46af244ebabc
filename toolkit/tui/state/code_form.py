"""A code as the fields of a form, and the changes that a filled-in form asks for."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from toolkit.domain.codebook import Code, Codebook, DirectionLinks, Example
from toolkit.domain.ids import slug
from toolkit.errors import InputError
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

OTHER = "name.+"
"""The field for names in languages that the codebook does not have yet."""


@dataclass(frozen=True, slots=True)
class Field:
    name: str
    label: str
    text: str = ""
    rows: int = 1
    """Rows of the screen; one makes it a field of one line."""
    example: str = ""


def languages(book: Codebook, first: str) -> list[str]:
    """Every language used in the codebook, `first` at the front."""
    spoken = {
        language for code in book for texts in (code.name, code.definition) for language in texts
    }
    return [first, *sorted(spoken - {first})]


def name_fields(code: Code | None, spoken: Sequence[str]) -> list[Field]:
    names = code.name if code is not None else {}
    fields = [
        Field(
            f"name.{language}",
            _("Name ({language})").format(language=language),
            names.get(language, ""),
        )
        for language in spoken
    ]
    return [*fields, Field(OTHER, _("Name in another language"), example="fr=Confiance")]


def meaning_fields(code: Code, spoken: Sequence[str]) -> list[Field]:
    """Fields for everything that a code has besides its names and its place."""
    defined = [
        Field(
            f"definition.{language}",
            _("Definition ({language})").format(language=language),
            code.definition.get(language, ""),
            3,
        )
        for language in spoken
    ]
    return [
        *defined,
        Field("include", _("Include when (one per line)"), _lines(code.include), 3),
        Field("exclude", _("Exclude when (one per line)"), _lines(code.exclude), 3),
        Field("examples", _("Examples (one per line)"), _lines(_texts(code.examples)), 3),
        Field(
            "counter_examples",
            _("Counter-examples (one per line)"),
            _lines(_texts(code.counter_examples)),
            3,
        ),
        Field("color", _("Colour"), code.color, example="#3366aa"),
        Field("primary", _("Primary directions"), ", ".join(code.directions.primary)),
        Field("secondary", _("Secondary directions"), ", ".join(code.directions.secondary)),
    ]


def new_fields(parent: str | None, spoken: Sequence[str]) -> list[Field]:
    """Fields of a new code."""
    return [
        Field(
            "id", _("Short id (made from the name; cannot be changed later)"), example="trust-data"
        ),
        *name_fields(None, spoken),
        Field("parent", _("Parent (id of a code; leave empty for the top level)"), parent or ""),
        Field(
            f"definition.{spoken[0]}",
            _("Definition ({language})").format(language=spoken[0]),
            "",
            3,
        ),
    ]


def new_code_fields(name: str, book: Codebook, first: str, parent: str | None) -> list[Field]:
    """Fields of a code made while coding, with its name and an id made from it."""
    spoken = languages(book, first)
    named = language_of(name, spoken, first)
    spoken = [named, *(language for language in spoken if language != named)]
    names = name_fields(None, spoken)
    return [
        replace(names[0], text=name),
        Field(
            "id",
            _("Short id (made from the name; cannot be changed later)"),
            slug(name, book.by_id) if name else "",
            example=_("made from the name"),
        ),
        *names[1:],
        Field("parent", _("Parent (id of a code; leave empty for the top level)"), parent or ""),
        _definition(named),
    ]


def _definition(language: str) -> Field:
    label = _("Definition ({language})").format(language=language)
    return Field(f"definition.{language}", label, "", 3)


def language_of(text: str, spoken: Sequence[str], first: str) -> str:
    """The language of the codebook that a text is in, judged by its letters."""
    korean = any("가" <= char <= "힣" or "ㄱ" <= char <= "ㅣ" for char in text)
    if korean and "ko" in spoken:
        return "ko"
    if first == "ko" and text and not korean and "en" in spoken:
        return "en"
    return first


def read_names(code: Code | None, filled: Mapping[str, str]) -> dict[str, str]:
    """The names that are new or changed. Raises where one is emptied or has no language."""
    names = _changed("name", code.name if code is not None else {}, filled)
    language, equals, text = filled.get(OTHER, "").partition("=")
    if not equals and language.strip():
        raise InputError(
            _("{text!r} does not say its language").format(text=language.strip()),
            code="language-text",
            hint=_("Write the language before the name, e.g. fr=Confiance."),
        )
    if equals:
        names[language.strip()] = text.strip()
    return names


def read_meaning(code: Code, filled: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of `redefine_code` that the form asks for; none where nothing changed."""
    changes: dict[str, Any] = {}
    definition = _changed("definition", code.definition, filled)
    if definition:
        changes["definition"] = definition
    for name in ("include", "exclude"):
        was: tuple[str, ...] = getattr(code, name)
        known = {_line(item): item for item in was}
        now = tuple(known.get(line, line) for line in _split(filled[name]))
        if now != tuple(known.get(_line(item), item) for item in was if _line(item)):
            changes[name] = now
    for name in ("examples", "counter_examples"):
        had: tuple[Example, ...] = getattr(code, name)
        # An example knows where it stands in its source; a line left as it is keeps that.
        places = {_line(item.text): item for item in had}
        after = tuple(places.get(line, Example(line)) for line in _split(filled[name]))
        if after != tuple(places[_line(item.text)] for item in had if _line(item.text)):
            changes[name] = after
    if filled["color"].strip() != code.color:
        changes["color"] = filled["color"].strip()
    links = DirectionLinks(_listed(filled["primary"]), _listed(filled["secondary"]))
    if links != code.directions:
        changes["directions"] = links
    return changes


def read_new(filled: Mapping[str, str]) -> Code:
    """The code that the form of `new_fields` describes."""
    return Code(
        filled["id"].strip(),
        name=read_names(None, filled),
        definition=_changed("definition", {}, filled),
        parent=filled["parent"].strip() or None,
    )


def _changed(what: str, was: Mapping[str, str], filled: Mapping[str, str]) -> dict[str, str]:
    changes = {}
    for field, text in filled.items():
        kind, _, language = field.partition(".")
        if kind == what and field != OTHER and text.strip() != was.get(language, "").strip():
            changes[language] = text.strip()
    return changes


def _line(text: str) -> str:
    return " ".join(text.split())


def _lines(items: Iterable[str]) -> str:
    return "\n".join(line for item in items if (line := _line(item)))


def _texts(examples: Iterable[Example]) -> list[str]:
    return [example.text for example in examples]


def _split(text: str) -> list[str]:
    return [line for raw in text.split("\n") if (line := _line(raw))]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in text.split(",") if item.strip())
