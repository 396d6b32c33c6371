"""What a rule says of itself, once: to the packs, to the audit, to whoever mends a county without a plan.

A rule is declared in the file that reckons it; everything else asks the declaration and knows no rule by its id.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import KW_ONLY, dataclass, field
from typing import Generic, Literal, TypeVar

from rotation.language import N_, say
from rotation.policy.policy import Policy, Threshold
from rotation.rules.case import Case
from rotation.rules.moves import Finding

Decided = TypeVar("Decided")  # the moves of teachers, or of principals
Told = Callable[[Case, Finding], tuple[str, str]]  # what is asked, "" where that no place breaks it; what was counted


@dataclass(frozen=True)
class Declared:
    """A rule to the packs: where they state it, its thresholds, whether it can be switched off.

    `group` is the pack's table in which the rule's own stands, "" for the pack itself, None where no pack speaks of
    it. A pack may leave an `optional` rule out, and has none of that id then. `on_if_silent` is what a pack or a plan
    that does not speak of the switch means by that: only of a switch younger than the first packs. `worth` gives
    for a threshold the values that differ from the next higher one in a case, where trying all would take too long.
    """

    id: str
    _: KW_ONLY
    group: Literal["eligibility", "candidates", "clauses", "goals", ""] | None
    thresholds: tuple[Threshold, ...] = ()
    switch: bool = False
    on_if_silent: bool | None = None
    optional: bool = False
    worth: Mapping[str, Callable[[Case], Iterable[int]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Checked(Declared, Generic[Decided]):
    """A rule with a line in the audit: `check` recounts it from what is decided, by plain counting.

    `told` says to an officer what the rule asks for and what was counted. `title` is what it is called where no pack
    says it; `rests_on` names the rules of the pack whose values it is reckoned by, the first with its article, where that
    is not the rule itself. A line that is `shown_only` binds nobody.
    """

    _: KW_ONLY
    check: Callable[[Case, Decided], Finding]
    told: Told
    title: str = ""
    rests_on: tuple[str, ...] | None = None
    shown_only: bool = False

    @property
    def rules(self) -> tuple[str, ...]:
        """The ids of the pack's rules it rests on."""
        return (self.id,) if self.rests_on is None else self.rests_on

    def binds(self, policy: Policy) -> bool:
        """Whether a plan that breaks the rule is wrong."""
        return not self.shown_only and (not self.switch or policy.on(self.id))


def place_by_place(none: str, some: str) -> Told:
    """Of a rule that holds place by place: what is said where none breaks it, and where so many do."""

    def told(case: Case, found: Finding) -> tuple[str, str]:
        if found.satisfied is None:
            return "", ""
        return "", say(none) if found.actual == 0 else say(some, count=found.actual)

    return told


BY_TEACHER = place_by_place(N_("no teacher breaks it"), N_("{count} teachers break it"))
BY_SCHOOL = place_by_place(N_("no school breaks it"), N_("{count} schools break it"))


def at_least_share(percent: Callable[[Case], int], whole: str) -> Told:
    """Of a rule that asks for a share of people: `percent` of the `whole`."""

    def told(case: Case, found: Finding) -> tuple[str, str]:
        asked = say("at least {count} people ({percent}% {whole})", count=found.required, percent=percent(case),
                    whole=say(whole))  # fmt: skip
        return asked, say("{count} people", count=found.actual)

    return told
