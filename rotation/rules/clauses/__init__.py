"""The clauses: what every plan must meet. One file each; this table is the order of the law.

| id | says |
|---|---|
| one_move | nobody moves twice |
| quota | the share of the eligible who move lies within its limits (十三) |
| backbone_share | enough of those who move are backbone teachers (十三) |
| staffing | no school is pushed over its quota or loses too many (十二) |
| no_new_gap | no subject becomes short that was not (十二) |
| turnover | no school sends too many away |
| target_backbone | rural and weak schools lose no backbone teachers to others (五, 十三) |
| senior_posts | no school receives senior teachers without senior posts (十二) |
| pins | decisions made by hand are kept |
| teams | a team moves together or not at all (五) |

A clause is a module with two functions: `rows` states it for the solver over all candidates,
`check` recounts it from a plan's moves in plain Python. Neither knows the other.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.clauses import (
    backbone_share,
    no_new_gap,
    one_move,
    pins,
    quota,
    senior_posts,
    staffing,
    target_backbone,
    teams,
    turnover,
)
from rotation.rules.moves import Finding, Moves
from solvers.program import Block


class Clause(Protocol):
    """What a module of this package offers."""

    def rows(self, candidates: Candidates) -> Block:
        """The clause as rows over the candidates, which are columns 0 … n-1 of the program."""
        ...

    def check(self, case: Case, moves: Moves) -> Finding:
        """Whether `moves` meet the clause, by plain counting."""
        ...


CLAUSES: Mapping[str, Clause] = {
    "one_move": one_move,
    "quota": quota,
    "backbone_share": backbone_share,
    "staffing": staffing,
    "no_new_gap": no_new_gap,
    "turnover": turnover,
    "target_backbone": target_backbone,
    "senior_posts": senior_posts,
    "pins": pins,
    "teams": teams,
}
