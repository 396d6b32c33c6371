"""What an .xlsx or .ods tells as a zip archive: how large it is unpacked, and an .xlsx's hidden rows.

The reading library tells neither. The rows are found while it reads the cells in its own process.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Collection
from contextlib import suppress
from pathlib import Path
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_ROW = re.compile(rb"<(?:\w+:)?row\s([^>]*)>")
_ATTRIBUTE = re.compile(rb'\b(r|hidden)="(\w+)"')


def unpacked(path: Path) -> int | None:
    """Bytes that the parts say they unpack to; None where the archive is damaged."""
    with suppress(Exception), zipfile.ZipFile(path) as archive:
        return sum(part.file_size for part in archive.infolist())
    return None


def hidden_rows(path: Path, wanted: Collection[str]) -> dict[str, tuple[int, ...]]:
    """Sheet name to its hidden rows, of the sheets `wanted`: others may be of any size. Of a file that is no .xlsx, or damaged, what can be had: nothing is raised."""
    found: dict[str, tuple[int, ...]] = {}
    with suppress(Exception), zipfile.ZipFile(path) as archive:
        if "xl/workbook.xml" not in archive.namelist():
            return found
        links = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        targets = {link.get("Id"): link.get("Target", "") for link in links}
        for sheet in ElementTree.fromstring(archive.read("xl/workbook.xml")).iter(f"{_MAIN}sheet"):
            if sheet.get("name", "").strip() not in wanted:
                continue
            target = targets[sheet.get(_LINK)]
            text = archive.read(target.lstrip("/") if target.startswith("/") else f"xl/{target}")
            if b"hidden=" not in text:
                continue
            rows = (dict(_ATTRIBUTE.findall(match)) for match in _ROW.findall(text))
            hidden = [int(row[b"r"]) for row in rows if row.get(b"hidden") in (b"1", b"true") and b"r" in row]
            found[sheet.get("name", "").strip()] = tuple(hidden)
    return found
