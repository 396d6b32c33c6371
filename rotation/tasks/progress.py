"""How a task tells of itself while it runs, to whoever listens or looks now and then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from rotation.language import say
from rotation.output.parts import Part

if TYPE_CHECKING:
    from rotation.policy.policy import Policy
    from solvers.descent import Progress as Solved


@dataclass(frozen=True)
class Step:
    """Where a task is: `name` for a program, `text` for a person, `seconds` since the task's clock began.

    Of a goal being settled: its id as `goal`, the `value` of the plan at hand and the `bound` that no plan passes
    (None: not known), and whether it is `settled`. Where steps are counted, `done` of `of`.
    """

    name: str
    text: str
    seconds: float = 0.0
    goal: str | None = None
    value: int | None = None
    bound: int | None = None
    settled: bool = False
    done: int = 0
    of: int = 0

    @property
    def known(self) -> bool:
        """Whether there is news of the goal, not only that its turn has come."""
        return self.goal is not None and (self.settled or (self.value is not None and self.value != self.bound))

    def as_json(self) -> dict[str, Any]:
        """As a page that looks now and then is given it."""
        return dict(vars(self))


@dataclass(frozen=True)
class Beside:
    """A sentence beside the result: on the terminal it goes where errors go."""

    text: str


Told = Step | Part | str | Beside


class Progress:
    """What a task has told so far: `step` is where it is, whichever thread or process asks, `told` what it has shown.

    `listener` is given each step and each thing shown at once, in the task's own thread.
    """

    def __init__(self, listener: Callable[[Told], None] = lambda told: None) -> None:
        self._listener = listener
        self.step = Step("begun", say("beginning"))
        self.told: list[Part | str | Beside] = []

    def at(self, step: Step) -> None:
        """The task has come to `step`."""
        self.step = step
        self._listener(step)

    def tell(self, *shown: Part | str | Beside) -> None:
        """Show something before the task ends."""
        for each in shown:
            self.told.append(each)
            self._listener(each)

    def note(self, text: str) -> None:
        """A sentence beside the result."""
        self.tell(Beside(text))


class GoalSteps:
    """The solver's reports as steps of `progress`, from before its first one on."""

    def __init__(self, policy: Policy, progress: Progress) -> None:
        from rotation.rules.goals import GOALS

        self.policy, self.progress, self.order = policy, progress, list(GOALS)
        self._turn(0, 0.0)

    def __call__(self, solved: Solved) -> None:
        """Take a report of the solver."""
        i = self.order.index(solved.name)
        self._at(i, solved.seconds, _state(solved), value=solved.value, bound=solved.bound, settled=solved.settled)
        if solved.settled and i + 1 < len(self.order):
            self._turn(i + 1, solved.seconds)

    def _turn(self, i: int, seconds: float) -> None:
        self._at(i, seconds, say("being settled"))

    def _at(self, i: int, seconds: float, state: str, **known: Any) -> None:
        from rotation.report.words import rule_title

        text = say("{goal}: {state}", goal=rule_title(self.policy, self.order[i]), state=state)
        self.progress.at(Step("goal", text, seconds, self.order[i], done=i, of=len(self.order), **known))


def _state(solved: Solved) -> str:
    """How far a goal is settled, in words."""
    from rotation.rules.goals import GOALS

    if solved.settled:
        return say("bound found, to be confirmed") if solved.value is None else say("proven")
    if solved.value is None or solved.bound is None:
        return say("a plan is at hand, its distance from the best not known yet")
    gap = abs(solved.value - solved.bound)
    return say("may yet be bettered by {amount} at most", amount=GOALS[solved.name].amount(gap))
