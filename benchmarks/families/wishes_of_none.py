"""Nobody says anything: every move costs the same in the goal of wishes."""

from __future__ import annotations

from benchmarks.families.typical import schools_for
from benchmarks.registry import family
from rotation.intake.sample import Sample, make_sample


@family("wishes-of-none", "no wishes, no willingness")
def build(teachers: int, seed: str) -> Sample:
    sample = make_sample(schools_for(teachers), teachers, seed)
    sample.tables["wishes"].clear()
    for teacher in sample.tables["teachers"]:
        teacher["willingness"] = ""
    return sample
