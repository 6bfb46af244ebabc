"""Translation of the texts that people read, in the way of gettext.

`_("...")` returns the text in the language of the reader, which LANGUAGE, LC_ALL, LC_MESSAGES
or LANG names. Catalogues lie in toolkit/locales/LANGUAGE/LC_MESSAGES/qct.mo. Where there is none
for that language the text itself is returned, and gettext is not even imported, so that a
command starts no later. Columns of JSON and CSV and codes of errors are never translated.
"""

from __future__ import annotations

import os
from functools import cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from gettext import NullTranslations

DOMAIN = "qct"
LOCALES = os.path.join(os.path.dirname(__file__), "locales")


def _(text: str) -> str:
    """The text in the reader's language."""
    catalogue = _catalogue()
    return text if catalogue is None else catalogue.gettext(text)


def translated(text: str) -> str:
    """A text that is no literal where it is used, such as the help of a command, translated.

    `make texts` has to find such a text elsewhere: it reads the docstrings of commands.
    """
    return _(text)


def ngettext(singular: str, plural: str, n: int) -> str:
    """The form of a text that fits the number `n`, in the reader's language."""
    catalogue = _catalogue()
    if catalogue is None:
        return singular if n == 1 else plural
    return catalogue.ngettext(singular, plural, n)


@cache
def _catalogue() -> NullTranslations | None:
    """The catalogue of the first language asked for that has one; English needs none."""
    for language in _languages():
        if language.partition("_")[0] in ("en", "C", "POSIX"):
            return None
        if os.path.exists(os.path.join(LOCALES, language, "LC_MESSAGES", f"{DOMAIN}.mo")):
            from gettext import translation

            return translation(DOMAIN, LOCALES, languages=[language])
    return None


def _languages() -> Iterator[str]:
    """Languages that the environment asks for, the best first: ko_KR.UTF-8 is ko_KR, then ko."""
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            for locale in value.split(":"):
                language = locale.partition(".")[0].partition("@")[0]
                yield language
                if "_" in language:
                    yield language.partition("_")[0]
            return
