"""What an .xlsx or .ods tells as a zip archive: its size unpacked, what is hidden, and cells that have no value.

The reading library tells none of it. All is found while that reads the cells in its own process.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

from rotation.intake import biff
from rotation.intake.oddities import Oddities

_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_STRICT_LINK = "{http://purl.oclc.org/ooxml/officeDocument/relationships}id"
_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s([^>]*)>")
_ATTRIBUTE = re.compile(rb"""\b(r|t|min|max|hidden|width)=["']([\w.]+)["']""")
_ERROR = re.compile(rb"""<(?:\w+:)?c\s([^>]*\bt=["']e["'][^>]*)>(?:[^<]|<(?!(?:\w+:)?v\b))*<(?:\w+:)?v[^>]*>([^<]*)""")
_FORMULA = re.compile(
    rb"<(?:\w+:)?c\s([^>]*)>\s*<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*(<(?:\w+:)?v\b[^>]*>)?([^<]*)"
)
_SIZE = re.compile(rb"""<(?:\w+:)?dimension\s[^>]*ref=["']([^"']*)""")
_RANGE = re.compile(rb"[A-Z]{1,3}[1-9][0-9]*(:[A-Z]{1,3}[1-9][0-9]*)?")
_UNCALCULATED = re.compile(rb"""fullCalcOnLoad=["'](1|true)["']""")
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_WIDEST = 16_384  # columns
_REPEATED = 10_000  # rows in one that are told


def unpacked(path: Path) -> int | None:
    """Bytes that the parts say they unpack to; None where the archive is damaged."""
    with suppress(Exception), zipfile.ZipFile(path) as archive:
        return sum(part.file_size for part in archive.infolist())
    return None


def parts(path: Path) -> frozenset[str]:
    """The names of the archive's parts; none where it is damaged."""
    with suppress(Exception), zipfile.ZipFile(path) as archive:
        return frozenset(archive.namelist())
    return frozenset()


def odd_parts(path: Path) -> bool:
    """Whether an .xlsx has sheets that its library reads wrongly and spreadsheet programs do not.

    That is so where the hint of a sheet's size is none, or where a sheet is in UTF-16.
    """
    with suppress(Exception), zipfile.ZipFile(path) as archive:
        for name in archive.namelist():
            if not name.lower().replace("\\", "/").startswith(("xl/worksheets/", "xl/workbook.xml", "xl/shared")):
                continue
            with archive.open(name) as part:
                start = part.read(2048)
            size = _SIZE.search(start)
            if start.startswith((b"\xff\xfe", b"\xfe\xff")) or (size and not _RANGE.fullmatch(size.group(1))):
                return True
    return False


def oddities(path: Path, wanted: Collection[str]) -> Mapping[str, Oddities]:
    """Sheet name to what is odd in it, of the sheets `wanted`: others may be of any size.

    Of a damaged file there is what can be had: nothing is raised.
    """
    with suppress(Exception):
        if not zipfile.is_zipfile(path):
            return biff.oddities(path)
        with zipfile.ZipFile(path) as archive:
            names = archive.namelist()
            if "xl/workbook.xml" in names:
                return dict(_workbook(archive, wanted))
            if "content.xml" in names:
                return dict(_open_document(archive.read("content.xml")))
    return {}


def _workbook(archive: zipfile.ZipFile, wanted: Collection[str]) -> Iterator[tuple[str, Oddities]]:
    links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    book = archive.read("xl/workbook.xml")
    calculated = not _UNCALCULATED.search(book)
    for sheet in ElementTree.fromstring(book).iter():
        if not sheet.tag.endswith("}sheet") or sheet.get("name", "").strip() not in wanted:
            continue
        with suppress(Exception):
            target = targets[sheet.get(_LINK) or sheet.get(_STRICT_LINK)]
            text = archive.read(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
            rows, columns = _hidden(text)
            yield sheet.get("name", "").strip(), Oddities(rows, columns, dict(_broken(text, calculated=calculated)))


def _hidden(text: bytes) -> tuple[tuple[int, ...], frozenset[int]]:
    columns: set[int] = set()
    for match in _COLUMN.findall(text[: max(0, text.find(b"sheetData"))]):
        column = dict(_ATTRIBUTE.findall(match))
        if column.get(b"hidden") in (b"1", b"true") or column.get(b"width") in (b"0", b"0.0"):
            columns.update(range(int(column[b"min"]) - 1, min(int(column[b"max"]), _WIDEST)))
    if b"hidden=" not in text:
        return (), frozenset(columns)
    rows = (dict(_ATTRIBUTE.findall(match)) for match in _ROW.findall(text))
    hidden = tuple(int(row[b"r"]) for row in rows if row.get(b"hidden") in (b"1", b"true") and b"r" in row)
    return hidden, frozenset(columns)


def _broken(text: bytes, *, calculated: bool) -> Iterator[tuple[tuple[int, int], str]]:
    """The cells with an error, and those whose formula has no value.

    `calculated` is False where the file says that nothing in it was: then a nought is no value either.
    """
    if b't="e"' in text or b"t='e'" in text:
        for attributes, error in _ERROR.findall(text):
            if (place := _place(attributes)) is not None:
                yield place, error.decode("ascii", "replace").strip()[:20] or "#N/A"
    if not any(mark in text for mark in (b"<f>", b"<f ", b":f>", b":f ")):
        return
    for attributes, value, content in _FORMULA.findall(text):
        kept = dict(_ATTRIBUTE.findall(attributes)).get(b"t") == b"str" and value
        empty = not content.strip() and not kept
        if (empty or (not calculated and content == b"0")) and (place := _place(attributes)) is not None:
            yield place, ""


def _place(attributes: bytes) -> tuple[int, int] | None:
    """Row and column, from 0, of a cell with these attributes."""
    match = re.fullmatch(rb"([A-Z]{1,3})(\d{1,7})", dict(_ATTRIBUTE.findall(attributes)).get(b"r", b""))
    if match is None:
        return None
    column = 0
    for letter in match.group(1):
        column = column * 26 + letter - 64
    return int(match.group(2)) - 1, column - 1


def _open_document(text: bytes) -> Iterator[tuple[str, Oddities]]:
    if not any(mark in text for mark in (b":visibility=", b'value-type="error"', b":formula=")):
        return
    rows: list[int] = []
    columns: set[int] = set()
    broken: dict[tuple[int, int], str] = {}
    row = at = 0
    for _, element in ElementTree.iterparse(io.BytesIO(text)):
        concealed = element.get(f"{_TABLE}visibility") in ("collapse", "filter")
        if element.tag == f"{_TABLE}table-column":
            count = int(element.get(f"{_TABLE}number-columns-repeated", "1"))
            columns.update(range(at, min(at + count, _WIDEST)) if concealed else ())
            at += count
        elif element.tag == f"{_TABLE}table-row":
            count = int(element.get(f"{_TABLE}number-rows-repeated", "1"))
            rows.extend(range(row + 1, row + 1 + min(count, _REPEATED)) if concealed else ())
            broken.update(((row, place), error) for place, error in _open_cells(element))
            row += count
            element.clear()
        elif element.tag == f"{_TABLE}table":
            yield element.get(f"{_TABLE}name", "").strip(), Oddities(tuple(rows), frozenset(columns), broken)
            rows, columns, broken, row, at = [], set(), {}, 0, 0
            element.clear()


def _open_cells(line: ElementTree.Element) -> Iterator[tuple[int, str]]:
    """The cells of a row without a value: the column and the error."""
    at = 0
    for cell in line:
        count = int(cell.get(f"{_TABLE}number-columns-repeated", "1"))
        if cell.get(f"{_CALC}value-type") == "error":
            for place in range(at, at + min(count, _WIDEST)):
                yield place, "".join(cell.itertext()).strip()[:20] or "#N/A"
        elif cell.get(f"{_TABLE}formula") and cell.get(f"{_OFFICE}value-type") is None:
            yield at, ""
        at += count
