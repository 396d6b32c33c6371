"""Why this teacher, why not that school: a plan's program solved again with the other answer forced.

Nothing is read off duals: what a demand costs is what the best plan that meets it is worth, and what is
called impossible comes with clauses that cannot hold together with it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from rotation.county.schema import EXCLUDED_SCHOOL, MUST_STAY, NAMED_SCHOOL
from rotation.explain.chains import Chain, chains
from rotation.explain.diagnosis import Conflict, obstacle
from rotation.language import N_, say
from rotation.planning.plan import GoalLine, Plan
from rotation.planning.planner import appointed_at, counted_lines, goal_lines, moves_at, state_program
from rotation.planning.resolved import ResolvedPlan
from rotation.rules.candidates import Candidates, find_candidates
from rotation.rules.case import ELIGIBLE, Case
from rotation.rules.goals import GOALS
from rotation.rules.goals.measure import better
from rotation.rules.moves import Move
from rotation.rules.principal_goals import PRINCIPAL_GOALS, Goals, state_posts
from rotation.rules.principals import Principals
from rotation.rules.rows import block
from solvers.clock import Clock
from solvers.lexicographic import solve
from solvers.program import Block, Bools, Program, Term
from solvers.relaxation import Infeasible

IMPOSSIBLE, COSTS, DRAWN, SAME, BETTER, UNPROVEN = "impossible", "costs", "drawn", "same", "better", "unproven"

# Why a teacher has no candidate move to a school, by the rule that stands in the way.
_BARRIERS = {
    "eligible": N_("not eligible for exchange this year"),
    "stage": N_("the school has no classes of the teacher's stage"),
    "own": N_("it is the teacher's own school"),
    "pins": N_("a decision made by hand (pin) rules it out"),
    "direction": N_("nobody is moved up the tiers except into a weak school"),
    "reach": N_("it lies farther than {km} km"),
}


@dataclass(frozen=True)
class Change:
    """What somebody does in one plan and in the other: a move, or None for staying."""

    teacher: int
    before: Move | None
    after: Move | None


@dataclass(frozen=True)
class Answer:
    """What becomes of a plan when something is demanded of it.

    `verdict`: IMPOSSIBLE (`clauses` say which, `text` why), COSTS (`goals` of the best plan that meets
    the demand, the first of which that differs is `first`), DRAWN (equal in all but the draw), SAME
    (the plan meets it already), BETTER (only where the plan was not proven best), UNPROVEN (the
    clock ran out: `goals` carry their bounds). `own` are the plan's goals they stand against, the
    teachers' or the principals'. `changes` name every teacher who would do otherwise, `others` counts them,
    or the principals; `moves` are the other plan's, `appointed` where principals were asked of.
    """

    verdict: str
    goals: Sequence[GoalLine] = ()
    own: Sequence[GoalLine] = ()
    first: str | None = None
    changes: Sequence[Change] = ()
    others: int = 0
    clauses: Sequence[str] = ()
    text: str = ""
    conflict: Conflict | None = field(default=None, repr=False)
    moves: Sequence[Move] = field(default=(), repr=False)
    appointed: Sequence[tuple[int, str]] = field(default=(), repr=False)

    @property
    def of_principals(self) -> bool:
        """Whether the goals are the principals'."""
        return [line.id for line in self.own] == list(PRINCIPAL_GOALS)

    @property
    def differing(self) -> tuple[GoalLine, GoalLine] | None:
        """The first goal that differs, in the plan and then; None where all are alike."""
        pairs = zip(self.own, self.goals, strict=True)
        return next(((was, line) for was, line in pairs if line.id == self.first), None)


