"""Values as people write them on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence


def listed(text: str) -> list[str]:
    """The parts of `A,B,C`."""
    return [part.strip() for part in text.split(",") if part.strip()]


def parse_span(text: str) -> tuple[int, int]:
    """`START:END` in code points, half-open."""
    first, colon, last = text.partition(":")
    try:
        if not colon:
            raise ValueError
        return int(first), int(last)
    except ValueError:
        raise UsageError(
            _("{text!r} is not a span").format(text=text),
            code="span-syntax",
            hint=_(
                "Write START:END, counted in characters from the beginning of the text; "
                "END itself is not included, e.g. 120:184."
            ),
        ) from None


def by_language(given: Sequence[str]) -> dict[str, str]:
    """The texts of `LANGUAGE=TEXT` by their language."""
    texts = {}
    for pair in given:
        language, equals, text = pair.partition("=")
        if not equals or not language.strip() or not text.strip():
            raise UsageError(
                _("{pair!r} is not LANGUAGE=TEXT").format(pair=pair),
                code="language-text",
                hint=_("Write the language before the text, e.g. en=Trust or ko=신뢰."),
            )
        texts[language.strip()] = text.strip()
    return texts


def patterns_by_language(given: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The patterns of `LANGUAGE=PATTERN` by their language; none for `LANGUAGE=` alone."""
    patterns: dict[str, tuple[str, ...]] = {}
    for pair in given:
        language, equals, text = pair.partition("=")
        if not equals or not language.strip():
            raise UsageError(
                _("{pair!r} is not LANGUAGE=PATTERN").format(pair=pair),
                code="language-text",
                hint=_("Write the language before the pattern, e.g. en='share ... data'."),
            )
        listed = patterns.get(language.strip(), ())
        patterns[language.strip()] = (*listed, text.strip()) if text.strip() else listed
    return patterns


def encodings_by_file(given: Sequence[str]) -> dict[str, str]:
    """The encodings of `NAME` and `FILE=NAME`, by file; `*` for all files."""
    encodings: dict[str, str] = {}
    for text in given:
        file, equals, name = text.rpartition("=")
        if not name.strip() or (equals and not file.strip()):
            raise UsageError(
                _("{text!r} is neither an encoding nor FILE=ENCODING").format(text=text),
                code="encoding-syntax",
                hint=_("Write --encoding cp949, or --encoding notes/old.txt=latin-1."),
            )
        key = file.strip() if equals else "*"
        if encodings.setdefault(key, name.strip()) != name.strip():
            raise UsageError(
                _("two encodings are named for {files}: {first} and {second}").format(
                    files=file or _("all files"), first=encodings[key], second=name
                ),
                code="encoding-twice",
                hint=_("Name one for all, and FILE=ENCODING for those that have another."),
            )
    return encodings
