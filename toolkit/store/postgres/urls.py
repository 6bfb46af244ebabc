"""URLs of stores: `sqlite:///PATH` or `postgresql+psycopg://user@host/db`."""

from __future__ import annotations

import re
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

POSTGRES = ("postgresql", "postgres", "postgresql+psycopg")
VALID = "sqlite:///PATH, postgresql+psycopg://USER@HOST/DATABASE"


def is_postgres(url: str) -> bool:
    return url.partition("://")[0] in POSTGRES


def libpq(url: str) -> str:
    """The URL as PostgreSQL's own library reads it; that library also uses PG* and ~/.pgpass."""
    return "postgresql://" + url.partition("://")[2]


def has_password(url: str) -> bool:
    parts = urlsplit(url)
    queried = any(name.casefold() == "password" for name, _ in parse_qsl(parts.query))
    return queried or bool(re.search(r":[^@/]*@", parts.netloc))


def redacted(url: str) -> str:
    """The URL without a password, for people to read."""
    parts = urlsplit(url)
    user, at, host = parts.netloc.rpartition("@")
    kept = [(k, v) for k, v in parse_qsl(parts.query) if k.casefold() != "password"]
    query = urlencode(kept, quote_via=quote, safe="/")
    netloc = user.partition(":")[0] + at + host
    return urlunsplit((parts.scheme, netloc, parts.path, query, ""))
