"""A pack's parameters in words: what each is called, its value with its unit, and whose value it is."""

from __future__ import annotations

from rotation.language import say, speaks_chinese
from rotation.policy.policy import Policy, Value


def parameter_title(policy: Policy, key: str) -> str:
    """What the parameter `key` is called; a switch by the title of its rule."""
    rule, _, short = key.partition(".")
    if short == "on":
        return say("rule “{rule}” in force", rule=_rule(policy, rule))
    return say(policy.rules[rule].parameters[short].threshold.title)


def value_words(policy: Policy, key: str, value: Value) -> str:
    """A parameter's value with its unit; yes or no of a switch."""
    if isinstance(value, bool):
        return say("yes") if value else say("no")
    rule, _, short = key.partition(".")
    unit = policy.rules[rule].parameters[short].threshold.unit
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
    assumed = policy.rules[rule].parameters[short].assumed
    return say("assumed") if assumed else say("set by {document}", document=policy.document)


def override_words(policy: Policy, key: str) -> str:
    """What the pack has where another value of `key` was set for this run; "" where none was."""
    if key not in policy.overrides:
        return ""
    return say("set for this run; the pack has {value}", value=value_words(policy, key, policy.stated[key]))


def assumptions(policy: Policy) -> list[tuple[str, str, str]]:
    """What the document leaves open: title, what is assumed by its name with its value, note."""
    found = []
    for rule in policy.rules.values():
        keys = [f"{rule.id}.{short}" for short, own in rule.parameters.items() if own.assumed]
        used = [setting_words(policy, key, policy.values[key]) for key in keys if key not in policy.unused]
        if not policy.values.get(f"{rule.id}.on", True):
            used = [say("not in force")]
        if used or rule.assumed:
            found.append((rule.title, "、".join(used), rule.note))
    return found


def _rule(policy: Policy, rule: str) -> str:
    return policy.rules[rule].title if rule in policy.rules and speaks_chinese() else rule.replace("_", " ")
