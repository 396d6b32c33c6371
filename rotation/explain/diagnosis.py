"""No plan: which clauses cannot hold together, where, and in words an officer understands."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from rotation.explain.arithmetic import SHOWN, Place, Shortfall, named, shortfalls
from rotation.language import N_, say
from rotation.planning.planner import state_clauses
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.clauses import CLAUSES
from solvers.clock import Clock
from solvers.conflict import Subsets, rows_in_conflict
from solvers.program import Block, Program

MOST = 5  # conflicts told
ROW_SECONDS = 3.0  # for the rows of one conflict

# What a row of a clause asks for; `least` and `most` are the row's bounds.
_ASKS = {
    "one_move": N_("nobody moves twice"),
    "quota": N_("from {least} to {most} teachers are exchanged"),
    "backbone_share": N_("backbone teachers have their share"),
    "staffing": N_("{place}: at most {most} more, at most {loss} fewer staff"),
    "no_new_gap": N_("{place}: at most {loss} fewer teachers"),
    "turnover": N_("{place}: at most {most} leave"),
    "target_backbone": N_("{place}: no fewer backbone teachers come than go"),
    "senior_posts": N_("{place}: at most {most} more senior teachers"),
    "pins": N_("{place}: must move"),
    "teams": N_("{place}: all to one school, or none"),
}


@dataclass(frozen=True)
class Conflict:
    """Clauses that cannot hold together, while any of them less one can; `where` they meet, and `text`.

    `irreducible`: whether the places are shown to be no more than it takes. Where the time for that
    was out fewer could do, and the text says so.
    """

    clauses: tuple[str, ...]
    where: Sequence[Place]
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
    where: list[Place] = []
    asks: list[str] = []
    for block, own in zip(part.blocks, np.split(rows, part.offsets[1:-1]), strict=True):
        if block.name not in CLAUSES:
            continue
        for i in np.flatnonzero(own).tolist():
            place = {key: int(values[i]) for key, values in block.labels.items()}
            where.extend(_places(candidates.case, block.name, place))
            asks.append(_ask(candidates.case, block, i, place))
    asks = list(dict.fromkeys(asks))
    more = [say("and {count} more", count=len(asks) - SHOWN)] if len(asks) > SHOWN else []
    text = say("these cannot hold together: {asks}", asks=say("; ").join([*asks[:SHOWN], *more]))
    if not irreducible:
        text += say(" (not shown irreducible: fewer of these could do)")
    return Conflict(names, where, text, irreducible)


def _places(case: Case, clause: str, place: Mapping[str, int]) -> list[Place]:
    if "team" in place:
        members = list(case.county.teams.values())[place["team"]]
        return [Place(clause, teacher=t) for t in members]
    return [Place(clause, place.get("school"), place.get("subject"), place.get("teacher"))]


def _ask(case: Case, block: Block, i: int, place: Mapping[str, int]) -> str:
    """What row `i` of the block asks for, in words."""
    least, most = int(block.lower[i]), int(block.upper[i])
    return say(_ASKS[block.name], place=named(case, place), least=least, most=most, loss=-least)
