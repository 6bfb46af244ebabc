"""How each kind of worked example is computed, with an entry for each coefficient."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from toolkit.agreement.alpha import krippendorff_alpha
from toolkit.agreement.boundaries import boundary_kappa, boundary_pi, boundary_similarity
from toolkit.agreement.nominal.gwet import gwet_ac1
from toolkit.agreement.nominal.kappa import cohen_kappa, fleiss_kappa, percent_agreement
from toolkit.agreement.nominal.paradox import holsti
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
from toolkit.agreement.verification.coding import CODING, CODING_INTERVALS, read_ratings
from toolkit.agreement.verification.free_units import GAMMA, read_free_units

if TYPE_CHECKING:
    from toolkit.agreement.coefficient import Coefficient
    from toolkit.agreement.ratings import Ratings
    from toolkit.agreement.verification.values import Compute, Params, Value

TEXT = "text"

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


def _as_given(data: Any) -> Any:
    return data


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
    "coding": (read_ratings, CODING),
    "coding_ci": (read_ratings, CODING_INTERVALS),
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
    "gamma": (read_free_units, GAMMA),
    "segmentation": (
        _as_given,
        {
            "boundary_similarity": lambda data, params: (
                boundary_similarity(
                    params["masses_a"], params["masses_b"], params.get("n_t", 2)
                ).value
            ),
            "fleiss_kappa_boundary_similarity": lambda data, params: (
                boundary_kappa(data["masses"], params.get("n_t", 2)).value
            ),
            "fleiss_pi_boundary_similarity": lambda data, params: (
                boundary_kappa(data["masses"], params.get("n_t", 2), chance="pi").value
            ),
            "fleiss_pi_boundaries": lambda data, params: boundary_pi(data["masses"]).value,
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
