"""A policy pack: which rules hold, with what thresholds, from which article, and what is assumed.

Packs are TOML files, one beside this module per document, or any file an officer keeps. A key that
is not known is refused, so that a misspelt threshold can never silently be the default.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from rotation.errors import UsageFault
from rotation.language import say
from rotation.schema import BACKBONE_LEVELS, STAGES

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
    """From classes to posts (see rotation.demand); nothing of it is in the document.

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
    """A pack as resolved: `values` maps every `clause.key` to the value in force."""

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

    @property
    def assumptions(self) -> list[tuple[str, str, str]]:
        """What the document leaves open: title, assumed values in force, note."""
        found = []
        for rule in self.rules.values():
            values = "、".join(
                f"{self.values[name]}{unit}"
                for key, (unit, assumed) in rule.parameters.items()
                if assumed and (name := f"{rule.id}.{key}") not in self.unused
            )
            if values or rule.assumed:
                found.append((rule.title, values, rule.note))
        return found

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
        """The same pack with `changes` in force; a key that does not exist is refused."""
        for key, value in changes.items():
            if key not in self.values:
                raise UsageFault(_no_such_key(key, self.values))
            switch = isinstance(self.values[key], bool)
            if switch != isinstance(value, bool) or (not switch and value < 0):
                expected = say("true or false") if switch else say("a whole number, 0 or more")
                raise UsageFault(say("{key} = {value}: expected {expected}", key=key, value=value, expected=expected))
        return replace(self, values={**self.values, **changes})


def available() -> list[str]:
    """The ids of the packs that come with the program."""
    folder = resources.files("rotation") / "policies"
    return sorted(path.name.removesuffix(".toml") for path in folder.iterdir() if path.name.endswith(".toml"))


def load_policy(name_or_file: str, settings: Sequence[str] = ()) -> Policy:
    """Read a pack by its id or from a file, with `settings` ("clause.key=value") put on top.

    Raises UsageFault where the pack is not found, does not parse, lacks a key or holds one that is
    not known, and where a setting names a key that does not exist.
    """
    if name_or_file in available():
        text = (resources.files("rotation") / "policies" / f"{name_or_file}.toml").read_text("utf-8")
    else:
        try:
            text = Path(name_or_file).read_text("utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageFault(
                say(
                    "no policy pack {name}: neither one of {packs} nor a readable UTF-8 file",
                    name=name_or_file,
                    packs=", ".join(available()),
                )
            ) from error
    try:
        data = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageFault(say("policy pack {name}: {error}", name=name_or_file, error=error)) from error
    return _Pack(name_or_file).policy(data).with_values(dict(_setting(text) for text in settings))


def _setting(text: str) -> tuple[str, Value]:
    match = re.fullmatch(r"\s*([a-z_]+\.[a-z_]+)\s*=\s*(true|false|\d+)\s*", text)
    if match is None:
        raise UsageFault(say("--set {text}: expected clause.key=value, as in quota.lower=15", text=text))
    key, value = match.groups()
    return key, {"true": True, "false": False}[value] if value in ("true", "false") else int(value)


def _no_such_key(key: str, known: Mapping[str, Value]) -> str:
    return say("{key}: no such key; there are {known}", key=key, known=", ".join(sorted(known)))


def _whole(value: object, least: int) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= least


def _whole_list(values: object) -> bool:
    return isinstance(values, list) and bool(values) and all(_whole(value, 0) for value in values)


