"""Agreement between coders on a project's codings."""

from __future__ import annotations

from typing import Any

from toolkit.agreement.table.rows import AgreementRow, table_rows
from toolkit.domain.rounds import CONSENSUS
from toolkit.operations.agreement.request import UNITS, AgreementRequest
from toolkit.operations.agreement.scope import resolve
from toolkit.operations.session import ProjectSession

__all__ = ["CONSENSUS", "UNITS", "agreement"]


def agreement(session: ProjectSession, **wanted: Any) -> list[AgreementRow]:
    """Per code, pooled and macro, for all coders and each pair.

    The options are the fields of `AgreementRequest`. The frame is what experts say (`whole_text`:
    everything). Unless `independent_only` is false, codings made after a suggestion was
    seen are left out. Without `round_id` every round counts but consensus, since that is
    not an independent reading, and open blind ones, since that would leak; without
    `coders` everyone with codings in scope is compared.
    """
    return table_rows(resolve(session, AgreementRequest(**wanted)).tables())
