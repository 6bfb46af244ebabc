"""Bank accounts and cards."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from toolkit.language.identifiers.candidate import Candidate, Kind
from toolkit.language.identifiers.numbers import contexts

if TYPE_CHECKING:
    from collections.abc import Iterator

_IBAN = re.compile(
    r"(?<!\w)[A-Z]{2}\s?\d{2}(?:[\s-]?[A-Z0-9]{4}){2,7}(?:[\s-]?[A-Z0-9]{1,3})?(?!\w)", re.ASCII
)
_BEGUN = re.compile(
    r"(?<!\w)(?:AT|BE|CH|CZ|DE|DK|ES|FI|FR|GB|HU|IE|IT|NL|NO|PL|PT|RO|SE|SK)\d{2}(?:\s\d{4}){1,5}"
    r"(?:(?:[,\s-]{1,2}(?:oh|zero|one|two|three|four|five|six|seven|eight|nine"
    r"|double)\b){1,12})?(?![\w-])",
    re.ASCII,
)
_LENGTHS = {
    "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
    "FI": 18, "FR": 27, "GB": 22, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IT": 27, "LT": 20,
    "LU": 20, "LV": 21, "NL": 18, "NO": 15, "PL": 28, "PT": 25, "RO": 24, "SE": 24, "SI": 19,
    "SK": 24, "TR": 26, "AE": 23, "SA": 24, "IL": 23,
}  # fmt: skip
_CARD = re.compile(
    r"(?<![\w-])(?:\d{4}[ -]\d{4}[ -]\d{4}[ -]\d{4}|3[47]\d{2}[ -]\d{6}[ -]\d{5}"
    r"|\d{13,19})(?![\w-])",
    re.ASCII,
)
_MASKED_CARD = re.compile(r"(?<![\w-])(?:[\dxX*]{4}[ -]){3}\d{4}(?![\w-])", re.ASCII)
_CODE = re.compile(
    r"(?<![\w.,£$€₩-])(?:\d{2}-\d{2}-\d{2}|\d{2,6}(?:[-– ]\d{2,7}){1,3}|\d{6,16})(?![\w%]|[.,]\d)",
    re.ASCII,
)
_NEAR = 60


def has_check_digits(iban: str) -> bool:
    """Whether the two check digits of an IBAN are right (ISO 13616, modulus 97).

    >>> has_check_digits("GB82 WEST 1234 5698 7654 32")
    True
    """
    letters = re.sub(r"[^A-Z0-9]", "", iban)
    return int("".join(str(int(char, 36)) for char in letters[4:] + letters[:4])) % 97 == 1


def passes_luhn(number: str) -> bool:
    """Whether the last digit of a card number is right (ISO/IEC 7812, Luhn).

    >>> passes_luhn("4539 1488 0343 6467")
    True
    """
    digits = [int(char) for char in number if char.isdigit()]
    doubled = (sum(divmod(2 * digit, 10)) for digit in digits[-2::-2])
    return (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0


def find_accounts(text: str) -> Iterator[Candidate]:
    """IBANs and card numbers by their form, and numbers behind a word for an account or card."""
    for match in _IBAN.finditer(text):
        letters = re.sub(r"[\s-]", "", match.group())
        known = _LENGTHS.get(letters[:2]) == len(letters)
        if known or has_check_digits(letters) or _is_said(text, match.start()):
            yield Candidate(*match.span(), Kind.ACCOUNT, "iban", 90)
    for match in _BEGUN.finditer(text):
        yield Candidate(*match.span(), Kind.ACCOUNT, "beginning of an iban", 89)
    for match in _CARD.finditer(text):
        grouped = not match.group().isdigit() and not contexts.is_listed(text, match.start())
        if grouped or (passes_luhn(match.group()) and _is_said(text, match.start())):
            yield Candidate(*match.span(), Kind.ACCOUNT, "card", 88)
    for match in _MASKED_CARD.finditer(text):
        if match.group().replace(" ", "").replace("-", "").isdigit():
            continue
        yield Candidate(*match.span(), Kind.ACCOUNT, "card", 86)
    for match in _CODE.finditer(text):
        if (
            _is_said(text, match.start())
            and sum(map(str.isdigit, match.group())) >= 6
            and not contexts.is_amount(text, match.end())
            and not contexts.is_listed(text, match.start())
            and not re.fullmatch(r"(?:19|20)\d\d[-– ](?:19|20)\d\d", match.group())
        ):
            yield Candidate(*match.span(), Kind.ACCOUNT, "number behind a word", 81)


def _is_said(text: str, start: int) -> bool:
    context = contexts.before(text, start, width=_NEAR)
    return context is not None and context.kind is Kind.ACCOUNT
