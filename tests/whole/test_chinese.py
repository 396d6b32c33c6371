"""Chinese output is Chinese: whatever is told is searched for Latin words that are no file, code, option or unit."""

from __future__ import annotations

import html
import io
import re
import tomllib
from pathlib import Path

import docx
import openpyxl
import pypdf
import pytest

from rotation.cli import cli
from rotation.notice.formats.pdf import FALLBACK, TYPEFACES
from rotation.notice.office import example
from rotation.rules.goals import GOALS
from rotation.rules.packs import load_policy
from rotation.rules.principal_goals import PRINCIPAL_GOALS
from rotation.rules.table import checked
from tests.walk import Walk

pytestmark = pytest.mark.slow

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
def told(walk: Walk) -> dict[str, str]:
    """Everything told of a small county: by the terminal, by each command, and by the files."""
    files = {path.relative_to(walk.top).as_posix(): visible(path) for path in walk.files if path.suffix in TELLING}
    return walk.said | files


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
