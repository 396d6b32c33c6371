"""Schools out of what a bureau keeps of them: one for each name or code, in its stages, with a code of its own."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rotation.county.schema import SCHOOLS, STAGES
from rotation.intake.mapping.proposal import LEFT_OUT, NEW_SCHOOL, Certainty, Kind, Ledger, Proposal
from rotation.intake.mapping.record import Codes
from rotation.intake.mapping.sheets import Stage
from rotation.intake.mapping.tables import BOTH_STAGES, BUREAU_SCHOOLS
from rotation.intake.mapping.values import values
from rotation.intake.schools import is_short, plain_name
from rotation.intake.texts import plain

COUNTED = ("pupils", "classes", "staff_quota", "senior_posts")  # of each stage apart
_COMMON = ("location", "township", "group", "weak", "lon", "lat")
_STANDARD = {"小学": 19.0, "初中": 13.5}  # pupils a post, 中央编办发〔2014〕72号


@dataclass
class School:
    """One school: what is said of it as a whole, and of each stage; `counts[None]` are of both stages together."""

    name: str
    code: str | None = None
    stages: set[str] = field(default_factory=set)
    common: dict[str, Any] = field(default_factory=dict)
    counts: dict[str | None, dict[str, int]] = field(default_factory=dict)
    left_out: bool = False

    @property
    def ordered_stages(self) -> tuple[str, ...]:
        return tuple(stage for stage in STAGES if stage in self.stages)


class Schools:
    """All schools of a source, and which of them a text means."""

    def __init__(self, schools: Sequence[School], ledger: Ledger) -> None:
        self.schools = list(schools)
        self._ledger = ledger
        self._listed = bool(schools)
        self._codes: dict[str, School] = {}
        self._names: dict[str, School] = {}
        for school in schools:
            self._learn(school)
        self._meant: dict[str, School | None] = {}

    def _learn(self, school: School) -> None:
        self._names.setdefault(plain_name(school.name), school)
        if school.code:
            self._codes.setdefault(school.code, school)

    def known(self, text: str | None) -> School | None:
        """The school that `text`, a code or a name in full, is, without asking anybody."""
        if not text:
            return None
        return self._codes.get(plain(text)) or self._names.get(plain_name(text))

    def quiet(self, text: str | None) -> School | None:
        """The school that `text` means exactly or as was settled before; for tables that only speak of people."""
        return self.known(text) or (self._meant.get(text) if text else None)

    def meant(self, text: str, rows: int, shown: str) -> School | None:
        """The school that `text` is, as confirmed or proposed; None for none of the county."""
        if (found := self.known(text)) is not None:
            return found
        if text not in self._meant:
            self._meant[text] = self._asked(text, rows, shown)
        return self._meant[text]

    def _asked(self, text: str, rows: int, shown: str) -> School | None:
        if not self._listed:
            school = School(text)
            self.schools.append(school)
            self._learn(school)
            return school
        likely = likely_names(text, [school.name for school in self.schools])
        meaning = likely[0] if len(likely) == 1 else ""
        certainty = Certainty.LIKELY if meaning else Certainty.OPEN
        names = dict.fromkeys((*likely, *(school.name for school in self.schools)))
        asked = Proposal(
            Kind.SCHOOL, "学校名称", text, meaning, certainty, rows, (*names, NEW_SCHOOL, LEFT_OUT), shown=shown
        )
        answer = self._ledger.ask(asked)
        if answer == NEW_SCHOOL:
            school = School(text)
            self.schools.append(school)
            self._learn(school)
            return school
        return self.known(answer) if answer != LEFT_OUT else None

    def rows(self, codes: Codes) -> list[dict[str, Any]]:
        """The county's table of schools, every school with a code."""
        schools = [school for school in self.schools if not school.left_out]
        lacking = [school.name for school in schools if not school.code]
        made = codes.of_schools(lacking, [school.code for school in schools if school.code])
        rows = []
        for school in schools:
            school.code = school.code or made[school.name]
            for stage in school.ordered_stages or (None,):
                row: dict[str, Any] = dict.fromkeys(column.name for column in SCHOOLS.columns)
                row |= {name: value for name, value in school.common.items() if value is not None}
                row |= school.counts.get(stage) or (school.counts.get(None, {}) if len(school.stages) < 2 else {})
                row |= {"school_id": school.code, "name": school.name, "stage": stage}
                rows.append(row)
        return rows


def likely_names(text: str, names: Iterable[str]) -> list[str]:
    """Names that are `text` with or without a place in front, else those it abbreviates or is abbreviated by."""
    word = plain_name(text)
    plain_names = {name: plain_name(name) for name in names}
    found = [name for name, full in plain_names.items() if is_short(word, full) or is_short(full, word)]
    if not found and len(word) > 1:
        found = [name for name, full in plain_names.items() if _within(word, full) or _within(full, word)]
    return found


def _within(short: str, full: str) -> bool:
    """Whether the letters of `short` stand in `full` in their order, its last one last."""
    if len(short) < 2 or len(short) >= len(full) or short[-1] != full[-1]:
        return False
    letters = iter(full)
    return all(letter in letters for letter in short)


