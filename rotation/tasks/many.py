"""Many plans: the scenarios of a file, the counties of a folder; each kept in its folder the moment it is there.

What each comes to is a function of data, policy, seed and version; their hash is its key, and a folder that bears
the key need not be made again.
"""

from __future__ import annotations

import datetime
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rotation.errors import BadData, NoPlan, Stopped, UsageFault
from rotation.intake.read import county_paths, read_county
from rotation.language import N_, choose, say
from rotation.output.html import page
from rotation.planning.audit import must_pass
from rotation.planning.planner import Former, make_plan
from rotation.planning.resolved import ResolvedPlan
from rotation.report import compare, counties
from rotation.report.explained import book
from rotation.report.faults import fault_lines
from rotation.report.maps import sketch
from rotation.report.words import county_name, rule_title
from rotation.rules.case import Case
from rotation.tasks import executors
from rotation.tasks.diagnose import diagnose
from rotation.tasks.executors import Executor, run_tasks
from rotation.tasks.inputs import Pack
from rotation.tasks.outcome import DONE, NOT_PROVEN, SOME_FAILED, Content, Outcome, Placed, Shown
from rotation.tasks.plan import plan_files
from rotation.tasks.progress import Progress, Step
from rotation.tasks.store import Ending, keep, keep_former, kept, plan_in
from rotation.whatif.measures import measures
from rotation.whatif.scenario import Scenario
from rotation.whatif.task import BAD, FAILED, IMPOSSIBLE, PLANNED, STOPPED, Task
from solvers.clock import Clock

Record = Mapping[str, Any]

_STATUS = {
    PLANNED: N_("planned"), IMPOSSIBLE: N_("no plan can meet the clauses"), STOPPED: N_("stopped before a first plan"),
    BAD: N_("data that cannot be planned on"), FAILED: N_("failed"),
}  # fmt: skip


@dataclass(frozen=True)
class Fan:
    """How many are run: `kind` "serial", "dask" or None for what fits their number; `seconds` limits each plan."""

    kind: str | None = None
    executor: Executor = field(default_factory=lambda: Executor("serial"))
    seconds: float | None = None


def whatif(
    scenarios: Sequence[Scenario], seed: str, folder: Path, fan: Fan, clock: Clock, progress: Progress
) -> Outcome:  # fmt: skip
    """Every scenario planned, the base first, each in its folder below `folder`, and compared.

    Raises Stopped where `clock` is out before the last is planned.
    """
    base = scenarios[0].case
    tasks = [Task(s.name, s.title, s.case, seed, s.differences, fan.seconds) for s in scenarios]
    records: dict[str, Record] = {
        task.name: record for task in tasks if (record := kept(folder / task.name, task)) is not None
    }
    if records:
        progress.note(say("{count} of {all} are kept from an earlier run", count=len(records), all=len(tasks)))
    missing = [task for task in tasks if task.name not in records]
    records |= _made(missing, len(missing), folder, fan, clock, progress)
    done = [compare.Compared(task, records[task.name], plan_in(folder / task.name)) for task in tasks]
    failed = [each for each in done if each.record["status"] not in (PLANNED, IMPOSSIBLE)]
    proven = all(each.plan is None or each.plan.optimal for each in done)
    return Outcome(
        SOME_FAILED if failed else DONE if proven else NOT_PROVEN, _compared(base, done),
        [compare.brief_part(done), Placed(N_("compared in {path}"), "compare.html")],
        _failures([f"{each.task.name}: {each.record['text']}" for each in failed], len(done)),
    )  # fmt: skip


def _compared(base: Case, done: Sequence[compare.Compared]) -> dict[str, Content]:
    title = say("Scenarios compared: {county} {year}", county=county_name(base.county.name), year=base.year)
    parts = [*compare.comparison_parts(done), compare.core_part(done)]
    tables = [compare.parameters_part(done), compare.movers_part(done)]
    return {
        "compare.json": compare.compare_json(done),
        "compare.xlsx": book(title, [], datetime.date.fromisoformat(base.as_of), [*parts, *tables]),
        "compare.html": page(title, [*parts, *compare.comparison_figures(done), tables[0]]),
    }


def batch(
    folder: Path, pack: Pack, seed: str, out: Path, fan: Fan, clock: Clock, progress: Progress
) -> Outcome:  # fmt: skip
    """Every county of `folder` planned, each in its folder below `out`, in one table and on one map.

    Raises UsageFault where `out` holds one of them, Stopped as `whatif` does. Bad data fail their county alone.
    """
    paths = county_paths(folder)
    if out.resolve() in {path.resolve() for path in paths.values()}:
        raise UsageFault(say("{path} holds a county's tables: choose another folder by --out", path=out))
    source = _Counties(paths, pack, seed, out, fan, progress)
    made = _made(source, len(paths), out, fan, clock, progress)
    if source.records:
        text = say("{count} of {all} are kept from an earlier run or were not planned", count=len(source.records),
                   all=len(paths))  # fmt: skip
        progress.note(text)
    records = {**source.records, **made}
    done = [counties.County(records[name], plan_in(out / name)) for name in sorted(records)]
    title = say("Counties planned together: {year}", year=pack.year)
    parts = counties.parts(done, source.policy)
    files: dict[str, Content] = {
        "batch.json": json.dumps(counties.as_json(done), ensure_ascii=False, indent=1) + "\n",
        "batch.xlsx": book(title, parts, datetime.date(pack.year, 9, 1)),
        "batch.html": page(title, [*parts, *counties.figures(done)]),
    }
    shown: list[Shown] = [
        counties.brief_part(done),
        Placed(N_("summary: {path}"), "batch.html"),
        Placed(N_("the city's notice: rotation city {path} --counties {folder} --from …"), "", {"folder": folder}),
    ]
    failed = [f"{each.record['name']}:\n{each.record['text']}" for each in done if each.plan is None]
    proven = all(each.plan is None or each.plan.optimal for each in done)
    status = SOME_FAILED if failed else DONE if proven else NOT_PROVEN
    return Outcome(status, files, shown, _failures(failed, len(done)))


