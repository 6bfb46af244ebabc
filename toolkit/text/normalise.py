"""The form in which a source's text is stored: no BOM, LF line ends, otherwise untouched.

No Unicode normalisation and no stripping: the quote a researcher copies out is the one that
was typed in.
"""

from __future__ import annotations

BOM = "\ufeff"


def normalise(text: str) -> str:
    """`text` without a leading BOM, with CRLF and lone CR as LF."""
    text = text.removeprefix(BOM)
    if "\r" not in text:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n")
