"""No plan: which clauses cannot hold together, where, and in words an officer understands."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rotation.county.place import Place
from rotation.explain.arithmetic import SHOWN, Obstacle, Shortfall, shortfalls
from rotation.language import say
from rotation.planning.planner import state_clauses
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.clauses import CLAUSES
from rotation.rules.rows import place_of
from solvers.clock import Clock
from solvers.conflict import Subsets, rows_in_conflict
from solvers.program import Block, Program

MOST = 5  # conflicts told
ROW_SECONDS = 3.0  # for the rows of one conflict


@dataclass(frozen=True)
class Conflict:
    """Clauses that cannot hold together, while any of them less one can; `where` they meet, and `text`.

    `irreducible`: whether the places are shown to be no more than it takes. Where the time for that
    was out fewer could do, and the text says so.
    """

    clauses: tuple[str, ...]
    where: Sequence[Obstacle]
    text: str
    irreducible: bool = True

    def written(self, case: Case) -> dict[str, Any]:
        """As diagnosis.json writes it."""
        return {
            "clauses": list(self.clauses),
            "where": [place.written(case) for place in self.where],
            "text": self.text,
            "irreducible": self.irreducible,
        }


def diagnose(candidates: Candidates, clock: Clock) -> tuple[list[Conflict], Subsets]:
    """Up to five irreducible conflicts, the smallest first, and what was learnt of all sets of clauses.

    Counting comes before solving: what it shows to be impossible is not asked of the solver. Fewer
    conflicts than there are come back where the clock runs out; none if the clauses can hold together.
    """
    program = state_clauses(candidates)
    counted = shortfalls(candidates)
    subsets = _subsets(program, counted, clock)
    found = subsets.conflicts()[:MOST]
    return [_told(candidates, program, names, counted, clock) for names in found], subsets


def obstacle(candidates: Candidates, asked: Block, clock: Clock) -> Conflict:
    """An irreducible set of clauses that cannot hold together with the row `asked`. Raises OutOfTime."""
    program = state_clauses(candidates).with_block(asked)
    names = _subsets(program, (), clock).conflict()
    if names is None:
        raise RuntimeError("the clauses can hold together: this is a fault of the program")
    return _told(candidates, program, names, (), clock)


def _subsets(program: Program, counted: Sequence[Shortfall], clock: Clock) -> Subsets:
    subsets = Subsets(program, list(CLAUSES), clock)
    subsets.proofs.extend(claim.clauses for claim in counted)
    return subsets


def _told(
    candidates: Candidates, program: Program, names: tuple[str, ...], counted: Sequence[Shortfall], clock: Clock
) -> Conflict:
    """The conflict with its places: by what counting shows, else by the rows that cannot hold together."""
    claims = [claim for claim in counted if claim.clauses == set(names)]
    if claims:
        return Conflict(
            names, [place for claim in claims for place in claim.where], say("; ").join(c.text for c in claims)
        )
    part = program.without_blocks([name for name in CLAUSES if name not in names])
    rows, irreducible = rows_in_conflict(part, Clock(ROW_SECONDS, clock))
    where: list[Obstacle] = []
    asks: list[str] = []
    for block, own in zip(part.blocks, np.split(rows, part.offsets[1:-1]), strict=True):
        if block.name not in CLAUSES:
            continue
        for i in np.flatnonzero(own).tolist():
            place = place_of(block, i)
            where.extend(Obstacle(block.name, each) for each in _people_of(candidates.case, place))
            asks.append(_ask(candidates.case, block, i, place))
    asks = list(dict.fromkeys(asks))
    more = [say("and {count} more", count=len(asks) - SHOWN)] if len(asks) > SHOWN else []
    text = say("these cannot hold together: {asks}", asks=say("; ").join([*asks[:SHOWN], *more]))
    if not irreducible:
        text += say(" (not shown irreducible: fewer of these could do)")
    return Conflict(names, where, text, irreducible)


def _people_of(case: Case, place: Place) -> list[Place]:
    """The place; of a team each of its members."""
    if place.team is None:
        return [place]
    return [Place(teacher=t) for t in list(case.county.teams.values())[place.team]]


def _ask(case: Case, block: Block, i: int, place: Place) -> str:
    """What row `i` of the block asks for, in words."""
    least, most = int(block.lower[i]), int(block.upper[i])
    return say(CLAUSES[block.name].asks, place=place.named(case.county), least=least, most=most, loss=-least)
