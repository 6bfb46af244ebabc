"""A study with rounds, directions and a consensus, and every report that there is on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tests.finished import add_finished
from toolkit.domain.codings import Mode
from toolkit.project import Project

A, B = "coder-a", "coder-b"
TRUST, LEAK = "We do not trust their figures.", "A leak is what my director fears."
Report = Callable[[Project], Any]

TABLES: dict[str, Report] = {
    "table": lambda project: project.agreement.report(
        domains=["top"], coefficients=["nvivo"], intervals=True, resamples=20
    ),
    "table by round": lambda project: project.agreement.report(by="round"),
    "table by source": lambda project: project.agreement.report(by="source"),
    "table of directions": lambda project: project.agreement.report(level="directions"),
    "table on segments": lambda project: project.agreement.report(
        unit="segment", segments=f"coder:{A}"
    ),
    "table on sentences": lambda project: project.agreement.report(unit="sentence"),
    "overlaps": lambda project: project.agreement.overlaps(),
    "trend over rounds": lambda project: project.agreement.trend(over="round", resamples=20),
    "trend over dates": lambda project: project.agreement.trend(over="date", resamples=20),
    "intra": lambda project: project.agreement.intra(resamples=20),
    "scales": lambda project: project.agreement.scales(
        method="bootstrap", resamples=20, round_id="all"
    ),
    "sample size": lambda project: project.agreement.sample_size(),
    "statement": lambda project: project.consensus.statement(resamples=20),
    "table of disagreements": lambda project: project.consensus.disagreement_table(),
    "confusion": lambda project: project.consensus.confusion(),
    "confused codes": lambda project: project.consensus.confused_codes(),
    "settlement": lambda project: project.consensus.settlement_report(),
    "consensus": lambda project: project.consensus.report(),
    "adjudications": lambda project: project.consensus.adjudications(),
}
MATRICES: dict[str, Report] = {
    "codes by cases": lambda project: project.matrices.codes_by_cases(),
    "words by cases": lambda project: project.matrices.codes_by_cases(measure="words"),
    "directions by cases": lambda project: project.matrices.directions_by_cases(),
    "codes by directions": lambda project: project.matrices.codes_by_directions(),
}
VALUES: dict[str, Report] = {
    "coefficients": lambda project: project.agreement.coefficients(),
    "disagreements": lambda project: project.consensus.disagreements(),
    "codings": lambda project: project.codings.rows(),
    "codebook": lambda project: project.codebook.current(),
    "progress": lambda project: project.rounds.progress("R1"),
    "coverage": lambda project: project.rounds.coverage(),
}


def say(project: Project, source: str, quote: str, code: str, coder: str, **more: Any) -> str:
    """Apply a code to a quote and return the id of the coding."""
    start = project.sources.text(source).index(quote)
    return add_finished(project, source, start, start + len(quote), code, coder=coder, **more).id


def build_study(project: Project) -> Project:
    """Give a project two rounds, directions, and a consensus on some of the disagreements."""
    for name in ("R1", "R2"):
        project.rounds.open(name, actor="lead", mode=Mode.BLIND)
        for coder in (A, B):
            say(project, "E01", TRUST, "trust", coder, round_id=name)
        say(project, "E01", LEAK, "security", A, round_id=name)
        project.rounds.close(name, actor="lead")
    for coder in (A, B):
        say(project, "K01", "저쪽 자료를 믿지 못해요.", "trust", coder)
        project.directions.confirm("E01", 30, 60, ["organization"], coder=coder)
    say(project, "K01", "같은 규칙이 필요해요.", "proposal", A)
    project.directions.confirm("E01", 30, 60, ["security"], coder=A)
    project.consensus.accept_agreed(actor="lead")
    project.rounds.set_lead_coder(A, actor="lead")
    first = project.consensus.disagreements()[0]
    project.consensus.settle([first.id], "accept-a", actor="lead")
    return project
