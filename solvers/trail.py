"""What a solve rests on, step by step, for whoever wants to check it without the solver."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Step:
    """One step on the way down to goal `goal`; `what` it rests on depends on its `kind`.

    - bound: the Certificate, duals in integers and what they prove.
    - cuts: the Block of rows added and, one a row, the Combination each follows from.
    - purged: which rows of the program are kept (bools).
    - point: an integer point, which lies in the face of every goal settled or assumed so far.
    - assumed, doubted: a goal is taken to reach its bound, or no longer: all since then is void.
    - branched: what a branch and bound showed (Settled), each of its leaves closed in exact integers.
    - searched: what solvers that search said (Settled), a matter of trust.
    - fixed: the value by which reduced costs and duals fix columns and rows.
    """

    kind: str
    goal: int
    what: Any


@dataclass
class Trail:
    """Steps in the order in which they were taken; nothing is ever taken out."""

    steps: list[Step] = field(default_factory=list)

    def add(self, kind: str, goal: int, what: Any) -> None:
        """Append a step."""
        self.steps.append(Step(kind, goal, what))
