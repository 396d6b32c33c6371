"""The schools a county has, and which of them a wrong code likely means."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from rotation.errors import Fault
from rotation.intake.cells import likely
from rotation.intake.records import Record, Records
from rotation.language import say

Tables = Mapping[str, Records]
LOOKED_UP = 300  # unknown codes compared with all known ones; beyond that it is another list altogether


class Known:
    """The schools there are with their stages, those that have but one, and what a wrong code likely means."""

    def __init__(self, tables: Tables) -> None:
        self.stages: dict[str, set[str]] = {}
        self._by_name: dict[str, str] = {}
        named: dict[str, set[str]] = {}
        for record in tables.get("schools", ()):
            values = record.values
            self.stages.setdefault(values["school_id"], set()).add(values["stage"])
            self._by_name[values["name"]] = values["school_id"]
            named.setdefault(values["name"], set()).add(values["school_id"])
        self._named = Counter({name: len(codes) for name, codes in named.items()})
        self.alone = {school: next(iter(had)) for school, had in self.stages.items() if len(had) == 1}
        self._unpadded = {school.lstrip("0"): school for school in self.stages if school}
        self._alike = Counter(school.lstrip("0") for school in self.stages if school)
        self._meant: dict[str, str | None] = {}

    def school_meant(self, code: str) -> str | None:
        """The code of the school named, or the code without its leading zeros, or the one most alike."""
        if code not in self._meant:
            meant = self._by_name.get(code) or self._unpadded.get(code.lstrip("0"))
            if meant is None and len(self._meant) < LOOKED_UP:
                meant = likely(code, [school for school in self.stages if school])
            self._meant[code] = meant
        return self._meant[code]

    def unknown(self, record: Record) -> Fault:
        expected, code = say("a school_id of the table 学校 (schools)"), record.values["school_id"]
        # The name of one school alone, or its code but for zeros that a spreadsheet drops.
        certain = self._named[code] == 1 or (not self._named[code] and self._alike[code.lstrip("0")] == 1)
        return record.fault("school_id", expected, suggestion=self.school_meant(code), certain=certain)
