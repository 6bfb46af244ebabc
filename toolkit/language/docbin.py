"""Annotated texts as a DocBin of spaCy (.spacy), out and in.

A document has the spans of each group twice: in `Doc.spans`, where they are whole tokens, and in
`Doc.user_data["qct"]`, where they are code points as they were made. Nothing in a file is run or
unpickled when it is read: a DocBin is compressed MessagePack, and only its words and spans are
looked at.
"""

from __future__ import annotations

import hashlib
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from importlib.util import find_spec
from itertools import accumulate
from typing import TYPE_CHECKING, Any

from toolkit.errors import InputError
from toolkit.i18n import _
from toolkit.language.spacy_pipeline import install_hint

if TYPE_CHECKING:
    from collections.abc import Iterable

ENDING = ".spacy"
KEY = "qct"
"""The key of `Doc.user_data` that holds what this module writes."""
_FORMAT = 1
_MOST_BYTES = 1 << 30
"""Largest unpacked file that is read, in bytes."""
_SPAN = struct.Struct(">QQQllll")
"""How spaCy packs a span: id, id in a knowledge base, label, start, end, and both in characters."""
_TOKENIZERS = ("en",)
"""Languages whose own tokenizer is used; it needs no model. Others get the one for any language."""


@dataclass(frozen=True, slots=True)
class LabelledSpan:
    """A stretch `[start, end)` in code points, with a label and what else is known of it."""

    start: int
    end: int
    label: str
    more: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class AnnotatedText:
    """A text with groups of labelled spans."""

    source_id: str
    text: str
    text_sha256: str
    revision: int
    language: str
    groups: Mapping[str, Sequence[LabelledSpan]]
    counts: Mapping[str, int] = field(default_factory=dict)
    """How many spans each group has in `Doc.spans` of the file that the text was read from, where
    equal ones count each."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A DocBin, and how many of its spans were widened to whole tokens."""

    data: bytes
    widened: int
    spans: int


def pack(texts: Iterable[AnnotatedText]) -> Packed:
    """The texts as a DocBin, one document each. Equal texts give equal bytes.

    Raises `InputError` where spaCy is not installed.
    """
    _need_spacy()
    import spacy
    from spacy.tokens import DocBin, SpanGroup

    tokenizers: dict[str, Any] = {}
    packed = DocBin(attrs=["ORTH"], store_user_data=True)
    widened = total = 0
    for item in texts:
        code = item.language if item.language in _TOKENIZERS else "xx"
        if code not in tokenizers:
            tokenizers[code] = spacy.blank(code).tokenizer
        doc = tokenizers[code](item.text)
        written: dict[str, list[list[Any]]] = {}
        for name, spans in item.groups.items():
            whole = [_whole_tokens(doc, span) for span in spans]
            written[name] = [
                [span.start, span.end, span.label, dict(span.more), made.start_char, made.end_char]
                for made, span in zip(whole, spans, strict=True)
            ]
            widened += sum(row[:2] != row[4:] for row in written[name])
            total += len(spans)
            doc.spans[name] = SpanGroup(doc, name=name, spans=whole)
        doc.user_data[KEY] = {
            "format": _FORMAT,
            "source": item.source_id,
            "text_sha256": item.text_sha256,
            "revision": item.revision,
            "language": item.language,
            "spans": written,
        }
        packed.add(doc)
    return Packed(packed.to_bytes(), widened, total)


def _whole_tokens(doc: Any, span: LabelledSpan) -> Any:
    """The smallest span of tokens around a stretch; of a blank after a word it is the word."""
    made = doc.char_span(span.start, span.end, span.label, alignment_mode="expand")
    if made is not None and len(made):
        return made
    before = [token.i for token in doc if token.idx <= span.start]
    return doc.char_span(
        doc[before[-1]].idx, doc[before[-1]].idx + 1, span.label, alignment_mode="expand"
    )


def unpack(data: bytes, name: str) -> list[AnnotatedText]:
    """The texts of a DocBin that `pack` made, whatever was done to its spans since.

    A span that still stands in its group as it was written has its exact code points and all that
    was known of it; one that was added since has the code points of its tokens. `name` is what an
    error calls the file. Raises `InputError` for anything else, and where spaCy is not installed.
    """
    documents = _read(data, name)
    return [_annotated(document, number, name) for number, document in enumerate(documents, 1)]


def texts(data: bytes) -> list[str]:
    """The texts in a DocBin, whoever wrote it; none where it cannot be read."""
    try:
        return [document.text for document in _read(data, "")]
    except InputError:
        return []


def coder_group(coder: str) -> str:
    """The name of the group with the codings of a coder."""
    return f"coder:{coder}"


@dataclass(frozen=True, slots=True)
class _Document:
    text: str
    groups: Mapping[str, Sequence[LabelledSpan]]
    written: Mapping[str, Any] | None


def _read(data: bytes, name: str) -> list[_Document]:
    _need_spacy()
    from spacy.attrs import ORTH
    from spacy.strings import StringStore

    # The reader of MessagePack that comes with spaCy; it runs nothing of what it reads.
    loads = import_module("srsly").msgpack_loads
    try:
        unpacker = zlib.decompressobj()
        content = unpacker.decompress(data, _MOST_BYTES)
        if unpacker.unconsumed_tail or not unpacker.eof:
            raise ValueError("it is too large, or its end is missing")
        message = loads(content)
        strings = StringStore(message["strings"])
        return list(_documents(message, int(ORTH), strings, loads))
    except Exception as error:
        # Whatever a damaged or hostile file makes the readers of the library raise.
        raise InputError(
            _("{name} cannot be read as a DocBin of spaCy ({error})").format(
                name=name, error=type(error).__name__
            ),
            code="bad-docbin",
            hint=_("Nothing was imported. `qct export docbin FILE` writes one."),
        ) from error


