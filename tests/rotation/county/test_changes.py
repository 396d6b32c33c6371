"""What is told of data that changed since a plan was made, and that nothing personal stands in what is kept for it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from rotation.county.building import build_county
from rotation.county.changes import changes_since, data_record
from rotation.county.county import County
from rotation.county.schema import EXEMPTIONS
from tests.counties import school, tables, teacher


def county(changes: Mapping[str, Mapping[str, Any]] | None = None, gone: str = "", **others: Any) -> County:
    """Two schools and four teachers, some of whose values are others; the rows are those of a sheet with a title."""
    people = [teacher(f"T{i}", f"S{i % 2}", birth=19850301 + i * 100) for i in range(4)]
    people[2]["exemption"] = "孕期"
    people = [{**row, **(changes or {}).get(row["teacher_id"], {})} for row in people if row["teacher_id"] != gone]
    made = build_county("县", tables([school("S0"), school("S1")], people, {("S0", "语文"): 2}, **others))
    return replace(made, row_numbers={"teachers": range(3, 3 + len(people)), "schools": [2, 3], "demand": [2]})


def told(now: County, folder: Path) -> list[str]:
    former = county()
    path = folder / "run.json"
    path.write_text(json.dumps({"data": data_record(former)}, ensure_ascii=False), "utf-8")
    return [note.text for note in changes_since(now, path, former.digest)]


@pytest.mark.parametrize(
    ("now", "said"),
    [
        (county({"T1": {"title": "高级"}, "T3": {"title": "高级"}}), ["教师【职称】：改动 2 处：第 4 行（T1）、第 6 行（T3）"]),
        (county({"T2": {"exemption": None}}), ["教师【不交流事由】：改动 1 处：第 5 行（T2）"]),
        (county({"T0": {"willingness": "不愿", "subject": "数学"}}),
         ["教师【任教学科】：改动 1 处：第 3 行（T0）", "教师【交流意愿】：改动 1 处：第 3 行（T0）"]),
        (county(pins=[{"teacher_id": "T0", "kind": "必须交流", "school_id": None, "reason": None}]), ["指定：新增或改动 1 行：第 1 行"]),
        (county({"T0": {"birth": 19850601}}), ["教师【出生年月】：有改动；该列不留逐行记录，因此住址、不交流事由、志愿和指定也无法核对"]),
        (county(gone="T3"), ["教师：删去 1 行：T3", "出生年月、住址、不交流事由、志愿和指定是否改动无法核对：有人已从教师表中删去"]),
        (county(), ["逐行核对没有发现改动；可能是程序版本不同，对某些写法的读法有变"]),
    ],
)  # fmt: skip
def test_tables_rows_and_columns_are_named(now: County, said: list[str], tmp_path: Path) -> None:
    assert told(now, tmp_path) == said


def test_a_person_added_leaves_the_others_comparable(tmp_path: Path) -> None:
    former, more = county(), county({"T2": {"exemption": "哺乳期"}}).tables
    people = [*more["teachers"], teacher("T9", "S0", birth=19900101)]
    now = replace(build_county("县", {**former.tables, "teachers": people}), row_numbers={"teachers": range(3, 8)})
    assert told(now, tmp_path) == ["教师：新增 1 行：第 7 行（T9）", "教师【不交流事由】：改动 1 处：第 5 行（T2）"]


@pytest.mark.parametrize("kept", ["", "[]", '{"data": {"format": "rotation-data/1"}}', '{"data": 3}'])
def test_without_a_record_it_says_so(kept: str, tmp_path: Path) -> None:
    path = tmp_path / "run.json"
    path.write_text(kept, "utf-8")
    (note,) = changes_since(county(), path, county().digest)
    assert "无法指出改动之处" in note.text


def test_no_reason_can_be_found_by_trying_them_all() -> None:
    """Whoever has all but the births tries every reason for T2: none makes the digest that is kept."""
    kept = data_record(county())["private"]["T2"]
    tried = [county({"T2": {"exemption": reason}}) for reason in (None, *EXEMPTIONS)]
    strangers = [
        county({"T2": {"exemption": r}, **{f"T{i}": {"birth": 19700101} for i in (0, 1, 3)}}) for r in EXEMPTIONS
    ]
    assert [data_record(each)["private"]["T2"] == kept for each in tried].count(True) == 1
    assert not any(data_record(each)["private"]["T2"][:4] == kept[:4] for each in strangers)
    assert "1985" not in json.dumps(data_record(county()))
