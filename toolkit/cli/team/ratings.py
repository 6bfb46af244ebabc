"""Options of `qct agree` for the ratings behind its figures, and for an exclusive family."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.cli.commands import option
from toolkit.cli.options import FILE, as_value
from toolkit.errors import UsageError
from toolkit.i18n import _

if TYPE_CHECKING:
    from toolkit.cli.team.comparison import Comparison
    from toolkit.project import Project
    from toolkit.report.tables import Table

ENDINGS = (".csv", ".json", ".xlsx")
RATINGS = "--ratings"


@dataclass(frozen=True, slots=True)
class Written:
    """A family to compare in the place of codes, and where to write the ratings."""

    family: str | None = None
    ratings: Path | None = None

    def check(self, **other: object) -> None:
        """Raise `UsageError` for an ending that is not written and for options that clash."""
        if self.ratings is not None and self.ratings.suffix.lower() not in ENDINGS:
            raise UsageError(
                _("{path}: no ratings are written as {ending}; valid: {valid}").format(
                    path=self.ratings,
                    ending=self.ratings.suffix or _("a file without ending"),
                    valid=", ".join(ENDINGS),
                ),
                code="unknown-format",
            )
        given = [f"--{name}" for name, value in other.items() if value]
        if self.family is not None and given:
            raise UsageError(
                _("{options} and --family exclude each other").format(options=", ".join(given)),
                code="family-and-others",
                hint=_("A family has percent agreement, kappa, alpha and AC1 of its codes."),
            )
        if self.ratings is not None and other.get("by") == "round":
            raise UsageError(
                _("the ratings of several rounds do not fit in one table"),
                code="ratings-by-round",
                hint=_("Name a round with --round; --by source goes with --ratings."),
            )

    def tables(self, project: Project, compared: Comparison) -> list[Table]:
        """The tables of the family."""
        return project.agreement.family(self.family or "", **compared.keywords())

    def table(self, project: Project, compared: Comparison) -> Table | None:
        """The ratings to write, or None where no file is named."""
        if self.ratings is None:
            return None
        if self.family is not None:
            return project.agreement.family_ratings(self.family, **compared.keywords())
        return project.agreement.ratings(**compared.keywords())

    def write(self, table: Table | None, bom: bool | None) -> None:
        """Write the ratings and say so, with what their rows stand for.

        `bom` says whether a .csv begins with a byte-order mark; None: for projects in Korean.
        """
        if table is None or self.ratings is None:
            return
        from toolkit.cli.notes import note
        from toolkit.cli.output import tell_written, with_command
        from toolkit.report.files import write_table

        for path in write_table(with_command(table, RATINGS), self.ratings, bom=bom):
            tell_written(path)
        if table.columns[-1] == "characters":
            note(table.notes[-1])


written = as_value(
    Written,
    "written",
    option(
        "--family",
        metavar="ID",
        text=_(
            "Exclusive family whose codes are compared as one choice a unit: percent, kappa, "
            "nominal alpha and AC1 (default: each code by itself)."
        ),
    ),
    option(
        RATINGS,
        metavar="FILE",
        kind=FILE,
        text=_(
            "File for the ratings behind the figures, a .csv, .xlsx or .json with source, unit, "
            "start, end, code and a column a coder: 1, 0 or empty, with --family the code "
            "(default: none). irr and irrCAC take the rows of a code as they are; by characters "
            "a row is a run, to be repeated as often as its last column says, so name a --unit "
            "for them."
        ),
    ),
)
