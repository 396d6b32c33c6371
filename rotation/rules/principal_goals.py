"""The goals of the principals' own program, in strict order, and that program.

A small assignment of principals to posts, settled by the same solver as the teachers' program.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from rotation.county.schema import PRINCIPAL
from rotation.language import N_, say
from rotation.rules.goals import commute, lottery, rural
from rotation.rules.goals.goal import Goal
from rotation.rules.goals.measure import LESS, MORE, by_how_many
from rotation.rules.principals import Moves, Principals
from rotation.rules.rows import block, over_all
from solvers.program import Builder, Program


@dataclass(frozen=True)
class PrincipalGoal:
    """A goal of the principals': its words as those of rotation.rules.goals.goal.Goal, reckoned by choices.

    `cost` is what the choice of a post for a principal adds to it: principals, seed, teacher, post.
    """

    id: str
    title: str
    sense: int
    cost: Callable[[Principals, str, int, str], int]
    told: Callable[[Principals, Moves], str]
    amount: Callable[[int], str]
    beside: Callable[[int, int], str]
    draw: bool = False

    def value(self, principals: Principals, seed: str, moves: Moves) -> int:
        """The goal's value by plain counting: what everybody, moved or staying, costs or gains."""
        to = dict(moves)
        return sum(self.cost(principals, seed, t, to.get(t, principals.own[t])) for t in principals.people)


def _people(value: int) -> str:
    return say("{count} people", count=value)


def _kept(principals: Principals, seed: str, teacher: int, post: str) -> int:
    return int(post == principals.own[teacher] and teacher in principals.due)


def _kept_told(principals: Principals, moves: Moves) -> str:
    kept = KEPT.value(principals, "", moves)
    return say("{kept} of {due} due principals stay", kept=kept, due=len(principals.due))


KEPT = PrincipalGoal(
    "kept", N_("due principals who stay"), LESS, _kept, _kept_told, _people,
    by_how_many(N_("due principals who stay: {n} more"), N_("due principals who stay: {n} fewer")),
)  # fmt: skip


def _not_due(principals: Principals, seed: str, teacher: int, post: str) -> int:
    return int(post != principals.own[teacher] and teacher not in principals.due)


def _not_due_told(principals: Principals, moves: Moves) -> str:
    return say("{count} principals move who are not due", count=NOT_DUE.value(principals, "", moves))


NOT_DUE = PrincipalGoal(
    "not_due", N_("principals moved who are not due"), LESS, _not_due, _not_due_told, _people,
    by_how_many(N_("principals moved who are not due: {n} more"), N_("principals moved who are not due: {n} fewer")),
)  # fmt: skip


def _rural(principals: Principals, seed: str, teacher: int, post: str) -> int:
    gains = principals.is_target(post) and not principals.is_target(principals.own[teacher])
    return 1 + int(principals.case.backbone[teacher]) if gains and teacher in principals.due else 0


def _rural_told(principals: Principals, moves: Moves) -> str:
    gains = [t for t, post in moves if _rural(principals, "", t, post)]
    backbone = sum(int(principals.case.backbone[t]) for t in gains)
    return say("{people} due principals from other schools, {backbone} of them backbone", people=len(gains),
               backbone=backbone)  # fmt: skip


RURAL = PrincipalGoal(
    "rural", N_("principals who move to rural and weak schools"), MORE, _rural, _rural_told, rural.amount,
    by_how_many(N_("principals to rural and weak schools (backbone counting double): {n} more"),
            N_("principals to rural and weak schools (backbone counting double): {n} fewer")),
)  # fmt: skip


def _commute(principals: Principals, seed: str, teacher: int, post: str) -> int:
    own = principals.own[teacher]
    return 0 if post == own else principals.way(own, post)


def _commute_told(principals: Principals, moves: Moves) -> str:
    return say("{km} km together", km=COMMUTE.value(principals, "", moves) / 10)


def _commute_beside(value: int, other: int) -> str:
    text = N_("ways of the principals together: {n} km longer")
    if value < other:
        text = N_("ways of the principals together: {n} km shorter")
    return say(text, n=f"{abs(value - other) / 10:.1f}")


COMMUTE = PrincipalGoal(
    "commute", N_("ways between the principals' posts"), LESS, _commute, _commute_told, commute.amount,
    _commute_beside,
)  # fmt: skip


def _lottery(principals: Principals, seed: str, teacher: int, post: str) -> int:
    stays = post == principals.own[teacher]
    return 0 if stays else lottery.draw(seed, principals.case.county.teachers.teacher_id[teacher], post, PRINCIPAL)


def _lottery_told(principals: Principals, moves: Moves) -> str:
    return lottery.told(principals.case, {})


LOTTERY = PrincipalGoal(
    "lottery", lottery.TITLE, LESS, _lottery, _lottery_told, lottery.amount, lottery.beside, draw=True
)

PRINCIPAL_GOALS: dict[str, PrincipalGoal] = {goal.id: goal for goal in (KEPT, NOT_DUE, RURAL, COMMUTE, LOTTERY)}


Goals = Mapping[str, Goal] | Mapping[str, PrincipalGoal]  # a table of goals, the teachers' or the principals'


def state_posts(principals: Principals, seed: str) -> Program:
    """The principals' 0-1 program: one column a choice, in the order of `choices`."""
    choices = principals.choices
    builder = Builder()
    index = {t: i for i, t in enumerate(principals.people)}
    post_index = {post: s for s, post in enumerate(principals.case.county.schools.post)}
    person = np.array([index[t] for t, _ in choices], dtype=np.int64)
    post = np.array([post_index[name] for _, name in choices], dtype=np.int64)
    every = builder.add_columns(np.zeros(len(choices), np.int64), np.ones(len(choices), np.int64))
    people = np.array(principals.people, dtype=np.int64)
    builder.add_block(block("one_post", len(index), over_all(person), lower=1, upper=1, teacher=people))
    led = np.zeros(len(post_index), dtype=np.int64)
    led[[post_index[own] for own in principals.own.values()]] = 1
    builder.add_block(block("one_principal", len(led), over_all(post), lower=led, upper=1, post=np.arange(len(led))))
    for goal in PRINCIPAL_GOALS.values():
        cost = np.array([goal.cost(principals, seed, t, to) for t, to in choices], dtype=np.int64)
        builder.add_goal(goal.id, [(every, cost)], maximise=goal.sense == MORE)
    return builder.program()
