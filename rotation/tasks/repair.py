"""The plan that changes least when somebody drops out or an objection is accepted."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rotation.county.changes import data_record
from rotation.county.directory import Directory
from rotation.errors import UsageFault
from rotation.explain.amend import Amended, Repinned, amend, with_pins
from rotation.intake.lists import read_objections
from rotation.intake.sample import csv_table
from rotation.language import N_, say
from rotation.planning.resolved import ResolvedPlan
from rotation.report.explained import change_part
from rotation.report.pinned import pins_book
from rotation.tasks.outcome import DONE, NOT_PROVEN, Outcome, Placed, Shown
from rotation.tasks.plan import plan_files
from rotation.tasks.progress import Progress, Step
from solvers.clock import Clock


@dataclass(frozen=True)
class Since:
    """What has changed since the plan: who is `dropped` (by id or name) and stays, and a list of accepted objections."""

    dropped: Sequence[str] = ()
    pins: Path | None = None

    def __post_init__(self) -> None:
        """Raises UsageFault where nothing has."""
        if not self.dropped and self.pins is None:
            raise UsageFault(say("say what has changed: --drop or --pins"))


def repinned(resolved: ResolvedPlan, since: Since) -> Repinned:
    """The plan's case once those dropped stay and the objections hold.

    Raises UsageFault for names that are not clear, BadData with every fault of the list.
    """
    county = resolved.case.county
    leaving = Directory(county.tables).teachers(since.dropped, UsageFault)
    added, places = ([], {}) if since.pins is None else read_objections(since.pins, county.tables)
    told = replace(county, pin_places={**county.pin_places, **places})
    return with_pins(replace(resolved.case, county=told), added, leaving)


def repair(resolved: ResolvedPlan, since: Since, clock: Clock, progress: Progress) -> Outcome:
    """The plan that changes least of the plan, given what has changed `since`, and the pins it was made with.

    Raises as `repinned` does, BadData for pins that ask for the impossible, NoPlan, Stopped.
    """
    pinned = repinned(resolved, since)
    progress.at(Step("repair", say("looking for the plan with the fewest changes"), clock.elapsed))
    amended = amend(resolved, pinned.case, clock)
    files = plan_files(amended.resolved, {"data": data_record(amended.resolved.case.county)})
    files["pins.xlsx"] = pins_book(pinned.added, pinned.removed, datetime.date.fromisoformat(resolved.plan.as_of))
    files["pins.csv"] = csv_table("pins", [{**pin, "reason": None} for pin in pinned.added], chinese=True)
    status = DONE if amended.proven and amended.settled else NOT_PROVEN
    return Outcome(status, files, _shown(amended, pinned))


def _shown(amended: Amended, pinned: Repinned) -> list[Shown]:
    shown: list[Shown] = [
        change_part(amended),
        Placed(N_("workbook: {path}"), "plan.xlsx"),
        Placed(N_("add the rows of {path} to the sheet 指定: the plan was made with them"), "pins.xlsx"),
    ]
    if pinned.removed:
        rows = "、".join(f"{pin['teacher_id']} {pin['kind']}" for pin in pinned.removed)
        shown.append(say("and take these rows out of it: {rows}", rows=rows))
    return shown
