"""Villages turned city schools: few targets, direction cuts little."""

from __future__ import annotations

from benchmarks.families.typical import schools_for
from benchmarks.registry import family
from rotation.intake.sample import Sample, make_sample


@family("urban", "two villages in three count as city schools")
def build(teachers: int, seed: str) -> Sample:
    sample = make_sample(schools_for(teachers), teachers, seed)
    for i, school in enumerate(sample.tables["schools"]):
        if school["location"] != "乡村" or i % 3:
            school["location"] = "城区"
    return sample
