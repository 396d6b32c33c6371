"""The figures by which plans are compared: those of the goals first, in their order, then the others of a plan."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from rotation.language import N_
from rotation.planning.resolved import ResolvedPlan
from rotation.rules.goals import GOALS
from rotation.rules.goals.measure import LESS, MORE, Measure

NEITHER = 0
OF_GOALS = tuple(measure for goal in GOALS.values() for measure in goal.measures)
OTHERS = (
    Measure("eligible", N_("eligible teachers"), N_("persons"), NEITHER),
    Measure("moved", N_("teachers who move"), N_("persons"), LESS),
    Measure("moved_percent", N_("exchanged / eligible, %"), "", LESS, 2),
    Measure("backbone_moved", N_("backbone teachers who move"), N_("persons"), NEITHER),
    Measure("backbone_percent", N_("backbone / exchanged, %"), "", MORE, 2),
    Measure("short_before", N_("posts without a teacher, before"), N_("posts"), NEITHER),
    Measure("below_backbone", N_("schools below the floor of backbone teachers"), "", LESS),
    Measure("below_arts", N_("schools below the floor of PE-and-arts teachers"), "", LESS),
    Measure("principals_due", N_("principals due"), N_("persons"), NEITHER),
    Measure("principals_moved", N_("principals who move"), N_("persons"), NEITHER),
)
EVERY: Mapping[str, Measure] = MappingProxyType({measure.id: measure for measure in (*OF_GOALS, *OTHERS)})


def measures(resolved: ResolvedPlan) -> dict[str, int | float | None]:
    """Every figure of a plan by its id; the same ids for every plan."""
    metrics = resolved.plan.metrics
    return {
        **{measure.id: resolved.of_goals[measure.id] for measure in OF_GOALS},
        "eligible": metrics["eligible"],
        "moved": metrics["moved"],
        "moved_percent": metrics["moved_percent"],
        "backbone_moved": metrics["backbone_moved"],
        "backbone_percent": metrics["backbone_percent"],
        "short_before": metrics["shortage"]["before"]["posts"],
        "below_backbone": metrics["schools_below"]["backbone_per_100"]["after"],
        "below_arts": metrics["schools_below"]["arts_per_100"]["after"],
        "principals_due": (metrics["principals"] or {}).get("due"),
        "principals_moved": (metrics["principals"] or {}).get("moved"),
    }
