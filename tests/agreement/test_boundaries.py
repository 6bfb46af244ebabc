"""Pi of boundaries counts each place where a text could be cut."""

from __future__ import annotations

import pytest

from toolkit.agreement import boundary_kappa, boundary_pi

# Four chapters of The Moonstone by six coders (Kazantseva & Szpakowicz 2012), in segeval.
CHAPTERS = {
    "ch8": [(9, 7, 5, 12, 4, 2), (3, 5, 4, 3, 6, 7, 5, 4, 2), (3, 5, 4, 10, 9, 6, 2)],
    "ch2": [(4, 7, 3, 1), (4, 7, 3, 1), (14, 1)],
}
ITEMS = {
    name: {f"c{at}": masses for at, masses in enumerate(chapter)}
    for name, chapter in CHAPTERS.items()
}


def test_each_place_counts_over_all_texts() -> None:
    pi = boundary_pi(ITEMS)
    assert pi.n_units == 38 + 14
    assert pi.value is not None
    assert 0 < pi.value < 1
    assert boundary_pi({"t": {"a": (2, 3), "b": (2, 3), "c": (2, 3)}}).value == 1.0


def test_a_near_miss_is_a_miss_here_and_half_a_match_in_boundary_similarity() -> None:
    near = {"t": {"a": (4, 6), "b": (5, 5)}}
    assert boundary_pi(near).value == pytest.approx(-1 / 8)
    value = boundary_kappa(near, chance="pi").value
    assert value is not None
    assert value > 0.4


def test_segeval_of_large_disagreement() -> None:
    """One coder cuts nowhere and the other everywhere: -.3333 in the tests of segeval."""
    items = {str(n): {"a": (n,), "b": (1,) * n} for n in (12, 20, 5, 42)}
    assert boundary_kappa(items, chance="pi").value == pytest.approx(-1 / 3)
    assert boundary_pi(items).value == pytest.approx(-1.0)


def test_bad_segmentations_are_named() -> None:
    with pytest.raises(ValueError, match="segmentations of 4 and 5 units: not one text"):
        boundary_pi({"t": {"a": (2, 3), "b": (2, 2)}})
    with pytest.raises(ValueError, match="is not segmented by a, b"):
        boundary_pi({"t": {"a": (2, 3), "b": (2, 3)}, "u": {"a": (5,)}})
    none = boundary_pi({"t": {"a": (5,), "b": (5,)}})
    assert (none.value, none.reason) == (None, "no segmentation has a boundary")
    everywhere = boundary_pi({"t": {"a": (1, 1), "b": (1, 1)}})
    assert everywhere.value is None
    assert everywhere.reason is not None
