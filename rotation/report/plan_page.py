"""report.html: one plan as charts and tables, in one file."""

from __future__ import annotations

from rotation.language import say
from rotation.output.html import page
from rotation.output.parts import Cell, Field, Part
from rotation.planning.resolved import ResolvedPlan
from rotation.report import charts, maps
from rotation.report.first_sheet import summary_parts
from rotation.report.words import cited, clause_words, county_name, rule_title, verdict, yes_no


def plan_page(resolved: ResolvedPlan) -> str:
    """The page of a plan; the same plan, the same bytes."""
    plan = resolved.plan
    title = say("Teacher rotation plan {year}: {county}", year=plan.year, county=county_name(plan.county))
    basis, ratios, goals, effects, _, assumptions = summary_parts(resolved)
    mapped = maps.flow_map([maps.sketch(resolved.case, resolved.moves)], say("Where people move"))
    return page(
        title,
        [
            basis, ratios, effects, goals,
            *([mapped] if mapped else []),
            charts.tier_bars(plan.metrics["moves_by_tier"], say("Moves by location")),
            *charts.school_changes(resolved),
            clauses_part(resolved),
            assumptions,
        ],
    )  # fmt: skip


def clauses_part(resolved: ResolvedPlan) -> Part:
    """Every clause with what counting says of it."""
    case, plan = resolved.case, resolved.plan
    rows: list[list[Cell]] = [
        [
            rule_title(case.policy, line.id),
            cited(case.policy, line),
            *clause_words(case, line),
            verdict(line.satisfied),
            yes_no(line.assumed),
        ]
        for line in plan.clauses
    ]
    marks = [{True: "good", False: "bad", None: None}[line.satisfied] for line in plan.clauses]
    fields = [
        Field(say("rule"), 0), Field(say("source"), 0), Field(say("required"), 0, "wrap"), Field(say("counted"), 0, "wrap"),
        Field(say("verdict"), 0, "mid"), Field(say("assumed"), 0, "mid"),
    ]  # fmt: skip
    return Part(say("Clauses"), fields, rows, marks)
