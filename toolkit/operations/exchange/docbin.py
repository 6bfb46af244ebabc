"""Sources with their turns and codings as a DocBin of spaCy."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.domain.rounds import CONSENSUS
from toolkit.errors import UsageError
from toolkit.i18n import _, ngettext
from toolkit.language import docbin
from toolkit.language.docbin import AnnotatedText, LabelledSpan, coder_group
from toolkit.operations.answers.chosen import choose, coding_statements
from toolkit.operations.answers.kept import kept
from toolkit.operations.answers.renderings import renderings_note
from toolkit.operations.codings.origins import SuggestedAs, suggested_as
from toolkit.operations.matrices.decided import sources_in_scope
from toolkit.operations.provenance import stamped
from toolkit.report.files import write_with_side_file
from toolkit.report.provenance import Provenance
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.domain.codings import Coding
    from toolkit.domain.transcript import Source, Turn
    from toolkit.operations.session import ProjectSession

TURNS = "turns"


@dataclass(frozen=True, slots=True)
class DocBinExport:
    """A DocBin that was made, with what is to be said of it."""

    data: bytes
    documents: int
    codings: int
    notes: Sequence[str]
    provenance: Provenance

    def write(self, path: str | Path) -> tuple[Path, ...]:
        """Write the file, and its provenance beside it; gives both."""
        return write_with_side_file(Path(path), self.data, self.provenance)


def make(
    session: ProjectSession,
    *,
    sources: Sequence[str],
    coders: Sequence[str],
    answers: str | None,
) -> DocBinExport:
    """The sources, each with its turns and the codings of each coder and of the consensus.

    Without coders and rule it has everyone's codings; with a rule those that count by it.
    """
    chosen_sources, renderings = sources_in_scope(session, sources)
    ids = [source.id for source in chosen_sources]
    inside = set(ids)
    codings = [
        coding
        for coding in queries.codings(session.database)
        if coding.source_id in inside and (not coders or coding.coder_id in coders)
    ]
    notes: list[str] = []
    rule = ""
    if answers is not None:
        chosen = choose(session, coding_statements(session, ids), answers=answers, round_id=None)
        codings, left_out = kept(codings, chosen)
        notes += chosen.notes(of_listing=True)
        notes += [
            ngettext(
                "{count:,} coding is left out: {reason}",
                "{count:,} codings are left out: {reason}",
                len(left),
            ).format(count=len(left), reason=reason)
            for reason, left in left_out.items()
        ]
        rule = str(chosen.rule)
    texts = queries.texts_of(session.database, ids)
    turns = queries.turns_of(session.database, ids)
    of_source: dict[str, list[Coding]] = {}
    for coding in codings:
        of_source.setdefault(coding.source_id, []).append(coding)
    suggested = suggested_as(session.database, (coding.origin for coding in codings))
    packed = docbin.pack(
        _annotated(
            source, texts[source.id], turns[source.id], of_source.get(source.id, ()), suggested
        )
        for source in chosen_sources
    )
    if renderings:
        notes.append(renderings_note(renderings))
    if packed.widened:
        notes.append(
            ngettext(
                "{count:,} of {all:,} spans begins or ends within a token of spaCy and is wider in "
                "Doc.spans; its own offsets are in Doc.user_data, and come back on import",
                "{count:,} of {all:,} spans begin or end within a token of spaCy and are wider in "
                "Doc.spans; their own offsets are in Doc.user_data, and come back on import",
                packed.widened,
            ).format(count=packed.widened, all=packed.spans)
        )
    provenance = Provenance(
        answers=rule,
        readers=tuple(sorted({coding.coder_id for coding in codings})),
        rounds=tuple(sorted({coding.round_id for coding in codings})),
        sources=tuple(ids),
        codebook_versions=(queries.codebook_version(session.database),),
        unit="spans",
        counted=len(codings),
    )
    return DocBinExport(packed.data, len(ids), len(codings), notes, stamped(session, provenance))


def check_file(out: Path) -> None:
    """Raise `UsageError` for a file that is not named as a DocBin."""
    if out.suffix.lower() != docbin.ENDING:
        raise UsageError(
            _("{out} does not end in .spacy, and a DocBin is named so").format(out=out),
            code="docbin-name",
            hint=_("Name it {name}.").format(name=out.with_suffix(docbin.ENDING).name),
        )


def _annotated(
    source: Source,
    text: str,
    turns: Sequence[Turn],
    codings: Sequence[Coding],
    suggested: Mapping[str, SuggestedAs],
) -> AnnotatedText:
    groups: dict[str, list[LabelledSpan]] = {
        TURNS: [
            LabelledSpan(turn.body.start, turn.body.end, turn.role.value, {"speaker": turn.speaker})
            for turn in turns
        ]
    }
    for coding in sorted(codings, key=lambda c: (c.coder_id, c.span, c.code_id, c.round_id, c.id)):
        name = CONSENSUS if coding.coder_id == CONSENSUS else coder_group(coding.coder_id)
        more: dict[str, object] = {
            "round": coding.round_id,
            "mode": coding.mode.value,
            "origin": coding.origin,
            "created_at": coding.created_at,
            "discuss": coding.discuss,
        }
        if (as_ := suggested.get(coding.origin)) is not None:
            more |= {"suggested_rank": as_.rank, "suggested_by": as_.model}
        span = LabelledSpan(coding.span.start, coding.span.end, coding.code_id, more)
        groups.setdefault(name, []).append(span)
    return AnnotatedText(
        source.id, text, source.text_sha256, source.revision, source.language, groups
    )
