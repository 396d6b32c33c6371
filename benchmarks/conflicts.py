"""Twenty counties in which something is planted that no plan can meet: `python -m benchmarks.conflicts [TEACHERS]`.

Each must be found and named, with its place, in less time than three plans of the county take.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from benchmarks.families.typical import schools_for
from benchmarks.one import county_of
from rotation.county.building import edited
from rotation.county.schema import MUST_MOVE, MUST_STAY, NAMED_SCHOOL
from rotation.explain.diagnosis import Conflict, diagnose
from rotation.intake.sample import YEAR, make_sample
from rotation.planning.planner import make_plan
from rotation.rules.candidates import find_candidates
from rotation.rules.case import Case
from rotation.rules.packs import load_policy
from solvers.clock import Clock

Tables = dict[str, list[dict[str, Any]]]


@dataclass(frozen=True)
class Plant:
    """What was planted: the clauses in conflict, and a teacher or school that must be named (or none)."""

    name: str
    case: Case
    clauses: frozenset[str]
    teacher: str | None = None
    school: str | None = None

    def found_in(self, conflicts: list[Conflict]) -> bool:
        """Whether a conflict of exactly these clauses names the place."""
        county = self.case.county
        for conflict in conflicts:
            if set(conflict.clauses) != self.clauses:
                continue
            places = [obstacle.place for obstacle in conflict.where]
            teachers = {county.teachers.teacher_id[p.teacher] for p in places if p.teacher is not None}
            schools = {county.schools.school_id[p.school] for p in places if p.school is not None}
            if (self.teacher is None or self.teacher in teachers) and (self.school is None or self.school in schools):
                return True
        return False


def plants(teachers: int) -> Iterator[Plant]:
    """Ten kinds, each in two counties."""
    for seed in ("one", "two"):
        case = sound(teachers, seed)
        for make in (_quota, _backbone, _far, _too_many, _turnover, _full, _teams, _only_teacher, _senior, _principal):
            plant = make(case)
            yield replace(plant, name=f"{plant.name} ({seed})")


def sound(teachers: int, seed: str) -> Case:
    """A county that can be planned, without pins and teams."""
    county = county_of(make_sample(schools_for(teachers), teachers, seed))
    return Case(edited(county, pins=[], teams=[]), load_policy("nantong-2017"), YEAR)


def _edit(case: Case, change: Callable[[Tables], None]) -> Case:
    tables: Tables = {name: [dict(row) for row in rows] for name, rows in case.county.tables.items()}
    change(tables)
    return replace(case, county=edited(case.county, **tables))


def _set(case: Case, values: Mapping[str, int]) -> Case:
    return replace(case, policy=case.policy.with_values(values))


def _pin(teacher_id: str, kind: str, school_id: str | None = None) -> dict[str, Any]:
    return {"teacher_id": teacher_id, "kind": kind, "school_id": school_id, "reason": None}


def _ids(case: Case, rows: Any) -> list[str]:
    return [case.county.teachers.teacher_id[t] for t in rows]


def _movable(case: Case) -> Any:
    return np.unique(find_candidates(case).teacher)


def _quota(case: Case) -> Plant:
    """More must move than all schools may send away."""
    case = _set(case, {"quota.lower": 75, "quota.upper": 80})
    return Plant("quota against turnover", case, frozenset(("quota", "turnover")))


def _backbone(case: Case) -> Plant:
    """All but three backbone teachers who could move are none."""
    people, movable = case.county.teachers, set(_movable(case).tolist())
    kept = [t for t in np.flatnonzero(case.backbone).tolist() if t in movable][:3]

    def change(tables: Tables) -> None:
        for row in tables["teachers"]:
            if row["teacher_id"] not in {people.teacher_id[t] for t in kept}:
                row["backbone"] = None

    clauses = frozenset(("one_move", "quota", "backbone_share"))
    return Plant("too few backbone teachers", _edit(case, change), clauses, people.teacher_id[kept[0]])


def _far(case: Case) -> Plant:
    """Nobody has a school within reach: one clause against the data."""
    return Plant("nobody within reach", _set(case, {"reach.max_km": 0}), frozenset(("quota",)))


def _too_many(case: Case) -> Plant:
    """More pins to move than may move."""
    forced = _ids(case, _movable(case)[::2])
    case = _edit(case, lambda tables: tables.update(pins=[_pin(i, MUST_MOVE) for i in forced]))
    return Plant("more pins than the quota", case, frozenset(("pins", "quota")), teacher=forced[0])


def _largest(case: Case) -> int:
    """The school row with the most teachers who could move."""
    return int(np.bincount(case.county.teachers.school[_movable(case)]).argmax())


def _turnover(case: Case) -> Plant:
    """More pins to move at one school than may leave it."""
    u, movable = _largest(case), _movable(case)
    most = -(-20 * int(case.county.staff[u]) // 100)
    own = _ids(case, movable[case.county.teachers.school[movable] == u][: most + 1])
    case = _edit(case, lambda tables: tables.update(pins=[_pin(i, MUST_MOVE) for i in own]))
    return Plant("more pins than may leave a school", case, frozenset(("pins", "turnover")), own[0], _school(case, u))


def _school(case: Case, u: int) -> str:
    return case.county.schools.school_id[u]


def _target_of(case: Case) -> tuple[str, int]:
    """A teacher and another school row of the same stage that the teacher could be sent to."""
    candidates = find_candidates(case)
    j = len(candidates) // 2
    return case.county.teachers.teacher_id[candidates.teacher[j]], int(candidates.school[j])


def _full(case: Case) -> Plant:
    """A teacher named for a full school whose staff all stay."""
    name, u = _target_of(case)
    staying = [i for i in _ids(case, np.flatnonzero(case.county.teachers.school == u)) if i != name]

    def change(tables: Tables) -> None:
        for row in tables["schools"]:
            if (row["school_id"], row["stage"]) == _key(case, u):
                row["staff_quota"] = int(case.county.staff[u])
        tables["pins"] = [_pin(name, NAMED_SCHOOL, _school(case, u)), *(_pin(i, MUST_STAY) for i in staying)]

    return Plant(
        "named for a full school", _edit(case, change), frozenset(("pins", "staffing")), name, _school(case, u)
    )


def _key(case: Case, u: int) -> tuple[str, str]:
    return case.county.schools.school_id[u], ("小学", "初中")[case.county.schools.stage[u]]


def _teams(case: Case) -> Plant:
    """A team of two stages, one of whom must move."""
    movable, stage = _movable(case), case.county.schools.stage[case.county.teachers.school]
    one, other = (_ids(case, movable[stage[movable] == g])[0] for g in (0, 1))

    def change(tables: Tables) -> None:
        tables["teams"] = [{"team": "团", "teacher_id": i} for i in (one, other)]
        tables["pins"] = [_pin(one, MUST_MOVE)]

    return Plant("a pin against a team", _edit(case, change), frozenset(("pins", "teams")), teacher=one)


def _only_teacher(case: Case) -> Plant:
    """The county's only teacher of a subject, needed where they are, must move."""
    name = _ids(case, _movable(case))[3]
    u = int(case.county.teachers.school[case.county.teacher_index[name]])

    def change(tables: Tables) -> None:
        for row in tables["teachers"]:
            if row["teacher_id"] == name:
                row["subject"], row["other_subjects"] = "书法", ()
        school_id, stage = _key(case, u)
        tables["demand"].append({"school_id": school_id, "stage": stage, "subject": "书法", "required": 1})
        tables["pins"] = [_pin(name, MUST_MOVE)]

    return Plant(
        "the only teacher of a subject", _edit(case, change), frozenset(("pins", "no_new_gap")), name, _school(case, u)
    )


