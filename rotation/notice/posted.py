"""When the posted notice stood: what its own record says, or the officer; never a guess."""

from __future__ import annotations

import datetime
from pathlib import Path

from rotation.errors import UsageFault
from rotation.language import say
from rotation.notice.period import Period, notice_period
from rotation.planning.plan import Plan
from rotation.shapes import Table, Text, Whole
from rotation.strict import read_json

RECORD = "notice.json"
_DAY = Text(10, 10, r"[0-9]{4}-[0-9]{2}-[0-9]{2}", "2026-08-17")
# What is read of it; the rest is for others.
SHAPE = Table(
    {
        "plan_sha256": Text(),
        "period": Table({"first": _DAY, "last": _DAY, "working_days": Whole(1, 366)}, others=True),
    },
    others=True,
)


def posted_period(
    file: Path, posted: Plan, record: Path | None, day: datetime.date | None, working_days: int
) -> Period:  # fmt: skip
    """The days for which the plan of `file` was posted.

    From `record`, else from the day the officer says, else from the record of the notice in the plan's folder. Raises
    UsageFault where none of them tells, or the record is of another plan.
    """
    if record is not None and day is not None:
        raise UsageFault(say("--record and --posted-on say the same: give one of them"))
    if day is not None:
        return notice_period(day, working_days, posted.year, option="--posted-on")
    places = [record] if record is not None else [file.parent / "notice" / RECORD, file.parent / RECORD]
    found = next((place for place in places if place.is_file()), None)
    if found is None:
        raise UsageFault(
            say("when the list was posted is not known: there is no {path}; name the notice.json of the posted notice by"
                " --record, or the day it was put up by --posted-on", path=places[0])
        )  # fmt: skip
    try:
        data = read_json(found, SHAPE, UsageFault)
        plan, period = data["plan_sha256"], data["period"]
        first, last = (datetime.date.fromisoformat(period[key]) for key in ("first", "last"))
        days = period["working_days"]
    except (UsageFault, ValueError) as error:
        raise UsageFault(
            say(
                "{path} does not say of which plan it is and when it was posted; say the day by --posted-on", path=found
            )
        ) from error
    if plan != posted.fingerprint:
        raise UsageFault(
            say("{path} is the notice of another plan than {plan}; name the right one by --record, or the day by"
                " --posted-on", path=found, plan=file)
        )  # fmt: skip
    return Period(first, last, days)


def must_be_over(period: Period, day: datetime.date) -> None:
    """Refuse a result dated `day` while the list is still posted."""
    if day <= period.last:
        earliest = period.last + datetime.timedelta(days=1)
        raise UsageFault(
            say("--from {day}: the list is posted from {first} to {last}; the result can be dated {earliest} at the"
                " earliest", day=day, first=period.first, last=period.last, earliest=earliest)
        )  # fmt: skip
