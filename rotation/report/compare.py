"""Scenarios side by side: goals, figures, differences to the base, and who moves in which."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from markupsafe import escape

from rotation.language import say
from rotation.output.parts import FORMS, Cell, Field, Figure, Part
from rotation.planning.plan import Plan
from rotation.planning.resolved import ResolvedPlan
from rotation.policy.parameters import parameter_title, value_words
from rotation.report.charts import multiples, trade_off
from rotation.report.maps import flow_map, sketch
from rotation.report.proof import status
from rotation.report.words import natural, plan_words
from rotation.rules.goals.measure import Measure
from rotation.whatif.measures import EVERY, NEITHER, OF_GOALS, OTHERS
from rotation.whatif.task import IMPOSSIBLE, Task


@dataclass(frozen=True)
class Compared:
    """A task with its record, and its plan where there is one."""

    task: Task
    record: Mapping[str, Any]
    plan: Plan | None

    @property
    def measures(self) -> Mapping[str, int | float | None]:
        """The plan's figures as they were counted with it, nothing where there is no plan."""
        return self.record.get("measures") or {}


MAPS = 20  # scenarios whose maps stand in the page, which must stay one that can be mailed
_AXES = ("short_after", "cv.小学", "cv.初中", "moved")  # what a trade-off shows first, of what differs


def base_of(found: Sequence[Compared]) -> Compared | None:
    """What the others are held against: the first that has a plan."""
    return next((each for each in found if each.plan is not None), None)


def comparison_parts(found: Sequence[Compared]) -> list[Part]:
    """What stands first in the workbook and the page: each scenario in a sentence, then figures and differences."""
    base = base_of(found)
    made = [_status_part(found)]
    if base is not None:
        for heading, group in ((say("Figures of the goals"), OF_GOALS), (say("Other figures"), OTHERS)):
            made.append(_table(found, group, heading))
            made.append(_differences(found, group, say("{heading}: difference to {base}", heading=heading,
                                                       base=base.task.name)))  # fmt: skip
    return made


def brief_part(found: Sequence[Compared]) -> Part:
    """What fits a terminal: how each scenario ended, four of its figures, and each in a sentence."""
    keys = ("moved", "short_after", "cv.小学", "cv.初中")
    rows: list[list[Cell]] = []
    for each in found:
        rows.append([each.task.name, _ended(each), *(each.measures.get(key) for key in keys)])
    fields = [
        Field(say("scenario"), 0), Field(say("status"), 0), Field(say("people"), 0), Field(say("posts short"), 0),
        Field(say("spread, primary"), 0, "four"), Field(say("spread, junior secondary"), 0, "four"),
    ]  # fmt: skip
    base = base_of(found)
    notes = [say("{name}: {sentence}", name=each.task.name, sentence=sentence(each, base)) for each in found]
    return Part(say("Scenarios"), fields, rows, notes=notes)


def sentence(each: Compared, base: Compared | None) -> str:
    """What a scenario comes to against the base, made from the figures of both; why there is no plan, where none is."""
    if each.plan is None or base is None:
        return str(each.record["text"]) or _ended(each)
    own, start = each.measures, base.measures
    unwilling = say("{count} people move unwillingly", count=own["unwilling"])
    if each is base:
        return "；".join((plan_words(each.plan), unwilling))
    parts = [_moved_words(own["moved"], start["moved"])]
    spreads = [key for key in own if key.startswith("cv.") and own[key] is not None and start.get(key) is not None]
    changed = [key for key in ("short_after", *spreads) if own[key] != start[key]]
    if not changed:
        parts.append(say("posts short and spread are as they were"))
    else:
        parts += [_change_words(EVERY[key], own[key], start[key]) for key in changed]
        if all((own[key] or 0) > (start[key] or 0) for key in changed):
            parts.append(say("neither posts short nor spread is better"))
    if own["to_targets"] != start["to_targets"]:
        parts.append(_change_words(EVERY["to_targets"], own["to_targets"], start["to_targets"]))
    was = say("({count} in {base})", count=start["unwilling"], base=base.task.name)
    return "；".join([*parts, unwilling + (was if own["unwilling"] != start["unwilling"] else "")])


