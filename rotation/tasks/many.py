"""One task: a whole proven plan, or why there is none, as the files of a folder.

What a task comes to is a function of data, policy, seed and version; their hash is its key, and a folder that bears
the key need not be made again.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rotation.errors import BadData, NoPlan, Stopped
from rotation.language import choose, say
from rotation.output.files import as_recorded, of_one_run, write_files
from rotation.planning.audit import must_pass
from rotation.planning.plan import Plan, read_plan
from rotation.planning.planner import Former, make_plan
from rotation.planning.resolved import ResolvedPlan
from rotation.policy.policy import PARAMETERS
from rotation.report.maps import Sketch, sketch
from rotation.rules.case import Case
from rotation.strict import ListOf, MapOf, Maybe, OneOf, Real, Table, Text, Whole, read_json
from rotation.whatif.measures import measures
from rotation.whatif.task import BAD, IMPOSSIBLE, PLANNED, STOPPED, Task
from solvers.clock import Clock

RECORD = "scenario.json"
FILES = ("plan.json", "plan.xlsx", "report.html", "diagnosis.json")


_PLACE, _FLOW = ListOf(Real(-180, 180), 3, 3), ListOf(Whole(), 3, 3)
# scenario.json, of which more may stand beside what is read here.
SHAPE = Table(
    {
        **dict.fromkeys(("key", "name", "title", "input_sha256"), Text()),
        "seed": Text(0, 1000),
        "differences": ListOf(Text(0, 10_000)),
        "parameters": PARAMETERS,
        "year": Whole(2000, 2100),
        "status": OneOf((PLANNED, IMPOSSIBLE)),
        "text": Text(0, 1_000_000),
        "measures": Maybe(MapOf(Maybe(Real(-1e15, 1e15)))),
        "sketch": Maybe(Table({"points": ListOf(_PLACE), "flows": ListOf(_FLOW)}, {"names": ListOf(Text(0))})),
    },
    others=True,
)


@dataclass(frozen=True)
class Outcome:
    """What a task came to: its files, `status` one of PLANNED, IMPOSSIBLE, STOPPED, BAD, and a sentence.

    `sketch` is the plan's map, for the map of many, and `measures` its figures.
    """

    status: str
    text: str
    files: dict[str, bytes | str]
    sketch: Sketch | None = None
    measures: Mapping[str, int | float | None] | None = None


_former: dict[str, Former] = {}  # of the last plan made in this process, by county


def work(task: Task) -> Outcome:
    """Plan one task. The former plan of the same county in this process helps; it changes the time alone."""
    choose(task.language)
    case = task.case
    clock = Clock(task.seconds)
    try:
        run = make_plan(case, task.seed, clock, former=_former.get(case.county.name))
    except NoPlan as none:
        return _impossible(case, str(none))
    except Stopped as stopped:
        return Outcome(STOPPED, str(stopped), {})
    except BadData as bad:
        return Outcome(BAD, str(bad), {})
    _former.clear()
    _former[case.county.name] = run.former
    from rotation.report.plan_page import plan_page
    from rotation.report.workbook import workbook

    resolved = ResolvedPlan(case, run.plan)
    must_pass(resolved)
    files: dict[str, bytes | str] = {
        "plan.xlsx": workbook(resolved),
        "report.html": plan_page(resolved),
        "plan.json": run.plan.to_json(),
    }
    return Outcome(PLANNED, "", files, sketch(case, resolved.moves), measures(resolved))


def _impossible(case: Case, text: str) -> Outcome:
    """Why there is no plan: which rules are in conflict, in words and as diagnosis.json."""
    from rotation.explain.diagnosis import diagnose
    from rotation.report.words import rule_title
    from rotation.rules.candidates import find_candidates

    found, _ = diagnose(find_candidates(case), Clock())
    data = {"conflicts": [conflict.written(case) for conflict in found], "repairs": []}
    reasons = [
        say("{rules} cannot hold together: {text}", text=conflict.text,
            rules="、".join(rule_title(case.policy, clause) for clause in conflict.clauses))
        for conflict in found
    ]  # fmt: skip
    files: dict[str, bytes | str] = {"diagnosis.json": json.dumps(data, ensure_ascii=False, indent=1) + "\n"}
    return Outcome(IMPOSSIBLE, "；".join(reasons) or text, files)


def kept(folder: Path, task: Task) -> dict[str, Any] | None:
    """The record of the task in `folder`, if it was made whole there before; None otherwise."""
    try:
        record: dict[str, Any] = read_json(folder / RECORD, SHAPE, BadData)
        wanted = folder / {PLANNED: "plan.json", IMPOSSIBLE: "diagnosis.json"}[record["status"]]
        of_one_run(folder / RECORD)
        as_recorded(folder / RECORD)
        as_recorded(wanted)
        if wanted.name == "plan.json":
            read_plan(wanted)
    except BadData:
        return None
    said = _said(task)
    return record if wanted.is_file() and {key: record[key] for key in said} == said else None


def _said(task: Task) -> dict[str, Any]:
    """What the record says of the task itself."""
    return {
        "key": task.key,
        "name": task.name,
        "title": task.title,
        "differences": list(task.differences),
        "parameters": dict(sorted(task.case.policy.values.items())),
        "input_sha256": task.case.county.digest,
        "year": task.case.year,
        "seed": task.seed,
    }


def keep(folder: Path, task: Task, outcome: Outcome) -> dict[str, Any]:
    """Write what the task came to and its record; what an earlier run left is taken away with it."""
    record = {
        **_said(task),
        "status": outcome.status,
        "text": outcome.text,
        "measures": outcome.measures,
        "sketch": None if outcome.sketch is None else vars(outcome.sketch),
    }
    said = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    write_files(folder, {**outcome.files, RECORD: said}, gone=FILES)
    return record


def plan_in(folder: Path) -> Plan | None:
    """The plan in a task's folder, None where there is none."""
    path = folder / "plan.json"
    return read_plan(path) if path.exists() else None


def problem(failure: Exception) -> str:
    """An exception of a task in a sentence."""
    return say("failed: {error}", error=f"{type(failure).__name__}: {str(failure)[:200]}")
