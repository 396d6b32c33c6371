"""What a clause is: rows for the solver, a plain count for the audit, and the words for both."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import KW_ONLY, dataclass
from typing import Literal

from rotation.rules.candidates import Candidates
from rotation.rules.declared import Checked
from rotation.rules.moves import Moves
from solvers.program import Block


@dataclass(frozen=True)
class Clause(Checked[Moves]):
    """What every plan must meet, declared in the file that reckons it.

    `rows` states it for the solver over the candidates, which are columns 0 … n-1, as one block of the clause's id;
    `check` recounts it from a plan's moves. Neither knows the other.
    `asks` says what one row asks for: {place} its place, {least} and {most} its bounds, {loss} the least's negative.
    `implied_by` names a goal whose own rows imply these. What `defines` a move is no rule to be put aside. One that
    `narrows` decides as well which candidates there are: without it that is another program.
    """

    _: KW_ONLY
    rows: Callable[[Candidates], Block]
    asks: str
    implied_by: str = ""
    defines: bool = False
    narrows: bool = False
    group: Literal["clauses"] = "clauses"
    switch: bool = True
