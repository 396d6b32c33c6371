"""A plan made long ago is accepted still: `kept/` holds one with its county as it was, and neither is ever made anew."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner

from rotation.cli import cli
from rotation.intake.read import read_county
from rotation.planning.audit import audit
from rotation.planning.plan import Plan, read_plan
from rotation.planning.planner import make_plan
from rotation.rules.case import Case
from rotation.rules.packs import load_policy

KEPT = Path(__file__).parent / "kept"
COUNTY, PLAN = KEPT / "旧县", KEPT / "旧县.plan.json"


def test_it_is_of_the_county_and_stands_its_audit() -> None:
    plan = read_plan(PLAN)
    policy = load_policy(plan.policy).as_planned(plan.parameters)
    case = Case(read_county(COUNTY, policy, plan.year).county, policy, plan.year)
    assert case.county.digest == plan.input_sha256
    assert audit(case, plan).wrong == []


def test_the_commands_take_it() -> None:
    done = CliRunner().invoke(cli, ["audit", str(COUNTY), str(PLAN)])
    assert done.exit_code == 0, done.output


def test_the_same_is_planned_today() -> None:
    plan = read_plan(PLAN)
    policy = load_policy(plan.policy)
    made = make_plan(Case(read_county(COUNTY, policy, plan.year).county, policy, plan.year), plan.seed).plan
    assert all(goal.checked for goal in (*made.goals, *made.principal_goals))
    assert _unsaid(made).to_json() == PLAN.read_text("utf-8")


def _unsaid(plan: Plan) -> Plan:
    """The plan as made when plan.json did not yet say which goals are checked."""
    return replace(
        plan,
        goals=[replace(goal, checked=None) for goal in plan.goals],
        principal_goals=[replace(goal, checked=None) for goal in plan.principal_goals],
    )
