"""Agreement between coders: coefficients of ratings, of coded spans and of segmentations.

`PUBLIC_NAMES` is the only list of what the package offers. A name is imported from its
module when it is first used, so that a command which needs no coefficient loads none.
"""

# ruff: noqa: F403
from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

PUBLIC_NAMES = {
    "alpha": "krippendorff_alpha krippendorff_alpha_of_category",
    "boundaries": "boundary_kappa boundary_pi boundary_similarity",
    "coefficient": "Coefficient",
    "confusion": "ConfusedPair by_characters by_codings confused_pairs retrieval retrieval_ratios",
    "disagreements": "Disagreement align ranked",
    "gamma.gamma": "GammaResult gamma_agreement",
    "intervals.analytic": "cohen_interval gwet_interval",
    "intervals.bootstrap": "bootstrap_units hayes_krippendorff",
    "intervals.by_source": "RowInterval source_intervals unit_intervals",
    "intervals.interval": "Interval",
    "nominal.gwet": "gwet_ac1 gwet_ac2",
    "nominal.kappa": (
        "brennan_prediger cohen_kappa conger_kappa fleiss_kappa light_kappa percent_agreement "
        "scott_pi"
    ),
    "nominal.paradox": "bias_index cohen_kappa_max holsti pabak prevalence_index",
    "nominal.weighted_error": "weighted_kappa_interval",
    "other_programs": (
        "NvivoRow SegmentAgreement document_agreement nvivo_average nvivo_rows segment_agreement"
    ),
    "ratings": "Ratings as_ratings weight_matrix",
    "sample_size": "sample_size_alpha sample_size_cohen_kappa",
    "scales": "SCALES Membership Scale memberships",
    "sets": "exact_distance jaccard_distance masi_distance mean_set_agreement set_alpha",
    "spans": "CodedSpan SourceFrame",
    "table.cover": "CoverTables cover_tables",
    "table.rows": "AgreementRow agreement_table",
    "trend": "Slope slope",
    "unitizing.alpha_1995": "alpha_u unit_disagreement",
    "unitizing.alpha_2016": (
        "cu_alpha cu_alpha_coverage ku_alpha ku_alpha_coverage u_alpha u_alpha_binary"
    ),
    "unitizing.domains": "DomainAgreement cu_alpha_domains domain_agreement domain_sums",
    "unitizing.layers": "Overlap OverlapError find_overlaps",
    "unitizing.unit_sums": "UnitSums unit_sums",
    "verification.verify": "VerifyRow verify_files verify_fixture",
}
"""The public names of each module, separated by blanks."""

_MODULE_OF = {name: module for module, names in PUBLIC_NAMES.items() for name in names.split()}
__all__ = sorted(_MODULE_OF)

if TYPE_CHECKING:
    # Type checkers see the names of these modules; a test compares them with the table.
    from toolkit.agreement.alpha import *
    from toolkit.agreement.boundaries import *
    from toolkit.agreement.coefficient import *
    from toolkit.agreement.confusion import *
    from toolkit.agreement.disagreements import *
    from toolkit.agreement.gamma.gamma import *
    from toolkit.agreement.intervals.analytic import *
    from toolkit.agreement.intervals.bootstrap import *
    from toolkit.agreement.intervals.by_source import *
    from toolkit.agreement.intervals.interval import *
    from toolkit.agreement.nominal.gwet import *
    from toolkit.agreement.nominal.kappa import *
    from toolkit.agreement.nominal.paradox import *
    from toolkit.agreement.nominal.weighted_error import *
    from toolkit.agreement.other_programs import *
    from toolkit.agreement.ratings import *
    from toolkit.agreement.sample_size import *
    from toolkit.agreement.scales import *
    from toolkit.agreement.sets import *
    from toolkit.agreement.spans import *
    from toolkit.agreement.table.cover import *
    from toolkit.agreement.table.rows import *
    from toolkit.agreement.trend import *
    from toolkit.agreement.unitizing.alpha_1995 import *
    from toolkit.agreement.unitizing.alpha_2016 import *
    from toolkit.agreement.unitizing.domains import *
    from toolkit.agreement.unitizing.layers import *
    from toolkit.agreement.unitizing.unit_sums import *
    from toolkit.agreement.verification.verify import *
else:

    def __getattr__(name: str) -> object:
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
        globals()[name] = value
        return value

    def __dir__() -> list[str]:
        return list(__all__)