def _documents(
    message: Mapping[str, Any], orth: int, strings: Any, loads: Any
) -> Iterable[_Document]:
    import numpy as np

    attributes = list(message["attrs"])
    lengths = np.frombuffer(message["lengths"], dtype="<i4")
    width = len(attributes)
    tokens = np.frombuffer(message["tokens"], dtype="<u8").reshape(-1, width)
    spaces = np.frombuffer(message["spaces"], dtype=bool)
    groups, user_data = message["span_groups"], message.get("user_data", [])
    if (lengths < 0).any() or not len(tokens) == len(spaces) == int(lengths.sum()):
        raise ValueError("tokens are missing")
    if len(groups) != len(lengths):
        raise ValueError("groups are missing")
    column = attributes.index(orth)
    ends = np.cumsum(lengths)
    for number, (length, end) in enumerate(zip(lengths.tolist(), ends.tolist(), strict=True)):
        own = slice(end - length, end)
        words = [str(strings[word]) for word in tokens[own, column].tolist()]
        blanks = spaces[own].tolist()
        pieces = [word + (" " if blank else "") for word, blank in zip(words, blanks, strict=True)]
        starts = list(accumulate(map(len, pieces), initial=0))
        stops = [start + len(word) for start, word in zip(starts, words, strict=False)]
        packed = user_data[number] if number < len(user_data) else None
        data = loads(packed, use_list=False) if packed else {}
        written = data.get(KEY) if isinstance(data, dict) else None
        yield _Document(
            "".join(pieces),
            {
                name: [
                    LabelledSpan(starts[first], stops[last - 1], str(strings[label]))
                    for label, first, last in spans
                    if _is_span(first, last, len(words))
                ]
                for name, spans in _groups(groups[number], loads)
            },
            written if isinstance(written, dict) else None,
        )


def _is_span(first: int, last: int, words: int) -> bool:
    if not 0 <= first < last <= words:
        raise ValueError("a span lies outside its text")
    return True


def _groups(packed: bytes, loads: Any) -> Iterable[tuple[str, list[tuple[int, int, int]]]]:
    """The groups of a document: label (a hash), first token, and the token after the last."""
    message = loads(packed) if packed else []
    listed = (
        [(part, None) for part in message]
        if isinstance(message, list)
        else [(part, names) for part, names in message.items()]
    )
    for part, names in listed:
        group = loads(part)
        spans = []
        for span in group["spans"]:
            _id, _kb, label, first, last, _start, _end = _SPAN.unpack(span)
            spans.append((label, first, last))
        for name in [group["name"]] if names is None else names:
            yield str(name), spans


def _annotated(document: _Document, number: int, name: str) -> AnnotatedText:
    written = document.written
    try:
        if written is None or written["format"] != _FORMAT:
            raise ValueError
        text_sha256 = str(written["text_sha256"])
        exact = {str(group): _by_tokens(rows) for group, rows in written["spans"].items()}
        source_id, revision = str(written["source"]), int(written["revision"])
        language = str(written["language"])
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(
            _("{name}: document {number} does not say which source it is").format(
                name=name, number=number
            ),
            code="docbin-source",
            hint=_(
                "Nothing was imported. Keep Doc.user_data when you write a DocBin, with "
                "DocBin(store_user_data=True)."
            ),
        ) from error
    digest = hashlib.sha256(document.text.encode("utf-8", "surrogatepass")).hexdigest()
    if digest != text_sha256:
        raise InputError(
            _("{name}: the words of document {number} are not the text of {source}").format(
                name=name, number=number, source=repr(source_id)
            ),
            code="docbin-text",
            hint=_("Nothing was imported. Annotate the text as it was exported."),
        )
    every = (span for rows in exact.values() for spans in rows.values() for span in spans)
    if not all(0 <= span.start < span.end <= len(document.text) for span in every):
        raise InputError(
            _("{name}: a span of document {number} lies outside its text").format(
                name=name, number=number
            ),
            code="docbin-span",
            hint=_("Nothing was imported. `qct export docbin FILE` writes a whole file."),
        )
    groups = {
        group: list(_exact(spans, exact.get(group, {}))) for group, spans in document.groups.items()
    }
    counts = {group: len(spans) for group, spans in document.groups.items()}
    return AnnotatedText(source_id, document.text, text_sha256, revision, language, groups, counts)


_ByTokens = Mapping[tuple[int, int, str], Sequence[LabelledSpan]]
"""The spans that were written, by the stretch of their whole tokens and the label."""


def _by_tokens(rows: Iterable[Sequence[Any]]) -> _ByTokens:
    result: dict[tuple[int, int, str], list[LabelledSpan]] = {}
    for start, end, label, more, first, last in rows:
        span = LabelledSpan(int(start), int(end), str(label), dict(more))
        result.setdefault((int(first), int(last), span.label), []).append(span)
    return result


def _exact(spans: Sequence[LabelledSpan], written: _ByTokens) -> Iterable[LabelledSpan]:
    """The spans of a group with the code points that they were written with."""
    for start, end, label in dict.fromkeys((span.start, span.end, span.label) for span in spans):
        own = written.get((start, end, label), ())
        yield from own or [LabelledSpan(start, end, label)]


def _need_spacy() -> None:
    if find_spec("spacy") is None:
        raise InputError(
            _("spaCy is not installed, and files of the format DocBin need it"),
            code="language-missing",
            hint=install_hint(),
        )
