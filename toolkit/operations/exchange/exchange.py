"""Exchange with other copies of the project: bundles and merging.

Methods import the modules that they need, so that opening a project stays quick.
"""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.domain.rounds import CONSENSUS
from toolkit.errors import UsageError
from toolkit.i18n import _
from toolkit.operations.session import need_coder, need_round, need_source
from toolkit.operations.storage.draft_folder import draft_folder
from toolkit.operations.subject import Subject, in_one_snapshot
from toolkit.store.round_rules import need_reason

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from toolkit.operations.exchange.docbin import DocBinExport
    from toolkit.operations.exchange.merge import MergeReport


class Exchange(Subject):
    """Exchange with other copies of the project: bundles and merging."""

    def merge(
        self,
        other: str | Path,
        *,
        actor: str,
        prefer: str | None = None,
        decisions: Path | None = None,
        dry_run: bool = False,
        into_closed: str | None = None,
        passphrase: str | None = None,
        announce: Callable[[MergeReport], object] | None = None,
    ) -> MergeReport:
        """Merge another copy of the project into this one, as one step.

        The copy is a project folder, a store or a bundle. `decisions` is a file that
        `write_decisions` wrote and a person filled in; `prefer` (`ours` or `theirs`) decides the
        rest. With a conflict left undecided, and with `dry_run`, nothing is changed. The store is
        backed up first. `announce` is given the report before anything is done.

        Raises `InputError` for a copy that cannot be read or does not hold, and for rows that may
        not come in: of a coder whose bundle it is not, or that their rounds do not take.
        `into_closed` is a reason, which the log keeps, and lets closed rounds take more.
        `passphrase` opens the key of pseudonyms, for a copy that has texts which were erased here.
        """
        from toolkit.operations.exchange.merge import (
            check_sides,
            plan_merge,
            read_decisions,
            record_merge,
            refuse_bundle,
        )
        from toolkit.operations.exchange.merge_rules import check_plan
        from toolkit.operations.exchange.other_copy import opened, reading
        from toolkit.operations.storage.backup import make_backup

        session = self._session
        reason = need_reason(into_closed)
        decided = read_decisions(decisions) if decisions is not None else {}
        check_sides([*([prefer] if prefer else []), *decided.values()])
        refuse_bundle(session.database)
        with opened(session, Path(other)) as theirs:
            with reading(str(other)):
                plan = plan_merge(session, theirs, prefer, decided, passphrase)
                report = plan.report(str(other))
                enters_closed = check_plan(
                    session.database, theirs, plan, given=str(other), into_closed=bool(reason)
                )
            if announce is not None:
                announce(report)
            if dry_run or report.undecided or not (plan.changes or plan.rejected):
                return report
            make_backup(session, verified=False)
            why = reason if enters_closed else ""
            event = record_merge(session, theirs, plan, str(other), actor, why)
        return replace(report, event=event)

    def bundle(
        self,
        out: str | Path,
        *,
        coder: str,
        actor: str,
        sources: Sequence[str] = (),
        round_id: str | None = None,
    ) -> Path:
        """Write a .zip that is a project for one coder: what they need to code blind.

        It has the texts, the codebook, the round, their own codings and queues, and no row or name
        of another coder, no suggestion, no case and no history; `merge` brings the work back.
        Without `sources` it has those of the round, or all. Returns the file.
        """
        from toolkit.operations.exchange.bundle import (
            check_file,
            chosen_sources,
            pack,
            rows_for,
            write_store,
        )

        session, file = self._session, Path(out)
        check_file(file)
        round_ = need_round(session, round_id)
        chosen = chosen_sources(session, sources, coder, round_)
        changes = rows_for(session, coder, chosen, round_)
        with draft_folder(session.private_folder, "bundle-") as folder:
            store = folder / "project.db"
            write_store(session, store, changes, coder, chosen, round_, actor)
            pack(session, store, file, coder)
        return file

    @in_one_snapshot
    def docbin(
        self,
        *,
        sources: Sequence[str] = (),
        coders: Sequence[str] = (),
        answers: str | None = None,
    ) -> DocBinExport:
        """The sources with their turns and codings as a DocBin of spaCy; `.write(file)` writes it.

        Each document has the groups of spans `turns`, `coder:NAME` for each coder, and
        `consensus`, whose labels are ids of codes. `answers` is a rule for whose codings count.
        """
        from toolkit.operations.answers.rule import refuse_both
        from toolkit.operations.exchange.docbin import make

        refuse_both(",".join(coders) or None, answers)
        for name in sources:
            need_source(self._session, name)
        for name in coders:
            if name != CONSENSUS:
                need_coder(self._session, name)
        return make(self._session, sources=sources, coders=coders, answers=answers)

    def write_decisions(self, report: MergeReport, path: Path) -> None:
        """Write the conflicts of a merge side by side to a JSON file that a person fills in."""
        from toolkit.operations.exchange.merge import decisions_text

        try:
            # Rows may hold memos and examples, so the file is as private as the store.
            descriptor = os.open(path, os.O_CREAT | os.O_WRONLY | os.O_TRUNC, 0o600)
            with open(descriptor, "w", encoding="utf-8") as file:
                file.write(decisions_text(report))
        except OSError as error:
            raise UsageError(
                _("{path} cannot be written: {reason}").format(path=path, reason=error.strerror),
                code="file-unwritable",
            ) from error
