"""The plan: what is decided, what is proven of it, and plan.json, which carries both."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from rotation.county.schema import STAGES
from rotation.errors import BadData
from rotation.language import say
from rotation.rules.goals import GOALS
from rotation.rules.goals.measure import MORE
from rotation.rules.principal_goals import PRINCIPAL_GOALS, Goals
from rotation.rules.table import Parameters
from rotation.shapes import LARGEST, Flag, ListOf, MapOf, Maybe, OneOf, Real, Shape, Table, Text, Whole, Wrong
from rotation.strict import read_json, refusal

FORMAT = "rotation-plan/1"


@dataclass(frozen=True)
class PlannedMove:
    """A teacher's move as it is written: ids, not rows; `km` to one decimal."""

    teacher_id: str
    from_school_id: str
    to_school_id: str
    stage: str
    subject: str
    backbone: bool
    km: float


@dataclass(frozen=True)
class PrincipalMove:
    """A principal's move between two posts."""

    teacher_id: str
    from_school_id: str
    to_school_id: str


@dataclass(frozen=True)
class GoalLine:
    """A goal's value and the bound proven for it, in the goal's own sense; None after an unproven one.

    `checked`: the proof is in exact integers, not only the word of a solver that searches; None where a plan of
    an earlier version does not say. Of a goal not proven it says nothing.
    """

    id: str
    value: int
    bound: int | None
    proven: bool
    checked: bool | None = None

    def record(self) -> dict[str, Any]:
        """The goal as plan.json has it."""
        return {name: value for name, value in vars(self).items() if name != "checked" or value is not None}


@dataclass(frozen=True)
class ClauseLine:
    """What counting says of a clause, with the article it rests on.

    `satisfied` is None where it does not apply; a clause that is not `binding` is only shown.
    """

    id: str
    citation: str
    required: int
    actual: int
    satisfied: bool | None
    binding: bool
    assumed: bool


