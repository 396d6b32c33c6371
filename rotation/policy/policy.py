"""A policy pack: which rules hold, with what thresholds, from which article, and what is assumed.

Packs are TOML files, one beside this module per document, or any file an officer keeps. A key that
is not known is refused, so that a misspelt threshold can never silently be the default.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from rotation.county.schema import BACKBONE_LEVELS, STAGES
from rotation.errors import UsageFault
from rotation.language import say
from rotation.strict import (
    Flag,
    ListOf,
    MapOf,
    OneOf,
    Real,
    Shape,
    Table,
    Text,
    Whole,
    line_of,
    parse_toml,
    read_text,
    refusal,
    shown,
)  # fmt: skip

ELIGIBILITY_RULES = ("service", "retirement")
CANDIDATE_RULES = ("direction", "reach")
CLAUSES = (
    "one_move",
    "quota",
    "backbone_share",
    "staffing",
    "no_new_gap",
    "turnover",
    "target_backbone",
    "senior_posts",
    "pins",
    "teams",
)
GOALS = ("shortage", "balance", "rural", "own_subject", "wishes", "commute", "lottery")
PRINCIPAL_GOALS = ("kept", "not_due", "rural", "commute", "lottery")
SWITCHES = (*CLAUSES, *CANDIDATE_RULES, "principals")
THRESHOLDS: Mapping[str, tuple[str, ...]] = {
    "quota": ("lower", "upper"),
    "backbone_share": ("percent",),
    "staffing": ("loss_percent",),
    "turnover": ("percent",),
    "service": ("min_years",),
    "retirement": ("min_months",),
    "reach": ("max_km",),
    "principals": ("max_terms", "min_months"),
}

Value = int | bool

# Settings younger than the first packs and plans: what one that does not speak of them means by that,
# and the unit of those that are numbers. A plan writes only those that differ.
LATER: Mapping[str, Value] = {"principals.on": True, "principals.max_pupil_ratio": 0}
LATER_THRESHOLDS: Mapping[str, Mapping[str, str]] = {"principals": {"max_pupil_ratio": "倍"}}
# What a threshold may be, its unit the pack's: (least, most).
_PERCENT, _YEARS, _MONTHS, _KM, _TERMS = (0, 200), (0, 100), (0, 1200), (0, 30_000), (0, 100)
RANGES: Mapping[str, tuple[int, int]] = {
    "quota.lower": _PERCENT, "quota.upper": _PERCENT, "backbone_share.percent": _PERCENT,
    "staffing.loss_percent": _PERCENT, "turnover.percent": _PERCENT, "service.min_years": _YEARS,
    "retirement.min_months": _MONTHS, "reach.max_km": _KM, "principals.max_terms": _TERMS,
    "principals.min_months": _MONTHS, "principals.max_pupil_ratio": (0, 20_000),
}  # fmt: skip
VALUES: Mapping[str, Whole | Flag] = {
    **{f"{rule}.on": Flag() for rule in SWITCHES},
    **{
        f"{rule}.{key}": Whole(*RANGES.get(f"{rule}.{key}", (0, 10_000)))
        for thresholds in (THRESHOLDS, LATER_THRESHOLDS)
        for rule, keys in thresholds.items()
        for key in keys
    },
}
# As plan.json carries them. One that is missing is found by the audit, which has them all.
PARAMETERS = Table({}, VALUES)


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

    `parameters` holds a rule's thresholds under their short names with (unit, assumed).
    """

    id: str
    title: str
    citation: str
    note: str
    assumed: bool
    parameters: Mapping[str, tuple[str, bool]]


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
    """A pack as resolved: `values` maps every `clause.key` to the value in force, `stated` to the pack's own."""

    id: str
    title: str
    document: str
    backbone_levels: frozenset[str]
    aliases: Mapping[str, str]
    rules: Mapping[str, Rule]
    national: National
    curriculum: Curriculum | None
    notice: NoticeWords | None
    values: Mapping[str, Value]
    stated: Mapping[str, Value]

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
        return {
            name: f"{self.document}{rule.citation}" if rule.citation.startswith("(") else ""
            for name, rule in self.rules.items()
        }

    @property
    def unused(self) -> frozenset[str]:
        """The younger settings that are as they were before there were such: nothing is said of them."""
        return frozenset(key for key, value in LATER.items() if self.values[key] == value)

    @property
    def parameters(self) -> dict[str, Value]:
        """The values as a plan carries them: all in force, less `unused`."""
        return {key: value for key, value in self.values.items() if key not in self.unused}

    def as_planned(self, parameters: Mapping[str, Value]) -> Policy:
        """The pack under the `parameters` a plan carries. Raises UsageFault as `with_values` does."""
        return self.with_values({**LATER, **parameters})

    def with_values(self, changes: Mapping[str, Value]) -> Policy:
        """The same pack with `changes` in force; a key that does not exist or a value out of its range is refused."""
        for key, value in changes.items():
            if key not in self.values:
                raise UsageFault(_no_such_key(key, self.values))
            for wrong in VALUES[key].faults(value, f"{key} = {_brief(value)}"):
                raise UsageFault(str(wrong))
        return replace(self, values={**self.values, **changes})


