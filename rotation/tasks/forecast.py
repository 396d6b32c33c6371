"""Years ahead: this year planned, the plan carried out, the next year planned."""

from __future__ import annotations

import datetime
import json
from collections.abc import Sequence

from rotation.errors import NoPlan
from rotation.language import N_, say
from rotation.output.html import page
from rotation.report import years as years_ahead
from rotation.report.explained import book
from rotation.report.words import county_name
from rotation.rules.case import Case
from rotation.tasks.outcome import DONE, NOT_PROVEN, Content, Outcome, Placed, Shown
from rotation.tasks.progress import Progress, Step
from rotation.whatif.horizon import Outlook, Year, horizon
from solvers.clock import Clock


def forecast(case: Case, seed: str, years: int, outlook: Outlook, clock: Clock, progress: Progress) -> Outcome:
    """So many years from `case` on, each year's plan in a folder of its own; up to the first that has none.

    Raises NoPlan where this year has none, Stopped where the clock is out.
    """
    done: list[Year] = []
    ended: NoPlan | None = None
    try:
        progress.at(Step("year", str(case.year), clock.elapsed, done=0, of=years))
        for each in horizon(case, seed, years, outlook, clock):
            done.append(each)
            progress.note(say("{year}: {moved} move", year=each.case.year, moved=len(each.plan.moves)))
            progress.at(Step("year", str(each.case.year), clock.elapsed, done=len(done), of=years))
    except NoPlan as none:
        if not done:
            raise
        ended = none
    shown: list[Shown] = [years_ahead.brief_part(done), Placed(N_("years ahead: {path}"), "forecast.html")]
    files = _files(case, done, outlook)
    if ended is not None:
        text = say("no plan for {year}: {error}", year=case.year + len(done), error=ended)
        return Outcome(ended.status, files, shown, text)
    return Outcome(DONE if all(each.plan.optimal for each in done) else NOT_PROVEN, files, shown)


def _files(case: Case, done: Sequence[Year], outlook: Outlook) -> dict[str, Content]:
    title = say("Years ahead: {county} from {year}", county=county_name(case.county.name), year=case.year)
    parts = years_ahead.horizon_parts(done, outlook)
    plans: dict[str, Content] = {f"{each.case.year}/plan.json": each.plan.to_json() for each in done}
    return {
        **plans,
        "forecast.json": json.dumps(years_ahead.horizon_json(done, outlook), ensure_ascii=False, indent=1) + "\n",
        "forecast.xlsx": book(title, parts, datetime.date.fromisoformat(case.as_of)),
        "forecast.html": page(title, [*parts[:2], *years_ahead.horizon_figures(done), *parts[2:]]),
    }
