"""Principals left out of a run, and those of schools of very different size kept apart."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from rotation.cli import cli
from rotation.county.building import build_county
from rotation.planning.audit import audit
from rotation.planning.plan import PrincipalMove
from rotation.planning.planner import make_plan
from rotation.policy.parameters import assumptions
from rotation.rules.candidates import find_candidates, pin_faults
from rotation.rules.case import Case
from rotation.rules.packs import load_policy
from tests.counties import YEAR, school, tables, teacher
from tests.oracle import Oracle, PrincipalOracle, Tables

FREE = {"quota.lower": 0, "backbone_share.percent": 0}


def led(sizes: list[int], pins: list[dict[str, Any]] | None = None) -> Tables:
    """A county of schools of these sizes, each with a principal whose terms are up."""
    schools = [school(f"S{i}", pupils=size) for i, size in enumerate(sizes)]
    heads = [teacher(f"H{i}", f"S{i}", post="校长", terms=2) for i in range(len(sizes))]
    return tables(schools, heads, pins=pins or [])


def case_of(data: Tables, **changes: int | bool) -> Case:
    values = {**FREE, **{key.replace("__", "."): value for key, value in changes.items()}}
    return Case(build_county("小县", data), load_policy("nantong-2017").with_values(values), YEAR)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from((50, 96, 100, 150, 200, 201, 1460)), min_size=2, max_size=5), st.integers(0, 4))
@pytest.mark.slow
def test_sizes_are_bounded_as_by_brute_force(sizes: list[int], ratio: int) -> None:
    case = case_of(data := led(sizes), principals__max_pupil_ratio=ratio)
    plan = make_plan(case, "2026").plan
    values, moves = PrincipalOracle(Oracle(data, case.policy.values, YEAR, "2026")).best()
    assert [line.value for line in plan.principal_goals] == values
    assert {move.teacher_id: move.to_school_id for move in plan.principals} == moves
    assert audit(case, plan).passed


def test_twice_the_pupils_is_within_two_and_a_pupil_more_is_not() -> None:
    assert len(make_plan(case_of(led([100, 200]), principals__max_pupil_ratio=2), "2026").plan.principals) == 2
    assert not make_plan(case_of(led([100, 201]), principals__max_pupil_ratio=2), "2026").plan.principals


def test_a_named_school_is_open_whatever_its_size() -> None:
    pins: list[dict[str, Any]] = [
        {"teacher_id": f"H{i}", "kind": "指定学校", "school_id": f"S{1 - i}", "reason": None} for i in (0, 1)
    ]
    case = case_of(data := led([96, 1460, 100], pins), principals__max_pupil_ratio=2)
    plan = make_plan(case, "2026").plan
    assert {m.teacher_id: m.to_school_id for m in plan.principals} == {"H0": "S1", "H1": "S0"}
    assert PrincipalOracle(Oracle(data, case.policy.values, YEAR, "2026")).best()[1] == {"H0": "S1", "H1": "S0"}


def test_the_audit_sees_a_swap_out_of_proportion() -> None:
    free, bound = case_of(data := led([96, 1460])), case_of(data, principals__max_pupil_ratio=3)
    plan = make_plan(free, "2026").plan
    assert len(plan.principals) == 2
    assert "principal_posts" in audit(bound, replace(plan, parameters=bound.policy.parameters)).broken


def test_left_out_nobody_moves_and_nothing_is_claimed() -> None:
    case = case_of(led([96, 1460]), principals__on=False)
    plan = make_plan(case, "2026").plan
    assert (list(plan.principals), list(plan.principal_goals), plan.metrics["principals"]) == ([], [], None)
    lines = {line.id: line for line in plan.clauses}
    assert lines["principal_posts"].satisfied is None
    assert lines["principal_terms"].satisfied is None
    assert audit(case, plan).passed
    smuggled = replace(plan, principals=[PrincipalMove("H0", "S0", "S1")])
    assert "principal_posts" in audit(case, smuggled).broken
    lines_of_another = make_plan(case_of(led([96, 1460])), "2026").plan.principal_goals
    assert "principal_goals" in audit(case, replace(plan, principal_goals=lines_of_another)).misstated


@pytest.mark.parametrize("kind", ["必须交流", "指定学校", "不得交流"])
def test_a_pin_against_it_is_said(kind: str) -> None:
    pin: dict[str, Any] = {
        "teacher_id": "H0",
        "kind": kind,
        "school_id": "S1" if kind == "指定学校" else None,
        "reason": None,
    }
    faults = pin_faults(find_candidates(case_of(led([96, 1460], [pin]), principals__on=False)))
    assert [fault.value for fault in faults] == ([] if kind == "不得交流" else ["H0"])


def test_a_plan_says_no_more_of_it_than_before() -> None:
    """What a plan carries where both are as they always were: the bytes of older plans do not change."""
    plain = make_plan(case_of(led([100, 200])), "2026").plan
    assert not {"principals.on", "principals.max_pupil_ratio"} & plain.parameters.keys()
    pack = load_policy("nantong-2017").with_values({"principals.max_pupil_ratio": 3, "principals.on": False})
    assert pack.parameters["principals.max_pupil_ratio"] == 3
    assert pack.parameters["principals.on"] is False
    assert pack.as_planned(plain.parameters).values == {**pack.values, **FREE, "principals.on": True,
                                                        "principals.max_pupil_ratio": 0}  # fmt: skip


def test_a_pack_may_say_both(tmp_path: Path) -> None:
    from importlib import resources

    text = (resources.files("rotation") / "policy" / "nantong-2017.toml").read_text("utf-8")
    old = "parameters.max_terms"
    added = 'on = false\nparameters.max_pupil_ratio = { value = 4, unit = "倍", assumed = true }\n'
    (tmp_path / "pack.toml").write_text(text.replace(old, added + old), "utf-8")
    pack = load_policy(str(tmp_path / "pack.toml"))
    assert (pack.on("principals"), pack.number("principals.max_pupil_ratio")) == (False, 4)
    assert any("4 倍" in values for _, values, _ in assumptions(pack.with_values({"principals.on": True})))
    assert not any("倍" in values for _, values, _ in assumptions(load_policy("nantong-2017")))


def test_every_output_says_that_they_are_left_out(small_folder: Path, tmp_path: Path) -> None:
    done = CliRunner().invoke(
        cli, ["plan", str(small_folder), "--year", "2026", "--set", "principals.on=false", "--out", str(tmp_path)]
    )
    assert done.exit_code == 0, done.output
    assert "不列入" in done.output
    assert json.loads((tmp_path / "plan.json").read_text("utf-8"))["parameters"]["principals.on"] is False
    assert "本次不列入校长" in (tmp_path / "report.html").read_text("utf-8")
    assert CliRunner().invoke(cli, ["audit", str(small_folder), str(tmp_path / "plan.json")]).exit_code == 0
    told = CliRunner().invoke(cli, ["explain", str(small_folder), str(tmp_path / "plan.json"), "--teacher", "00001"])
    assert told.exit_code == 0, told.output
    assert "本次不列入校长" in told.output


@pytest.mark.slow
def test_a_scenario_may_leave_them_out(small_folder: Path, tmp_path: Path) -> None:
    scenarios = tmp_path / "s.toml"
    scenarios.write_text('[scenarios."不列校长"]\nset = { "principals.on" = false }\n', "utf-8")
    done = CliRunner().invoke(
        cli, ["whatif", str(small_folder), str(scenarios), "--year", "2026", "--out", str(tmp_path / "out")]
    )
    assert done.exit_code == 0, done.output
    assert "失败" not in done.output