def _senior(case: Case) -> Plant:
    """A senior teacher named for a school with no senior post free, whose own all stay."""
    return _for_senior_post(case, "named against senior posts", principal=False)


def _principal(case: Case) -> Plant:
    """The same where the principal alone holds the school's one senior post."""
    return _for_senior_post(case, "the principal holds the senior post", principal=True)


def _for_senior_post(case: Case, name: str, *, principal: bool) -> Plant:
    candidates, people = find_candidates(case), case.county.teachers
    for j in np.flatnonzero(candidates.senior)[::7]:
        u = int(candidates.school[j])
        head = [t for t in np.flatnonzero(people.school == u) if people.principal[t]]
        if head or not principal:
            break
    mover = people.teacher_id[candidates.teacher[j]]
    seniors = [t for t in np.flatnonzero((people.school == u) & people.senior) if not people.principal[t]]

    def change(tables: Tables) -> None:
        for row in tables["teachers"]:
            if principal and row["teacher_id"] in {people.teacher_id[t] for t in np.flatnonzero(people.school == u)}:
                row["title"] = "高级" if row["post"] == "校长" else "一级"
        held = 1 if principal else int(case.county.senior[u])
        for row in tables["schools"]:
            if (row["school_id"], row["stage"]) == _key(case, u):
                row["senior_posts"], row["staff_quota"] = held, int(case.county.staff[u]) + 5
        tables["pins"] = [_pin(mover, NAMED_SCHOOL, _school(case, u))]
        if not principal:
            tables["pins"] += [_pin(people.teacher_id[t], MUST_STAY) for t in seniors]

    return Plant(name, _edit(case, change), frozenset(("pins", "senior_posts")), mover, _school(case, u))


def main() -> None:
    teachers = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
    begin = time.perf_counter()
    for _ in range(3):
        make_plan(sound(teachers, "one"), "2026")
    three = time.perf_counter() - begin
    print(f"three plans: {three:.1f} s")
    worst, found = 0.0, 0
    for plant in plants(teachers):
        begin = time.perf_counter()
        conflicts, _ = diagnose(find_candidates(plant.case), Clock())
        took = time.perf_counter() - begin
        worst, named = max(worst, took), plant.found_in(conflicts)
        found += named
        print(f"{'found' if named else 'MISSED'} {took:6.2f} s  {plant.name}: {[c.clauses for c in conflicts]}")
    print(f"{found} of 20 found and named; the slowest took {worst / three:.2f} of three plans")


if __name__ == "__main__":
    main()
