"""`python -m benchmarks.brute_force [COUNT] [SEED]`: the solver against every point there is, on COUNT random programs.

Each has two halves that share no row but one or two over all columns, most of which bind; some have no point. The solver's
sizes are drawn as well, so that cuts, branching, kernels, assumptions and doubts all have work, and every third solve is
stopped early. 2,000 programs by default, from a seed drawn anew and told.
"""

from __future__ import annotations

import itertools
import random
import sys
from collections import Counter
from unittest.mock import patch

import numpy as np

from solvers import branching, descent, kernel
from solvers.clock import Clock, OutOfTime
from solvers.lexicographic import Solution, solve
from solvers.program import UNBOUNDED, Array, Block, Builder, Program, Term
from solvers.relaxation import Infeasible


def drawn(rng: random.Random) -> Program:
    """Two halves of two to five columns each, rows of their own, rows over all, two to four goals."""
    builder = Builder()
    half = rng.randint(2, 5)
    n = 2 * half
    upper = np.array([rng.choice((1, 1, 1, 2)) if n < 8 else 1 for _ in range(n)], dtype=np.int64)
    builder.add_columns(np.zeros(n, dtype=np.int64), upper, np.arange(n) // rng.choice((1, 2, n)))
    for i in range(rng.randint(1, 4)):
        first = half * (i % 2)
        values = np.array([rng.randint(-3, 6) for _ in range(half)])
        low = rng.choice((-UNBOUNDED, 0, 1, 2))
        high = rng.choice((UNBOUNDED, 3, 5))
        term = Term(slice(first, first + half), np.where(values == 0, -1, 0), values)
        builder.add_block(Block(f"own {i}", np.array([low]), np.array([max(low, high)]), (term,)))
    for i in range(rng.randint(1, 2)):
        values = np.array([rng.choice((1, 1, 2, 3, 17, -3)) for _ in range(n)])
        least, most = rng.choice(((-UNBOUNDED, 3), (3, UNBOUNDED), (half, half), (half - 1, half), (2, 5)))
        builder.add_block(
            Block(f"tie {i}", np.array([least]), np.array([most]), (Term(slice(0, n), np.zeros(n, np.int64), values),))
        )
    for i in range(rng.randint(2, 4)):
        size = rng.choice((1, 3, 40, 10**8, 10**11))
        cost = np.array([rng.randint(rng.choice((-size, 0)), size) for _ in range(n)])
        builder.add_goal(f"goal {i}", [(slice(0, n), cost)], rng.randint(-9, 9), maximise=rng.random() < 0.4)
    return builder.program()


def best_of_all(program: Program) -> list[int] | None:
    """The goals' values at the best point, None where there is none."""
    best: list[int] | None = None
    for choice in itertools.product(*(range(int(top) + 1) for top in program.upper)):
        point: Array = np.array(choice, dtype=np.int64)
        if program.feasible(point):
            own = [program.value(goal, point) * (-1 if goal.maximise else 1) for goal in program.goals]
            best = own if best is None else min(best, own)
    if best is None:
        return None
    return [value * (-1 if goal.maximise else 1) for value, goal in zip(best, program.goals, strict=True)]


def disagreement(program: Program, rng: random.Random, stopped: bool) -> tuple[str, str]:
    """How the solve ended, and what is wrong with it ("": nothing)."""
    expected = best_of_all(program)
    clock, left = Clock(), rng.randint(1, 20) if stopped else 10**9

    def check(self: Clock) -> None:
        nonlocal left
        left -= 1
        if left <= 0:
            clock.stop()
            raise OutOfTime

    sizes = (
        patch.object(kernel, "FIRST_COLUMNS", rng.choice((0, 1, 2, 1000))),
        patch.object(kernel, "LARGE", rng.choice((0, 20_000))),
        patch.object(descent, "LARGE_KERNEL", rng.choice((0, 5000))),
        patch.object(descent, "MANY_ROWS", rng.choice((0, 20_000))),
        patch.object(descent, "ROUNDS", rng.choice((0, 1, 40))),
        patch.object(branching, "WORK", rng.choice((0, 100, 1e8, 1e8))),
        patch.object(Clock, "check", check),
    )
    for size in sizes:
        size.start()
    try:
        solution = solve(program, clock, threads=rng.choice((1, 2)))
    except Infeasible:
        return "no point", "" if expected is None else "called infeasible"
    except OutOfTime:
        return "stopped", "" if stopped else "out of time"
    finally:
        for size in sizes:
            size.stop()
    if expected is None:
        return "infeasible", "a point where there is none"
    return "proven" if solution.optimal else "part proven", _wrong(program, solution, expected, stopped)


def _wrong(program: Program, solution: Solution, expected: list[int], stopped: bool) -> str:
    """What the solution says that is not so."""
    if not program.feasible(solution.point):
        return "the point breaks a row"
    if not stopped and not solution.optimal:
        return "not proven"
    for goal, said, best in zip(program.goals, solution.goals, expected, strict=True):
        if said.value != program.value(goal, solution.point):
            return f"{goal.name} is not {said.value}"
        if said.proven and not said.value == said.bound == best:
            return f"{goal.name}: {said.value} called proven, {best} is best"
        if said.checked and not said.proven:
            return f"{goal.name}: checked, not proven"
        if not said.proven:
            wrong = said.bound is not None and (said.bound < best if goal.maximise else said.bound > best)
            return f"{goal.name}: {said.bound} is no bound, {best} is best" if wrong else ""
    return ""


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    seed = sys.argv[2] if len(sys.argv) > 2 else str(random.SystemRandom().randrange(10**9))
    ends: Counter[str] = Counter()
    faults = []
    for i in range(count):
        rng = random.Random(f"{seed} {i}")
        program = drawn(rng)
        end, wrong = disagreement(program, rng, stopped=i % 3 == 0)
        ends[end] += 1
        if wrong:
            faults.append(f"program {i} of seed {seed}: {wrong}")
            print(faults[-1], flush=True)
    print(f"{count} programs of seed {seed}: {dict(ends)}; {len(faults)} disagreements")
    sys.exit(bool(faults))


if __name__ == "__main__":
    main()
