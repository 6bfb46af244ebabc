"""Codes that a coder has under the number keys.

They are a habit of hands, not data: a small file beside the store, by coder, that enters no
event and no export. A coder's pins say what they use, so they are nobody else's to see.
"""

from __future__ import annotations

import json
import os
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from toolkit.errors import InputError, UsageError
from toolkit.operations.session import Session, need_code

FILE = "pins.json"
NUMBERS = range(1, 10)


def pins(session: Session, coder: str) -> dict[int, str]:
    """The coder's pinned codes by number, in order. Raises `InputError` for a damaged file."""
    own = _read(_path(session)).get(coder, {})
    return {number: own[str(number)] for number in NUMBERS if str(number) in own}


def pin(session: Session, number: int, code_id: str, *, coder: str) -> dict[int, str]:
    """Put a code under a number, in place of what is there; a code has one number only."""
    _check(number)
    need_code(session, code_id)
    own = {n: one for n, one in pins(session, coder).items() if one != code_id}
    return _write(session, {**own, number: code_id}, coder)


def unpin(session: Session, number: int, *, coder: str) -> dict[int, str]:
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
    return _write(session, own, coder)


def _path(session: Session) -> Path:
    return session.private_folder / FILE


def _read(path: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError) as error:
        raise _damaged(path, str(error)) from error
    if not isinstance(found, dict) or not all(
        isinstance(own, dict) and all(isinstance(one, str) for one in own.values())
        for own in found.values()
    ):
        raise _damaged(path, "it does not hold codes by coder and number")
    return found


def _damaged(path: Path, why: str) -> InputError:
    return InputError(
        f"{path} cannot be read: {why}",
        code="pins-unreadable",
        hint="Delete it and pin your codes again; nothing else is kept in it.",
    )


def _write(session: Session, own: Mapping[int, str], coder: str) -> dict[int, str]:
    path = _path(session)
    everyone = {**_read(path), coder: {str(number): own[number] for number in sorted(own)}}
    text = json.dumps(everyone, ensure_ascii=False, indent=1, sort_keys=True)
    draft = ""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        # Made readable to its owner alone, and put in place in one step.
        handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{FILE}.")
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(f"{text}\n")
        os.replace(draft, path)
    except OSError as error:
        if draft:
            with suppress(OSError):
                os.unlink(draft)
        raise UsageError(
            f"{path} cannot be written: {error.strerror or 'input/output error'}",
            code="cannot-write",
            hint="Pins are kept beside the store; the folder must be yours to write.",
        ) from error
    return dict(sorted(own.items()))


def _check(number: int) -> None:
    if number not in NUMBERS:
        raise UsageError(
            f"{number} is no number key",
            code="pin-number",
            hint="Codes are pinned to 1, 2, 3, 4, 5, 6, 7, 8 or 9.",
        )
