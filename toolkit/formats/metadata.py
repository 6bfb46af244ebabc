"""The front matter of a transcript as metadata of its source."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.formats.transcripts import ImportedSource, file_stem
from toolkit.i18n import _
from toolkit.text.frontmatter import split_front_matter

if TYPE_CHECKING:
    from collections.abc import Mapping

_SAMPLE = 20_000
"""Code points of a text by which its language is known."""
_HANGUL = re.compile("[가-힣ᄀ-ᇿ]+")


def imported(
    text: str, name: str, *, title: str = "", notes: tuple[str, ...] = ()
) -> ImportedSource:
    """The source in a normalised text, which may begin with front matter.

    The keys `id`, `title`, `language`, `case`, `speakers` (a list of labels, or a mapping
    label: case) and `interviewer` (a label or a list) have a meaning. All other keys become
    metadata. Raises `InputError` with file and line.
    """
    front = split_front_matter(text, name)
    values = _mapping(front.block, name, front.first_line)
    if not front.body.strip():
        raise InputError(_("{name} has no text").format(name=name), code="empty-file")
    named = _text(values, "id", name)
    return ImportedSource(
        id_hint=named or file_stem(name),
        title=_text(values, "title", name) or title or file_stem(name),
        text=front.body,
        language=_language(_text(values, "language", name), front.body),
        case=_text(values, "case", name),
        speakers=_speakers(values.pop("speakers", None), name),
        interviewers=tuple(_texts(values.pop("interviewer", None), "interviewer", name)),
        metadata=values,
        notes=notes,
        names_id=bool(named),
    )


def _mapping(block: str, name: str, first_line: int) -> dict[str, object]:
    if not block.strip():
        return {}
    from toolkit.formats.yaml_nodes import MappingNode, YamlError, compose, kind_of, plain

    try:
        node = compose(block)
    except YamlError as problem:
        raise InputError(
            _("{name}:{line}: the front matter is not valid YAML: {reason}").format(
                name=name, line=problem.line + first_line - 1, reason=problem.reason
            ),
            code="bad-front-matter",
            hint=_("Each line reads `key: value`; put values with a colon in quotes."),
        ) from problem
    if node is None:
        return {}
    if not isinstance(node, MappingNode):
        raise InputError(
            _(
                "{name}:{first_line}: the front matter must be `key: value` lines, it is {kind_of}"
            ).format(name=name, first_line=first_line, kind_of=kind_of(node)),
            code="bad-front-matter",
        )
    values = plain(node, name, first_line)
    assert isinstance(values, dict)
    return values


def _text(values: dict[str, object], key: str, name: str) -> str:
    value = values.pop(key, "")
    if not isinstance(value, str):
        raise InputError(
            _("{name}: {key} in the front matter must be text").format(name=name, key=key),
            code="bad-front-matter",
        )
    return value.strip()


def _texts(value: object, key: str, name: str) -> list[str]:
    if value is None or value == "":
        return []
    items = value if isinstance(value, list) else [value]
    if not all(isinstance(item, str) for item in items):
        raise InputError(
            _("{name}: {key} in the front matter must be a label or a list of labels").format(
                name=name, key=key
            ),
            code="bad-front-matter",
        )
    return [str(item).strip() for item in items]


def _speakers(value: object, name: str) -> Mapping[str, str]:
    if isinstance(value, dict):
        if not all(isinstance(case, str) for case in value.values()):
            raise InputError(
                _("{name}: speakers in the front matter must name one case a label").format(
                    name=name
                ),
                code="bad-front-matter",
            )
        return {label.strip(): str(case).strip() for label, case in value.items()}
    return dict.fromkeys(_texts(value, "speakers", name), "")


def _language(given: str, text: str) -> str:
    if given:
        return given.lower()
    sample = text[:_SAMPLE]
    if sample.isascii() or not _HANGUL.search(sample):
        return "und"
    from toolkit.text.languages import exceeds, letters

    if exceeds(_HANGUL, sample, len(sample) / 3):
        return "ko"
    hangul = sum(map(len, _HANGUL.findall(sample)))
    return "ko" if hangul * 3 > letters(sample) else "und"