def _moved_words(now: Any, then: Any) -> str:
    if now == then:
        return say("as many people move")
    return (
        say("{count} more people move", count=now - then)
        if now > then
        else say("{count} fewer people move", count=then - now)
    )


def _change_words(measure: Measure, now: Any, then: Any) -> str:
    old, new = (f"{value:.{measure.decimals}f}" for value in (then, now))
    return say("{what} from {old} to {new}", what=say(measure.title), old=old, new=new)


def _ended(each: Compared) -> str:
    if each.plan is not None:
        return status(each.plan)
    return say("no plan") if each.record["status"] == IMPOSSIBLE else say("failed")


def _table(found: Sequence[Compared], group: Sequence[Measure], heading: str) -> Part:
    """The figures as numbers, a row a scenario."""
    rows: list[list[Cell]] = [
        [each.task.name, *(each.measures.get(measure.id) for measure in group)]
        for each in found
        if each.plan is not None
    ]
    fields = [Field(say("scenario"), 30), *(Field(each.heading, 14, FORMS[each.decimals]) for each in group)]
    return Part(heading, fields, rows)


def _differences(found: Sequence[Compared], group: Sequence[Measure], heading: str) -> Part:
    """The same less the base's, with signs."""
    plans = [each for each in found if each.plan is not None]
    start = plans[0].measures
    rows: list[list[Cell]] = [
        [each.task.name, *(_less(each.measures.get(m.id), start.get(m.id), m) for m in group)] for each in plans[1:]
    ]
    fields = [Field(say("scenario"), 30), *(Field(each.heading, 14, "±" + FORMS[each.decimals]) for each in group)]
    return Part(heading, fields, rows)


def _less(value: Any, start: Any, measure: Measure) -> int | float | None:
    return None if value is None or start is None else round(value - start, measure.decimals or None)


def _status_part(found: Sequence[Compared]) -> Part:
    rows: list[list[Cell]] = []
    marks: list[str | None] = []
    for each in found:
        differs = "；".join(each.record["differences"]) or say("nothing: as the county is")
        rows.append([each.task.name, each.record["title"], differs, _ended(each), sentence(each, base_of(found))])
        marks.append("good" if each.plan is not None and each.plan.optimal else "assumed" if each.plan else "bad")
    fields = [
        Field(say("scenario"), 30, "wrap"), Field(say("description"), 30, "wrap"), Field(say("what differs from the base"), 60, "wrap"),
        Field(say("status"), 14, "mid"), Field(say("what it comes to"), 60, "wrap"),
    ]  # fmt: skip
    return Part(say("Scenarios"), fields, rows, marks)


def parameters_part(found: Sequence[Compared]) -> Part:
    """Every parameter as resolved, a column a scenario."""
    policy = found[0].task.case.policy
    rows: list[list[Cell]] = [
        [parameter_title(policy, key), *(value_words(policy, key, each.record["parameters"][key]) for each in found)]
        for key in found[0].record["parameters"]
    ]
    rows += [
        [say("fingerprint of the data"), *(each.record["input_sha256"][:16] for each in found)],
        [say("seed of the draw"), *(each.record["seed"] for each in found)],
    ]
    marks = ["assumed" if len(set(row[1:])) > 1 else None for row in rows]
    fields = [Field(say("parameter"), 34), *(Field(each.task.name, 18, "mid") for each in found)]
    return Part(say("Parameters as resolved"), fields, rows, marks)


def movers_part(found: Sequence[Compared]) -> Part:
    """Everybody who moves in any scenario, where to in each; those who move in all are the stable core."""
    plans = [each for each in found if each.plan is not None]
    where: dict[str, dict[str, str]] = {}
    for each in plans:
        assert each.plan is not None
        county = each.task.case.county
        for move in each.plan.moves:
            school = county.schools.name[county.schools.row_of[move.to_school_id, move.stage]]
            where.setdefault(move.teacher_id, {})[each.task.name] = school
    names = {
        teacher_id: name
        for each in reversed(plans)
        for teacher_id, name in zip(
            each.task.case.county.teachers.teacher_id, each.task.case.county.teachers.name, strict=True
        )
    }
    order = sorted(where, key=lambda teacher_id: (-len(where[teacher_id]), natural(teacher_id)))
    rows: list[list[Cell]] = [
        [name, names[name], len(where[name]), *(where[name].get(each.task.name) for each in plans)] for name in order
    ]
    fields = [
        Field(say("teacher id"), 12), Field(say("name"), 10), Field(say("in how many"), 9, "count"),
        *(Field(each.task.name, 22) for each in plans),
    ]  # fmt: skip
    marks = ["good" if len(where[name]) == len(plans) else None for name in order]
    return Part(say("Who moves in which"), fields, rows, marks)


