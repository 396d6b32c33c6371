"""Why there is no plan: the clauses in conflict with their places, and the least changes under which there is one."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from rotation.explain.diagnosis import Conflict
from rotation.explain.diagnosis import diagnose as conflicts_of
from rotation.explain.repairs import Repair, repairs
from rotation.language import say
from rotation.notice.formats.docx import docx_of
from rotation.notice.refusal import refusal
from rotation.report.explained import conflict_part, repair_part
from rotation.rules.candidates import find_candidates
from rotation.rules.case import Case
from rotation.tasks.outcome import Content
from rotation.tasks.progress import Progress, Step
from solvers.clock import Clock, OutOfTime

FILES = ("diagnosis.json", "diagnosis.docx")


@dataclass(frozen=True)
class Diagnosis:
    """What was found in the time there was: `conflicts` none where it was out, `complete` False where more repairs may be."""

    case: Case
    conflicts: Sequence[Conflict]
    repairs: Sequence[Repair]
    complete: bool

    def files(self) -> dict[str, Content]:
        """For a program, and as a document to hand on."""
        data = {
            "conflicts": [conflict.written(self.case) for conflict in self.conflicts],
            "repairs": [repair.written() for repair in self.repairs],
        }
        document = refusal(self.case, self.conflicts, self.repairs, complete=self.complete)
        return dict(zip(FILES, (json.dumps(data, ensure_ascii=False, indent=1) + "\n", docx_of(document)), strict=True))


def diagnose(case: Case, seed: str, clock: Clock, progress: Progress) -> Diagnosis:
    """What stands in the way of a plan of `case`, and the least repair of each kind; told as it is found.

    `seed` is the draw's of the plans under the repairs. Once the clock is out, what is known.
    """
    candidates = find_candidates(case)
    progress.at(Step("conflicts", say("looking for the rules in conflict"), clock.elapsed))
    found, subsets = conflicts_of(candidates, clock)
    progress.tell(conflict_part(case, found))
    if not found:
        progress.tell(say("which clauses are in conflict was not found before the time was out"))
    progress.at(Step("repairs", say("looking for the least changes that make a plan possible"), clock.elapsed))
    possible: list[Repair] = []
    complete = True
    try:
        for repair in repairs(candidates, subsets, [conflict.clauses for conflict in found], seed):
            possible.append(repair)
            progress.tell(say("a plan is possible: {change}", change=repair.text))
    except OutOfTime:
        complete = False
        progress.tell(say("stopped before all repairs were found"))
    if possible:
        progress.tell(repair_part(case, possible))
    return Diagnosis(case, found, possible, complete)
