"""教督〔2017〕6号: the figures of the national inspection, told beside the clauses and binding nobody."""

from __future__ import annotations

from rotation.language import N_
from rotation.rules.case import Case
from rotation.rules.declared import Checked, at_least_share
from rotation.rules.moves import Finding, Moves


def reaches(part: int, percent: int, whole: int) -> bool:
    """Whether part/whole is at least percent/100, in integers."""
    return 100 * part >= percent * whole


def _share(part: int, percent: int, whole: int) -> Finding:
    return Finding(-(-percent * whole // 100), part, reaches(part, percent, whole) if whole else None)


def _exchange(case: Case, moves: Moves) -> Finding:
    return _share(len(moves), case.policy.national.exchanged_percent, case.pool)


def _backbone(case: Case, moves: Moves) -> Finding:
    backbone = sum(1 for move in moves if case.backbone[move.teacher])
    return _share(backbone, case.policy.national.backbone_percent, len(moves))


CHECKS = (
    Checked[Moves](
        "national_exchange",
        group=None,
        check=_exchange,
        told=at_least_share(lambda case: case.policy.national.exchanged_percent, N_("of the eligible")),
        title=N_("national inspection: share exchanged"),
        rests_on=("national",),
        shown_only=True,
    ),
    Checked[Moves](
        "national_backbone",
        group=None,
        check=_backbone,
        told=at_least_share(lambda case: case.policy.national.backbone_percent, N_("of those who move")),
        title=N_("national inspection: share of backbone teachers"),
        rests_on=("national",),
        shown_only=True,
    ),
)
