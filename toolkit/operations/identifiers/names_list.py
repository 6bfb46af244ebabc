"""The project's own list of names: bodies, persons and places that are always looked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.errors import InputError, nearest
from toolkit.i18n import _
from toolkit.language.identifiers.candidate import KINDS, Kind
from toolkit.regular_files import read_regular

if TYPE_CHECKING:
    from toolkit.operations.session import ProjectSession


def listed_names(session: ProjectSession) -> list[tuple[str, Kind]]:
    """The names in the file that `identifiers` under [files] in qct.toml names.

    Each line holds a name, a body where it says nothing else: `person: Kim Min-su`. Blank lines
    and lines that begin with # say nothing. Raises `InputError` naming the line.
    """
    named = session.config.files.identifiers
    if not named:
        return []
    path = session.folder / named
    try:
        lines = read_regular(path).decode("utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            _("{path} cannot be read: {why}").format(path=path, why=error),
            code="names-unreadable",
            hint=_("`identifiers` under [files] in qct.toml names it; it is text in UTF-8."),
        ) from error
    names = []
    for number, line in enumerate(lines, 1):
        content = line.strip()
        if not content or content.startswith("#"):
            continue
        kind_name, colon, words = content.partition(":")
        if not colon:
            names.append((content, Kind.ORGANISATION))
            continue
        kind = kind_name.strip().lower()
        if kind not in KINDS or not words.strip():
            near = nearest(kind, KINDS, most=1)
            raise InputError(
                _("{path}, line {number}: {kind!r} is no kind of name").format(
                    path=path, number=number, kind=kind_name
                ),
                code="names-kind",
                hint=_("Valid: {valid}.").format(valid=", ".join(near or KINDS)),
            )
        names.append((words.strip(), KINDS[kind]))
    return names
