"""Many small schools: one teacher a subject, so that every departure leaves a gap."""

from __future__ import annotations

from benchmarks.registry import family
from rotation.intake.sample import Sample, make_sample


@family("small-schools", "fifteen teachers a school")
def build(teachers: int, seed: str) -> Sample:
    return make_sample(max(6, round(teachers / 15)), teachers, seed)
