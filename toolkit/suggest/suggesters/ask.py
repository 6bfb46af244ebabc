"""Finding the suggesters that are installed, and asking one in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

from toolkit.errors import InputError, unknown
from toolkit.i18n import _
from toolkit.suggest.suggesters.allowed import Allowed, allowed, user_file
from toolkit.suggest.suggesters.protocol import (
    GROUP,
    Answered,
    Question,
    checked_offers,
    question_plain,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

SECONDS = 120.0
"""Seconds that a suggester has for one passage."""
MOST_BYTES = 1_000_000
"""Bytes of the longest reply that is read for one passage."""


@dataclass(frozen=True, slots=True)
class Installed:
    """A suggester of an installed package."""

    name: str
    value: str
    """Where it is, as `module:attribute`."""
    package: str
    version: str
    """Of the package."""


def installed(project: Path | None = None) -> dict[str, Installed]:
    """The suggesters of installed packages, by name.

    A package that lies in the project's folder or in the working folder is none: it came with
    files that somebody else may have made.
    """
    found: dict[str, Installed] = {}
    for point in metadata.entry_points(group=GROUP):
        if point.dist is None or _is_foreign(Path(str(point.dist.locate_file(""))), project):
            continue
        found.setdefault(
            point.name,
            Installed(point.name, point.value, point.dist.name, point.dist.version),
        )
    return dict(sorted(found.items()))


def _is_foreign(folder: Path, project: Path | None) -> bool:
    place = folder.resolve()
    if place.is_relative_to(Path(sys.prefix).resolve()):
        return False
    inside = project is not None and place.is_relative_to(project.resolve())
    return inside or place == _working_folder()


def _working_folder() -> Path | None:
    try:
        return Path.cwd().resolve()
    except OSError:
        return None


def ask(
    name: str,
    questions: Sequence[Question],
    project: Path,
    *,
    seconds: float = SECONDS,
) -> Answered:
    """What the suggester of this name says to the questions.

    It runs in a process of its own, which reaches this machine and what the user's own file names.
    Raises `InputError` for one that is not installed, that fails, that answers with what is no
    code, or that tried to reach anything else.
    """
    every = installed(project)
    if name not in every:
        raise unknown(
            "suggester",
            name,
            tuple(every),
            hint=_("A suggester is a package that you install; docs/suggesters.md tells how."),
        )
    may = allowed().get(name, Allowed())
    request = {
        "name": name,
        "value": every[name].value,
        "hosts": list(may.hosts),
        "programs": may.programs,
        "questions": [question_plain(question) for question in questions],
    }
    reply = _reply(name, request, project, seconds * len(questions))
    if refused := reply.get("refused"):
        raise InputError(
            _("the suggester {name} tried to reach {what}, which it may not").format(
                name=name, what=", ".join(dict.fromkeys(map(repr, refused)))
            ),
            code="suggester-refused",
            hint=_(
                "Nothing was sent there, and nothing is suggested. Only your own file {file} can "
                "allow a host, by its name; docs/suggesters.md tells how."
            ).format(file=_shown_file()),
        )
    if error := reply.get("error"):
        raise _failed(name, _("it stopped with {kind}").format(kind=str(error)[:60]))
    try:
        codes = [[code.id for code in question.codes] for question in questions]
        offers = reply["offers"]
        if not isinstance(offers, list) or len(offers) != len(questions):
            raise ValueError(_("it did not answer each question"))
        return Answered(
            name,
            str(reply["version"])[:100],
            str(reply["prompt_sha256"]),
            tuple(checked_offers(given, own) for given, own in zip(offers, codes, strict=True)),
        )
    except (LookupError, TypeError, ValueError) as error:
        raise _failed(name, str(error)) from error


def _reply(name: str, request: dict[str, Any], project: Path, seconds: float) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(prefix="qct-suggester-") as folder:
        try:
            ran = subprocess.run(
                [sys.executable, "-P", "-m", "toolkit.suggest.suggesters.child"],
                input=json.dumps(request).encode(),
                capture_output=True,
                check=False,
                timeout=seconds,
                cwd=folder,
                env=environment(os.environ, sys.path, project),
            )
        except subprocess.TimeoutExpired as error:
            raise _failed(
                name, _("it gave no answer within {seconds:.0f} seconds").format(seconds=seconds)
            ) from error
    if ran.returncode != 0 or len(ran.stdout) > MOST_BYTES * max(1, len(request["questions"])):
        raise _failed(name, _("its process ended without an answer"))
    try:
        reply = json.loads(ran.stdout)
    except (ValueError, RecursionError) as error:
        raise _failed(name, _("its answer cannot be read")) from error
    if not isinstance(reply, dict):
        raise _failed(name, _("its answer cannot be read"))
    return reply


def environment(given: Mapping[str, str], search: Iterable[str], project: Path) -> dict[str, str]:
    """The environment of a suggester: no proxy, and no module of the project or working folder.

    A proxy of this machine would carry to other machines what is sent to this one.
    """
    left = {
        key: value
        for key, value in given.items()
        if not key.lower().endswith("_proxy") and not key.startswith("PYTHON")
    }
    places = [place for place in search if place and not _is_foreign(Path(place), project)]
    own = str(Path(__file__).resolve().parents[3])
    return {
        **left,
        "NO_PROXY": "*",
        "no_proxy": "*",
        "HF_HUB_OFFLINE": "1",
        "PYTHONPATH": os.pathsep.join(dict.fromkeys([own, *places])),
    }


def _failed(name: str, reason: str) -> InputError:
    return InputError(
        _("the suggester {name} gave no suggestions: {reason}").format(name=name, reason=reason),
        code="suggester-failed",
        hint=_("`qct doctor` lists the suggesters; `qct suggest` without --suggester needs none."),
    )


def _shown_file() -> str:
    try:
        return str(user_file())
    except (ImportError, RuntimeError):
        return "suggesters.toml"
