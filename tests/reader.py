"""Reads what the program's files say, knowing nothing of how they are made: texts, tables, and numbers in sentences."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from pathlib import Path

import docx
import openpyxl
import pypdf

# Words that claim a plan cannot be bettered.
BEST = re.compile(r"不存在更好|没有更好的(?:安排|方案)|已证明最优|均已证明|[项各]目标[^，。]{0,6}最好值，均|已证明最好")
# A claim put off: what follows these is no claim of the plan at hand.
_DENIED = re.compile(r"(?:尚未|未|没有)(?:全部)?证明(?:每项目标都达到最好值|为?最优|为最好)?")


def claims_best(text: str) -> bool:
    """Whether `text` says of a plan that none is better."""
    return BEST.search(_DENIED.sub("", text)) is not None


def text_of(path: Path) -> str:
    """The words of a file, without line breaks and spaces, which a layout puts where it likes."""
    read = {".pdf": _pdf, ".docx": _docx, ".html": _html, ".xlsx": _xlsx}.get(path.suffix, _plain)
    return re.sub(r"\s+", "", read(path.read_bytes()))


def _pdf(content: bytes) -> str:
    with pypdf.PdfReader(io.BytesIO(content)) as reader:
        return "".join(page.extract_text() for page in reader.pages)


def _docx(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def _html(content: bytes) -> str:
    text = re.sub(r"<(script|style)\b.*?</\1>", "", content.decode("utf-8"), flags=re.S)
    return html.unescape(re.sub(r"<[^>]+>", "", text))


def _xlsx(content: bytes) -> str:
    return "\n".join("" if cell is None else str(cell) for row in cells(content) for cell in row)


def _plain(content: bytes) -> str:
    return content.decode("utf-8-sig")


def cells(content: bytes) -> Iterator[tuple[object, ...]]:
    """Every row of every sheet."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for sheet in book.worksheets:
        yield from sheet.iter_rows(values_only=True)


def numbers(pattern: str, text: str) -> list[tuple[str, ...]]:
    """The groups of every place where `pattern` is found."""
    found = re.findall(pattern, text)
    return [one if isinstance(one, tuple) else (one,) for one in found]


def only(pattern: str, text: str) -> tuple[str, ...]:
    """The groups of `pattern`, which `text` holds in one meaning alone."""
    found = set(numbers(pattern, text))
    assert len(found) == 1, (pattern, found)
    return found.pop()
