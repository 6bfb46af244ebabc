"""All rules for numbers and addresses in Latin letters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from toolkit.language.identifiers.numbers.accounts import find_accounts
from toolkit.language.identifiers.numbers.again import codes_again
from toolkit.language.identifiers.numbers.births.birth_dates import find_birth_dates
from toolkit.language.identifiers.numbers.births.births_told import find_births_told
from toolkit.language.identifiers.numbers.codes import codes
from toolkit.language.identifiers.numbers.digit_by_digit import find_digit_by_digit
from toolkit.language.identifiers.numbers.foreign_digits import find_foreign_digits
from toolkit.language.identifiers.numbers.labelled import find_labelled
from toolkit.language.identifiers.numbers.loose import find_loose
from toolkit.language.identifiers.numbers.national import find_national
from toolkit.language.identifiers.numbers.online import find_online
from toolkit.language.identifiers.numbers.plates import find_plates
from toolkit.language.identifiers.numbers.rooms import find_rooms
from toolkit.language.identifiers.numbers.rooms_coded import find_coded_rooms
from toolkit.language.identifiers.numbers.runs import runs
from toolkit.language.identifiers.numbers.telephones import find_telephones

if TYPE_CHECKING:
    from toolkit.language.identifiers.candidate import Candidate


def find_numbers(text: str) -> list[Candidate]:
    """Candidates of all kinds that are written in digits or read out; they may overlap."""
    found_runs = runs(text)
    found_codes = list(codes(text))
    candidates = [
        *find_online(text),
        *find_telephones(text, found_runs),
        *find_rooms(text, found_runs),
        *find_coded_rooms(text),
        *find_foreign_digits(text),
        *find_national(text),
        *find_accounts(text),
        *find_plates(text),
        *find_birth_dates(text),
        *find_births_told(text),
        *find_labelled(text, found_codes),
        *find_loose(text, found_codes),
        *find_digit_by_digit(text, found_codes),
    ]
    return [*candidates, *codes_again(text, found_codes, candidates)]
