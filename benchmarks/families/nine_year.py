"""Nine-year schools: pairs of a primary and a junior school under one school_id."""

from __future__ import annotations

from benchmarks.families.typical import schools_for
from benchmarks.registry import family
from rotation.intake.sample import Sample, make_sample


@family("nine-year", "each junior school shares its school_id with a primary one")
def build(teachers: int, seed: str) -> Sample:
    sample = make_sample(schools_for(teachers), teachers, seed)
    rows = sample.tables["schools"]
    stages: dict[str, set[str]] = {}
    for row in rows:
        stages.setdefault(row["school_id"], set()).add(row["stage"])
    junior = [s for s in stages if stages[s] == {"初中"}]
    primary = [s for s in stages if stages[s] == {"小学"}]
    to = dict(zip(junior, primary, strict=False))
    heads = {t["school_id"] for t in sample.tables["teachers"] if t["post"] == "校长" and t["school_id"] in primary}
    for name in ("schools", "teachers", "demand", "wishes", "pins"):
        for row in sample.tables[name]:
            new = to.get(row.get("school_id", ""))
            if new is not None:
                if name == "teachers" and row["post"] == "校长" and new in heads:
                    row["post"], row["terms"] = "副校长", ""
                row["school_id"] = new
    return sample