def core_part(found: Sequence[Compared]) -> Part:
    """How many move in how many of the scenarios."""
    plans = [each.plan for each in found if each.plan is not None]
    count = Counter(Counter(move.teacher_id for plan in plans for move in plan.moves).values())
    rows: list[list[Cell]] = [[n, count[n]] for n in sorted(count, reverse=True)]
    fields = [Field(say("moves in so many scenarios"), 20, "count"), Field(say("people"), 12, "count")]
    core = say(
        "Stable core: {core} people move in all {count} scenarios.", core=count.get(len(plans), 0), count=len(plans)
    )
    return Part(
        say("Stable core"),
        fields,
        rows,
        ["good" if n == len(plans) else None for n in sorted(count, reverse=True)],
        [core],
    )


def compare_json(found: Sequence[Compared]) -> str:
    """compare.json: each scenario's record with its figures, and whose moves are in which."""
    data = [
        {**{key: value for key, value in each.record.items() if key != "sketch"}, "goals": None if each.plan is None else {line.id: line.value for line in each.plan.goals},
         "movers": None if each.plan is None else {m.teacher_id: m.to_school_id for m in each.plan.moves}}
        for each in found
    ]  # fmt: skip
    return json.dumps({"format": "rotation-compare/1", "scenarios": data}, ensure_ascii=False, indent=1) + "\n"


def comparison_figures(found: Sequence[Compared]) -> list[Figure | Part]:
    """The trade-off of any two figures, each figure over all scenarios, and a map of each scenario, one at a time."""
    plans = [each for each in found if each.plan is not None]
    heading = say("Trade-off of two figures")
    judged = [each for each in EVERY.values() if each.sense != NEITHER]
    differ = [each for each in judged if len({own.measures.get(each.id) for own in plans} - {None}) > 1]
    if len(plans) < 2:
        return [Part(heading, (), (), notes=[say("No chart: fewer than two scenarios have a plan.")]), *_maps(plans)]
    if len(differ) < 2:
        return [
            Part(heading, (), (), notes=[say("No chart: fewer than two figures differ between the scenarios.")]),
            *_maps(plans),
        ]
    differ.sort(key=lambda each: _AXES.index(each.id) if each.id in _AXES else len(_AXES))
    points: list[dict[str, Any]] = [
        {"scenario": each.task.name, **{m.heading: each.measures.get(m.id) for m in differ}} for each in plans
    ]
    made: list[Figure | Part] = [trade_off(points, {m.heading: m.sense for m in differ}, heading)]
    bars = [
        {"scenario": point["scenario"], "figure": m.heading, "value": point[m.heading]}
        for m in differ
        for point in points
    ]
    names = [each.task.name for each in plans]
    made.append(multiples(bars, say("Each figure that differs, over all scenarios"), names))
    return [*made, *_maps(plans)]


def _maps(plans: Sequence[Compared]) -> list[Figure]:
    """One figure of maps that open one at a time."""
    folded: list[str] = []
    notes: list[str] = []
    for each in plans[:MAPS]:
        assert each.plan is not None
        moves = ResolvedPlan(each.task.case, each.plan).moves
        mapped = flow_map([sketch(each.task.case, moves)], each.task.name)
        if mapped is not None:
            state = "" if folded else " open"
            summary = f"<summary>{escape(each.task.name)}：{escape(mapped.says)}</summary>"
            folded.append(f'<details name="map"{state}>{summary}{mapped.markup}</details>')
            notes = list(mapped.notes)
    if not folded:
        return []
    if len(plans) > MAPS:
        notes.append(say("Maps of the first {count} scenarios; the others' are in their own reports.", count=MAPS))
    return [Figure(say("Where people move, scenario by scenario"), "".join(folded), "", notes, image=False)]
