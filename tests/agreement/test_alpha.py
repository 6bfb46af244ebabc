"""Alpha of a category and alpha with given distances, beside what they must equal."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from toolkit.agreement import fleiss_kappa, krippendorff_alpha, krippendorff_alpha_of_category
from toolkit.agreement.ratings import as_ratings

FLEISS = json.loads(
    (Path(__file__).parent / "published" / "coding_fleiss_1971.json").read_text("utf-8")
)
tables = st.lists(
    st.lists(st.sampled_from([1, 2, 3, None]), min_size=3, max_size=3), min_size=2, max_size=12
)


def test_a_category_of_fleiss_1971() -> None:
    """The published kappa of a category, corrected for a small sample: 180 ratings."""
    data = FLEISS["data"]["units_by_coders"]
    published = {
        expect["params"]["category"]: expect["value"]
        for expect in FLEISS["expect"]
        if expect["coefficient"] == "fleiss_kappa_per_category"
    }
    assert sorted(published) == [1, 2, 3, 4, 5]
    for category, kappa in published.items():
        alpha = krippendorff_alpha_of_category(data, category)
        assert alpha.value == pytest.approx(1 - (1 - kappa) * 179 / 180, abs=0.006)
        exact = fleiss_kappa(as_ratings(data).against_rest(category)).value
        assert exact is not None
        assert alpha.value == pytest.approx(1 - (1 - exact) * 179 / 180)
        assert alpha.params == {"category": category}


@given(tables)
def test_given_distances_of_a_metric_give_its_alpha(table: list[list[int | None]]) -> None:
    at = np.arange(1, 4)
    square = ((at[:, None] - at[None, :]) ** 2).tolist()
    alpha = krippendorff_alpha(table, [1, 2, 3], metric="interval")
    given_alpha = krippendorff_alpha(table, [1, 2, 3], distances=square)
    assert given_alpha.reason == alpha.reason
    if alpha.value is not None:
        assert given_alpha.value == pytest.approx(alpha.value)
        # Only the ratios of distances count.
        scaled = krippendorff_alpha(table, [1, 2, 3], distances=np.array(square) * 7)
        assert scaled.value == pytest.approx(alpha.value)


def test_distances_of_0_leave_nothing_to_disagree_about() -> None:
    same = [[0, 0, 1], [0, 0, 1], [1, 1, 0]]
    alpha = krippendorff_alpha([[1, 2], [2, 1], [1, 1]], [1, 2, 3], distances=same)
    assert alpha.value is None
    assert alpha.reason == "the categories that occur do not differ by the distances given"
    with pytest.raises(ValueError, match="no category 9"):
        krippendorff_alpha_of_category([[1, 2], [2, 1]], 9)