class _Counties:
    """The counties still to be planned, each read when its turn comes, so that memory follows the workers.

    `records` are of those that are not: kept from an earlier run, or bad data.
    """

    def __init__(
        self, paths: Mapping[str, Path], pack: Pack, seed: str, out: Path, fan: Fan, progress: Progress
    ) -> None:
        self.paths, self.seed, self.out, self.fan, self.progress = paths, seed, out, fan, progress
        self.policy, self.year = pack.load(), pack.year
        self.records: dict[str, Record] = {}

    def __iter__(self) -> Iterator[Task]:
        for name, path in self.paths.items():
            try:
                case = Case(read_county(path, self.policy, self.year).county, self.policy, self.year)
            except BadData as bad:
                lines = [*fault_lines(bad.faults, shown=False), str(bad)]
                self.records[name] = {"name": name, "status": BAD, "text": "\n".join(lines)}
                self.progress.note(f"{name}: {bad}")
                keep_former(self.out / name)
                continue
            task = Task(name, name, case, self.seed, (), self.fan.seconds)
            record = kept(self.out / name, task)
            if record is None:
                yield task
            else:
                self.records[name] = record


def _made(
    tasks: Iterable[Task], count: int, folder: Path, fan: Fan, clock: Clock, progress: Progress
) -> dict[str, Record]:
    """Run the tasks, writing each into its folder the moment it is done."""
    records: dict[str, Record] = {}
    if not count:
        return records
    executor = executors.choose(fan.kind, count, fan.executor)
    for task, result in run_tasks(_begun(tasks, count, records, clock, progress), work, executor, clock):
        ending = result if isinstance(result, Ending) else Ending(FAILED, problem(result), {})
        records[task.name] = keep(folder / task.name, task, ending)
        text = say("[{done}/{all}] {name}: {status}", done=len(records), all=count, name=task.name,
                   status=say(_STATUS[ending.status]))  # fmt: skip
        progress.at(Step("task", text, clock.elapsed, done=len(records), of=count))
        progress.note(text)
    return records


def _begun(
    tasks: Iterable[Task], count: int, records: Mapping[str, Record], clock: Clock, progress: Progress
) -> Iterator[Task]:
    """The tasks, each told of when its turn comes."""
    for task in tasks:
        text = say("{name}: being planned", name=task.name)
        progress.at(Step("task", text, clock.elapsed, done=len(records), of=count))
        yield task


def _failures(failed: Sequence[str], count: int) -> str:
    """What failed, each in its words, and how many; "" where nothing did."""
    if not failed:
        return ""
    return "\n".join([*failed, say("{count} of {all} tasks failed", count=len(failed), all=count)])


def problem(failure: Exception) -> str:
    """An exception of a task in a sentence."""
    return say("failed: {error}", error=f"{type(failure).__name__}: {str(failure)[:200]}")


_former: dict[str, Former] = {}  # of the last plan made in this process, by county


def work(task: Task) -> Ending:
    """Plan one task. The former plan of the same county in this process helps; it changes the time alone."""
    choose(task.language)
    case = task.case
    try:
        run = make_plan(case, task.seed, Clock(task.seconds), former=_former.get(case.county.name))
    except NoPlan as none:
        return _impossible(task, str(none))
    except Stopped as stopped:
        return Ending(STOPPED, str(stopped), {})
    except BadData as bad:
        return Ending(BAD, str(bad), {})
    _former.clear()
    _former[case.county.name] = run.former
    resolved = ResolvedPlan(case, run.plan)
    must_pass(resolved)
    return Ending(PLANNED, "", plan_files(resolved), sketch(case, resolved.moves), measures(resolved))


def _impossible(task: Task, text: str) -> Ending:
    """Why there is no plan and what would make one possible, in the time that the plan itself would have had."""
    found = diagnose(task.case, task.seed, Clock(task.seconds), Progress())
    reasons = [
        say("{rules} cannot hold together: {text}", text=conflict.text,
            rules="、".join(rule_title(task.case.policy, clause) for clause in conflict.clauses))
        for conflict in found.conflicts
    ]  # fmt: skip
    if found.repairs:
        reasons.append(
            say("{count} kinds of change make a plan possible, such as {change}; all are in the diagnosis in its folder",
                count=len(found.repairs), change=found.repairs[0].text)
        )  # fmt: skip
    return Ending(IMPOSSIBLE, "；".join(reasons or [text]), found.files())
