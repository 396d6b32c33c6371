"""A clause that is new is known everywhere by its own file, the table and a pack: nothing else names it."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import openpyxl
import pytest
from click.testing import CliRunner, Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from docs.rules import rules
from rotation.cli import cli
from rotation.county.building import build_county
from rotation.errors import NoPlan, UsageFault
from rotation.explain.diagnosis import diagnose
from rotation.explain.price import prices
from rotation.explain.repairs import Repair, repairs
from rotation.intake.sample import as_csv, make_sample
from rotation.planning.audit import audit
from rotation.planning.plan import Plan, read_plan
from rotation.planning.planner import make_plan
from rotation.planning.resolved import ResolvedPlan
from rotation.policy.parameters import assumptions, setting_words
from rotation.policy.policy import Policy
from rotation.report.summary import audit_part, broken_places
from rotation.report.workbook import workbook
from rotation.rules.candidates import find_candidates
from rotation.rules.case import Case
from rotation.rules.packs import load_policy
from solvers.clock import Clock
from solvers.program import Builder
from tests.counties import LAX, YEAR, lively_counties, random_moves, school, tables, teacher, tiny_counties
from tests.oracle import Move, Oracle, Tables
from tests.rotation.rules import arrivals

pytestmark = pytest.mark.slow

FEW = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))


class ArrivalsOracle(Oracle):
    """The model by brute force, with the clause."""

    def broken(self, moves: tuple[Move, ...]) -> set[str]:
        come = Counter(self.to(move) for move in moves)
        most = self.params["arrivals.most"]
        return super().broken(moves) | ({"arrivals"} if any(count > most for count in come.values()) else set())


@pytest.fixture(autouse=True)
def _in_the_table() -> Iterator[None]:
    with arrivals.in_the_table():
        yield


@pytest.fixture(scope="module")
def pack(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return arrivals.pack(tmp_path_factory.mktemp("pack"))


def crowded(policy: Policy, pins: list[dict[str, Any]] | None = None) -> Case:
    """Two teachers whom B is short of, and one each that C and D are short of."""
    people = [teacher(f"A{i}", "A", willingness="自愿") for i in range(1, 5)]
    towns = [school("A"), school("B", location="乡村"), school("C"), school("D")]
    demand = {("B", "语文"): 2, ("C", "语文"): 1, ("D", "语文"): 1}
    return Case(build_county("小县", tables(towns, people, demand, pins=pins or [])), policy.with_values(LAX), YEAR)


def test_rows_check_and_oracle_agree(pack: Path) -> None:
    policy = load_policy(str(pack))

    @FEW
    @given(tiny_counties(most_plans=10**9), st.randoms(use_true_random=False))
    def agree(drawn: tuple[Tables, Policy, str], rng: random.Random) -> None:
        data, _, seed = drawn
        case = Case(build_county("小县", data), policy, YEAR)
        point, moves = random_moves(find_candidates(case), rng)
        builder = Builder()
        builder.add_columns(np.zeros(len(point), dtype=np.int64), np.ones(len(point), dtype=np.int64))
        builder.add_block(arrivals.CLAUSE.rows(find_candidates(case)))
        holds = builder.program().feasible(point)
        people, schools = case.county.teachers.teacher_id, case.county.schools.school_id
        written = tuple((people[m.teacher], schools[m.school], case.county.subjects[m.subject]) for m in moves)
        assert holds == (arrivals.CLAUSE.check(case, moves).satisfied is not False)
        assert holds == ("arrivals" not in ArrivalsOracle(data, policy.values, YEAR, seed).broken(written))

    agree()


def test_plans_are_those_of_brute_force(pack: Path) -> None:
    stated = load_policy(str(pack))

    @FEW
    @given(lively_counties(most_plans=400))
    def best(drawn: tuple[Tables, Policy, str]) -> None:
        data, drawn_policy, seed = drawn
        policy = stated.with_values(drawn_policy.values)
        found = ArrivalsOracle(data, policy.values, YEAR, seed).best()
        try:
            plan = make_plan(Case(build_county("小县", data), policy, YEAR), seed).plan
        except NoPlan:
            assert found is None
            return
        assert found is not None
        assert [goal.value for goal in plan.goals] == found[0]
        assert sorted((move.teacher_id, move.to_school_id, move.subject) for move in plan.moves) == found[1]

    best()


def test_the_audit_names_the_clause_and_the_school(pack: Path) -> None:
    policy = load_policy(str(pack))
    free = make_plan(crowded(policy.with_values({"arrivals.on": False})), "2026").plan
    assert Counter(move.to_school_id for move in free.moves)["B"] == 2
    case = crowded(policy)
    judged = audit(case, free)
    assert judged.broken == ["arrivals"]
    line, finding = next(pair for pair in judged.lines if pair[0].id == "arrivals")
    assert line.binding
    assert line.assumed
    assert broken_places(case, finding) == " (B校（小学）)"
    row = next(row for row in audit_part(case, judged).rows if row[0] == "一校调入上限")
    assert row[1] == "1 所学校违反"
    bound = make_plan(case, "2026").plan
    assert audit(case, bound).passed
    assert Counter(move.to_school_id for move in bound.moves)["B"] == 1


def named(*people: str) -> list[dict[str, Any]]:
    return [{"teacher_id": i, "kind": "指定学校", "school_id": "B", "reason": None} for i in people]


def test_the_diagnosis_says_what_it_asks_and_what_would_do(pack: Path) -> None:
    case = crowded(load_policy(str(pack)), named("A1", "A2", "A3"))
    candidates = find_candidates(case)
    conflicts, subsets = diagnose(candidates, Clock())
    assert [conflict.clauses for conflict in conflicts] == [("pins", "arrivals")]
    assert "B校（小学）：至多调入1人" in conflicts[0].text
    assert {"clause": "arrivals", "school_id": "B", "stage": "小学", "subject": None, "teacher_id": None} in (
        conflicts[0].written(case)["where"]
    )
    found: list[Repair] = list(repairs(candidates, subsets, [each.clauses for each in conflicts], "2026"))
    threshold = next(repair for repair in found if repair.kind == "threshold")
    assert threshold.settings == "--set arrivals.most=3"
    assert threshold.text == "一校一年至多调入由 1 人（假定）改为 3 人"
    assert audit(crowded(case.policy.with_values({"arrivals.most": 3}), named("A1", "A2", "A3")), threshold.plan).passed
    aside = next(repair for repair in found if repair.kind == "clauses")
    assert aside.settings in ("--set pins.on=false", "--set arrivals.on=false")


def test_what_one_more_or_less_costs(pack: Path) -> None:
    found = list(prices(crowded(load_policy(str(pack))), "arrivals", "2026", Clock()))
    assert [(price.key, price.new) for price in found] == [
        ("arrivals.most", 0), ("arrivals.most", 2), ("arrivals.on", False),
    ]  # fmt: skip
    assert all(price.plan is not None for price in found)


def test_plan_and_workbook_carry_it(pack: Path, tmp_path: Path) -> None:
    case = crowded(load_policy(str(pack)))
    plan = make_plan(case, "2026").plan
    assert plan.parameters["arrivals.most"] == 1
    (tmp_path / "plan.json").write_text(plan.to_json(), "utf-8")
    read = read_plan(tmp_path / "plan.json")
    assert read.to_json() == plan.to_json()
    (tmp_path / "plan.xlsx").write_bytes(workbook(ResolvedPlan(case, read)))
    book = openpyxl.load_workbook(tmp_path / "plan.xlsx")
    rows = [[str(cell) for cell in row] for sheet in book for row in sheet.iter_rows(values_only=True)]
    assert any(row[0] == "一校调入上限" and "一校一年至多调入 1 人（假定）" in row for row in rows)
    assert any("arrivals.most" in row for row in rows)
    assert ("一校调入上限", "一校一年至多调入 1 人", "") in assumptions(case.policy)
    assert setting_words(case.policy, "arrivals.on", False) == "暂停规则“一校调入上限”"


def test_packs_state_it_or_do_without(pack: Path, small_case: Case, small_plan: Plan, tmp_path: Path) -> None:
    policy = load_policy(str(pack), ["arrivals.most=4"])
    assert policy.number("arrivals.most") == 4
    for setting in ("arrivals.most=1001", "arrivals.most=true", "arrivals.least=1"):
        with pytest.raises(UsageFault):
            load_policy(str(pack), [setting])
    wrong = tmp_path / "wrong.toml"
    text = pack.read_text("utf-8")
    for old, new, said in (
        ('value = 1, unit = "人"', 'value = 1, unit = "%"', "arrivals.parameters.most.unit"),
        ('value = 1, unit = "人"', 'value = -1, unit = "人"', "arrivals.parameters.most.value"),
        ("parameters.most", "parameters.least", "arrivals.parameters.least"),
    ):
        wrong.write_text(text.replace(old, new), "utf-8")
        with pytest.raises(UsageFault, match=said):
            load_policy(str(wrong))
    with pytest.raises(UsageFault):
        load_policy("nantong-2017", ["arrivals.most=4"])
    plain = Case(small_case.county, load_policy("nantong-2017"), small_case.year)
    assert make_plan(plain, "2026").plan.to_json() == small_plan.to_json()
    assert audit(plain, small_plan).passed


def test_the_documents_tell_of_it(pack: Path) -> None:
    for language in ("en", "zh"):
        told = rules(language, load_policy(str(pack)))
        assert "`arrivals`" in told
        assert "arrivals.most" in told
    assert "At most so many teachers come to one school in a year" in rules("en", load_policy(str(pack)))
    assert "arrivals" not in rules("zh", load_policy("nantong-2017"))


def rotation(*arguments: object) -> Result:
    return CliRunner().invoke(cli, [str(each) for each in arguments], catch_exceptions=True)


def test_the_commands_know_it(pack: Path, tmp_path: Path) -> None:
    """As an officer would: a plan, its audit, and a county without a plan."""
    county = tmp_path / "小县"
    county.mkdir()
    for name, content in as_csv(make_sample(4, 80, "t")).items():
        (county / name).write_bytes(content)
    common = ("plan", county, "--policy", pack, "--year", YEAR, "--seed", "2026")
    out = tmp_path / "plan"
    done = rotation(*common, "--set", "arrivals.most=4", "--out", out)
    assert done.exit_code == 0, done.output
    stated = {line["id"]: line for line in json.loads((out / "plan.json").read_text("utf-8"))["clauses"]}
    assert stated["arrivals"]["satisfied"]
    done = rotation("audit", county, out / "plan.json", "--policy", pack)
    assert done.exit_code == 0, done.output
    assert "一校调入上限" in done.output
    done = rotation(*common, "--out", tmp_path / "none")
    assert done.exit_code == NoPlan.status, done.output
    written = json.loads((tmp_path / "none" / "diagnosis.json").read_text("utf-8"))
    assert ["quota", "arrivals"] in [conflict["clauses"] for conflict in written["conflicts"]]
    assert any("--set arrivals.most=4" in repair["settings"] for repair in written["repairs"])
