"""The figures every plan reports, counted from its moves; ratios compare in integers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from fractions import Fraction
from typing import Any

from rotation.county.schema import LOCATIONS, STAGES
from rotation.rules.case import Case
from rotation.rules.goals import commute, shortage
from rotation.rules.goals.balance import backbone_after, weighted_cv
from rotation.rules.moves import Moves, after
from rotation.rules.principals import Moves as PrincipalMoves
from rotation.rules.principals import Principals


def reaches(part: int, percent: int, whole: int) -> bool:
    """Whether part/whole is at least percent/100, in integers."""
    return 100 * part >= percent * whole


def figures(case: Case, moves: Moves, principals: Principals, appointed: PrincipalMoves) -> dict[str, Any]:
    """All figures of a plan, ready for plan.json."""
    policy, national = case.policy, case.policy.national
    moved = len(moves)
    backbone = sum(1 for move in moves if case.backbone[move.teacher])
    start, end = after(case, ()), after(case, moves)
    own, others = (
        ("nantong", policy.number("quota.lower"), policy.number("backbone_share.percent")),
        (
            "national",
            national.exchanged_percent,
            national.backbone_percent,
        ),
    )
    return {
        "eligible": case.pool,
        "moved": moved,
        "moved_percent": percent_cut(moved, case.pool),
        "backbone_moved": backbone,
        "backbone_percent": percent_cut(backbone, moved),
        "lamps": [
            {
                "id": check,
                "exchanged_percent": exchanged,
                "exchanged": reaches(moved, exchanged, case.pool) if case.pool else None,
                "backbone_percent": share,
                "backbone": reaches(backbone, share, moved) if moved else None,
            }
            for check, exchanged, share in (own, others)
        ],
        "moves_by_tier": _by_tier(case, moves),
        "demand_derived": case.county.demand_derived,
        "shortage": {"before": _shortage(case, start), "after": _shortage(case, end)},
        "backbone_cv": _cv(case, backbone_after(case, ()), backbone_after(case, moves)),
        "schools_below": _below(case, moves, start, end),
        "wishes": _wishes(case, moves),
        "commute_km": _commute(case, moves),
        "pinned_moves": _pinned(case, moves),
        "principals": {
            "due": len(principals.due),
            "moved": len(appointed),
            "kept": principals.value("kept", "", appointed),
        }
        if policy.on("principals")
        else None,
    }


def percent_cut(part: int, whole: int) -> float | None:
    """part/whole in percent to two decimals, cut rather than rounded, so that 14.999 never reads 15."""
    return None if whole == 0 else part * 10000 // whole / 100


def _by_tier(case: Case, moves: Moves) -> dict[str, int]:
    tier = case.county.schools.tier
    count = Counter((int(tier[move.origin]), int(tier[move.school])) for move in moves)
    return {
        f"{LOCATIONS[one]}→{LOCATIONS[other]}": count[one, other]
        for one in (2, 1, 0)
        for other in (2, 1, 0)
        if count[one, other]
    }


def _shortage(case: Case, have: Counter[tuple[int, int]]) -> dict[str, int]:
    county = case.county
    posts = weighted = 0
    for u in range(len(county.schools)):
        for k in range(len(county.subjects)):
            missing = max(0, int(county.required[u, k]) - have[u, k])
            posts += missing
            weighted += missing * shortage.weight(case, u)
    return {"posts": posts, "weighted": weighted}


def _cv(case: Case, start: Sequence[int], end: Sequence[int]) -> dict[str, Any]:
    schools = case.county.schools
    result = {}
    for g, stage in enumerate(STAGES):
        rows = [u for u in range(len(schools)) if schools.stage[u] == g]
        pupils = [max(1, int(schools.pupils[u])) for u in rows]
        values = [weighted_cv(pupils, [count[u] for u in rows]) for count in (start, end)]
        limit = case.policy.national.cv[stage]
        if rows:
            result[stage] = {
                "before": _rounded(values[0]),
                "after": _rounded(values[1]),
                "limit": limit,
                "within": None if values[1] is None else values[1] <= limit,
            }
    return result


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _below(case: Case, moves: Moves, start: Counter[tuple[int, int]], end: Counter[tuple[int, int]]) -> dict[str, Any]:
    national, county = case.policy.national, case.county
    arts = [k for k, subject in enumerate(county.subjects) if subject in national.arts_subjects]

    def schools(counts: Iterable[int], per_100: float) -> int:
        floor = Fraction(str(per_100))
        return sum(1 for u, count in enumerate(counts) if 100 * count < floor * max(1, int(county.schools.pupils[u])))

    def artists(have: Counter[tuple[int, int]]) -> list[int]:
        return [sum(have[u, k] for k in arts) for u in range(len(county.schools))]

    return {
        "backbone_per_100": {
            "floor": national.backbone_per_100,
            "before": schools(backbone_after(case, ()), national.backbone_per_100),
            "after": schools(backbone_after(case, moves), national.backbone_per_100),
        },
        "arts_per_100": {
            "floor": national.arts_per_100,
            "before": schools(artists(start), national.arts_per_100),
            "after": schools(artists(end), national.arts_per_100),
        },
    }


def _wishes(case: Case, moves: Moves) -> dict[str, int]:
    """Moves to a school wished for, by rank; to one not listed; of teachers who listed none."""
    count: Counter[str] = Counter()
    for move in moves:
        ranks = case.county.wishes.get(move.teacher)
        if not ranks:
            count["none"] += 1
        else:
            rank = ranks.get(case.county.schools.school_id[move.school])
            count["unlisted" if rank is None else str(rank)] += 1
    return dict(sorted(count.items(), key=lambda item: (not item[0].isdigit(), item[0].zfill(6))))


def _commute(case: Case, moves: Moves) -> dict[str, float | None]:
    found = commute.counted(case, moves)
    return {"median": found["median_km"], "longest": found["longest_km"]}


def _pinned(case: Case, moves: Moves) -> int:
    """Moves made by hand: of teachers whom a pin makes move."""
    forced = {pin.teacher for pin in case.county.pins if pin.kind in ("必须交流", "指定学校")}
    return sum(1 for move in moves if move.teacher in forced)
