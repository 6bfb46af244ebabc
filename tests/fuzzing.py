"""The number of examples of properties that search for inputs nothing expects.

`make fuzz` searches among many more, and among others in each run.
"""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings

MANY = int(os.environ.get("QCT_FUZZ", "0"))


def fuzzed(few: int) -> settings:
    """The settings of a property: `few` examples in the suite, and as many as QCT_FUZZ says."""
    return settings(
        max_examples=MANY or few,
        derandomize=not MANY,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )
