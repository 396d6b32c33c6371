"""The plan: what is decided, what is proven of it, and plan.json, which carries both."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from rotation.errors import BadData
from rotation.language import reason, say

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
    """A goal's value and the bound proven for it, in the goal's own sense; None after an unproven one."""

    id: str
    value: int
    bound: int | None
    proven: bool


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
    hash of the data that one was made on, the `changes` and whether their number is `proven` least.
    Its goals are then proven among the plans with so few changes.
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

    @property
    def optimal(self) -> bool:
        """Whether every goal, the principals' too, is proven."""
        return all(goal.proven for goal in (*self.goals, *self.principal_goals))

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
            "status": "optimal" if self.optimal else "feasible",
            "eligible": self.eligible,
            "moves": [vars(move) for move in self.moves],
            "principals": [vars(move) for move in self.principals],
            "goals": [vars(goal) for goal in self.goals],
            "principal_goals": [vars(goal) for goal in self.principal_goals],
            "clauses": [vars(clause) for clause in self.clauses],
            "metrics": self.metrics,
        }
        if self.repair is not None:
            data["repair"] = dict(self.repair)
        return json.dumps(data, ensure_ascii=False, indent=1) + "\n"


def read_plan(path: Path) -> Plan:
    """Read a plan.json. Raises BadData where it is none."""
    try:
        data = json.loads(path.read_text("utf-8"))
        if not isinstance(data, dict) or data.get("format") != FORMAT:
            raise ValueError(say("its format is not {format}", format=FORMAT))
        return Plan(
            county=_typed(data, "county", str),
            year=_typed(data, "year", int),
            as_of=_typed(data, "as_of", str),
            policy=_typed(data, "policy", str),
            parameters=_typed(data, "parameters", dict),
            seed=_typed(data, "seed", str),
            input_sha256=_typed(data, "input_sha256", str),
            eligible=_typed(data, "eligible", int),
            moves=tuple(PlannedMove(**move) for move in data["moves"]),
            principals=tuple(PrincipalMove(**move) for move in data["principals"]),
            goals=tuple(GoalLine(**goal) for goal in data["goals"]),
            principal_goals=tuple(GoalLine(**goal) for goal in data["principal_goals"]),
            clauses=tuple(ClauseLine(**clause) for clause in data["clauses"]),
            metrics=_typed(data, "metrics", dict),
            repair=_typed(data, "repair", dict) if "repair" in data else None,
        )
    except OSError as error:
        raise BadData(say("{path}: {error}", path=path, error=reason(error))) from error
    except (ValueError, KeyError, TypeError, UnicodeDecodeError) as error:
        raise BadData(say("{path} is not a plan: {error}", path=path, error=error)) from error


def _typed(data: Mapping[str, Any], key: str, kind: type) -> Any:
    if not isinstance(data[key], kind):
        raise ValueError(f"{key}: {data[key]!r}")
    return data[key]
