"""A pack's parameters in words: what each is called, its value with its unit, and whose value it is."""

from __future__ import annotations

from collections.abc import Mapping

from rotation.language import N_, say, speaks_chinese
from rotation.policy.policy import Policy, Value

# What each threshold is called beside its value; its unit stands in the pack.
_TITLES: Mapping[str, str] = {
    "quota.lower": N_("least share exchanged"),
    "quota.upper": N_("greatest share exchanged"),
    "backbone_share.percent": N_("least share of backbone teachers"),
    "staffing.loss_percent": N_("greatest net loss of a school"),
    "turnover.percent": N_("greatest share that leaves a school"),
    "service.min_years": N_("least years at the school"),
    "retirement.min_months": N_("least months to retirement"),
    "reach.max_km": N_("greatest distance"),
    "principals.max_terms": N_("terms of a principal"),
    "principals.min_months": N_("least months to a principal's retirement"),
    "principals.max_pupil_ratio": N_("times the pupils of the other school that a principal may go to (0: any)"),
}


def parameter_title(policy: Policy, key: str) -> str:
    """What the parameter `key` is called; a switch by the title of its rule."""
    if key in _TITLES:
        return say(_TITLES[key])
    rule = key.removesuffix(".on")
    return say("rule “{rule}” in force", rule=_rule(policy, rule))


def value_words(policy: Policy, key: str, value: Value) -> str:
    """A parameter's value with its unit; yes or no of a switch."""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    rule, _, short = key.partition(".")
    unit = policy.rules[rule].parameters[short][0]
    return f"{value}%" if unit == "%" else f"{value} {unit}"


def setting_words(policy: Policy, key: str, value: Value) -> str:
    """`key` put to `value`, in a few words: 交流比例下限 18%."""
    if isinstance(value, bool):
        title = _rule(policy, key.removesuffix(".on"))
        return say("rule “{rule}” in force", rule=title) if value else say("without the rule “{rule}”", rule=title)
    return f"{parameter_title(policy, key)} {value_words(policy, key, value)}"


def source_words(policy: Policy, key: str) -> str:
    """Whose value it is: the document's, an assumed one, or one put in its place for this run."""
    if key in policy.overrides:
        return say("set for this run")
    rule, _, short = key.partition(".")
    assumed = policy.rules[rule].parameters[short][1]
    return say("assumed") if assumed else say("set by {document}", document=policy.document)


def put_aside(policy: Policy, key: str) -> str:
    """What the pack has where another value of `key` was set for this run; "" where none was."""
    if key not in policy.overrides:
        return ""
    return say("set for this run; the pack has {value}", value=value_words(policy, key, policy.stated[key]))


def assumptions(policy: Policy) -> list[tuple[str, str, str]]:
    """What the document leaves open: title, what is assumed by its name with its value, note."""
    found = []
    for rule in policy.rules.values():
        keys = [f"{rule.id}.{short}" for short, (_, assumed) in rule.parameters.items() if assumed]
        used = [setting_words(policy, key, policy.values[key]) for key in keys if key not in policy.unused]
        if not policy.values.get(f"{rule.id}.on", True):
            used = [say("not in force")]
        if used or rule.assumed:
            found.append((rule.title, "、".join(used), rule.note))
    return found


def _rule(policy: Policy, rule: str) -> str:
    return policy.rules[rule].title if rule in policy.rules and speaks_chinese() else rule.replace("_", " ")
