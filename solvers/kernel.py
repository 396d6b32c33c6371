"""What the reduced costs leave open of a goal, settled in integers.

The kernel is widened until its optimum lies within the reduced costs left out, which makes it the
optimum over all columns of the box.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from solvers import branching, cpsat, mip
from solvers.certificate import Box, Certificate, open_columns
from solvers.clock import Clock
from solvers.cpsat import Settled
from solvers.program import Array, Bools, Program, total

FIRST_COLUMNS = 1000
WIDER = 5  # times as many columns, where a kernel holds no point
LARGE = 20_000  # columns
EASY = 8000  # columns among which HiGHS seeks a better point before nodes are closed in integers
PROOF_SECONDS, PROOF_PATIENCE = 20.0, 10.0


def settle(
    program: Program,
    box: Box,
    cost: Array,
    constant: int,
    certificate: Certificate,
    clock: Clock,
    *,
    start: Array | None,
    doubtful: bool,
    accept: Callable[[Array], None],
) -> Settled:
    """The best integer point of the box, proven over all its columns; no point if there is none.

    HiGHS finds a point among the columns nearest to the bound; a branch and bound proves in exact integers that
    none is better, or finds it. Only where that would take too long do solvers that search have the word: HiGHS over all
    columns within the gap, and CP-SAT to prove it; where its time runs out as well, `proven` is False.
    Rows for integers only are left out of the relaxations until a point breaks one.
    `start` is a point to start from; `accept` is told of every better point found on the way. `doubtful` boxes may hold no point: before a large kernel is searched
    for one, none is returned, unproven. Raises OutOfTime.
    """
    rest = np.where(certificate.reduced < 0, box.upper, box.lower)
    free = box.upper > box.lower
    distance = np.sort(np.abs(certificate.reduced[free]))
    enough = FIRST_COLUMNS if len(distance) > 2 * FIRST_COLUMNS else len(distance)
    reach = int(distance[min(enough, len(distance) - 1)]) if len(distance) else 0
    reach = max(reach, certificate.gap(certificate.bound))
    best: Array | None = None

    def keep(point: Array | None) -> None:
        nonlocal best
        if point is not None and (best is None or total(cost, point) < total(cost, best)):
            best = point
            accept(point)

    while True:
        clock.check()
        kernel = open_columns(certificate, box, reach)
        whole = bool((kernel == free).all())
        begin = clock.elapsed
        found = mip.settle(program, box, kernel, rest, cost, clock)
        holds = found.point is None or program.feasible(found.point)
        if not holds and program is not program.exact:
            program = program.exact
            continue
        trusted = found.proven and holds
        if holds:
            keep(found.point)
        if trusted and best is None and not whole:
            if doubtful and WIDER * int(kernel.sum()) > LARGE:
                return Settled(None, False)
            reach = _further(distance, reach, kernel)
            continue
        gap = reach if best is None else certificate.gap(constant + total(cost, best))
        if trusted and not whole and gap > reach and int(open_columns(certificate, box, gap).sum()) <= EASY:
            reach = gap
            continue
        most = None if best is None else total(cost, best) - 1
        better = free if most is None else open_columns(certificate, box, certificate.gap(constant + most))
        proof = branching.settle(program, box, better, rest, cost, clock, most=most)
        keep(proof.point)
        if proof.proven:
            return Settled(best, True, True)
        gap = reach if best is None else certificate.gap(constant + total(cost, best))
        if trusted and not whole and gap > reach:
            reach = gap
            continue
        # Only solvers that search are left.
        if trusted:
            reach = gap
            kernel = open_columns(certificate, box, reach)
        patience = Clock(max(PROOF_SECONDS, PROOF_PATIENCE * (clock.elapsed - begin)), clock)
        proof = cpsat.settle(
            program, box, kernel, rest, cost, patience if trusted else clock,
            least=certificate.bound - constant, hint=start if best is None else best,
        )  # fmt: skip
        clock.check()
        keep(proof.point)
        if best is not None:
            gap = certificate.gap(constant + total(cost, best))
            if whole or gap <= reach:
                return Settled(best, proof.proven)
            reach = gap
        elif whole:
            return Settled(None, proof.proven)
        else:
            reach = _further(distance, reach, kernel)


def _further(distance: Array, reach: int, kernel: Bools) -> int:
    """The reach that makes a kernel with no point in it so much wider."""
    further = distance[distance > reach]
    return int(further[min((WIDER - 1) * int(kernel.sum()), len(further) - 1)])
