"""What became of the files of an import: what is stored, what was refused, what was passed over."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias, overload

from toolkit.errors import InputError, shorten
from toolkit.i18n import _, ngettext
from toolkit.operations.speakers.listing import SpeakerRow

if TYPE_CHECKING:
    from collections.abc import Iterable

_KINDS = {
    "source": _("source"),
    "cases": _("cases"),
    "speakers": _("speakers"),
    "codings": _("codings"),
    "mappings": _("mappings"),
    "codebook": _("codebook"),
    "directions": _("directions"),
}
"""What came in, for people."""
SHOWN_PASSED_OVER = 10

Progress: TypeAlias = Callable[["Phase", int, int], object]
"""Is told the phase, how many files are done in it, and how many there are."""


class Phase(StrEnum):
    """The phases of an import. Nothing is stored before all files are read and checked."""

    READING = "reading"
    STORING = "storing"


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of one file."""

    file: str
    kind: str
    id: str
    new: int
    unchanged: int
    note: str = ""
    speakers: Sequence[SpeakerRow] = ()
    """Who speaks in the source; none for other files."""
    warnings: Sequence[str] = ()
    """What may have been read wrongly, each with the command that mends it."""

    @property
    def sentence(self) -> str:
        sentence = (
            _("{kind} {id} from {file}: {count} new")
            if self.new
            else _("{kind} {id} from {file}: nothing new")
        ).format(kind=_KINDS.get(self.kind, self.kind), id=self.id, file=self.file, count=self.new)
        if not self.note:
            return sentence
        return _("{sentence} ({note})").format(sentence=sentence, note=self.note)


@dataclass(frozen=True, slots=True)
class PassedOver:
    """A file or folder that is no material, and why."""

    file: str
    reason: str


@dataclass(frozen=True, slots=True)
class Refused:
    """A file that cannot be imported, and the error that says why."""

    file: str
    error: InputError


class BadFilesError(InputError):
    """Files that cannot be imported; nothing was stored.

    With one bad file it has the message and the code of that file's error; with several it lists
    all of them, and its code is `bad-files`.
    """

    def __init__(self, refused: Sequence[Refused], total: int) -> None:
        self.refused = tuple(refused)
        others = total - len(refused)
        if len(refused) == 1:
            error = refused[0].error
            message, code, hint = error.message, error.code, error.hint
        else:
            code, hint = "bad-files", ""
            message = _("{count} of {total} files cannot be imported\n{files}").format(
                count=len(refused), total=total, files="\n".join(reasons(refused))
            )
        if others:
            skipping = ngettext(
                "Nothing was stored. With --skip-bad the other file is imported.",
                "Nothing was stored. With --skip-bad the {count} other files are imported.",
                others,
            ).format(count=others)
            hint = f"{hint}\n  {skipping}" if hint else skipping
        elif total > 1:
            hint = _("Nothing was stored.")
        super().__init__(message, code=code, hint=hint)


class ImportStopped(KeyboardInterrupt):
    """A person stopped an import. Files that are stored stay; none is stored in part."""

    def __init__(self, stored: Sequence[Imported], waiting: int) -> None:
        self.stored = tuple(stored)
        self.waiting = waiting
        """How many files are not stored."""
        super().__init__(self.sentence)

    @property
    def sentence(self) -> str:
        if not self.stored:
            return _("interrupted; nothing was stored")
        if not self.waiting:
            return _("interrupted; all files were stored before")
        return _(
            "interrupted; {count} of {total} files are stored, up to {file}; the same import again "
            "stores the rest"
        ).format(
            count=len(self.stored),
            total=len(self.stored) + self.waiting,
            file=self.stored[-1].file,
        )


class ImportedFiles(Sequence[Imported]):
    """What became of each file that was imported, in the order in which they were stored."""

    def __init__(
        self,
        files: Sequence[Imported],
        *,
        skipped: Sequence[Refused] = (),
        passed_over: Sequence[PassedOver] = (),
        preview: bool = False,
    ) -> None:
        self._files = tuple(files)
        self.skipped = tuple(skipped)
        """Files that cannot be imported and were left out, with the reasons."""
        self.passed_over = tuple(passed_over)
        """What is no material in the folders that were read."""
        self.preview = preview

    @overload
    def __getitem__(self, index: int) -> Imported: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Imported]: ...
    def __getitem__(self, index: int | slice) -> Imported | Sequence[Imported]:
        return self._files[index]

    def __len__(self) -> int:
        return len(self._files)

    @property
    def sentence(self) -> str:
        """How many sources came in, were there already and were skipped, and what else came in."""
        sources = [file for file in self if file.kind == "source"]
        new = sum(bool(file.new) for file in sources)
        imported = (
            ngettext("{count} source would be imported", "{count} sources would be imported", new)
            if self.preview
            else ngettext("{count} source imported", "{count} sources imported", new)
        )
        parts = [imported.format(count=new)] if sources or len(self) == 0 else []
        if len(sources) > new:
            parts.append(_("{count} already there").format(count=len(sources) - new))
        others = {file.kind: [0, 0] for file in self if file.kind != "source"}
        for file in self:
            if file.kind in others:
                others[file.kind][0] += file.new
                others[file.kind][1] += file.unchanged
        parts += [
            _("{kind}: {new} new and {unchanged} already there").format(
                kind=_KINDS.get(kind, kind), new=counts[0], unchanged=counts[1]
            )
            for kind, counts in others.items()
        ]
        if self.skipped:
            parts.append(_("{count} skipped").format(count=len(self.skipped)))
        return ", ".join(parts)


def reasons(refused: Iterable[Refused]) -> list[str]:
    """A line for each file that was refused; a hint stands below the first that it is for."""
    lines = []
    hinted = set()
    for refusal in refused:
        lines.append(_indented(refusal.error.message, "  "))
        if refusal.error.hint and refusal.error.hint not in hinted:
            hinted.add(refusal.error.hint)
            lines.append(_indented(refusal.error.hint, "    "))
    return lines


def passed_over_sentence(passed_over: Sequence[PassedOver]) -> str:
    """What was passed over and why, in one sentence; empty for nothing."""
    if not passed_over:
        return ""
    listed = [
        _("{file} ({reason})").format(file=item.file, reason=item.reason) for item in passed_over
    ]
    return _("Passed over: {files}.").format(files=shorten(listed, SHOWN_PASSED_OVER))


def _indented(text: str, indent: str) -> str:
    return "\n".join(indent + line for line in text.split("\n"))
