"""The possible moves as columns: every (teacher, school, subject) the model lets a plan choose from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from rotation.county.county import Bools, Floats, Ints
from rotation.county.geography import great_circle_km, tenths
from rotation.county.schema import EXCLUDED_SCHOOL, MUST_MOVE, MUST_STAY, NAMED_SCHOOL, STAGES
from rotation.errors import Fault
from rotation.language import say
from rotation.rules.case import Case

Small = npt.NDArray[np.int32]


@dataclass(frozen=True)
class Candidates:
    """Candidate moves in the order of (teacher, school, subject); all arrays have one entry a move.

    `teacher`, `school`, `subject` index the county's; `tenths` is the distance in hundreds of
    metres, from home where it is given, else from the present school.
    """

    case: Case
    teacher: Small
    school: Small
    subject: Small
    tenths: Small

    def __len__(self) -> int:
        return len(self.teacher)

    @cached_property
    def origin(self) -> Small:
        """The school row that each move leaves."""
        return self.case.county.teachers.school.astype(np.int32)[self.teacher]

    @cached_property
    def main_subject(self) -> Small:
        """The subject row that each move leaves behind: the teacher's main one."""
        return self.case.county.teachers.subject.astype(np.int32)[self.teacher]

    @cached_property
    def backbone(self) -> Bools:
        return self.case.backbone[self.teacher]

    @cached_property
    def senior(self) -> Bools:
        return self.case.county.teachers.senior[self.teacher]

    @cached_property
    def to_target(self) -> Bools:
        return self.case.county.schools.target[self.school]

    @cached_property
    def from_target(self) -> Bools:
        return self.case.county.schools.target[self.origin]


def distance_km(case: Case, teachers: Ints, schools: Ints) -> Floats:
    """km(t, u) for each pair of teacher and school: shape (len(teachers), len(schools))."""
    people, rows = case.county.teachers, case.county.schools
    at_home = ~(np.isnan(people.home_lon) | np.isnan(people.home_lat))
    lon = np.where(at_home, people.home_lon, rows.lon[people.school])[teachers]
    lat = np.where(at_home, people.home_lat, rows.lat[people.school])[teachers]
    return great_circle_km(lon[:, None], lat[:, None], rows.lon[schools], rows.lat[schools])


def find_candidates(case: Case) -> Candidates:
    """All candidate moves of `case` (docs/model.md: eligible, qualified, direction, reach, pins)."""
    parts = [part for stage in range(len(STAGES)) for part in _of_stage(case, stage)]
    teacher, school, subject, far = (
        np.concatenate([part[i] for part in parts]) if parts else np.zeros(0, dtype=np.int32) for i in range(4)
    )
    order = np.lexsort((subject, school, teacher))
    return Candidates(case, teacher[order], school[order], subject[order], far[order])


def _of_stage(case: Case, stage: int) -> Iterator[tuple[Small, Small, Small, Small]]:
    """The stage's moves, one part for each place in the teachers' lists of subjects."""
    county, policy = case.county, case.policy
    people, rows = county.teachers, county.schools
    schools = np.flatnonzero(rows.stage == stage)
    teachers = np.flatnonzero(case.eligible & (rows.stage[people.school] == stage))
    if not len(schools) or not len(teachers):
        return
    origin = people.school[teachers]
    km = distance_km(case, teachers, schools)
    allowed = np.ones((len(teachers), len(schools)), dtype=bool)
    if policy.on("direction"):
        allowed &= (rows.tier[schools] <= rows.tier[origin][:, None]) | rows.weak[schools]
    if policy.on("reach"):
        allowed &= km <= policy.number("reach.max_km")
    if policy.on("pins"):
        _apply_pins(case, teachers, schools, allowed)
    ids = np.unique(np.array(rows.school_id), return_inverse=True)[1]
    allowed &= ids[schools] != ids[origin][:, None]
    t, u = np.nonzero(allowed)
    far = tenths(km[t, u]).astype(np.int32)
    taught = [(int(people.subject[i]), *people.others[i]) for i in teachers]
    for place in range(max(len(subjects) for subjects in taught)):
        subject = np.array([subjects[place] if place < len(subjects) else -1 for subjects in taught], dtype=np.int32)
        has = subject[t] >= 0
        yield (
            teachers[t[has]].astype(np.int32),
            schools[u[has]].astype(np.int32),
            subject[t[has]],
            far[has],
        )


def _apply_pins(case: Case, teachers: Ints, schools: Ints, allowed: Bools) -> None:
    row = {int(t): i for i, t in enumerate(teachers)}
    school_id = np.array(case.county.schools.school_id)[schools]
    for pin in case.county.pins:
        i = row.get(pin.teacher)
        if i is None:
            continue
        if pin.kind == MUST_STAY:
            allowed[i] = False
        elif pin.kind == NAMED_SCHOOL:
            # Neither direction nor reach applies to the named school, and there is no other.
            allowed[i] = school_id == pin.school_id
        elif pin.kind == EXCLUDED_SCHOOL:
            allowed[i, school_id == pin.school_id] = False


def pin_faults(candidates: Candidates) -> list[Fault]:
    """Pins that ask for the impossible: an ineligible teacher to move, or one without a candidate."""
    case = candidates.case
    if not case.policy.on("pins"):
        return []
    movable = set(candidates.teacher.tolist())
    faults = []
    for pin in case.county.pins:
        principal = case.county.teachers.principal[pin.teacher]
        if pin.kind not in (MUST_MOVE, NAMED_SCHOOL) or (principal and case.policy.on("principals")):
            continue
        if principal:
            expected = say("no pin that makes a principal move, since principals are left out (principals.on=false)")
        elif not case.eligible[pin.teacher]:
            expected = say("a teacher who is eligible, since the pin makes the teacher move")
        elif pin.teacher not in movable:
            expected = say("a teacher whom at least one school can take, since the pin makes the teacher move")
        else:
            continue
        teacher_id = case.county.teachers.teacher_id[pin.teacher]
        place, row, column, at = case.county.pin_places.get((teacher_id, pin.kind), ("指定", None, "工号", None))
        faults.append(Fault(place, row, column, teacher_id, expected, at=at))
    return faults
