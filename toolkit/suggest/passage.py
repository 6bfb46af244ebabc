"""A passage that codes are suggested for."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toolkit.domain.spans import Span
from toolkit.suggest.terms import SparseRow


@dataclass(frozen=True, slots=True)
class Passage:
    """Where a passage is, and what it is compared by."""

    source_id: str
    span: Span
    vector: NDArray[np.float32]
    """Unit vector, shape (dim,); zero where no model reads the passage."""
    terms: SparseRow
