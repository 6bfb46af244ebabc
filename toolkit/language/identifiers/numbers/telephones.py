"""Telephone numbers and extensions, written and read aloud, whole and in pieces."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.numbers import contexts
from toolkit.language.identifiers.numbers.runs import Run
from toolkit.language.identifiers.word_sets import word_set

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_FORM = re.compile(
    r"(?<![\w.+/-])(?:"
    # International.
    r"\+\s?\d{1,3}(?:[\s.\-–]{0,2}\(?\d{1,5}\)?){2,6}"
    # Korea.
    r"|\(?0\d{1,2}\)?[-–.\s)]{1,2}\d{3,4}[-–.\s]{1,2}\d{4}"
    r"|1[568]\d{2}[-–]\d{4}"
    r"|00\s?\d{1,3}(?:[\s.\-–]{0,2}\(?\d{1,5}\)?){2,6}"
    # The United Kingdom and others that begin with a zero.
    r"|\(?0\d{2,5}\)?(?:[\s\-–.]{0,2}\d{2,5}){1,4}"
    r"|0\d(?:[\s.]\d\d){4}|0 \d\d(?: \d\d){3,4}"
    r"|0\d{1,4}\s?/\s?\d{3,8}(?:[\s-]\d{1,5}){0,3}"
    # North America.
    r"|(?:1[-.\s])?\(\d{3}\)[-.\s]?\d{3}[-.\s–]\d{4}"
    r"|(?:1[-.])?\d{3}[-.–]\d{3,4}[-.–]\d{4}"
    r"|\d{3} \d{3}[-. ]\d{4}"
    r"|555[-.–]?01\d\d"
    r")(?![\w/-]|[.,]\d)",
    re.ASCII,
)
_LOOSE = re.compile(
    r"(?<![\w.,+/£$€₩-])(?:\d{2,5}|\d(?= \d{4}-))(?:[-–. ]\d{2,5}){1,4}(?![\w%/-]|[.,]\d)", re.ASCII
)
_EXTENSION = re.compile(
    r"(?<![A-Za-z])(?:extension|extn?\.?|내선(?:\s?번호)?|구내(?:번호)?)"
    r"(?:\s+(?:number|no\.?|is|was|of|on))?[\s:,.#-]{0,3}(?:\(?x\)?)?"
    r"(?P<code>\d(?:[-\s]?\d){0,5})(?![\w%]|[.,-]?\d)|(?<=\d\s)x\.?\s?(?P<other>\d{2,6})\b"
    r"|(?<!\w)x(?P<short>\d{4,5})(?!\w)",
    re.IGNORECASE | re.ASCII,
)
_DIAL = re.compile(
    r"(?<![A-Za-z])(?:dial(?:s|led|ling|ed|ing)?(?:\s(?:only|just|short|internally|direct"
    r"|directly|in|out|up)\b)?,?(?:\s(?:only|just|short|internally|direct|directly|in|out)\b)?"
    r"|(?:call|ring|rang|phone|try|get|reach|press|"
    r"through|transferred|transfer|back)(?:\s+(?:him|her|me|us|them|you))?"
    r"(?:\s+(?:to|through))?(?:\s+[A-Z]?\w+)?\s+(?:on|at)|(?:i'?m|is|he'?s|she'?s|it'?s|are"
    r"|desk)\s+(?:still\s+)?on|"
    r"(?:desk|internal|short|my|his|her|their|the) (?:number|line|phone)(?:'s| is| was)?)"
    r"[\s:,]{0,3}(?P<code>(?:\d-)?\d{3,5}|\d \d{4}|\d{2}[ -]\d{2,3})(?![\w%:/]|[.,-]?\d)",
    re.IGNORECASE | re.ASCII,
)
_TRY = re.compile(
    r"(?<!\w)(?:try|tried|ring|rang|call|called|phone|phoned)\s(?P<code>\d{4,5})(?![\w%:/]"
    r"|[.,-]?\d)",
    re.IGNORECASE | re.ASCII,
)
_LAST_DIGITS = re.compile(
    r"\b(?:ending|ends|ended|last (?:four|three|two)(?: digits| numbers)?)(?: (?:in|with|are"
    r"|is|were|was))?[\s,:]{1,2}(?P<code>\d{3,5})(?![\w%]|[.,-]\d)",
    re.IGNORECASE | re.ASCII,
)
_YEAR = re.compile(r"(?:19|20)\d\d")
_ANSWER = 260
"""Code points within which a piece of a number that was read out is taken up again."""


def find_telephones(text: str, found_runs: Sequence[Run]) -> Iterator[Candidate]:
    """Telephone and extension numbers."""
    for match in _FORM.finditer(text):
        start, end = match.span()
        digits = sum(map(str.isdigit, match.group()))
        if 7 <= digits <= 15 and not _refused(text, start, end, match.group()):
            yield Candidate(start, end, Kind.TELEPHONE, "form", 80)
    for match in _LOOSE.finditer(text):
        digits = sum(map(str.isdigit, match.group()))
        context = contexts.before(text, match.start(), width=60)
        if (
            (6 if match.group()[0] != "0" else 5) <= digits <= 12
            and context is not None
            and context.kind in (Kind.TELEPHONE, Kind.EXTENSION)
            and not _refused(text, *match.span(), match.group())
            and not _years(match.group())
        ):
            yield Candidate(*match.span(), Kind.TELEPHONE, "form with a word", 70)
    yield from _extensions(text)
    yield from _ends(text)
    yield from _spoken(text, found_runs)


def _refused(text: str, start: int, end: int, number: str) -> bool:
    if contexts.denied(text, start) or contexts.is_amount(text, end):
        return True
    if number[0] != "+" and (
        contexts.is_listed(text, start) or _LIKE.search(text[max(0, start - 120) : start])
    ):
        return True
    if re.fullmatch(r"0\.\d+|0\d{4,7}", number):
        return True
    return bool(re.fullmatch(r"\d{1,2}[.\s]\d{1,2}[.\s]\d{2,4}", number))


_LIKE = re.compile(r"\blike an? (?:tele)?phone number\b", re.IGNORECASE)


def _years(number: str) -> bool:
    groups = re.findall(r"\d+", number)
    return all(_YEAR.fullmatch(group) for group in groups)


def _extensions(text: str) -> Iterator[Candidate]:
    for match in _EXTENSION.finditer(text):
        name = next(name for name in ("code", "other", "short") if match[name])
        yield Candidate(*match.span(name), Kind.EXTENSION, "extension", 85)
    for match in [*_DIAL.finditer(text), *_TRY.finditer(text)]:
        start, end = match.span("code")
        code = match["code"]
        if _YEAR.fullmatch(code) and not match.group().lower().startswith("dial"):
            continue
        if contexts.is_amount(text, end) or contexts.denied(text, start):
            continue
        if code in ("999", "911", "112", "111", "101", "119", "110"):
            continue
        yield Candidate(start, end, Kind.EXTENSION, "number that is dialled", 75)


def _ends(text: str) -> Iterator[Candidate]:
    """The last digits of a number that another word names."""
    for match in _LAST_DIGITS.finditer(text):
        context = contexts.before(text, match.start())
        if context is not None and context.kind in (
            Kind.ACCOUNT,
            Kind.RESIDENT_NUMBER,
            Kind.TELEPHONE,
        ):
            yield Candidate(*match.span("code"), context.kind, "last digits", 70)


_EMERGENCY = word_set("999 911 112 111 101 119 110 000 247 404 911")
_NAMED_BY = {
    Kind.ROOM: (2, 5), Kind.EXTENSION: (2, 6), Kind.ACCOUNT: (4, 20), Kind.RESIDENT_NUMBER: (4, 14),
    Kind.TELEPHONE: (3, 16),
}  # fmt: skip


def _spoken(text: str, found_runs: Sequence[Run]) -> Iterator[Candidate]:
    """Numbers that are read out, and pieces of them."""
    until = -1
    for run in found_runs:
        digits = run.digits
        if len(digits) < 2 or (run.written and run.tight):
            continue
        context = contexts.before(text, run.start)
        kind = context.kind if context else None
        near = context.distance if context else contexts.BEFORE
        end = run.end
        if len(digits) < 6 and (digits in _EMERGENCY or not _is_short_number(run, text)):
            continue
        last = run.numbers[-1]
        if len(run.numbers) > 4 and last.form == "words" and contexts.is_amount(text, end):
            # "four one nine eight three, eleven digits".
            run = Run(run.numbers[:-1], run.tight)
            end, digits = run.end, run.digits
        spelled = len(run.numbers) >= 3 and all(n.form == "digit" for n in run.numbers)
        if contexts.is_amount(text, end) and not spelled:
            continue
        if contexts.denied(text, run.start):
            continue
        if _POINT.match(text, end) or contexts.is_listed(text, run.start, 25):
            continue
        if run.counts and (context is None or near > 60):
            continue
        if len(digits) >= 6:
            if not (run.read_out or (kind is not None and _mixed(run))) or len(digits) > 24:
                continue
            kind = kind if kind in _NAMED_BY and kind is not Kind.ROOM else Kind.TELEPHONE
            until = end + _ANSWER
            start, end = _with_letters(text, run.start, end, kind)
            yield Candidate(start, end, kind, "read out", 65)
        elif kind in _NAMED_BY and near <= (12 if kind is Kind.ROOM else 60):
            low, high = _NAMED_BY[kind]
            if kind is Kind.TELEPHONE and len(digits) <= 5:
                kind = Kind.EXTENSION if near <= 30 else Kind.TELEPHONE
            if low <= len(digits) <= high:
                until = max(until, end + _ANSWER)
                yield Candidate(run.start, end, kind, "read out behind a word", 65)
        elif run.start <= until or len(digits) >= 4:
            until = max(until, end + _ANSWER)
            yield Candidate(run.start, end, Kind.TELEPHONE, "piece that is read out", 60)


_LETTERS_BEFORE = re.compile(
    r"(?:(?:(?<![\w'’])[A-Z]{1,2}[,\s-]{1,2}){1,2}|(?:(?<![\w'’])[b-hj-z][,\s]{1,2}){1,2}"
    r"|(?<![\w'’])(?![a-z]*[aeiou]|my\b|by\b|um\b)[b-hj-z]{2}\s)$"
)
_LETTERS_BEHIND = re.compile(
    r"(?:[,\s-]{1,2}(?:[A-Z]|[b-hj-z])(?![\w'’])){1,2}(?:[,\s]{1,2}(?:A|a)(?=\s*(?:[.,;\n\"”]"
    r"|oh\b|$)))?"
)
_POINT = re.compile(r"\s(?:point|hundred|thousand|million|lakh|crore)\b", re.IGNORECASE)
_PLUS = re.compile(r"(?:plus|double oh|double zero)[,\s]{1,2}$", re.IGNORECASE)


def _with_letters(text: str, start: int, end: int, kind: Kind) -> tuple[int, int]:
    """A number with the letters that are read out before and behind it."""
    before = text[max(0, start - 12) : start]
    if kind is Kind.TELEPHONE:
        plus = _PLUS.search(before)
        start -= len(plus.group()) if plus else 0
    else:
        letters = _LETTERS_BEFORE.search(before)
        start -= len(letters.group()) if letters else 0
    behind = _LETTERS_BEHIND.match(text, end)
    return start, behind.end() if behind else end


def _is_short_number(run: Run, text: str) -> bool:
    """Whether a short run is read digit by digit, and is no count, year or choice."""
    digits = run.digits
    if len(run.numbers) < 2:
        return False
    single = [n for n in run.numbers if n.form == "digit"]
    context = contexts.before(text, run.start, width=40)
    if (
        context is not None
        and context.kind in (Kind.EXTENSION, Kind.ACCOUNT, Kind.RESIDENT_NUMBER)
        and context.distance <= 15
    ):
        return 2 <= len(digits) <= 6
    if any(number.form == "scale" for number in run.numbers):
        return False
    if context is not None and len(single) >= 1 and len(digits) >= 3:
        return not _YEAR.fullmatch(digits) or context.kind is not Kind.TELEPHONE
    if len(single) >= 3 and len(digits) >= 5:
        return True
    if len(single) < len(run.numbers) or len(digits) < 3:
        return False
    if "," in text[run.start : run.end] and len(run.numbers) < 4:
        return False
    return not _YEAR.fullmatch(digits)


def _mixed(run: Run) -> bool:
    """Whether a run of groups can be a number that is said: no years, no amounts."""
    if any(number.form == "scale" for number in run.numbers):
        return False
    groups = [number.digits for number in run.numbers]
    if len(groups) < 2 or all(_YEAR.fullmatch(group) for group in groups):
        return False
    return not all(number.form == "words" for number in run.numbers) or len(groups) >= 4
