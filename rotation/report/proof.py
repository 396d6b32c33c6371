"""What may be said of a plan's proof: best, of fewest changes and at what cost, or not proven; in words."""

from __future__ import annotations

from collections.abc import Sequence

from rotation.language import N_, say
from rotation.planning.plan import GoalLine, Plan

# For each goal what is said where the plan has more of it than the plan made anew, and where it has less.
_TEACHERS = {
    "shortage": (N_("posts short (rural and weak schools counting more): {n} more"),
                 N_("posts short (rural and weak schools counting more): {n} fewer")),
    "balance": (N_("spread of backbone teachers between schools: greater by {n}%"),
                N_("spread of backbone teachers between schools: smaller by {n}%")),
    "rural": (N_("moves to rural and weak schools (backbone counting double): {n} more"),
              N_("moves to rural and weak schools (backbone counting double): {n} fewer")),
    "own_subject": (N_("teachers of another subject than their own: {n} more"),
                    N_("teachers of another subject than their own: {n} fewer")),
    "wishes": (N_("points against the teachers' will: {n} more"), N_("points against the teachers' will: {n} fewer")),
    "commute": (N_("ways together: {n} km longer"), N_("ways together: {n} km shorter")),
}  # fmt: skip
_PRINCIPALS = {
    "kept": (N_("due principals who stay: {n} more"), N_("due principals who stay: {n} fewer")),
    "not_due": (N_("principals moved who are not due: {n} more"), N_("principals moved who are not due: {n} fewer")),
    "rural": (N_("principals to rural and weak schools (backbone counting double): {n} more"),
              N_("principals to rural and weak schools (backbone counting double): {n} fewer")),
    "commute": (N_("ways of the principals together: {n} km longer"),
                N_("ways of the principals together: {n} km shorter")),
}  # fmt: skip


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
        [*_differences(plan.goals, fresh[0], _TEACHERS), *_differences(plan.principal_goals, fresh[1], _PRINCIPALS)]
    )
    if not differences:
        differences = say("no difference but in the draw")
    if all(line.proven for line in (*fresh[0], *fresh[1])):
        return say("It is not the best plan. Against the best plan made anew: {differences}.", differences=differences)
    return say(
        "It is not proven best. Against a plan made anew, itself not proven best: {differences}.",
        differences=differences,
    )


def _differences(
    own: Sequence[GoalLine], fresh: Sequence[GoalLine], words: dict[str, tuple[str, str]]
) -> list[str]:  # fmt: skip
    return [
        say(words[line.id][line.value < best.value], n=_amount(line, best))
        for line, best in zip(own, fresh, strict=True)
        if line.id in words and line.value != best.value
    ]


def _amount(line: GoalLine, best: GoalLine) -> str:
    """The difference in the goal's own unit: kilometres, people, points; of the spread its share."""
    difference = abs(line.value - best.value)
    if line.id == "commute":
        return f"{difference / 10:.1f}"
    if line.id != "balance":
        return str(difference)
    hundredths = difference * 10000 // max(1, best.value)
    return f"{hundredths / 100:.2f}" if hundredths else "<0.01"
