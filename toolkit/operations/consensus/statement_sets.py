"""What the agreement statement says of directions: how many, of which scheme, and as sets."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from toolkit.domain.directions import NO_DIRECTION
from toolkit.i18n import _, ngettext
from toolkit.operations.consensus.statement_items import DATA, Item, three, to_be_stated

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from toolkit.domain.directions import DirectionMapping
    from toolkit.operations.agreement.request import Scope

Place = tuple[str, int, int]
"""Source, start, end."""


def directions_of(scope: Scope) -> tuple[str, ...]:
    """The directions compared, without the answer that a segment has none."""
    return tuple(code for code in scope.codes if code != NO_DIRECTION)


def scheme(scope: Scope) -> Iterator[Item]:
    """How many directions are compared, and which version of their scheme is to be stated.

    The version of the codebook is not theirs.
    """
    count = len(directions_of(scope))
    text = ngettext("{count} direction is compared", "{count} directions are compared", count)
    text = text.format(count=count)
    if NO_DIRECTION in scope.codes:
        text += _(", and whether a segment has no direction at all ({none})").format(
            none=NO_DIRECTION
        )
    yield "directions", f"{text}.", DATA
    yield to_be_stated(
        "directions",
        _(
            "which version of the scheme of directions was used, how it was made, and whether it "
            "changed between rounds"
        ),
    )


def set_agreement(scope: Scope) -> Iterator[Item]:
    """Agreement on the directions of a segment as a set, and on its stance.

    The answer that a segment has no direction is the empty set. A segment without a stance of
    two coders says nothing of stance.
    """
    from toolkit.agreement.sets import (
        exact_distance,
        masi_distance,
        mean_set_agreement,
        set_alpha,
    )

    mappings = _by_segment(scope)
    named = set(directions_of(scope))
    sets = [
        [_directions(of_coder.get(coder, ()), named) for coder in scope.coders]
        for of_coder in mappings.values()
        if len(of_coder) > 1
    ]
    exact = mean_set_agreement(sets)
    if exact is None:
        return
    text = _(
        "As sets, the directions of {count} segments that two coders or more mapped matched "
        "exactly in a share of {exact}, with a mean MASI similarity of {similarity} and "
        "Krippendorff's alpha of {alpha} by MASI distance (Passonneau 2006, with weights 1, 2/3, "
        "1/3 and 0; no direction is the empty set)."
    ).format(
        count=len(sets),
        exact=three(exact),
        similarity=three(mean_set_agreement(sets, masi_distance)),
        alpha=three(set_alpha(sets).value),
    )
    stances = [
        [_stances(of_coder.get(coder, ())) for coder in scope.coders]
        for of_coder in mappings.values()
    ]
    stances = [unit for unit in stances if sum(answer is not None for answer in unit) > 1]
    match = mean_set_agreement(stances)
    if match is not None:
        stance = _(
            "Stance matched in a share of {match} of the {count} segments to which two coders or "
            "more gave one (alpha {alpha})."
        )
        alpha = three(set_alpha(stances, exact_distance).value)
        text = f"{text} {stance.format(match=three(match), count=len(stances), alpha=alpha)}"
    yield "sets", text, DATA


def _by_segment(scope: Scope) -> Mapping[Place, Mapping[str, list[DirectionMapping]]]:
    """By segment and coder, the mappings in scope."""
    segments: dict[Place, dict[str, list[DirectionMapping]]] = defaultdict(dict)
    for mapping in scope.mappings:
        place = mapping.source_id, mapping.span.start, mapping.span.end
        segments[place].setdefault(mapping.coder_id, []).append(mapping)
    return segments


def _directions(
    mappings: list[DirectionMapping] | tuple[()], named: set[str]
) -> frozenset[str] | None:
    """The directions that a coder gave a segment; None where the coder did not map it."""
    if not mappings:
        return None
    return frozenset(mapping.direction_id for mapping in mappings) & named


def _stances(mappings: list[DirectionMapping] | tuple[()]) -> frozenset[str] | None:
    return frozenset(m.stance.value for m in mappings if m.stance is not None) or None
