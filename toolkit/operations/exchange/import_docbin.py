"""Codings from a DocBin of spaCy, by the rules of codings in .jsonl."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from toolkit.errors import InputError, nearest, shorten
from toolkit.formats.codings_jsonl import parse_codings
from toolkit.formats.problems import refuse
from toolkit.formats.transcripts import read_bytes
from toolkit.i18n import _, ngettext
from toolkit.language.docbin import coder_group, unpack
from toolkit.operations.sources import import_records
from toolkit.store import queries

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from toolkit.formats.codings_jsonl import CodingRecord
    from toolkit.language.docbin import AnnotatedText, LabelledSpan
    from toolkit.operations.sources.import_batch import Batch

_HASH = "text_sha256"
_KEYS = ("round", "mode", "origin", "created_at", "discuss")


def read_codings(batch: Batch, path: Path) -> list[CodingRecord]:
    """The codings of the coders in a DocBin, each a line by itself as in .jsonl.

    Other groups, such as `turns`, `consensus` and what a model predicted, are passed over.
    """
    lines = [
        _line(text, coder, span)
        for text in unpack(read_bytes(path), str(path))
        for group, spans in text.groups.items()
        if (coder := group.removeprefix(coder_group(""))) != group
        for span in spans
    ]
    records, problems = parse_codings("\n".join(lines), str(path))
    refuse(problems, hint=_("Nothing was imported. A line is the number of a span in the file."))
    kept = batch.without_withdrawn(str(path), records)
    return import_records.noted(batch, path, kept)


def check_codings(batch: Batch, path: Path, records: Sequence[CodingRecord]) -> None:
    """Raise `InputError` for texts that changed, unknown codes, and what rounds do not take."""
    _check_texts(batch, path, records)
    _check_codes(batch, path, records)
    import_records.check_codings(batch, path, records)


def _line(text: AnnotatedText, coder: str, span: LabelledSpan) -> str:
    record = {
        "source": text.source_id,
        "start": span.start,
        "end": span.end,
        "code": span.label,
        "coder": coder,
        "quote": text.text[span.start : span.end],
        _HASH: text.text_sha256,
    }
    record |= {key: span.more[key] for key in _KEYS if key in span.more}
    return json.dumps(record, ensure_ascii=True)


def _check_texts(batch: Batch, path: Path, records: Sequence[CodingRecord]) -> None:
    hashes = {record.source: record.extra.get(_HASH) for record in records}
    unknown = [name for name in hashes if _sha256(batch, name) is None]
    if unknown:
        raise InputError(
            ngettext(
                "{path}: there is no source {sources}",
                "{path}: there are no sources {sources}",
                len(unknown),
            ).format(path=path, sources=shorten(list(map(repr, unknown)))),
            code="unknown-source",
            hint=_("Import the transcripts first; `qct sources` lists what is there."),
        )
    other = [name for name, digest in hashes.items() if digest != _sha256(batch, name)]
    if other:
        raise InputError(
            ngettext(
                "{path}: {sources} has another text here than in the file, so its offsets mean "
                "other words",
                "{path}: {sources} have other texts here than in the file, so their offsets mean "
                "other words",
                len(other),
            ).format(path=path, sources=shorten(other)),
            code="docbin-revision",
            hint=_("Nothing was imported. Export again, and annotate the text as it is now."),
        )


def _check_codes(batch: Batch, path: Path, records: Sequence[CodingRecord]) -> None:
    codes = [code.id for code in queries.codes(batch.session.database)]
    unknown = list(dict.fromkeys(record.code for record in records if record.code not in codes))
    if not unknown:
        return
    near = [name for code in unknown for name in nearest(code, codes, most=1)]
    meant = _("Did you mean {near}? ").format(near=", ".join(dict.fromkeys(near))) if near else ""
    raise InputError(
        ngettext(
            "{path}: the codebook has no code {codes}",
            "{path}: the codebook has no codes {codes}",
            len(unknown),
        ).format(path=path, codes=shorten(list(map(repr, unknown)))),
        code="bad-codes",
        hint=_("{meant}Nothing was imported. `qct codebook show` lists the codes.").format(
            meant=meant
        ),
    )


def _sha256(batch: Batch, source_id: str) -> str | None:
    known = batch.text_sha256(source_id)
    if known is not None:
        return known
    row = queries.row(batch.session.database, "sources", id=source_id)
    return str(row["text_sha256"]) if row is not None else None
