"""Posts per subject derived from the number of classes, where the county has no table of demand.

posts = classes × weekly periods of the subject, averaged over the stage's years, ÷ a teacher's weekly
load; class teachers' extra load and the periods that teachers of other subjects share are spread in
proportion. Whole posts by largest remainders, so that a school's sum is right. All of it is assumed:
no document says it, the pack's table is constructed and made to be replaced by the county's own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from rotation.policy.policy import Curriculum

RURAL = "乡村"


def derive_demand(schools: Iterable[Mapping[str, Any]], curriculum: Curriculum) -> list[dict[str, Any]]:
    """Rows of the table demand for `schools`, which must all say their classes; pairs without a post are left out."""
    rows = []
    known: dict[tuple[str, int, bool], dict[str, int]] = {}
    for school in schools:
        small = school["location"] == RURAL and school["pupils"] < curriculum.small_rural_pupils
        kind = (school["stage"], school["classes"], small)
        if kind not in known:
            known[kind] = _posts(*kind, curriculum)
        posts = known[kind]
        for subject, required in posts.items():
            if required:
                key = {name: school[name] for name in ("school_id", "stage")}
                rows.append({**key, "subject": subject, "required": required})
    return rows


def _posts(stage_name: str, classes: int, small_rural: bool, curriculum: Curriculum) -> dict[str, int]:
    """Subject to whole posts of one school row."""
    stage = curriculum.stages[stage_name]
    exact: dict[str, Fraction] = {}
    more = Fraction(classes * curriculum.head_teacher_percent, 100)
    for subject, periods in stage.periods.items():
        posts = Fraction(classes * sum(periods), len(periods) * stage.loads.get(subject, stage.load))
        if subject in curriculum.spread:
            more += posts
        else:
            exact[subject] = posts
    whole = int(sum(exact.values()) + more + Fraction(1, 2))
    if small_rural:
        whole = -(-classes * curriculum.small_rural_posts_per_100_classes // 100)
    return share_out(whole, exact)


def share_out(whole: int, weights: Mapping[str, Fraction]) -> dict[str, int]:
    """`whole` in whole parts, as near to the weights as can be; the first wins a tie.

    Hamilton's method of largest remainders.
    """
    total = sum(weights.values())
    if not total:
        return dict.fromkeys(weights, 0)
    exact = {name: whole * weight / total for name, weight in weights.items()}
    parts = {name: int(value) for name, value in exact.items()}
    for name in sorted(exact, key=lambda name: parts[name] - exact[name])[: whole - sum(parts.values())]:
        parts[name] += 1
    return parts
