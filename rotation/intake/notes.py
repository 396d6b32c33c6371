"""What is possible but unlikely in the officer's cells: notes, which block nothing.

A name may hold a character few fonts have, a school may lie far out. So the cell is named, and the
officer decides.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping

import numpy as np

from rotation.county.geography import great_circle_km
from rotation.county.schema import EXCLUDED_SCHOOL, MUST_MOVE, MUST_STAY, NAMED_SCHOOL
from rotation.errors import Note
from rotation.intake.people import notes_on_people
from rotation.intake.records import Records
from rotation.language import say

ADULT = 18
FAR_KM = 60.0  # from the middle of the county's schools, and FAR_TIMES the usual distance from it
FAR_TIMES = 4.0

# Characters that GB 18030-2000 kept in Unicode's private area, and where Unicode has them since.
PRIVATE = {
    "\ue816": "𠂇", "\ue817": "𠂉", "\ue818": "𠃌", "\ue81e": "龴", "\ue826": "龵", "\ue82b": "龶", "\ue82c": "龷",
    "\ue831": "𡗗", "\ue832": "龸", "\ue83b": "𢦏", "\ue843": "龹", "\ue854": "龺", "\ue855": "𤇾", "\ue864": "龻",
}  # fmt: skip


def notes_on_cells(tables: Mapping[str, Records], year: int) -> list[Note]:
    """Notes on single cells, in the order of the tables and rows; `year` is the plan year."""
    found: list[Note] = []
    if schools := tables.get("schools"):
        found += [*_names(schools), *_coordinates(schools, "lon", "lat"), *_far_schools(schools)]
    if teachers := tables.get("teachers"):
        found += [*_names(teachers), *_coordinates(teachers, "home_lon", "home_lat"), *_persons(teachers)]
        found += notes_on_people(teachers, year)
    if pins := tables.get("pins"):
        found += _schools_of_no_use(pins)
    return found


def _schools_of_no_use(pins: Records) -> Iterator[Note]:
    """Schools named where the kind of pin does not look at any."""
    meant = {MUST_MOVE: NAMED_SCHOOL, MUST_STAY: EXCLUDED_SCHOOL}
    for i, (kind, school) in enumerate(zip(pins.column("kind"), pins.column("school_id"), strict=True)):
        if school is not None and kind in meant:
            text = say("with {kind} a school counts for nothing; is {meant} meant?", kind=kind, meant=meant[kind])
            yield pins[i].note("school_id", text)


def _names(records: Records) -> Iterator[Note]:
    names = records.column("name")
    characters = "".join(set("".join(filter(None, names))))
    # What GBK has every font of an office has.
    rare = set(characters).difference(characters.encode("gbk", "ignore").decode("gbk"))
    for i in [i for i, name in enumerate(names) if name and not rare.isdisjoint(name)]:
        for character in names[i]:
            if unicodedata.category(character) == "Co":
                meant = PRIVATE.get(character)
                text = say(
                    "a private-use character (U+{code:X}), which other computers show otherwise", code=ord(character)
                )
                likely = "" if meant is None else say("; likely {character}", character=meant)
                yield records[i].note("name", text + likely)
            elif character in rare:
                text = say(
                    "a rare character, {character} (U+{code:X}): see that it prints",
                    character=character,
                    code=ord(character),
                )
                yield records[i].note("name", text)


def _coordinates(records: Records, lon: str, lat: str) -> Iterator[Note]:
    if records.source.at.keys().isdisjoint({lon, lat}):
        return
    for i, (east, north) in enumerate(zip(records.column(lon), records.column(lat), strict=True)):
        if (east is None) != (north is None):
            blank = lon if east is None else lat
            yield records[i].note(blank, say("one coordinate without the other; neither counts"))


def _far_schools(schools: Records) -> Iterator[Note]:
    """Schools far from all others: a digit mistyped, or longitude and latitude of another county."""
    placed = [s for s in schools if s.values["lon"] is not None and s.values["lat"] is not None]
    if len(placed) < 5:
        return
    lon, lat = (np.array([school.values[name] for school in placed]) for name in ("lon", "lat"))
    far = great_circle_km(np.median(lon), np.median(lat), lon, lat)
    usual = max(FAR_KM, FAR_TIMES * float(np.median(far)))
    for school, km in zip(placed, far.tolist(), strict=True):
        if km > usual:
            yield school.note("lon", say("{km:.0f} km from the middle of the county's schools", km=km))


def _persons(teachers: Records) -> Iterator[Note]:
    first: dict[str, int] = {}
    rows = zip(*map(teachers.column, ("birth", "joined", "id_number")), strict=True)
    for i, (birth, joined, number) in enumerate(rows):
        if birth is not None and joined is not None and birth <= joined < birth + ADULT * 10000:
            yield teachers[i].note("joined", say("joined before the age of {age}", age=ADULT))
        if number is None:
            continue
        if number in first:
            row = teachers.rows[first[number]]
            yield teachers[i].note("id_number", say("the ID number of row {row} as well: one person twice?", row=row))
        else:
            first[number] = i
