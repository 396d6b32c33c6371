"""(十三) Principals: nobody leads one school for more than two terms, as a rule (一般).

Who must go and where each may; what is best among that stands in rotation.rules.principal_goals. A run may leave
principals out (`principals.on`), or keep apart schools of very different size (`principals.max_pupil_ratio`).
The plan proposes; the bureau appoints.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from rotation.county.geography import great_circle_km, tenths
from rotation.county.place import Place
from rotation.county.schema import EXCLUDED_SCHOOL, MUST_MOVE, MUST_STAY, NAMED_SCHOOL, STAGES
from rotation.language import N_
from rotation.policy.policy import Threshold
from rotation.rules.case import Case
from rotation.rules.declared import Checked, Declared, place_by_place
from rotation.rules.moves import Finding, none_broken

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


def stage_names(principals: Principals, post: str) -> str:
    """The stages of a post, as officers write them."""
    return "、".join(STAGES[stage] for stage in sorted(principals.stages_of[post]))


def _posts(case: Case, moves: Moves) -> Finding:
    """How many principals are sent where they may not go, meet another in one post or leave theirs empty."""
    principals = Principals(case)
    broken = (Place(teacher=t) for t in principals.broken(moves))
    return none_broken(broken, applies=bool(principals.people or moves))


def _terms(case: Case, moves: Moves) -> Finding:
    """How many principals stay though their terms are up."""
    principals, gone = Principals(case), {t for t, _ in moves}
    kept = [Place(teacher=t) for t in principals.people if t in principals.due and t not in gone]
    return none_broken(kept, applies=bool(principals.due))


PRINCIPALS = Declared(
    "principals",
    group="",
    switch=True,
    on_if_silent=True,
    thresholds=(
        Threshold("max_terms", N_("terms of a principal"), "届", 0, 100, looser="higher"),
        Threshold("min_months", N_("least months to a principal's retirement"), "个月", 0, 1200, looser="higher"),
        Threshold(
            "max_pupil_ratio",
            N_("times the pupils of the other school that a principal may go to (0: any)"),
            "倍",
            0,
            20_000,
            looser="higher",
            even=False,
            silent=0,
        ),
    ),
)
CHECKS: tuple[Checked[Moves], ...] = (
    Checked(
        "principal_posts",
        group=None,
        check=_posts,
        told=place_by_place(N_("no principal breaks it"), N_("{count} principals break it")),
        title=N_("posts of principals"),
        rests_on=(),
    ),
    Checked(
        "principal_terms",
        group=None,
        check=_terms,
        told=place_by_place(N_("no due principal stays"), N_("{count} due principals stay")),
        title=N_("principals past their terms who stay"),
        rests_on=("principals",),
        shown_only=True,
    ),
)
