"""(十三) (十四) Most moves from schools that are no targets to rural and weak ones, backbone double."""

from __future__ import annotations

import numpy as np

from rotation.language import N_, say
from rotation.rules.candidates import Candidates
from rotation.rules.case import Case
from rotation.rules.goals.goal import Costs, Goal
from rotation.rules.goals.measure import MORE, Counted, Measure, by_how_many
from rotation.rules.moves import Moves
from solvers.program import Builder

TITLE = N_("moves to rural and weak schools")
MEASURES = (
    Measure("to_targets", N_("people who move to rural and weak schools from others"), N_("persons"), MORE),
    Measure("to_targets_backbone", N_("backbone teachers among them"), N_("persons"), MORE),
    Measure("backbone_gained", N_("backbone teachers gained by rural and weak schools"), N_("persons"), MORE),
)


def state(candidates: Candidates, seed: str, builder: Builder) -> Costs:
    """Each such move counts 1, that of a backbone teacher 2."""
    gains = np.where(candidates.to_target & ~candidates.from_target, 1 + candidates.backbone, 0)
    return Costs([(slice(0, len(candidates)), gains.astype(np.int8))])


def value(case: Case, seed: str, moves: Moves) -> int:
    """The moves that count, each by its weight."""
    target = case.county.schools.target
    return sum(
        1 + int(case.backbone[move.teacher]) for move in moves if target[move.school] and not target[move.origin]
    )


def counted(case: Case, moves: Moves) -> Counted:
    """Who goes to rural and weak schools from others, and what these gain in backbone teachers, departures taken off."""
    target = case.county.schools.target
    come = [move for move in moves if target[move.school] and not target[move.origin]]
    go = [move for move in moves if target[move.origin] and not target[move.school]]
    backbone = [sum(int(case.backbone[move.teacher]) for move in part) for part in (come, go)]
    return {
        "to_targets": len(come),
        "to_targets_backbone": backbone[0],
        "backbone_gained": backbone[0] - backbone[1],
    }


def told(case: Case, found: Counted) -> str:
    return say(
        "{people} people from other schools, {backbone} of them backbone; rural and weak schools gain {gain} backbone"
        " teachers on balance",
        people=found["to_targets"], backbone=found["to_targets_backbone"], gain=found["backbone_gained"],
    )  # fmt: skip


def amount(value: int) -> str:
    return say("{count} people, a backbone teacher counting two", count=value)


GOAL = Goal(
    "rural",
    title=TITLE,
    sense=MORE,
    state=state,
    value=value,
    measures=MEASURES,
    counted=counted,
    told=told,
    amount=amount,
    beside=by_how_many(
        N_("moves to rural and weak schools (backbone counting double): {n} more"),
        N_("moves to rural and weak schools (backbone counting double): {n} fewer"),
    ),
)
