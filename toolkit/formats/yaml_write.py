"""YAML text of values; equal values have equal text."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[-_][A-Za-z0-9]+)*")
_RESERVED = frozenset(["y", "n", "yes", "no", "on", "off", "true", "false", "null", "none"])
# Legal in JSON, but unprintable or a line break in YAML.
_UNSAFE = re.compile("[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def quoted(text: str) -> str:
    """The text in double quotes, on one line."""
    spelt = json.dumps(text, ensure_ascii=False)
    return _UNSAFE.sub(lambda character: f"\\u{ord(character[0]):04x}", spelt)


def word(text: str) -> str:
    """An id, without quotes where every YAML reader takes it for text."""
    if _PLAIN.fullmatch(text) and text.lower() not in _RESERVED:
        return text
    return quoted(text)


def flow_list(items: Iterable[str]) -> str:
    """The items as a YAML list in a single line."""
    return f"[{', '.join(items)}]"


def local(text: Mapping[str, str]) -> str:
    """Text by language, languages in alphabetical order."""
    return "{" + ", ".join(f"{word(key)}: {quoted(text[key])}" for key in sorted(text)) + "}"
