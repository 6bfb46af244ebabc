"""Tables of speakers: every line is proven before the first changes anything."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.domain.transcript import Role
from toolkit.errors import InputError, nearest, shorten
from toolkit.i18n import _
from toolkit.operations.speakers.change import shown

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from toolkit.formats.speakers_table import SpeakerLine
    from toolkit.operations.speakers.change import SourceSpeakers

SHOWN_PROBLEMS = 20


def apply_table(
    path: Path, lines: Sequence[SpeakerLine], sources: Mapping[str, SourceSpeakers]
) -> int:
    """Change the speakers as the table says; returns how many lines changed something.

    `sources` are those that there are. Raises one `InputError` that names every bad line, up to
    `SHOWN_PROBLEMS` of them; nothing is changed then.
    """
    problems = list(_problems(lines, sources))
    if problems:
        listed = [
            _("  line {line}: {problem}").format(line=line, problem=problem)
            for line, problem in problems[:SHOWN_PROBLEMS]
        ]
        if len(problems) > SHOWN_PROBLEMS:
            listed.append(_("  ... and {count} more").format(count=len(problems) - SHOWN_PROBLEMS))
        raise InputError(
            _("{path}: {count} problems; nothing was imported\n{problems}").format(
                path=path, count=len(problems), problems="\n".join(listed)
            ),
            code="bad-speakers",
            hint=_("`qct sources --speakers --format csv` prints the table as it is."),
        )
    changed = 0
    for line in lines:
        source = sources[line.source]
        turns, participations = source.turns, set(source.participations)
        if line.role:
            source.set_role(line.label, Role(line.role))
        if line.case:
            source.give_case(line.label, line.case)
        changed += (turns, participations) != (source.turns, source.participations)
    return changed


def _problems(
    lines: Sequence[SpeakerLine], sources: Mapping[str, SourceSpeakers]
) -> Iterator[tuple[int, str]]:
    seen: dict[tuple[str, str], int] = {}
    for line in lines:
        first = seen.setdefault((line.source, line.label), line.line)
        if line.problem:
            yield line.line, line.problem
        elif not line.source:
            yield line.line, _("it names no source")
        elif line.source not in sources:
            yield (
                line.line,
                _("unknown source {source!r}{valid}").format(
                    source=line.source, valid=_choices(line.source, list(sources))
                ),
            )
        elif line.label not in (labels := sources[line.source].roles):
            yield (
                line.line,
                _("nobody speaks as {label!r} in {source}{valid}").format(
                    label=line.label,
                    source=line.source,
                    valid=_choices(line.label, [shown(label) for label in labels]),
                ),
            )
        elif line.role and line.role not in list(Role):
            yield (
                line.line,
                _("unknown role {role!r}; valid: {valid}").format(
                    role=line.role, valid=", ".join(Role)
                ),
            )
        elif not line.role and not line.case:
            yield line.line, _("it names neither a role nor a case")
        elif first != line.line:
            yield (
                line.line,
                _("{label} of {source} stands in line {first} already").format(
                    label=shown(line.label), source=line.source, first=first
                ),
            )


def _choices(given: str, valid: Sequence[str]) -> str:
    """The valid names after the name of an unknown one, the nearest first."""
    near = nearest(given, valid)
    if near:
        return _("; did you mean {names}?").format(names=_(" or ").join(near))
    return _("; valid: {valid}").format(valid=shorten(list(valid)) or _("none yet"))
