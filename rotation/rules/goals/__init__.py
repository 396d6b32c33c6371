"""The goals, in strict order: each is settled to proven optimality before the next is looked at.

One file each, which says everything of its goal; the table is their order.
"""

from __future__ import annotations

from rotation.rules.goals import balance, commute, lottery, own_subject, rural, shortage, wishes
from rotation.rules.goals.goal import Goal

GOALS: dict[str, Goal] = {
    goal.id: goal
    for goal in (
        shortage.GOAL,
        balance.GOAL,
        rural.GOAL,
        own_subject.GOAL,
        wishes.GOAL,
        commute.GOAL,
        lottery.GOAL,
    )
}
