"""The figures every plan reports, counted from its moves; ratios compare in integers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from rotation.county.schema import LOCATIONS, STAGES
from rotation.planning.counts import Counts
from rotation.policy.policy import Policy
from rotation.rules.case import Case
from rotation.rules.goals import commute, shortage
from rotation.rules.goals.balance import weighted_cv
from rotation.rules.moves import Moves
from rotation.rules.national import reaches
from rotation.rules.principal_goals import KEPT
from rotation.rules.principals import Moves as PrincipalMoves
from rotation.rules.principals import Principals

# Who asks for a ratio and of what it is, as plan.json names them.
DOCUMENT, NATIONAL = "nantong", "national"
EXCHANGED, BACKBONE = "exchanged", "backbone"


def percent_cut(part: int, whole: int) -> float | None:
    """part/whole in percent to two decimals, cut rather than rounded, so that 14.999 never reads 15."""
    return None if whole == 0 else part * 10000 // whole / 100


@dataclass(frozen=True)
class RatioCheck:
    """A ratio held against what is asked of it: `part` of `whole`, `percent` at least.

    `asked_by` is DOCUMENT or NATIONAL, `of` EXCHANGED (of the eligible) or BACKBONE (of the exchanged).
    """

    asked_by: str
    of: str
    part: int
    whole: int
    percent: int

    @property
    def threshold(self) -> str | None:
        """The parameter that `percent` is; None where the national inspection asks for it."""
        if self.asked_by != DOCUMENT:
            return None
        return "quota.lower" if self.of == EXCHANGED else "backbone_share.percent"

    @property
    def met(self) -> bool | None:
        """None where there is nobody to take a share of."""
        return reaches(self.part, self.percent, self.whole) if self.whole else None

    @property
    def share(self) -> float | None:
        """In percent, cut to two decimals."""
        return percent_cut(self.part, self.whole)

    @property
    def least(self) -> int:
        """The least `part` that meets it."""
        return -(-self.percent * self.whole // 100)


def ratio_checks(policy: Policy, eligible: int, moved: int, backbone: int) -> tuple[RatioCheck, ...]:
    """(十三) The document's two ratios, then the national inspection's, of `backbone` among `moved` of `eligible`."""
    national = policy.national
    asked = (
        (DOCUMENT, policy.number("quota.lower"), policy.number("backbone_share.percent")),
        (NATIONAL, national.exchanged_percent, national.backbone_percent),
    )
    return tuple(
        check
        for by, exchanged, share in asked
        for check in (RatioCheck(by, EXCHANGED, moved, eligible, exchanged),
                      RatioCheck(by, BACKBONE, backbone, moved, share))
    )  # fmt: skip


def figures(case: Case, moves: Moves, principals: Principals, appointed: PrincipalMoves) -> dict[str, Any]:
    """All figures of a plan, ready for plan.json."""
    backbone = sum(1 for move in moves if case.backbone[move.teacher])
    before, after = Counts(case), Counts(case, moves)
    ratios = ratio_checks(case.policy, case.pool, len(moves), backbone)
    exchanged, share = ratios[:2]
    return {
        "eligible": case.pool,
        "moved": len(moves),
        "moved_percent": exchanged.share,
        "backbone_moved": backbone,
        "backbone_percent": share.share,
        "lamps": [_lamp(*pair) for pair in zip(ratios[::2], ratios[1::2], strict=True)],
        "moves_by_tier": _by_tier(case, moves),
        "demand_derived": case.county.demand_derived,
        "shortage": {"before": _shortage(before), "after": _shortage(after)},
        "backbone_cv": _cv(case, before.backbone, after.backbone),
        "schools_below": _below(case, before, after),
        "wishes": _wishes(case, moves),
        "commute_km": _commute(case, moves),
        "pinned_moves": _pinned(case, moves),
        "principals": {
            "due": len(principals.due),
            "moved": len(appointed),
            "kept": KEPT.value(principals, "", appointed),
        }
        if case.policy.on("principals")
        else None,
    }


def _lamp(exchanged: RatioCheck, backbone: RatioCheck) -> dict[str, Any]:
    """Both ratios that one document asks for."""
    return {
        "id": exchanged.asked_by,
        "exchanged_percent": exchanged.percent,
        "exchanged": exchanged.met,
        "backbone_percent": backbone.percent,
        "backbone": backbone.met,
    }


def _by_tier(case: Case, moves: Moves) -> dict[str, int]:
    tier = case.county.schools.tier
    count = Counter((int(tier[move.origin]), int(tier[move.school])) for move in moves)
    return {
        f"{LOCATIONS[one]}→{LOCATIONS[other]}": count[one, other]
        for one in (2, 1, 0)
        for other in (2, 1, 0)
        if count[one, other]
    }


def _shortage(counts: Counts) -> dict[str, int]:
    return {"posts": int(counts.missing.sum()), "weighted": shortage.weighted(counts.case, counts.missing)}


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


def _below(case: Case, before: Counts, after: Counts) -> dict[str, Any]:
    national, county = case.policy.national, case.county
    arts = [k for k, subject in enumerate(county.subjects) if subject in national.arts_subjects]

    def schools(counts: Iterable[int], per_100: float) -> int:
        floor = Fraction(str(per_100))
        return sum(1 for u, count in enumerate(counts) if 100 * count < floor * max(1, int(county.schools.pupils[u])))

    def artists(counts: Counts) -> list[int]:
        return [sum(counts.have[u, k] for k in arts) for u in range(len(county.schools))]

    return {
        "backbone_per_100": {
            "floor": national.backbone_per_100,
            "before": schools(before.backbone, national.backbone_per_100),
            "after": schools(after.backbone, national.backbone_per_100),
        },
        "arts_per_100": {
            "floor": national.arts_per_100,
            "before": schools(artists(before), national.arts_per_100),
            "after": schools(artists(after), national.arts_per_100),
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
