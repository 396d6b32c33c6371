"""What the commands say on the terminal: short tables that fit a window of 80 columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from rotation.audit import Audit
from rotation.case import REASONS, Case
from rotation.county import Pin
from rotation.language import say
from rotation.moves import Finding
from rotation.plan import Plan
from rotation.report import words
from rotation.schema import STAGES
from rotation.sheets import Part, shown


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
    heads = metrics["principals"]
    if heads is None:
        effect.append((say("principals"), say("left out"), say("left out")))
    else:
        effect.append((say("principals: due / moved"), heads["due"], heads["moved"]))
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


def part_tables(part: Part) -> list[Table | Text | str]:
    """A part of a report as a table, and its notes."""
    if not part.fields:
        return [Text(part.heading, "bold"), *part.notes]
    rows = [[shown(field, cell) for field, cell in zip(part.fields, row, strict=True)] for row in part.rows]
    result = table([field.header for field in part.fields], rows, title=part.heading)
    for column, field in zip(result.columns, part.fields, strict=True):
        longest = max((cell_len(str(cell)) for cell in column.cells), default=0)
        column.no_wrap = field.form == "text" and longest <= 26
        if field.form == "wrap":
            column.justify = "left"
    return [result, *part.notes]
