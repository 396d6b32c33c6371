"""Corrections go into a copy, cell by cell, each on its log; what does not fit is refused whole."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from rotation.cli import cli
from rotation.errors import BadData
from rotation.intake.read import read_county
from rotation.intake.sample import as_csv, as_workbook, make_sample
from rotation.tasks.facts import correct, facts
from rotation.tasks.inputs import Pack, read_case
from rotation.tasks.progress import Progress

PACK = Pack("nantong-2017", (), 2026)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("facts") / "小县.xlsx"
    path.write_bytes(as_workbook(make_sample(6, 90, "t")))
    return path


@pytest.fixture(scope="module")
def form(county: Path) -> bytes:
    content = facts(read_case(county, PACK, Progress()), Progress()).files["corrections.xlsx"]
    assert isinstance(content, bytes)
    return content


def slips(form: bytes, folder: Path, *rows: list[Any]) -> Path:
    path = folder / "更正.xlsx"
    path.write_bytes(form)
    book = openpyxl.load_workbook(path)
    for row in rows:
        book["更正"].append(row)
    book.save(path)
    return path


def values(path: Path, teacher_id: str) -> dict[str, Any]:
    tables = read_county(path, PACK.load(), 2026).county.tables
    return next(dict(row) for row in tables["teachers"] if row["teacher_id"] == teacher_id)


@pytest.mark.slow
def test_corrections_change_their_cells_and_nothing_else(county: Path, form: bytes, tmp_path: Path) -> None:
    schools = read_county(county, PACK.load(), 2026).county.schools
    before = county.read_bytes()
    one, two, three = (values(county, f"{i:05}") for i in (2, 3, 4))
    joined = f"{one['joined'] // 10000}-{one['joined'] // 100 % 100:02}"
    other = next(i for i, name in enumerate(schools.school_id) if name != three["school_id"] and schools.stage[i] == 0)
    path = slips(form, tmp_path, ["00002", one["name"], "到校年月", joined, "2001-08", "介绍信"],
                 ["00002", None, "职称", None, "无", None], ["00003", None, "出生年月", None, "1979-03", "身份证"],
                 ["00003", None, "身份证号", None, "无", None],
                 ["00004", None, "现任学校", None, schools.name[other], None])  # fmt: skip
    outcome = correct(county, path, PACK)
    outcome.write(tmp_path / "out")
    made = tmp_path / "out" / "小县.xlsx"
    assert county.read_bytes() == before
    expected = [{**one, "joined": 20010801, "title": "未定级"}, {**two, "birth": 19790301},
                {**three, "school_id": schools.school_id[other]}]  # fmt: skip
    assert [values(made, f"{i:05}") for i in (2, 3, 4)] == expected
    old, new = (read_county(p, PACK.load(), 2026).county.tables["teachers"] for p in (county, made))
    assert sum(dict(a) != dict(b) for a, b in zip(old, new, strict=True)) == 3
    log = openpyxl.load_workbook(made)["更正记录"]
    assert [[cell.value for cell in row][:6] for row in log.iter_rows(min_row=2, max_row=2)] == [
        ["00002", one["name"], "到校年月", joined, "2001-08", "介绍信"]
    ]
    assert log.max_row == 6
    said = "\n".join(map(str, outcome.shown))
    assert "1979" not in said  # a birth is told to nobody
    assert "2001-08" in said
    again = slips(form, tmp_path, ["00002", None, "职称", None, "高级", None])
    correct(made, again, PACK).write(tmp_path / "again")
    book = openpyxl.load_workbook(tmp_path / "again" / "小县.xlsx")
    assert (book["更正记录"].max_row, book.sheetnames.count("更正记录")) == (7, 1)


def test_what_follows_is_logged_before_and_after(county: Path, form: bytes, tmp_path: Path) -> None:
    case = read_case(county, PACK, Progress())
    t = next(t for t, reason in enumerate(case.reason) if reason == "service")
    who = case.county.teachers.teacher_id[t]
    outcome = correct(county, slips(form, tmp_path, [who, None, "到校年月", None, "2012-08", None]), PACK)
    assert "在现校年限不足 → 符合条件" in str(outcome.shown[0])


@pytest.mark.parametrize(
    ("row", "column"),
    [
        (["99999", None, "到校年月", None, "2012-08"], "工号"),
        (["00002", "另一个人", "到校年月", None, "2012-08"], "姓名"),
        (["00002", None, "工龄", None, "3"], "事项"),
        (["00002", None, "工号", None, "3"], "事项"),
        (["00002", None, "身份证号", None, "3"], "应为"),
        (["00002", None, "职称", None, "特级"], "应为"),
        (["00002", None, "到校年月", None, "85.9"], "应为"),
        (["00002", None, "现任学校", None, "没有的学校"], "应为"),
        (["00002", None, "到校年月", "1999-01", "2012-08"], "现登记"),
        (["00002", None, "出生年月", "1999-01", "1979-08"], "现登记"),
        (["00002", None, "到校年月", None, None], "应为"),
        (["00002", None, "师德考核", None, "合格"], "应为"),  # as it is already
    ],
)
def test_what_does_not_fit_is_refused(county: Path, form: bytes, tmp_path: Path, row: list[Any], column: str) -> None:
    good = ["00003", None, "职称", None, "高级"]
    with pytest.raises(BadData) as refused:
        correct(county, slips(form, tmp_path, good, row), PACK)
    assert [(fault.row, fault.column) for fault in refused.value.faults] == [(5, column)]
    assert "1999-01" not in str(refused.value.faults) or row[2] != "出生年月"


def test_a_fact_is_corrected_once(county: Path, form: bytes, tmp_path: Path) -> None:
    rows = [["00003", None, "职称", None, word] for word in ("高级", "一级")]
    with pytest.raises(BadData):
        correct(county, slips(form, tmp_path, *rows), PACK)


def test_corrections_that_make_bad_data_are_refused(county: Path, form: bytes, tmp_path: Path) -> None:
    row = ["00003", None, "到校年月", None, "2031-08"]
    with pytest.raises(BadData) as refused:
        correct(county, slips(form, tmp_path, row), PACK)
    assert refused.value.faults[0].column == "到校年月"


def test_a_folder_of_csv_files_becomes_a_workbook(form: bytes, tmp_path: Path) -> None:
    folder = tmp_path / "小县"
    folder.mkdir()
    for name, content in as_csv(make_sample(6, 90, "t")).items():
        (folder / name).write_bytes(content)
    correct(folder, slips(form, tmp_path, ["00003", None, "职称", None, "高级"]), PACK).write(tmp_path / "out")
    assert values(tmp_path / "out" / "小县.xlsx", "00003")["title"] == "高级"


@pytest.mark.slow
def test_commands(county: Path, form: bytes, tmp_path: Path) -> None:
    run, out = CliRunner().invoke, tmp_path / "out"
    pages = run(cli, ["facts", str(county), "--year", "2026", "--out", str(out)])
    assert (pages.exit_code, "6 所学校" in pages.output) == (0, True)
    assert len(list(out.glob("*.pdf"))) == len(list(out.glob("*.docx"))) == 6
    path = slips(form, tmp_path, ["00003", None, "职称", None, "高级"])
    options = ["facts", str(county), "--year", "2026", "--corrections", str(path), "--out"]
    assert run(cli, [*options, str(out)]).exit_code == 0
    assert "会覆盖" in str(run(cli, [*options, str(county.parent)]).exception)
