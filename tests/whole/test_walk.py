"""Whatever is told is walked: nothing personal leaves the reader further than a rule needs it, and Chinese output is Chinese.

It is searched for the personal cells of its county, and for Latin words that are no file, code, option or unit.
"""

from __future__ import annotations

import html
import io
import re
import tomllib
import zipfile
from collections.abc import Sequence
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest

from rotation.cli import cli
from rotation.county.schema import EXEMPTIONS
from rotation.intake.sample import Sample, as_csv
from rotation.notice.formats.pdf import FALLBACK, TYPEFACES
from rotation.notice.office import example
from rotation.rules.goals import GOALS
from rotation.rules.packs import load_policy
from rotation.rules.principal_goals import PRINCIPAL_GOALS
from rotation.rules.table import checked
from tests.helpers import rotation
from tests.walk import Walk, everything, personal

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def walk(tmp_path_factory: pytest.TempPathFactory) -> Walk:
    """Every command on a small county, in Chinese."""
    top = tmp_path_factory.mktemp("walk")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(top)  # what is written by default lies here as well
        return everything(top, personal())


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


TELLING = (".xlsx", ".docx", ".pdf", ".html", ".csv")


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
def told_of(walk: Walk) -> dict[str, str]:
    """Everything told of a small county: by the terminal, by each command, and by the files."""
    files = {path.relative_to(walk.top).as_posix(): visible(path) for path in walk.files if path.suffix in TELLING}
    return walk.said | files


def test_no_english_in_chinese_output(told_of: dict[str, str]) -> None:
    assert len(told_of) > 80
    found = []
    for where, text in told_of.items():
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


ELSEWHERE = {"prepare"}


@pytest.fixture(scope="module")
def made() -> Sample:
    return personal()


def secrets(sample: Sample) -> list[str]:
    found = []
    for row in sample.tables["teachers"]:
        found += [str(row["id_number"]), str(row["birth"]), row["home_lon"], row["home_lat"]]
    return [*{text for text in found if text}, "因病不宜声张"]


def told(secrets: list[str], text: str) -> set[str]:
    """The secrets that stand in `text` by themselves: all of one shape are looked for at once."""
    shapes = {re.sub(r"[0-9]", "0", secret) for secret in secrets}
    found: set[str] = set()
    for shape in shapes:
        pattern = re.escape(shape).replace("0", "[0-9]")
        found.update(re.findall(rf"(?<![\d.])(?=({pattern})(?!\d))", text))
    return found & set(secrets)


def texts(path: Path) -> str:
    """All text of a file; a workbook's parts unpacked."""
    content = path.read_bytes()
    if path.suffix == ".pdf":
        with pypdf.PdfReader(path) as reader:
            return "\n".join(page.extract_text() for page in reader.pages)
    if content[:2] != b"PK":
        # The library that draws the trade-off has dates of its own; what it draws stands in compare.json as well.
        return re.sub(r"<script.*?</script>", "", content.decode("utf-8"), flags=re.DOTALL)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith("xml"))


def silent(made: Sample, said: str, written: Sequence[Path]) -> None:
    """Neither the terminal nor a file tells any of it."""
    for where, text in [("terminal", said), *((path.name, texts(path)) for path in written)]:
        assert not told(secrets(made), text), where
        for reason in EXEMPTIONS:
            assert reason not in text, (where, reason)


def test_no_output_tells_anything_personal(walk: Walk) -> None:
    made_of_none = (walk.top / "t.xlsx", walk.top / "facts" / "corrections.xlsx")  # forms, with their own examples
    written = [path for path in walk.files if path.suffix != ".png" and path not in made_of_none]
    assert {path.name for path in written if path.parent.name not in ("letters", "facts")} == {
        "files.json", "plan.json", "plan.xlsx", "run.json", "check.xlsx", "check.html", "notice.docx", "notice.pdf", "notice.html",
        "notice-fragment.html", "notice.json", "list.csv", "list.xlsx", "cover.xlsx", "schools.pdf", "letters.pdf",
        "explain.json", "explain.xlsx", "explain.html", f"{walk.mover}.pdf", "pins.csv", "pins.xlsx", "brief.docx", "brief.pdf", "report.html", "scenario.json",
        "diagnosis.json", "diagnosis.docx", "compare.json", "compare.xlsx", "compare.html", "batch.json", "batch.xlsx", "batch.html",
        "forecast.json", "forecast.xlsx", "forecast.html", "collect.xlsx",
    }  # fmt: skip
    said = "\n".join(text for command, text in walk.said.items() if "错" not in command and "样" not in command)
    silent(walk.sample, said, written)


def test_nor_where_the_county_is_a_folder(made: Sample, tmp_path: Path) -> None:
    """Its tables are read by another way, and are the same county from there on."""
    county = tmp_path / "小县"
    county.mkdir()
    for name, content in as_csv(made).items():
        (county / name).write_bytes(content)
    asked = (("plan", "--out", tmp_path / "plan"), ("check", "--out", tmp_path / "check"), ("eligible",))
    done = [rotation(command, county, "--year", 2026, *more) for command, *more in asked]
    assert [each.returncode for each in done] == [0, 0, 0]
    written = [path for name in ("plan", "check") for path in (tmp_path / name).iterdir() if path.name != "marked.xlsx"]
    assert len(written) >= 7
    silent(made, "".join(each.stdout + each.stderr for each in done), written)


def test_a_secret_would_be_found(made: Sample) -> None:
    """What the walk looks for it finds, wherever it stands."""
    hidden = secrets(made)
    for secret in hidden[:: len(hidden) // 9]:
        assert told(hidden, f"<td>{secret}</td>") == {secret}
    assert told(hidden, "因病不宜声张") == {"因病不宜声张"}


def test_nor_do_faults(made: Sample, tmp_path: Path) -> None:
    """Every personal cell made wrong: the faults name the cells, and what stands there stays unsaid."""
    rows = made.tables["teachers"]
    wrong = {
        "birth": "一九八零年",
        "id_number": "12345",
        "home_lon": "东经一百二",
        "home_lat": "北纬三十",
        "exemption": "绝症",
    }
    broken = Sample({**made.tables, "teachers": [{**row, **wrong} for row in rows]})
    county = tmp_path / "county"
    county.mkdir()
    for name, content in as_csv(broken).items():
        (county / name).write_bytes(content)
    done = rotation("check", county, "--year", 2026)
    said = done.stdout + done.stderr
    assert "birth" in said
    assert "exemption" in said
    assert not [text for text in wrong.values() if text in said]


def test_every_command_is_walked(walk: Walk) -> None:
    """But for those whose own tests look through what they write."""
    walked = {
        command.split()[0]
        for command in walk.said
        if command and not command.startswith("-") and "--help" not in command
    }
    assert walked & set(cli.commands) == set(cli.commands) - ELSEWHERE
