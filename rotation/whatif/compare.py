"""Scenarios side by side: goals, figures, differences to the base, and who moves in which."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rotation.language import N_, say
from rotation.plan import Plan
from rotation.policy import GOALS, Policy
from rotation.report.charts import Figure, multiples, trade_off
from rotation.report.maps import flow_map, sketch
from rotation.report.proof import status
from rotation.report.words import rule_title
from rotation.sheets import Cell, Field, Part
from rotation.whatif.tasks import IMPOSSIBLE, Task


@dataclass(frozen=True)
class Compared:
    """A task with its record, and its plan where there is one."""

    task: Task
    record: Mapping[str, Any]
    plan: Plan | None


def measures(plan: Plan) -> dict[str, int | float | None]:
    """The figures of MODEL §6 and the seven goals of one plan, by id; the same ids for every plan."""
    metrics = plan.metrics
    goals = {f"goal.{line.id}": line.value for line in plan.goals}
    return {
        **goals,
        "eligible": metrics["eligible"],
        "moved": metrics["moved"],
        "moved_percent": metrics["moved_percent"],
        "backbone_moved": metrics["backbone_moved"],
        "backbone_percent": metrics["backbone_percent"],
        "short_before": metrics["shortage"]["before"]["posts"],
        "short_after": metrics["shortage"]["after"]["posts"],
        **{f"cv.{stage}": cv["after"] for stage, cv in metrics["backbone_cv"].items()},
        "below_backbone": metrics["schools_below"]["backbone_per_100"]["after"],
        "below_arts": metrics["schools_below"]["arts_per_100"]["after"],
        "first_wishes": sum(count for rank, count in metrics["wishes"].items() if rank == "1"),
        "median_km": metrics["commute_km"]["median"],
        "longest_km": metrics["commute_km"]["longest"],
        "principals_due": (metrics["principals"] or {}).get("due"),
        "principals_moved": (metrics["principals"] or {}).get("moved"),
    }


_TITLES = {
    "eligible": N_("eligible teachers"), "moved": N_("teachers who move"), "moved_percent": N_("exchanged / eligible, %"),
    "backbone_moved": N_("backbone teachers who move"), "backbone_percent": N_("backbone / exchanged, %"),
    "short_before": N_("posts without a teacher, before"), "short_after": N_("posts without a teacher, after"),
    "below_backbone": N_("schools below the floor of backbone teachers"),
    "below_arts": N_("schools below the floor of PE-and-arts teachers"), "first_wishes": N_("first wishes met"),
    "median_km": N_("median way, km"), "longest_km": N_("longest way, km"), "principals_due": N_("principals due"),
    "principals_moved": N_("principals who move"),
}  # fmt: skip
MAPS = 6  # scenarios whose maps stand in the page, which must stay one that can be mailed
# 1: less is better, −1: more is better; what is neither is no figure of a trade-off.
_SENSE = {
    "moved": 1, "moved_percent": 1, "backbone_percent": -1, "short_after": 1, "below_backbone": 1, "below_arts": 1,
    "first_wishes": -1, "median_km": 1, "longest_km": 1,
}  # fmt: skip


def title_of(policy: Policy, measure: str) -> str:
    """A measure in words."""
    kind, _, rest = measure.partition(".")
    if kind == "goal":
        return rule_title(policy, rest)
    if kind == "cv":
        return say("spread (CV) of backbone teachers, {stage}", stage=rest)
    return say(_TITLES[measure])


def comparison_parts(found: Sequence[Compared]) -> list[Part]:
    """What stands first in the workbook and the page: goals, then figures, each with the difference to the base."""
    base = next((each for each in found if each.plan is not None), None)
    if base is None or base.plan is None:
        return [_status_part(found)]
    policy = base.task.case.policy
    start = measures(base.plan)
    goals = [f"goal.{goal}" for goal in GOALS]
    figures = [key for key in start if not key.startswith("goal.")]
    return [
        _status_part(found),
        _table(found, policy, start, goals, say("The seven goals"), base.task.name),
        _table(found, policy, start, figures, say("Figures"), base.task.name),
    ]


def brief_part(found: Sequence[Compared]) -> Part:
    """What fits a terminal: how each scenario ended and four of its figures."""
    rows: list[list[Cell]] = []
    keys = ("short_after", "moved", "goal.rural", "median_km")
    base = next((each for each in found if each.plan is not None), None)
    start = measures(base.plan) if base is not None and base.plan is not None else {}
    for each in found:
        own = {} if each.plan is None else measures(each.plan)
        rows.append([each.task.name, _ended(each), *(_against(own.get(key), start.get(key)) for key in keys)])
    fields = [
        Field(say("scenario"), 0), Field(say("status"), 0), Field(say("posts short"), 0), Field(say("people"), 0),
        Field(say("to targets"), 0), Field(say("median km"), 0),
    ]  # fmt: skip
    return Part(say("Scenarios"), fields, rows)


def _ended(each: Compared) -> str:
    if each.plan is not None:
        return status(each.plan)
    return say("no plan") if each.record["status"] == IMPOSSIBLE else say("failed")


def _table(
    found: Sequence[Compared], policy: Policy, start: Mapping[str, Any], keys: Sequence[str], heading: str, base: str
) -> Part:
    rows: list[list[Cell]] = []
    for each in found:
        if each.plan is not None:
            own = measures(each.plan)
            rows.append([each.task.name, *(_against(own.get(key), start.get(key)) for key in keys)])
    fields = [Field(say("scenario"), 30), *(Field(title_of(policy, key), 16, "mid") for key in keys)]
    return Part(heading, fields, rows, notes=[say("In brackets the difference to {base}.", base=base)])


def _against(value: Any, start: Any) -> str:
    if value is None:
        return "–"
    if start is None or value == start:
        return str(value)
    return f"{value} ({round(value - start, 4):+})"


def _status_part(found: Sequence[Compared]) -> Part:
    rows: list[list[Cell]] = []
    marks: list[str | None] = []
    for each in found:
        differs = "；".join(each.record["differences"]) or say("nothing: as the county is")
        rows.append([each.task.name, each.record["title"], differs, _ended(each), each.record["text"] or ""])
        marks.append("good" if each.plan is not None and each.plan.optimal else "assumed" if each.plan else "bad")
    fields = [
        Field(say("scenario"), 30, "wrap"), Field(say("description"), 30, "wrap"), Field(say("what differs from the base"), 60, "wrap"),
        Field(say("status"), 18, "mid"), Field(say("note"), 30, "wrap"),
    ]  # fmt: skip
    return Part(say("Scenarios"), fields, rows, marks)


def parameters_part(found: Sequence[Compared]) -> Part:
    """Every parameter as resolved, a column a scenario."""
    keys = list(found[0].record["parameters"])
    rows: list[list[Cell]] = [[key, *(str(each.record["parameters"][key]).lower() for each in found)] for key in keys]
    rows += [
        [say("fingerprint of the data"), *(each.record["input_sha256"][:16] for each in found)],
        [say("seed of the draw"), *(each.record["seed"] for each in found)],
    ]
    marks = ["assumed" if len(set(row[1:])) > 1 else None for row in rows]
    fields = [Field(say("parameter"), 28), *(Field(each.task.name, 18, "mid") for each in found)]
    return Part(say("Parameters as resolved"), fields, rows, marks)


def movers_part(found: Sequence[Compared]) -> Part:
    """Everybody who moves in any scenario, where to in each; those who move in all are the stable core."""
    plans = [each for each in found if each.plan is not None]
    where: dict[str, dict[str, str]] = {}
    for each in plans:
        assert each.plan is not None
        county = each.task.case.county
        for move in each.plan.moves:
            school = county.schools.name[county.school_index[move.to_school_id, move.stage]]
            where.setdefault(move.teacher_id, {})[each.task.name] = school
    names = {
        teacher_id: name
        for each in reversed(plans)
        for teacher_id, name in zip(
            each.task.case.county.teachers.teacher_id, each.task.case.county.teachers.name, strict=True
        )
    }
    order = sorted(where, key=lambda teacher_id: (-len(where[teacher_id]), teacher_id))
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
        say("Who moves in which"),
        fields,
        rows,
        ["good" if n == len(plans) else None for n in sorted(count, reverse=True)],
        [core],
    )


def compare_json(found: Sequence[Compared]) -> str:
    """compare.json: each scenario's record with its figures, and whose moves are in which."""
    data = [
        {**{key: value for key, value in each.record.items() if key != "sketch"}, "measures": None if each.plan is None else measures(each.plan),
         "movers": None if each.plan is None else {m.teacher_id: m.to_school_id for m in each.plan.moves}}
        for each in found
    ]  # fmt: skip
    return json.dumps({"format": "rotation-compare/1", "scenarios": data}, ensure_ascii=False, indent=1) + "\n"


