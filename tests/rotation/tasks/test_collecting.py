"""A workbook for each school out, and the schools' workbooks in: each thing that does not agree is told, once."""

from __future__ import annotations

import datetime
import os
import shutil
import zipfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from click.testing import CliRunner

from rotation.cli import cli
from rotation.county.building import build_county
from rotation.county.schema import TABLES
from rotation.intake.forms import file_name, school_workbooks, written
from rotation.intake.read import read_county
from rotation.intake.sample import as_workbook, make_sample
from rotation.intake.template import county_workbook
from rotation.report.collected import Collection
from rotation.rules.case import Case
from rotation.tasks.collecting import collect, collected, school_templates
from rotation.tasks.inputs import Pack

YEAR, PACK = 2026, Pack("nantong-2017", (), 2026)
POLICY = PACK.load()
Edit = Callable[[Any], None]


@pytest.fixture(scope="session")
def small_workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county of six schools and 90 teachers."""
    path = tmp_path_factory.mktemp("asked") / "小县.xlsx"
    path.write_bytes(as_workbook(make_sample(6, 90, "t")))
    return path


@pytest.fixture(scope="session")
def small_case(small_workbook: Path) -> Case:
    return Case(read_county(small_workbook, POLICY, YEAR).county, POLICY, YEAR)


@pytest.fixture(scope="session")
def sent(small_workbook: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The workbooks sent to the six schools."""
    folder = tmp_path_factory.mktemp("sent")
    for name, content in school_templates(small_workbook, PACK).files.items():
        assert isinstance(content, bytes)
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture
def returned(sent: Path, tmp_path: Path) -> Path:
    folder = tmp_path / "报回"
    folder.mkdir()
    for path in sent.iterdir():
        shutil.copy(path, folder)
    return folder


def edit(path: Path, change: Edit, to: Path | None = None) -> None:
    """The workbook as a school saves it: now, that is after it was sent."""
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(to or path)


def column(sheet: Any, header: str) -> int:
    return next(int(cell.column) for cell in sheet[2] if str(cell.value).strip("*") == header)


def cell(book: Any, sheet: str, row: int, header: str) -> Any:
    return book[sheet].cell(row, column(book[sheet], header))


def kinds(made: Collection) -> Counter[str]:
    return Counter(question.kind for question in made.collected.questions)


def test_a_school_gets_its_own_people_and_nothing_that_is_asked_anew(sent: Path, small_case: Case) -> None:
    county, books = small_case.county, sorted(sent.iterdir())
    assert len(books) == len(set(county.schools.school_id)) == 6
    names = []
    for path in books:
        book = openpyxl.load_workbook(path)
        assert book.sheetnames[1:] == ["学校", "教师", "学科余缺", "申请表", "推荐汇总表"]
        school = cell(book, "学校", 4, "学校代码").value
        assert path.name.startswith(f"{school} ")
        rows = range(4, book["教师"].max_row + 1)
        assert {cell(book, "教师", row, "现任学校代码").value for row in rows} == {school}
        for blank in ("不交流事由", "交流意愿", "身份证号"):
            assert {cell(book, "教师", row, blank).value for row in rows} == {None}
        assert {len(str(cell(book, "教师", row, "到校年月").value)) for row in rows} <= {7, 10}
        names += [cell(book, "教师", row, "工号").value for row in rows]
        assert book["申请表"].max_row == book["推荐汇总表"].max_row == 3
    assert sorted(names) == sorted(county.teachers.teacher_id)


def test_what_is_sent_and_comes_back_untouched_is_the_same_county(small_case: Case, tmp_path: Path) -> None:
    tables = {
        **small_case.county.tables, "wishes": [], "pins": [], "teams": [],
        "teachers": [{**row, "exemption": None, "willingness": "服从安排"} for row in small_case.county.tables["teachers"]],
    }  # fmt: skip
    former = build_county("小县", tables)
    path, folder = tmp_path / "小县.xlsx", tmp_path / "报回"
    folder.mkdir()
    cells = {
        table.name: [{c.name: written(c, row.get(c.name)) for c in table.columns} for row in tables[table.name]]
        for table in TABLES
    }
    path.write_bytes(county_workbook("x", datetime.date(2026, 1, 1), cells))
    for name, content in school_workbooks(tables, YEAR, datetime.date(2026, 1, 1)).items():
        (folder / name).write_bytes(content)
    made = collected(folder, path, PACK)
    assert (made.settled, kinds(made)) == (True, Counter())
    (tmp_path / "out").mkdir()
    collect(folder, path, PACK).write(tmp_path / "out")
    out = tmp_path / "out" / "小县.xlsx"
    assert read_county(out, POLICY, YEAR).county.digest == former.digest


