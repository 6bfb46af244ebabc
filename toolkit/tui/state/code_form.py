"""A code as the fields of a form, and what a filled-in form asks for. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from toolkit.domain.codebook import Code, Codebook, DirectionLinks, Example
from toolkit.domain.ids import slug
from toolkit.errors import InputError

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
    """Every language that the codebook speaks, `first` at the front."""
    spoken = {one for code in book for texts in (code.name, code.definition) for one in texts}
    return [first, *sorted(spoken - {first})]


def name_fields(code: Code | None, spoken: Sequence[str]) -> list[Field]:
    names = code.name if code is not None else {}
    found = [Field(f"name.{one}", f"Name ({one})", names.get(one, "")) for one in spoken]
    return [*found, Field(OTHER, "Name in another language", example="fr=Confiance")]


def meaning_fields(code: Code, spoken: Sequence[str]) -> list[Field]:
    """What a coder goes by, and what else a code has besides its names and its place."""
    defined = [
        Field(f"definition.{one}", f"Definition ({one})", code.definition.get(one, ""), 3)
        for one in spoken
    ]
    return [
        *defined,
        Field("include", "Include when (one a line)", _lines(code.include), 3),
        Field("exclude", "Exclude when (one a line)", _lines(code.exclude), 3),
        Field("examples", "Examples (one a line)", _lines(_texts(code.examples)), 3),
        Field(
            "counter_examples", "Not this (one a line)", _lines(_texts(code.counter_examples)), 3
        ),
        Field("color", "Colour", code.color, example="#3366aa"),
        Field("primary", "Primary directions", ", ".join(code.directions.primary)),
        Field("secondary", "Secondary directions", ", ".join(code.directions.secondary)),
    ]


def new_fields(parent: str | None, spoken: Sequence[str]) -> list[Field]:
    """For a code that is not there yet."""
    return [
        Field("id", "Id (letters, digits, - _ .; never changes)", example="trust-data"),
        *name_fields(None, spoken),
        Field("parent", "Under (id of a code; empty: at the top)", parent or ""),
        Field(f"definition.{spoken[0]}", f"Definition ({spoken[0]})", "", 3),
    ]


def coined_fields(name: str, book: Codebook, first: str, parent: str | None) -> list[Field]:
    """For a code made while coding: its name is there already, and its id with it."""
    spoken = languages(book, first)
    named = language_of(name, spoken, first)
    spoken = [named, *(one for one in spoken if one != named)]
    names = name_fields(None, spoken)
    return [
        replace(names[0], text=name),
        Field("id", "Id (letters, digits, - _ .; never changes)", slug(name, book.by_id) if name
              else "", example="made of the name"),
        *names[1:],
        Field("parent", "Under (id of a code; empty: at the top)", parent or ""),
        Field(f"definition.{named}", f"Definition ({named})", "", 3),
    ]  # fmt: skip


def language_of(text: str, spoken: Sequence[str], first: str) -> str:
    """In which of the languages of the codebook a text is, as its letters tell."""
    korean = any("가" <= char <= "힣" or "ㄱ" <= char <= "ㅣ" for char in text)
    if korean and "ko" in spoken:
        return "ko"
    if first == "ko" and text and not korean and "en" in spoken:
        return "en"
    return first


def read_names(code: Code | None, filled: Mapping[str, str]) -> dict[str, str]:
    """The names that are new or changed. Raises where one is emptied or has no language."""
    found = _changed("name", code.name if code is not None else {}, filled)
    language, equals, text = filled.get(OTHER, "").partition("=")
    if not equals and language.strip():
        raise InputError(
            f"{language.strip()!r} does not say its language",
            code="language-text",
            hint="Write the language before the name, e.g. fr=Confiance.",
        )
    if equals:
        found[language.strip()] = text.strip()
    return found


def read_meaning(code: Code, filled: Mapping[str, str]) -> dict[str, Any]:
    """The arguments of `redefine_code` that the form asks for; none where nothing changed."""
    found: dict[str, Any] = {}
    definition = _changed("definition", code.definition, filled)
    if definition:
        found["definition"] = definition
    for name in ("include", "exclude"):
        was: tuple[str, ...] = getattr(code, name)
        known = {_line(one): one for one in was}
        now = tuple(known.get(line, line) for line in _split(filled[name]))
        if now != tuple(known.get(_line(one), one) for one in was if _line(one)):
            found[name] = now
    for name in ("examples", "counter_examples"):
        had: tuple[Example, ...] = getattr(code, name)
        # An example knows where it stands in its source; a line left as it is keeps that.
        places = {_line(one.text): one for one in had}
        wanted = tuple(places.get(line, Example(line)) for line in _split(filled[name]))
        if wanted != tuple(places[_line(one.text)] for one in had if _line(one.text)):
            found[name] = wanted
    if filled["color"].strip() != code.color:
        found["color"] = filled["color"].strip()
    links = DirectionLinks(_listed(filled["primary"]), _listed(filled["secondary"]))
    if links != code.directions:
        found["directions"] = links
    return found


def read_new(filled: Mapping[str, str]) -> Code:
    """The code that the form of `new_fields` describes."""
    return Code(
        filled["id"].strip(),
        name=read_names(None, filled),
        definition=_changed("definition", {}, filled),
        parent=filled["parent"].strip() or None,
    )


def _changed(what: str, was: Mapping[str, str], filled: Mapping[str, str]) -> dict[str, str]:
    found = {}
    for field, text in filled.items():
        kind, _, language = field.partition(".")
        if kind == what and field != OTHER and text.strip() != was.get(language, "").strip():
            found[language] = text.strip()
    return found


def _line(text: str) -> str:
    return " ".join(text.split())


def _lines(items: Iterable[str]) -> str:
    return "\n".join(line for one in items if (line := _line(one)))


def _texts(examples: Iterable[Example]) -> list[str]:
    return [one.text for one in examples]


def _split(text: str) -> list[str]:
    return [line for raw in text.split("\n") if (line := _line(raw))]


def _listed(text: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in text.split(",") if one.strip())