def available() -> list[str]:
    """The ids of the packs that come with the program."""
    folder = resources.files("rotation") / "policy"
    return sorted(path.name.removesuffix(".toml") for path in folder.iterdir() if path.name.endswith(".toml"))


def load_policy(name_or_file: str, settings: Sequence[str] = ()) -> Policy:
    """Read a pack by its id or from a file, with `settings` ("clause.key=value") put on top.

    Raises UsageFault where the pack is not found, does not parse, lacks a key or holds one that is
    not known, and where a setting names a key that does not exist.
    """
    if name_or_file in available():
        text = (resources.files("rotation") / "policy" / f"{name_or_file}.toml").read_text("utf-8")
    else:
        try:
            text = read_text(Path(name_or_file), UsageFault)
        except UsageFault as fault:
            known = say("no policy pack; those that come with the program: {packs}", packs=", ".join(available()))
            raise UsageFault(f"{fault}\n{known}") from fault
    data = parse_toml(text, say("policy pack {name}", name=shown(name_or_file)), UsageFault)
    if wrong := list(_PACK.faults(data)):
        lines = text.splitlines()
        placed = [fault.on(line_of(lines, fault.path)) for fault in wrong]
        raise UsageFault(refusal(say("policy pack {name}", name=shown(name_or_file)), placed))
    return _policy(data).with_values(dict(_setting(text) for text in settings))


def _setting(text: str) -> tuple[str, Value]:
    match = re.fullmatch(r"\s*([a-z_]+\.[a-z_]+)\s*=\s*(true|false|[0-9]{1,30})\s*", text)
    if match is None:
        raise UsageFault(say("--set {text}: expected clause.key=value, as in quota.lower=15", text=_brief(text)))
    key, value = match.groups()
    return key, {"true": True, "false": False}[value] if value in ("true", "false") else int(value)


def _brief(value: object) -> str:
    """A value as it is said back to whoever gave it."""
    text = shown(str(value).lower() if isinstance(value, bool) else str(value))
    return text if len(text) <= 40 else text[:40] + "…"


def _no_such_key(key: str, known: Mapping[str, Value]) -> str:
    return say("{key}: no such key; there are {known}", key=key, known=", ".join(sorted(known)))


_NAME, _WORDS = Text(1, 200), Text(0, 4000)
_PACK_ID = Text(1, 100, r"[^\\/:*?\"<>|\x00-\x1f]+", "nantong-2017")
_PERCENTAGE, _COUNT = Whole(0, 200), Whole(0, 100_000)


def _threshold_shape(rule: str, key: str) -> Table:
    return Table({"value": VALUES[f"{rule}.{key}"], "unit": Text(0, 20), "assumed": Flag()})


def _rule_shape(rule: str) -> Table:
    """What a pack says of one rule."""
    required: dict[str, Shape] = {"title": _NAME, "citation": Text(0, 200)}
    optional: dict[str, Shape] = {"note": _WORDS, "assumed": Flag()}
    if rule in THRESHOLDS:
        required["parameters"] = Table(
            {key: _threshold_shape(rule, key) for key in THRESHOLDS[rule]},
            {key: _threshold_shape(rule, key) for key in LATER_THRESHOLDS.get(rule, {})},
        )
    if rule in SWITCHES:
        optional["on"] = Flag()
    return Table(required, optional)


def _rules_shape(rules: Sequence[str]) -> Table:
    return Table({rule: _rule_shape(rule) for rule in rules})


