"""The families are counties the program reads, and every peer answers as we do where it answers."""

from __future__ import annotations

import pytest

from benchmarks import registry
from benchmarks.distribution import Runs
from benchmarks.one import named_county, program_of
from benchmarks.registry import FAMILIES, PEERS
from solvers.clock import Clock
from solvers.lexicographic import solve

pytestmark = pytest.mark.slow

registry.load()


@pytest.mark.parametrize("family", FAMILIES)
def test_a_family_is_a_county_of_its_own_for_each_seed(family: str) -> None:
    digests = [named_county(f"{family}:400:{seed}").digest for seed in (1, 1, 2)]
    assert digests[0] == digests[1] != digests[2]


@pytest.mark.parametrize("peer", [name for name in PEERS if name not in ("ours", "SCIP", "plain LP", "CP-SAT")])
def test_peers_prove_the_same_values(peer: str) -> None:
    """At a size where all of them finish; the three left out stop early or take minutes."""
    program, _ = program_of("quota-binds:300:1")
    ours = [(goal.value, goal.bound) for goal in solve(program).goals]
    answers = PEERS[peer].solve(program, Clock(60.0))
    assert answers
    assert all(answer == own for answer, own in zip(answers, ours, strict=False))


def test_a_distribution_counts_what_was_not_proven() -> None:
    whole = {"answers": [(1, 1)], "goals": ["a"], "seconds": 2.0}
    short = {"answers": [(3, 2)], "goals": ["a"], "seconds": 9.0}
    runs = Runs.of([("x:1", whole), ("x:2", short), ("x:3", None)], 60.0)
    assert runs.cells() == ("1/3", "9.0", "60.0", "60.0", "x:2: 0 goals, then 33.33%")
