"""What is reckoned with exactly: a program of larger numbers is refused before anything is solved.

Costs, coefficients and bounds pass through the doubles of HiGHS, which hold whole numbers up to 2^53. Sums over a row or
a goal are formed in 64-bit integers here and in CP-SAT; they stay two bits below that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from solvers.program import Array, Block, Indices, Program

SINGLE, SUM = 2**53, 2**62


class TooLarge(Exception):
    """The numbers of `part`, a goal or a block of rows ("" the columns), go up to `size`, of which `most` is allowed."""

    def __init__(self, part: str, size: int, most: int) -> None:
        super().__init__(f"{part or 'columns'}: {size} is more than the {most} reckoned with exactly")
        self.part, self.size, self.most = part, size, most

    def __reduce__(self) -> tuple[type[TooLarge], tuple[str, int, int]]:
        return type(self), (self.part, self.size, self.most)  # it travels between processes


def must_be_exact(program: Program) -> None:
    """Raises TooLarge where a number of `program`, or what a row or goal can sum up to, is beyond what is exact."""
    import numpy as np

    from solvers.program import UNBOUNDED

    def largest(values: Indices | int) -> int:
        if isinstance(values, int):
            return abs(values)
        return max(int(values.max()), -int(values.min())) if len(values) else 0

    def within(part: str, size: int, most: int) -> None:
        if size > most:
            raise TooLarge(part, size, most)

    reach = max(largest(program.lower), largest(program.upper))
    within("", reach, SINGLE)
    far = np.maximum(np.abs(program.lower), np.abs(program.upper))
    for goal in program.goals:
        own = largest(goal.cost)
        within(goal.name, own, SINGLE)
        total = own * reach * program.columns
        if total + abs(goal.constant) > SUM:  # looked at closely only where the coarse bound does not do
            total = int(np.abs(goal.cost.astype(np.float64)) @ far.astype(np.float64))
        within(goal.name, total + abs(goal.constant), SUM)
    for block in program.blocks:
        for side in (block.lower, block.upper):
            within(block.name, largest(side[np.abs(side) < UNBOUNDED]), SINGLE)
        sizes = [largest(term.coefficients) for term in block.terms]
        within(block.name, max(sizes, default=0), SINGLE)
        if sum(size * reach * len(term.rows) for size, term in zip(sizes, block.terms, strict=True)) > SUM:
            within(block.name, _row_sum(block, far), SUM)


def _row_sum(block: Block, far: Array) -> int:
    """The most that |coefficients| times |columns| come to in any row, as a double has it."""
    import numpy as np

    sums = np.zeros(len(block) + 1)  # the last for the row -1, which is none
    for term in block.terms:
        np.add.at(sums, term.rows, np.abs(np.asarray(term.coefficients, dtype=np.float64)) * far[term.columns])
    return int(sums[:-1].max(initial=0.0))
