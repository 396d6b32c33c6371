"""What the commands say on the terminal: short tables that fit a window of 80 columns."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from rich.console import Console, ConsoleOptions, RenderResult
from rich.table import Table
from rich.text import Text

from rotation.county.county import Pin
from rotation.county.schema import STAGES
from rotation.language import say
from rotation.output.parts import Part, shown
from rotation.planning.audit import Audit
from rotation.planning.resolved import ResolvedPlan
from rotation.report import words
from rotation.report.fitting import widths, wrapped
from rotation.rules.case import REASONS, Case
from rotation.rules.moves import Finding

_NUMBER = re.compile(r"[\d.,%/+()≤≥–−\- ]*")


class Screen(Console):
    """A console that ends lines between words alone, and whose tables turn into lists where they do not fit."""

    def print(self, *objects: Any, **options: Any) -> None:
        if not objects or not all(isinstance(each, str) for each in objects):
            super().print(*objects, **options)
            return
        text = " ".join(objects)
        if self.is_terminal or not self.stderr:
            text = "\n".join(wrapped(text, self.width))
        super().print(text, soft_wrap=True)


def console(*, errors: bool = False) -> Screen:
    """A console for what is said: names are never taken for markup, and nothing is highlighted."""
    return Screen(stderr=errors, markup=False, highlight=False, emoji=False, soft_wrap=errors)


@dataclass(frozen=True)
class Fitted:
    """A table as wide as the window allows: columns of numbers to the right, the others to the left.

    Where the window is too narrow for it, each row is a list of its cells under their headers.
    """

    headers: Sequence[str]
    rows: Sequence[Sequence[str]]
    title: str = ""

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        given = widths([self.headers, *self.rows], options.max_width)
        if given is None:
            yield from self._list(options.max_width)
            return
        result = Table(title=self.title or None, title_justify="left", title_style="bold", header_style="bold")
        for i, (header, width) in enumerate(zip(self.headers, given, strict=True)):
            numbers = i > 0 and all(_NUMBER.fullmatch(row[i]) for row in self.rows)
            justify: Literal["left", "right"] = "right" if numbers else "left"
            result.add_column(_laid(header, width), justify=justify, width=width, no_wrap=True)
        for row in self.rows:
            result.add_row(*(_laid(cell, width) for cell, width in zip(row, given, strict=True)))
        yield result

    def _list(self, width: int) -> RenderResult:
        if self.title:
            yield Text(self.title, "bold")
        for row in self.rows:
            yield _laid(row[0], width)
            for header, cell in zip(self.headers[1:], row[1:], strict=True):
                lines = wrapped(f"{header}：{cell}" if header else cell, width - 4)
                yield Text("\n".join(f"    {line}" for line in lines), no_wrap=True, overflow="ignore")


def _laid(text: str, width: int) -> Text:
    return Text("\n".join(wrapped(text, width)), no_wrap=True, overflow="fold")


def table(headers: Sequence[str], rows: Iterable[Sequence[object]], *, title: str = "") -> Fitted:
    """A plain table; what is None is shown as a dash."""
    return Fitted(headers, [["–" if cell is None else str(cell) for cell in row] for row in rows], title)


def plan_summary(resolved: ResolvedPlan) -> list[Fitted]:
    """Ratios, goals and effect of a plan."""
    case, plan, metrics = resolved.case, resolved.plan, resolved.plan.metrics
    goals = [
        (words.rule_title(case.policy, line.id), words.goal_words(case, line, resolved.moves), words.proven_words(line))
        for line in plan.goals
    ]
    goals += [
        (
            say("principals: {goal}", goal=words.head_title(line.id)),
            words.head_words(resolved.principals, line, resolved.appointed),
            words.proven_words(line),
        )
        for line in plan.principal_goals
    ]
    ratios = [
        (words.ratio_title(case.policy, check), f"{check.part}/{check.whole}",
         None if check.share is None else f"{check.share:.2f}%", f"{check.percent}%", words.verdict(check.met))
        for check in resolved.ratios
    ]  # fmt: skip
    short, commute = metrics["shortage"], metrics["commute_km"]
    effect: list[tuple[object, ...]] = [
        (say("posts without a teacher"), short["before"]["posts"], short["after"]["posts"])
    ]
    for stage, cv in metrics["backbone_cv"].items():
        effect.append((say("spread (CV) of backbone teachers, {stage}", stage=stage), cv["before"], cv["after"]))
    heads = metrics["principals"]
    if heads is None:
        effect.append((say("principals"), None, say("left out")))
    else:
        effect.append((say("principals: due / moved"), None, f"{heads['due']}／{heads['moved']}"))
    way = None if commute["median"] is None else f"{commute['median']}／{commute['longest']}"
    effect.append((say("way in km: median / longest"), None, way))
    return [
        table([say("ratio"), say("count"), say("actual"), say("at least"), say("verdict")], ratios),
        table([say("effect"), say("before"), say("after")], effect),
        table([say("goal, in strict order"), say("what the plan reaches"), say("proof")], goals),
    ]


def audit_table(case: Case, result: Audit) -> Fitted:
    """Every clause with what is required, what was counted, and the verdict."""
    rows = [
        (
            words.rule_title(case.policy, line.id),
            "：".join(text for text in words.clause_words(case, line) if text),
            words.verdict(line.satisfied)
            if line.binding
            else say("{verdict}, shown only", verdict=words.verdict(line.satisfied)),
        )
        for line, _ in result.lines
    ]
    return table([say("clause"), say("counted"), say("verdict")], rows)


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


def eligible_table(case: Case) -> Fitted:
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


def part_tables(part: Part) -> list[Fitted | Text | str]:
    """A part of a report as a table, and its notes."""
    if not part.fields:
        return [Text(part.heading, "bold"), *part.notes]
    rows = [[shown(field, cell) for field, cell in zip(part.fields, row, strict=True)] for row in part.rows]
    return [table([field.header for field in part.fields], rows, title=part.heading), *part.notes]
