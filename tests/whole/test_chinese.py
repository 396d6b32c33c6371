"""Chinese output is Chinese: whatever is told is searched for Latin words that are no file, code, option or unit."""

from __future__ import annotations

import html
import io
import re
import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest
from click.testing import CliRunner

from rotation.cli import cli
from rotation.cli.base import speak
from rotation.intake.sample import Sample, as_csv, as_workbook, make_sample
from rotation.notice.formats.pdf import FALLBACK, TYPEFACES
from rotation.notice.office import example
from rotation.planning.plan import read_plan
from rotation.rules.goals import GOALS
from rotation.rules.packs import load_policy
from rotation.rules.principal_goals import PRINCIPAL_GOALS
from rotation.rules.table import checked
from tests.helpers import OFFICE

YEAR = ("--year", "2026")

# What has no Chinese name: kinds of files, programs, standards.
NAMED = {
    "PDF", "SHA", "Excel", "WPS", "Word", "CSV", "TOML", "JSON", "PNG", "HTML", "UTF", "GB", "GBK", "Dask", "TLS", "rotation", "A", "U",
}  # fmt: skip
# What a command takes or a file is called: values of options, folders by default.
TAKEN = {*cli.commands, *["serial", "dask", "zh", "en", "x", "tcp", "plans", "result", "former", "collected"]}
# Names in plan.json, which one sheet of plan.xlsx and the page of the parameters set beside their meanings.
_KEYS = load_policy("nantong-2017").values
CODES = {word for key in (*_KEYS, *GOALS, *PRINCIPAL_GOALS, *checked(), "seed", "input_sha") for word in key.split(".")}
CODES |= {"true", "false"}
# Keys of the files an office or a planner fills in, where a message says which of them.
FILLED_IN = set(tomllib.loads(example())) | {
    "unit", "telephone", "address", "postcode", "backbone_levels", "candidates", "clauses", "document", "eligibility", "goals", "id", "national", "principals", "title",
}  # fmt: skip
FONTS = {word for families in (*TYPEFACES.values(), FALLBACK) for family in families for word in family.split()}

_LEFT_OUT = re.compile(
    r"(?:[\w.<>*-]*/)+[\w.<>*-]*|[\w*-]+\.(?:json|xlsx|xls|ods|html|toml|csv|docx|pdf|png)\b|\b\w+://\S+"  # files
    r"|--?[a-z][a-z-]*|\b[a-z_]+\.[a-z_]+\b(?:=[a-z]+)?|\bnantong-2017\b|\b[0-9a-f]{12,}\b|\b[A-Z][A-Z_.]*[A-Z]\b|\.[a-z]+\b|%-?[A-Za-z]"  # options
)


def latin(text: str) -> set[str]:
    """The Latin words of `text` that are none of those."""
    return set(re.findall(r"[A-Za-z][A-Za-z_]*", _LEFT_OUT.sub(" ", text))) - NAMED - TAKEN - FONTS


def visible(path: Path) -> str:
    """The text a person sees in a file."""
    content = path.read_bytes()
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(io.BytesIO(content))
        cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
        texts = [str(cell.value) for cell in cells if isinstance(cell.value, str)]
        return "\n".join([*book.sheetnames, *texts, *(cell.comment.text for cell in cells if cell.comment)])
    if path.suffix == ".docx":
        document = docx.Document(io.BytesIO(content))
        cells_of = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells_of])
    if path.suffix == ".pdf":
        with pypdf.PdfReader(io.BytesIO(content)) as reader:
            return "\n".join(page.extract_text() for page in reader.pages)
    text = content.decode("utf-8-sig")
    if path.suffix == ".html":
        text = html.unescape(re.sub(r"<[^>]*>", " ", re.sub(r"<(script|style)\b.*?</\1>", " ", text, flags=re.DOTALL)))
    return text


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """Everything told of a small county: by the terminal, by each command, and by the files."""
    speak("zh")
    top = tmp_path_factory.mktemp("told")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(top)  # what is written by default lies here as well
        yield everything(top)


