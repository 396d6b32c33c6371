"""A right plan corrupted in every place: refused in a sentence or found by the audit, never a traceback."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rotation.errors import RotationError
from rotation.explain.amend import amend, with_pins
from rotation.intake.read import Reading
from rotation.planning.audit import audit
from rotation.planning.plan import GoalLine as Line
from rotation.planning.plan import Plan, goal_contradictions, read_plan
from rotation.planning.resolved import ResolvedPlan
from rotation.policy.policy import Policy
from rotation.rules.case import Case
from rotation.rules.goals import GOALS
from rotation.rules.table import settings
from rotation.tasks import inputs
from rotation.tasks.progress import Progress
from solvers.clock import Clock
from tests.corruption import corruptions, put, text_of

pytestmark = pytest.mark.slow

# What no recount can tell from an honest plan, and why.
BEYOND_COUNTING = {
    "parameters": "within its range, and every clause and figure is the same under it: --set could have said it",
    "repair dropped": "the goals stand as they are: what they call proven is proven among all plans",
    "repair.of": "the hash of tables that are not at hand",
    "repair.changes": "counted against a plan that is not at hand",
    "repair.proven": "whether a plan changes fewer only solving can tell",
    "repair.settled": "whether of those with so few changes one is better only solving can tell",
}
ONLY_SAID = (".checked",)  # whether integers show it only solving can tell


@pytest.fixture(scope="module")
def repaired(small_case: Case, small_plan: Plan) -> tuple[Case, Plan]:
    again = with_pins(small_case, [], [small_plan.moves[0].teacher_id])
    amended = amend(ResolvedPlan(small_case, small_plan), again.case, Clock())
    return amended.resolved.case, amended.resolved.plan


def verdict(case: Case, path: Path, text: str, monkeypatch: pytest.MonkeyPatch) -> str | None:
    """What is said against the plan, None where it stands."""

    def read(county: Path, policy: Policy, year: int) -> Reading:
        return Reading(case.county, ())

    monkeypatch.setattr(inputs, "read_county", read)
    path.write_text(text, "utf-8", errors="surrogatepass")
    try:
        plan = read_plan(path)
        wrong = audit(inputs.planned_case(path, plan, None, Progress()), plan).wrong
    except RotationError as refused:
        return str(refused)
    return "、".join(wrong) or None


@pytest.mark.parametrize("kind", ["plan", "repair"])
def test_every_corruption_is_found(
    kind: str, small_case: Case, small_plan: Plan, repaired: tuple[Case, Plan], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    case, plan = (small_case, small_plan) if kind == "plan" else repaired
    case = replace(case, county=replace(case.county, name=plan.county))
    assert verdict(case, tmp_path / "p.json", plan.to_json(), monkeypatch) is None
    data, rng = json.loads(plan.to_json()), random.Random(kind)
    missed, tried = [], 0
    for where, text in corruptions(data, rng, 3 if kind == "plan" else 1):
        tried += 1
        if verdict(case, tmp_path / "p.json", text, monkeypatch) is None:
            missed.append(where)
    assert tried > 500
    beyond = [name for name in missed if name.startswith(tuple(BEYOND_COUNTING)) or name.endswith(ONLY_SAID)]
    assert [name for name in missed if name not in beyond] == []
    assert len(beyond) < 60


def test_a_parameter_lost_or_out_of_its_range_is_found(
    small_case: Case, small_plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = json.loads(small_plan.to_json())
    assert set(data["parameters"]) == set(settings()) - set(small_case.policy.silent)
    for key in data["parameters"]:
        for text in (
            text_of(put(data, ("parameters", key), None, drop=True)),
            text_of(put(data, ("parameters", key), 40_000)),
            text_of(put(data, ("parameters", key), "15")),
        ):
            assert "parameters" in (verdict(small_case, tmp_path / "p.json", text, monkeypatch) or ""), key


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "JSON"), ("{", "JSON"), ("[" * 100_000, "嵌套"), ('{"format": NaN}', "NaN"), ('{"a": 1e999}', "1e999"),
        ('{"a": Infinity}', "Infinity"), ('{"a": ' + "9" * 5000 + "}", "位数"), ('{"a": 1, "a": 2}', "a"), ("null", "表"),
        ("[]", "表"), ('"x"', "表"), ('{"format": "rotation-plan/1"}', "moves"), ('{"a": "\\ud800"}', "a"),
    ],
)  # fmt: skip
def test_what_is_no_plan_is_refused_in_a_sentence(text: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(text, "utf-8")
    with pytest.raises(RotationError, match=said) as refused:
        read_plan(path)
    assert refused.value.status == 3


def test_a_status_that_the_goals_do_not_bear_out(small_plan: Plan, tmp_path: Path) -> None:
    path = tmp_path / "plan.json"
    path.write_text(small_plan.to_json().replace('"optimal"', '"feasible"'), "utf-8")
    with pytest.raises(RotationError, match="optimal"):
        read_plan(path)


def lines(*said: tuple[int, int | None, bool] | tuple[int, int, bool, bool]) -> list[Line]:
    rest = (3, None, False, *((False,) if said and len(said[0]) == 4 else ()))
    every: list[tuple[Any, ...]] = [*said, *[rest] * (len(GOALS) - len(said))]
    return [Line(name, *one) for name, one in zip(GOALS, every, strict=True)]


@pytest.mark.parametrize(
    ("said", "wrong"),
    [
        (lines((3, 3, True), (9, 8, False)), []),
        (lines((3, None, False)), []),
        (lines((3, 3, True), (9, 9, True), (5, 6, False)), []),  # rural: more is better
        (lines((3, 4, False)), ["shortage"]),
        (lines((3, 2, True)), ["shortage"]),
        (lines((3, None, True)), ["shortage"]),
        (lines((3, 3, True, True), (9, 9, True, False)), []),
        (lines((3, 2, False, True)), []),  # of a goal not proven `checked` says nothing
        (lines((3, 2, False), (9, 8, False)), ["balance"]),
        (lines((3, 2, False), (9, 9, True)), ["balance"]),
        (lines((3, 3, True), (9, 9, True), (5, 4, False)), ["rural"]),
        (lines((3, 3, True))[1:], [""]),
        (list(reversed(lines())), [""]),
        ([], [""]),
    ],
)  # fmt: skip
def test_value_bound_and_proof_fit_together(said: list[Line], wrong: list[str]) -> None:
    assert goal_contradictions(said, GOALS, list(GOALS)) == wrong
