"""At most so many teachers come to one school in a year: the clause that CONTRIBUTING's recipe adds.

It stands in no pack that comes with the program: tests put it into the table, and into a pack of their own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import resources
from pathlib import Path

import numpy as np

from rotation.county.place import Place
from rotation.policy.policy import Threshold
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.clauses import CLAUSES
from rotation.rules.clauses.clause import Clause
from rotation.rules.declared import BY_SCHOOL
from rotation.rules.moves import Finding, Moves, none_broken
from rotation.rules.rows import block, over_all
from solvers.program import Block


def rows(candidates: Candidates) -> Block:
    """One row for each school: arrivals ≤ most."""
    count = len(candidates.case.county.schools)
    most = candidates.case.policy.number("arrivals.most")
    return block("arrivals", count, over_all(candidates.school), upper=most, school=np.arange(count))


def check(case: Case, moves: Moves) -> Finding:
    """How many schools receive more than they may."""
    most = case.policy.number("arrivals.most")
    come = Counter(move.school for move in moves)
    return none_broken(Place(school=u) for u in sorted(come) if come[u] > most)


CLAUSE = Clause(
    "arrivals",
    rows=rows,
    check=check,
    told=BY_SCHOOL,
    asks="{place}：至多调入{most}人",  # as N_("…") in the program, for the catalogue
    thresholds=(Threshold("most", "一校一年至多调入", "人", 0, 1000, looser="higher"),),
    optional=True,  # packs that were there before it do without
)

STATED = """[clauses.arrivals]
title = "一校调入上限"
citation = "–"
assumed = true
parameters.most = { value = 1, unit = "人", assumed = true }

[goals.shortage]"""


@contextmanager
def in_the_table() -> Iterator[None]:
    """Within it the clause is one of the program's."""
    CLAUSES["arrivals"] = CLAUSE
    try:
        yield
    finally:
        del CLAUSES["arrivals"]


def pack(folder: Path) -> Path:
    """A pack that states the clause: nantong-2017 with one table more."""
    text = (resources.files("rotation") / "policy" / "nantong-2017.toml").read_text("utf-8")
    path = folder / "arrivals.toml"
    path.write_text(text.replace("[goals.shortage]", STATED).replace('"nantong-2017"', '"arrivals"'), "utf-8")
    return path
