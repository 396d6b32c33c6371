"""What can go wrong, each kind with the exit status it ends a command with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rotation import personal


@dataclass(frozen=True)
class Fault:
    """One thing wrong in the officer's data: where it stands, what stands there, what is expected.

    `value` is None where there is none to show or where the column is personal: then the cell's
    address stands for it. `row` counts as the spreadsheet does, from 1; `at` is the column's place,
    from 0, where the file has the column. `suggestion` is the likeliest right value, where one is likely, and `certain`
    where a rule or a code table leaves no other.
    What looks personal is masked, whoever says it; `dated` where the column's days are nobody's birthday.
    """

    place: str
    row: int | None
    column: str | None
    value: str | None
    expected: str
    suggestion: str | None = None
    at: int | None = None
    dated: bool = False
    certain: bool = False

    def __post_init__(self) -> None:
        if self.suggestion is None or personal.value(self.suggestion, dated=self.dated) != self.suggestion:
            object.__setattr__(self, "certain", False)  # what stands for a masked value is no value
        for name in ("column", "value", "suggestion"):
            said = getattr(self, name)
            if said is not None:
                object.__setattr__(self, name, personal.value(said, dated=self.dated))
        object.__setattr__(self, "expected", personal.sentence(self.expected, dated=self.dated))


@dataclass(frozen=True)
class Note:
    """Something possible but unlikely, told apart from the faults; it blocks nothing.

    Where it speaks of a cell, `place`, `row`, `column` and `at` say which, as in Fault. Masked as there.
    """

    text: str
    place: str | None = None
    row: int | None = None
    column: str | None = None
    at: int | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", personal.sentence(self.text))
        if self.column is not None:
            object.__setattr__(self, "column", personal.value(self.column))


class RotationError(Exception):
    """A failure that is told to the user in one sentence; `status` is the command's exit status."""

    status = 1


class AuditFailed(RotationError):
    """A plan does not stand its recount, so nothing is made of it."""

    status = 1


class UsageFault(RotationError):
    """The command was asked for something that does not exist."""

    status = 2


class BadData(RotationError):
    """The county's tables cannot be planned on; `faults` holds every one found."""

    status = 3

    def __init__(self, message: str, faults: Sequence[Fault] = (), notes: Sequence[Note] = ()) -> None:
        super().__init__(message)
        self.faults, self.notes = tuple(faults), tuple(notes)


class NoPlan(RotationError):
    """No plan meets the clauses."""

    status = 4


class Stopped(RotationError):
    """The time limit or an interrupt came before a first plan."""

    status = 5
