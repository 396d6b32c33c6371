"""What may be said of a plan's proof: best, of fewest changes and at what cost, or not proven; in words."""

from __future__ import annotations

from collections.abc import Sequence

from rotation.language import say
from rotation.planning.plan import GoalLine, Plan
from rotation.rules.goals import GOALS
from rotation.rules.principal_goals import PRINCIPAL_GOALS, Goals


def status(plan: Plan) -> str:
    """What the plan is, short enough for a table."""
    if plan.repair is not None:
        return say("fewest changes, as good as the best") if plan.optimal else say("fewest changes, not the best")
    return say("proven best") if plan.optimal else say("feasible, not proven best")


def sentences(plan: Plan) -> list[str]:
    """What the plan is and, where it was made to change least, what that costs: no word more than is proven."""
    if plan.repair is None:
        return [
            say("Every goal is proven at its best: there is no better plan.")
            if plan.optimal
            else say("Made within a limit of time; not every goal is proven at its best.")
        ]
    count = plan.repair["changes"]
    fewest = (
        say(
            "The plan that changes least of the earlier one: {count} people; proven, no plan changes fewer.",
            count=count,
        )
        if plan.repair["proven"]
        else say("Made to change little of the earlier plan: {count} people; not proven to be the fewest.", count=count)
    )
    return [fewest, cost(plan)]


def cost(plan: Plan) -> str:
    """What few changes cost against the plan made anew of the same data, goal by goal."""
    fresh = plan.fresh
    if fresh is None:
        return say("It is not a plan made anew; what it costs against the best plan is not known.")
    if plan.optimal:
        return say("It is as good in every goal as the best plan made anew: there is no better plan.")
    differences = "、".join(
        [*_differences(plan.goals, fresh[0], GOALS), *_differences(plan.principal_goals, fresh[1], PRINCIPAL_GOALS)]
    )
    if not differences:
        differences = say("no difference but in the draw")
    if all(line.proven for line in (*fresh[0], *fresh[1])):
        return say("It is not the best plan. Against the best plan made anew: {differences}.", differences=differences)
    return say(
        "It is not proven best. Against a plan made anew, itself not proven best: {differences}.",
        differences=differences,
    )


def _differences(own: Sequence[GoalLine], fresh: Sequence[GoalLine], goals: Goals) -> list[str]:
    pairs = [(line, best) for line, best in zip(own, fresh, strict=True) if line.value != best.value]
    words = [goals[line.id].beside(line.value, best.value) for line, best in pairs]
    return [text for text in words if text]
