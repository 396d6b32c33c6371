"""The days a notice stands, counted in working days over the official calendar with its swapped weekends."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from rotation.errors import UsageFault
from rotation.language import say

_DAY = datetime.timedelta(days=1)


@dataclass(frozen=True)
class Period:
    """From `first` to `last`, both working days and both counted: `days` working days."""

    first: datetime.date
    last: datetime.date
    days: int


def working_day(day: datetime.date) -> bool:
    """Whether the State Council's calendar has `day` as a working day; UsageFault where it is not known."""
    import chinese_calendar

    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError as error:
        message = say(
            "the holidays of {year} are not in the calendar this program holds, so working days cannot be counted;"
            " the State Council announces them the November before: update the package chinesecalendar",
            year=day.year,
        )
        raise UsageFault(message) from error


def notice_period(start: datetime.date, days: int, year: int, *, option: str = "--from") -> Period:
    """`days` working days from the first one on or after `start`.

    Raises UsageFault where they do not end before 1 September of the plan's `year` (十三), naming the
    latest day on which they can start, and where `start` lies in another year; `option` is where it was given.
    """
    if start.year != year:
        raise UsageFault(say("{option} {start}: not in the plan's year {year}", option=option, start=start, year=year))
    deadline = datetime.date(year, 9, 1)
    counted: list[datetime.date] = []
    day = start
    while len(counted) < days and day < deadline:
        if working_day(day):
            counted.append(day)
        day += _DAY
    if len(counted) < days:
        raise UsageFault(
            say(
                "{option} {start}: {days} working days do not end before 1 September; the latest start is {latest}",
                option=option,
                start=start,
                days=days,
                latest=_latest(days, deadline),
            )
        )
    return Period(counted[0], counted[-1], days)


def decided_in_time(day: datetime.date, year: int) -> None:
    """Refuse a result published on or after 1 September of the plan's `year` (十三), or in another year."""
    if day.year != year or day >= datetime.date(year, 9, 1):
        raise UsageFault(say("--from {start}: the result is due before 1 September {year}", start=day, year=year))


def _latest(days: int, deadline: datetime.date) -> datetime.date:
    day = deadline
    while days:
        day -= _DAY
        days -= working_day(day)
    return day
