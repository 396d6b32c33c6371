"""A right plan corrupted in every place: refused in a sentence or found by the audit, never a traceback."""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Iterator
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

ODD: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 7, 2.5, 10**30, -(10**30), "", " ", "x", "15", "校", [], [[]], {}, {"a": 1}, "\u2028",
)  # fmt: skip
# What no recount can tell from an honest plan, and why.
BEYOND_COUNTING = {
    "parameters": "within its range, and every clause and figure is the same under it: --set could have said it",
    "repair dropped": "the goals stand as they are: what they call proven is proven among all plans",
    "repair.of": "the hash of tables that are not at hand",
    "repair.changes": "counted against a plan that is not at hand",
    "repair.proven": "whether a plan changes fewer only solving can tell",
    "repair.settled": "whether of those with so few changes one is better only solving can tell",
}
Path_ = tuple[str | int, ...]


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


def leaves(value: Any, at: Path_ = ()) -> Iterator[Path_]:
    """Every place in `value`; of a list of more than four the first and the last two entries stand for all."""
    yield at
    if isinstance(value, dict):
        for key, entry in value.items():
            yield from leaves(entry, (*at, key))
    elif isinstance(value, list):
        for i in range(len(value)) if len(value) <= 4 else (0, 1, len(value) - 1):
            yield from leaves(value[i], (*at, i))


def corruptions(data: dict[str, Any], rng: random.Random, each: int) -> Iterator[tuple[str, str]]:
    """(where, text): a value replaced by another, a key dropped, added, doubled, a list's entries lost or exchanged."""
    for at in leaves(data):
        name = ".".join(map(str, at))
        old = _get(data, at)
        for new in rng.sample(ODD, each):
            if _text(new) != _text(old):
                yield name, _text(_put(data, at, new))
        if isinstance(old, int) and not isinstance(old, bool):
            yield name, _text(_put(data, at, old + rng.choice((-1, 1, 1000))))
        if at:
            yield f"{name} dropped", _text(_put(data, at, None, drop=True))
        if isinstance(old, dict):
            yield f"{name} more", _text(_put(data, at, {**old, "more": 1}))
            if old:
                key = rng.choice(list(old))
                doubled = _text(_put(data, at, {"@": 0, **old})).replace('"@": 0', f'"{key}": {_text(old[key])}', 1)
                yield f"{name} twice", doubled
        if isinstance(old, list) and len(old) > 1:
            i, j = sorted(rng.sample(range(len(old)), 2))
            if old[i] != old[j]:
                yield f"{name} order", _text(_put(data, at, [*old[:i], old[j], *old[i + 1 : j], old[i], *old[j + 1 :]]))
            yield f"{name} entry twice", _text(_put(data, at, [*old[: i + 1], *old[i:]]))


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _get(data: Any, at: Path_) -> Any:
    for part in at:
        data = data[part]
    return data


def _put(data: Any, at: Path_, new: Any, *, drop: bool = False) -> Any:
    if not at:
        return new
    changed = copy.deepcopy(data)
    *way, last = at
    place = _get(changed, tuple(way))
    if drop:
        del place[last]
    else:
        place[last] = new
    return changed


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
    beyond = [name for name in missed if name.startswith(tuple(BEYOND_COUNTING))]
    assert [name for name in missed if name not in beyond] == []
    assert len(beyond) < 60


def test_a_parameter_lost_or_out_of_its_range_is_found(
    small_case: Case, small_plan: Plan, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = json.loads(small_plan.to_json())
    assert set(data["parameters"]) == set(settings()) - set(small_case.policy.silent)
    for key in data["parameters"]:
        for text in (
            _text(_put(data, ("parameters", key), None, drop=True)),
            _text(_put(data, ("parameters", key), 40_000)),
            _text(_put(data, ("parameters", key), "15")),
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


def lines(*said: tuple[int, int | None, bool]) -> list[Line]:
    every = [*said, *[(3, None, False)] * (len(GOALS) - len(said))]
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
