"""Candidates in the texts of a project, found once for each text, analyser and set of rules."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.domain.events import canonical_json
from toolkit.errors import InputError
from toolkit.language import cache as kept_on_disk
from toolkit.language import identifiers
from toolkit.language.analyse import Analysed, Given
from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.protocol import NOTHING
from toolkit.operations.language.analysed import analysers_of
from toolkit.operations.suggestions.models import cache_folder

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from toolkit.domain.spans import Span
    from toolkit.operations.session import ProjectSession

_KIND = "identifiers"


@dataclass(frozen=True, slots=True)
class Found:
    """The candidates of each text, and what limits them."""

    candidates: tuple[tuple[Candidate, ...], ...]
    unread: tuple[str, ...]
    """Languages that nothing but the rules read."""
    missing: str
    """Why an analyser could not be used; empty where all could."""


def find_in(
    session: ProjectSession,
    given: Sequence[Given],
    labels: Sequence[Sequence[Span]],
    names: Sequence[tuple[str, Kind]],
    note: Callable[[int, int], None] | None = None,
) -> Found:
    """The candidates of each text; `labels` are where the labels of its speakers stand."""
    folder = cache_folder(session)
    analysers = analysers_of(session)
    ids = analysers.ids
    rules = [_rules_digest(), ids, sorted((words, kind.value) for words, kind in names)]
    keys = [
        canonical_json([item.text, item.language, _pairs(item.bodies), _pairs(spans), *rules])
        for item, spans in zip(given, labels, strict=True)
    ]
    known = {key: json.loads(text) for key, text in kept_on_disk.kept(folder, _KIND, keys).items()}
    todo = [at for at, key in enumerate(keys) if key not in known]
    missing = ""
    if todo:
        chosen = [given[at] for at in todo]
        try:
            analysed = analysers.analyse(chosen, note)
        except InputError as error:
            missing = error.message
            analysed = [Analysed(NOTHING, (), ()) for _item in chosen]
        for at, result in zip(todo, analysed, strict=True):
            known[keys[at]] = [
                [list(each) for each in _find(given[at], labels[at], names, result)],
                result.unread,
            ]
        if not missing:
            fresh = {keys[at]: canonical_json(known[keys[at]]) for at in todo}
            kept_on_disk.keep(folder, _KIND, fresh)
    return Found(
        tuple(
            tuple(
                Candidate(start, end, Kind(kind), rule, strength)
                for start, end, kind, rule, strength in known[key][0]
            )
            for key in keys
        ),
        tuple(sorted({language for key in keys for language in known[key][1]})),
        missing,
    )


def _pairs(spans: Iterable[Span]) -> list[tuple[int, int]]:
    return [(span.start, span.end) for span in spans]


def _find(
    item: Given, labels: Sequence[Span], names: Sequence[tuple[str, Kind]], analysed: Analysed
) -> list[Candidate]:
    from toolkit.language.identifiers.find import find

    return find(
        item.text,
        language=item.language,
        analyses=analysed.analysis,
        names=names,
        labels=labels,
    )


@cache
def _rules_digest() -> str:
    """A digest of the rules, so that what other rules found is not taken for theirs."""
    digest = hashlib.sha256()
    folder = Path(identifiers.__file__).parent
    for path in sorted(path for path in folder.rglob("*") if path.suffix in (".py", ".txt")):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]