_GROUPS = {"eligibility": ELIGIBILITY_RULES, "candidates": CANDIDATE_RULES, "clauses": CLAUSES, "goals": GOALS}
_STAGE_CURRICULUM = Table(
    {
        "periods": MapOf(ListOf(Whole(0, 100), 1, 20), most=200),
        "loads": MapOf(Whole(1, 100), most=200),
        "load": Whole(1, 100),
    }
)
_PACK = Table(
    {
        "id": _PACK_ID,
        "title": _NAME,
        "document": _NAME,
        "backbone_levels": ListOf(OneOf(BACKBONE_LEVELS), most=100),
        **{group: _rules_shape(rules) for group, rules in _GROUPS.items()},
        "principals": _rule_shape("principals"),
        "national": Table(
            {
                "title": _NAME,
                "document": _NAME,
                "exchanged_percent": _PERCENTAGE,
                "backbone_percent": _PERCENTAGE,
                "backbone_per_100": Real(0, 1000),
                "arts_per_100": Real(0, 1000),
                "arts_subjects": ListOf(_NAME, most=200),
                "cv": Table({stage: Real(0, 1000) for stage in STAGES}),
                "pupils_per_post": Table({stage: Real(0, 100_000) for stage in STAGES}),
            }
        ),
    },
    optional={
        "aliases": MapOf(_NAME),
        "curriculum": Table(
            {
                "title": _NAME,
                "note": _WORDS,
                "head_teacher_percent": _PERCENTAGE,
                "small_rural_pupils": _COUNT,
                "small_rural_posts_per_100_classes": _COUNT,
                "spread": ListOf(_NAME, most=200),
                **dict.fromkeys(STAGES, _STAGE_CURRICULUM),
            }
        ),
        "notice": Table({"form": _NAME, "years": Whole(1, 100), "assumed": Flag(), "note": _WORDS}),
    },
)


def _policy(data: Mapping[str, Any]) -> Policy:
    """The pack that checked `data` are."""
    rules: dict[str, Rule] = {}
    values: dict[str, Value] = {}
    for rule, entry in [(name, data[group][name]) for group, names in _GROUPS.items() for name in names] + [
        ("principals", data["principals"])
    ]:
        thresholds = entry.get("parameters", {})
        later = {key: unit for key, unit in LATER_THRESHOLDS.get(rule, {}).items() if key not in thresholds}
        values.update({f"{rule}.{key}": LATER[f"{rule}.{key}"] for key in later})
        values.update({f"{rule}.{key}": said["value"] for key, said in thresholds.items()})
        if rule in SWITCHES:
            values[f"{rule}.on"] = entry.get("on", True)
        rules[rule] = Rule(
            id=rule,
            title=entry["title"],
            citation=entry["citation"],
            note=entry.get("note", ""),
            assumed=entry.get("assumed", False),
            parameters={
                **{key: (unit, True) for key, unit in later.items()},
                **{key: (said["unit"], said["assumed"]) for key, said in thresholds.items()},
            },
        )
    national, curriculum, notice = data["national"], data.get("curriculum"), data.get("notice")
    return Policy(
        id=data["id"],
        title=data["title"],
        document=data["document"],
        backbone_levels=frozenset(data["backbone_levels"]),
        aliases=data.get("aliases", {}),
        rules=rules,
        national=National(
            **{
                **national,
                "backbone_per_100": float(national["backbone_per_100"]),
                "arts_per_100": float(national["arts_per_100"]),
                "arts_subjects": tuple(national["arts_subjects"]),
                **{name: {s: float(national[name][s]) for s in STAGES} for name in ("cv", "pupils_per_post")},
            }
        ),
        curriculum=None if curriculum is None else _curriculum(curriculum),
        notice=None if notice is None else NoticeWords(**notice),
        values=values,
        stated=dict(values),
    )


def _curriculum(data: Mapping[str, Any]) -> Curriculum:
    stages = {
        stage: StageCurriculum(
            {subject: tuple(years) for subject, years in data[stage]["periods"].items()},
            data[stage]["loads"],
            data[stage]["load"],
        )
        for stage in STAGES
    }
    plain = {key: value for key, value in data.items() if key not in STAGES}
    return Curriculum(**{**plain, "spread": tuple(data["spread"])}, stages=stages)
