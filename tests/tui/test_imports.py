"""Opening the workspace imports only what it needs, which is checked in a fresh process."""

from __future__ import annotations

import subprocess
import sys

HEAVY = (
    "torch", "transformers", "sentence_transformers", "bertopic", "umap", "sklearn", "spacy",
    "kiwipiepy", "pandas", "scipy", "numpy", "sqlalchemy", "alembic", "docx", "xlsxwriter", "yaml",
)  # fmt: skip
LATER = (
    "toolkit.tui.screens.code_picker",
    "toolkit.tui.screens.suggestions",
    "toolkit.tui.screens.help",
    "toolkit.tui.screens.memo",
    "toolkit.tui.palette",
    "toolkit.tui.screens.identifiers.desk",
    "toolkit.operations.identifiers.identifiers",
    "toolkit.language.analyse",
    "textual.widgets._text_area",
)


def test_the_first_paint_needs_neither_models_nor_the_screens_opened_later() -> None:
    code = (
        "import sys, toolkit.project, toolkit.tui.app; "
        f"print(*[m for m in {HEAVY + LATER!r} if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []
