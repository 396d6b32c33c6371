"""(十三) Principals: nobody leads one school for more than two terms, as a rule (一般).

A run may leave them out (`principals.on`), or keep apart schools of very different size
(`principals.max_pupil_ratio`).

A small assignment of principals to posts, settled by the same solver as the teachers' program. The
plan proposes; the bureau appoints.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rotation.county.geography import great_circle_km, tenths
from rotation.county.schema import EXCLUDED_SCHOOL, MUST_MOVE, MUST_STAY, NAMED_SCHOOL, PRINCIPAL, STAGES
from rotation.language import N_, say
from rotation.policy.policy import PRINCIPAL_GOALS
from rotation.rules.case import Case
from rotation.rules.goals import lottery
from rotation.rules.goals.lottery import draw
from rotation.rules.rows import block, over_all
from solvers.program import Builder, Program

TITLES = {
    "kept": N_("due principals who stay"),
    "not_due": N_("principals moved who are not due"),
    "rural": N_("principals who move to rural and weak schools"),
    "commute": N_("ways between the principals' posts"),
    "lottery": lottery.TITLE,
}

Moves = Sequence[tuple[int, str]]  # (teacher, the post moved to) of each principal who moves


@dataclass(frozen=True)
class Principals:
    """The principals of a case and where each may go; none where the policy leaves them out.

    `people` are teachers in their order; `own[p]` is p's post; `choices` are the pairs (p, post)
    open to them, each with the own post among them; posts are school_ids.
    """

    case: Case

    @cached_property
    def people(self) -> tuple[int, ...]:
        if not self.case.policy.on("principals"):
            return ()
        return tuple(int(t) for t in np.flatnonzero(self.case.county.teachers.principal))

    @property
    def goals(self) -> tuple[str, ...]:
        """The ids of the goals a plan states: none where it leaves principals out."""
        return PRINCIPAL_GOALS if self.case.policy.on("principals") else ()

    @cached_property
    def own(self) -> Mapping[int, str]:
        county = self.case.county
        return {t: county.schools.school_id[county.teachers.school[t]] for t in self.people}

    @cached_property
    def pinned(self) -> Mapping[int, Mapping[str, frozenset[str]]]:
        """For each principal, kind of pin to the schools it names."""
        found: dict[int, dict[str, set[str]]] = {t: {} for t in self.people}
        for pin in self.case.county.pins:
            if pin.teacher in found:
                found[pin.teacher].setdefault(pin.kind, set()).add(pin.school_id or "")
        return {t: {kind: frozenset(names) for kind, names in pins.items()} for t, pins in found.items()}

    def stays(self, teacher: int) -> bool:
        """Exempt, or kept in place by hand."""
        return bool(self.case.county.teachers.exemption[teacher]) or MUST_STAY in self.pinned[teacher]

    def is_due(self, teacher: int) -> bool:
        """Whether the principal's terms are up and enough months remain, or a pin asks for a move."""
        if self.stays(teacher):
            return False
        if {MUST_MOVE, NAMED_SCHOOL} & self.pinned[teacher].keys():
            return True
        number = self.case.policy.number
        return int(self.case.county.teachers.terms[teacher]) >= number("principals.max_terms") and int(
            self.case.months_left[teacher]
        ) > number("principals.min_months")

    @cached_property
    def due(self) -> frozenset[int]:
        return frozenset(t for t in self.people if self.is_due(t))

    @cached_property
    def stages_of(self) -> Mapping[str, frozenset[int]]:
        schools = self.case.county.schools
        rows = self.case.county.rows_of_post
        return {post: frozenset(int(schools.stage[u]) for u in rows[post]) for post in schools.post}

    def may_take(self, teacher: int, post: str) -> bool:
        """Whether the principal may hold that post after the moves."""
        own, pins = self.own[teacher], self.pinned[teacher]
        if post == own:
            return True
        if self.stays(teacher) or not self.stages_of[own] & self.stages_of[post]:
            return False
        if post in pins.get(EXCLUDED_SCHOOL, ()):
            return False
        named = pins.get(NAMED_SCHOOL)
        return post in named if named is not None else self.alike(own, post)

    @cached_property
    def pupils(self) -> Mapping[str, int]:
        """Pupils of each post, all its stages together."""
        schools = self.case.county.schools
        rows = self.case.county.rows_of_post
        return {post: sum(int(schools.pupils[u]) for u in rows[post]) for post in schools.post}

    def alike(self, one: str, other: str) -> bool:
        """Whether the larger of two posts has at most `max_pupil_ratio` times the pupils of the smaller; 0: any."""
        most = self.case.policy.number("principals.max_pupil_ratio")
        small, large = sorted((self.pupils[one], self.pupils[other]))
        return most == 0 or large <= most * small

    @cached_property
    def choices(self) -> tuple[tuple[int, str], ...]:
        posts = self.case.county.schools.post
        return tuple((t, post) for t in self.people for post in posts if self.may_take(t, post))

    def is_target(self, post: str) -> bool:
        return any(self.case.county.schools.target[u] for u in self.case.county.rows_of_post[post])

    @cached_property
    def _place(self) -> Mapping[str, tuple[float, float]]:
        """Post to longitude and latitude: the first row's, 小学 before 初中, that has both; else NaN."""
        schools = self.case.county.schools
        places = {}
        for post, rows in self.case.county.rows_of_post.items():
            known = [(float(schools.lon[u]), float(schools.lat[u])) for u in rows]
            known = [place for place in known if not np.isnan(place).any()]
            places[post] = known[0] if known else (float("nan"), float("nan"))
        return places

    def way(self, one: str, other: str) -> int:
        """Hundreds of metres between two posts, 0 where a place is missing."""
        ends = [np.array(value) for value in (*self._place[one], *self._place[other])]
        return int(tenths(great_circle_km(*ends)))

    def program(self, seed: str) -> Program:
        """The 0-1 program: one column a choice, in the order of `choices`."""
        choices = self.choices
        builder = Builder()
        index = {t: i for i, t in enumerate(self.people)}
        post_index = {post: s for s, post in enumerate(self.case.county.schools.post)}
        person = np.array([index[t] for t, _ in choices], dtype=np.int64)
        post = np.array([post_index[name] for _, name in choices], dtype=np.int64)
        every = builder.add_columns(np.zeros(len(choices), np.int64), np.ones(len(choices), np.int64))
        builder.add_block(block("one_post", len(index), over_all(person), lower=1, upper=1))
        led = np.zeros(len(post_index), dtype=np.int64)
        led[[post_index[own] for own in self.own.values()]] = 1
        builder.add_block(block("one_principal", len(led), over_all(post), lower=led, upper=1))
        for goal in PRINCIPAL_GOALS:
            cost = np.array([_cost(self, goal, seed, t, to) for t, to in choices], dtype=np.int64)
            builder.add_goal(goal, [(every, cost)], maximise=goal == "rural")
        return builder.program()

    def value(self, goal: str, seed: str, moves: Moves) -> int:
        """A goal's value by plain counting: what everybody, moved or staying, costs or gains."""
        to = dict(moves)
        return sum(_cost(self, goal, seed, t, to.get(t, self.own[t])) for t in self.people)

    def broken(self, moves: Moves) -> list[int]:
        """Principals whose move the rules do not allow; two in one post, and posts left empty, count as well."""
        to = dict(moves)
        held: dict[str, list[int]] = {}
        for t in self.people:
            held.setdefault(to.get(t, self.own[t]), []).append(t)
        bad = {t for t, post in moves if t not in self.own or not self.may_take(t, post)}
        bad |= {t for holders in held.values() if len(holders) > 1 for t in holders}
        bad |= {t for t in self.people if self.own[t] not in held}
        return sorted(bad)


def _cost(principals: Principals, goal: str, seed: str, teacher: int, post: str) -> int:
    """What the choice of `post` for `teacher` adds to a goal."""
    case, own = principals.case, principals.own[teacher]
    due = teacher in principals.due
    if post == own:
        return int(due) if goal == "kept" else 0
    if goal == "not_due":
        return int(not due)
    if goal == "rural":
        gain = due and principals.is_target(post) and not principals.is_target(own)
        return (1 + int(case.backbone[teacher])) if gain else 0
    if goal == "commute":
        return principals.way(own, post)
    if goal == "lottery":
        return draw(seed, case.county.teachers.teacher_id[teacher], post, PRINCIPAL)
    return 0


def told(principals: Principals, goal: str, moves: Moves) -> str:
    """What `moves` come to in that goal, in words."""
    value = principals.value(goal, "", moves)
    if goal == "kept":
        return say("{kept} of {due} due principals stay", kept=value, due=len(principals.due))
    if goal == "not_due":
        return say("{count} principals move who are not due", count=value)
    if goal == "rural":
        gains = [t for t, post in moves if _cost(principals, goal, "", t, post)]
        backbone = sum(int(principals.case.backbone[t]) for t in gains)
        return say("{people} due principals from other schools, {backbone} of them backbone", people=len(gains),
                   backbone=backbone)  # fmt: skip
    if goal == "commute":
        return say("{km} km together", km=value / 10)
    return lottery.told(principals.case, {})


def amount(goal: str, value: int) -> str:
    """A difference of two values of that goal in its unit; "" for the draw."""
    if goal == "lottery":
        return ""
    if goal == "commute":
        return say("{km} km", km=value / 10)
    if goal == "rural":
        return say("{count} people, a backbone teacher counting two", count=value)
    return say("{count} people", count=value)


def stage_names(principals: Principals, post: str) -> str:
    """The stages of a post, as officers write them."""
    return "、".join(STAGES[stage] for stage in sorted(principals.stages_of[post]))
