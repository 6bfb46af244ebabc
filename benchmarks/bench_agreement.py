"""Agreement of 4 coders on 20 interviews of 60,000 characters, 40 codes, 24,000 spans.

CPU seconds, the best of several runs. Peers run in their own environments on a stated
part of the case, and their figure is for the whole of it.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.measure import is_quick, peer_python, row, sized
from toolkit.agreement import (
    CodedSpan,
    SourceFrame,
    agreement_table,
    alpha_u,
    cover_tables,
    cu_alpha,
    cu_alpha_coverage,
    gamma_agreement,
    ku_alpha,
    ku_alpha_coverage,
    source_intervals,
    u_alpha,
    u_alpha_binary,
    unit_intervals,
    unit_sums,
)
from toolkit.agreement.table.code_sums import add_sources, group_sums
from toolkit.agreement.table.rows import COEFFICIENTS
from toolkit.agreement.unitizing.alpha_2016 import u_alpha_by_code

if TYPE_CHECKING:
    from collections.abc import Callable

    from toolkit.agreement.unitizing.unit_sums import UnitSums

SOURCES, LENGTH, CODES, DOMAIN = sized(20, 3), 60_000, 40, 8
PER_SOURCE = sized(300, 30)
RESAMPLES = sized(2_000, 50)
CODERS = tuple(f"coder{at}" for at in range(4))

Case = tuple[list[SourceFrame], list[CodedSpan]]


def rows() -> list[dict[str, object]]:
    """One dict for each figure, with name, value, unit, budget, peer, peer_value and ratio."""
    frames, spans = make_case(LENGTH)
    layers = split_layers(spans)
    out = _nominal(frames, spans)
    longer, moved = make_case(10 * LENGTH)
    name = "agreement: the same on texts ten times as long"
    out.append(row(name, best(lambda: agreement_table(longer, moved, CODERS)), "s", 0.1))
    out.append(_family(frames, spans, layers))
    tables = cover_tables(frames, spans, CODERS)
    sums = [unit_sums(frames, layer, CODERS) for layer in layers]

    def resample() -> None:
        source_intervals(tables, (*COEFFICIENTS, "u_alpha"), resamples=RESAMPLES)
        for layer in sums:
            for coefficient in ("u_alpha", "u_alpha_binary", "cu_alpha"):
                unit_intervals(layer, coefficient, resamples=RESAMPLES)
            for code in layer.codes:
                unit_intervals(layer, "ku_alpha", code=code, resamples=RESAMPLES)

    name = f"agreement: intervals of all of it, {RESAMPLES:,} draws each"
    out.append(row(name, best(resample, 3), "s", 2.0))
    out.append(_gamma())
    return out


def make_case(length: int, seed: int = 1) -> Case:
    """Draw coders who place about two thirds of their spans alike; codes may overlap."""
    rng = np.random.default_rng(seed)
    frames, spans = [], []
    for at in range(SOURCES):
        name = f"E{at + 1:02}"
        frames.append(SourceFrame(name, length, coverage=frozenset(CODERS)))
        start, size, code = (
            rng.integers(low, high, PER_SOURCE)
            for low, high in ((0, length - 500), (20, 400), (0, CODES))
        )
        for coder in CODERS:
            alone = rng.random(PER_SOURCE) < 0.35
            begin = np.where(alone, rng.integers(0, length - 500, PER_SOURCE), start)
            begin = np.maximum(begin + rng.integers(-15, 16, PER_SOURCE), 0)
            end = begin + np.maximum(size + rng.integers(-15, 16, PER_SOURCE), 5)
            other = rng.random(PER_SOURCE) < 0.2
            label = np.where(other, rng.integers(0, CODES, PER_SOURCE), code)
            spans += [
                CodedSpan(name, coder, f"C{k:02}", a, b)
                for a, b, k in zip(begin.tolist(), end.tolist(), label.tolist(), strict=True)
            ]
    return frames, spans


def split_layers(spans: list[CodedSpan]) -> list[list[CodedSpan]]:
    """One layer for each domain of 8 codes, without the spans that overlap inside a coder."""
    layers: list[list[CodedSpan]] = [[] for _ in range(CODES // DOMAIN)]
    reached: dict[tuple[int, str, str], int] = {}
    for span in sorted(spans, key=lambda s: (s.source_id, s.coder, s.start, s.end)):
        domain = int(span.code[1:]) // DOMAIN
        key = domain, span.source_id, span.coder
        if span.start >= reached.get(key, 0):
            reached[key] = span.end
            layers[domain].append(span)
    return layers


def best(work: Callable[[], object], runs: int | None = None) -> float:
    """Fewest CPU seconds of several runs (5 unless `runs` says otherwise), after one that is not
    counted. A quick run has one in all."""
    if not is_quick():
        work()
    spent = []
    for _ in range(sized(runs or 5, 1)):
        before = time.process_time()
        work()
        spent.append(time.process_time() - before)
    return round(min(spent), 4)


def _nominal(frames: list[SourceFrame], spans: list[CodedSpan]) -> list[dict[str, object]]:
    seconds = best(lambda: agreement_table(frames, spans, CODERS))
    name = "agreement: all nominal coefficients, all codes and pairs"
    requirements = ("scikit-learn==1.9.0", "krippendorff==0.9.0")
    python = peer_python("agreement", *requirements)
    if python is None:
        return [row(name, seconds, "s", 0.1)]
    figures = _ask(python, _NOMINAL_PEERS, [vars_of(span) for span in spans])
    return [
        row(
            name, seconds, "s", 0.1, "scikit-learn 1.9.0, Cohen only (1 of 20 sources)", figures[0]
        ),
        row(
            "agreement: the same, against alpha alone",
            seconds,
            "s",
            0.1,
            "krippendorff 0.9.0, alpha only (2 of 40 codes)",
            figures[1],
        ),
    ]


def _family(
    frames: list[SourceFrame], spans: list[CodedSpan], layers: list[list[CodedSpan]]
) -> dict[str, object]:
    """Time u, |u, cu and (k)u of five domains, u of each code, and alpha_U (1995) of each code."""

    def measure() -> None:
        total = add_sources(group_sums(cover_tables(frames, spans, CODERS)), np.ones((1, SOURCES)))
        u_alpha_by_code(total)
        for layer in layers:
            sums: UnitSums = unit_sums(frames, layer, CODERS).over_sources()
            for coefficient in (u_alpha, u_alpha_binary, cu_alpha, cu_alpha_coverage):
                coefficient(sums)
            for code in sums.codes:
                ku_alpha(sums, code)
                ku_alpha_coverage(sums, code)
        alpha_u(frames, spans, CODERS)

    return row("agreement: unitizing family, all codes and domains", best(measure), "s", 0.5)


def _gamma() -> dict[str, object]:
    pair = CODERS[:2]
    _, spans = make_case(LENGTH)
    own = [s for s in spans if s.source_id == "E01" and s.coder in pair]
    name = f"agreement: gamma, 2 coders x {PER_SOURCE} spans, 30 random texts"
    seconds = best(lambda: gamma_agreement(own, pair), 3)
    python = peer_python("pygamma", "pygamma-agreement==0.5.9")
    if python is None:
        return row(name, seconds, "s")
    figures = _ask(python, _GAMMA_PEER, [vars_of(span) for span in own])
    here = gamma_agreement(own, pair)
    same = abs(figures[1] - here.observed) < 1e-4
    values = f"gamma {figures[2]:.3f}, here {here.gamma.value:.3f}"
    peer = f"pygamma-agreement 0.5.9 ({values}{'' if same else '; another disorder!'})"
    # The budget is a fifth of the peer's time, at the same disorder; both draw chance at random.
    return row(name, seconds, "s", round(figures[0] / 5.0, 2), peer, figures[0])


def vars_of(span: CodedSpan) -> list[object]:
    """A span as plain JSON."""
    return [span.source_id, span.coder, span.code, span.start, span.end]


def _ask(python: Path, script: str, spans: list[list[object]]) -> list[float]:
    """Run a peer; its last line of output is a list of numbers."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "spans.json"
        path.write_text(json.dumps({"length": LENGTH, "spans": spans}), encoding="utf-8")
        done = subprocess.run(
            [str(python), "-c", script, str(path)], check=True, capture_output=True, text=True
        )
    figures: list[float] = json.loads(done.stdout.strip().splitlines()[-1])
    return figures


