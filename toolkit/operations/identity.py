"""Who is at the keyboard: QCT_CODER, else `coder` in qct.toml, else the login name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from toolkit.config import from_environment
from toolkit.store import queries

if TYPE_CHECKING:
    from toolkit.config import Config
    from toolkit.domain.rounds import Round
    from toolkit.store.protocol import Database


@dataclass(frozen=True, slots=True)
class Identity:
    """The person who acts."""

    name: str
    """Empty where not even a login name is known."""
    is_login: bool
    """Whether nothing but the login says who it is."""


def identity_of(config: Config) -> Identity:
    """Who acts, by the environment and the settings of the project."""
    if named := from_environment("QCT_CODER") or config.coder:
        return Identity(named, is_login=False)
    from getpass import getuser

    try:
        return Identity(getuser(), is_login=True)
    except (KeyError, OSError, ImportError):
        return Identity("", is_login=True)


def bound_by(database: Database, who: Identity) -> tuple[Round, ...]:
    """The open blind rounds that bind the person.

    A round without coders binds every coder. A login name is a coder only once it has worked in
    the project.
    """
    blind = [round_ for round_ in queries.rounds(database) if round_.is_blind]
    if not blind or not who.name:
        return ()
    named = tuple(round_ for round_ in blind if who.name in round_.coders)
    of_all = tuple(round_ for round_ in blind if not round_.coders)
    if of_all and who.is_login and queries.row(database, "coders", id=who.name) is None:
        return named
    return (*named, *of_all)
