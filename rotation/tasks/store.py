"""The folders of many plans, one each: what they hold, whether what is there is what would be made again."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rotation.errors import BadData
from rotation.output.files import as_recorded, of_one_run, set_aside, write_files
from rotation.planning.plan import Plan, read_plan
from rotation.report.maps import Sketch
from rotation.rules.table import Parameters
from rotation.shapes import ListOf, MapOf, Maybe, OneOf, Real, Table, Text, Whole
from rotation.strict import read_json
from rotation.tasks import diagnose, plan
from rotation.tasks.outcome import Content
from rotation.whatif.task import IMPOSSIBLE, PLANNED, Task

RECORD = "scenario.json"
FILES = (*plan.FILES, *diagnose.FILES)

_PLACE, _FLOW = ListOf(Real(-180, 180), 3, 3), ListOf(Whole(), 3, 3)
# scenario.json, of which more may stand beside what is read here.
SHAPE = Table(
    {
        **dict.fromkeys(("key", "name", "title", "input_sha256"), Text()),
        "seed": Text(0, 1000),
        "differences": ListOf(Text(0, 10_000)),
        "parameters": Parameters(),
        "year": Whole(2000, 2100),
        "status": OneOf((PLANNED, IMPOSSIBLE)),
        "text": Text(0, 1_000_000),
        "measures": Maybe(MapOf(Maybe(Real(-1e15, 1e15)))),
        "sketch": Maybe(Table({"points": ListOf(_PLACE), "flows": ListOf(_FLOW)}, {"names": ListOf(Text(0))})),
    },
    others=True,
)


@dataclass(frozen=True)
class Ending:
    """What one of many came to: its files, `status` one of PLANNED, IMPOSSIBLE, STOPPED, BAD, FAILED, and a sentence.

    `sketch` is the plan's map, for the map of many, and `measures` its figures.
    """

    status: str
    text: str
    files: Mapping[str, Content]
    sketch: Sketch | None = None
    measures: Mapping[str, int | float | None] | None = None


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


def keep(folder: Path, task: Task, ending: Ending) -> dict[str, Any]:
    """Write what the task came to and its record; what an earlier run left is taken away with it."""
    record = {
        **_said(task),
        "status": ending.status,
        "text": ending.text,
        "measures": ending.measures,
        "sketch": None if ending.sketch is None else vars(ending.sketch),
    }
    said = json.dumps(record, ensure_ascii=False, indent=1) + "\n"
    write_files(folder, {**ending.files, RECORD: said}, gone=FILES)
    return record


def keep_former(folder: Path) -> None:
    """A plan of earlier data is not this run's: what stands in the folder is kept in its sub-folder `former`."""
    set_aside(folder, [*FILES, RECORD])


def plan_in(folder: Path) -> Plan | None:
    """The plan in a task's folder, None where there is none."""
    path = folder / "plan.json"
    return read_plan(path) if path.exists() else None
