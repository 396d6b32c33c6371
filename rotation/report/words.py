"""The words for what the program calls by its ids: reasons, statuses, and what rules and goals say of themselves."""

from __future__ import annotations

import re

from rotation.language import N_, say, speaks_chinese
from rotation.planning.figures import EXCHANGED, RatioCheck
from rotation.planning.plan import ClauseLine, GoalLine, Plan
from rotation.policy.parameters import override_words
from rotation.policy.policy import Policy
from rotation.rules.case import Case
from rotation.rules.goals import GOALS
from rotation.rules.moves import Finding, Moves
from rotation.rules.principal_goals import PRINCIPAL_GOALS
from rotation.rules.principals import Moves as PrincipalMoves
from rotation.rules.principals import Principals
from rotation.rules.table import checked

REASONS = {
    "": N_("eligible"),
    "principal": N_("principal (dealt with apart)"),
    "ethics": N_("ethics record failed"),
    "exemption": N_("reason for exemption on record"),
    "service": N_("too few years at the school"),
    "retirement": N_("too close to retirement"),
}


def rule_title(policy: Policy, rule: str) -> str:
    """The rule's title: the pack's own words, which are Chinese, else ours, else its id."""
    if rule in policy.rules and speaks_chinese():
        return policy.rules[rule].title
    if rule in GOALS:
        return say(GOALS[rule].title)
    line = checked().get(rule)
    return say(line.title) if line is not None and line.title else rule.replace("_", " ")


def ratio_title(policy: Policy, check: RatioCheck) -> str:
    """Which ratio, by the document that asks for it."""
    what = say("exchanged / eligible") if check.of == EXCHANGED else say("backbone / exchanged")
    if check.threshold is None:
        return f"{policy.national.document} {what}"
    override = override_words(policy, check.threshold)
    return f"{policy.document} {what}" + (f"（{override}）" if override else "")


def cited(policy: Policy, line: ClauseLine) -> str:
    """The article a clause rests on, and that values were set for this run in place of what stands there."""
    rules = checked()[line.id].rules
    if any(key.partition(".")[0] in rules for key in policy.overrides):
        return "；".join(filter(None, (line.citation, say("values set for this run"))))
    return line.citation


def principal_goal_title(goal: str) -> str:
    """The title of a goal of the principals'."""
    return say(PRINCIPAL_GOALS[goal].title)


def goal_words(case: Case, line: GoalLine, moves: Moves) -> str:
    """What the moves come to in a goal, in its own unit, and by how much it may yet be bettered."""
    goal = GOALS[line.id]
    return goal.told(case, goal.counted(case, moves)) + _open(line, goal.amount(_gap(line)))


def principal_goal_words(principals: Principals, line: GoalLine, appointed: PrincipalMoves) -> str:
    """The same of a goal of the principals'."""
    goal = PRINCIPAL_GOALS[line.id]
    return goal.told(principals, appointed) + _open(line, goal.amount(_gap(line)))


def differing(now: str, then: str) -> tuple[str, str]:
    """Two texts made by the same words, cut down to the parts in which they differ."""
    parts = [re.split(r"[，；、]|[,;] ", text) for text in (now, then)]
    pairs = [(one, other) for one, other in zip(*parts, strict=False) if one != other]
    if not pairs or len(parts[0]) != len(parts[1]):
        return now, then
    joint = "、" if speaks_chinese() else ", "
    return joint.join(one for one, _ in pairs), joint.join(other for _, other in pairs)


def proven_words(line: GoalLine) -> str:
    return say("proven") if line.proven else say("not proven")


def _gap(line: GoalLine) -> int:
    return 0 if line.bound is None else abs(line.value - line.bound)


def _open(line: GoalLine, amount: str) -> str:
    if line.proven or line.bound is None or not amount:
        return ""
    return say("; may yet be bettered by {amount} at most", amount=amount)


def plan_words(plan: Plan) -> str:
    """What a plan comes to, in one line: how many move, posts short, the spread."""
    figures = plan.metrics
    spread = "、".join(
        f"{stage} {cv['after']:.4f}" for stage, cv in figures["backbone_cv"].items() if cv["after"] is not None
    )
    text = say("{moved} people move, {backbone} of them backbone; {short} posts stay short; spread {spread}",
               moved=figures["moved"], backbone=figures["backbone_moved"], short=figures["shortage"]["after"]["posts"],
               spread=spread or "–")  # fmt: skip
    return text if plan.optimal else text + say(" (not proven best)")


def clause_words(case: Case, line: ClauseLine) -> tuple[str, str]:
    """What a clause asks for and what was counted, in words; what is asked is "" where it says that none may break it."""
    return checked()[line.id].told(case, Finding(line.required, line.actual, line.satisfied))


def county_name(name: str) -> str:
    """What a county is called in titles: the name of its file, less the number before it and what a marked copy adds."""
    name = re.sub(r"^[0-9]{1,3}\s*[-_.、]\s*(?=\D)", "", name)
    return re.sub(r"[\s_\-]*[(（\[【]?\s*(?:marked|已标注|标注)\s*[)）\]】]?$", "", name, flags=re.IGNORECASE) or name


def natural(text: str) -> list[tuple[bool, int, str]]:
    """The order in which people count: 2 before 10, whatever zeros stand before them."""
    return [(part.isdigit(), int(part) if part.isdigit() else 0, part) for part in re.findall(r"[0-9]+|[^0-9]+", text)]


def verdict(satisfied: bool | None) -> str:
    """Met, not met, or not applicable."""
    return say("n/a") if satisfied is None else say("met") if satisfied else say("NOT MET")


def yes_no(flag: bool) -> str:
    return say("yes") if flag else say("no")


def principals_left_out() -> str:
    """What stands where there would be principals, in a plan made without them."""
    return say("left out of this plan (principals.on=false)")
