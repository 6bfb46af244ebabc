"""How each kind of worked example is computed, with an entry for each coefficient."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from toolkit.agreement.alpha import alpha_terms, krippendorff_alpha
from toolkit.agreement.boundaries import boundary_kappa, boundary_similarity
from toolkit.agreement.gamma.gamma import GammaResult, gamma_agreement
from toolkit.agreement.intervals.analytic import cohen_interval, gwet_interval
from toolkit.agreement.intervals.bootstrap import bootstrap_units, hayes_krippendorff
from toolkit.agreement.nominal.gwet import gwet_ac1, gwet_ac2
from toolkit.agreement.nominal.kappa import (
    brennan_prediger,
    cohen_kappa,
    conger_kappa,
    fleiss_kappa,
    light_kappa,
    percent_agreement,
    scott_pi,
)
from toolkit.agreement.nominal.paradox import cohen_kappa_max, holsti
from toolkit.agreement.ratings import Ratings, as_ratings
from toolkit.agreement.sample_size import sample_size_cohen_kappa
from toolkit.agreement.spans import CodedSpan, SourceFrame
from toolkit.agreement.table.cover import CoverTables, cover_tables
from toolkit.agreement.unitizing.alpha_1995 import alpha_u, unit_disagreement
from toolkit.agreement.unitizing.alpha_2016 import (
    cu_alpha,
    cu_alpha_coverage,
    ku_alpha,
    ku_alpha_coverage,
    u_alpha,
    u_alpha_binary,
)
from toolkit.agreement.unitizing.unit_sums import unit_sums

if TYPE_CHECKING:
    from toolkit.agreement.coefficient import Coefficient
    from toolkit.agreement.intervals.interval import Interval

TEXT = "text"
GAMMA_SAMPLES = 200

Params = Mapping[str, Any]
Value = float | tuple[float, ...] | None
Compute = Callable[[Any, Params], Value]

# Kinds with ratings of units by coders.


def _ratings(data: Mapping[str, Any]) -> Ratings:
    return as_ratings(data["units_by_coders"], data.get("categories"))


def _of(coefficient: Callable[[Ratings], Coefficient]) -> Compute:
    return lambda ratings, params: coefficient(ratings).value


def _alpha(ratings: Ratings, params: Params) -> Value:
    return krippendorff_alpha(ratings, metric=params.get("metric", "nominal")).value


def _alpha_part(part: str, ratings: Ratings, params: Params) -> Value:
    return float(getattr(alpha_terms(ratings, params.get("metric", "nominal")), part))


def _weighted_kappa(ratings: Ratings, params: Params) -> Value:
    positions = "values" if params.get("positions") == "category values" else "ranks"
    return cohen_kappa(ratings, None, params["weights"], positions=positions).value


def _ac2(ratings: Ratings, params: Params) -> Value:
    # Gwet places numeric categories at their values.
    words = any(isinstance(category, str) for category in ratings.categories)
    positions = "ranks" if words else "values"
    return gwet_ac2(ratings, None, params["weights"], positions=positions).value


def _ac1(ratings: Ratings, params: Params) -> Value:
    rule = "pairable" if "pairable" in params.get("missing", "") else "rated"
    return gwet_ac1(ratings, missing=rule).value


def _per_category(
    coefficient: Callable[[Ratings], Coefficient], ratings: Ratings, params: Params
) -> Value:
    return coefficient(ratings.against_rest(params["category"])).value


def _free_marginal(ratings: Ratings, params: Params) -> Value:
    stated = params.get("categories")
    if isinstance(stated, int) and stated != len(ratings.categories):
        table = [[None if at < 0 else at for at in row] for row in ratings.values.tolist()]
        return brennan_prediger(table, stated).value
    return brennan_prediger(ratings).value


def _error(name: str, ratings: Ratings, params: Params) -> Value:
    return gwet_interval(name, ratings, metric=params.get("metric", "nominal")).standard_error


def _limits(name: str, ratings: Ratings, params: Params) -> Value:
    return _both(gwet_interval(name, ratings, metric=params.get("metric", "nominal")))


def _both(interval: Interval) -> Value:
    if interval.low is None or interval.high is None:
        return None
    return interval.low, interval.high


def _unit_bootstrap(ratings: Ratings, params: Params) -> Value:
    alpha = partial(krippendorff_alpha, metric=params.get("metric", "nominal"))
    return _both(bootstrap_units(ratings, alpha, resamples=params.get("resamples", 2000))[0])


def _kalpha(ratings: Ratings, params: Params) -> Interval:
    return hayes_krippendorff(
        ratings,
        metric=params.get("metric", "nominal"),
        resamples=params.get("resamples", 20_000),
        thresholds=tuple(params.get("thresholds", ())),
    )


# Kinds with coded spans.


@dataclass(frozen=True)
class _ExampleText:
    """The spans of a text, before a parameter multiplies every offset."""

    length: int
    begin: int
    spans: Mapping[str, Sequence[Sequence[Any]]]

    def at(self, stretch: int = 1) -> tuple[list[SourceFrame], list[CodedSpan], list[str]]:
        frame = SourceFrame(TEXT, self.length * stretch, coverage=frozenset(self.spans))
        return [frame], _spans(TEXT, self.spans, self.begin, stretch), list(self.spans)


def _spans(
    source: str, spans: Mapping[str, Sequence[Sequence[Any]]], begin: int = 0, stretch: int = 1
) -> list[CodedSpan]:
    return [
        CodedSpan(source, coder, str(code), (start - begin) * stretch, (end - begin) * stretch)
        for coder, units in spans.items()
        for start, end, code in units
    ]


def _text(data: Mapping[str, Any]) -> _ExampleText:
    return _ExampleText(data["continuum_length"], data.get("continuum_begin", 0), data["spans"])


def _alpha_u(text: _ExampleText, params: Params) -> Value:
    code = str(params["code"])
    frames, spans, coders = text.at(params.get("stretch", 1))
    return alpha_u(frames, spans, coders, None if code == "all" else [code]).value


def _alpha_u_part(part: str, text: _ExampleText, params: Params) -> Value:
    frames, spans, coders = text.at(params.get("stretch", 1))
    return float(getattr(unit_disagreement(frames, spans, coders, str(params["code"])), part))


def _family(coefficient: Callable[..., Coefficient], text: _ExampleText, params: Params) -> Value:
    frames, spans, coders = text.at(params.get("stretch", 1))
    if "code" in params and coefficient in (u_alpha, u_alpha_binary):
        # The coefficient is of this code against everything else.
        spans = [span for span in spans if span.code == str(params["code"])]
    sums = unit_sums(frames, spans, coders)
    extra = {key: params[key] for key in ("self_pairing",) if key in params}
    if coefficient in (ku_alpha, ku_alpha_coverage):
        extra["code"] = str(params["code"])
    return coefficient(sums, **extra).value


def _characters(text: _ExampleText) -> Ratings:
    return cover_tables(*text.at()).ratings()


@dataclass(frozen=True)
class _ExampleDocuments:
    """Several texts with the cover tables of all of them."""

    documents: Sequence[Mapping[str, Any]]
    coders: list[str]
    tables: CoverTables

    def ratings(self, params: Params) -> Ratings:
        """Return a code against its absence, for the documents and coders of the parameters."""
        tables = self.tables
        if "doc" in params:
            tables = _documents([self.documents[params["doc"]]]).tables
        chosen = [self.coders[at] for at in params.get("coders", range(len(self.coders)))]
        return tables.ratings([str(params["code"])], chosen)


def _documents(documents: Sequence[Mapping[str, Any]]) -> _ExampleDocuments:
    coders = sorted({name for document in documents for name in document["spans"]})
    frames, spans = [], []
    for at, document in enumerate(documents):
        frames.append(SourceFrame(str(at), document["length"], coverage=frozenset(coders)))
        spans += _spans(str(at), document["spans"])
    codes = sorted({span.code for span in spans})
    return _ExampleDocuments(documents, coders, cover_tables(frames, spans, coders, codes))


def _document_u_alpha(texts: _ExampleDocuments, params: Params) -> Value:
    document, code = texts.documents[params["doc"]], str(params["code"])
    frame = SourceFrame(TEXT, document["length"], coverage=frozenset(document["spans"]))
    spans = [span for span in _spans(TEXT, document["spans"]) if span.code == code]
    return u_alpha(unit_sums([frame], spans, list(document["spans"]), [code])).value


def _of_texts(coefficient: Callable[[Ratings], Coefficient]) -> Compute:
    return lambda texts, params: coefficient(texts.ratings(params)).value


def _gamma(data: Mapping[str, Any]) -> GammaResult:
    spans = [
        CodedSpan(TEXT, unit["annotator"], str(unit["category"]), unit["start"], unit["end"])
        for unit in data["continuum"]
    ]
    params = data["params"]
    return gamma_agreement(
        spans,
        sorted({span.coder for span in spans}),
        alpha=params["alpha"],
        beta=params["beta"],
        delta=params["deltaEmpty"],
        samples=GAMMA_SAMPLES,
    )


def _as_given(data: Any) -> Any:
    return data


_ERRORS = {
    "percent_agreement": "percent_agreement",
    "scott_pi": "scott_pi",
    "fleiss_kappa": "fleiss_kappa",
    "conger_kappa": "conger_kappa",
    "brennan_prediger": "brennan_prediger",
    "gwet_ac1": "gwet_ac1",
}
_CODING: dict[str, Compute] = {
    "percent_agreement": _of(percent_agreement),
    "cohen_kappa": _of(cohen_kappa),
    "cohen_kappa_max": _of(cohen_kappa_max),
    "cohen_kappa_weighted": _weighted_kappa,
    "cohen_kappa_per_category": partial(_per_category, cohen_kappa),
    "cohen_kappa_se": lambda ratings, params: cohen_interval(ratings).standard_error,
    "scott_pi": _of(scott_pi),
    "fleiss_kappa": _of(fleiss_kappa),
    "fleiss_kappa_per_category": partial(_per_category, fleiss_kappa),
    "conger_kappa": _of(conger_kappa),
    "light_kappa": _of(light_kappa),
    "brennan_prediger": _free_marginal,
    "randolph_kappa": _free_marginal,
    "gwet_ac1": _ac1,
    "gwet_ac2": _ac2,
    "krippendorff_alpha": _alpha,
    "krippendorff_alpha_Do": partial(_alpha_part, "observed"),
    "krippendorff_alpha_De": partial(_alpha_part, "expected"),
    "krippendorff_alpha_se_gwet": partial(_error, "krippendorff_alpha"),
    "krippendorff_alpha_ci95_gwet": partial(_limits, "krippendorff_alpha"),
    **{f"{name}_se": partial(_error, name) for name in _ERRORS},
    **{f"{name}_ci95": partial(_limits, name) for name in _ERRORS},
}
_UNITIZING: dict[str, Compute] = {
    "alpha_u_1995": _alpha_u,
    "alpha_u_1995_Do": partial(_alpha_u_part, "observed"),
    "alpha_u_1995_De": partial(_alpha_u_part, "expected"),
    "u_alpha": partial(_family, u_alpha),
    "u_alpha_binary": partial(_family, u_alpha_binary),
    "cu_alpha": partial(_family, cu_alpha),
    "cu_alpha_coverage": partial(_family, cu_alpha_coverage),
    "ku_alpha": partial(_family, ku_alpha),
    "ku_alpha_coverage": partial(_family, ku_alpha_coverage),
}
KINDS: dict[str, tuple[Callable[[Any], Any], Mapping[str, Compute]]] = {
    "coding": (_ratings, _CODING),
    "coding_ci": (
        _ratings,
        {
            "krippendorff_alpha_ci95_unit_bootstrap": _unit_bootstrap,
            "krippendorff_alpha_ci95_hayes_krippendorff_bootstrap": lambda ratings, params: _both(
                _kalpha(ratings, params)
            ),
            "prob_alpha_below": lambda ratings, params: tuple(
                share for _, share in _kalpha(ratings, params).below
            ),
        },
    ),
    "unitizing": (_text, _UNITIZING),
    "spans": (
        _text,
        {
            "percent_agreement": lambda text, params: percent_agreement(_characters(text)).value,
            "cohen_kappa": lambda text, params: cohen_kappa(_characters(text)).value,
        },
    ),
    "spans_overlapping": (
        lambda data: _documents(data["documents"]),
        {
            "percent_agreement": _of_texts(percent_agreement),
            "cohen_kappa": _of_texts(cohen_kappa),
            "fleiss_kappa": _of_texts(fleiss_kappa),
            "gwet_ac1": _of_texts(gwet_ac1),
            "krippendorff_alpha": _of_texts(krippendorff_alpha),
            "u_alpha": _document_u_alpha,
        },
    ),
    "gamma": (
        _gamma,
        {
            "gamma": lambda result, params: result.gamma.value,
            "gamma_cat": lambda result, params: result.gamma_cat.value,
            "gamma_best_alignment_disorder": lambda result, params: result.observed,
        },
    ),
    "segmentation": (
        _as_given,
        {
            "boundary_similarity": lambda data, params: (
                boundary_similarity(
                    params["masses_a"], params["masses_b"], params.get("n_t", 2)
                ).value
            ),
            "fleiss_kappa_boundary_similarity": lambda data, params: (
                boundary_kappa(data["masses"]).value
            ),
        },
    ),
    "holsti": (
        _as_given,
        {
            "holsti": lambda data, params: (
                holsti(data["agreed_decisions"], data["n1"], data["n2"]).value
            )
        },
    ),
    "sample_size": (
        _as_given,
        {
            "sample_size_cohen_kappa": lambda data, params: float(
                sample_size_cohen_kappa(
                    params["rate1"],
                    params["rate2"],
                    params["k1"],
                    params["k0"],
                    alpha=params["alpha"],
                    power=params["power"],
                    two_sided=params["twosided"],
                )
            )
        },
    ),
}
