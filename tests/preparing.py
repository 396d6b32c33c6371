"""A preparation carried to its end in tests, and its county beside the one it was made of."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from rotation.intake.mapping.prepared import Prepared, prepare
from rotation.intake.mapping.proposal import Key, Kind, Proposal, questions
from rotation.intake.mapping.record import Codes
from rotation.intake.mapping.sources import Sheet, read_sources
from rotation.intake.sample import Sample
from rotation.rules.packs import load_policy
from tests.exports import NOT_HELD, as_workbook
from tests.exports import Sheet as Rows

YEAR = 2026
POLICY = load_policy("nantong-2017")
Answer = Callable[[Proposal], str]


def write(folder: Path, sheets: Mapping[str, Rows]) -> list[Path]:
    """Each sheet as a workbook of its own."""
    for name, rows in sheets.items():
        (folder / f"{name}.xlsx").write_bytes(as_workbook({name: rows}))
    return [folder]


def opened(paths: Sequence[Path]) -> list[Sheet]:
    return read_sources(paths)[0]


def as_proposed(proposal: Proposal) -> str:
    """An officer who takes whatever is proposed."""
    assert proposal.meaning, proposal
    return proposal.meaning


def settled(sheets: Sequence[Sheet], answer: Answer = as_proposed) -> tuple[Prepared, int]:
    """The preparation with every question answered, and how many questions that were."""
    decided: dict[Key, str] = {}
    asked = 0
    while True:
        prepared = prepare(sheets, decided, Codes(), POLICY, YEAR)
        if not prepared.unconfirmed:
            return prepared, asked
        asked += len(questions(prepared.unconfirmed))
        decided |= {proposal.key: answer(proposal) for proposal in prepared.unconfirmed}


def by_key(sample: Sample) -> Answer:
    """An officer who knows how the posts and classes of a school of both stages are divided."""
    rows = {(row["name"], row["stage"]): row for row in sample.tables["schools"]}
    columns = {"学生数": "pupils", "班级数": "classes", "编制数": "staff_quota"}

    def answer(proposal: Proposal) -> str:
        if proposal.kind is Kind.SPLIT:
            parts = (rows[proposal.text, stage][columns[proposal.where]] for stage in ("小学", "初中"))
            return "/".join(map(str, parts))
        return as_proposed(proposal)

    return answer


def differences(prepared: Prepared, sample: Sample, *, coded: bool = True) -> list[tuple[Any, ...]]:
    """Where the prepared county is not the one its files were made of, in columns that these hold.

    Without codes in the files schools and people are told by their names.
    """
    found: list[tuple[Any, ...]] = []
    school_names = {row["school_id"]: row["name"] for row in sample.tables["schools"]}
    made_names = {row["school_id"]: row["name"] for row in prepared.tables["schools"]}
    for table, key in (("schools", ("name", "stage")), ("teachers", ("name", "birth", "school"))):
        mine = [_row(row, made_names) for row in prepared.tables[table]]
        theirs = [_row(row, school_names) for row in sample.tables[table]]
        made = {tuple(row[name] for name in key): row for row in mine}
        wanted = {tuple(row[name] for name in key): row for row in theirs}
        found += [(table, "only in", where) for where in made.keys() ^ wanted.keys()]
        codes = () if coded else ("school_id", "teacher_id")
        for where in made.keys() & wanted.keys():
            found += [(table, where, name, made[where].get(name), value) for name, value in wanted[where].items()
                      if name not in (*NOT_HELD[table], "id_number", *codes) and made[where].get(name) != value]  # fmt: skip
    return found


def _row(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """A row as compared: numbers as numbers, blanks as what they mean, births by the month."""
    blank = {"ethics": "合格", "post": "教师", "title": "未定级"}
    values: dict[str, Any] = {}
    for name, value in row.items():
        value = blank.get(name) if value in ("", None) else value
        if name in ("lon", "lat") and value is not None:
            value = float(value)
        if name == "birth" and value:
            value = value[:7]
        if name == "other_subjects" and value:
            value = tuple(sorted(str(value).split("、")))
        values[name] = value
    if "school_id" in row and "gender" in row:
        values["school"] = names.get(str(row["school_id"]))
    return values
