"""Changes of speakers: their roles, labels and cases. No text and no coding is touched."""

from __future__ import annotations

from dataclasses import dataclass, replace
from shlex import quote
from typing import TYPE_CHECKING, Any

from toolkit.domain.events import Change, sha256_text
from toolkit.domain.transcript import Case, Participation, Role, Turn
from toolkit.errors import InputError, UsageError, nearest, shorten, unknown
from toolkit.i18n import _
from toolkit.operations.speakers.listing import cases_of, participations_of, roles_of
from toolkit.store import queries, rows
from toolkit.text.speaker_labels import MAX_LABEL

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from toolkit.operations.session import ProjectSession


@dataclass(slots=True)
class SourceSpeakers:
    """The speakers of one source, as they are stored and as a person changes them."""

    id: str
    turns: list[Turn]
    participations: set[Participation]

    @property
    def roles(self) -> dict[str, Role]:
        return roles_of(self.turns)

    def set_role(self, label: str, role: Role) -> None:
        self.turns = [
            replace(turn, role=role, role_set=True) if turn.speaker == label else turn
            for turn in self.turns
        ]

    def rename(self, old: str, new: str) -> None:
        """Give a speaker another name; a name that another has makes them one speaker."""
        if old == new:
            return
        roles = self.roles
        if new in roles and roles[old] is not roles[new]:
            # One speaker has one role: that of the name that stays.
            self.set_role(old, roles[new])
            self.set_role(new, roles[new])
        role_set = any(t.role_set for t in self.turns if t.speaker in (old, new))
        self.turns = [
            _named(turn, new, role_set) if turn.speaker in (old, new) else turn
            for turn in self.turns
        ]
        self.participations = {
            replace(part, speaker=new) if part.speaker == old else part
            for part in self.participations
        }

    def cases_of(self, label: str) -> list[str]:
        return cases_of(label, self.roles[label], self.participations)

    def give_case(self, label: str, case_id: str) -> None:
        """Let the case, and no other, speak under the label.

        Where a case stood for all experts of the source, it stands for each of the others now.
        """
        if self.cases_of(label) == [case_id]:
            return
        roles = self.roles
        of_all = {part for part in self.participations if not part.speaker}
        own = {part.speaker for part in self.participations if part.speaker}
        if roles[label] is Role.EXPERT and label:
            self.participations -= of_all
            self.participations |= {
                replace(part, speaker=other)
                for part in of_all
                for other, role in roles.items()
                if role is Role.EXPERT and other not in (label, *own)
            }
        self.participations = {part for part in self.participations if part.speaker != label}
        self.participations.add(Participation(self.id, case_id, label))


def _named(turn: Turn, name: str, role_set: bool) -> Turn:
    label_read = turn.label_read or turn.speaker
    return replace(
        turn,
        speaker=name,
        label_read="" if label_read == name else label_read,
        role_set=role_set,
    )


class Draft:
    """The speakers of some sources with what a person changes in them, before it is recorded."""

    def __init__(self, session: ProjectSession, sources: Sequence[str]) -> None:
        self._session = session
        turns = queries.turns_of(session.database, sources)
        taking_part = participations_of(session, sources)
        self._before = {
            source_id: SourceSpeakers(source_id, turns[source_id], set(taking_part[source_id]))
            for source_id in sources
        }
        self.sources = {
            source_id: replace(stored, participations=set(stored.participations))
            for source_id, stored in self._before.items()
        }

    def with_label(self, label: str, named: Sequence[str]) -> list[SourceSpeakers]:
        """The sources in which the label speaks; it has to in each that is named.

        Raises `InputError` with the labels that there are.
        """
        if not self.sources:
            raise InputError(
                _("the project has no sources yet"),
                code="no-sources",
                hint=_("`qct import FILE` adds one."),
            )
        speaking = [source for source in self.sources.values() if label in source.roles]
        if named and len(speaking) < len(self.sources):
            silent = [source for source in self.sources.values() if label not in source.roles]
            raise unknown_label(label, silent, of_named=True)
        if not speaking:
            raise unknown_label(label, self.sources.values(), of_named=False)
        return speaking

    def record(self, *, actor: str, kind: str, summary: Mapping[str, Any]) -> tuple[str, ...]:
        """Record what was changed as one step; returns the ids of the sources that differ."""
        changed = [
            source_id
            for source_id, after in self.sources.items()
            if after != self._before[source_id]
        ]
        if changed:
            texts: list[str] = []
            changes = [*self._new_cases(changed), *self._row_changes(changed, texts)]
            self._session.record(
                actor=actor,
                kind=kind,
                changes=changes,
                summary={**summary, "sources": changed},
                texts=texts,
            )
        return tuple(changed)

    def new_cases(self) -> list[str]:
        """The ids of cases that no source and no table has named before."""
        named = {part.case_id for source in self.sources.values() for part in source.participations}
        known = {
            row["id"] for row in queries.rows_among(self._session.database, "cases", "id", named)
        }
        return sorted(named - known)

    def _new_cases(self, changed: Sequence[str]) -> Iterator[Change]:
        if any(
            self.sources[name].participations != self._before[name].participations
            for name in changed
        ):
            yield from (rows.added("cases", rows.case_row(Case(name))) for name in self.new_cases())

    def _row_changes(self, changed: Sequence[str], texts: list[str]) -> Iterator[Change]:
        stored = {
            row["id"]: row
            for row in queries.rows_among(self._session.database, "sources", "id", changed)
        }
        for source_id in changed:
            before, after = self._before[source_id], self.sources[source_id]
            if before.turns != after.turns:
                body = rows.turns_json(after.turns)
                texts.append(body)
                row = stored[source_id]
                yield rows.changed("sources", row, {**row, "turns_sha256": sha256_text(body)})
            gone = before.participations - after.participations
            new = after.participations - before.participations
            for part in sorted(gone, key=participation_order):
                yield rows.removed("participations", rows.participation_row(part))
            for part in sorted(new, key=participation_order):
                yield rows.added("participations", rows.participation_row(part))


