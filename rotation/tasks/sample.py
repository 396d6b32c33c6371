"""Tables to begin with: a fictional county, and the workbook to fill in."""

from __future__ import annotations

import datetime

from rotation.intake.sample import as_csv, as_workbook, make_sample
from rotation.intake.template import template as empty_workbook
from rotation.language import N_
from rotation.tasks.outcome import Outcome, Placed


def sample(schools: int, teachers: int, seed: str, workbook: str = "") -> Outcome:
    """A county of so many schools and teachers, the same for the same seed: CSV files, or a `workbook` of that name."""
    made = make_sample(schools, teachers, seed)
    files = {workbook: as_workbook(made)} if workbook else as_csv(made)
    return Outcome(files=files, shown=[Placed(N_("a fictional county is in {path}"), workbook)], recorded=False)


def template(name: str, day: datetime.date) -> Outcome:
    """The workbook to fill in as a file of that name, dated `day`."""
    shown = [Placed(N_("the workbook to fill in is {path}"), name)]
    return Outcome(files={name: empty_workbook(day)}, shown=shown, recorded=False)
