"""Codes that a coder has under the number keys.

They are a habit of hands, not data: a small file beside the store, by coder, that enters no
event and no export. A coder's pins say what they use, so they are nobody else's to see.
"""

from __future__ import annotations

from collections.abc import Mapping

from toolkit.errors import UsageError
from toolkit.operations.preferences.local_file import OwnFile
from toolkit.operations.session import ProjectSession, need_code

FILE = "pins.json"
_FILE = OwnFile(FILE, "pins")
NUMBERS = range(1, 10)


def pins(session: ProjectSession, coder: str) -> dict[int, str]:
    """The coder's pinned codes by number, in order. Raises `InputError` for a damaged file."""
    own = _FILE.read(session, coder)
    return {number: own[str(number)] for number in NUMBERS if str(number) in own}


def pin(session: ProjectSession, number: int, code_id: str, *, coder: str) -> dict[int, str]:
    """Put a code under a number, in place of what is there; a code has one number only."""
    _check(number)
    need_code(session, code_id)
    own = {n: one for n, one in pins(session, coder).items() if one != code_id}
    return _keep(session, {**own, number: code_id}, coder)


def unpin(session: ProjectSession, number: int, *, coder: str) -> dict[int, str]:
    """Free a number. Raises `UsageError` when nothing is pinned to it."""
    _check(number)
    own = pins(session, coder)
    if number not in own:
        raise UsageError(
            f"{coder} has nothing pinned to {number}",
            code="not-pinned",
            hint="`qct codebook pins` shows what is pinned to which number.",
        )
    del own[number]
    return _keep(session, own, coder)


def _keep(session: ProjectSession, own: Mapping[int, str], coder: str) -> dict[int, str]:
    kept = dict(sorted(own.items()))
    _FILE.write(session, coder, {str(number): code for number, code in kept.items()})
    return kept


def _check(number: int) -> None:
    if number not in NUMBERS:
        raise UsageError(
            f"{number} is no number key",
            code="pin-number",
            hint="Codes are pinned to 1, 2, 3, 4, 5, 6, 7, 8 or 9.",
        )
