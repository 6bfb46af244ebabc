"""What a suggester may connect to: this machine, and what the user's own file names beside.

The file is `suggesters.toml` in the user's own configuration folder. It has a table for each
suggester that may do more:

    [my-suggester]
    hosts = ["llm.example.org"]
    programs = true

Nothing in a project is read for this: neither qct.toml nor the store nor a bundle can widen it.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.errors import InputError
from toolkit.i18n import _

if TYPE_CHECKING:
    from pathlib import Path

FILE = "suggesters.toml"
KEYS = ("hosts", "programs")


@dataclass(frozen=True, slots=True)
class Allowed:
    """What the user lets one suggester do."""

    hosts: tuple[str, ...] = ()
    """Hosts beside this machine that it may connect to."""
    programs: bool = False
    """Whether it may start other programs, which nothing watches."""


def user_file() -> Path:
    """The user's file. Raises `ImportError` or `RuntimeError` where there is no place for one."""
    from platformdirs import user_config_path

    return user_config_path("qct", appauthor=False) / FILE


def allowed() -> dict[str, Allowed]:
    """What each suggester may do, by name; empty without a file.

    Raises `InputError` for a file that cannot be read or says something else.
    """
    try:
        path = user_file()
        if not path.is_file():
            return {}
        tables = tomllib.loads(path.read_text(encoding="utf-8"))
    except (ImportError, RuntimeError):
        return {}
    except (OSError, ValueError, RecursionError) as error:
        raise InputError(
            _("{path} cannot be read: {reason}").format(path=path, reason=error),
            code="suggesters-unreadable",
        ) from error
    return {name: _one(path, name, table) for name, table in tables.items()}


def _one(path: Path, name: str, table: object) -> Allowed:
    if not isinstance(table, dict):
        raise _wrong(path, name, _("it must be a table, [{name}]").format(name=name))
    for key in table:
        if key not in KEYS:
            reason = _("unknown key {key}; valid: {valid}")
            raise _wrong(path, name, reason.format(key=key, valid=", ".join(KEYS)))
    hosts, programs = table.get("hosts", []), table.get("programs", False)
    if not isinstance(hosts, list) or not all(isinstance(host, str) and host for host in hosts):
        raise _wrong(path, name, _("hosts must be a list of names of hosts"))
    if any(set(host) & set("*/:[] ") for host in hosts):
        raise _wrong(
            path, name, _("a host is a name such as llm.example.org, without port and without *")
        )
    if not isinstance(programs, bool):
        raise _wrong(path, name, _("programs must be true or false"))
    return Allowed(tuple(host.lower() for host in hosts), programs)


def _wrong(path: Path, name: str, reason: str) -> InputError:
    return InputError(
        _("{path}: {name}: {reason}").format(path=path, name=name, reason=reason),
        code="suggesters-value",
    )
