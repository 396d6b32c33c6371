"""The copy of the officer's workbook: every fault coloured, commented and linked; nothing else touched."""

from __future__ import annotations

import io
import time
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rotation.errors import BadData, Fault
from rotation.intake.read import read_county
from rotation.report.marked import AUTHOR, marked_copy
from rotation.rules.packs import load_policy
from tests.helpers import corpus_file


def marked(path: Path) -> tuple[Any, BadData]:
    with pytest.raises(BadData) as refused:
        read_county(path, load_policy("nantong-2017"), 2026)
    content = marked_copy(path, refused.value.faults, refused.value.notes)
    return openpyxl.load_workbook(io.BytesIO(content)), refused.value


@pytest.mark.parametrize("name", ["words_off_the_lists", "wishes_that_cannot_be", "names_merged"])
def test_every_fault_is_marked_and_listed(name: str) -> None:
    book, refused = marked(corpus_file(name))
    listed = book["核对结果"]
    assert listed.max_row == 1 + len(refused.faults) + len(refused.notes)
    for i, fault in enumerate(refused.faults, start=2):
        sheet, _, place = listed.cell(i, 3).hyperlink.location.rpartition("!")
        cell = book[sheet.strip("'")][place]
        if name != "names_merged":
            assert cell.row == fault.row
            assert fault.expected in cell.comment.text
            assert cell.fill.fgColor.rgb.endswith("F8CBAD")


def test_marks_of_an_earlier_copy_go(tmp_path: Path) -> None:
    book, _ = marked(corpus_file("two_principals"))
    book["教师"]["M3"] = "教师"
    book["教师"]["A3"] = "10001"
    path = tmp_path / "again.xlsx"
    book.save(path)
    again, refused = marked(path)
    commented = [cell.coordinate for row in again["教师"].iter_rows() for cell in row if cell.comment]
    assert commented == ["A3"]
    assert again["教师"]["A3"].comment.author == AUTHOR
    assert len(refused.faults) == 1


def test_other_forms_become_a_workbook(tmp_path: Path) -> None:
    """A CSV that begins a cell with = stays a text."""
    folder = tmp_path / "county"
    folder.mkdir()
    for file in corpus_file("gbk_export").iterdir():
        text = file.read_bytes().decode("gb18030").replace("清河县实验小学", "=1+1\x07").replace("城区", "城关")
        (folder / file.name).write_text(text, "utf-8")
    book, _ = marked(folder)
    assert book["schools.csv"]["B2"].data_type == "s"
    assert book["schools.csv"]["B2"].value == "=1+1"
    assert book["schools.csv"]["D2"].comment.text
    assert all(cell.data_type != "f" for row in book["核对结果"].iter_rows() for cell in row)


def test_a_name_that_begins_like_a_formula_is_listed_as_text(tmp_path: Path) -> None:
    path = tmp_path / "county.xlsx"
    book = openpyxl.load_workbook(corpus_file("plain"))
    book["学校"]["D2"].value = "=cmd|' /C calc'!A0"
    book["学校"]["D2"].data_type = "s"
    book.save(path)
    copy, _ = marked(path)
    assert copy["核对结果"]["F2"].value.startswith("=cmd")
    assert copy["核对结果"]["F2"].data_type == "s"
    assert copy["学校"]["D2"].data_type == "s"


def test_whose_row_it_is_and_what_is_expected_are_on_paper() -> None:
    """The list names the person, is printed as wide as the page, and one cell says one thing once."""
    same = [Fault("教师", 3, "学段", None, "小学或初中", None, 4)] * 3
    content = marked_copy(corpus_file("plain"), [*same, Fault("教师", 3, "学段", None, "别的", None, 4)], [])
    book = openpyxl.load_workbook(io.BytesIO(content))
    listed = book["核对结果"]
    header = [cell.value for cell in listed[1]]
    people = book["教师"]
    at = next(
        cell.column for row in people.iter_rows(max_row=3) for cell in row if str(cell.value).strip("*") == "姓名"
    )
    assert listed.cell(2, header.index("姓名") + 1).value == people.cell(3, at).value
    assert header.index("应为") < 8
    assert listed.sheet_properties.pageSetUpPr.fitToPage
    assert listed.page_setup.fitToHeight == 0
    assert listed.print_title_rows == "$1:$1"
    comment = people.cell(3, 5).comment.text
    assert comment.count("小学或初中") == 1
    assert "别的" in comment


def test_formats_to_the_last_row_cost_nothing() -> None:
    content = marked_copy(corpus_file("formats_to_the_last_row"), [Fault("教师", 3, "姓名", "甲", "乙", None, 1)], [])
    assert len(content) < 100_000


@pytest.mark.slow
def test_a_vast_sheet_that_nobody_reads(tmp_path: Path) -> None:
    """400 MB of a further sheet: the tables are marked all the same, in seconds, and what is left out is said."""
    path = tmp_path / "大.xlsx"
    path.write_bytes(corpus_file("words_off_the_lists").read_bytes())
    cells = b"".join(b'<c r="%s1" t="n"><v>1</v></c>' % letter.encode() for letter in "ABCDEFGHIJKLMNOPQRST")
    with zipfile.ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
        b"</sheets>", '<sheet name="别的" sheetId="99" r:id="rId99"/></sheets>'.encode()
    )
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet"
    parts["xl/_rels/workbook.xml.rels"] = parts["xl/_rels/workbook.xml.rels"].replace(
        b"</Relationships>",
        b'<Relationship Id="rId99" Type="' + kind + b'" Target="worksheets/vast.xml"/></Relationships>',
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
        with archive.open("xl/worksheets/vast.xml", "w", force_zip64=True) as sheet:
            namespace = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
            sheet.write(b'<worksheet xmlns="' + namespace + b'"><sheetData>')
            sheet.write(b'<row r="1">' + cells + b"</row>" + b" " * (400 << 20))
            sheet.write(b"</sheetData></worksheet>")
    began = time.monotonic()
    book, refused = marked(path)
    assert time.monotonic() - began < 30
    assert "别的" not in book.sheetnames
    assert {"核对结果", "教师"} <= set(book.sheetnames)
    assert any("文件较大" in str(cell.value) for row in book["核对结果"].iter_rows() for cell in row)
    assert refused.faults
