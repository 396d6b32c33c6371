"""What looks personal is masked wherever it stands, and files for others hold no cell's value at all."""

from __future__ import annotations

import csv
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from rotation import personal
from rotation.cli import cli
from rotation.errors import BadData, Fault, Note
from rotation.intake.read import read_county
from rotation.intake.sample import Sample, as_csv, make_sample
from rotation.report.faults import fault_lines, note_lines
from rotation.rules.packs import load_policy

SECRETS = (
    "320602198005121234", "32060219800512123X", "320602800512123", "３２０６０２１９８００５１２１２３４", "320602 19800512 1234",
    "3.20602198005121e+17", "13800138000", "138-0013-8000", "+86 13800138000", "0513-85216666", "1980-05", "1980年5月12日",
    "1980/5/3", "1980.5", "19800512", "198005", "80年5月", "一九八〇年五月", "孕期", "怀孕五个月", "乙肝", "肺癌晚期", "重大疾病",
    "抑郁", "哺乳期", "产假", "服务期内", "特殊困难", "离异", "人民路12号", "3栋", "慢性胃炎",
)  # fmt: skip
HARMLESS = (
    "007",
    "32060004",
    "2015.1",
    "2015-09",
    "2026-09-01",
    "200512",
    "语文",
    "一级",
    "信息科技",
    "骨干",
    "12.5",
    "王伟",
    "第三小学",
)


@pytest.mark.parametrize("secret", SECRETS)
def test_masked(secret: str) -> None:
    assert personal.value(secret) == "（个人信息，不显示）"
    said = [
        *fault_lines([Fault("教师", 3, secret, secret, f"不是“{secret}”", secret)]),
        *note_lines([Note(f"列“{secret}”未读"), Note("x", "教师", 2, secret, 1)]),
    ]
    assert not [line for line in said if secret in line]
    assert "第 3 行" in said[0]


@pytest.mark.parametrize("text", HARMLESS)
def test_left_as_it_is(text: str) -> None:
    assert personal.value(text) == text


def test_days_of_joining_are_shown() -> None:
    assert personal.value("1998.1", dated=True) == "1998.1"
    assert personal.value("13800138000", dated=True) != "13800138000"


@pytest.fixture(scope="module")
def wrong(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county with something personal in every column that is not, and in a header."""
    tables = {**make_sample(6, 60, "t").tables}
    rows = [dict(row) for row in tables["teachers"]]
    for column, secret in (
        ("gender", "13800138000"), ("subject", "语文、乙肝"), ("joined", "320602198005121234"), ("title", "怀孕五个月"),
        ("backbone", "1980年5月12日"), ("post", "重大疾病"), ("willingness", "抑郁"), ("points", "19800512号"),
        ("school_id", "13912345678"), ("terms", "离异"),
    ):  # fmt: skip
        rows[len(column)][column] = secret
    folder = tmp_path_factory.mktemp("counties") / "错县"
    folder.mkdir()
    for name, content in as_csv(Sample({**tables, "teachers": rows})).items():
        (folder / name).write_bytes(content)
    with (folder / "teachers.csv").open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    lines[0].append("乙肝病史")
    with (folder / "teachers.csv").open("w", encoding="utf-8-sig", newline="") as file:
        csv.writer(file).writerows([line + [""] * (len(lines[0]) - len(line)) for line in lines])
    return folder


PUT = (
    "13800138000",
    "乙肝",
    "320602198005121234",
    "怀孕",
    "1980年5月",
    "重大疾病",
    "抑郁",
    "19800512",
    "13912345678",
    "离异",
)


def test_what_stands_in_the_wrong_cell_is_not_repeated(wrong: Path) -> None:
    with pytest.raises(BadData) as refused:
        read_county(wrong, load_policy("nantong-2017"), 2026)
    said = "\n".join([*fault_lines(refused.value.faults), *note_lines(refused.value.notes), str(refused.value)])
    assert not [secret for secret in PUT if secret in said]
    assert said.count("（个人信息，不显示）") >= 8
    assert {"gender", "joined", "title", "post"} <= {fault.column for fault in refused.value.faults}


def test_a_county_refused_in_a_batch_tells_addresses_alone(wrong: Path, tmp_path: Path) -> None:
    """In files that travel not even a harmless value stands, only where it stood."""
    done = CliRunner().invoke(cli, ["batch", str(wrong.parent), "--year", "2026", "--out", str(tmp_path)])
    assert done.exit_code in (3, 7), done.output
    book = tmp_path / "batch.xlsx"
    with zipfile.ZipFile(book) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist() if name.endswith("xml")]
    texts += [(tmp_path / name).read_text("utf-8") for name in ("batch.json", "batch.html")]
    for text in [*texts, done.output]:
        assert not [secret for secret in (*PUT, "语文、乙", "不显示") if secret in text]
    assert "teachers.csv【gender】" in texts[-1]


def test_notes_in_the_overview_name_cells_alone(tmp_path: Path) -> None:
    tables = {**make_sample(6, 60, "t").tables}
    rows = [dict(row) for row in tables["teachers"]]
    rows[3]["name"] = "欧阳䶮𠮷"
    folder = tmp_path / "小县"
    folder.mkdir()
    for name, content in as_csv(Sample({**tables, "teachers": rows})).items():
        (folder / name).write_bytes(content)
    done = CliRunner().invoke(cli, ["check", str(folder), "--year", "2026", "--out", str(tmp_path / "out")])
    assert done.exit_code == 0, done.output
    assert "𠮷" in done.output
    page = (tmp_path / "out" / "check.html").read_text("utf-8")
    assert "生僻字" in page
    cells = [
        str(cell.value)
        for sheet in openpyxl.load_workbook(io.BytesIO((tmp_path / "out" / "check.xlsx").read_bytes()))
        for row in sheet.iter_rows()
        for cell in row
    ]
    assert any("生僻字" in cell for cell in cells)
    for text in (page, *cells):
        assert "𠮷" not in text
        assert "20BB7" not in text
