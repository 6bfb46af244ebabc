"""The form in which the text of a source is stored: no BOM, LF line ends, otherwise untouched.

The text is neither stripped nor normalised in the sense of Unicode, so that a quote copied
from it is the text that was typed.
"""

from __future__ import annotations

BOM = "\ufeff"


def normalise(text: str) -> str:
    """`text` without a leading BOM, with CRLF and lone CR as LF."""
    text = text.removeprefix(BOM)
    if "\r" not in text:
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n")
