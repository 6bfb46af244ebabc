"""The second table of a replay has the figures of `metrics`, and none where there is none."""

from __future__ import annotations

import numpy as np
import pytest

from toolkit.suggest.replay import further, metrics
from toolkit.suggest.replay.outcomes import NO_VERDICT, SILENT, STRONG, Outcomes

LABELS = np.array([[1, 0], [1, 0], [0, 1], [0, 1]], dtype=bool)
RANKS = np.array([[1, 2], [1, 2], [1, 2], [2, 1]], dtype=np.intp)


def answers(method: str, confidence: list[float], verdicts: list[int]) -> Outcomes:
    return Outcomes(
        method,
        np.arange(4),
        np.array([0, 0, 1, 1]),
        RANKS,
        LABELS,
        np.array(confidence),
        np.array(verdicts, dtype=np.int8),
        np.array([False, False, True, False]),
    )


def test_figures_are_those_of_the_metrics() -> None:
    qct = answers("qct", [0.9, 0.8, 0.4, 0.7], [STRONG, STRONG, SILENT, STRONG])
    names = answers("names", [float("nan")] * 4, [NO_VERDICT] * 4)
    first, second = further.further_rows({"topics": {"names": [names], "qct": [qct]}})
    row = dict(zip(further.COLUMNS, first, strict=True))
    assert (row["family"], row["method"], row["answers"]) == ("topics", "qct", 4)
    assert row["brier"] == pytest.approx((0.01 + 0.04 + 0.16 + 0.09) / 4)
    assert (row["right_at_10"], row["right_at_100"]) == (1.0, 0.75)
    assert (row["silent_share"], row["silent_right"]) == (0.25, 0.0)
    assert row["novel"] == 0.25
    assert row["time_saved"] == pytest.approx(metrics.effort(qct).saved)
    assert row["strong_right_low"] == row["strong_right_high"] == 1.0
    plain = dict(zip(further.COLUMNS, second, strict=True))
    assert plain["method"] == "names"
    assert plain["recall_3"] == 1.0
    absent = ("brier", "log_loss", "right_at_10", "aurc", "strong_right_low", "silent_share",
              "silent_right", "time_saved")  # fmt: skip
    assert [plain[name] for name in absent] == [None] * len(absent)


def test_methods_without_answers_have_no_row() -> None:
    assert further.further_rows({"topics": {"qct": []}, "stance": {}}) == []
