"""Two hundred and fifty mutated files through `rotation check`, and each kind of bomb; benchmarks/fuzz.py has twenty thousand."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks import fuzz

pytestmark = pytest.mark.slow

Bomb = Callable[[random.Random], tuple[str, bytes]]


def test_mutants_are_read_or_refused() -> None:
    statuses, wrong, _ = fuzz.try_out(0, 250)
    assert wrong == []
    assert statuses[0] > 15 < statuses[3]


@pytest.mark.parametrize("bomb", fuzz.BOMBS)
def test_bombs_are_refused(bomb: Bomb, tmp_path: Path) -> None:
    form, content = bomb(random.Random(1))
    path = tmp_path / f"bomb.{form}"
    path.write_bytes(content)
    status, said = fuzz.status_of(path)
    assert status == 3, said
