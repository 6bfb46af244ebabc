"""The speakers of the project: who they are, and what a person changes of them."""

from __future__ import annotations

from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING

from toolkit.errors import InputError, UsageError
from toolkit.i18n import _
from toolkit.operations.speakers import listing
from toolkit.operations.subject import Subject, in_one_snapshot

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from toolkit.operations.speakers.listing import SpeakerRow


class Speakers(Subject):
    """Who speaks in the sources, in which role, and for which case.

    Every change is one step that `undo` takes back, and touches neither texts nor codings.
    Methods that change return the ids of the sources that differ afterwards; none where
    everything was so already. `sources` are the ids of the sources that are meant; without any,
    all in which the label speaks.
    """

    @in_one_snapshot
    def list(self, sources: Sequence[str] = ()) -> tuple[SpeakerRow, ...]:
        """The speakers of these sources, or of all, in the order in which they first speak."""
        ids = listing.source_ids(self._session, sources)
        return tuple(listing.speaker_rows(self._session, ids))

    def set(
        self, roles: Mapping[str, str], sources: Sequence[str] = (), *, actor: str
    ) -> tuple[str, ...]:
        """Give labels their roles: `interviewer`, `expert` or `other`.

        A role that is set stays when the text is read or corrected again. Raises `InputError`
        for a label that nobody has, and `UsageError` for another role.
        """
        from toolkit.operations.speakers.change import Draft, need_role

        named = {label: need_role(role) for label, role in roles.items()}
        draft = Draft(self._session, listing.source_ids(self._session, sources))
        for label, role in named.items():
            for source in draft.with_label(label, sources):
                source.set_role(label, role)
        summary = {"roles": {label: role.value for label, role in named.items()}}
        return draft.record(actor=actor, kind="speakers.set", summary=summary)

    def rename(
        self, old: str, new: str, sources: Sequence[str] = (), *, actor: str
    ) -> tuple[str, ...]:
        """Give a speaker another name; the text keeps the label that it has.

        Raises `InputError` where another speaker of a source has that name: `merge` is for that.
        """
        from toolkit.operations.speakers.change import Draft, check_label

        check_label(new)
        draft = Draft(self._session, listing.source_ids(self._session, sources))
        speaking = draft.with_label(old, sources)
        _refuse_no_label([old])
        taken = [source.id for source in speaking if new in source.roles and new != old]
        if taken:
            raise InputError(
                _("{new} already speaks in {sources}, so that {old} cannot have that name").format(
                    new=new, sources=", ".join(taken), old=old
                ),
                code="label-taken",
                hint=_(
                    "If they are one person, `qct speakers merge {old} --into {new}` makes them so."
                ).format(old=quote(old), new=quote(new)),
            )
        for source in speaking:
            source.rename(old, new)
        return draft.record(actor=actor, kind="speakers.rename", summary={"from": old, "to": new})

    def merge(
        self, spellings: Sequence[str], into: str, sources: Sequence[str] = (), *, actor: str
    ) -> tuple[str, ...]:
        """Make the spellings of a label one speaker, `into`; the text stays as it is.

        The speaker has the role that `into` has in the source, else the one that all spellings
        have. Raises `InputError` where roles or cases differ otherwise.
        """
        from toolkit.operations.speakers.change import (
            Draft,
            check_label,
            merge_spellings,
            unknown_label,
        )

        check_label(into)
        merged = [label for label in dict.fromkeys(spellings) if label != into]
        if not merged:
            raise UsageError(
                _("name at least one label that becomes {into}").format(into=into),
                code="merge-what",
                hint=_("For example `qct speakers merge Interviewer1 --into Interviewer`."),
            )
        draft = Draft(self._session, listing.source_ids(self._session, sources))
        # In a source that is named one of the spellings is enough.
        speaking = {source.id: source for label in merged for source in draft.with_label(label, ())}
        _refuse_no_label(merged)
        if sources and len(speaking) < len(draft.sources):
            silent = [source for name, source in draft.sources.items() if name not in speaking]
            raise unknown_label(merged[0], silent, of_named=True)
        for source in speaking.values():
            merge_spellings(source, merged, into)
        return draft.record(
            actor=actor, kind="speakers.merge", summary={"labels": merged, "into": into}
        )

    def case(
        self, label: str, case_id: str, sources: Sequence[str] = (), *, actor: str
    ) -> tuple[str, ...]:
        """Let a case speak under a label. A case that is not there yet is made."""
        from toolkit.operations.speakers.change import Draft, check_case

        check_case(case_id)
        draft = Draft(self._session, listing.source_ids(self._session, sources))
        for source in draft.with_label(label, sources):
            source.give_case(label, case_id)
        return draft.record(
            actor=actor, kind="speakers.case", summary={"label": label, "case": case_id}
        )

    def import_table(
        self, path: str | Path, *, actor: str, encoding: str | None = None
    ) -> tuple[str, ...]:
        """Take in a table of speakers: source, label, role, case; an empty cell changes nothing.

        Raises one `InputError` that names every bad line; nothing is changed then.
        """
        from toolkit.formats.speakers_table import read_speakers
        from toolkit.operations.speakers.change import Draft
        from toolkit.operations.speakers.table import apply_table

        file = Path(path)
        lines = read_speakers(file, encoding=encoding)
        draft = Draft(self._session, listing.source_ids(self._session, ()))
        apply_table(file, lines, draft.sources)
        return draft.record(actor=actor, kind="speakers.import", summary={"files": [file.name]})


def _refuse_no_label(labels: Iterable[str]) -> None:
    if "" in labels:
        raise UsageError(
            _("a text without labels has no label that could get another name"),
            code="no-label",
            hint=_("`qct correct SOURCE --file FILE` takes in a text with labels."),
        )
