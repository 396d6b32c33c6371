"""What a sheet holds that the reading library does not tell."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple


class Oddities(NamedTuple):
    """Hidden rows (numbered from 1), hidden columns (from 0), and the cells without a value.

    These are by row and column, both from 0: the spreadsheet's error, blank where a formula was never calculated.
    """

    rows: tuple[int, ...] = ()
    columns: frozenset[int] = frozenset()
    broken: Mapping[tuple[int, int], str] = {}