@dataclass(frozen=True)
class Plan:
    """A plan with everything needed to judge it again: parameters, seed, and the hash of the data.

    `repair` stands in a plan that changes as little as can be of an earlier one: `of`, the
    hash of the data that one was made on, the `changes`, whether their number is `proven` least and the
    goals are `settled` among the plans with so few, and `fresh`, the goals of the plan made anew on the
    same data, None where it was not made. What the goals call proven is proven among all plans.
    """

    county: str
    year: int
    as_of: str
    policy: str
    parameters: Mapping[str, int | bool]
    seed: str
    input_sha256: str
    eligible: int
    moves: Sequence[PlannedMove]
    principals: Sequence[PrincipalMove]
    goals: Sequence[GoalLine]
    principal_goals: Sequence[GoalLine]
    clauses: Sequence[ClauseLine]
    metrics: Mapping[str, Any]
    repair: Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        for name in ("moves", "principals", "goals", "principal_goals", "clauses"):
            object.__setattr__(self, name, tuple(getattr(self, name)))  # so that a plan equals itself read again

    @property
    def optimal(self) -> bool:
        """Whether every goal, the principals' too, is proven: no plan of the same data is better."""
        return all(goal.proven for goal in (*self.goals, *self.principal_goals))

    @property
    def status(self) -> str:
        """As plan.json has it: optimal where every goal is proven."""
        return "optimal" if self.optimal else "feasible"

    @property
    def fingerprint(self) -> str:
        """SHA-256 of what is decided: data, seed and everybody who moves; the same whatever is proven of it."""
        moves = [[vars(move) for move in part] for part in (self.moves, self.principals)]
        decided = [self.county, self.year, self.policy, self.seed, self.input_sha256, moves]
        return hashlib.sha256(json.dumps(decided, ensure_ascii=False, sort_keys=True).encode()).hexdigest()

    def contradictions(self) -> Iterator[str]:
        """What the plan says that cannot be true whatever the county: by the names of plan.json."""
        if self.as_of != f"{self.year}-09-01":
            yield "as_of"
        heads_too = self.parameters.get("principals.on", True)
        for name, lines, table, ids in (
            ("goals", self.goals, GOALS, list(GOALS)),
            ("principal_goals", self.principal_goals, PRINCIPAL_GOALS, list(PRINCIPAL_GOALS) if heads_too else []),
        ):
            for goal in goal_contradictions(lines, table, ids):
                yield f"{name}.{goal}".rstrip(".")
        people = [move.teacher_id for move in self.moves]  # twice only where the clause one_move is off
        if people != sorted(people) or len(set(self.moves)) < len(self.moves):
            yield "moves"
        heads = [move.teacher_id for move in self.principals]
        if heads != sorted(set(heads)):
            yield "principals"
        if self.repair is not None and ("fresh" in self.repair) != ("settled" in self.repair):
            yield "repair"
        if self.fresh is not None:
            for own, best, table, name in (
                (self.goals, self.fresh[0], GOALS, "goals"),
                (self.principal_goals, self.fresh[1], PRINCIPAL_GOALS, "principal_goals"),
            ):
                ids = [goal.id for goal in own]
                if goal_contradictions(best, table, ids) or list(own) != bounded(own, best):
                    yield f"repair.fresh.{name}"

    @property
    def fresh(self) -> tuple[list[GoalLine], list[GoalLine]] | None:
        """The goals, the principals' too, of the plan made anew beside a repaired one; None where there are none."""
        found = (self.repair or {}).get("fresh")
        if found is None:
            return None
        return [GoalLine(**line) for line in found["goals"]], [GoalLine(**line) for line in found["principal_goals"]]

    def to_json(self) -> str:
        """plan.json: the same plan, the same bytes."""
        data = {
            "format": FORMAT,
            "county": self.county,
            "year": self.year,
            "as_of": self.as_of,
            "policy": self.policy,
            "parameters": dict(sorted(self.parameters.items())),
            "seed": self.seed,
            "input_sha256": self.input_sha256,
            "status": self.status,
            "eligible": self.eligible,
            "moves": [vars(move) for move in self.moves],
            "principals": [vars(move) for move in self.principals],
            "goals": [goal.record() for goal in self.goals],
            "principal_goals": [goal.record() for goal in self.principal_goals],
            "clauses": [vars(clause) for clause in self.clauses],
            "metrics": self.metrics,
        }
        if self.repair is not None:
            data["repair"] = dict(self.repair)
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def goal_contradictions(goals: Sequence[GoalLine], table: Goals, ids: Sequence[str]) -> list[str]:
    """Ids of the goals whose value, bound and proof cannot all be true, "" where they are not those `ids` in order."""
    wrong = [] if [goal.id for goal in goals] == list(ids) else [""]
    proven = True
    for goal in goals:
        over = goal.value if goal.bound is None else goal.bound
        beyond = over < goal.value if table[goal.id].sense == MORE else over > goal.value
        unfounded = not proven and (goal.proven or goal.bound is not None)
        unsaid = (goal.checked is None) != (goals[0].checked is None)
        if beyond or unfounded or unsaid or (goal.proven and goal.bound != goal.value):
            wrong.append(goal.id)
        proven = proven and goal.proven
    return wrong


def _count(most: int = LARGEST) -> Whole:
    return Whole(0, most)


_ID = Text(1, 200)
_SUM = Whole(-LARGEST, LARGEST)
_HASH = Text(1, 64, r"[0-9a-f]+", "5f70bf18")
_SHARE = Maybe(Real(0, 100))


def _goals(known: Collection[str]) -> Shape:
    goal: dict[str, Shape] = {"id": OneOf(known), "value": _SUM, "bound": Maybe(_SUM), "proven": Flag()}
    return ListOf(Table(goal, optional={"checked": Flag()}), most=1000)


def _before_after(shape: Shape, **more: Shape) -> Shape:
    return Table({**more, "before": shape, "after": shape})


# Figures may be added without a line here: the audit compares all of them with its own.
_METRICS = Table(
    {
        "eligible": _count(), "moved": _count(), "moved_percent": _SHARE, "backbone_moved": _count(),
        "backbone_percent": _SHARE, "demand_derived": Flag(),
        "lamps": ListOf(  # the ratio checks, under the key they have had from the first plan on
            Table({"id": _ID, "exchanged_percent": _count(1000), "exchanged": Maybe(Flag()),
                   "backbone_percent": _count(1000), "backbone": Maybe(Flag())}, others=True), 2, 2,
        ),
        "moves_by_tier": MapOf(_count()),
        "shortage": _before_after(Table({"posts": _count(), "weighted": _count()}, others=True)),
        "backbone_cv": MapOf(
            Table({"before": Maybe(Real(0, 1e6)), "after": Maybe(Real(0, 1e6)), "limit": Real(0, 1e6),
                   "within": Maybe(Flag())}, others=True)
        ),
        "schools_below": Table({name: _before_after(_count(), floor=Real(0, 1e6))
                                for name in ("backbone_per_100", "arts_per_100")}, others=True),
        "wishes": MapOf(_count()),
        "commute_km": Table({"median": Maybe(Real(0, 30_000)), "longest": Maybe(Real(0, 30_000))}, others=True),
        "pinned_moves": _count(),
        "principals": Maybe(Table({"due": _count(), "moved": _count(), "kept": _count()}, others=True)),
    },
    others=True,
)  # fmt: skip

