"""County and policy in, plan out: the composition of everything below."""

from __future__ import annotations

import platform
from collections.abc import Callable, Collection, Mapping, Sequence
from contextvars import copy_context
from dataclasses import dataclass, replace
from importlib import metadata
from typing import Any

import numpy as np

from rotation.errors import BadData, NoPlan, Stopped
from rotation.language import say
from rotation.planning.audit import clause_lines, planned_moves
from rotation.planning.figures import figures
from rotation.planning.plan import GoalLine, Plan, PrincipalMove
from rotation.rules.candidates import Candidates, find_candidates, pin_faults
from rotation.rules.case import Case
from rotation.rules.clauses import stated
from rotation.rules.goals import GOALS
from rotation.rules.moves import Move
from rotation.rules.principal_goals import state_posts
from rotation.rules.principals import Principals
from solvers.clock import Clock, OutOfTime
from solvers.descent import Progress
from solvers.lexicographic import Solution, solve
from solvers.limits import TooLarge
from solvers.program import Array, Builder, Indices, Program
from solvers.relaxation import Infeasible

Report = Callable[[Progress], None]


@dataclass(frozen=True)
class Former:
    """What one solve leaves to the next: the candidates, and the columns its relaxation held."""

    candidates: Candidates
    held: Indices

    def carried(self, candidates: Candidates, columns: int) -> Indices:
        """Those columns among the `candidates` of a case that differs little, and all that are no moves."""
        old, new = self.candidates, candidates
        people = _places(old.case.county.teachers.teacher_id, new.case.county.teacher_index)
        rows = _places(list(old.case.county.schools.row_of), new.case.county.schools.row_of)
        subjects = _places(old.case.county.subjects, {name: k for k, name in enumerate(new.case.county.subjects)})
        moves = self.held[self.held < len(old)]
        there = (people[old.teacher[moves]], rows[old.school[moves]], subjects[old.subject[moves]])
        known = (there[0] >= 0) & (there[1] >= 0) & (there[2] >= 0)
        sizes = (len(new.case.county.schools), len(new.case.county.subjects))
        keys = ((there[0] * sizes[0] + there[1]) * sizes[1] + there[2])[known]
        own = (new.teacher.astype(np.int64) * sizes[0] + new.school) * sizes[1] + new.subject
        return np.concatenate([np.flatnonzero(np.isin(own, keys)), np.arange(len(new), columns)])


def _places(names: Sequence[Any], index: Mapping[Any, int]) -> Array:
    return np.array([index.get(name, -1) for name in names], dtype=np.int64)


@dataclass(frozen=True)
class Run:
    """A plan, and what its making took: `record` becomes run.json, `former` helps the next one along."""

    plan: Plan
    record: dict[str, Any]
    former: Former


def make_plan(
    case: Case,
    seed: str,
    clock: Clock | None = None,
    *,
    threads: int = 1,
    report: Report = lambda progress: None,
    former: Former | None = None,
) -> Run:
    """The best plan for `case`: teachers goal after goal, then principals; `seed` breaks ties.

    `report` is told of each goal of the teachers' program as it is settled; `former` is a case's that
    differs little, and changes nothing but the time. Raises BadData for pins
    that ask for the impossible, NoPlan where the clauses cannot hold together, Stopped where the
    clock ran out before a first plan. Numbers too large to be reckoned with exactly are bad data.
    """
    clock = clock or Clock()
    candidates = find_candidates(case)
    faults = pin_faults(candidates)
    if faults:
        raise BadData(say("{count} pins ask for the impossible; nothing was written", count=len(faults)), faults)
    principals = Principals(case)
    context = copy_context()  # the user's language, wherever the solver reports from

    def told(progress: Progress) -> None:
        context.copy().run(report, progress)

    try:
        program = state_program(candidates, seed)
        posts = solve(state_posts(principals, seed), clock, threads=threads)
        first = None if former is None else former.carried(candidates, program.columns)
        solution = solve(program, clock, threads=threads, report=told, first=first)
    except Infeasible:
        raise NoPlan(say("no plan can meet these clauses together")) from None
    except OutOfTime:
        raise Stopped(say("stopped before a first plan was found")) from None
    except TooLarge as error:
        raise too_large(error) from error
    plan = plan_of(candidates, seed, solution, principals, posts)
    assert solution.held is not None
    return Run(plan, _record(candidates, program, solution, clock), Former(candidates, solution.held))


