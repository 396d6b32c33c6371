"""A file of scenarios: named overrides and edits on one base, and sweeps over values.

Nothing is ignored: a key misspelt, a value that is in force already, an edit that finds nothing are refused with
their line, all at once. What each scenario comes to in the end is written beside its plan.
"""

from __future__ import annotations

import itertools
import math
import re
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from importlib import resources
from pathlib import Path
from typing import Any

from rotation.county.building import edited
from rotation.errors import BadData, Fault, UsageFault
from rotation.intake.read import table_faults
from rotation.language import say, shown
from rotation.output.files import FORMER, RECORD
from rotation.policy.parameters import parameter_title, setting_words, value_words
from rotation.policy.policy import Value
from rotation.rules.candidates import find_candidates, pin_faults
from rotation.rules.case import Case
from rotation.shapes import Text
from rotation.strict import read_toml
from rotation.whatif.editing import Misfit, Tables
from rotation.whatif.edits import EDITS, apply_edit, words_of

BASE = "基准"
MOST = 1000  # scenarios of one file: each is a whole plan
LINES_LOOKED_UP = 100  # of faults; a file with more is another file
_NAME = re.compile(r"[^\\/:*?\"<>|\x00-\x1f]{1,60}")
_OWN = {
    RECORD,
    FORMER,
    *(f"compare.{kind}" for kind in ("json", "xlsx", "html")),
}  # what stands beside the scenarios' folders
_DEVICES = {"con", "prn", "aux", "nul", *(f"{port}{i}" for port in ("com", "lpt") for i in "0123456789¹²³")}


@dataclass(frozen=True)
class Scenario:
    """One case to be planned: its name, what it is called, and what differs from the base, in words."""

    name: str
    title: str
    case: Case
    differences: Sequence[str]
    settings: Mapping[str, Value] = field(default_factory=dict)


def example() -> str:
    """A commented file to start from."""
    return (resources.files("rotation.whatif") / "scenarios.example.toml").read_text("utf-8")


def load_scenarios(path: Path, base: Case) -> list[Scenario]:
    """The base and every scenario of the file, sweeps multiplied out, in the file's order.

    Raises UsageFault where the file cannot be read, BadData with every fault and its line.
    """
    data, text = read_toml(path, UsageFault)
    reader = _Reader(path.name, text.splitlines(), base)
    scenarios = reader.read(data)
    if reader.faults:
        message = say("{count} faults in {name}; nothing was written", count=len(reader.faults), name=path.name)
        raise BadData(message, reader.faults)
    return scenarios


