"""The encodings that a person named for the files of an import."""

from __future__ import annotations

import os
import unicodedata
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from toolkit.errors import InputError, nearest
from toolkit.formats.plain import OwnEncoding, check_encoding
from toolkit.i18n import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from toolkit.operations.sources.gather_files import GatheredFile

ALL = "*"
"""Names all files."""


class FileEncodings:
    """Encodings by files: paths, folders and patterns such as `old/*.txt`, or `*` for all.

    An encoding for all files, for a folder or for a pattern is that of the files in it that are not
    UTF-8 and have no mark. A file that is named itself is read in its encoding, whatever its bytes
    look like. The name of a file comes before that of a folder or a pattern, and this before `*`;
    of two alike the last one holds.
    """

    def __init__(
        self, named: str | Mapping[str, str] | None, files: Sequence[GatheredFile]
    ) -> None:
        """Raises `InputError` for an unknown encoding, and for a name that is that of no file."""
        by_name = {ALL: named} if isinstance(named, str) else dict(named or {})
        for name, encoding in by_name.items():
            check_encoding(encoding, _("all files") if name == ALL else name)
        self._for_all = by_name.pop(ALL, None)
        self._by_file: dict[int, str | OwnEncoding] = {}
        for name, encoding in by_name.items():
            self._name(name, encoding, files)

    def of(self, file: GatheredFile) -> str | OwnEncoding | None:
        """The encoding that is named for a file; None where none is."""
        return self._by_file.get(id(file), self._for_all)

    def _name(self, name: str, encoding: str, files: Sequence[GatheredFile]) -> None:
        written = unicodedata.normalize("NFC", name.rstrip("/\\") or name)
        place = _place(name)
        fits = 0
        for file in files:
            here = _place(str(file.path))
            if here == place or file.inside == written:
                self._by_file[id(file)] = OwnEncoding(encoding)
            elif (
                here.startswith(place + os.sep)
                or file.inside.startswith(written + "/")
                or any(fnmatchcase(path, written) for path in (file.inside, str(file.path)))
            ):
                self._of_many(file, encoding)
            else:
                continue
            fits += 1
        if not fits:
            near = nearest(written, [file.inside for file in files])
            raise InputError(
                _("the encoding {encoding} is named for {name}, which is no file here").format(
                    encoding=encoding, name=name
                ),
                code="encoding-of-nothing",
                hint=_("Did you mean {names}?").format(names=_(" or ").join(near)) if near else "",
            )

    def _of_many(self, file: GatheredFile, encoding: str) -> None:
        if not isinstance(self._by_file.get(id(file)), OwnEncoding):
            self._by_file[id(file)] = encoding


def _place(path: str) -> str:
    return unicodedata.normalize("NFC", os.path.abspath(path))
