"""The table of worked examples in docs/agreement.md.

`python -m tests.agreement.worked_examples` writes it anew.
"""

from __future__ import annotations

from pathlib import Path

from toolkit.agreement import VerifyRow, verify_files

DOCS = Path(__file__).parents[2] / "docs" / "agreement.md"
BEGIN = "<!-- worked examples: begin -->\n"
END = "<!-- worked examples: end -->\n"


def table() -> str:
    """A Markdown table of every published value beside the value that is computed here."""
    lines = [
        "| source | coefficient | parameters | published | computed here | holds |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for row in verify_files():
        cells = (
            row.source,
            f"`{row.coefficient}`",
            ", ".join(f"{key} = {_cell(value)}" for key, value in row.params.items()),
            _cell(row.expected),
            _digits(row),
            "yes" if row.holds else "**no**",
        )
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    if isinstance(value, tuple | list):
        if value and isinstance(value[0], list):
            rows = (" ".join(f"{number:.3g}" for number in row) for row in value)
            return "(" + "; ".join(rows) + ")"
        return " to ".join(map(_cell, value))
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _digits(row: VerifyRow) -> str:
    # Gamma's alignments and resamples differ in the last digits between machines.
    if isinstance(row.computed, tuple):
        return " to ".join(f"{value:.4f}" for value in row.computed)
    return "undefined" if row.computed is None else f"{row.computed:.4f}"


def written() -> str:
    """The table as the documentation has it."""
    return DOCS.read_text("utf-8").split(BEGIN)[1].split(END)[0]


if __name__ == "__main__":
    before, rest = DOCS.read_text("utf-8").split(BEGIN)
    after = rest.split(END)[1]
    DOCS.write_text(before + BEGIN + table() + END + after, encoding="utf-8")
