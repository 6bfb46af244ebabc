"""The file of the codes that a coder has under the number keys.

They are a habit of hands, not data: a small file beside the store, by coder, that enters no
event and no export. A coder's pins say what they use, so they are nobody else's to see.
"""

from __future__ import annotations

from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.preferences.local_file import PreferenceFile

FILE = "pins.json"
PINS = PreferenceFile(FILE, "pins")
NUMBERS = range(1, 10)


def check_number(number: int) -> None:
    """Raise `UsageError` for what is no number key."""
    if number not in NUMBERS:
        raise UsageError(
            _("{number} is no number key").format(number=number),
            code="pin-number",
            hint=_("Codes are pinned to 1, 2, 3, 4, 5, 6, 7, 8 or 9."),
        )
