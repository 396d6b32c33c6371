"""What the reduced costs leave open of a goal, settled in integers.

The kernel is widened until its optimum lies within the reduced costs left out, which makes it the
optimum over all columns of the box.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from solvers import cpsat, mip
from solvers.certificate import Box, Certificate, open_columns
from solvers.clock import Clock
from solvers.cpsat import Settled
from solvers.program import Array, Bools, Program, total

FIRST_COLUMNS = 1000
WIDER = 5  # times as many columns, where a kernel holds no point
LARGE = 20_000  # columns
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

    HiGHS finds it, CP-SAT proves it; only where CP-SAT's time for that runs out does the word of
    HiGHS stand, and `proven` is False. `start` is a point to start from; `accept` is told of every
    point found on the way. `doubtful` boxes may hold no point: before a large kernel is searched
    for one, none is returned, unproven. Raises OutOfTime.
    """
    rest = np.where(certificate.reduced < 0, box.upper, box.lower)
    free = box.upper > box.lower
    distance = np.sort(np.abs(certificate.reduced[free]))
    enough = FIRST_COLUMNS if len(distance) > 2 * FIRST_COLUMNS else len(distance)
    reach = int(distance[min(enough, len(distance) - 1)]) if len(distance) else 0
    reach = max(reach, certificate.gap(certificate.bound))
    while True:
        clock.check()
        kernel = open_columns(certificate, box, reach)
        whole = bool((kernel == free).all())
        begin = clock.elapsed
        found = mip.settle(program, box, kernel, rest, cost, clock)
        holds = found.point is None or program.feasible(found.point)
        if found.point is not None and holds:
            accept(found.point)
        trusted = found.proven and holds
        if trusted and not whole:
            if found.point is None:
                if doubtful and WIDER * int(kernel.sum()) > LARGE:
                    return Settled(None, False)
                reach = _further(distance, reach, kernel)
                continue
            gap = certificate.gap(constant + total(cost, found.point))
            if gap > reach:
                reach = gap
                continue
            reach = gap
            kernel = open_columns(certificate, box, reach)
        patience = Clock(max(PROOF_SECONDS, PROOF_PATIENCE * (clock.elapsed - begin)), clock)
        proof = cpsat.settle(
            program, box, kernel, rest, cost, patience if trusted else clock,
            least=certificate.bound - constant, hint=start if found.point is None else found.point,
        )  # fmt: skip
        clock.check()
        settled = proof.point if proof.proven else found.point
        if settled is not None:
            start = settled
            accept(settled)
            gap = certificate.gap(constant + total(cost, settled))
            if whole or gap <= reach:
                return Settled(settled, proof.proven)
            reach = gap
        elif whole:
            return Settled(None, proof.proven)
        else:
            reach = _further(distance, reach, kernel)


def _further(distance: Array, reach: int, kernel: Bools) -> int:
    """The reach that makes a kernel with no point in it so much wider."""
    further = distance[distance > reach]
    return int(further[min((WIDER - 1) * int(kernel.sum()), len(further) - 1)])