@dataclass(frozen=True)
class Inquiry:
    """A plan on its case, ready to be asked about. `clock` bounds each answer's work together."""

    resolved: ResolvedPlan
    clock: Clock

    @property
    def case(self) -> Case:
        return self.resolved.case

    @property
    def plan(self) -> Plan:
        return self.resolved.plan

    @property
    def principals(self) -> Principals:
        return self.resolved.principals

    @property
    def move_of(self) -> Mapping[int, Move]:
        """Each moving teacher's move."""
        return self.resolved.move_of

    @cached_property
    def candidates(self) -> Candidates:
        return find_candidates(self.case)

    @cached_property
    def program(self) -> Program:
        return state_program(self.candidates, self.plan.seed)

    @cached_property
    def chains(self) -> list[Chain]:
        """Who makes room for whom."""
        return chains(self.case, self.resolved.moves)

    def stays(self, teacher: int) -> Answer:
        """What it takes that the teacher does not move."""
        if teacher not in self.move_of:
            return Answer(SAME)
        return self.ask(_demand(self.candidates.teacher == teacher, upper=0), teacher)

    def moves_away(self, teacher: int) -> Answer:
        """What it takes that the teacher moves, anywhere."""
        if teacher in self.move_of:
            return Answer(SAME)
        own = self.candidates.teacher == teacher
        if not own.any():
            return self._barred(teacher, None)
        return self.ask(_demand(own, lower=1), teacher)

    def goes_to(self, teacher: int, school: int) -> Answer:
        """What it takes that the teacher moves to school row `school`."""
        if teacher in self.move_of and self.move_of[teacher].school == school:
            return Answer(SAME)
        own = (self.candidates.teacher == teacher) & (self.candidates.school == school)
        if not own.any():
            return self._barred(teacher, school)
        return self.ask(_demand(own, lower=1), teacher)

    def fills(self, school: int, subject: int) -> Answer:
        """What it takes that school row `school` has one more teacher of `subject` than the plan gives it."""
        moves = self.candidates
        come = (moves.school == school) & (moves.subject == subject)
        go = (moves.origin == school) & (moves.main_subject == subject)
        if not come.any() and not go.any():
            text = say("no eligible teacher of {subject} can be sent there", subject=self.case.county.subjects[subject])
            return Answer(IMPOSSIBLE, clauses=("qualification",), text=text)
        gain = sum((m.school, m.subject) == (school, subject) for m in self.resolved.moves)
        people = self.case.county.teachers
        gain -= sum((m.origin, int(people.subject[m.teacher])) == (school, subject) for m in self.resolved.moves)
        weight = come.astype(np.int64) - go.astype(np.int64)
        used = np.flatnonzero(weight)
        term = Term(used, np.zeros(len(used), np.int64), weight[used])
        return self.ask(block("asked", 1, term, lower=gain + 1), None)

    def ask(self, demand: Block, about: int | None) -> Answer:
        """The best plan that meets `demand`, against the plan; `about` is left out of `changes`."""
        try:
            solution = solve(self.program.with_block(demand), self.clock)
        except Infeasible:
            conflict = obstacle(self.candidates, demand, self.clock)
            return Answer(IMPOSSIBLE, clauses=conflict.clauses, text=conflict.text, conflict=conflict)
        moves = moves_at(self.candidates, solution.point)
        lines = counted_lines(self.case, self.plan.seed, solution, moves)
        other = {move.teacher: move for move in moves}
        changes = [
            Change(t, self.move_of.get(t), other.get(t))
            for t in sorted(self.move_of.keys() | other.keys())
            if self.move_of.get(t) != other.get(t) and t != about
        ]
        answer = self._judged(GOALS, lines, self.plan.goals, solution.optimal, changes, len(changes))
        return replace(answer, moves=moves)

    @staticmethod
    def _judged(
        goals: Goals,
        lines: Sequence[GoalLine],
        own: Sequence[GoalLine],
        proven: bool,
        changes: Sequence[Change],
        others: int,
    ) -> Answer:
        first = next(((line, was) for line, was in zip(lines, own, strict=True) if line.value != was.value), None)
        if first is None:
            return Answer(SAME, lines, own, changes=changes, others=others)
        line, was = first
        if not proven:
            verdict = UNPROVEN
        elif better(goals[line.id].sense, line.value, than=was.value):
            verdict = BETTER
        else:
            verdict = DRAWN if goals[line.id].draw else COSTS
        return Answer(verdict, lines, own, line.id, changes, others)

    def principal_stays(self, teacher: int) -> Answer:
        """What it takes that a principal does not move."""
        return self._ask_principals(teacher, [self.principals.own[teacher]])

    def principal_moves(self, teacher: int, post: str | None = None) -> Answer:
        """What it takes that a principal moves: to `post`, or anywhere."""
        own = self.principals.own[teacher]
        open_ = [to for t, to in self.principals.choices if t == teacher and to != own]
        return self._ask_principals(teacher, open_ if post is None else [to for to in open_ if to == post])

    def _ask_principals(self, teacher: int, posts: Sequence[str]) -> Answer:
        principals = self.principals
        if not posts:
            text = say("there is no other post that the principal may take")
            return Answer(IMPOSSIBLE, clauses=("principals",), text=text)
        now = self.resolved.post_of.get(teacher, principals.own[teacher])
        if now in posts:
            return Answer(SAME)
        asked = np.array([t == teacher and to in posts for t, to in principals.choices], dtype=bool)
        try:
            solution = solve(state_posts(principals, self.plan.seed).with_block(_demand(asked, lower=1)), self.clock)
        except Infeasible:
            text = say("every other post it could take has a principal who cannot make room")
            return Answer(IMPOSSIBLE, clauses=("principals",), text=text)
        before, then = self.resolved.post_of, dict(appointed_at(principals, solution.point))
        others = sum(before.get(t) != then.get(t) for t in principals.people if t != teacher)
        lines = goal_lines(solution)
        answer = self._judged(PRINCIPAL_GOALS, lines, self.plan.principal_goals, solution.optimal, (), others)
        return replace(answer, appointed=list(then.items()))

    def shortages(self, school: int) -> list[tuple[int, int]]:
        """Subjects in which the school row stays short under the plan, with how many posts."""
        short = self.resolved.after.missing[school].tolist()
        return [(k, missing) for k, missing in enumerate(short) if missing]

    def _barred(self, teacher: int, school: int | None) -> Answer:
        rule = barrier(self.case, teacher, school)
        text = say(_BARRIERS[rule], km=self.case.policy.number("reach.max_km"))
        return Answer(IMPOSSIBLE, clauses=(rule,), text=text)