class _Reader:
    def __init__(self, place: str, lines: Sequence[str], base: Case) -> None:
        self.place, self.lines, self.base = place, lines, base
        self.faults: list[Fault] = []

    def read(self, data: Mapping[str, Any]) -> list[Scenario]:
        for key in data:
            if key not in ("scenarios", "sweeps"):
                self.wrong((), key, say("[scenarios.NAME] or [sweeps.NAME]"))
        count = self.count(data)
        if count > MOST:
            self.wrong((), None, say("{most} scenarios at most, all sweeps multiplied out; there are {count}",
                                     most=MOST, count=f"{count:,}"))  # fmt: skip
            return []
        found = [Scenario(BASE, say("as the county is"), self.base, ())]
        for kind, read in (("scenarios", self.scenario), ("sweeps", self.sweep)):
            for name, body in self.tables(data.get(kind, {}), kind):
                if not _can_be_a_folder(name):
                    self.wrong((kind, name), None, say("a name that can be a folder's"))
                found.extend(read(name, body, found))
        names = Counter(_on_any_disk(scenario.name) for scenario in found)
        for scenario in found[1:]:
            if names[_on_any_disk(scenario.name)] > 1:
                self.wrong(("scenarios", scenario.name), None, say("each name once, capitals and small letters alike"))
            if len(scenario.name.encode()) > 240:
                self.wrong(
                    ("sweeps", scenario.name.split(" ")[0]), "set", say("fewer values at once: the name is too long")
                )
        return found

    def count(self, data: Mapping[str, Any]) -> int:
        """How many scenarios the file comes to."""
        kinds = [kind if isinstance(kind := data.get(name, {}), dict) else {} for name in ("scenarios", "sweeps")]
        sweeps = [body.get("set", {}) for body in kinds[1].values() if isinstance(body, dict)]
        return len(kinds[0]) + sum(
            math.prod(len(value) for value in _flat(lists).values() if isinstance(value, list))
            for lists in sweeps
            if isinstance(lists, dict)
        )

    def tables(self, value: Any, kind: str) -> list[tuple[str, Mapping[str, Any]]]:
        if not isinstance(value, dict):
            self.wrong((), kind, say("[scenarios.NAME] or [sweeps.NAME]"))
            return []
        for name, body in value.items():
            if not isinstance(body, dict):
                self.wrong((kind,), name, say("a table"))
        return [(name, body) for name, body in value.items() if isinstance(body, dict)]

    def scenario(self, name: str, body: Mapping[str, Any], found: Sequence[Scenario]) -> list[Scenario]:
        at = ("scenarios", name)
        for key in body:
            if key not in ("title", "set", *EDITS):
                self.wrong(at, key, ", ".join(("title", "set", *EDITS)))
        settings = self.settings(at, body.get("set", {}))
        if settings is None:
            return []
        for key, value in settings.items():
            if self.base.policy.values[key] == value:
                self.wrong(at, key, say("another value: {value} is in force already", value=value))
        case = replace(self.base, policy=self.base.policy.with_values(settings))
        words = [self.changed(key, value) for key, value in settings.items()]
        tables: Tables = self.base.county.tables
        for kind in (key for key in body if key in EDITS):
            entries = body[kind] if isinstance(body[kind], list) else [body[kind]]
            for entry in entries:
                if not isinstance(entry, dict):
                    self.wrong(at, kind, say("a list of tables, such as {example}", example='[{ school = "…" }]'))
                    continue
                try:
                    tables = apply_edit(tables, kind, entry)
                    words.append(words_of(kind, entry, self.names))
                except Misfit as misfit:
                    self.wrong(at, kind, str(misfit))
        if tables is not self.base.county.tables:
            case = self.edited(at, case, tables)
        return [Scenario(name, self.title(at, body), case, words, settings)]

    def title(self, at: tuple[str, ...], body: Mapping[str, Any]) -> str:
        for wrong in Text(1, 200).faults(body.get("title", at[-1])):
            self.wrong(at, "title", wrong.expected)
        return str(body.get("title", at[-1]))

    def edited(self, at: tuple[str, ...], case: Case, tables: Tables) -> Case:
        """The case on the edited tables; what does not fit together in them is a fault of the scenario."""
        faults = table_faults(tables, case.year)
        if not faults:
            case = replace(case, county=edited(case.county, **tables))
            faults = pin_faults(find_candidates(case))
        for fault in faults[:5]:
            where = "，".join(str(part) for part in (fault.column, fault.value) if part)
            self.wrong(at, None, f"{fault.place} {where}: {fault.expected}")
        return case

    def settings(self, at: tuple[str, ...], value: Any) -> dict[str, Value] | None:
        if not isinstance(value, dict):
            self.wrong(at, "set", say("a table, such as {example}", example='{ "quota.lower" = 18 }'))
            return None
        good: dict[str, Value] = {}
        for key, entry in _flat(value).items():
            try:
                self.base.policy.with_values({key: entry})
                good[key] = entry
            except UsageFault as fault:
                self.wrong(at, key.split(".")[-1] if key not in self.text_after(at) else key, str(fault))
        return good if len(good) == len(_flat(value)) else None

    def sweep(self, name: str, body: Mapping[str, Any], found: Sequence[Scenario]) -> list[Scenario]:
        at = ("sweeps", name)
        for key in body:
            if key not in ("title", "set", "on"):
                self.wrong(at, key, "title, set, on")
        start = next((s for s in found if s.name == body.get("on", BASE)), None)
        if start is None:
            self.wrong(at, "on", say("a scenario that stands above"))
            return []
        lists = body.get("set", {})
        if not isinstance(lists, dict) or not lists:
            self.wrong(at, "set", say("a table, such as {example}", example='{ "quota.lower" = [15, 16] }'))
            return []
        flat = _flat(lists)
        for key, values in flat.items():
            if not isinstance(values, list) or not values or len(set(map(str, values))) < len(values):
                self.wrong(at, key, say("a list of different values"))
                return []
            if any(self.settings(at, {key: value}) is None for value in values):
                return []
        varied = [key for key, values in flat.items() if len(values) > 1] or list(flat)
        made = []
        called = self.title(at, body)
        for point in itertools.product(*flat.values()):
            settings = dict(zip(flat, point, strict=True))
            label = "、".join(self.label(key, settings[key]) for key in varied)
            case = replace(start.case, policy=start.case.policy.with_values(settings))
            words = [self.changed(key, value) for key, value in settings.items()]
            made.append(
                Scenario(
                    f"{name} {label}",
                    f"{called} {label}",
                    case,
                    [*start.differences, *words],
                    {**start.settings, **settings},
                )
            )
        return made

    @cached_property
    def names(self) -> Mapping[str, str]:
        """Names of the base's schools and teachers by their codes."""
        county = self.base.county
        schools = dict(zip(county.schools.school_id, county.schools.name, strict=True))
        return {**dict(zip(county.teachers.teacher_id, county.teachers.name, strict=True)), **schools}

    def label(self, key: str, value: Value) -> str:
        """A point of a sweep in a name that can be a folder's: the value with its unit, a switch in words."""
        return (setting_words if isinstance(value, bool) else value_words)(self.base.policy, key, value)

    def changed(self, key: str, value: Value) -> str:
        """A setting against the base, in words."""
        policy = self.base.policy
        if isinstance(value, bool):
            return setting_words(policy, key, value)
        old, new = (value_words(policy, key, each) for each in (policy.values[key], value))
        return say("{what} from {old} to {new}", what=parameter_title(policy, key), old=old, new=new)

    def text_after(self, at: tuple[str, ...]) -> str:
        return "\n".join(self.lines[self.line(at, None) - 1 :])

    def wrong(self, at: tuple[str, ...], key: str | None, expected: str) -> None:
        line = self.line(at, key) if len(self.faults) < LINES_LOOKED_UP else None
        self.faults.append(Fault(self.place, line, shown(key or ".".join(at)) or None, None, expected))

    def line(self, at: tuple[str, ...], key: str | None) -> int:
        """The line of a table's header, or of the first mention of `key` from there on; 1 where it is not found."""
        start = 0
        if at:
            quoted = [rf'(?:"{re.escape(part)}"|{re.escape(part)})' for part in at]
            header = re.compile(r"^\s*\[+\s*" + r"\s*\.\s*".join(quoted) + r"\s*[\].]")
            start = next((i for i, line in enumerate(self.lines) if header.match(line)), 0)
        if key is not None:
            mention = re.compile(rf"(?:^|[\s.\[{{\"',]){re.escape(key)}[\s\"'\].=]")
            start = next((i for i in range(start, len(self.lines)) if mention.search(self.lines[i] + " ")), start)
        return start + 1


def _on_any_disk(name: str) -> str:
    """Names that Windows or a Mac would take for one are one."""
    return unicodedata.normalize("NFC", name.casefold())


def _can_be_a_folder(name: str) -> bool:
    """On Windows, Linux and a Mac, beside the comparison's own files."""
    plain = _on_any_disk(name)
    return (
        bool(_NAME.fullmatch(name)) and name.isprintable() and name.strip(". ") == name and plain not in _OWN
        and plain.split(".")[0].strip() not in _DEVICES
    )  # fmt: skip


def _flat(value: Mapping[str, Any]) -> dict[str, Any]:
    """{"quota": {"lower": 1}} and {"quota.lower": 1} alike."""
    result = {}
    for key, entry in value.items():
        if isinstance(entry, dict):
            result.update({f"{key}.{short}": inner for short, inner in entry.items()})
        else:
            result[key] = entry
    return result
