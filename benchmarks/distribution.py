"""`python -m benchmarks.distribution [--families F …] [--sizes N …] [--seeds N] [--limit S]`: how we do over many counties.

A single county flatters or slanders: here every family is made with several seeds, and the share proven, the
median, the ninetieth of a hundred and the worst are printed. Each solve runs in a process of its own.
"""

from __future__ import annotations

import argparse
import statistics
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from benchmarks import registry
from benchmarks.process import proof, row, solved
from benchmarks.registry import FAMILIES


@dataclass(frozen=True)
class Runs:
    """The solves of one family at one size: seconds of each, of those proven, and the first that was not."""

    seconds: Sequence[float]
    proven: int
    unproven: str

    @classmethod
    def of(cls, results: Sequence[tuple[str, dict[str, Any] | None]], limit: float) -> Runs:
        seconds, proven, unproven = [], 0, ""
        for name, result in results:
            goals, gap = (0, "no plan") if result is None else proof(result["answers"], len(result["goals"]))
            whole = result is not None and goals == len(result["goals"])
            seconds.append(limit if result is None else result["seconds"])
            proven += whole
            if not whole and not unproven:
                unproven = f"{name}: {goals} goals, then {gap}"
        return cls(seconds, proven, unproven)

    def cells(self) -> tuple[str, ...]:
        order = sorted(self.seconds)
        late = order[min(len(order) - 1, -(-9 * len(order) // 10) - 1)]
        return (
            f"{self.proven}/{len(order)}", f"{statistics.median(order):.1f}", f"{late:.1f}", f"{order[-1]:.1f}",
            self.unproven,
        )  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.distribution", description=__doc__)
    parser.add_argument("--families", nargs="+", choices=sorted(_families()), help="by default all")
    parser.add_argument("--sizes", nargs="+", type=int, default=[1000, 2400, 4000], help="teachers")
    parser.add_argument("--seeds", type=int, default=10)
    parser.add_argument("--limit", type=float, default=60.0, help="seconds for each solve")
    options = parser.parse_args()
    print(row("teachers", "family", "proven", "median s", "p90 s", "worst s", "the first not proven"))
    print(row("---:", "---", "---:", "---:", "---:", "---:", "---"))
    for size in options.sizes:
        every: list[tuple[str, dict[str, Any] | None]] = []
        for family in options.families or list(FAMILIES):
            names = [f"{family}:{size}:{seed}" for seed in range(1, options.seeds + 1)]
            results = [(name, solved(name, "ours", options.limit)) for name in names]
            every += results
            print(row(f"{size:,}", family, *Runs.of(results, options.limit).cells()), flush=True)
        print(row(f"{size:,}", "all", *Runs.of(every, options.limit).cells()[:-1], ""), flush=True)


def _families() -> list[str]:
    registry.load()
    return list(FAMILIES)


if __name__ == "__main__":
    main()
