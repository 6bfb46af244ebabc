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
    from toolkit.agreement.boundaries import (
        boundary_kappa,
        boundary_similarity,
    )
    from toolkit.agreement.coefficient import (
        Coefficient,
    )
    from toolkit.agreement.confusion import (
        ConfusedPair,
        by_characters,
        by_codings,
        confused_pairs,
        retrieval,
        retrieval_ratios,
    )
    from toolkit.agreement.disagreements import (
        Disagreement,
        align,
        ranked,
    )
    from toolkit.agreement.gamma.gamma import (
        GammaResult,
        gamma_agreement,
    )
    from toolkit.agreement.intervals.analytic import Interval, cohen_interval, gwet_interval
    from toolkit.agreement.intervals.bootstrap import (
        bootstrap_units,
        hayes_krippendorff,
    )
    from toolkit.agreement.intervals.by_source import (
        RowInterval,
        source_intervals,
        unit_intervals,
    )
    from toolkit.agreement.nominal.kappa import (
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
    from toolkit.agreement.nominal.paradox import (
        bias_index,
        cohen_kappa_max,
        holsti,
        pabak,
        prevalence_index,
    )
    from toolkit.agreement.other_programs import (
        NvivoRow,
        SegmentAgreement,
        document_agreement,
        nvivo_average,
        nvivo_rows,
        segment_agreement,
    )
    from toolkit.agreement.ratings import (
        Ratings,
        as_ratings,
        weight_matrix,
    )
    from toolkit.agreement.sample_size import (
        sample_size_alpha,
        sample_size_cohen_kappa,
    )
    from toolkit.agreement.scales import (
        SCALES,
        Membership,
        Scale,
        memberships,
    )
    from toolkit.agreement.spans import (
        CodedSpan,
        SourceFrame,
    )
    from toolkit.agreement.table.cover import (
        CoverTables,
        cover_tables,
    )
    from toolkit.agreement.table.rows import (
        AgreementRow,
        agreement_table,
    )
    from toolkit.agreement.trend import (
        Slope,
        slope,
    )
    from toolkit.agreement.unitizing.alpha_1995 import (
        alpha_u,
        unit_disagreement,
    )
    from toolkit.agreement.unitizing.alpha_2016 import (
        UnitSums,
        cu_alpha,
        cu_alpha_coverage,
        ku_alpha,
        ku_alpha_coverage,
        u_alpha,
        u_alpha_binary,
        unit_sums,
    )
    from toolkit.agreement.unitizing.domains import (
        DomainAgreement,
        cu_alpha_domains,
        domain_agreement,
        domain_sums,
    )
    from toolkit.agreement.unitizing.layers import (
        Overlap,
        OverlapError,
        find_overlaps,
    )
    from toolkit.agreement.verification.verify import (
        VerifyRow,
        verify_files,
        verify_fixture,
    )

_HOME = {
    "alpha": ("krippendorff_alpha",),
    "scales": (
        "Membership",
        "SCALES",
        "Scale",
        "memberships",
    ),
    "boundaries": (
        "boundary_kappa",
        "boundary_similarity",
    ),
    "intervals.by_source": (
        "RowInterval",
        "source_intervals",
        "unit_intervals",
    ),
    "coefficient": ("Coefficient",),
    "confusion": (
        "ConfusedPair",
        "by_characters",
        "by_codings",
        "confused_pairs",
        "retrieval",
        "retrieval_ratios",
    ),
    "disagreements": (
        "Disagreement",
        "align",
        "ranked",
    ),
    "unitizing.domains": (
        "DomainAgreement",
        "cu_alpha_domains",
        "domain_agreement",
        "domain_sums",
    ),
    "gamma.gamma": (
        "GammaResult",
        "gamma_agreement",
    ),
    "intervals.analytic": (
        "Interval",
        "cohen_interval",
        "gwet_interval",
    ),
    "unitizing.layers": (
        "Overlap",
        "OverlapError",
        "find_overlaps",
    ),
    "nominal.kappa": (
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
    "nominal.paradox": (
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
    "table.rows": (
        "AgreementRow",
        "agreement_table",
    ),
    "intervals.bootstrap": (
        "bootstrap_units",
        "hayes_krippendorff",
    ),
    "sample_size": (
        "sample_size_alpha",
        "sample_size_cohen_kappa",
    ),
    "other_programs": (
        "NvivoRow",
        "SegmentAgreement",
        "document_agreement",
        "nvivo_average",
        "nvivo_rows",
        "segment_agreement",
    ),
    "spans": (
        "CodedSpan",
        "SourceFrame",
    ),
    "table.cover": (
        "CoverTables",
        "cover_tables",
    ),
    "trend": (
        "Slope",
        "slope",
    ),
    "unitizing.alpha_2016": (
        "UnitSums",
        "cu_alpha",
        "cu_alpha_coverage",
        "ku_alpha",
        "ku_alpha_coverage",
        "u_alpha",
        "u_alpha_binary",
        "unit_sums",
    ),
    "unitizing.alpha_1995": (
        "alpha_u",
        "unit_disagreement",
    ),
    "verification.verify": (
        "VerifyRow",
        "verify_files",
        "verify_fixture",
    ),
}
_LAZY = {name: module for module, names in _HOME.items() for name in names}

__all__ = [
    "SCALES",
    "AgreementRow",
    "CodedSpan",
    "Coefficient",
    "ConfusedPair",
    "CoverTables",
    "Disagreement",
    "DomainAgreement",
    "GammaResult",
    "Interval",
    "Membership",
    "NvivoRow",
    "Overlap",
    "OverlapError",
    "Ratings",
    "RowInterval",
    "Scale",
    "SegmentAgreement",
    "Slope",
    "SourceFrame",
    "UnitSums",
    "VerifyRow",
    "agreement_table",
    "align",
    "alpha_u",
    "as_ratings",
    "bias_index",
    "bootstrap_units",
    "boundary_kappa",
    "boundary_similarity",
    "brennan_prediger",
    "by_characters",
    "by_codings",
    "cohen_interval",
    "cohen_kappa",
    "cohen_kappa_max",
    "confused_pairs",
    "conger_kappa",
    "cover_tables",
    "cu_alpha",
    "cu_alpha_coverage",
    "cu_alpha_domains",
    "document_agreement",
    "domain_agreement",
    "domain_sums",
    "find_overlaps",
    "fleiss_kappa",
    "gamma_agreement",
    "gwet_ac1",
    "gwet_ac2",
    "gwet_interval",
    "hayes_krippendorff",
    "holsti",
    "krippendorff_alpha",
    "ku_alpha",
    "ku_alpha_coverage",
    "light_kappa",
    "memberships",
    "nvivo_average",
    "nvivo_rows",
    "pabak",
    "percent_agreement",
    "prevalence_index",
    "ranked",
    "retrieval",
    "retrieval_ratios",
    "sample_size_alpha",
    "sample_size_cohen_kappa",
    "scott_pi",
    "segment_agreement",
    "slope",
    "source_intervals",
    "u_alpha",
    "u_alpha_binary",
    "unit_disagreement",
    "unit_intervals",
    "unit_sums",
    "verify_files",
    "verify_fixture",
    "weight_matrix",
]


def __getattr__(name: str) -> Any:
    if name in _LAZY:
        return getattr(import_module(f"toolkit.agreement.{_LAZY[name]}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return list(__all__)