# plan.json; what may be added to it stands under `optional`.
SHAPE = Table(
    {
        "format": OneOf((FORMAT,)),
        "county": Text(),
        "year": Whole(2000, 2100),
        "as_of": Text(10, 10, r"[0-9]{4}-09-01", "2026-09-01"),
        "policy": _ID,
        "parameters": Parameters(),
        "seed": Text(0, 1000),
        "input_sha256": _HASH,
        "status": OneOf(("optimal", "feasible")),
        "eligible": _count(),
        "moves": ListOf(
            Table({"teacher_id": _ID, "from_school_id": _ID, "to_school_id": _ID, "stage": OneOf(STAGES),
                   "subject": _ID, "backbone": Flag(), "km": Real(0, 30_000)})
        ),
        "principals": ListOf(Table({"teacher_id": _ID, "from_school_id": _ID, "to_school_id": _ID})),
        "goals": _goals(GOALS),
        "principal_goals": _goals(PRINCIPAL_GOALS),
        "clauses": ListOf(
            Table({"id": _ID, "citation": Text(0), "required": _SUM, "actual": _SUM, "satisfied": Maybe(Flag()),
                   "binding": Flag(), "assumed": Flag()}), most=1000,
        ),
        "metrics": _METRICS,
    },
    optional={
        "repair": Table(
            {"of": _HASH, "changes": _count(), "proven": Flag()},
            optional={
                "settled": Flag(),
                "fresh": Maybe(Table({"goals": _goals(GOALS), "principal_goals": _goals(PRINCIPAL_GOALS)})),
            },
        )
    },
)  # fmt: skip


def read_plan(path: str | Path) -> Plan:
    """Read a plan.json. Raises BadData, with every departure and its path, where it is none."""
    path = Path(path)
    data = read_json(path, SHAPE, BadData)
    plan = Plan(
        county=data["county"],
        year=data["year"],
        as_of=data["as_of"],
        policy=data["policy"],
        parameters=data["parameters"],
        seed=data["seed"],
        input_sha256=data["input_sha256"],
        eligible=data["eligible"],
        moves=tuple(PlannedMove(**move) for move in data["moves"]),
        principals=tuple(PrincipalMove(**move) for move in data["principals"]),
        goals=tuple(GoalLine(**goal) for goal in data["goals"]),
        principal_goals=tuple(GoalLine(**goal) for goal in data["principal_goals"]),
        clauses=tuple(ClauseLine(**clause) for clause in data["clauses"]),
        metrics=data["metrics"],
        repair=data.get("repair"),
    )
    if data["status"] != plan.status:
        expected = say("{status}, which is what the goals say", status=plan.status)
        raise BadData(refusal(path, [Wrong("status", expected)]))
    if plan.repair is not None and "fresh" not in plan.repair:  # of a version that called fewest changes best
        return replace(plan, goals=bounded(plan.goals, None), principal_goals=bounded(plan.principal_goals, None))
    return plan


def bounded(lines: Sequence[GoalLine], best: Sequence[GoalLine] | None) -> list[GoalLine]:
    """Goals of a plan not made as the best, with the bounds that `best`, made on the same data, has for them.

    A goal's bound holds only where all before it are at theirs; without `best` nothing is known.
    """
    found: list[GoalLine] = []
    for i, line in enumerate(lines):
        settled = best is not None and all(former.proven for former in found)
        bound = best[i].bound if best is not None and settled else None
        proven = line.value == bound
        checked = best[i].checked if best is not None and proven else False
        found.append(GoalLine(line.id, line.value, bound, proven, checked))
    return found