def read_schools(stage: Stage, ledger: Ledger) -> Schools:
    """The schools of a bureau's own tables, those of several sheets brought together by code, name or confirmation."""
    read = {
        column.name: values(stage, column, ledger) for column in BUREAU_SCHOOLS.columns if column.name in stage.columns
    }
    found: list[School] = []
    by_code: dict[str, School] = {}
    by_name: dict[str, School] = {}
    for i in range(len(stage)):
        row = {name: column[i] for name, column in read.items()}
        name, code = row.get("name"), row.get("school_id")
        if not name and not code:
            continue
        school = by_code.get(code or "") or by_name.get(plain_name(name or ""))
        if school is None:
            school = _of_another_sheet(name, found, stage, i, ledger) or School(name or str(code), code)
            if not any(school is other for other in found):
                found.append(school)
        school.code = school.code or code
        by_name.setdefault(plain_name(name or ""), school)
        if code:
            by_code.setdefault(code, school)
        _take(school, row)
    for school in found:
        _settle(school, ledger)
    return Schools(found, ledger)


def _of_another_sheet(name: str | None, found: Sequence[School], stage: Stage, i: int, ledger: Ledger) -> School | None:
    """The school of an earlier sheet that a further sheet likely calls otherwise."""
    if name is None or stage.at[i] == 0:
        return None
    names = {school.name: school for school in found}
    likely = likely_names(name, names)
    if not likely:
        return None
    meaning = likely[0] if len(likely) == 1 else ""
    asked = Proposal(Kind.SCHOOL, "学校名称", name, meaning, Certainty.LIKELY if meaning else Certainty.OPEN, 1,
                     (*dict.fromkeys((*likely, *names)), NEW_SCHOOL, LEFT_OUT), shown=stage.address(i))  # fmt: skip
    return names.get(ledger.ask(asked))


def _take(school: School, row: Mapping[str, Any]) -> None:
    """What one row says of a school, where no earlier one has said it."""
    stage = row.get("stage")
    if stage == LEFT_OUT:
        school.left_out = True
    elif stage == BOTH_STAGES:
        school.stages.update(STAGES)
    elif stage:
        school.stages.add(stage)
    for name in _COMMON:
        if school.common.get(name) is None and row.get(name) is not None:
            school.common[name] = row[name]
    own = stage if stage in STAGES else None
    for name in COUNTED:
        if row.get(name) is not None:
            school.counts.setdefault(own, {}).setdefault(name, row[name])
        for each in STAGES:
            if row.get(f"{name}_{each}") is not None:
                school.counts.setdefault(each, {}).setdefault(name, row[f"{name}_{each}"])


def _settle(school: School, ledger: Ledger) -> None:
    """Give a school its stages, and each stage its numbers."""
    if school.left_out:
        return
    if not school.stages:
        had = {stage for stage in STAGES if any(school.counts.get(stage, {}).values())}
        school.stages = had or _by_name(school, ledger)
    if not school.stages:
        school.left_out = True
    if len(school.stages) == 1:
        (only,) = school.stages
        school.counts = {only: {**school.counts.get(None, {}), **school.counts.get(only, {})}}
    else:
        for name in COUNTED:
            _split(school, name, ledger)


def _by_name(school: School, ledger: Ledger) -> set[str]:
    """The stages that a school's name speaks of."""
    nine = any(word in school.name for word in ("九年", "一贯"))
    primary = any(word in school.name for word in ("小学", "教学点", "完小", "小"))
    junior = any(word in school.name for word in ("中学", "初中"))
    meaning = BOTH_STAGES if nine or (primary and junior) else "小学" if primary else "初中" if junior else ""
    certainty = Certainty.LIKELY if meaning else Certainty.OPEN
    asked = Proposal(Kind.VALUE, "学段（按校名）", school.name, meaning, certainty, 1, (*STAGES, BOTH_STAGES, LEFT_OUT))
    answer = ledger.ask(asked)
    return set(STAGES) if answer == BOTH_STAGES else {answer} if answer in STAGES else set()


def _split(school: School, name: str, ledger: Ledger) -> None:
    """Divide a number of both stages: what only one stage lacks is the rest, else in proportion, to be confirmed."""
    total = school.counts.get(None, {}).get(name)
    primary, junior = (school.counts.setdefault(stage, {}) for stage in STAGES)
    if total is None or (name in primary and name in junior):
        return
    for had, lacking in ((primary, junior), (junior, primary)):
        if name in had and total >= had[name]:
            lacking[name] = total - had[name]
            return
    first = round(total * _share(school, name))
    header = next(column.header for column in SCHOOLS.columns if column.name == name)
    asked = Proposal(Kind.SPLIT, header, school.name, f"{first}/{total - first}", Certainty.LIKELY, 1, form=r"\d{1,5}/\d{1,5}",
                     shown=f"共{total}，小学/初中")  # fmt: skip
    parts = ledger.ask(asked).split("/")
    primary[name], junior[name] = int(parts[0]), int(parts[1])


def _share(school: School, name: str) -> float:
    """The share of the primary stage: six of nine years, of the posts by the standard of pupils a post."""
    counts = [school.counts.get(stage, {}) for stage in STAGES]
    basis = "pupils" if all("pupils" in had for had in counts) else "classes"
    parts = [float(had.get(basis, years)) for had, years in zip(counts, (6, 3), strict=True)]
    if name in ("staff_quota", "senior_posts"):
        parts = [part / _STANDARD[stage] for part, stage in zip(parts, STAGES, strict=True)]
    return parts[0] / sum(parts) if sum(parts) else 2 / 3
