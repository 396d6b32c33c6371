"""What a goal is: its part of the solver's program, a plain count, and the words an officer reads it by."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import KW_ONLY, dataclass
from typing import Literal

from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.declared import Declared
from rotation.rules.goals.measure import MORE, Counted, Measure
from rotation.rules.moves import Moves
from solvers.program import Builder, Indices


@dataclass(frozen=True)
class Costs:
    """What a goal adds up: `costs` of ranges of columns, and a `constant`."""

    costs: Sequence[tuple[slice, Indices]]
    constant: int = 0


@dataclass(frozen=True)
class Goal(Declared):
    """What is settled before the next goal is looked at, declared in the file that reckons it.

    `sense` says which is better, LESS or MORE of it. `state` gives its costs, having added what columns and rows they
    want to the program, whose columns 0 … n-1 are the candidates; `value` recounts it from a plan's moves.
    `title` is what it is called; `measures` the figures it is read by, `counted` from moves, with what else `told`
    needs to say it in words. `amount` says a difference of two values in the goal's unit, `beside` how a value stands
    to a better or worse plan's; both "" where that means nothing to anybody. What `breaks_ties` only chooses between plans
    that are equally good; a `draw` does so by the seed.
    """

    _: KW_ONLY
    title: str
    sense: int
    state: Callable[[Candidates, str, Builder], Costs]
    value: Callable[[Case, str, Moves], int]
    measures: tuple[Measure, ...]
    counted: Callable[[Case, Moves], Counted]
    told: Callable[[Case, Counted], str]
    amount: Callable[[int], str]
    beside: Callable[[int, int], str]
    breaks_ties: bool = False
    draw: bool = False
    group: Literal["goals"] = "goals"

    def add_to(self, builder: Builder, candidates: Candidates, seed: str) -> None:
        """State the goal in the program."""
        found = self.state(candidates, seed, builder)
        builder.add_goal(self.id, found.costs, found.constant, maximise=self.sense == MORE)