class _Pack:
    """Reads one pack's data; every refusal names the pack and the key."""

    def __init__(self, name: str) -> None:
        self.name = name

    def policy(self, data: dict[str, Any]) -> Policy:
        top = ("id", "title", "document", "backbone_levels", "aliases")
        groups = ("eligibility", "candidates", "clauses", "goals", "principals", "national")
        self.keys(data, "", required=(*top[:4], *groups), optional=("aliases", "curriculum", "notice"))
        rules: dict[str, Rule] = {}
        values: dict[str, Value] = {}
        for group, ids in (
            ("eligibility", ELIGIBILITY_RULES),
            ("candidates", CANDIDATE_RULES),
            ("clauses", CLAUSES),
            ("goals", GOALS),
        ):
            self.keys(data[group], f"{group}.", required=ids)
            for rule in ids:
                self.rule(rule, data[group][rule], f"{group}.{rule}.", rules, values)
        self.rule("principals", data["principals"], "principals.", rules, values)
        levels = data["backbone_levels"]
        if not isinstance(levels, list) or not set(levels) <= set(BACKBONE_LEVELS):
            raise self.refuse("backbone_levels", say("some of {levels}", levels=", ".join(BACKBONE_LEVELS)))
        aliases = data.get("aliases", {})
        if not isinstance(aliases, dict) or not all(isinstance(value, str) for value in aliases.values()):
            raise self.refuse("aliases", say("pairs of subject names"))
        return Policy(
            id=self.text(data, "id", ""),
            title=self.text(data, "title", ""),
            document=self.text(data, "document", ""),
            backbone_levels=frozenset(levels),
            aliases=aliases,
            rules=rules,
            national=self.national(data["national"]),
            curriculum=self.curriculum(data["curriculum"]) if "curriculum" in data else None,
            notice=self.notice(data["notice"]) if "notice" in data else None,
            values=values,
        )

    def rule(self, rule: str, data: Any, where: str, rules: dict[str, Rule], values: dict[str, Value]) -> None:
        thresholds, later = THRESHOLDS.get(rule, ()), LATER_THRESHOLDS.get(rule, {})
        switch = ("on",) if rule in SWITCHES else ()
        needed = ("title", "citation", *(("parameters",) if thresholds else ()))
        self.keys(data, where, required=needed, optional=("note", "assumed", *switch))
        parameters: dict[str, tuple[str, bool]] = {}
        if thresholds:
            self.keys(data["parameters"], f"{where}parameters.", required=thresholds, optional=tuple(later))
        for key, unit in later.items():
            values[f"{rule}.{key}"] = LATER[f"{rule}.{key}"]
            parameters[key] = (unit, True)
        for key in (*thresholds, *(key for key in later if key in data["parameters"])):
            entry, place = data["parameters"][key], f"{where}parameters.{key}."
            self.keys(entry, place, required=("value", "unit", "assumed"))
            value = entry["value"]
            if isinstance(value, bool) or not isinstance(value, int) or value < 0:
                raise self.refuse(f"{place}value", say("a whole number, 0 or more"))
            values[f"{rule}.{key}"] = value
            parameters[key] = (self.text(entry, "unit", place), self.flag(entry, "assumed", place))
        if switch:
            values[f"{rule}.on"] = self.flag(data, "on", where) if "on" in data else True
        rules[rule] = Rule(
            id=rule,
            title=self.text(data, "title", where),
            citation=self.text(data, "citation", where),
            note=self.text(data, "note", where) if "note" in data else "",
            assumed=self.flag(data, "assumed", where) if "assumed" in data else False,
            parameters=parameters,
        )

    def national(self, data: Any) -> National:
        where = "national."
        counts = ("exchanged_percent", "backbone_percent")
        ratios = ("backbone_per_100", "arts_per_100")
        self.keys(
            data, where, required=("title", "document", *counts, *ratios, "arts_subjects", "cv", "pupils_per_post")
        )
        for key in counts:
            if isinstance(data[key], bool) or not isinstance(data[key], int):
                raise self.refuse(where + key, say("a whole number, 0 or more"))
        for key in ratios:
            if isinstance(data[key], bool) or not isinstance(data[key], int | float):
                raise self.refuse(where + key, say("a number"))
        for table in ("cv", "pupils_per_post"):
            self.keys(data[table], f"{where}{table}.", required=STAGES)
            for stage in STAGES:
                if isinstance(data[table][stage], bool) or not isinstance(data[table][stage], int | float):
                    raise self.refuse(f"{where}{table}.{stage}", say("a number"))
        return National(
            title=self.text(data, "title", where),
            document=self.text(data, "document", where),
            exchanged_percent=data["exchanged_percent"],
            backbone_percent=data["backbone_percent"],
            backbone_per_100=float(data["backbone_per_100"]),
            arts_per_100=float(data["arts_per_100"]),
            arts_subjects=tuple(data["arts_subjects"]),
            cv={stage: float(data["cv"][stage]) for stage in STAGES},
            pupils_per_post={stage: float(data["pupils_per_post"][stage]) for stage in STAGES},
        )

    def curriculum(self, data: Any) -> Curriculum:
        where = "curriculum."
        numbers = ("head_teacher_percent", "small_rural_pupils", "small_rural_posts_per_100_classes")
        self.keys(data, where, required=("title", "note", *numbers, "spread", *STAGES))
        stages = {}
        for stage in STAGES:
            place = f"{where}{stage}."
            self.keys(data[stage], place, required=("periods", "loads", "load"))
            periods, loads = data[stage]["periods"], data[stage]["loads"]
            if not isinstance(periods, dict) or not all(_whole_list(years) for years in periods.values()):
                raise self.refuse(f"{place}periods", say("for each subject its weekly periods, year by year"))
            if not isinstance(loads, dict) or not all(_whole(load, 1) for load in loads.values()):
                raise self.refuse(f"{place}loads", say("for each subject a whole number, 1 or more"))
            if not _whole(data[stage]["load"], 1):
                raise self.refuse(f"{place}load", say("a whole number, {least} or more", least=1))
            years = {subject: tuple(found) for subject, found in periods.items()}
            stages[stage] = StageCurriculum(years, loads, data[stage]["load"])
        for key in numbers:
            if not _whole(data[key], 0):
                raise self.refuse(where + key, say("a whole number, 0 or more"))
        if not isinstance(data["spread"], list):
            raise self.refuse(f"{where}spread", say("a list of subjects"))
        return Curriculum(
            title=self.text(data, "title", where),
            note=self.text(data, "note", where),
            head_teacher_percent=data["head_teacher_percent"],
            small_rural_pupils=data["small_rural_pupils"],
            small_rural_posts_per_100_classes=data["small_rural_posts_per_100_classes"],
            spread=tuple(data["spread"]),
            stages=stages,
        )

    def notice(self, data: Any) -> NoticeWords:
        where = "notice."
        self.keys(data, where, required=("form", "years", "assumed", "note"))
        if not _whole(data["years"], 1):
            raise self.refuse(f"{where}years", say("a whole number, {least} or more", least=1))
        return NoticeWords(
            form=self.text(data, "form", where),
            years=data["years"],
            assumed=self.flag(data, "assumed", where),
            note=self.text(data, "note", where),
        )

    def keys(self, data: Any, where: str, required: Sequence[str], optional: Sequence[str] = ()) -> None:
        if not isinstance(data, dict):
            raise self.refuse(where.rstrip("."), say("a table"))
        for key in data:
            if key not in required and key not in optional:
                known = ", ".join((*required, *optional))
                raise self.refuse(f"{where}{key}", say("no such key; there are {known}", known=known))
        for key in required:
            if key not in data:
                raise self.refuse(f"{where}{key}", say("this key is missing"))

    def text(self, data: dict[str, Any], key: str, where: str) -> str:
        if not isinstance(data[key], str):
            raise self.refuse(where + key, say("a text"))
        return str(data[key])

    def flag(self, data: dict[str, Any], key: str, where: str) -> bool:
        if not isinstance(data[key], bool):
            raise self.refuse(where + key, say("true or false"))
        return bool(data[key])

    def refuse(self, key: str, expected: str) -> UsageFault:
        return UsageFault(say("policy pack {name}, {key}: {expected}", name=self.name, key=key, expected=expected))
