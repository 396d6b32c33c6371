"""A wide county: few schools lie within reach of anybody."""

from __future__ import annotations

from benchmarks.families.typical import schools_for
from benchmarks.registry import family
from rotation.intake.sample import Sample, make_sample

MIDDLE = (121.0, 32.5)  # of every sample county, in degrees


@family("few-in-reach", "every place four times as far from the middle")
def build(teachers: int, seed: str) -> Sample:
    sample = make_sample(schools_for(teachers), teachers, seed)
    for name, columns in (("schools", ("lon", "lat")), ("teachers", ("home_lon", "home_lat"))):
        for row in sample.tables[name]:
            for column, middle in zip(columns, MIDDLE, strict=True):
                if row[column]:
                    row[column] = f"{middle + 4 * (float(row[column]) - middle):.5f}"
    return sample
