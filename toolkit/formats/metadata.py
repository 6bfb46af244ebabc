"""Front matter as metadata of a source."""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.errors import InputError
from toolkit.formats.transcripts import ImportedSource, file_stem
from toolkit.text.frontmatter import split_front_matter


def imported(
    text: str, name: str, *, title: str = "", notes: tuple[str, ...] = ()
) -> ImportedSource:
    """The source in a normalised text that may open with front matter.

    Keys with a meaning: `id`, `title`, `language`, `case`, `speakers` (a list of labels, or a
    mapping label: case) and `interviewer` (a label or a list). Everything else is kept as
    metadata. Raises `InputError` with file and line.
    """
    front = split_front_matter(text, name)
    values = _mapping(front.block, name, front.first_line)
    if not front.body.strip():
        raise InputError(f"{name} has no text", code="empty-file")
    return ImportedSource(
        id_hint=_text(values, "id", name) or file_stem(name),
        title=_text(values, "title", name) or title or file_stem(name),
        text=front.body,
        language=_language(_text(values, "language", name), front.body),
        case=_text(values, "case", name),
        speakers=_speakers(values.pop("speakers", None), name),
        interviewers=tuple(_texts(values.pop("interviewer", None), "interviewer", name)),
        metadata=values,
        notes=notes,
    )


def _mapping(block: str, name: str, first_line: int) -> dict[str, object]:
    if not block.strip():
        return {}
    from toolkit.formats.yaml_nodes import MappingNode, YamlError, compose, kind_of, plain

    try:
        node = compose(block)
    except YamlError as problem:
        raise InputError(
            f"{name}:{problem.line + first_line - 1}: the front matter is not valid YAML: "
            f"{problem.reason}",
            code="bad-front-matter",
            hint="Each line reads `key: value`; put values with a colon in quotes.",
        ) from problem
    if node is None:
        return {}
    if not isinstance(node, MappingNode):
        raise InputError(
            f"{name}:{first_line}: the front matter must be `key: value` lines, "
            f"it is {kind_of(node)}",
            code="bad-front-matter",
        )
    values = plain(node, name, first_line)
    assert isinstance(values, dict)
    return values


def _text(values: dict[str, object], key: str, name: str) -> str:
    value = values.pop(key, "")
    if not isinstance(value, str):
        raise InputError(f"{name}: {key} in the front matter must be text", code="bad-front-matter")
    return value.strip()


def _texts(value: object, key: str, name: str) -> list[str]:
    if value is None or value == "":
        return []
    given = value if isinstance(value, list) else [value]
    if not all(isinstance(item, str) for item in given):
        raise InputError(
            f"{name}: {key} in the front matter must be a label or a list of labels",
            code="bad-front-matter",
        )
    return [str(item).strip() for item in given]


def _speakers(value: object, name: str) -> Mapping[str, str]:
    if isinstance(value, dict):
        if not all(isinstance(case, str) for case in value.values()):
            raise InputError(
                f"{name}: speakers in the front matter must name one case a label",
                code="bad-front-matter",
            )
        return {label.strip(): str(case).strip() for label, case in value.items()}
    return dict.fromkeys(_texts(value, "speakers", name), "")


def _language(given: str, text: str) -> str:
    if given:
        return given.lower()
    sample = text[:20_000]
    letters = sum(1 for char in sample if char.isalpha())
    hangul = sum(1 for char in sample if "가" <= char <= "힣" or "ᄀ" <= char <= "ᇿ")
    return "ko" if hangul * 3 > letters else "und"
