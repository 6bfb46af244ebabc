"""Numbers that a state or an employer gave a person: identity, passport, staff number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.numbers import contexts

if TYPE_CHECKING:
    from collections.abc import Iterator

_FORMS = (
    # Korea: six digits of the birth date, seven of which all but the first can be masked.
    (re.compile(
        r"(?<![\w-])\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d"
        r"|3[01])\s?[-–]\s?[1-8](?:[\d*●○xX×]{6})?(?![\w*-])", re.ASCII), 90),
    (re.compile(r"(?<![\w-])\d{6}\s?[-–]\s?[*●○xX×]{5,7}(?![\w*-])", re.ASCII), 90),
    # United States.
    (re.compile(
        r"(?<![\w-])(?:\d{3}|[xX*]{3})[-– ](?:\d{2}|[xX*]{2})[-– ]\d{4}(?![\w-])",
        re.ASCII), 85),
    # United Kingdom.
    (re.compile(r"(?<!\w)[A-Z]{2}\s?\d{2}\s?\d{2}\s?\d{2}\s?[A-D](?!\w)", re.ASCII), 90),
    # Nordic states, India, Italy.
    (re.compile(
        r"(?<![\w-])(?:19|20)?\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d"
        r"|3[01])[-+]\d{3}[\dA-Z](?![\w-])", re.ASCII), 84),
    (re.compile(r"(?<![\w.,-])[2-9]\d{3} \d{4} \d{4}(?![\w-]| \d{4})", re.ASCII), 79),
    (re.compile(r"(?<!\w)[A-Z]{6}\d{2}[A-Z]\d{2}[A-Z]\d{3}[A-Z](?!\w)", re.ASCII), 90),
    # India, Spain, Brazil, Chile, Mexico, Singapore, Hong Kong, Kenya, Ghana, Malaysia, France.
    (re.compile(r"(?<!\w)[A-Z]{3}[ABCFGHLJPT][A-Z]\d{4}[A-Z](?!\w)", re.ASCII), 86),
    (re.compile(
        r"(?<![\w-])(?:\d{8}-?[A-HJ-NP-TV-Z]|[XYZ]-?\d{7}-?[A-HJ-NP-TV-Z]"
        r"|\d{3}\.\d{3}\.\d{3}-\d{2}|\d{1,2}\.\d{3}\.\d{3}-[\dkK]"
        r"|[A-Z]{4}\d{6}[HM][A-Z]{5}[A-Z\d]\d|[STFGM]\d{7}[A-Z]|[A-Z]{1,2}\d{6} ?\([\dA]\)"
        r"|A\d{9}[A-Z]|GHA-\d{9}-\d|\d{6}-\d{2}-\d{4}"
        r"|[12] \d{2} (?:0[1-9]|1[0-2]) \d[\dAB] \d{3} \d{3}(?: \d{2})?)(?![\w-])",
        re.ASCII), 84),
    # Driving licences of the United Kingdom.
    (re.compile(r"(?<!\w)[A-Z9]{5}\s?\d{6}\s?[A-Z9]{2}\s?\d[A-Z]{2}(?!\w)", re.ASCII), 86),
    # Ireland.
    (re.compile(r"(?<![\w.-])\d{7}\s?[A-W][A-IW]?(?!\w)", re.ASCII), 85),
)  # fmt: skip
_CODE = re.compile(
    r"(?<![\w.,£$€₩-])(?:[A-Z]{1,3}[-/ ]?)?\d{2,12}(?:[-/ ]?\d{2,6}){0,3}(?:[-/ "
    r"]?[A-Z]{1,2})?(?![\w%]|[.,]\d)"
    r"|(?<![\w-])[a-z]{1,2}-?\d{4,9}(?!\w)",
    re.ASCII,
)
_NEAR = 45


def find_national(text: str) -> Iterator[Candidate]:
    """Identity numbers by their form, and codes behind a word for such a number."""
    for pattern, strength in _FORMS:
        for match in pattern.finditer(text):
            if re.fullmatch(r"\d{3}[ ]\d{2}[ ]\d{4}", match.group()):
                context = contexts.before(text, match.start())
                if context is None or context.kind is not Kind.RESIDENT_NUMBER:
                    continue
            yield Candidate(*match.span(), Kind.RESIDENT_NUMBER, "form", strength)
    for match in _CODE.finditer(text):
        context = contexts.before(text, match.start(), width=_NEAR + 20)
        if context is None or context.kind is not Kind.RESIDENT_NUMBER or context.distance > _NEAR:
            continue
        digits = sum(map(str.isdigit, match.group()))
        if re.fullmatch(r"(?:19|20)\d\d-[01]\d-[0-3]\d", match.group()):
            continue
        if digits < 4 or contexts.is_amount(text, match.end()):
            continue
        if digits == 4 and re.fullmatch(r"(?:19|20)\d\d", match.group()) and context.distance > 8:
            continue
        yield Candidate(*match.span(), Kind.RESIDENT_NUMBER, "number behind a word", 82)
