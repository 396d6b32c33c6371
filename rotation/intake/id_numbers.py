"""The ID numbers of people (GB 11643): eighteen characters, the last of which checks the others."""

from __future__ import annotations

import operator
import re

import numpy as np

from rotation.county.schema import GENDERS
from rotation.intake import dates

_WEIGHTS = tuple(2 ** (17 - i) % 11 for i in range(17))
_CHECK = "543210X9876"  # the last character, by the weighed sum of the others' ASCII codes modulo 11
LENGTH = 18
_SHAPED = re.compile(r"(?<!\d)\d{17}[\dXx](?!\d)")
_DAY = r"(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])"
# As written, be its check digit right or mistyped, and the older ones of fifteen digits.
_WRITTEN = re.compile(rf"(?<!\d)[1-9]\d{{5}}[ -]?(?:(?:19|20)\d\d{_DAY}[ -]?\d{{3}}[\dXx]|\d\d{_DAY}\d{{3}})(?![\dXx])")
SHORTEST = 15


def held_by(text: str) -> bool:
    """Whether `text` is an ID number, were it divided by spaces or dashes or had it something about it."""
    return any(is_id_number(part) for part in _SHAPED.findall(re.sub(r"[\s_-]", "", text)))


def masked(text: str) -> str:
    """`text` without what is written as an ID number, right or mistyped."""
    return _WRITTEN.sub("***", text) if len(text) >= SHORTEST else text


def is_id_number(text: str) -> bool:
    """Whether `text` is an ID number: eighteen characters whose date and check digit are right."""
    text = text.upper()
    if len(text) != LENGTH or not (text.isascii() and text[:17].isdigit()) or not checks(text):
        return False
    return dates.day(int(text[6:10]), int(text[10:12]), int(text[12:14])) is not None


def checks(text: str) -> bool:
    """Whether the last of 18 characters is the check digit of the others."""
    return text[17] == check_digit(text[:17])


def check_digit(digits: str) -> str:
    """The last character of the number that begins with these 17 digits (GB 11643, ISO 7064 MOD 11-2)."""
    return _CHECK[sum(map(operator.mul, digits.encode(), _WEIGHTS)) % 11]


def all_check(whole: str) -> bool:
    """Whether numbers of 18 characters, written one after another, all check and have digits alone before the last."""
    if not whole.isascii():
        return False
    characters = np.frombuffer(whole.encode(), dtype=np.uint8).reshape(-1, LENGTH)
    digits, check = characters[:, :-1], np.frombuffer(_CHECK.encode(), dtype=np.uint8)
    right = check[digits @ np.array(_WEIGHTS) % 11] == characters[:, -1]
    return bool(right.all() and ((digits >= ord("0")) & (digits <= ord("9"))).all())


def sex_of(number: str) -> str:
    """男 or 女: the 17th digit of an ID number is odd for men (GB 11643)."""
    return GENDERS[number[16] in "02468"]
