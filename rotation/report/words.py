"""The words for what the program calls by its ids: reasons, statuses, rules that have no pack entry."""

from __future__ import annotations

from rotation.language import N_, say, speaks_chinese
from rotation.policy import Policy

REASONS = {
    "": N_("eligible"),
    "principal": N_("principal (dealt with apart)"),
    "ethics": N_("ethics record failed"),
    "exemption": N_("reason for exemption on record"),
    "service": N_("too few years at the school"),
    "retirement": N_("too close to retirement"),
}

_RULES = {
    "eligible": N_("those who move are eligible"),
    "qualification": N_("stage and subject fit"),
    "principal_posts": N_("posts of principals"),
    "principal_terms": N_("principals past their terms who stay"),
    "national_exchange": N_("national inspection: share exchanged"),
    "national_backbone": N_("national inspection: share of backbone teachers"),
    "kept": N_("due principals who stay"),
    "not_due": N_("principals moved who are not due"),
}


def rule_title(policy: Policy, rule: str) -> str:
    """The rule's title: the pack's own words, which are Chinese, else ours, else its id."""
    if rule in policy.rules and speaks_chinese():
        return policy.rules[rule].title
    return say(_RULES[rule]) if rule in _RULES else rule.replace("_", " ")


def verdict(satisfied: bool | None) -> str:
    """Met, not met, or not applicable."""
    return say("n/a") if satisfied is None else say("met") if satisfied else say("NOT MET")


def yes_no(flag: bool) -> str:
    return say("yes") if flag else say("no")


def principals_left_out() -> str:
    """What stands where there would be principals, in a plan made without them."""
    return say("left out of this plan (principals.on=false)")
