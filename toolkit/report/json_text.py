"""Values as JSON that may be shown in a terminal."""

from __future__ import annotations

import json
import re
from typing import Any

_C1 = re.compile("[\x7f-\x9f]")
"""Control characters that JSON leaves as they are."""


def json_text(value: Any, *, indent: int | None = None) -> str:
    """The value as JSON; letters stay letters, and all control characters are escaped."""
    spelt = json.dumps(value, ensure_ascii=False, indent=indent)
    return _C1.sub(lambda character: f"\\u{ord(character[0]):04x}", spelt)
