"""Twenty counties with a planted conflict each: found, named, and with its place."""

from __future__ import annotations

import pytest

from benchmarks.conflicts import Plant, plants
from rotation.explain.diagnosis import diagnose
from rotation.rules.candidates import find_candidates
from solvers.clock import Clock

pytestmark = pytest.mark.slow


@pytest.mark.parametrize("plant", list(plants(600)), ids=lambda plant: plant.name)
def test_the_planted_conflict_is_found_and_named(plant: Plant) -> None:
    conflicts, _ = diagnose(find_candidates(plant.case), Clock())
    assert plant.found_in(conflicts), [(c.clauses, c.text) for c in conflicts]