def everything(top: Path) -> dict[str, str]:
    (top / "县").mkdir()
    county = top / "县" / "小县.xlsx"
    county.write_bytes(as_workbook(make_sample(12, 420, "t")))
    said: dict[str, str] = {}

    def run(*arguments: object) -> None:
        done = CliRunner().invoke(cli, list(map(str, arguments)), prog_name="rotation")
        fault = str(done.exception) if done.exception is not None and not isinstance(done.exception, SystemExit) else ""
        said[" ".join(map(str, arguments))] = (done.output + fault).replace(str(top), "").replace(str(OFFICE), "")

    for name in ("", *cli.commands):
        run(*filter(None, (name,)), "--help")
    plan = top / "plan" / "plan.json"
    put_up = ("--from", "2026-08-17", "--office", OFFICE)
    run("plan", county, *YEAR, "--out", plan.parent)
    run("plan", county, *YEAR, "--out", top / "none", "--set", "quota.lower=90")
    run("check", county, *YEAR, "--out", top / "check")
    run("eligible", county, *YEAR)
    run("audit", county, plan)
    run("notice", county, plan, *put_up)
    run("city", top, *put_up, "--out", top / "city")
    move = read_plan(plan).moves[0]
    asked = ("--teacher", move.teacher_id, "--clause", "quota", "--chains", "--all", "--dated", "2026-08-20")
    run("explain", county, plan, *asked, "--office", OFFICE, "--out", top / "explain")
    run("explain", county, plan, "--school", move.to_school_id)
    run("repair", county, plan, "--drop", move.teacher_id)
    scenarios = top / "s.toml"
    edits = '"甲" = { set = { "quota.lower" = 16 } }\n"乙" = { leave = [{ count = 3 }] }'
    scenarios.write_text(f'[scenarios]\n{edits}\n"丙" = {{ set = {{ "turnover.percent" = 3 }} }}', "utf-8")
    run("whatif", county, scenarios, *YEAR, "--out", top / "whatif", "--executor", "serial")
    run("batch", county.parent, *YEAR, "--out", top / "batch", "--executor", "serial")
    run("forecast", county, *YEAR, "--years", 2, "--out", top / "forecast")
    run("template", top / "t.xlsx")
    wrongly(run, county, plan, scenarios, top)
    files = [path for path in top.rglob("*") if path.suffix in (".xlsx", ".docx", ".pdf", ".html", ".csv")]
    said |= {path.relative_to(top).as_posix(): visible(path) for path in files if path.parent.name not in ("县", "错")}
    return said


def wrongly(run: Callable[..., None], county: Path, plan: Path, scenarios: Path, top: Path) -> None:
    """Each command asked for what it cannot do, and given files that are not what they should be."""
    put_up = ("--from", "2026-08-17", "--office", OFFICE)
    run("plan", county, "--year", "2")
    run("plan", county, "--year", "99年")
    run("plan", county, *YEAR, "--time-limit", "0")
    for setting in ("没有=3", "quota.lower=多"):
        run("plan", county, *YEAR, "--set", setting)
    for arguments in (
        ("plan",),
        ("plan", top / "无.xlsx"),
        ("audit", county, top / "无.json"),
        ("不是",),
        ("explain", county, plan),
    ):
        run(*arguments)
    run("notice", county, plan, "--from", "2026-13-45", "--office", OFFICE)
    run("notice", county, plan, "--from", "明天", "--office", OFFICE)
    run("notice", county, plan, "--from", "2026-08-17")
    run("repair", county, plan)
    run("template", top / "t.txt")
    run("sample", top / "样", "--schools", "1")
    run("forecast", county, *YEAR, "--hire", "语文")
    texts = {"坏.toml": b"a = = 1", "码.toml": b"\xff\xfe\xff" * 10, "空.toml": b""}
    for name, content in texts.items():
        path = top / name
        path.write_bytes(content)
        run("whatif", county, path, *YEAR)
        run("plan", county, *YEAR, "--policy", path)
        run("audit", county, path)
        run("repair", county, plan, "--pins", path)
        run("notice", county, plan, "--from", "2026-08-17", "--office", path)
        run("notice", county, plan, *put_up, "--text", path)
        run("notice", county, plan, *put_up, "--result", plan, "--reasons", path)
    wrong = make_sample(6, 60, "t")
    rows = [dict(row) for row in wrong.tables["teachers"]]
    for i, column in enumerate(rows[0]):
        rows[i + 1][column] = "啊？"
    (top / "错").mkdir()
    for name, content in as_csv(Sample({**wrong.tables, "teachers": rows})).items():
        (top / "错" / name).write_bytes(content)
    run("check", top / "错", *YEAR)
    (top / "错" / "坏.xlsx").write_bytes(b"PK\x03\x04zz")
    run("check", top / "错" / "坏.xlsx", *YEAR)
    (top / "错" / "teachers.csv").write_bytes(b"\xff\x81\xff")
    run("check", top / "错", *YEAR)


def test_no_english_in_chinese_output(told: dict[str, str]) -> None:
    assert len(told) > 80
    found = []
    for where, text in told.items():
        words = latin(text)
        if where.endswith("plan.xlsx"):
            words -= CODES
        if "空.toml" in where or where.endswith("--from 2026-08-17"):
            words -= FILLED_IN
        if words:
            found.append(f"{where}: {' '.join(sorted(words))}")
    if found:
        pytest.fail("\n".join(found), pytrace=False)


def test_english_would_be_found() -> None:
    assert latin("'utf-8' codec can't decode byte，第 3 行 km") >= {"codec", "decode", "byte", "km"}
    assert latin("id 已存在") == {"id"}
    assert not latin("用法： rotation plan [选项] COUNTY，写出 plan.json；--set quota.lower=18；SHA-256")
