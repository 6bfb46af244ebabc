"""c-TF-IDF by its definition, and beside BERTopic's own."""

from __future__ import annotations

import math
from importlib.util import find_spec

import pytest

from toolkit.analysis.terms.weights import class_weights

COUNTS = {
    "law": {"statute": 8, "data": 6, "clause": 2},
    "people": {"trust": 9, "data": 5, "officer": 2},
    "money": {"budget": 7, "data": 6},
}


def test_the_weight_is_the_formula_of_grootendorst() -> None:
    weights = class_weights(COUNTS)
    mean = (16 + 16 + 13) / 3
    assert weights["law"]["statute"] == pytest.approx(8 * math.log(1 + mean / 8), abs=1e-4)
    assert weights["money"]["data"] == pytest.approx(6 * math.log(1 + mean / 17), abs=1e-4)
    # What every group says weighs less than what one group says as often.
    assert weights["law"]["statute"] > weights["law"]["data"]


def test_nothing_weighs_nothing() -> None:
    assert class_weights({}) == {}
    assert class_weights({"law": {}, "people": {}}) == {"law": {}, "people": {}}


@pytest.mark.skipif(find_spec("bertopic") is None, reason="needs the extra [themes]")
def test_the_order_is_that_of_bertopic() -> None:
    import numpy as np
    from bertopic.vectorizers import ClassTfidfTransformer
    from scipy.sparse import csr_matrix

    terms = sorted({term for counts in COUNTS.values() for term in counts})
    table = np.array([[COUNTS[group].get(term, 0) for term in terms] for group in COUNTS])
    theirs = ClassTfidfTransformer().fit_transform(csr_matrix(table)).toarray()
    ours = class_weights(COUNTS)
    for row, (group, counts) in enumerate(COUNTS.items()):
        scaled = theirs[row] * sum(counts.values())
        for column, term in enumerate(terms):
            # BERTopic rounds A down to a whole number.
            assert scaled[column] == pytest.approx(ours[group].get(term, 0), rel=0.01)
