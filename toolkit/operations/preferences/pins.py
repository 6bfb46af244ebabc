"""The file of the codes that a coder has under the number keys.

They are a habit of hands, not data: a small file beside the store, by coder, that enters no
event and no export. A coder's pins say what they use, so they are nobody else's to see.
"""

from __future__ import annotations

from toolkit.errors import UsageError
from toolkit.operations.preferences.local_file import PreferenceFile

FILE = "pins.json"
PINS = PreferenceFile(FILE, "pins")
NUMBERS = range(1, 10)


def check_number(number: int) -> None:
    """Raise `UsageError` for what is no number key."""
    if number not in NUMBERS:
        raise UsageError(
            f"{number} is no number key",
            code="pin-number",
            hint="Codes are pinned to 1, 2, 3, 4, 5, 6, 7, 8 or 9.",
        )
