"""Reading policy packs: TOML files, one beside rotation/policy/policy.py per document, or any an officer keeps.

A pack is read against the rules as they declare themselves. A key that is not known is refused, so that a misspelt
threshold can never silently be the default.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from importlib import resources
from pathlib import Path
from typing import Any

from rotation.county.schema import BACKBONE_LEVELS, STAGES
from rotation.errors import UsageFault
from rotation.language import say, shown
from rotation.policy.policy import (
    Curriculum,
    National,
    NoticeWords,
    Parameter,
    Policy,
    Rule,
    StageCurriculum,
    Threshold,
    Value,
    brief,
)
from rotation.rules.declared import Declared
from rotation.rules.table import declared
from rotation.shapes import Flag, ListOf, MapOf, OneOf, Real, Shape, Table, Text, Whole
from rotation.strict import line_of, parse_toml, read_text, refusal


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
    if wrong := list(_shape().faults(data)):
        lines = text.splitlines()
        placed = [fault.on(line_of(lines, fault.path)) for fault in wrong]
        raise UsageFault(refusal(say("policy pack {name}", name=shown(name_or_file)), placed))
    return _policy(data).with_values(dict(_setting(text) for text in settings))


def _setting(text: str) -> tuple[str, Value]:
    match = re.fullmatch(r"\s*([a-z_]+\.[a-z_]+)\s*=\s*(true|false|[0-9]{1,30})\s*", text)
    if match is None:
        raise UsageFault(say("--set {text}: expected clause.key=value, as in quota.lower=15", text=brief(text)))
    key, value = match.groups()
    return key, {"true": True, "false": False}[value] if value in ("true", "false") else int(value)


_NAME, _WORDS = Text(1, 200), Text(0, 4000)
_PACK_ID = Text(1, 100, r"[^\\/:*?\"<>|\x00-\x1f]+", "nantong-2017")
_PERCENTAGE, _COUNT = Whole(0, 200), Whole(0, 100_000)


def _threshold_shape(threshold: Threshold) -> Table:
    return Table({"value": threshold.shape, "unit": OneOf((threshold.unit,)), "assumed": Flag()})


def _rule_shape(rule: Declared) -> Table:
    """What a pack says of one rule."""
    required: dict[str, Shape] = {"title": _NAME, "citation": Text(0, 200)}
    optional: dict[str, Shape] = {"note": _WORDS, "assumed": Flag()}
    if rule.thresholds:
        required["parameters"] = Table(
            {each.key: _threshold_shape(each) for each in rule.thresholds if each.silent is None},
            {each.key: _threshold_shape(each) for each in rule.thresholds if each.silent is not None},
        )
    if rule.switch:
        optional["on"] = Flag()
    return Table(required, optional)


def _group_shapes() -> dict[str, Shape]:
    """The tables of a pack that hold its rules."""
    groups: dict[str, list[Declared]] = {}
    for rule in declared():
        if rule.group is not None:
            groups.setdefault(rule.group, []).append(rule)
    own = {rule.id: _rule_shape(rule) for rule in groups.pop("", [])}
    tables = {
        group: Table(
            {rule.id: _rule_shape(rule) for rule in rules if not rule.optional},
            {rule.id: _rule_shape(rule) for rule in rules if rule.optional},
        )
        for group, rules in groups.items()
    }
    return {**tables, **own}


_STAGE_CURRICULUM = Table(
    {
        "periods": MapOf(ListOf(Whole(0, 100), 1, 20), most=200),
        "loads": MapOf(Whole(1, 100), most=200),
        "load": Whole(1, 100),
    }
)


def _shape() -> Table:
    """What a pack may be, by the rules there are."""
    return Table(
        {
            "id": _PACK_ID,
            "title": _NAME,
            "document": _NAME,
            "backbone_levels": ListOf(OneOf(BACKBONE_LEVELS), most=100),
            **_group_shapes(),
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
            "document_title": _NAME,
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
    silent: dict[str, Value] = {}
    for rule in declared():
        entry = (data[rule.group] if rule.group else data).get(rule.id)
        if entry is None:  # an optional one
            continue
        rules[rule.id] = _rule(rule, entry)
        thresholds = entry.get("parameters", {})
        for threshold in rule.thresholds:
            key = f"{rule.id}.{threshold.key}"
            if threshold.silent is not None:
                silent[key] = threshold.silent
            values[key] = thresholds[threshold.key]["value"] if threshold.key in thresholds else silent[key]
        if rule.switch:
            values[f"{rule.id}.on"] = entry.get("on", True)
        if rule.on_if_silent is not None:
            silent[f"{rule.id}.on"] = rule.on_if_silent
    national, curriculum, notice = data["national"], data.get("curriculum"), data.get("notice")
    return Policy(
        id=data["id"],
        title=data["title"],
        document=data["document"],
        document_title=data.get("document_title", ""),
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
        silent=silent,
    )


def _rule(rule: Declared, entry: Mapping[str, Any]) -> Rule:
    """What the pack says of that rule."""
    thresholds = entry.get("parameters", {})
    return Rule(
        id=rule.id,
        title=entry["title"],
        citation=entry["citation"],
        note=entry.get("note", ""),
        assumed=entry.get("assumed", False),
        parameters={
            threshold.key: Parameter(threshold, thresholds.get(threshold.key, {"assumed": True})["assumed"])
            for threshold in rule.thresholds
        },
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
