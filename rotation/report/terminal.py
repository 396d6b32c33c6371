"""What the commands say on the terminal: short tables that fit a window of 80 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rotation.audit import Audit
from rotation.case import REASONS, Case
from rotation.county import Pin
from rotation.errors import Fault
from rotation.figures import backbone_after, weighted_cv
from rotation.language import say
from rotation.moves import Finding, after
from rotation.plan import Plan
from rotation.principals import Principals
from rotation.report import words
from rotation.schema import LOCATIONS, STAGES


def console(*, errors: bool = False) -> Console:
    """A console for what is said: names are never taken for markup, and nothing is highlighted."""
    return Console(stderr=errors, markup=False, highlight=False, emoji=False, soft_wrap=errors)


def table(headers: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "") -> Table:
    """A plain table: first column text, the others to the right."""
    result = Table(title=title or None, title_justify="left", title_style="bold", header_style="bold")
    for i, header in enumerate(headers):
        result.add_column(header, justify="left" if i == 0 else "right", overflow="fold")
    for row in rows:
        result.add_row(*(Text("–" if cell is None else str(cell)) for cell in row))
    return result


def fault_lines(faults: Sequence[Fault]) -> list[str]:
    """One line a fault: where, what stands there, what is expected."""
    lines = []
    for fault in faults:
        where = fault.place
        if fault.row is not None:
            where += say(" row {row}", row=fault.row)
        if fault.column is not None:
            where += say(" [{column}]", column=fault.column)
        if fault.value is not None:
            where += say(" “{value}”", value=fault.value)
        lines.append(say("{where}: expected {expected}", where=where, expected=fault.expected))
    return lines


def plan_summary(case: Case, plan: Plan) -> list[Table]:
    """Lamps, goals and effect of a plan."""
    metrics = plan.metrics
    documents = {"nantong": case.policy.document, "national": case.policy.national.document}
    lamps = []
    for lamp in metrics["lamps"]:
        document = documents[lamp["id"]]
        pairs = (
            ("exchanged", say("exchanged / eligible"), metrics["moved"], metrics["eligible"]),
            ("backbone", say("backbone / exchanged"), metrics["backbone_moved"], metrics["moved"]),
        )
        for key, what, part, whole in pairs:
            share = None if whole == 0 else f"{part * 10000 // whole / 100:.2f}%"
            least = f"{lamp[key + '_percent']}%"
            lamps.append((f"{document} {what}", f"{part}/{whole}", share, least, words.verdict(lamp[key])))
    short, commute = metrics["shortage"], metrics["commute_km"]
    effect: list[tuple[object, ...]] = [
        (say("posts without a teacher"), short["before"]["posts"], short["after"]["posts"])
    ]
    for stage, cv in metrics["backbone_cv"].items():
        effect.append((say("spread (CV) of backbone teachers, {stage}", stage=stage), cv["before"], cv["after"]))
    effect.append((say("principals: due / moved"), metrics["principals"]["due"], metrics["principals"]["moved"]))
    effect.append((say("way in km: median / longest"), commute["median"], commute["longest"]))
    return [
        table([say("ratio"), say("count"), say("actual"), say("at least"), say("verdict")], lamps),
        table([say("effect"), say("before"), say("after")], effect),
    ]


def audit_table(case: Case, result: Audit) -> Table:
    """Every clause with what is required, what was counted, and the verdict."""
    rows = [
        (
            words.rule_title(case.policy, line.id),
            line.id,
            line.required,
            line.actual,
            words.verdict(line.satisfied)
            if line.binding
            else say("{verdict}, shown only", verdict=words.verdict(line.satisfied)),
        )
        for line, _ in result.lines
    ]
    return table([say("clause"), "id", say("required"), say("actual"), say("verdict")], rows)


SHOWN = 8
_BY_SCHOOL = ("staffing", "turnover", "target_backbone", "senior_posts")


def broken_places(case: Case, clause: str, finding: Finding) -> str:
    """Where a clause is broken: the first few schools, teachers, pins or teams by their names or ids."""
    names = [_place(case, clause, item) for item in finding.where[:SHOWN]]
    more = ["…"] if len(finding.where) > SHOWN else []
    return f" ({'、'.join([*names, *more])})" if names else ""


def _place(case: Case, clause: str, item: object) -> str:
    schools, people = case.county.schools, case.county.teachers
    if isinstance(item, tuple):
        u, k = item
        return f"{schools.name[u]} {STAGES[schools.stage[u]]} {case.county.subjects[k]}"
    if isinstance(item, Pin):
        return f"{people.teacher_id[item.teacher]} {item.kind}"
    if isinstance(item, int):
        if clause in _BY_SCHOOL:
            return f"{schools.name[item]} {STAGES[schools.stage[item]]}"
        return f"{people.teacher_id[item]} {people.name[item]}"
    return str(item)


def unplaced(case: Case) -> list[str]:
    """Notes on missing coordinates: distances count as 0 there, and reach cuts nothing."""
    schools, people = case.county.schools, case.county.teachers
    lost = np.isnan(schools.lon) | np.isnan(schools.lat)
    homeless = (np.isnan(people.home_lon) | np.isnan(people.home_lat)) & lost[people.school]
    notes = []
    if lost.any():
        notes.append(
            say("note: {count} schools have no coordinates; ways to them count as 0 km", count=int(lost.sum()))
        )
    if homeless.any():
        notes.append(
            say("note: {count} teachers have neither home nor school coordinates; their ways count as 0 km",
                count=int(homeless.sum()))
        )  # fmt: skip
    return notes


def eligible_table(case: Case) -> Table:
    """Each school's staff by the reason recorded, and the county's."""
    county = case.county
    count = Counter((int(county.teachers.school[t]), reason) for t, reason in enumerate(case.reason))
    order = ("", *REASONS)
    rows: list[list[object]] = []
    for u in range(len(county.schools)):
        name = f"{county.schools.name[u]} {STAGES[county.schools.stage[u]]}"
        rows.append([name, int(county.staff[u]), *(count[u, reason] for reason in order)])
    rows.append([say("county"), len(county.teachers), *(case.reason.count(reason) for reason in order)])
    headers = [
        say("school"), say("staff"), say("eligible"), say("principal"), say("ethics"), say("exempt"),
        say("years"), say("near retirement"),
    ]  # fmt: skip
    return table(headers, rows, title=say("Eligible on {date}, and the first reason why not", date=case.as_of))


def check_tables(case: Case) -> list[Table]:
    """A county at a glance: schools, staff, posts short, backbone teachers."""
    schools = case.county.schools
    have, backbone = after(case, ()), backbone_after(case, ())
    rows: list[list[object]] = []
    for g, stage in enumerate(STAGES):
        for tier in reversed(range(len(LOCATIONS))):
            own = [u for u in range(len(schools)) if schools.stage[u] == g and schools.tier[u] == tier]
            if own:
                rows.append(_line(case, f"{stage} {LOCATIONS[tier]}", own, have, backbone))
    rows.append(_line(case, say("county"), range(len(schools)), have, backbone))
    headers = [
        "", say("schools"), say("pupils"), say("staff"), say("quota"), say("eligible"), say("posts short"),
        say("backbone per 100"),
    ]  # fmt: skip
    figures: list[tuple[object, ...]] = []
    for g, stage in enumerate(STAGES):
        own = [u for u in range(len(schools)) if schools.stage[u] == g]
        if own:
            cv = weighted_cv([int(schools.pupils[u]) for u in own], [backbone[u] for u in own])
            label = say("spread (CV) of backbone teachers, {stage}", stage=stage)
            figures.append((label, None if cv is None else f"{cv:.4f}", case.policy.national.cv[stage]))
    figures.append((say("principals due"), len(Principals(case).due), ""))
    return [table(headers, rows), table([say("figure"), say("now"), say("limit")], figures)]


def _line(
    case: Case, label: str, own: Iterable[int], have: Counter[tuple[int, int]], backbone: Sequence[int]
) -> list[object]:
    county, schools, rows = case.county, case.county.schools, list(own)
    inside = set(rows)
    pupils = sum(int(schools.pupils[u]) for u in rows)
    short = sum(max(0, int(county.required[u, k]) - have[u, k]) for u in rows for k in range(len(county.subjects)))
    eligible = sum(
        1 for t, flag in enumerate(case.eligible.tolist()) if flag and int(county.teachers.school[t]) in inside
    )
    return [
        label, len({schools.school_id[u] for u in rows}), pupils, int(county.staff[rows].sum()),
        int(schools.staff_quota[rows].sum()), eligible, short,
        f"{100 * sum(backbone[u] for u in rows) / pupils:.2f}",
    ]  # fmt: skip
