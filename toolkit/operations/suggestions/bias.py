"""Whether suggestions agree with a coder less for some sectors, languages or lengths."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from toolkit.errors import InputError, unknown
from toolkit.i18n import _, ngettext
from toolkit.store import queries
from toolkit.suggest.replay import bias as comparing
from toolkit.suggest.replay.bias import BiasRow
from toolkit.suggest.replay.outcomes import pooled
from toolkit.suggest.replay.table import main_rank

if TYPE_CHECKING:
    from collections.abc import Sequence

    from toolkit.operations.session import ProjectSession
    from toolkit.operations.suggestions.replay import Replay
    from toolkit.suggest.replay.bias import Agreement

LANGUAGE, LENGTH, SECTOR = "language", "length", "sector"


@dataclass(frozen=True, slots=True)
class BiasCheck:
    """The rows of a check for bias, and what a reader has to know about them."""

    rows: tuple[BiasRow, ...]
    notes: tuple[str, ...]
    sources: tuple[str, ...]
    """The interviews that were answered."""


def attributes_of(session: ProjectSession) -> dict[str, dict[str, str]]:
    """For each attribute of cases, the value of each source whose cases agree on it."""
    cases = {case.id: case.attributes for case in queries.cases(session.database)}
    names = list(dict.fromkeys(name for own in cases.values() for name in own))
    members: dict[str, list[str]] = {}
    for part in queries.participations(session.database):
        members.setdefault(part.source_id, []).append(part.case_id)
    return {
        name: {
            source: values.pop()
            for source, own in members.items()
            if len(values := {str(cases[case].get(name, "")) for case in own if case in cases}) == 1
        }
        for name in names
    }


def check_bias(session: ProjectSession, done: Replay, by: Sequence[str]) -> BiasCheck:
    """Compare the agreement of a replay between groups; see `Suggestions.bias`."""
    attributes = attributes_of(session)
    valid = [LANGUAGE, LENGTH, *(name for name in attributes if name not in (LANGUAGE, LENGTH))]
    wanted = list(by) or [*([SECTOR] if SECTOR in attributes else []), LANGUAGE, LENGTH]
    for name in wanted:
        if name not in valid:
            raise unknown(
                "attribute", name, valid, hint=_("`qct cases` shows the attributes of cases.")
            )
    rows: list[BiasRow] = []
    left: dict[str, int] = {}
    for family, methods in done.families.items():
        if not methods.get("qct"):
            continue
        agreement, items = _agreement(done, family)
        for name in wanted:
            groups = _groups(done, agreement, items, name, attributes)
            missing = sum(not group for group in groups)
            if missing:
                left[name] = left.get(name, 0) + missing
            rows += comparing.compare_groups(
                agreement if name == LANGUAGE else _by_person(done, agreement),
                name,
                groups,
                within=name == LENGTH,
            )
    if not rows:
        raise InputError(
            _("no passage was answered, so that there is nothing to compare"), code="bias-none"
        )
    notes = [
        _(
            "agreement is the share of passages for which the code of the person is the first "
            "suggestion (hit_1, families of up to six codes) or among the first three (hit_3)"
        ),
        _(
            "difference is the agreement of the group minus that of all other passages; p is from "
            "{draws} permutations, of interviews, and for lengths of passages within interviews"
        ).format(draws=comparing.DRAWS),
        _("q is p corrected for all comparisons of this table (Benjamini and Hochberg)"),
        _(
            "a difference says that suggestions help less there; why, and whether the person or "
            "the model is right, it does not say"
        ),
    ]
    notes += [
        ngettext(
            "left out of {name}: {count} passage whose interview has no value, or several",
            "left out of {name}: {count} passages whose interviews have no value, or several",
            count,
        ).format(name=name, count=count)
        for name, count in left.items()
    ]
    return BiasCheck(tuple(comparing.corrected(rows)), (*notes, *done.told), done.answered)


def _agreement(done: Replay, family: str) -> tuple[Agreement, list[int]]:
    """How often each passage of a family had a hit, and the numbers of the passages."""
    answers = pooled(done.families[family]["qct"]).own()
    k = main_rank(answers.labels.shape[1])
    items, first, at = np.unique(answers.items, return_index=True, return_inverse=True)
    hits = np.bincount(at, weights=answers.hit(k)) / np.bincount(at)
    return (
        comparing.Agreement(family, f"hit_{k}", hits, answers.sources[first]),
        items.tolist(),
    )


def _by_person(done: Replay, agreement: Agreement) -> Agreement:
    """The same with the renderings of an interview as one, since the same person speaks in them."""
    return replace(agreement, sources=np.array(done.twins, dtype=np.intp)[agreement.sources])


def _groups(
    done: Replay,
    agreement: Agreement,
    items: Sequence[int],
    name: str,
    attributes: dict[str, dict[str, str]],
) -> list[str]:
    """The group of each passage by an attribute."""
    numbers = agreement.sources.tolist()
    languages = [done.languages[number] for number in numbers]
    if name == LENGTH:
        return comparing.thirds(done.lengths[np.array(items, dtype=np.intp)], languages)
    if name == LANGUAGE:
        return languages
    return [attributes[name].get(done.sources[number], "") for number in numbers]
