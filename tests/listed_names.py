"""Rules that find a list of names, for tests of what is done with candidates."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from toolkit.language.identifiers.candidate import Candidate, Kind

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping


def finder(patterns: Mapping[Kind, str]) -> Callable[..., list[Candidate]]:
    """Stands in for `toolkit.language.identifiers.find.find`: these names and those of the key.

    `patterns` are regular expressions by kind. Of two that overlap the longer one is found.
    """

    def find(text: str, *, names: Any = (), **_others: Any) -> list[Candidate]:
        listed = [*patterns.items(), *((kind, re.escape(words)) for words, kind in names)]
        spans = {
            (*match.span(), kind)
            for kind, pattern in listed
            for match in re.finditer(pattern, text)
        }
        kept: list[Candidate] = []
        for start, end, kind in sorted(spans, key=lambda span: (span[0] - span[1], span)):
            if all(end <= other.start or other.end <= start for other in kept):
                kept.append(Candidate(start, end, kind, "list", 1))
        return sorted(kept)

    return find
