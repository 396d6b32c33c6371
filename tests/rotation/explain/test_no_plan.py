"""Conflicts and repairs against every plan there is: irreducible, the smallest first, least in their kind."""

from __future__ import annotations

from itertools import combinations, product
from typing import Any

import pytest
from hypothesis import HealthCheck, assume, event, given, settings
from hypothesis import strategies as st

from rotation.county.building import build_county
from rotation.explain.diagnosis import diagnose
from rotation.explain.repairs import Repair, repairs
from rotation.explain.thresholds import least_thresholds, thresholds
from rotation.policy.policy import Policy
from rotation.rules.candidates import find_candidates, pin_faults
from rotation.rules.case import Case
from rotation.rules.clauses import CLAUSES
from rotation.rules.packs import load_policy
from solvers.clock import Clock
from tests.counties import YEAR, school, tables, teacher, tiny_counties
from tests.oracle import Oracle, Tables

pytestmark = pytest.mark.slow

MANY = settings(max_examples=50, deadline=None, suppress_health_check=list(HealthCheck))


def unplannable(drawn: tuple[Tables, Policy, str]) -> tuple[Oracle, Case]:
    data, policy, seed = drawn
    case = Case(build_county("小县", data), policy, YEAR)
    oracle = Oracle(data, policy.values, YEAR, seed)
    assume(not pin_faults(find_candidates(case)))
    assume(not any(oracle.holds(moves) for moves in oracle.plans()))
    return oracle, case


@MANY
@given(tiny_counties(most_plans=300))
def test_conflicts_are_all_the_smallest_irreducible_ones(drawn: tuple[Tables, Policy, str]) -> None:
    oracle, case = unplannable(drawn)
    found, _ = diagnose(find_candidates(case), Clock())
    wide = Oracle(oracle.tables, {**oracle.params, "one_move.on": False}, YEAR, oracle.seed)
    if wide.size() > 30_000:
        event("too many plans to move twice")
        wide = oracle
    broken = {frozenset(wide.broken(moves)) for moves in wide.plans()}
    on = [name for name in CLAUSES if case.policy.on(name) and (wide is not oracle or name != "one_move")]
    infeasible: list[frozenset[str]] = []
    for size in range(1, len(on) + 1):
        for names in map(frozenset, combinations(on, size)):
            if not any(known <= names for known in infeasible) and all(bad & names for bad in broken):
                infeasible.append(names)
    told = [frozenset(conflict.clauses) - (frozenset() if wide is not oracle else {"one_move"}) for conflict in found]
    event(f"{len(infeasible)} conflicts, smallest of {len(infeasible[0])}")
    if wide is not oracle:
        assert len(found) == min(5, len(infeasible))
        assert set(told) <= set(infeasible)
        assert [len(names) for names in told] == sorted(len(names) for names in infeasible)[:5]
    else:
        assert all(any(known <= names for known in infeasible) for names in told)
    for conflict in found:
        assert conflict.text
        assert {each.clause for each in conflict.where} <= set(conflict.clauses)


def possible(tables: Tables, params: dict[str, Any], seed: str) -> bool:
    oracle = Oracle(tables, params, YEAR, seed)
    forced = {p["teacher_id"] for p in tables["pins"] if p["kind"] in ("必须交流", "指定学校")} & oracle.teaching.keys()
    if params["pins.on"] and any(not oracle.candidates(i) for i in forced):
        return False
    if oracle.size() > 40_000:
        assume(False)
    return any(oracle.holds(moves) for moves in oracle.plans())


@settings(MANY, max_examples=25)
@given(tiny_counties(most_plans=200))
def test_each_repair_is_least_in_its_kind(drawn: tuple[Tables, Policy, str]) -> None:
    oracle, case = unplannable(drawn)
    assume(oracle.params["one_move.on"])
    found, subsets = diagnose(find_candidates(case), Clock())
    told = list(repairs(find_candidates(case), subsets, [conflict.clauses for conflict in found], oracle.seed))
    kinds = {"threshold": _threshold, "pins": _pins, "staff_quota": _quota, "clauses": _clauses, "backbone": _backbone}
    for repair in told:
        event(repair.kind)
        assert repair.goals
        kinds[repair.kind](oracle, repair)
    for clause in ("quota",):  # a threshold that could be moved is not passed over
        if not any(repair.kind == "clauses" for repair in told):
            assert not possible(oracle.tables, {**oracle.params, f"{clause}.on": False}, oracle.seed)
    if not any(repair.kind == "pins" for repair in told) and oracle.params["pins.on"]:
        free: Tables = {**oracle.tables, "pins": [p for p in oracle.pins if p["teacher_id"] not in oracle.teaching]}
        assert not possible(free, dict(oracle.params), oracle.seed)


