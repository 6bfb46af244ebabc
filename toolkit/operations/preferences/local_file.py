"""Small files of a coder's habits, beside the store: no events, no exports, no bundles.

Each holds, by coder, one text by key. What people use and where they have been is nobody
else's to see, so the files are readable to their owner alone.
"""

from __future__ import annotations

import json
import os
import tempfile
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from toolkit.errors import InputError, UsageError
from toolkit.i18n import _
from toolkit.regular_files import read_regular

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from toolkit.operations.session import ProjectSession


@dataclass(frozen=True, slots=True)
class PreferenceFile:
    """A file of a coder's habits: its name, and what to call its content in an error."""

    name: str
    holds: str
    """As in "pins"."""

    def path(self, session: ProjectSession) -> Path:
        return session.private_folder / self.name

    def read(self, session: ProjectSession, coder: str) -> dict[str, str]:
        """The coder's entries by key. Raises `InputError` for a damaged file."""
        return dict(self._everyone(session).get(coder, {}))

    def write(self, session: ProjectSession, coder: str, own: Mapping[str, str]) -> None:
        """Put these in the place of the coder's entries. Raises `UsageError` if it cannot."""
        path = self.path(session)
        everyone = {**self._everyone(session), coder: dict(own)}
        text = json.dumps(everyone, ensure_ascii=False, indent=1, sort_keys=True)
        draft = ""
        try:
            path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            # Made readable to its owner alone, and put in place in one step.
            handle, draft = tempfile.mkstemp(dir=path.parent, prefix=f".{self.name}.")
            with os.fdopen(handle, "w", encoding="utf-8") as file:
                file.write(f"{text}\n")
            os.replace(draft, path)
        except OSError as error:
            if draft:
                with suppress(OSError):
                    os.unlink(draft)
            raise UsageError(
                _("{path} cannot be written: {reason}").format(
                    path=path, reason=error.strerror or _("input/output error")
                ),
                code="cannot-write",
                hint=_(
                    "{content} are kept beside the store; the folder must be yours to write."
                ).format(content=self.holds.capitalize()),
            ) from error

    def _everyone(self, session: ProjectSession) -> Mapping[str, Any]:
        path = self.path(session)
        try:
            content = json.loads(read_regular(path))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError, RecursionError) as error:
            raise self._damaged(path, str(error)) from error
        if not isinstance(content, dict) or not all(
            isinstance(own, dict) and all(isinstance(entry, str) for entry in own.values())
            for own in content.values()
        ):
            raise self._damaged(
                path, _("it does not hold {holds} by coder").format(holds=self.holds)
            )
        return content

    def _damaged(self, path: Path, why: str) -> InputError:
        return InputError(
            _("{path} cannot be read: {why}").format(path=path, why=why),
            code=f"{self.holds}-unreadable",
            hint=_("Delete it and set your {holds} again; nothing else is kept in it.").format(
                holds=self.holds
            ),
        )
