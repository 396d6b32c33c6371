"""对照.toml: what an officer confirmed, and the codes that were made, kept beside the county for the next time.

Nothing that is decided of a person goes in, save the number made for who has none: reasons not to be exchanged are
facts of one year, and stand in the officer's own workbook alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import tomli_w

from rotation.errors import BadData
from rotation.intake.mapping.proposal import OF_PEOPLE, Key, Kind
from rotation.shapes import MapOf, OneOf, Table, Text
from rotation.strict import read_toml, refusal

NAME, FORMAT = "对照.toml", "rotation-mapping/1"
_KEPT_ELSEWHERE = {kind.value for kind in OF_PEOPLE}
_WORDS = MapOf(Text(0, 1000), Text(0, 1000), 1_000_000)
_SHAPE = Table(
    {"format": OneOf((FORMAT,))},
    {
        "written": Text(64, 64),
        "school_codes": _WORDS,
        "teacher_ids": _WORDS,
        "confirmed": Table({}, {kind.value: MapOf(_WORDS, Text(0, 1000)) for kind in Kind if kind not in OF_PEOPLE}),
    },
)


@dataclass
class Codes:
    """The codes made for schools and people that have none: the same for the same, whatever comes to them later."""

    schools: dict[str, str] = field(default_factory=dict)
    teachers: dict[str, str] = field(default_factory=dict)

    def copied(self) -> Codes:
        """The same, to be added to."""
        return Codes(dict(self.schools), dict(self.teachers))

    def of_schools(self, names: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
        """A code for each of `names`, none of those `taken`."""
        return _made(self.schools, names, set(taken), 3)

    def of_teachers(self, labels: Iterable[str], taken: Iterable[str]) -> dict[str, str]:
        """A number for each of `labels`."""
        return _made(self.teachers, labels, set(taken), 5)


def _made(kept: dict[str, str], wanted: Iterable[str], taken: set[str], digits: int) -> dict[str, str]:
    taken = taken | set(kept.values())
    number = 0
    found = {}
    for name in wanted:
        if name not in kept:
            number += 1
            while f"{number:0{digits}}" in taken:
                number += 1
            kept[name] = f"{number:0{digits}}"
        found[name] = kept[name]
    return found


@dataclass(frozen=True)
class Record:
    """What is kept: confirmed meanings, codes made, and the hash of the workbook that was written."""

    confirmed: Mapping[Key, str]
    codes: Codes
    written: str = ""

    def text(self) -> str:
        """The file's content."""
        content: dict[str, Any] = {"format": FORMAT}
        if self.written:
            content["written"] = self.written
        content["school_codes"] = self.codes.schools
        content["teacher_ids"] = self.codes.teachers
        kept: dict[str, dict[str, dict[str, str]]] = {}
        for (kind, where, text), meaning in sorted(self.confirmed.items()):
            if kind not in _KEPT_ELSEWHERE:
                kept.setdefault(kind, {}).setdefault(where, {})[text] = meaning
        content["confirmed"] = kept
        return str(tomli_w.dumps(content))


def read_record(path: Path) -> Record:
    """The record at `path`, an empty one where there is none. Raises BadData."""
    if not path.exists():
        return Record({}, Codes())
    content, _ = read_toml(path, BadData)
    if wrong := list(_SHAPE.faults(content)):
        raise BadData(refusal(path, wrong))
    confirmed = {
        (kind, where, text): meaning
        for kind, places in content.get("confirmed", {}).items()
        for where, words in places.items()
        for text, meaning in words.items()
    }
    codes = Codes(dict(content.get("school_codes", {})), dict(content.get("teacher_ids", {})))
    return Record(confirmed, codes, content.get("written", ""))
