"""The starts of lines that may be speaker labels, in all the ways in which labels are written.

An opening is what stands before the speech: numbers of lines, times, marks of emphasis, the
label, and the notes and attributes after it. Whether it is a label is a matter of the whole text
(`toolkit.text.labels.pattern`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import NamedTuple

from toolkit.text.labels.words import COLUMNS, ROLES
from toolkit.text.speaker_labels import label_key

_CLOCK = r"\d{1,3}:\d{2}(?::\d{2})?(?:[.,]\d{1,3})?"
_LOOSE_CLOCK = r"\d{1,3}:\d{1,2}(?::\d{1,2})?(?:[.,]\d{1,3})?"
_LONG_CLOCK = r"\d{1,3}:\d{2}:\d{2}(?:[.,]\d{1,3})?"
_FENCED = rf"(?:\[\s*{_CLOCK}\s*\]|\(\s*{_CLOCK}\s*\)|\#{_CLOCK}(?:-\d)?\#)"
_UNSEEN = r"\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_ENDS = (".", ")")
_MARKS = "\u200b\u200e\u200f\ufeff"
_HEAD_LENGTH = 200
"""So many code points of a line are looked at for its opening."""
_LONGEST_ALONE = 60
"""Longest line, in code points, that may be a label alone."""

_BLANK = re.compile(r"[^\S\n]*+")
_INDENT = re.compile(rf"(?:[^\S\n]|[{_UNSEEN}])*+")
_LEAD = re.compile(
    rf"""(?P<bullet> (?:[-–—•·▪>]|\*(?=\s)) {{1,2}} [^\S\n]++ )?
    (?P<number> \d{{1,5}} (?:[.)][^\S\n]++|[^\S\n]++) (?=\D|\d{{1,3}}:) )?
    (?P<heading> \#{{1,6}} [^\S\n]++ )?
    (?P<bold> \*{{1,3}}(?=[^\s*:：]) | __(?=[^\s_]) )?
    (?: (?P<before> {_FENCED} | {_CLOCK}(?=\s) ) [^\S\n]*+ (?: {_CLOCK}\t )? )?
    (?P<circle> [◯○●◎◇◆](?=[^\W_]) )?
    """,
    re.VERBOSE,
)
_BRACKETED = re.compile(
    r"\[([^\[\]:：\n]+)\]|[(（]([^()（）:：\n]+)[)）]|<([^<>:：\n]+)>|【([^【】:：\n]+)】|〔([^〔〕:：\n]+)〕"
)
_MAYBE = re.compile(
    r"""[^:：\t\n(\[（［<【]{0,80}+[:：\t(\[（［<【] | [^\n]{1,7}[.)．）] | [^\n]{1,31}[ ][–—-]
    | [^\s/]{1,15}/[ ]""",
    re.VERBOSE,
)
"""What a line must have that begins with a letter; most lines of prose have nothing of it."""
_SIMPLE = re.compile(
    r"""(?! [^\s:]{1,7}[.)．）][\s—–-] | [^:\n]{0,31}[ ][–—-] | [^\s/]{1,15}/[ ])
    (?P<label> [^\W\d_][^:：\t\n()\[\]（）［］<>【】]{0,80}+)
    (?: ： | :(?=\s) ) [^\S\n]*+ (?![\[(\#\d])""",
    re.VERBOSE,
)
"""A label and a colon without anything else, which most labels are."""
_PIECE = re.compile(r"[^:：\t\n()\[\]（）［］<>【】]+")
_NOTE = re.compile(
    rf"""[^\S\n\t]*+
    (?: (?P<time>{_FENCED}) | [\[(（［] (?P<note>[^\[\]()（）［］\n]{{0,60}}) [\])）］] )""",
    re.VERBOSE,
)
_BETWEEN = re.compile(rf"(?<=[\s]) (?: {_LONG_CLOCK} | {_CLOCK}(?=[^\S\n]*$) )", re.VERBOSE | re.M)
_TRAILING_HOUR = re.compile(r"\s(\d{1,3})$")
_COLON = re.compile(r"[^\S\n\t]*+ [:：]", re.VERBOSE)
_AFTER = re.compile(rf"[^\S\n]*+ (?P<after>{_FENCED})? [^\S\n]*+", re.VERBOSE)
_TAB = re.compile(
    rf"[^\S\n\t]*+\t (?P<cells> (?: (?:{_CLOCK}|\d{{1,6}}[.,]\d{{1,3}}) (?:\t|$) )*+ )",
    re.VERBOSE | re.M,
)
_GAP = re.compile(r"\u3000|[^\S\n]{2}|\t")
_POINTED = re.compile(
    r"""(?P<label>(?:[QAPRF]|문|답|질문|답변|問|答|问)\d{0,3})
    (?: [.)]\s?[—–-]*+ | [．）] ) [^\S\n]++""",
    re.VERBOSE,
)
_DASHED = re.compile(r"(?P<label>[^\W_][\w.?]{0,14}(?:[ ][\w.?]{1,14})?)[ ][–—-]{1,2}[ ]")
_SLASHED = re.compile(r"(?P<label>[^\W_][\w.?]{0,14})/[ ]+")
_ALONE = re.compile(
    rf"""[{_UNSEEN}]*+ (?P<label> [^\W\d_][^:：\t\n()\[\]（）［］<>【】|]{{0,39}})
    (?P<notes> (?: [^\S\n]* [\[(（［] [^\[\]()（）［］\n]{{1,40}} [\])）］] ){{0,2}} )
    (?:[^\S\n]|[{_UNSEEN}])*""",
    re.VERBOSE,
)
_CLOCK_INSIDE = re.compile(r"(?<=[^\S\n])\d{1,2}:\d{2}(?=[^\S\n]+[^\W\d])")
_CUE = re.compile(rf"({_LOOSE_CLOCK}) --> {_LOOSE_CLOCK}[^\S\n]*\n(?P<name>[^\n]{{1,60}})\n(?=\S)")
_DISTINCTION = re.compile(r"\d{1,3}|[A-Z]{1,3}[-_]?\d{0,3}")
_DIRECTION = re.compile(r"[^\W\d_A-Z][^\W\d]*(?: [^\W\d]+)*")


class Form(Enum):
    """How an opening is set off from the speech."""

    __hash__ = object.__hash__  # members are looked up for each line; that of enums is slow

    COLON = auto()
    TAB = auto()
    TIMED = auto()
    """Alone on its line, with a time."""
    SQUARE = auto()
    """In square or round brackets, as directions and names of institutions are too."""
    BRACKET = auto()
    BOLD = auto()
    HEADING = auto()
    CIRCLE = auto()
    """After a circle and before a wide space, as in the minutes of parliaments."""
    DASH = auto()
    SLASH = auto()
    CLOCK = auto()
    """Before a time, which the speech follows in the line."""
    ITEM = auto()
    """With a colon, and after a bullet or a number with a point, as items of lists are too."""
    POINT = auto()
    """`Q.`, `A.`, `문)`, `답)`."""
    ALONE = auto()
    """Alone on its line without any mark."""


class Opening(NamedTuple):
    """The start of a line that may be a label; the speech begins at `end`."""

    start: int
    end: int
    label: str
    written: str
    """The label with its notes."""
    form: Form
    timestamp: str | None
    time_follows: bool
    """Whether the time stands after the label."""
    tight: bool
    """Whether the speech follows a colon without a space."""
    after_blank: bool
    """Whether a blank line or nothing stands before."""


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a text: where they and its paragraphs start, and their openings."""

    openings: list[Opening]
    starts: list[int]
    paragraphs: list[int]
    alone: list[Opening]
    """Short lines without any mark, which may be labels that stand alone."""


def read_lines(text: str) -> Lines:
    """The openings of a text, each read once and in order."""
    openings: list[Opening] = []
    starts: list[int] = []
    paragraphs: list[int] = []
    alone: list[Opening] = []
    labels: dict[str, str] = {}
    after_blank = True
    at = 0
    while at <= len(text):
        stop = text.find("\n", at)
        stop = len(text) if stop < 0 else stop
        start = at
        if at < stop and text[at].isspace():
            start = _after(_BLANK, text, at, stop)
        if start >= stop:
            after_blank = True
        else:
            starts.append(start)
            if after_blank:
                paragraphs.append(start)
            opening = _read(text, start, stop, after_blank, labels)
            if opening is not None:
                openings.append(opening)
            elif stop - start <= _LONGEST_ALONE and (
                short := _alone(text, start, stop, after_blank)
            ):
                alone.append(short)
            after_blank = False
        at = stop + 1
    return Lines(openings, starts, paragraphs, alone)


def _alone(text: str, start: int, stop: int, after_blank: bool) -> Opening | None:
    """A short line as a label with its notes, if it has the letters of one."""
    match = _ALONE.fullmatch(text, start, stop)
    if match is None:
        return None
    label = match["label"].rstrip().strip(_MARKS)
    written = (match["label"] + match["notes"]).strip(_MARKS).rstrip()
    note = written[len(label) :].strip(" ()（）[]［］")
    if _DISTINCTION.fullmatch(note) and label_key(label) in ROLES:
        label = written
    return Opening(start, stop, label, written, Form.ALONE, None, False, False, after_blank)


def _after(pattern: re.Pattern[str], text: str, at: int, stop: int) -> int:
    match = pattern.match(text, at, stop)
    return match.end() if match else at


def _before_blanks(text: str, start: int, end: int) -> int:
    return start + len(text[start:end].rstrip())


def _read(
    text: str, start: int, stop: int, after_blank: bool, labels: dict[str, str]
) -> Opening | None:
    """The opening of the line `[start, stop)`, if it has any.

    `labels` are those before a colon that were read in the text, by how they are written.
    """
    head = min(stop, start + _HEAD_LENGTH)
    if text[start].isalpha():
        colon = text.find(":", start, head)
        at = colon + 2
        # A label that a colon, a blank and a letter follow is read the same wherever it stands.
        if (
            0 <= colon < head - 2
            and (known := labels.get(text[start:colon])) is not None
            and text[colon + 1] == " "
            and text[at].isalpha()
        ):
            return Opening(start, at, known, known, Form.COLON, None, False, False, after_blank)
        if not _MAYBE.match(text, start, head):
            return None
        if (simple := _SIMPLE.match(text, start, head)) and simple.end() < head:
            label = simple["label"].rstrip()
            at = simple.end()
            if simple.end("label") == colon:
                labels[text[start:colon]] = label
            return Opening(start, at, label, label, Form.COLON, None, False, False, after_blank)
    reader = _Reader(text, start, head, stop)
    form = reader.form()
    if form is None or not reader.label:
        return None
    stamps = [stamp for stamp in (reader.before, *reader.times) if stamp]
    return Opening(
        start,
        reader.at,
        reader.label,
        reader.written,
        form,
        stamps[0].strip("[]()# ").partition("-")[0].strip() if stamps else None,
        bool(reader.times),
        reader.tight,
        after_blank,
    )


class _Reader:
    """The reading of the start of a line, from left to right."""

    def __init__(self, text: str, start: int, head: int, stop: int) -> None:
        self.text, self.start, self.head, self.stop = text, start, head, stop
        self.at = start
        self.before: str | None = None
        self.times: list[str] = []
        self.label = self.written = ""
        self.tight = False

    def form(self) -> Form | None:
        """How the label is set off; the label and its times are known after that."""
        text, head = self.text, self.head
        self.at = _after(_INDENT, text, self.start, head)
        bare = text[self.at : self.at + 1].isalpha()
        if not bare and (cue := _CUE.match(text, self.at)):
            if name := _PIECE.match(text, *cue.span("name")):
                self._set_label(*name.span())
            self.at = cue.end()
            self.times = [cue[1]]
            return Form.TIMED
        lead = _LEAD.match(text, self.at, head)
        assert lead is not None
        self.at, self.before = lead.end(), lead["before"]
        dashed = None
        if lead["bold"] is None and lead["heading"] is None:
            if pointed := _POINTED.match(text, self.at, head):
                return self._set_off(pointed, Form.POINT)
            if slashed := _SLASHED.match(text, self.at, head):
                return self._set_off(slashed, Form.SLASH)
            dashed = _DASHED.match(text, self.at, head)
            # "Mina Park - Director: yes" has its label before the colon.
            if dashed and (dashed["label"].isupper() or label_key(dashed["label"]) in ROLES):
                return self._set_off(dashed, Form.DASH)
        form = None
        if bracketed := _BRACKETED.match(text, self.at, head):
            form = self._after_brackets(bracketed)
        elif piece := _PIECE.match(text, self.at, head):
            form = self._after_piece(piece, lead)
        if form is Form.COLON and (lead["bullet"] or (lead["number"] or "").rstrip()[-1:] in _ENDS):
            return Form.ITEM
        return self._set_off(dashed, Form.DASH) if form is None and dashed else form

    def _set_off(self, match: re.Match[str], form: Form) -> Form:
        self.label = self.written = match["label"]
        self.at = match.end()
        return form

    def _after_brackets(self, bracketed: re.Match[str]) -> Form | None:
        square = (bracketed[1] or bracketed[2]) is not None
        self.label = self.written = next(group for group in bracketed.groups() if group).strip()
        self.at = bracketed.end()
        if form := self._after_label():
            return form
        if square and _DIRECTION.fullmatch(self.label) and self.label not in ROLES:
            return None
        self.at = _after(_AFTER, self.text, self.at, self.stop)
        return Form.SQUARE if square else Form.BRACKET

    def _after_piece(self, piece: re.Match[str], lead: re.Match[str]) -> Form | None:
        text, start, end, bold = self.text, piece.start(), piece.end(), lead["bold"]
        closed = False
        if bold and (closing := text.find(bold, start, end)) > 0:
            end, closed = closing, True
        elif lead["circle"] and (gap := _GAP.search(text, start, end)):
            end = gap.start()
        if end == self.head and end < self.stop:
            return None
        hour = _TRAILING_HOUR.search(text, max(start, end - 5), end)
        if hour and text[end : end + 1] == ":":
            clock = hour.start(1), self.stop
            if _BETWEEN.match(text, *clock) or _CLOCK_INSIDE.match(text, *clock):
                end = hour.start()
        self._set_label(start, end)
        self.at = _before_blanks(text, start, end) if not bold else end
        if closed and bold:
            self.at += len(bold)
        if form := self._after_label(bold if not closed else None):
            return form
        line_ends = self.at >= self.stop or not text[self.at : self.stop].strip()
        if lead["heading"] and line_ends and not self.label[:1].isdigit():
            return Form.HEADING
        if lead["circle"] and (line_ends or _GAP.match(text, self.at)):
            self.at = _after(_AFTER, text, self.at, self.stop)
            return Form.CIRCLE
        if closed and (line_ends or text[self.at].isspace()):
            self.at = _after(_AFTER, text, self.at, self.stop)
            return Form.BOLD
        if line_ends and self.before and not bold:
            return Form.TIMED
        return None

    def _after_label(self, bold: str | None = None) -> Form | None:
        """The form where a colon, a tab or a time follows the label and its notes."""
        text = self.text
        self._read_notes(bold)
        if between := _BETWEEN.match(text, _after(_INDENT, text, self.at, self.stop), self.stop):
            self.times.append(between[0])
            self.at = between.end()
            self._read_notes(bold)
        if colon := _COLON.match(text, self.at, self.stop):
            self.at = colon.end()
            if bold and text.startswith(bold, self.at):
                self.at += len(bold)
            self.tight = (
                text[colon.end() - 1] == ":" and self.at < self.stop and not text[self.at].isspace()
            )
            after = _AFTER.match(text, self.at, self.stop)
            assert after is not None
            if after["after"]:
                self.times.append(after["after"])
                self.tight = False
            self.at = after.end()
            return Form.COLON
        if tab := _TAB.match(text, self.at, self.stop):
            if self._heads_a_table():
                self.label = ""
                return None
            self.times += [cell for cell in tab["cells"].split("\t") if ":" in cell][:1]
            self.at = tab.end()
            return Form.TAB
        if self.times and not text[self.at : self.stop].strip():
            return Form.TIMED
        at = _after(_INDENT, text, self.at, self.stop)
        if not self.times and (clock := _CLOCK_INSIDE.match(text, at, self.stop)):
            self.times.append(clock[0])
            self.at = _after(_INDENT, text, clock.end(), self.stop)
            return Form.CLOCK
        return None

    def _set_label(self, start: int, end: int) -> None:
        self.label = self.written = self.text[start:end].strip().strip(_MARKS).strip()

    def _read_notes(self, bold: str | None) -> None:
        """Pass over notes and attributes; a number or letters after a bare role belong to it."""
        text = self.text
        for _ in range(3):
            if bold and text.startswith(bold, self.at):
                self.at += len(bold)
            note = _NOTE.match(text, self.at, self.stop)
            if note is None:
                break
            self.at = note.end()
            if note["time"]:
                self.times.append(note["time"])
                continue
            self.written += note[0]
            apart = _DISTINCTION.fullmatch(note["note"].strip())
            if apart and label_key(self.label) in ROLES:
                self.label += note[0]

    def _heads_a_table(self) -> bool:
        if self.stop - self.start > _HEAD_LENGTH:
            return False
        cells = self.text[self.start : self.stop].split("\t")
        return all(label_key(cell) in COLUMNS for cell in cells if cell.strip())
