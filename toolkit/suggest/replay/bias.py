"""Whether suggestions agree with people less for some groups of interviews or passages.

For each group, such as the interviews of a sector, the share of its passages with a hit is compared
with that of all other passages of the family. Whether the difference is more than chance is asked
by permutation: the groups of whole interviews are drawn again among the interviews, since passages
of an interview resemble one another; groups of passages, such as the short ones, are drawn again
within each interview, so that differences between interviews do not count. The p-values of one
question are corrected together (Benjamini & Hochberg 1995, JRSS B 57:289-300).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from toolkit.i18n import _
from toolkit.suggest.replay.compare import expanded_bounds

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

FEWEST_INTERVIEWS = 5
FEWEST_PASSAGES = 30
"""A group, and all others together, need so many interviews and passages for a comparison."""
DRAWS = 2000
THIRDS = ("short", "medium", "long")
"""Groups of passages by their length, a third of the passages of each language."""


@dataclass(frozen=True, eq=False)
class Agreement:
    """How suggestions and a person agree on the passages of a family."""

    family: str
    measure: str
    """`hit_1` or `hit_3`."""
    hits: NDArray[np.float64]
    """The share of answers to each passage with a hit, over orders, shape (passages,)."""
    sources: NDArray[np.intp]
    """Number of the interview of each passage, shape (passages,)."""


@dataclass(frozen=True, slots=True)
class BiasRow:
    """A group of a family, compared with all other passages of it."""

    family: str
    attribute: str
    group: str
    measure: str
    interviews: int
    passages: int
    agreement: float | None = None
    low: float | None = None
    high: float | None = None
    """95 % interval of the agreement, from drawing the interviews again."""
    difference: float | None = None
    """The agreement minus that of all other passages."""
    difference_low: float | None = None
    difference_high: float | None = None
    p: float | None = None
    q: float | None = None
    """p corrected for the number of comparisons."""
    reason: str = ""
    """Why there are no figures; empty where there are."""


def compare_groups(
    agreement: Agreement,
    attribute: str,
    groups: Sequence[str],
    *,
    within: bool,
    seed: int = 0,
    draws: int = DRAWS,
) -> list[BiasRow]:
    """Each group against all others.

    Parameters
    ----------
    groups
        The group of each passage; empty for passages that are in none, which are left out.
    within
        Whether passages of an interview are in several groups, and are drawn within it.
    seed, draws
        The seed, and how many resamples and permutations it draws.
    """
    named = np.array(groups, dtype=object)
    kept = np.array([bool(name) for name in groups], dtype=bool)
    hits, sources, named = agreement.hits[kept], agreement.sources[kept], named[kept]
    order = {name: at for at, name in enumerate(THIRDS)}
    rows = []
    for name in sorted(set(named.tolist()), key=lambda each: (order.get(each, 9), each)):
        inside = np.array(named == name, dtype=bool)
        rows.append(
            _row(agreement, attribute, str(name), hits, sources, inside, within, (seed, draws))
        )
    return rows


def _row(
    agreement: Agreement,
    attribute: str,
    group: str,
    hits: NDArray[np.float64],
    sources: NDArray[np.intp],
    inside: NDArray[np.bool_],
    within: bool,
    chance: tuple[int, int],
) -> BiasRow:
    interviews, others = len(np.unique(sources[inside])), len(np.unique(sources[~inside]))
    empty = BiasRow(
        agreement.family,
        attribute,
        group,
        agreement.measure,
        interviews,
        int(inside.sum()),
    )
    if not (~inside).any():
        return replace(empty, reason=_("there is no other group"))
    if min(interviews, others) < FEWEST_INTERVIEWS:
        few = _("too few: {count} interviews, and {others} others; {least} are needed of each")
        return replace(
            empty, reason=few.format(count=interviews, others=others, least=FEWEST_INTERVIEWS)
        )
    if min(inside.sum(), (~inside).sum()) < FEWEST_PASSAGES:
        few = _("too few: {count} passages, and {others} others; {least} are needed of each")
        return replace(
            empty,
            reason=few.format(
                count=int(inside.sum()), others=int((~inside).sum()), least=FEWEST_PASSAGES
            ),
        )
    share, rest = float(hits[inside].mean()), float(hits[~inside].mean())
    own, differences = _resampled(hits, sources, inside, *chance)
    low, high = expanded_bounds(own, interviews)
    difference_low, difference_high = expanded_bounds(differences, min(interviews, others))
    return replace(
        empty,
        agreement=share,
        low=low,
        high=high,
        difference=share - rest,
        difference_low=difference_low,
        difference_high=difference_high,
        p=_p_value(hits, sources, inside, within, *chance),
    )


def _resampled(
    hits: NDArray[np.float64],
    sources: NDArray[np.intp],
    inside: NDArray[np.bool_],
    seed: int,
    draws: int,
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """The share of a group, and its difference to the others, with the interviews drawn again."""
    names, at = np.unique(sources, return_inverse=True)
    sums = np.zeros((len(names), 4))
    np.add.at(sums, at, np.stack([hits * inside, inside, hits * ~inside, ~inside], axis=1))
    generator = np.random.default_rng(seed)
    drawn = generator.multinomial(len(names), np.full(len(names), 1 / len(names)), size=draws)
    own, count, others, rest = (drawn @ sums).T
    with np.errstate(invalid="ignore", divide="ignore"):
        share, other = own / count, others / rest
    return share[np.isfinite(share)], (share - other)[np.isfinite(share - other)]


def _p_value(
    hits: NDArray[np.float64],
    sources: NDArray[np.intp],
    inside: NDArray[np.bool_],
    within: bool,
    seed: int,
    draws: int,
) -> float:
    """The share of permutations, the observed one included, whose difference is as large."""
    generator = np.random.default_rng(seed)
    names, at = np.unique(sources, return_inverse=True)
    if within:
        observed = _within(hits, at, inside)
        order = np.argsort(at, kind="stable")
        placed = at[order]
        drawn = np.empty(draws)
        for k in range(draws):
            # Passages change places within their interview alone.
            mixed = order[np.lexsort((generator.random(len(at)), placed))]
            drawn[k] = _within(hits[order], placed, inside[mixed])
    else:
        is_inside = np.array([inside[at == k].mean() for k in range(len(names))])
        sums = np.bincount(at, weights=hits, minlength=len(names))
        counts = np.bincount(at, minlength=len(names)).astype(float)
        mixed_groups = np.array([generator.permutation(is_inside) for _k in range(draws)])

        def differences(group: NDArray[np.float64]) -> NDArray[np.float64]:
            inner, outer = group @ sums, (1 - group) @ sums
            return np.asarray(inner / (group @ counts) - outer / ((1 - group) @ counts))

        observed = float(differences(is_inside[None, :])[0])
        drawn = differences(mixed_groups)
    as_large = np.abs(drawn) >= abs(observed) - 1e-12
    return float((1 + as_large.sum()) / (1 + draws))


def _within(hits: NDArray[np.float64], at: NDArray[np.intp], inside: NDArray[np.bool_]) -> float:
    """How much more hits passages of a group have than others of the same interview.

    The mean over passages of the group of the hit minus the mean of the hits of their interview.
    """
    means = np.bincount(at, weights=hits) / np.maximum(np.bincount(at), 1)
    return float((hits - means[at])[inside].mean())


def corrected(rows: Iterable[BiasRow]) -> list[BiasRow]:
    """The rows with q: p corrected by Benjamini and Hochberg for all comparisons together."""
    listed = list(rows)
    asked = [at for at, row in enumerate(listed) if row.p is not None]
    values = benjamini_hochberg([listed[at].p or 0.0 for at in asked])
    for at, value in zip(asked, values, strict=True):
        listed[at] = replace(listed[at], q=value)
    return listed


def benjamini_hochberg(values: Sequence[float]) -> list[float]:
    """The smallest false discovery rates at which each of the p-values would be found."""
    count = len(values)
    if not count:
        return []
    p = np.asarray(values, dtype=np.float64)
    order = np.argsort(p, kind="stable")
    raised = p[order] * count / np.arange(1, count + 1)
    result = np.empty(count)
    result[order] = np.minimum(1.0, np.minimum.accumulate(raised[::-1])[::-1])
    return result.tolist()


def thirds(lengths: NDArray[np.intp], languages: Sequence[str]) -> list[str]:
    """`short`, `medium` or `long` for each passage, by thirds of the passages of its language.

    Passages of equal length are in the same group.
    """
    spoken = np.array(languages, dtype=object)
    names = np.empty(len(lengths), dtype=object)
    for language in set(languages):
        own = np.flatnonzero(spoken == language)
        cuts = np.quantile(lengths[own], (1 / 3, 2 / 3))
        names[own] = np.array(THIRDS, dtype=object)[np.searchsorted(cuts, lengths[own], "left")]
    return [str(name) for name in names]
