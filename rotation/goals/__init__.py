"""The goals, in strict order: each is settled to proven optimality before the next is looked at.

| id | says |
|---|---|
| shortage | fewest posts without a teacher, rural and weak schools counting more (十二) |
| balance | least spread of backbone teachers per pupil between schools (五, 十三) |
| rural | most moves from other schools to rural and weak ones, backbone double (十三, 十四) |
| own_subject | fewest teachers who must teach another subject than their own |
| wishes | least reluctance, best ranks |
| commute | shortest ways |
| lottery | the public draw, which leaves one plan |

A goal is a module with two functions: `state` adds it to the solver's program, `value` recounts it
from a plan's moves in plain Python.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from rotation.candidates import Candidates
from rotation.case import Case
from rotation.goals import balance, commute, lottery, own_subject, rural, shortage, wishes
from rotation.moves import Moves
from solvers.program import Builder


class GoalModule(Protocol):
    """What a module of this package offers."""

    def state(self, candidates: Candidates, seed: str, builder: Builder) -> None:
        """Add the goal to `builder`, whose columns 0 … n-1 are the candidates."""
        ...

    def value(self, case: Case, seed: str, moves: Moves) -> int:
        """The goal's value for `moves`, by plain counting."""
        ...


GOALS: Mapping[str, GoalModule] = {
    "shortage": shortage,
    "balance": balance,
    "rural": rural,
    "own_subject": own_subject,
    "wishes": wishes,
    "commute": commute,
    "lottery": lottery,
}