def comparison_figures(found: Sequence[Compared]) -> list[Figure]:
    """The trade-off of any two figures, each figure over all scenarios, and a map of each scenario."""
    from rotation.audit import moves_of

    plans = [each for each in found if each.plan is not None]
    if not plans or plans[0].plan is None:
        return []
    policy = plans[0].task.case.policy
    keys = [key for key in measures(plans[0].plan) if key in _SENSE or key.startswith(("cv.", "goal."))]
    keys = [key for key in keys if key != "goal.lottery"]
    titles = {key: title_of(policy, key) for key in keys}
    ordered = ["short_after", "moved", *(key for key in keys if key not in ("short_after", "moved"))]
    senses = {titles[key]: -1 if key == "goal.rural" else _SENSE.get(key, 1) for key in ordered}
    points: list[dict[str, Any]] = []
    for each in plans:
        assert each.plan is not None
        own = measures(each.plan)
        points.append({"scenario": each.task.name, **{titles[key]: own.get(key) for key in keys}})
    made = [trade_off(points, senses, say("Trade-off of two figures"))]
    wanted = [
        "moved",
        "short_after",
        *(key for key in keys if key.startswith("cv.")),
        "below_backbone",
        "median_km",
        "first_wishes",
    ]
    names = [each.task.name for each in plans]
    bars = [
        {"scenario": point["scenario"], "figure": titles[key], "value": point[titles[key]]}
        for key in wanted
        for point in points
    ]
    made.append(multiples(bars, say("Each figure over all scenarios"), names))
    for each in plans[:MAPS]:
        assert each.plan is not None
        moves = moves_of(each.task.case, each.plan)[0]
        mapped = flow_map(
            [sketch(each.task.case, moves)], say("Where people move: {name}", name=each.task.name), width=420
        )
        made.extend([mapped] if mapped else [])
    return made
