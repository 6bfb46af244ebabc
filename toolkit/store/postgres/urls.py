"""URLs of stores: `sqlite:///PATH` or `postgresql+psycopg://user@host/db`."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from toolkit.errors import UsageError
from toolkit.i18n import _

POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")
VALID = "sqlite:///PATH, postgresql+psycopg://USER@HOST/DATABASE"


def is_postgres(url: str) -> bool:
    return url.partition("://")[0] in POSTGRES


def libpq(url: str) -> str:
    """The URL as PostgreSQL's own library reads it; that library also uses PG* and ~/.pgpass."""
    return "postgresql://" + url.partition("://")[2]


def unreadable(reason: str) -> UsageError:
    """The error for a URL that names no store. It does not quote the URL, which may hold a
    password."""
    return UsageError(
        _("the store's URL cannot be read: {reason}").format(reason=reason),
        code="store-url",
        hint=_("Write it as {valid}, in QCT_STORE or as `store` in qct.toml.").format(valid=VALID),
    )


def check(url: str) -> None:
    """Raise `UsageError` where the URL of a server does not parse."""
    try:
        parts = urlsplit(url)
        _port = parts.port
        url.encode("utf-8")
    except UnicodeError as error:
        raise unreadable(_("it is not UTF-8")) from error
    except ValueError as error:
        raise unreadable(_("its host or port is not written as one")) from error
    if "\0" in url:
        raise unreadable(_("it holds a NUL character"))


def has_password(url: str) -> bool:
    parts = urlsplit(url)
    queried = any(name.casefold() == "password" for name, _value in parse_qsl(parts.query))
    return queried or bool(re.search(r":[^@/]*@", parts.netloc))


def redacted(url: str) -> str:
    """The URL without a password, for people to read."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    kept = [(k, v) for k, v in parse_qsl(parts.query) if k.casefold() != "password"]
    query = urlencode(kept, quote_via=quote, safe="/")
    netloc = user.partition(":")[0] + at + host
    return urlunsplit((parts.scheme, netloc, parts.path, query, ""))
