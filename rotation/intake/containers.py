"""What kind of file lies there: the workbooks that can be opened, and in words all that are taken for one."""

from __future__ import annotations

from pathlib import Path

from rotation.intake import archive, biff, reader_process
from rotation.language import say

UNPACKED = 512 << 20  # bytes; 50,000 teachers take a tenth

_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # .xlsx and .ods; .xls, or an .xlsx encrypted
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_VERY_OLD = (b"\x09\x00\x04\x00", b"\x09\x02\x06\x00", b"\x09\x04\x06\x00", b"\x09\x08\x08\x00")  # Excel 2 to 5, bare


def wrong_at_sight(path: Path) -> str | None:
    """What is expected instead of a file that can be refused before it is opened as a workbook."""
    with path.open("rb") as file:
        start = file.read(4096)
    if start.startswith(_OLE):
        return _compound(path)
    if start.startswith(_ZIP):
        return _archive(path)
    if start.startswith(_VERY_OLD):
        return _excel_95()
    for mark, encoding in ((b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be")):
        if start.startswith(mark):
            start = start.decode(encoding, "ignore").encode()
    return _text(start.lower())


def refused(wrong: str | None) -> str:
    """What is expected instead of a workbook in which that is wrong."""
    if wrong == reader_process.ENCRYPTED:
        return say(
            "a workbook that is not encrypted: save a copy without a password; where none is asked for on opening, one"
            " built into the program locks it, and a copy saved as a new .xlsx without protection helps"
        )
    if wrong == reader_process.TOO_LARGE:
        return say(
            "a workbook of a county's size; this one is far larger: a stray cell or formats far below or right of"
            " the table, perhaps? Copy the tables into a new workbook"
        )
    return say("a workbook that is whole; this one is damaged: open it, repair it and save it as .xlsx")


def _excel_95() -> str:
    return say(
        "a workbook of Excel 97 or later; this one has the form of Excel 95 or older, in which Chinese cannot be read"
        " safely: open it and save it as .xlsx"
    )


def _compound(path: Path) -> str | None:
    if _ENCRYPTED in path.read_bytes():
        return refused(reader_process.ENCRYPTED)
    streams = biff.streams(path)
    if "Workbook" in streams or not streams:
        return None
    if "Book" in streams:
        return _excel_95()
    return _no_workbook(say("a Word document")) if "WordDocument" in streams else refused(reader_process.DAMAGED)


def _archive(path: Path) -> str | None:
    size = archive.unpacked(path)
    if size is None or size > UNPACKED:
        return refused(reader_process.DAMAGED if size is None else reader_process.TOO_LARGE)
    parts = archive.parts(path)
    if "xl/workbook.bin" in parts:
        return say("an .xlsx workbook; this one is a binary workbook (.xlsb): open it and save it as .xlsx")
    if "word/document.xml" in parts:
        return _no_workbook(say("a Word document"))
    if not any(name.lower().replace("\\", "/") in ("xl/workbook.xml", "content.xml") for name in parts):
        inside = [name for name in parts if name.lower().endswith((".xlsx", ".xls", ".et", ".ods", ".csv"))]
        if inside:
            return say("the workbook itself; this is a packed archive: unpack it first")
    return None


def _no_workbook(kind: str) -> str:
    return say("an Excel workbook; this is {kind} under another name: copy the tables into a workbook", kind=kind)


def _text(start: bytes) -> str:
    """What is expected instead of a file that begins with this text, in lower case."""
    if b"urn:schemas-microsoft-com:office:spreadsheet" in start or b'progid="excel.sheet"' in start:
        return _as_text(say("an XML spreadsheet of Excel 2003"))
    if b"<office:document" in start:
        return _as_text(say("a flat XML spreadsheet (.fods)"))
    if b"<uof:" in start or b"uof.org" in start:
        return _as_text(say("a spreadsheet of the form UOF"))
    if b"<html" in start or b"<table" in start or b"<!doctype html" in start:
        return say("a real workbook; this is a web page under another name: open it and save it as .xlsx")
    if start.startswith(b"mime-version:") or b"multipart/related" in start:
        return say("a real workbook; this is a web page under another name: open it and save it as .xlsx")
    if start.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
        return _as_text(say("an XML file"))
    for mark, kind in ((b"%pdf", "PDF"), (b"{\\rtf", "RTF"), (b"\x89png", "PNG"), (b"\xff\xd8\xff", "JPG")):
        if start.startswith(mark):
            return _no_workbook(say("a file of the form {form}", form=kind))
    if start.startswith((b"rar!", b"7z\xbc\xaf", b"\x1f\x8b")):
        return say("the workbook itself; this is a packed archive: unpack it first")
    return say("an Excel workbook (.xlsx, .xls) or .ods; CSV files come in a folder, one file a table")


def _as_text(kind: str) -> str:
    return say("a real workbook; this is {kind}: open it and save it as .xlsx", kind=kind)