def too_large(error: TooLarge) -> BadData:
    """The county's numbers are beyond what the solver reckons with exactly."""
    return BadData(
        say("numbers of {part} go up to {size}, and only up to {most} is the reckoning exact: look for mistyped pupils,"
            " classes, quotas and posts", part=error.part or "–", size=f"{error.size:,}", most=f"{error.most:,}")
    )  # fmt: skip


def plan_of(candidates: Candidates, seed: str, solution: Solution, principals: Principals, posts: Solution) -> Plan:
    """The plan that the solutions of the teachers' and the principals' programs are."""
    case, moves, appointed = (
        candidates.case,
        moves_at(candidates, solution.point),
        appointed_at(principals, posts.point),
    )
    county = case.county
    return Plan(
        county=county.name,
        year=case.year,
        as_of=case.as_of,
        policy=case.policy.id,
        parameters=case.policy.parameters,
        seed=seed,
        input_sha256=county.digest,
        eligible=case.pool,
        moves=planned_moves(case, moves),
        principals=[PrincipalMove(county.teachers.teacher_id[t], principals.own[t], post) for t, post in appointed],
        goals=counted_lines(case, seed, solution, moves),
        principal_goals=goal_lines(posts) if case.policy.on("principals") else [],
        clauses=[line for line, _ in clause_lines(case, moves, appointed)],
        metrics=figures(case, moves, principals, appointed),
    )


def moves_at(candidates: Candidates, point: Array) -> list[Move]:
    """The moves chosen at a point of the teachers' program."""
    columns = (candidates.teacher, candidates.origin, candidates.school, candidates.subject)
    return [Move(*(int(column[j]) for column in columns)) for j in np.flatnonzero(point[: len(candidates)])]


def appointed_at(principals: Principals, point: Array) -> list[tuple[int, str]]:
    """The principals who move at a point of theirs, with their new posts."""
    return [
        (t, post)
        for (t, post), taken in zip(principals.choices, point.tolist(), strict=True)
        if taken and post != principals.own[t]
    ]


def state_program(candidates: Candidates, seed: str) -> Program:
    """The teachers' 0-1 program: candidates are columns 0 … n-1, switched-off clauses are left out."""
    builder = _clauses(candidates, goals=GOALS)
    for goal in GOALS.values():
        goal.add_to(builder, candidates, seed)
    return builder.program()


def state_clauses(candidates: Candidates) -> Program:
    """The clauses alone: what any plan must meet, without goals."""
    return _clauses(candidates).program()


def _clauses(candidates: Candidates, goals: Collection[str] = ()) -> Builder:
    """The clauses in force over the candidates; the relaxation does without those that the rows of `goals` imply."""
    builder = Builder()
    count = len(candidates)
    builder.add_columns(np.zeros(count, dtype=np.int64), np.ones(count, dtype=np.int64), candidates.teacher)
    policy = candidates.case.policy
    for clause in stated(policy):
        if policy.on(clause.id):
            builder.add_block(replace(clause.rows(candidates), integers_only=clause.implied_by in goals))
    return builder


def counted_lines(case: Case, seed: str, solution: Solution, moves: Sequence[Move]) -> list[GoalLine]:
    """The teachers' goals as counted from the moves.

    A point that is not the best may hold more missing posts or dearer steps than its moves need: only
    what is proven least is sure to be what counting says.
    """
    return [replace(line, value=GOALS[line.id].value(case, seed, moves)) for line in goal_lines(solution)]


def goal_lines(solution: Solution) -> list[GoalLine]:
    return [GoalLine(goal.name, goal.value, goal.bound, goal.proven, goal.checked) for goal in solution.goals]


def _record(candidates: Candidates, program: Program, solution: Solution, clock: Clock) -> dict[str, Any]:
    """What run.json tells of the run: sizes, versions, the solver's own counts."""
    return {
        "seconds": round(clock.elapsed, 3),
        "candidates": len(candidates),
        "columns": program.columns,
        "rows": program.rows,
        "solver": vars(solution.statistics),
        "versions": {name: metadata.version(name) for name in ("teacher-rotation", "ortools", "highspy", "numpy")},
        "python": platform.python_version(),
        "machine": platform.platform(),
    }
