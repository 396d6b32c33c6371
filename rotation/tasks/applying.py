"""What can mean one thing alone is put right, round by round: a cell that can be read at last may show another fault."""

from __future__ import annotations

from pathlib import Path

from rotation.errors import BadData, Fault
from rotation.intake.grid import Changes
from rotation.intake.read import read_county
from rotation.policy.policy import Policy


def certain_faults(path: Path, policy: Policy, year: int) -> list[Fault]:
    """The faults of the county at `path` whose suggestion is certain, those first that come to light first.

    None of them remains where `as_changes` of them stand in place of the cells.
    """
    found: dict[tuple[str, int, int], Fault] = {}
    while True:
        try:
            read_county(path, policy, year, as_changes(list(found.values())))
        except BadData as refused:
            before = len(found)
            for fault in refused.faults:
                if fault.certain and fault.row is not None and fault.at is not None:
                    found.setdefault((fault.place, fault.row, fault.at), fault)
            if len(found) > before:
                continue
        return list(found.values())


def as_changes(faults: list[Fault]) -> Changes:
    """The cells of these faults with what is suggested for them."""
    return {(fault.place, fault.row or 0, fault.at or 0): fault.suggestion or "" for fault in faults}
