"""Codebooks written as the YAML that `codebook_yaml` reads."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.codebook import Code, Codebook, CodeStatus, Example, Family
from toolkit.formats.yaml_write import flow_list, local, quoted, word

if TYPE_CHECKING:
    from collections.abc import Iterator


def write_codebook(codebook: Codebook) -> str:
    """The codebook as YAML with nested children; equal codebooks have equal text.

    The text reads back as an equal codebook where codes are in depth-first order with
    `position` counting from 0, as `read_codebook` returns them.
    """
    lines = [f"id: {word(codebook.id)}"]
    if codebook.name:
        lines.append(f"name: {local(codebook.name)}")
    lines.append(f"version: {codebook.version}")
    if codebook.families:
        lines.append("families:")
        lines.extend(f"  - {family_line(family)}" for family in codebook.families)
    lines.append("codes:")
    for code in codebook.children(None):
        lines.extend(_code(codebook, code, "  "))
    return "\n".join(lines) + "\n"


def _code(codebook: Codebook, code: Code, indent: str) -> Iterator[str]:
    yield f"{indent}- id: {word(code.id)}"
    inner = indent + "  "
    yield f"{inner}name: {local(code.name)}"
    if code.definition:
        yield f"{inner}definition:"
        for language in sorted(code.definition):
            yield f"{inner}  {word(language)}: {quoted(code.definition[language])}"
    for key, texts in (("include", code.include), ("exclude", code.exclude)):
        if texts:
            yield f"{inner}{key}:"
            yield from (f"{inner}  - {quoted(text)}" for text in texts)
    for key, examples in (
        ("examples", code.examples),
        ("counter_examples", code.counter_examples),
    ):
        if examples:
            yield f"{inner}{key}:"
            yield from (f"{inner}  - {_example(example)}" for example in examples)
    if code.color:
        yield f"{inner}color: {quoted(code.color)}"
    links = code.directions
    if links.primary or links.secondary:
        primary, secondary = (
            flow_list(word(direction_id) for direction_id in ids)
            for ids in (links.primary, links.secondary)
        )
        yield f"{inner}directions: {{primary: {primary}, secondary: {secondary}}}"
    if code.search:
        yield f"{inner}search:"
        for language in sorted(code.search):
            yield f"{inner}  {word(language)}:"
            yield from (f"{inner}    - {quoted(pattern)}" for pattern in code.search[language])
    if code.status is not CodeStatus.ACTIVE:
        yield f"{inner}status: {code.status.value}"
    children = codebook.children(code.id)
    if children:
        yield f"{inner}children:"
        for child in children:
            yield from _code(codebook, child, inner + "  ")


def family_line(family: Family) -> str:
    """A family as the file marks it, on one line."""
    parts = [f"id: {word(family.id)}"]
    if family.name:
        parts.append(f"name: {local(family.name)}")
    parts.append(f"exclusive: {'true' if family.exclusive else 'false'}")
    parts.append(f"codes: {flow_list(word(code_id) for code_id in family.codes)}")
    return "{" + ", ".join(parts) + "}"


def _example(example: Example) -> str:
    parts = [f"text: {quoted(example.text)}"]
    if example.source:
        parts.append(f"source: {quoted(example.source)}")
    if example.start is not None and example.end is not None:
        parts.append(f"start: {example.start}, end: {example.end}")
    if example.note:
        parts.append(f"note: {quoted(example.note)}")
    return "{" + ", ".join(parts) + "}"