def participation_order(participation: Participation) -> tuple[str, str, str]:
    """The order in which participations are stored."""
    return participation.source_id, participation.case_id, participation.speaker


# --- what may be changed -------------------------------------------------------------------


def unknown_label(label: str, silent: Iterable[SourceSpeakers], *, of_named: bool) -> InputError:
    """The error for a label that none of these sources has; `of_named` names them."""
    sources = list(silent)
    valid = list(dict.fromkeys(shown(name) for source in sources for name in source.roles))
    if not of_named:
        return unknown("label", label, valid, hint=_LISTED)
    near = nearest(label, valid)
    meant = _(" Did you mean {names}?").format(names=_(" or ").join(near)) if near else ""
    return InputError(
        _("nobody speaks as {label!r} in {sources}.{meant} Valid: {valid}.").format(
            label=label,
            sources=shorten([source.id for source in sources], 5),
            meant=meant,
            valid=shorten(valid),
        ),
        code="unknown-label",
        hint=_LISTED,
    )


_LISTED = _("`qct sources --speakers` lists the labels of every source.")


def shown(label: str) -> str:
    """A label for people; a text without labels has an empty one."""
    return label or _("(no label)")


def need_role(name: str) -> Role:
    """The role of that name. Raises `UsageError` with the valid ones."""
    try:
        return Role(name)
    except ValueError:
        raise UsageError(
            _("unknown role {role!r}; valid: {valid}").format(role=name, valid=", ".join(Role)),
            code="unknown-role",
            hint=_(
                "Only experts count in agreement and in words; the interviewer and others do not."
            ),
        ) from None


def check_label(label: str) -> None:
    """Raise `UsageError` for what cannot be a label."""
    if not label or label != label.strip() or not label.isprintable() or len(label) > MAX_LABEL:
        raise UsageError(
            _(
                "{label!r} cannot be a label: it must be 1 to {most} printable characters without "
                "spaces around them"
            ).format(label=label, most=MAX_LABEL),
            code="label-name",
        )


def check_case(case_id: str) -> None:
    """Raise `UsageError` for what cannot be the id of a case."""
    if not case_id or case_id != case_id.strip() or not case_id.isprintable():
        raise UsageError(
            _(
                "{case_id!r} cannot be the id of a case: it is empty, or has spaces around it"
            ).format(case_id=case_id),
            code="case-id",
            hint=_("`qct cases` lists the cases."),
        )


def merge_spellings(source: SourceSpeakers, spellings: Sequence[str], into: str) -> None:
    """Make the spellings that a source has one speaker. Raises where that would lose something."""
    present = [label for label in dict.fromkeys([into, *spellings]) if label in source.roles]
    roles = source.roles
    cases = {case: label for label in present for case in source.cases_of(label)}
    if into not in roles and len({roles[label] for label in present}) > 1:
        listed = ", ".join(f"{label}: {roles[label]}" for label in present)
        raise InputError(
            _("{source}: the labels have different roles ({listed}); one speaker has one").format(
                source=source.id, listed=listed
            ),
            code="roles-differ",
            hint=_(
                "Give them one first: `qct speakers set {label}=ROLE --sources {source}`."
            ).format(label=quote(present[0]), source=quote(source.id)),
        )
    if len(cases) > 1:
        listed = ", ".join(f"{label}: {case}" for case, label in cases.items())
        raise InputError(
            _("{source}: the labels have different cases ({listed}); one speaker has one").format(
                source=source.id, listed=listed
            ),
            code="cases-differ",
            hint=_(
                "Give them one first: `qct speakers case {label} CASE --sources {source}`."
            ).format(label=quote(present[0]), source=quote(source.id)),
        )
    for label in present:
        source.rename(label, into)
    if cases and source.roles[into] is Role.EXPERT:
        source.give_case(into, next(iter(cases)))
