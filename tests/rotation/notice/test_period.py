"""Working days over the official calendar."""

from __future__ import annotations

import datetime

import pytest

from rotation.errors import UsageFault
from rotation.notice.period import decided_in_time, notice_period, working_day


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(
    ("start", "days", "first", "last"),
    [
        ("2026-08-17", 5, "2026-08-17", "2026-08-21"),  # a Monday
        ("2026-08-17", 7, "2026-08-17", "2026-08-25"),
        ("2026-08-15", 5, "2026-08-17", "2026-08-21"),  # a Saturday: the first working day after it
        ("2026-08-25", 5, "2026-08-25", "2026-08-31"),  # the latest start
        ("2024-04-25", 5, "2024-04-25", "2024-04-30"),  # Sunday 28 April 2024 was worked for the May holiday
    ],
)
def test_first_and_last_day_are_counted(start: str, days: int, first: str, last: str) -> None:
    period = notice_period(day(start), days, day(start).year)
    assert (period.first, period.last) == (day(first), day(last))


def test_too_late_names_the_latest_start() -> None:
    with pytest.raises(UsageFault, match="2026-08-25"):
        notice_period(day("2026-08-26"), 5, 2026)
    with pytest.raises(UsageFault, match="2026-08-21"):
        notice_period(day("2026-08-28"), 7, 2026)


def test_the_plan_year_is_asked_for() -> None:
    with pytest.raises(UsageFault, match="2026"):
        notice_period(day("2025-08-17"), 5, 2026)


def test_a_year_the_calendar_lacks_is_said_not_guessed() -> None:
    with pytest.raises(UsageFault, match="2090"):
        notice_period(day("2090-08-17"), 5, 2090)


def test_swapped_weekends_are_worked() -> None:
    assert working_day(day("2026-10-10"))  # a Saturday, worked for the National Day holiday
    assert not working_day(day("2026-10-07"))  # a Wednesday of that holiday


def test_the_result_is_due_before_september() -> None:
    decided_in_time(day("2026-08-31"), 2026)
    for late in ("2026-09-01", "2027-08-01"):
        with pytest.raises(UsageFault):
            decided_in_time(day(late), 2026)
