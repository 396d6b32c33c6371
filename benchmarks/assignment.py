"""Generalised assignment instances nobody here wrote, in the OR-Library's form, solved with `solvers` alone."""

from __future__ import annotations

import csv
from pathlib import Path

import numpy as np

from solvers.program import UNBOUNDED, Block, Builder, Program, Term


def read_instance(path: Path) -> Program:
    """Items to agents at least cost within capacities: first agents and items, then costs, weights, capacities."""
    numbers = np.array(path.read_text().split(), dtype=np.int64)
    agents, items = int(numbers[0]), int(numbers[1])
    size = agents * items
    cost, weight, capacity = np.split(numbers[2:], [size, 2 * size])
    item, agent = np.tile(np.arange(items), agents), np.repeat(np.arange(agents), items)
    builder = Builder()
    every = builder.add_columns(np.zeros(size, dtype=np.int64), np.ones(size, dtype=np.int64), item)
    one = np.ones(items, dtype=np.int64)
    builder.add_block(Block("assigned once", one, one, (Term(every, item),)))
    builder.add_block(Block("capacity", np.full(agents, -UNBOUNDED), capacity[:agents], (Term(every, agent, weight),)))
    builder.add_goal("cost", [(every, cost)])
    return builder.program()


def known_values(folder: Path) -> dict[str, int]:
    """Best known value of each instance of the folder's values.csv, by its file name."""
    with (folder / "values.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        Path(row["Path"]).name: int(row["Best known solution value"])
        for row in rows
        if row["Best known solution value"]
    }
