"""Warnings where labels, roles or languages may be read wrongly, with what mends it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from shlex import quote
from typing import TYPE_CHECKING

from toolkit.domain.transcript import Participation, Role, Source
from toolkit.i18n import _
from toolkit.operations.speakers.listing import SOURCES_AT_ONCE, cases_of, participations_of
from toolkit.store import queries
from toolkit.text.labels.role_concerns import Concern, Kind, concerns
from toolkit.text.labels.speakers import Speaker, estimated_speakers, speakers_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from toolkit.operations.session import ProjectSession

SLACK = 0.04
"""Shares by code points are nearer than this to shares by words."""
SHOWN_LABELS = 3
SHOWN_SOURCES = 8


@dataclass(frozen=True, slots=True)
class SourceFacts:
    """What is known of a source and its speakers."""

    source: Source
    text: str
    speakers: Sequence[Speaker]
    participations: Sequence[Participation]
    left_out: Sequence[str] = ()
    """What opens lines like a label and is not taken for one."""


def warnings_of(facts: SourceFacts) -> list[str]:
    """Everything that may be read wrongly in a source, a sentence each."""
    from toolkit.text.languages import misfit

    warnings = [
        _sentence(facts, concern)
        for concern in concerns(facts.speakers, _named(facts.source, facts.participations))
    ]
    warnings += _without_case(facts)
    if facts.left_out:
        warnings.append(_not_taken(facts))
    language = misfit(facts.source.language, facts.text)
    if language is not None:
        warnings.append(_language(facts.source, language))
    return warnings


def stored_warnings(
    session: ProjectSession, sources: Sequence[Source], left_out: dict[str, Sequence[str]]
) -> Iterator[str]:
    """The warnings on stored sources; `left_out` is what looks like labels, by source."""
    for first in range(0, len(sources), SOURCES_AT_ONCE):
        together = sources[first : first + SOURCES_AT_ONCE]
        ids = [source.id for source in together]
        texts = queries.texts_of(session.database, ids)
        turns = queries.turns_of(session.database, ids)
        taking_part = participations_of(session, ids)
        for source in together:
            yield from warnings_of(
                SourceFacts(
                    source,
                    texts[source.id],
                    speakers_of(texts[source.id], turns[source.id]),
                    taking_part[source.id],
                    left_out.get(source.id, ()),
                )
            )


def role_note(session: ProjectSession, source_ids: Iterable[str]) -> list[str]:
    """One note that names the sources whose roles may be read wrongly; none where all look right.

    Texts are read only where the lengths of turns make a warning likely.
    """
    ids = list(source_ids)
    turns = queries.turns_of(session.database, ids)
    taking_part = participations_of(session, ids)
    named = {
        source.id: _named(source, taking_part[source.id])
        for source in queries.sources(session.database)
        if source.id in taking_part
    }
    doubtful = [
        name
        for name in ids
        if any(concerns(estimated_speakers(turns[name]), named[name], slack=SLACK))
    ]
    texts = queries.texts_of(session.database, doubtful)
    reported = [
        name
        for name in doubtful
        if any(concerns(speakers_of(texts[name], turns[name]), named[name]))
    ]
    if not reported:
        return []
    listed = ", ".join(reported[:SHOWN_SOURCES])
    if len(reported) > SHOWN_SOURCES:
        listed = _("{listed} and {count} more").format(
            listed=listed, count=len(reported) - SHOWN_SOURCES
        )
    note = _("the roles of speakers may be read wrongly in {sources}; `qct doctor` tells more")
    return [note.format(sources=listed)]


def _named(source: Source, participations: Iterable[Participation]) -> set[str]:
    """What the file and the project call the participants of a source."""
    speakers = source.metadata.get("speakers")
    labels = set(speakers) if isinstance(speakers, dict) else set()
    return {source.id, *labels, *(part.case_id for part in participations)}


# --- sentences -----------------------------------------------------------------------------


def _sentence(facts: SourceFacts, concern: Concern) -> str:
    sentences = {
        Kind.NO_LABELS: _(
            "{source}: no speaker labels were found, so that every word counts as an expert's; "
            "if that is right, `qct speakers set =expert --sources {id}` says so"
        ),
        Kind.NO_INTERVIEWER: _(
            "{source}: no interviewer was found among {labels}, so that all words count as those "
            "of experts; `qct speakers set LABEL=interviewer --sources {id}` names one"
        ),
        Kind.NO_EXPERT: _(
            "{source}: no expert was found among {labels}, so that no word counts; "
            "`qct speakers set LABEL=expert --sources {id}` names one"
        ),
        Kind.ONE_SPEAKER: _(
            "{source}: {label} has {share:.0%} of the words, so that labels of others may have "
            "been missed; if it is right, `qct speakers set {name}={role} --sources {id}` says so"
        ),
        Kind.INTERVIEWER_TALKS: _(
            "{source}: the interviewer {label} has {share:.0%} of the words; if it is an expert, "
            "`qct speakers set {name}=expert --sources {id}` makes it one"
        ),
        Kind.CASE_ASKS: _(
            "{source}: {label} was read as the interviewer, but the file names it as a "
            "participant; `qct speakers set {name}=expert --sources {id}` makes it an expert"
        ),
    }
    roles = {speaker.label: speaker.role.value for speaker in facts.speakers}
    return sentences[concern.kind].format(
        source=facts.source.id,
        id=quote(facts.source.id),
        labels=_listed([label for label in roles if label], len(roles)),
        label=concern.label,
        name=quote(concern.label),
        role=roles.get(concern.label, ""),
        share=concern.share,
    )


def _without_case(facts: SourceFacts) -> Iterator[str]:
    """Experts who speak for no case, where the source has any: a bundle has none."""
    if not facts.participations:
        return
    for speaker in facts.speakers:
        if speaker.role is Role.EXPERT and not cases_of(
            speaker.label, speaker.role, facts.participations
        ):
            yield _(
                "{source}: the expert {label} speaks for no case, so that matrices leave the words "
                "out; `qct speakers case {name} CASE --sources {id}` names one"
            ).format(
                source=facts.source.id,
                id=quote(facts.source.id),
                label=speaker.label,
                name=quote(speaker.label),
            )


def _not_taken(facts: SourceFacts) -> str:
    return _(
        "{source}: lines that begin with {labels} were not taken as turns; if they are, list "
        "these labels in the front matter (`speakers: [...]`) and import the file again"
    ).format(source=facts.source.id, labels=_listed(facts.left_out, SHOWN_LABELS))


def _language(source: Source, language: str) -> str:
    if language:
        return _(
            "{source}: its language is {given}, but the text reads as {language}; import the file "
            "again with --language {language}"
        ).format(source=source.id, given=source.language, language=language)
    return _(
        "{source}: its language is {given}, but the text is written in another script; import the "
        "file again with --language LANG"
    ).format(source=source.id, given=source.language)


def _listed(labels: Sequence[str], most: int) -> str:
    listed = ", ".join(label[:40] for label in labels[:most])
    if len(labels) <= most:
        return listed
    return _("{listed} and {count} more").format(listed=listed, count=len(labels) - most)
