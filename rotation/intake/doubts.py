"""What is possible but unlikely in the officer's cells: remarks, which block nothing.

A name may hold a character few fonts have, a school may lie far out. So the cell is named, and the
officer decides.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress

import numpy as np

from rotation.errors import Remark
from rotation.geography import great_circle_km
from rotation.intake.records import Record
from rotation.language import say

ADULT = 18
FAR_KM = 60.0  # from the middle of the county's schools, and FAR_TIMES the usual distance from it
FAR_TIMES = 4.0

# Characters that GB 18030-2000 kept in Unicode's private area, and where Unicode has them since.
PRIVATE = {
    "\ue816": "𠂇", "\ue817": "𠂉", "\ue818": "𠃌", "\ue81e": "龴", "\ue826": "龵", "\ue82b": "龶", "\ue82c": "龷",
    "\ue831": "𡗗", "\ue832": "龸", "\ue83b": "𢦏", "\ue843": "龹", "\ue854": "龺", "\ue855": "𤇾", "\ue864": "龻",
}  # fmt: skip


def doubts(tables: Mapping[str, Sequence[Record]]) -> list[Remark]:
    """Remarks on single cells, in the order of the tables and rows."""
    schools, teachers = tables.get("schools", ()), tables.get("teachers", ())
    found = [*_names(schools), *_coordinates(schools, "lon", "lat"), *_far_schools(schools)]
    found += [*_names(teachers), *_coordinates(teachers, "home_lon", "home_lat"), *_persons(teachers)]
    return found


def _names(records: Sequence[Record]) -> Iterator[Remark]:
    for record in records:
        name = record.values["name"] or ""
        with suppress(UnicodeEncodeError):
            name.encode("gbk")  # what every font of an office has
            continue
        for letter in name:
            if unicodedata.category(letter) == "Co":
                meant = PRIVATE.get(letter)
                text = say(
                    "a private-use character (U+{code:X}), which other computers show otherwise", code=ord(letter)
                )
                yield record.remark("name", text if meant is None else text + say("; likely {letter}", letter=meant))
            elif not _common(letter):
                text = say(
                    "a rare character, {letter} (U+{code:X}): see that it prints", letter=letter, code=ord(letter)
                )
                yield record.remark("name", text)


def _common(letter: str) -> bool:
    with suppress(UnicodeEncodeError):
        letter.encode("gbk")
        return True
    return False


def _coordinates(records: Sequence[Record], lon: str, lat: str) -> Iterator[Remark]:
    for record in records:
        lonely = (record.values[lon] is None) != (record.values[lat] is None)
        if lonely and not record.source.at.keys().isdisjoint({lon, lat}):
            blank = lon if record.values[lon] is None else lat
            yield record.remark(blank, say("one coordinate without the other; neither counts"))


def _far_schools(schools: Sequence[Record]) -> Iterator[Remark]:
    """Schools far from all others: a digit mistyped, or longitude and latitude of another county."""
    placed = [s for s in schools if s.values["lon"] is not None and s.values["lat"] is not None]
    if len(placed) < 5:
        return
    lon, lat = (np.array([school.values[name] for school in placed]) for name in ("lon", "lat"))
    far = great_circle_km(np.median(lon), np.median(lat), lon, lat)
    usual = max(FAR_KM, FAR_TIMES * float(np.median(far)))
    for school, km in zip(placed, far.tolist(), strict=True):
        if km > usual:
            yield school.remark("lon", say("{km:.0f} km from the middle of the county's schools", km=km))


def _persons(teachers: Sequence[Record]) -> Iterator[Remark]:
    numbers: dict[str, Record] = {}
    for record in teachers:
        values = record.values
        birth, joined, number = values["birth"], values["joined"], values["id_number"]
        if birth is not None and joined is not None and birth <= joined < birth + ADULT * 10000:
            yield record.remark("joined", say("joined before the age of {age}", age=ADULT))
        if number is not None and number in numbers:
            row = numbers[number].row
            yield record.remark("id_number", say("the ID number of row {row} as well: one person twice?", row=row))
        elif number is not None:
            numbers[number] = record