def test_who_is_missing_is_told_and_nothing_is_put_in_their_place(returned: Path, small_workbook: Path) -> None:
    gone, *_, last = sorted(returned.iterdir())
    gone.unlink()
    last.write_bytes(b"no workbook")
    (returned / "说明.docx").write_bytes(b"")
    made = collected(returned, small_workbook, PACK)
    missing = made.collected.missing
    assert missing == [gone.name.split(" ")[0], last.name.split(" ")[0]]
    assert "应报 6 所学校，已报 4 所" in made.lines[0]
    assert gone.stem.split(" ")[1] in made.lines[1]
    assert "说明.docx" in made.lines[2]
    assert not made.settled
    assert not {row["school_id"] for row in made.collected.tables()["teachers"]} & set(missing)


def test_a_person_of_two_schools_goes_on_twice_and_is_asked_about(
    returned: Path, small_workbook: Path, tmp_path: Path
) -> None:  # fmt: skip
    one, two, *_ = sorted(returned.iterdir())
    row = [cell.value for cell in openpyxl.load_workbook(one)["教师"][4]]

    def twice(book: Any) -> None:
        book["教师"].append(row)
        at = book["教师"].max_row
        cell(book, "教师", at, "现任学校代码").value = cell(book, "教师", 4, "现任学校代码").value
        cell(book, "教师", at, "任教学段").value = cell(book, "教师", 4, "任教学段").value
        cell(book, "教师", at, "出生年月").value = "1970-01"

    edit(two, twice)
    made = collected(returned, small_workbook, PACK)
    asked = [q for q in made.collected.questions if q.kind == "in two schools"]
    assert [q.teacher_id for q in asked] == [row[0]]
    assert "出生年月" in asked[0].text
    assert "1970" not in "\n".join(made.lines)
    assert [row["teacher_id"] for row in made.collected.tables()["teachers"]].count(row[0]) == 2
    collect(returned, small_workbook, PACK).write(tmp_path)
    path = tmp_path / "小县.xlsx"
    result = CliRunner().invoke(cli, ["check", str(path), "--year", "2026"])
    assert result.exit_code != 0  # nobody plans before it is settled


def test_of_two_returns_the_one_saved_last_counts(returned: Path, small_workbook: Path) -> None:
    first = sorted(returned.iterdir())[0]
    later = returned / f"(2){first.name}"

    def other(book: Any) -> None:
        cell(book, "学校", 4, "学生数").value = 777

    edit(first, other, later)
    os.utime(first)  # what the file itself says outlives its way through the mail
    made = collected(returned, small_workbook, PACK)
    (asked,) = made.collected.questions
    assert (asked.kind, asked.places) == ("two returns of one school", (later.name, first.name))
    assert "1 个单元格、0 行不同" in asked.text
    assert [row["pupils"] for row in made.collected.tables()["schools"]].count(777) == 1


def test_of_two_returns_saved_at_one_time_none_counts(returned: Path, small_workbook: Path) -> None:
    first = sorted(returned.iterdir())[0]
    content = first.read_bytes()
    (returned / "再报.xlsx").write_bytes(content)
    same = collected(returned, small_workbook, PACK)
    assert (kinds(same), same.collected.missing) == (Counter({"two returns of one school": 1}), [])
    book = openpyxl.load_workbook(first)
    cell(book, "学校", 4, "学生数").value = 777
    book.save(returned / "再报.xlsx")
    as_old(returned / "再报.xlsx", first)
    made = collected(returned, small_workbook, PACK)
    assert kinds(made) == Counter({"two returns, saved at one time": 1})
    assert made.collected.missing == [first.name.split(" ")[0]]


def as_old(path: Path, model: Path) -> None:
    """Give a workbook the properties of another."""
    with zipfile.ZipFile(model) as source:
        core = source.read("docProps/core.xml")
    with zipfile.ZipFile(path) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    with zipfile.ZipFile(path, "w") as target:
        for name, content in parts.items():
            target.writestr(name, core if name == "docProps/core.xml" else content)


