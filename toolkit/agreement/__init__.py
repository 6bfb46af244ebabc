"""Inter-coder agreement: coefficients on ratings, on coded spans and on segmentations.

Names are imported on first use, so that a command that needs none pays for none.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from toolkit.agreement.alpha import (
        krippendorff_alpha,
    )
    from toolkit.agreement.coefficient import (
        Coefficient,
    )
    from toolkit.agreement.nominal import (
        brennan_prediger,
        cohen_kappa,
        conger_kappa,
        fleiss_kappa,
        gwet_ac1,
        gwet_ac2,
        light_kappa,
        percent_agreement,
        scott_pi,
    )
    from toolkit.agreement.paradox import (
        bias_index,
        cohen_kappa_max,
        holsti,
        pabak,
        prevalence_index,
    )
    from toolkit.agreement.ratings import (
        Ratings,
        as_ratings,
        weight_matrix,
    )
    from toolkit.agreement.report import (
        AgreementRow,
        agreement_table,
    )
    from toolkit.agreement.spans import (
        CodedSpan,
        SourceFrame,
    )
    from toolkit.agreement.tables import (
        CoverTables,
        cover_tables,
    )

_HOME = {
    "alpha": ("krippendorff_alpha",),
    "coefficient": ("Coefficient",),
    "nominal": (
        "brennan_prediger",
        "cohen_kappa",
        "conger_kappa",
        "fleiss_kappa",
        "gwet_ac1",
        "gwet_ac2",
        "light_kappa",
        "percent_agreement",
        "scott_pi",
    ),
    "paradox": (
        "bias_index",
        "cohen_kappa_max",
        "holsti",
        "pabak",
        "prevalence_index",
    ),
    "ratings": (
        "Ratings",
        "as_ratings",
        "weight_matrix",
    ),
    "report": (
        "AgreementRow",
        "agreement_table",
    ),
    "spans": (
        "CodedSpan",
        "SourceFrame",
    ),
    "tables": (
        "CoverTables",
        "cover_tables",
    ),
}
_LAZY = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "AgreementRow",
    "CodedSpan",
    "Coefficient",
    "CoverTables",
    "Ratings",
    "SourceFrame",
    "agreement_table",
    "as_ratings",
    "bias_index",
    "brennan_prediger",
    "cohen_kappa",
    "cohen_kappa_max",
    "conger_kappa",
    "cover_tables",
    "fleiss_kappa",
    "gwet_ac1",
    "gwet_ac2",
    "holsti",
    "krippendorff_alpha",
    "light_kappa",
    "pabak",
    "percent_agreement",
    "prevalence_index",
    "scott_pi",
    "weight_matrix",
]


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(f"toolkit.agreement.{_LAZY[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
