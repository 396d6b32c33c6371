"""A workbook for each school out, the schools' returns in, one county workbook of them."""

from __future__ import annotations

import datetime
from pathlib import Path

from rotation.county.county import County
from rotation.intake.collecting import Collected
from rotation.intake.forms import Tables, school_workbooks
from rotation.intake.read import read_county
from rotation.intake.returns import read_returns
from rotation.intake.template import county_workbook
from rotation.language import N_, say
from rotation.report.collected import Collection
from rotation.tasks.inputs import Pack
from rotation.tasks.outcome import DONE, SOME_FAILED, Content, Outcome, Placed, Shown

REPORT, FOLDER = "collect.xlsx", "collected"


def school_templates(county: Path, pack: Pack) -> Outcome:
    """A workbook for each school of the county, filled in with what is known of it. Raises BadData."""
    made = school_workbooks(_asked(county, pack)[1], pack.year, datetime.date(pack.year, 1, 1))
    told = Placed(N_("{count} workbooks, one for each school, are in {path}"), values={"count": len(made)})
    return Outcome(files=made, shown=[told], recorded=False)


def collect(folder: Path, county: Path, pack: Pack) -> Outcome:
    """The county's workbook, if any school answered, and the list of what is open; done where nothing is.

    Raises BadData for the county whose schools were asked.
    """
    collection = collected(folder, county, pack)
    dated = datetime.date(pack.year, 1, 1)
    files: dict[str, Content] = {REPORT: collection.workbook(dated)}
    if collection.collected.chosen:
        title = say("Teachers and schools of the county, as the schools reported them")
        files[f"{collection.county}.xlsx"] = county_workbook(title, dated, collection.collected.tables())
    shown: list[Shown] = [*collection.lines, *(Placed(N_("written: {path}"), name) for name in files)]
    return Outcome(DONE if collection.settled else SOME_FAILED, files, shown)


def collected(folder: Path, county: Path, pack: Pack) -> Collection:
    """The workbooks in `folder`, returned by the schools of `county`, put together."""
    former, tables = _asked(county, pack)
    returns, left = read_returns(folder)
    return Collection(Collected(returns, tables), [name for name in left if name != FOLDER], former.name, pack.year)


def _asked(county: Path, pack: Pack) -> tuple[County, Tables]:
    """The county whose schools are asked, and its tables; posts that were derived are not the schools' own."""
    read = read_county(county, pack.load(), pack.year).county
    return read, {name: rows for name, rows in read.tables.items() if name != "demand" or not read.demand_derived}
