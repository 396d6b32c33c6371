"""A policy: which rules hold, with what thresholds, from which article, and what is assumed.

What a pack comes to once it is read (rotation.rules.packs), under the values in force.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from rotation.errors import UsageFault
from rotation.language import say, shown
from rotation.shapes import Flag, Whole

Value = int | bool


@dataclass(frozen=True)
class Threshold:
    """A number of a rule, as the rule declares it; its value is the pack's.

    `title` is what it is called beside its value, `unit` what it counts, `least` and `most` what it may be.
    `looser` is the way in which it allows more plans, "either" where both may. `even` says whether every value
    that way allows all that the one before it did. `silent` is what a pack or a plan that does not speak of it
    means by that: only for thresholds younger than the first packs.
    """

    key: str
    title: str
    unit: str
    least: int
    most: int
    looser: Literal["lower", "higher", "either"]
    even: bool = True
    silent: int | None = None

    @property
    def shape(self) -> Whole:
        """What a file may give as its value."""
        return Whole(self.least, self.most)


@dataclass(frozen=True)
class Parameter:
    """A threshold as a pack states it; `assumed` where the document leaves it open."""

    threshold: Threshold
    assumed: bool


@dataclass(frozen=True)
class NoticeWords:
    """What a notice says of every move: the form of exchange and its years, with where they are from."""

    form: str
    years: int
    assumed: bool
    note: str


@dataclass(frozen=True)
class Rule:
    """What is said of one rule: its Chinese title, the article it rests on, and what is assumed.

    `parameters` holds a rule's thresholds under their short names.
    """

    id: str
    title: str
    citation: str
    note: str
    assumed: bool
    parameters: Mapping[str, Parameter]


@dataclass(frozen=True)
class National:
    """The figures of the national inspection (教督〔2017〕6号), shown beside the plan.

    `cv` holds the largest coefficient of variation allowed for each stage, `pupils_per_post` the
    pupils for whom the county is allotted one post (中央编办发〔2014〕72号).
    """

    title: str
    document: str
    exchanged_percent: int
    backbone_percent: int
    backbone_per_100: float
    arts_per_100: float
    arts_subjects: tuple[str, ...]
    cv: Mapping[str, float]
    pupils_per_post: Mapping[str, float]


@dataclass(frozen=True)
class StageCurriculum:
    """Weekly periods of each subject in each year of a stage, and a teacher's weekly load, in periods.

    `load` is that of the subjects `loads` does not name.
    """

    periods: Mapping[str, tuple[int, ...]]
    loads: Mapping[str, int]
    load: int


@dataclass(frozen=True)
class Curriculum:
    """From classes to posts (see rotation.intake.demand); nothing of it is in the document.

    `spread` are the subjects whose periods teachers of the others share. A head teacher counts
    `head_teacher_percent` of a post more. Rural schools below `small_rural_pupils` get posts by classes.
    """

    title: str
    note: str
    head_teacher_percent: int
    small_rural_pupils: int
    small_rural_posts_per_100_classes: int
    spread: tuple[str, ...]
    stages: Mapping[str, StageCurriculum]


@dataclass(frozen=True)
class Policy:
    """A pack as resolved: `values` maps every `rule.key` to the value in force, `stated` to the pack's own.

    `silent` are the settings younger than the first packs and plans, with what one that does not speak of them
    means by that; a plan writes only those that differ.
    """

    id: str
    title: str
    document: str
    document_title: str
    backbone_levels: frozenset[str]
    aliases: Mapping[str, str]
    rules: Mapping[str, Rule]
    national: National
    curriculum: Curriculum | None
    notice: NoticeWords | None
    values: Mapping[str, Value]
    stated: Mapping[str, Value]
    silent: Mapping[str, Value]

    @property
    def document_in_full(self) -> str:
        """The document by its title, where the pack has one, and its number, as a notice names it."""
        return f"《{self.document_title}》（{self.document}）" if self.document_title else self.document

    @property
    def overrides(self) -> tuple[str, ...]:
        """The keys whose value in force is not the pack's own."""
        return tuple(key for key, value in self.values.items() if value != self.stated[key])

    def number(self, key: str) -> int:
        """The threshold `key`, such as "quota.lower"."""
        return int(self.values[key])

    def on(self, rule: str) -> bool:
        """Whether the rule of that id is in force."""
        return bool(self.values[f"{rule}.on"])

    @property
    def notice_words(self) -> NoticeWords:
        """`notice`; UsageFault where the pack has none."""
        if self.notice is None:
            raise UsageFault(say("policy pack {name} has no [notice], so no notice can be made by it", name=self.id))
        return self.notice

    @cached_property
    def citations(self) -> Mapping[str, str]:
        """Rule id to document and article, as notices cite it; "" where no article says it."""
        own = {
            name: f"{self.document}{rule.citation}" if rule.citation.startswith("(") else ""
            for name, rule in self.rules.items()
        }
        return {**own, "national": self.national.document}

    @property
    def unused(self) -> frozenset[str]:
        """The younger settings that are as they were before there were such: nothing is said of them."""
        return frozenset(key for key, value in self.silent.items() if self.values[key] == value)

    @property
    def parameters(self) -> dict[str, Value]:
        """The values as a plan carries them: all in force, less `unused`."""
        return {key: value for key, value in self.values.items() if key not in self.unused}

    def as_planned(self, parameters: Mapping[str, Value]) -> Policy:
        """The pack under the `parameters` a plan carries. Raises UsageFault as `with_values` does."""
        return self.with_values({**self.silent, **parameters})

    def with_values(self, changes: Mapping[str, Value]) -> Policy:
        """The same pack with `changes` in force; a key that does not exist or a value out of its range is refused."""
        for key, value in changes.items():
            if key not in self.values:
                raise UsageFault(_no_such_key(key, self.values))
            for wrong in self._shape(key).faults(value, f"{key} = {brief(value)}"):
                raise UsageFault(str(wrong))
        return replace(self, values={**self.values, **changes})

    def _shape(self, key: str) -> Whole | Flag:
        rule, _, short = key.partition(".")
        return Flag() if short == "on" else self.rules[rule].parameters[short].threshold.shape


def brief(value: object) -> str:
    """A value as it is said back to whoever gave it."""
    text = shown(str(value).lower() if isinstance(value, bool) else str(value))
    return text if len(text) <= 40 else text[:40] + "…"


def _no_such_key(key: str, known: Mapping[str, Value]) -> str:
    return say("{key}: no such key; there are {known}", key=key, known=", ".join(sorted(known)))
