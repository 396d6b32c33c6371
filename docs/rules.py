"""The rules of a policy pack, told from what they declare of themselves: `rules("en")` or `rules("zh")` is a page."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from typing import Any

from rotation.cli.base import speak
from rotation.language import say
from rotation.policy.parameters import parameter_title, source_words, value_words
from rotation.policy.policy import Policy
from rotation.rules import allowed, principals
from rotation.rules.clauses import stated
from rotation.rules.declared import Declared
from rotation.rules.goals import GOALS
from rotation.rules.goals.goal import Goal
from rotation.rules.goals.measure import MORE
from rotation.rules.packs import load_policy
from rotation.rules.principal_goals import PRINCIPAL_GOALS

PACK = "nantong-2017"
_WORDS = {
    "en": {
        "head": "# Rules\n\nMade from the files of rotation/rules (`make reference`), with the values of {pack}; what they mean"
        " together is said in [the model](model.md).\n",
        "who": "## Who may move, and where to\n",
        "clauses": "## Clauses\n\nWhat every plan must meet, in the order in which it is told.\n",
        "goals": "## Goals\n\nIn strict order: each is settled before the next is looked at.\n",
        "principals": "## Principals\n",
        "rows": "as rows", "asks": "a row asks for", "lower": "lower is looser", "higher": "higher is looser",
        "either": "may give either way", "least": "least", "most": "most", "read": "read by", "article": "article",
        "range": "{least} to {most}", "and": "; ", "colon": ": ", "value": "{value} ({source})",
        "sense": "{what} ({sense} is best)",
    },
    "zh": {
        "head": "# 规则\n\n由程序中各条规则自动生成（`make reference`），数值为政策包 {pack} 所定。\n",
        "who": "## 哪些人可以交流、可以到哪里\n",
        "clauses": "## 规则\n\n任何方案都必须满足，按列出的次序。\n",
        "goals": "## 目标\n\n严格按次序：前一项求得最好值以后，才看后一项。\n",
        "principals": "## 校长\n",
        "rows": "", "asks": "逐项要求", "lower": "调低为放宽", "higher": "调高为放宽", "either": "两个方向都可能放宽",
        "least": "最小", "most": "最大", "read": "看这些数", "article": "出处", "range": "{least} 至 {most}", "and": "；",
        "colon": "：", "value": "{value}（{source}）", "sense": "{what}（{sense}为好）",
    },
}  # fmt: skip


def rules(language: str, policy: Policy | None = None) -> str:
    """The page in `language`, of the rules that the pack states."""
    speak(language)
    policy = load_policy(PACK) if policy is None else policy
    words = _WORDS[language]
    parts = [words["head"].format(pack=policy.id), words["who"]]
    parts += [_section(policy, rule, language) for rule in (*allowed.WHO, *allowed.WHERE)]
    parts += [words["clauses"]]
    for clause in stated(policy):
        asks = say(clause.asks, place="…", least="…", most="…", loss="…")
        lines = [_said(clause.rows, words["rows"])] if language == "en" else []
        parts.append(
            _section(policy, clause, language, clause.rows, [*lines, f"{words['asks']}{words['colon']}{asks}"])
        )
    parts += [words["goals"], *(_goal(policy, goal, language) for goal in GOALS.values())]
    parts += [words["principals"], _section(policy, principals.PRINCIPALS, language, principals.Principals)]
    aims = [
        say(goal.title) if goal.draw else _best(say(goal.title), goal.sense, language)
        for goal in PRINCIPAL_GOALS.values()
    ]
    parts += ["\n".join(f"{i}. {aim}" for i, aim in enumerate(aims, 1)) + "\n"]
    return "\n".join(parts)


def _goal(policy: Policy, goal: Goal, language: str) -> str:
    words = _WORDS[language]
    read = words["and"].join(_best(measure.heading, measure.sense, language) for measure in goal.measures)
    lines = [_said(goal.state, words["rows"])] if language == "en" else []
    lines += [f"{words['read']}{words['colon']}{read}"] if read else []
    return _section(policy, goal, language, goal.state, lines)


def _best(what: str, sense: int, language: str) -> str:
    words = _WORDS[language]
    return words["sense"].format(what=what, sense=words["most" if sense == MORE else "least"])


def _section(
    policy: Policy, rule: Declared, language: str, of: Callable[..., Any] | None = None, lines: list[str] | None = None
) -> str:
    """A rule by its id, in English with what its file says, in Chinese by the pack's title, and its thresholds."""
    words, own = _WORDS[language], policy.rules[rule.id]
    head = f"### `{rule.id}`" if language == "en" else f"### {own.title} `{rule.id}`"
    about = inspect.cleandoc(sys.modules[of.__module__].__doc__ or "") if of is not None and language == "en" else ""
    points = [*(lines or []), f"{words['article']}{words['colon']}{own.citation}", *_thresholds(policy, rule, language)]
    return "\n".join([head, "", *([about, ""] if about else []), *(f"- {point}" for point in points), ""])


def _thresholds(policy: Policy, rule: Declared, language: str) -> Iterator[str]:
    words = _WORDS[language]
    for threshold in rule.thresholds:
        key = f"{rule.id}.{threshold.key}"
        bounds = words["range"].format(least=f"{threshold.least:,}", most=f"{threshold.most:,}")
        value = words["value"].format(
            value=value_words(policy, key, policy.values[key]), source=source_words(policy, key)
        )
        said = [parameter_title(policy, key), value, f"{threshold.unit} {bounds}", words[threshold.looser]]
        yield f"`{key}`{words['colon']}{words['and'].join(said)}"


def _said(of: Callable[..., Any], name: str) -> str:
    return f"{name}: {' '.join(inspect.cleandoc(of.__doc__ or '').split())}"
