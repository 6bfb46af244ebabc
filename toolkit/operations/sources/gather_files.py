"""The files of an import: those that are named, and those in folders with their subfolders.

Files stand in the order in which they were named, those of a folder by name, subfolders among
them. What is no material is passed over and listed: hidden files, lock files, files about the
folder itself, and what is there already under another name.
"""

from __future__ import annotations

import os
import unicodedata
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.formats import not_transcripts
from toolkit.i18n import _
from toolkit.operations.sources.import_results import PassedOver, Refused, passed_over_sentence

if TYPE_CHECKING:
    from collections.abc import Iterable

_SYSTEM = frozenset({"thumbs.db", "desktop.ini"})
_ABOUT = frozenset({"readme", "license", "licence"})
_SETTINGS = "qct.toml"


@dataclass(frozen=True, slots=True)
class GatheredFile:
    """A file to import, and the folder in which it was found."""

    path: Path
    folder: Path | None = None
    """The folder that was named; None for a file that was named itself."""

    @property
    def inside(self) -> str:
        """The path in the folder that was named, with `/` and in NFC; else the path as given."""
        path = self.path if self.folder is None else self.path.relative_to(self.folder)
        return unicodedata.normalize("NFC", path.as_posix())


@dataclass(slots=True)
class Gathered:
    """The files of an import, what was passed over, and folders that give nothing."""

    files: list[GatheredFile] = field(default_factory=list)
    passed_over: list[PassedOver] = field(default_factory=list)
    refused: list[Refused] = field(default_factory=list)


class _Walk:
    """Reads folders once each, however links lead to them."""

    def __init__(self) -> None:
        self.gathered = Gathered()
        self._folders: set[tuple[int, int]] = set()
        self._files: dict[str, Path] = {}

    def add_file(self, path: Path, folder: Path | None) -> None:
        real = os.path.realpath(path)
        first = self._files.setdefault(real, path)
        if first is not path:
            reason = _("the same file as {path}").format(path=first)
            self.gathered.passed_over.append(PassedOver(str(path), reason))
        else:
            self.gathered.files.append(GatheredFile(path, folder))

    def add_folder(self, folder: Path) -> None:
        """Add the files of a folder; one without any is refused."""
        gathered = self.gathered
        passed_before, refused_before = len(gathered.passed_over), len(gathered.refused)
        if not self._read(folder, folder) and len(gathered.refused) == refused_before:
            error = InputError(
                _("{folder} holds no file to import").format(folder=folder),
                code="empty-folder",
                hint=passed_over_sentence(gathered.passed_over[passed_before:]),
            )
            gathered.refused.append(Refused(str(folder), error))

    def _read(self, folder: Path, named: Path) -> bool:
        """Read a folder; tells whether there is any material, be it read already."""
        try:
            place = folder.stat()
            names = sorted(os.listdir(folder), key=_order)
        except OSError as error:
            refusal = InputError(
                _("{folder} cannot be read: {reason}").format(
                    folder=folder, reason=error.strerror or _("input/output error")
                ),
                code="unreadable-folder",
                hint=_("Check its permissions."),
            )
            self.gathered.refused.append(Refused(str(folder), refusal))
            return False
        if (place.st_dev, place.st_ino) in self._folders:
            reason = _("a folder that is read already")
            self.gathered.passed_over.append(PassedOver(str(folder), reason))
            return True
        self._folders.add((place.st_dev, place.st_ino))
        material = False
        for name in names:
            path = folder / name
            if reason := _no_material(path):
                self.gathered.passed_over.append(PassedOver(str(path), reason))
            elif path.is_dir():
                material |= self._read(path, named)
            else:
                self.add_file(path, named)
                material = True
        return material


def gather(paths: Iterable[Path]) -> Gathered:
    """The files at these paths, each once; folders are read with their subfolders."""
    walk = _Walk()
    given = list(paths)
    for path in given:
        other = not_transcripts.by_name(path.name)
        if path.is_dir():
            walk.add_folder(path)
        elif other and len(given) > 1:
            # A pattern such as *.docx gives the lock files of Word too.
            walk.gathered.passed_over.append(PassedOver(str(path), other.kind))
        else:
            walk.add_file(path, None)
    return walk.gathered


def _order(name: str) -> tuple[str, str]:
    return unicodedata.normalize("NFC", name), name


def _no_material(path: Path) -> str:
    """The reason to pass over a file or folder in a folder; empty where there is none."""
    name = path.name.casefold()
    if other := not_transcripts.by_name(path.name):
        return other.kind
    if name.startswith(".") or name in _SYSTEM:
        return _("hidden")
    if name == _SETTINGS:
        return _("the settings of a project")
    if path.is_dir() or not path.exists():
        return ""
    if not path.is_file():
        return _("neither a file nor a folder")
    return _("about the folder") if path.stem.casefold() in _ABOUT else ""
