"""Conflicts that counting alone shows, before anything is solved.

Each is a claim of the kind «so many are needed, at most so many can be had», with the clauses the
count rests on and nothing else.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from rotation.county.county import Ints
from rotation.county.place import Place, school_words, teacher_words
from rotation.county.schema import MUST_MOVE, NAMED_SCHOOL, STAGES
from rotation.language import say
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.clauses.quota import limits

SHOWN = 8


@dataclass(frozen=True)
class Obstacle:
    """A place in which a clause stands in the way."""

    clause: str
    place: Place

    def written(self, case: Case) -> dict[str, str | None]:
        """As diagnosis.json writes it."""
        county, place = case.county, self.place
        return {
            "clause": self.clause,
            "school_id": None if place.school is None else county.schools.school_id[place.school],
            "stage": None if place.school is None else STAGES[county.schools.stage[place.school]],
            "subject": None if place.subject is None else county.subjects[place.subject],
            "teacher_id": None if place.teacher is None else county.teachers.teacher_id[place.teacher],
        }


@dataclass(frozen=True)
class Shortfall:
    """Clauses that cannot hold together because something is needed that cannot be had; `text` says so."""

    clauses: frozenset[str]
    text: str
    where: Sequence[Obstacle] = field(default=())


def shortfalls(candidates: Candidates) -> list[Shortfall]:
    """Every shortfall found; the clauses of each are in force."""
    found = [found for look in _LOOKS for found in look(candidates)]
    return [claim for claim in found if all(candidates.case.policy.on(clause) for clause in claim.clauses)]


def _pool(candidates: Candidates) -> Iterator[Shortfall]:
    """Fewer can move at all than must."""
    least, _ = limits(candidates.case)
    movable = len(np.unique(candidates.teacher))
    if movable < least:
        text = say(
            "{least} must be exchanged; of {pool} eligible teachers only {movable} have a school that can take them",
            least=least,
            pool=candidates.case.pool,
            movable=movable,
        )
        yield Shortfall(frozenset(("one_move", "quota")), text, (Obstacle("quota", Place()),))


def _backbone(candidates: Candidates) -> Iterator[Shortfall]:
    """Fewer backbone teachers can move than their share of the least number asks for."""
    case = candidates.case
    least, _ = limits(case)
    needed = -(-case.policy.number("backbone_share.percent") * least // 100)
    able = np.unique(candidates.teacher[candidates.backbone])
    if len(able) < needed:
        text = say(
            "{needed} backbone teachers must be exchanged; only {able} are eligible and have a school that can take"
            " them{who}",
            needed=needed,
            able=len(able),
            who=people_words(case, able.tolist()),
        )
        where = (
            Obstacle("backbone_share", Place()),
            *(Obstacle("backbone_share", Place(teacher=t)) for t in able.tolist()),
        )
        yield Shortfall(frozenset(("one_move", "quota", "backbone_share")), text, where)


def _departures(candidates: Candidates) -> Iterator[Shortfall]:
    """The schools together may send away fewer than must move."""
    case = candidates.case
    least, _ = limits(case)
    most = _most_departures(case)
    can = np.minimum(most, _movable(candidates))
    if can.sum() < least:
        text = say(
            "{least} must be exchanged; all schools together may send away at most {most}, by {percent} percent of each"
            " school's staff",
            least=least,
            most=int(can.sum()),
            percent=case.policy.number("turnover.percent"),
        )
        where = (
            Obstacle("quota", Place()),
            *(Obstacle("turnover", Place(school=u)) for u in np.flatnonzero(can < _movable(candidates)).tolist()),
        )
        together = ("quota", "turnover") if most.sum() < least else ("quota", "turnover", "one_move")
        yield Shortfall(frozenset(together), text, where)


def _pinned(candidates: Candidates) -> Iterator[Shortfall]:
    """More must move by hand than may: of the county, of one school."""
    case = candidates.case
    forced = _forced(case)
    _, greatest = limits(case)
    if len(forced) > greatest:
        text = say(
            "{count} teachers must move by pins; at most {most} may be exchanged", count=len(forced), most=greatest
        )
        where = (Obstacle("quota", Place()), *(Obstacle("pins", Place(teacher=t)) for t in forced))
        yield Shortfall(frozenset(("pins", "quota")), text, where)
    most = _most_departures(case)
    for u, count in sorted(Counter(int(case.county.teachers.school[t]) for t in forced).items()):
        if count > most[u]:
            own = [t for t in forced if case.county.teachers.school[t] == u]
            text = say(
                "{school}: {count} teachers must move by pins{who}; the school may send away at most {most}",
                school=school_words(case.county, u),
                count=count,
                who=people_words(case, own),
                most=int(most[u]),
            )
            where = (
                Obstacle("turnover", Place(school=u)),
                *(Obstacle("pins", Place(school=u, teacher=t)) for t in own),
            )
            yield Shortfall(frozenset(("pins", "turnover")), text, where)


def _crowded(candidates: Candidates) -> Iterator[Shortfall]:
    """More must go to one school by hand than it can take, however many leave it."""
    case = candidates.case
    forced = set(_forced(case))
    schools: dict[int, set[int]] = {}
    for t, u in zip(candidates.teacher.tolist(), candidates.school.tolist(), strict=True):
        if t in forced:
            schools.setdefault(t, set()).add(u)
    bound = Counter(next(iter(open_)) for open_ in schools.values() if len(open_) == 1)
    free = np.maximum(0, case.county.schools.staff_quota - case.county.staff)
    for leaving, clause in ((_movable(candidates), "one_move"), (_most_departures(case), "turnover")):
        for u, count in sorted(bound.items()):
            room = int(free[u] + leaving[u])
            if count > room:
                who = sorted(t for t, open_ in schools.items() if open_ == {u})
                text = say(
                    "{school}: {count} teachers must go there by pins{who}; it has {free} free posts and at most"
                    " {leaving} can leave",
                    school=school_words(case.county, u),
                    count=count,
                    who=people_words(case, who),
                    free=int(free[u]),
                    leaving=int(leaving[u]),
                )
                where = (
                    Obstacle("staffing", Place(school=u)),
                    *(Obstacle("pins", Place(school=u, teacher=t)) for t in who),
                )
                yield Shortfall(frozenset(("pins", "staffing", clause)), text, where)


def _teams(candidates: Candidates) -> Iterator[Shortfall]:
    """A team with no school in common, one of whom must move by hand."""
    case = candidates.case
    forced = set(_forced(case))
    county = case.county
    members = {t for team in county.teams.values() for t in team}
    open_: dict[int, set[int]] = {t: set() for t in members}
    for t, u in zip(candidates.teacher.tolist(), candidates.school.tolist(), strict=True):
        if t in members:
            open_[t].add(u)
    for name, team in county.teams.items():
        pinned = [t for t in team if t in forced]
        if pinned and len(team) > 1 and not set.intersection(*(open_[t] for t in team)):
            text = say(
                "team {team}: {who} must move by pin, and there is no school to which all members{all} can go",
                team=name,
                who=people_words(case, pinned).strip("（）"),
                all=people_words(case, team),
            )
            where = (
                *(Obstacle("pins", Place(teacher=t)) for t in pinned),
                *(Obstacle("teams", Place(teacher=t)) for t in team),
            )
            yield Shortfall(frozenset(("pins", "teams")), text, where)


_LOOKS = (_pool, _backbone, _departures, _pinned, _crowded, _teams)


def _movable(candidates: Candidates) -> Ints:
    """How many teachers of each school row have a candidate."""
    case = candidates.case
    movable = np.unique(candidates.teacher)
    return np.bincount(case.county.teachers.school[movable], minlength=len(case.county.schools)).astype(np.int64)


def _most_departures(case: Case) -> Ints:
    most: Ints = -(-case.policy.number("turnover.percent") * case.county.staff // 100)
    return most


def _forced(case: Case) -> list[int]:
    """Teachers, principals apart, whom a pin makes move."""
    principal = case.county.teachers.principal
    pins = (pin for pin in case.county.pins if pin.kind in (MUST_MOVE, NAMED_SCHOOL))
    return sorted({pin.teacher for pin in pins if not principal[pin.teacher]})


def people_words(case: Case, teachers: Sequence[int]) -> str:
    """Names and ids of the first few, in brackets."""
    names = [teacher_words(case.county, t) for t in teachers[:SHOWN]]
    return f"（{'、'.join([*names, *(['…'] if len(teachers) > SHOWN else [])])}）" if names else ""
