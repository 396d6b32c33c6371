"""Many teams: what makes the relaxation fractional."""

from __future__ import annotations

from benchmarks.families.typical import schools_for
from benchmarks.registry import family
from rotation.intake.sample import Sample, make_sample


@family("many-teams", "a team of two or three for every eighty teachers")
def build(teachers: int, seed: str) -> Sample:
    sample = make_sample(schools_for(teachers), teachers, seed)
    taken = {row["teacher_id"] for name in ("pins", "teams") for row in sample.tables[name]}
    pools: dict[tuple[str, str], list[str]] = {}
    where = {(s["school_id"], s["stage"]): s["location"] for s in sample.tables["schools"]}
    for t in sample.tables["teachers"]:
        if t["post"] == "教师" and not t["exemption"] and t["joined"] < "2018" and t["teacher_id"] not in taken:
            pools.setdefault((t["stage"], where[t["school_id"], t["stage"]]), []).append(t["teacher_id"])
    order = sorted(pools)
    for i in range(teachers // 80):
        pool = pools[order[i % len(order)]]
        size = 2 + i % 2
        if len(pool) > 4 * size:
            step = len(pool) // size
            for teacher_id in [pool[j * step] for j in range(size)]:
                pool.remove(teacher_id)
                sample.tables["teams"].append({"team": f"团队{i + 100}", "teacher_id": teacher_id})
    return sample
