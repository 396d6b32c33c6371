"""Dates as offices and their programs write them: read where there is one day they can mean, else not."""

from __future__ import annotations

import datetime
import re

from rotation.language import say

EARLIEST, LATEST = 1900, 2100  # years; what lies outside was read wrongly

_MIDNIGHT = re.compile(r"(.*\d日?)(?: +|T)0?0:00(?::00(?:\.0+)?)?(?:\+08:?00)?")
_TIME = re.compile(r"(.*\d日?)(?: +|T)(\d{1,2}):\d\d(?::\d\d(?:\.\d+)?)?(Z|[+-]\d\d:?\d\d)?(?: ?[AaPp][Mm])?")
_DATE = re.compile(
    r"(\d{4}) ?(?:[-/.—–](\d{1,2})(?:[-/.—–](\d{1,2}))?|年 ?(\d{1,2}) ?月份?(?: ?(\d{1,2}) ?[日号])?|(\d{2})(\d{2})?)"
)
_MONTH_FIRST = re.compile(r"(\d{1,2})[-/.](\d{4})")
_SHORT = re.compile(r"(\d\d)[-/.年](\d{1,2})(?:[-/.月](\d{1,2})?日?)?")
_COMPACT = re.compile(r"(\d\d)(\d\d)(\d\d)")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")
_ENGLISH = re.compile(r"(?:(\d{1,2})[-/. ])?([A-Za-z]{3})[a-z]*[-/., ]+(\d{4}|\d\d)|(\d{4})[-/. ]([A-Za-z]{3})[a-z]*")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_NUMERALS = {"〇": 0, "零": 0, "○": 0, "一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_YEAR = re.compile(r"([〇零○一二三四五六七八九]{4})年")
_BELOW_100 = re.compile(r"(廿|卅|[二三]?十)?([一二三四五六七八九])?(?=[月日号])")


def read(text: str) -> tuple[int | None, str | None]:
    """The date as yyyymmdd, a month as its first day; where it cannot be read None and what was likely meant.

    A time of midnight is no doubt. 2015.1 could be January or a cut-off October, 85.9 another century.
    """
    if re.fullmatch(r"\d{4}\.1", text):
        return None, say("{year}-01, or {year}-10 cut short?", year=text[:4])
    midnight = _MIDNIGHT.fullmatch(text)
    plain = _arabic(midnight.group(1) if midnight else text)
    match = _DATE.fullmatch(plain)
    if match is not None:
        year, *parts = (int(part) for part in match.groups() if part is not None)
    elif match := _MONTH_FIRST.fullmatch(plain):
        parts, year = [int(match.group(1))], int(match.group(2))
    else:
        return None, _meant(plain)
    found = day(year, parts[0], parts[1] if len(parts) > 1 else 1)
    return (found, None) if found is not None else (None, _meant(plain))


def is_certain(text: str) -> bool:
    """Whether what `read` says was meant can be nothing else: the day of a time in China, a month by its English name."""
    plain = _arabic(text)
    if time := _TIME.fullmatch(plain):
        return time.group(3) is None
    named = _ENGLISH.fullmatch(plain)
    return named is not None and len(named.group(3) or named.group(4)) == 4


def day(year: int, month: int, day_of_month: int) -> int | None:
    """That day as yyyymmdd; None where there is none such, or none that lies in living memory."""
    try:
        date = datetime.date(year, month, day_of_month)
    except ValueError:
        return None
    return date.year * 10000 + date.month * 100 + date.day if EARLIEST <= date.year <= LATEST else None


def _arabic(text: str) -> str:
    """The text with the numerals of a Chinese date, such as 二〇一二年八月 or 2012年八月, in digits."""
    if "年" not in text:
        return text
    text = _YEAR.sub(lambda match: "".join(str(_NUMERALS[character]) for character in match.group(1)) + "年", text)

    def number(match: re.Match[str]) -> str:
        tens, ones = match.groups()
        if not tens and not ones:
            return ""
        ten = 0 if not tens else {"廿": 2, "卅": 3}.get(tens, _NUMERALS.get(tens[0], 1))
        return str(10 * ten + _NUMERALS.get(ones or "〇", 0))

    return _BELOW_100.sub(number, text)


def _meant(text: str) -> str | None:
    """What an unreadable date likely is."""
    if re.fullmatch(r"[1-5]\d{4}", text):  # days from 1900, as spreadsheets count
        return (datetime.date(1899, 12, 30) + datetime.timedelta(int(text))).isoformat()
    if match := _TIME.fullmatch(text):
        return _with_time(match)
    if match := _COMPACT.fullmatch(text):
        return _shown(_century(int(match.group(1))), int(match.group(2)), int(match.group(3)))
    if match := _SHORT.fullmatch(text):
        year, month, last = match.groups()
        return _shown(_century(int(year)), int(month), int(last) if last else None)
    if match := _DAY_FIRST.fullmatch(text):
        one, two, number = (int(part) for part in match.groups())
        likely = [_shown(number, one, two), _shown(number, two, one) if one != two else None]
        return say(", or ").join(filter(None, likely)) or None
    if match := _ENGLISH.fullmatch(text):
        day_number, word, after, before, last_word = match.groups()
        name, number = (word or last_word).lower(), int(after or before)
        if name not in _MONTHS:
            return None
        year_meant = number if number >= 100 else _century(number)
        return _shown(year_meant, _MONTHS.index(name) + 1, int(day_number) if day_number else None)
    numbers = [int(number) for number in re.findall(r"\d+", text)]
    if 2 <= len(numbers) <= 3 and re.match(r"\D*\d{4}\D", text):
        return _shown(numbers[0], numbers[1], numbers[2] if len(numbers) > 2 else None)
    return None


def _with_time(match: re.Match[str]) -> str | None:
    """The day of a date with a time; of one in universal time the day it is in China."""
    date, hour, zone = match.groups()
    value, _ = read(date)
    if value is None:
        return None
    found = datetime.date(value // 10000, value // 100 % 100, value % 100)
    # Midnight in China is 16 o'clock of the day before, in the summers of 1986 to 1991 15 o'clock.
    if zone is not None and zone.strip("Z+-:0") == "" and int(hour) >= 15:
        found += datetime.timedelta(1)
    return found.isoformat()


def _century(year: int) -> int:
    """The year that its last two digits mean, of those who work today."""
    return year + (2000 if year <= 35 else 1900)


def _shown(year: int, month: int, last: int | None = None) -> str | None:
    if day(year, month, last or 1) is None:
        return None
    return f"{year}-{month:02}" if last is None else f"{year}-{month:02}-{last:02}"