@settings(MANY, max_examples=30)
@given(tiny_counties(most_plans=300), st.sampled_from(("service.min_years", "retirement.min_months")))
def test_who_is_eligible_may_change_both_ways(drawn: tuple[Tables, Policy, str], key: str) -> None:
    """Fewer years and more of them, as by asking for every value: the nearest of each way is offered, or there is none."""
    oracle, case = unplannable(drawn)
    assume(oracle.params["one_move.on"])
    now, most = oracle.params[key], 50 if key == "service.min_years" else 500
    nearest = set()
    for values in (range(now - 1, -1, -1), range(now + 1, most)):
        seen = None
        for value in values:
            pool = Oracle(oracle.tables, {**oracle.params, key: value}, YEAR, oracle.seed).pool
            if pool != seen and possible(oracle.tables, {**oracle.params, key: value}, oracle.seed):
                nearest.add(value)
                break
            seen = pool
    event(" ".join(sorted({"down" if value < now else "up" for value in nearest})) or "neither")
    assert set(_least(case, key)) == nearest


def _least(case: Case, key: str) -> list[int]:
    known = {f"{rule.id}.{threshold.key}": (rule, threshold) for rule, threshold in thresholds(case.policy)}
    return list(least_thresholds(case, *known[key], Clock()))


def test_fewer_years_and_more_years() -> None:
    """Fewer years make the only backbone teacher eligible; more leave nobody of whom one in two could be asked."""
    data = tables(
        [school("A", staff_quota=9), school("B", staff_quota=9, location="乡村")],
        [teacher("T1", "A"), teacher("T2", "A"), teacher("T3", "A", backbone="骨干教师", joined=20220901)],
    )
    policy = load_policy("nantong-2017").with_values({"staffing.loss_percent": 100, "turnover.percent": 100})
    case = Case(build_county("小县", data), policy, YEAR)
    assert _least(case, "service.min_years") == [4, 17]
    oracle = Oracle(data, policy.values, YEAR, "2026")
    for value in (5, 16):
        assert not possible(data, {**oracle.params, "service.min_years": value}, "2026")


def _threshold(oracle: Oracle, repair: Repair) -> None:
    change = repair.changes[0]
    key, old, new = change["set"], change["from"], change["to"]
    assert possible(oracle.tables, {**oracle.params, key: new}, oracle.seed)
    step = 1 if new > old else -1
    for value in range(old, new, step)[-6:]:
        assert not possible(oracle.tables, {**oracle.params, key: value}, oracle.seed)


def _backbone(oracle: Oracle, repair: Repair) -> None:
    """With that many more recognised, whoever they may be, there is a plan; with fewer there is none."""
    count = repair.changes[0]["recognised"]
    others = [i for i in sorted(oracle.pool) if not oracle.backbone(i)]

    def with_level(who: tuple[str, ...]) -> Tables:
        rows = [{**t, "backbone": "骨干教师"} if i in who else t for i, t in oracle.people.items()]
        return {**oracle.tables, "teachers": rows}

    assert any(possible(with_level(who), dict(oracle.params), oracle.seed) for who in combinations(others, count))
    for who in combinations(others, count - 1):
        assert not possible(with_level(who), dict(oracle.params), oracle.seed)


