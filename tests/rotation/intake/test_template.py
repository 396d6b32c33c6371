"""The workbook to fill in: made from what reading expects, and read back as it was filled in."""

from __future__ import annotations

import datetime
import io
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rotation.county.schema import EXAMPLE, TABLES, Column, Table
from rotation.errors import BadData
from rotation.intake.cells import read_cell
from rotation.intake.read import read_county
from rotation.intake.sample import as_csv, as_workbook, make_sample
from rotation.intake.template import template
from rotation.language import choose
from rotation.rules.packs import load_policy

POLICY = load_policy("nantong-2017")
COLUMNS = [(table, i, column) for table in TABLES for i, column in enumerate(table.columns)]


@pytest.fixture(scope="module")
def book() -> Any:
    choose("zh")
    return openpyxl.load_workbook(io.BytesIO(template(datetime.date(2026, 6, 1))))


@pytest.mark.parametrize(("table", "i", "column"), COLUMNS, ids=[f"{t.name}.{c.name}" for t, _, c in COLUMNS])
def test_each_column(book: Any, table: Table, i: int, column: Column) -> None:
    """Guidance above, header, an example that reads; a drop-down for every closed list; text for codes."""
    guidance, header, example = (book[table.sheet].cell(row, i + 1) for row in (1, 2, 3))
    assert header.value == column.header
    assert guidance.value.startswith("* 必填" if column.required else "选填")
    if column.example:
        read_cell(column, example.value, {})
    lists = [
        check for check in book[table.sheet].data_validations.dataValidation
        if check.type == "list" and f"{header.column_letter}3" in check.cells
    ]  # fmt: skip
    assert [check.formula1.strip('"').split(",") for check in lists] == ([list(column.choices)] if column.choices else [
        ["是", "否"]] * (column.kind == "flag"))  # fmt: skip
    if column.kind in ("code", "id_number", "date"):
        assert example.number_format == "@"
        widths = book[table.sheet].column_dimensions.values()
        assert [width.number_format for width in widths if width.min <= i + 1 <= width.max] == ["@"]


def test_example_rows_begin_with_the_mark() -> None:
    assert all(table.columns[0].example.startswith(EXAMPLE) for table in TABLES)


def test_an_empty_template_is_refused_in_words(tmp_path: Path) -> None:
    path = tmp_path / "county.xlsx"
    path.write_bytes(template(datetime.date(2026, 6, 1)))
    with pytest.raises(BadData) as refused:
        read_county(path, POLICY, 2026)
    assert [fault.place for fault in refused.value.faults] == ["学校", "教师"]


@pytest.mark.slow
def test_filled_in_it_reads_as_the_tables_do(tmp_path: Path) -> None:
    made = make_sample(12, 240, "template")
    (tmp_path / "county").mkdir()
    for name, content in as_csv(made).items():
        (tmp_path / "county" / name).write_bytes(content)
    path = tmp_path / "county.xlsx"
    path.write_bytes(as_workbook(made))
    tables, workbook = (read_county(p, POLICY, 2026).county.digest for p in (tmp_path / "county", path))
    assert tables == workbook


@pytest.mark.parametrize("form", ["xlsx", "xls", "ods"])
def test_saved_by_libreoffice_it_reads_the_same(program: Callable[..., str], tmp_path: Path, form: str) -> None:
    office = program("soffice", "libreoffice")
    path = tmp_path / "county.xlsx"
    path.write_bytes(as_workbook(make_sample(12, 240, "template")))
    saved = tmp_path / "saved"
    command = [office, "--headless", f"-env:UserInstallation=file://{tmp_path}/profile", "--convert-to", form]
    subprocess.run([*command, "--outdir", str(saved), str(path)], check=True, capture_output=True, timeout=120)
    before, after = read_county(path, POLICY, 2026).county, read_county(saved / f"county.{form}", POLICY, 2026).county
    assert before.digest == after.digest