@pytest.mark.slow
def test_forms_that_do_not_agree_are_asked_about(returned: Path, small_workbook: Path, small_case: Case) -> None:
    one, two, *_ = sorted(returned.iterdir())
    other = openpyxl.load_workbook(two)["学校"]["B4"].value
    staff = openpyxl.load_workbook(one)["教师"]
    people = [staff.cell(row, 1).value for row in (4, 5)]

    def fill(book: Any) -> None:
        cell(book, "教师", 4, "交流意愿").value = "不愿"
        cell(book, "教师", 5, "到校年月").value = "2001-09"
        cell(book, "学校", 4, "编制数").value = 999
        cell(book, "学科余缺", 4, "现有人数").value = 77
        for row in range(4, book["学科余缺"].max_row + 1):
            cell(book, "学科余缺", row, "需求人数").value = None
        for line in (
            [people[0], None, other],
            [people[1], None, other, "没有的学校"],
            [people[1], None, None, None, other],
        ):
            book["申请表"].append(line)
        book["推荐汇总表"].append([people[0], None, other, "是", None])
        book["推荐汇总表"].append(["99999", "无此人"])

    edit(one, fill)
    made = collected(returned, small_workbook, PACK)
    assert kinds(made) == Counter(
        {
            "asks to go and is unwilling": 1, "changed since last year": 1, "what the bureau decides": 1, "numbers differ": 1,
            "posts not filled in": 1, "applied twice": 1, "school not clear": 1, "recommended and unwilling": 1,
            "not among the staff": 1, "not posted": 1,
        }
    )  # fmt: skip
    code = small_case.county.schools.school_id[small_case.county.schools.name.index(other)]
    wishes = [(w["teacher_id"], w["rank"], w["school_id"]) for w in made.collected.wishes()]
    assert wishes == [(people[0], 1, code), (people[1], 1, code), (people[1], 2, "没有的学校"), (people[1], 3, code)]
    collect(returned, small_workbook, PACK).write(returned.parent)
    book = openpyxl.load_workbook(returned.parent / "collect.xlsx")
    assert book.sheetnames == [
        "汇总情况",
        "各校填报情况",
        "待核实",
        "错误和提醒",
        "人员变动",
        "学科余缺汇总",
        "推荐汇总表",
    ]
    assert book["待核实"].max_row == 1 + 10
    assert [row[1].value for row in book["推荐汇总表"].iter_rows(min_row=2)] == [people[0], "99999"]


def test_changes_of_staff_are_listed(returned: Path, small_workbook: Path) -> None:
    one, two, *_ = sorted(returned.iterdir())
    book = openpyxl.load_workbook(one)
    left, moved = ([cell.value for cell in book["教师"][row]] for row in (4, 5))

    def without(book: Any) -> None:
        book["教师"].delete_rows(4, 2)
        book["教师"].append(["88888", "新来人", "女", "1999-05", None, moved[5], moved[6], moved[7], None, "2025-08"])

    def with_moved(book: Any) -> None:
        book["教师"].append(moved)
        at = book["教师"].max_row
        for header in ("现任学校代码", "任教学段"):
            cell(book, "教师", at, header).value = cell(book, "教师", 4, header).value

    edit(one, without)
    edit(two, with_moved)
    made = collected(returned, small_workbook, PACK).collected
    home, away = one.name.split(" ")[0], two.name.split(" ")[0]
    assert {(c.teacher_id, c.before, c.now, c.kind) for c in made.changes()} == {
        (left[0], home, None, "reported by no school"), (moved[0], home, away, "from another school"),
        ("88888", None, home, "new"),
    }  # fmt: skip


def test_a_cell_that_cannot_be_read_goes_on_as_it_stands(returned: Path, small_workbook: Path) -> None:
    one = sorted(returned.iterdir())[0]

    def wrong(book: Any) -> None:
        cell(book, "教师", 4, "性别").value = "不详"
        cell(book, "学校", 4, "学生数").value = "八百"

    edit(one, wrong)
    made = collected(returned, small_workbook, PACK)
    assert [(f.place, f.row, f.column) for r in made.collected.returns for f in r.faults] == [
        (f"{one.name} 学校", 4, "学生数"), (f"{one.name} 教师", 4, "性别"),
    ]  # fmt: skip
    tables = made.collected.tables()
    assert (tables["schools"][0]["pupils"], tables["teachers"][0]["gender"]) == ("八百", "不详")


@pytest.mark.slow
def test_commands(small_workbook: Path, tmp_path: Path) -> None:
    run = CliRunner().invoke
    sent = run(cli, ["template", str(tmp_path / "下发"), "--schools", str(small_workbook), "--year", "2026"])
    assert (sent.exit_code, "6 个" in sent.output) == (0, True)
    whole = run(cli, ["collect", str(tmp_path / "下发"), "--schools", str(small_workbook), "--year", "2026"])
    assert (whole.exit_code, "待核实 0 项" in whole.output) == (0, True)
    assert sorted(path.name for path in (tmp_path / "下发" / "collected").iterdir()) == [
        "collect.xlsx",
        "files.json",
        "小县.xlsx",
    ]
    next((tmp_path / "下发").glob("*.xlsx")).unlink()
    assert (
        run(cli, ["collect", str(tmp_path / "下发"), "--schools", str(small_workbook), "--year", "2026"]).exit_code == 7
    )


def test_names_of_files() -> None:
    assert file_name("01", "一/二:小学 .") == "01 一 二 小学.xlsx"


def test_nothing_returned(tmp_path: Path, small_workbook: Path) -> None:
    outcome = collect(tmp_path, small_workbook, PACK)
    assert (outcome.status, list(outcome.files), "已报 0 所" in str(outcome.shown[0])) == (7, ["collect.xlsx"], True)
