"""The audit: it names what is broken, by the plan's own parameters, without the solver."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from rotation.county.building import build_county
from rotation.errors import BadData
from rotation.planning.audit import audit, clause_lines, planned_moves
from rotation.planning.figures import figures
from rotation.planning.plan import Plan
from rotation.rules.case import Case
from rotation.rules.goals import GOALS
from rotation.rules.moves import Move
from rotation.rules.packs import load_policy
from rotation.rules.principals import Principals
from tests.counties import LAX, YEAR, deciding, school, tables, teacher


def test_a_good_plan_passes(small_case: Case, small_plan: Plan) -> None:
    result = audit(small_case, small_plan)
    assert result.passed
    assert {line.id for line, _ in result.lines} == {line.id for line in small_plan.clauses}


def restate(case: Case, plan: Plan, moves: list[Move]) -> Plan:
    """`plan` with other moves, everything it states of them counted anew."""
    principals = Principals(case)
    to = [(case.county.teacher_index[p.teacher_id], p.to_school_id) for p in plan.principals]
    return replace(
        plan,
        moves=planned_moves(case, moves),
        goals=[replace(g, value=GOALS[g.id].value(case, plan.seed, moves)) for g in plan.goals],
        clauses=[line for line, _ in clause_lines(case, moves, to)],
        metrics=figures(case, moves, principals, to),
    )


@pytest.mark.parametrize("clause", deciding())
def test_names_exactly_the_clause_broken(clause: str) -> None:
    """The best plan without a clause, judged with it: the audit names that clause alone."""
    from rotation.planning.planner import make_plan

    data, changes = deciding()[clause]
    policy = load_policy("nantong-2017").with_values({**LAX, **changes})
    county = build_county("小县", data)
    free = make_plan(Case(county, policy.with_values({f"{clause}.on": False}), YEAR), "2026").plan
    case = Case(county, policy, YEAR)
    index = county.teacher_index
    moves = [
        Move(
            index[m.teacher_id],
            county.schools.row_of[m.from_school_id, m.stage],
            county.schools.row_of[m.to_school_id, m.stage],
            county.subjects.index(m.subject),
        )
        for m in free.moves
    ]
    judged = audit(case, restate(case, replace(free, parameters=policy.parameters), moves))
    assert judged.broken == [clause]
    assert judged.misstated == ()
    assert not judged.passed
    # Judged by the parameters it was made with, the same plan passes.
    assert audit(Case(county, policy.with_values({f"{clause}.on": False}), YEAR), free).passed


def move_rules() -> list[tuple[str, Move]]:
    """Moves in `plain_case` that each break one rule for the moves themselves."""
    return [
        ("eligible", Move(1, 0, 1, 1)),
        ("direction", Move(2, 3, 0, 1)),
        ("reach", Move(0, 0, 2, 1)),
        ("qualification", Move(0, 0, 1, 0)),  # 数学, which the teacher does not teach
    ]


@pytest.fixture
def plain_case() -> Case:
    schools = [
        school("A", lon=120.0, lat=32.0),
        school("B", lon=120.1, lat=32.0),
        school("C", lon=121.5, lat=32.0),
        school("D", location="乡村", lon=120.0, lat=32.1),
    ]
    people = [teacher("1", "A"), teacher("2", "A", joined=20240901), teacher("3", "D")]
    people += [teacher(str(i), "ABD"[i % 3], exemption="孕期") for i in range(4, 9)]
    data = tables(schools, people, {("A", "数学"): 1})
    return Case(build_county("县", data), load_policy("nantong-2017").with_values(LAX), YEAR)


@pytest.mark.parametrize(("rule", "move"), move_rules())
def test_names_the_rule_a_move_breaks(plain_case: Case, rule: str, move: Move) -> None:
    lines = clause_lines(plain_case, [move], [])
    assert [line.id for line, _ in lines if line.binding and line.satisfied is False] == [rule]


def test_no_movers_fail_the_share(small_case: Case, small_plan: Plan) -> None:
    result = audit(small_case, restate(small_case, small_plan, []))
    lines = {line.id: line for line, _ in result.lines}
    assert result.broken[0] == "quota"
    assert lines["quota"].satisfied is False
    assert lines["backbone_share"].satisfied is None
    assert lines["national_exchange"].satisfied is False


def test_nobody_eligible_is_not_applicable() -> None:
    case = Case(
        build_county("县", tables([school("A"), school("B")], [teacher("1", "A", exemption="孕期")])),
        load_policy("nantong-2017"),
        YEAR,
    )
    lines = {line.id: line for line, _ in clause_lines(case, [], [])}
    assert lines["quota"].satisfied is None
    assert lines["national_exchange"].satisfied is None
    assert case.pool == 0


def test_false_statements_are_named(small_case: Case, small_plan: Plan) -> None:
    wrong = replace(
        small_plan,
        eligible=small_plan.eligible + 1,
        goals=[replace(small_plan.goals[0], value=0), *small_plan.goals[1:]],
        moves=[replace(small_plan.moves[0], km=0.3), *small_plan.moves[1:]],
    )
    assert set(audit(small_case, wrong).misstated) == {"eligible", "goals.shortage", "moves"}


def test_principals_sent_where_they_may_not(small_case: Case, small_plan: Plan) -> None:
    first = small_plan.principals[0]
    wrong = replace(small_plan, principals=[first])
    assert "principal_posts" in audit(small_case, wrong).broken


def test_other_data_are_refused(small_case: Case, small_plan: Plan) -> None:
    with pytest.raises(BadData, match="已有改动"):
        audit(small_case, replace(small_plan, input_sha256="0" * 64))
    with pytest.raises(BadData, match="没有的内容"):
        audit(small_case, replace(small_plan, moves=[replace(small_plan.moves[0], teacher_id="nobody")]))


def test_runs_where_the_solvers_cannot_be_imported(small_folder: Path, small_plan: Plan, tmp_path: Path) -> None:
    """A notice board has Python and numpy, but neither ortools nor HiGHS."""
    plan = tmp_path / "plan.json"
    plan.write_text(small_plan.to_json(), "utf-8")
    code = (
        "import sys\n"
        "for name in ('ortools', 'highspy', 'pandas'): sys.modules[name] = None\n"
        "from rotation.cli import main\n"
        f"sys.argv = ['rotation', 'audit', {str(small_folder)!r}, {str(plan)!r}]\n"
        "main()\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "均核实无误" in done.stdout
