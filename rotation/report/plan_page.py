"""report.html: one plan as charts and tables, in one file."""

from __future__ import annotations

from rotation.language import say
from rotation.output.html import page
from rotation.output.parts import Cell, Field, Part
from rotation.planning.audit import moves_of
from rotation.planning.plan import Plan
from rotation.report import charts, maps
from rotation.report.words import clause_words, county_name, rule_title, verdict, yes_no
from rotation.report.workbook import summary_parts
from rotation.rules.case import Case


def plan_page(case: Case, plan: Plan) -> str:
    """The page of `plan`, which was made on `case`; the same plan, the same bytes."""
    moves = moves_of(case, plan)[0]
    title = say("Teacher rotation plan {year}: {county}", year=plan.year, county=county_name(plan.county))
    basis, checks, goals, effects, _, assumptions = summary_parts(case, plan)
    mapped = maps.flow_map([maps.sketch(case, moves)], say("Where people move"))
    return page(
        title,
        [
            basis, checks, effects, goals,
            *([mapped] if mapped else []),
            charts.tier_bars(plan.metrics["moves_by_tier"], say("Moves by location")),
            *charts.school_changes(case, moves),
            clauses_part(case, plan),
            assumptions,
        ],
    )  # fmt: skip


def clauses_part(case: Case, plan: Plan) -> Part:
    """Every clause with what counting says of it."""
    rows: list[list[Cell]] = [
        [
            rule_title(case.policy, line.id),
            line.citation,
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
