"""A plan on its case: ids become rows of the county, and everything told of it is counted once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from rotation.errors import BadData
from rotation.language import say
from rotation.planning.counts import Counts
from rotation.planning.figures import RatioCheck, ratio_checks
from rotation.planning.plan import Plan
from rotation.policy.policy import Policy
from rotation.rules.case import Case
from rotation.rules.goals import GOALS
from rotation.rules.moves import Move
from rotation.rules.principals import Principals


@dataclass(frozen=True)
class ResolvedPlan:
    """`plan`, which was made on `case`. What names something the county does not have raises BadData where it is asked for."""

    case: Case
    plan: Plan

    @cached_property
    def moves(self) -> tuple[Move, ...]:
        """The teachers' moves, in the plan's order."""
        county = self.case.county
        subjects = {subject: k for k, subject in enumerate(county.subjects)}
        found = []
        try:
            for move in self.plan.moves:
                t = county.teacher_index[move.teacher_id]
                origin = county.schools.row_of[move.from_school_id, move.stage]
                if origin != county.teachers.school[t]:
                    raise KeyError(f"{move.teacher_id}, {move.from_school_id}")
                found.append(
                    Move(t, origin, county.schools.row_of[move.to_school_id, move.stage], subjects[move.subject])
                )
        except KeyError as error:
            raise _unknown(error) from error
        return tuple(found)

    @cached_property
    def appointed(self) -> tuple[tuple[int, str], ...]:
        """The principals who move (teachers' rows) with the posts they move to, in the plan's order."""
        county = self.case.county
        found = []
        try:
            for change in self.plan.principals:
                t = county.teacher_index[change.teacher_id]
                if change.to_school_id not in county.rows_of_post:
                    raise KeyError(change.to_school_id)
                found.append((t, change.to_school_id))
        except KeyError as error:
            raise _unknown(error) from error
        return tuple(found)

    @cached_property
    def move_of(self) -> Mapping[int, Move]:
        """Each moving teacher's move."""
        return {move.teacher: move for move in self.moves}

    @cached_property
    def post_of(self) -> Mapping[int, str]:
        """Each moving principal's new post."""
        return dict(self.appointed)

    @cached_property
    def principals(self) -> Principals:
        return Principals(self.case)

    @cached_property
    def before(self) -> Counts:
        """The county as it stands."""
        return Counts(self.case)

    @cached_property
    def after(self) -> Counts:
        """The county once the plan is carried out."""
        return Counts(self.case, self.moves)

    @cached_property
    def of_goals(self) -> Mapping[str, int | float | None]:
        """What counting says of the teachers' goals, by the ids of their measures."""
        return {key: value for goal in GOALS.values() for key, value in goal.counted(self.case, self.moves).items()}

    @cached_property
    def ratios(self) -> tuple[RatioCheck, ...]:
        """The document's ratios, then the national inspection's."""
        return stated_ratios(self.case.policy, self.plan)


def stated_ratios(policy: Policy, plan: Plan) -> tuple[RatioCheck, ...]:
    """The ratios by what the plan says alone, where its county is not at hand."""
    return ratio_checks(policy, plan.eligible, len(plan.moves), sum(move.backbone for move in plan.moves))


def _unknown(error: KeyError) -> BadData:
    return BadData(say("the plan names what the county does not have: {name}", name=error.args[0]))
