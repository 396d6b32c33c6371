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

A goal is a module that says everything of itself: `state` adds it to the solver's program, `value` recounts it
from a plan's moves in plain Python; its TITLE, its MEASURES with their units, and `counted`, `told` and `amount`
say it to an officer.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.goals import balance, commute, lottery, own_subject, rural, shortage, wishes
from rotation.rules.goals.measure import Counted, Measure
from rotation.rules.moves import Moves
from solvers.program import Builder


class GoalModule(Protocol):
    """What a module of this package offers."""

    @property
    def TITLE(self) -> str:  # noqa: N802 (a module's constant)
        """What the goal is called, to be said."""
        ...

    @property
    def MEASURES(self) -> tuple[Measure, ...]:  # noqa: N802
        """The figures it is read by."""
        ...

    def state(self, candidates: Candidates, seed: str, builder: Builder) -> None:
        """Add the goal to `builder`, whose columns 0 … n-1 are the candidates."""
        ...

    def value(self, case: Case, seed: str, moves: Moves) -> int:
        """The goal's value for `moves`, by plain counting."""
        ...

    def counted(self, case: Case, moves: Moves) -> Counted:
        """The figures of MEASURES for `moves`, and what else `told` needs."""
        ...

    def told(self, case: Case, found: Counted) -> str:
        """What was counted, in words."""
        ...

    def amount(self, value: int) -> str:
        """A difference of two values in the goal's unit; "" where it means nothing to anybody."""
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
