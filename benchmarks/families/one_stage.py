"""One stage only: nothing can be settled apart."""

from __future__ import annotations

from benchmarks.families.typical import schools_for
from benchmarks.registry import family
from rotation.intake.sample import Sample, make_sample


@family("one-stage", "the primary schools alone")
def build(teachers: int, seed: str) -> Sample:
    sample = make_sample(2 * schools_for(teachers), 2 * teachers, seed)
    gone = {t["teacher_id"] for t in sample.tables["teachers"] if t["stage"] != "小学"}
    kept = {s["school_id"] for s in sample.tables["schools"] if s["stage"] == "小学"}
    for name, rows in sample.tables.items():
        rows[:] = [
            row
            for row in rows
            if row.get("stage", "小学") == "小学"
            and row.get("teacher_id") not in gone
            and (not row.get("school_id") or row["school_id"] in kept)
        ]
        assert name != "teachers" or rows
    return sample