def test_more_backbone_teachers_are_asked_for_where_they_are_wanting() -> None:
    data = tables([school("A", staff_quota=9), school("B", staff_quota=9)],
                  [*(teacher(f"T{i}", "A") for i in range(6)), teacher("T9", "B")])  # fmt: skip
    policy = load_policy("nantong-2017").with_values(
        {"quota.lower": 40, "quota.upper": 60, "backbone_share.percent": 50, "staffing.loss_percent": 100,
         "turnover.percent": 100}
    )  # fmt: skip
    case = Case(build_county("小县", data), policy, YEAR)
    found, subsets = diagnose(find_candidates(case), Clock())
    told = list(repairs(find_candidates(case), subsets, [conflict.clauses for conflict in found], "2026"))
    repair = next(repair for repair in told if repair.kind == "backbone")
    assert repair.changes == [{"recognised": 2}]
    assert "再认定 2 名" in repair.text
    _backbone(Oracle(data, policy.values, YEAR, "2026"), repair)
    assert any("没有人符合交流条件" in repair.text for repair in told if repair.kind == "threshold")


def _pins(oracle: Oracle, repair: Repair) -> None:
    gone = [tuple(change["drop_pin"].values()) for change in repair.changes]
    pins = [p for p in oracle.pins if p["teacher_id"] in oracle.teaching]
    names = [(p["teacher_id"], p["kind"], p["school_id"]) for p in pins]
    assert set(gone) <= set(names)

    def left(dropped: tuple[Any, ...]) -> Tables:
        kept = [p for p in oracle.pins if (p["teacher_id"], p["kind"], p["school_id"]) not in dropped]
        return {**oracle.tables, "pins": kept}

    assert possible(left(tuple(gone)), dict(oracle.params), oracle.seed)
    for size in range(len(gone)):
        for fewer in combinations(sorted(set(names), key=str), size):
            assert not possible(left(fewer), dict(oracle.params), oracle.seed)


def _quota(oracle: Oracle, repair: Repair) -> None:
    raised = {(c["staff_quota"]["school_id"], c["staff_quota"]["stage"]): (c["from"], c["to"]) for c in repair.changes}

    def with_quotas(to: dict[tuple[str, str], int]) -> Tables:
        rows = [
            {**s, "staff_quota": to.get((s["school_id"], s["stage"]), s["staff_quota"])}
            for s in oracle.tables["schools"]
        ]
        return {**oracle.tables, "schools": rows}

    assert possible(with_quotas({row: new for row, (_, new) in raised.items()}), dict(oracle.params), oracle.seed)
    total = sum(new - old for old, new in raised.values())
    rows = list(oracle.schools)
    if total > 3:
        return
    for more in product(range(total), repeat=len(rows)):
        if sum(more) < total:
            to = {row: oracle.schools[row]["staff_quota"] + n for row, n in zip(rows, more, strict=True)}
            assert not possible(with_quotas(to), dict(oracle.params), oracle.seed)


def _clauses(oracle: Oracle, repair: Repair) -> None:
    aside = [change["set"] for change in repair.changes]
    assert possible(oracle.tables, {**oracle.params, **dict.fromkeys(aside, False)}, oracle.seed)
    names = [f"{name}.on" for name in CLAUSES if name != "one_move" and oracle.params[f"{name}.on"]]
    for fewer in combinations(names, len(aside) - 1):
        assert not possible(oracle.tables, {**oracle.params, **dict.fromkeys(fewer, False)}, oracle.seed)


def test_pins_left_out_are_another_program() -> None:
    """Without its pins a county has more candidates: the rule alone is put aside, not another one with it."""
    data = tables(
        [school("A"), school("B", location="乡村")],
        [teacher("T1", "A"), teacher("T2", "B", joined=20250901)],
        pins=[{"teacher_id": "T1", "kind": "不得交流", "school_id": None, "reason": None}],
    )
    policy = load_policy("nantong-2017").with_values(
        {"backbone_share.percent": 0, "staffing.loss_percent": 100, "quota.lower": 50}
    )
    case = Case(build_county("小县", data), policy, YEAR)
    found, subsets = diagnose(find_candidates(case), Clock())
    told = list(repairs(find_candidates(case), subsets, [conflict.clauses for conflict in found], "2026"))
    settings = {repair.kind: repair.settings for repair in told}
    assert settings["clauses"] in ("--set pins.on=false", "--set quota.on=false")
    assert next(repair for repair in told if repair.kind == "pins").changes[0]["drop_pin"]["teacher_id"] == "T1"
