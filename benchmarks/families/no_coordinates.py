"""No coordinates: reach cuts nothing, and the commute goal is empty."""

from __future__ import annotations

from benchmarks.families.typical import schools_for
from benchmarks.registry import family
from rotation.intake.sample import Sample, make_sample


@family("no-coordinates", "no school and no home has a place")
def build(teachers: int, seed: str) -> Sample:
    sample = make_sample(schools_for(teachers), teachers, seed)
    for name, columns in (("schools", ("lon", "lat")), ("teachers", ("home_lon", "home_lat"))):
        for row in sample.tables[name]:
            row.update(dict.fromkeys(columns, ""))
    return sample
