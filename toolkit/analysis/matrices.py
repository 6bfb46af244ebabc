"""Theme matrices: codes by cases, directions by cases, codes by directions.

Measures: `counts` (segments, see `toolkit.analysis.counting`), `present` (0 or 1), `words`
(words that a row's segments touch, each once). A cell is None where nothing could have been
found, because nobody worked on the material; 0 means that somebody did. Every cell resolves to
the codings behind it by `Matrix.refs`.
"""

from toolkit.analysis.by_cases import codes_by_cases, directions_by_cases
from toolkit.analysis.by_directions import codes_by_directions
from toolkit.analysis.case_stretches import Material
from toolkit.analysis.matrix import Matrix, Measure

__all__ = [
    "Material",
    "Matrix",
    "Measure",
    "codes_by_cases",
    "codes_by_directions",
    "directions_by_cases",
]