def barrier(case: Case, teacher: int, school: int | None) -> str:
    """The first rule by which the teacher has no candidate move to the school row (None: to any)."""
    people, schools = case.county.teachers, case.county.schools
    origin = int(people.school[teacher])
    if case.reason[teacher] != ELIGIBLE:
        return "eligible"
    pins = [pin for pin in case.county.pins if pin.teacher == teacher] if case.policy.on("pins") else []
    if any(pin.kind == MUST_STAY for pin in pins):
        return "pins"
    if school is None:
        rows = [u for u in range(len(schools)) if schools.stage[u] == schools.stage[origin]]
        found = [barrier(case, teacher, u) for u in rows if schools.school_id[u] != schools.school_id[origin]]
        return max(found, key=lambda rule: (found.count(rule), rule), default="stage")
    if schools.school_id[school] == schools.school_id[origin]:
        return "own"
    if schools.stage[school] != schools.stage[origin]:
        return "stage"
    named = {pin.school_id for pin in pins if pin.kind == NAMED_SCHOOL}
    excluded = {pin.school_id for pin in pins if pin.kind == EXCLUDED_SCHOOL}
    if schools.school_id[school] in excluded or (named and schools.school_id[school] not in named):
        return "pins"
    if case.policy.on("direction") and schools.tier[school] > schools.tier[origin] and not schools.weak[school]:
        return "direction"
    return "reach"


def _demand(columns: Bools, **bounds: Any) -> Block:
    """One row over the candidates `columns`."""
    used = np.flatnonzero(columns)
    return block("asked", 1, Term(used, np.zeros(len(used), np.int64)), **bounds)