_READ = """
import json, sys, time
import numpy as np
case = json.load(open(sys.argv[1]))
names = [sorted({s[at] for s in case["spans"]}) for at in range(3)]

def table(source, code):
    out = np.zeros((len(names[1]), case["length"]), dtype=np.int8)
    for s in case["spans"]:
        if s[0] == source and s[2] == code:
            out[names[1].index(s[1]), s[3]:s[4]] = 1
    return out
"""

_NOMINAL_PEERS = (
    _READ
    + """
from itertools import combinations
import krippendorff
from sklearn.metrics import cohen_kappa_score
tables = [table(names[0][0], code) for code in names[2]]
before = time.process_time()
for one in tables:
    for a, b in combinations(one, 2):
        cohen_kappa_score(a, b)
kappa = (time.process_time() - before) * len(names[0])
some = names[2][:2]
texts = [np.concatenate([table(s, code) for s in names[0]], axis=1) for code in some]
before = time.process_time()
for one in texts:
    krippendorff.alpha(reliability_data=one, level_of_measurement="nominal")
alpha = (time.process_time() - before) * len(names[2]) / len(some)
print(json.dumps([round(kappa, 2), round(alpha, 2)]))
"""
)

_GAMMA_PEER = """
import json, logging, sys, time
logging.disable(logging.CRITICAL)
from pyannote.core import Segment
from pygamma_agreement import CombinedCategoricalDissimilarity, Continuum
continuum = Continuum()
for _, coder, code, start, end in json.load(open(sys.argv[1]))["spans"]:
    continuum.add(coder, Segment(start, end), code)
cost = CombinedCategoricalDissimilarity(alpha=3, beta=1, delta_empty=1)
# What it compiles on first use does not count.
continuum.compute_gamma(cost, n_samples=2)
before = time.process_time()
found = continuum.compute_gamma(cost, n_samples=30)
spent = time.process_time() - before
print()
print(json.dumps([round(spent, 2), float(found.observed_disorder), float(found.gamma)]))
"""
