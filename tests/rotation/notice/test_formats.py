"""Every format holds the same list, as it is written, and nothing a spreadsheet or browser would execute."""

from __future__ import annotations

import csv
import io
import json
import re
import xml.etree.ElementTree as ElementTree
from dataclasses import replace
from html.parser import HTMLParser

import docx
import openpyxl
import pytest

from rotation.notice.content import mover_rows
from rotation.notice.document import Document
from rotation.notice.formats import html as web
from rotation.notice.formats import pdf as typeset
from rotation.notice.formats.docx import docx_of
from rotation.notice.formats.tables import filing_schedule, workbook_of
from rotation.notice.publish import formats
from tests.helpers import DAY
from tests.published import NAMES, Published


def data(published: Published, name: str) -> bytes:
    content = published.files[name]
    return content.encode() if isinstance(content, str) else content


def in_csv(published: Published) -> list[tuple[str, ...]]:
    rows = list(csv.reader(io.StringIO(data(published, "list.csv").decode("utf-8-sig"))))[1:]
    assert all(not cell.startswith(("=", "+", "-", "@")) for row in rows for cell in row)
    return [tuple(cell[1:] if cell[:1] == "'" and cell[1:2] in "=+-@" else cell for cell in row) for row in rows]


def in_xlsx(published: Published) -> list[tuple[str, ...]]:
    book = openpyxl.load_workbook(io.BytesIO(data(published, "list.xlsx")))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell.coordinate for cell in cells if cell.data_type == "f"]
    return [tuple("" if value is None else str(value) for value in row) for row in list(book.worksheets[0].values)[1:]]


def in_json(published: Published) -> list[tuple[str, ...]]:
    return [tuple(entry.values()) for entry in json.loads(data(published, "notice.json"))["teachers"]]


def in_docx(published: Published) -> list[tuple[str, ...]]:
    table = docx.Document(io.BytesIO(data(published, "notice.docx"))).tables[0]
    return [tuple(cell.text for cell in row.cells) for row in table.rows[1:]]


class Cells(HTMLParser):
    """The cells of the first table, and every tag that stands in the page."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.tags: set[str] = set()
        self.tables, self.inside = 0, False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.tables += tag == "table"
        if tag == "tr":
            self.rows.append([])
        if tag == "td" and self.tables == 1:
            self.rows[-1].append("")
        self.inside = tag == "bdi" and self.tables == 1

    def handle_endtag(self, tag: str) -> None:
        self.inside = False

    def handle_data(self, text: str) -> None:
        if self.inside:
            self.rows[-1][-1] += text


def in_html(published: Published) -> list[tuple[str, ...]]:
    parser = Cells()
    parser.feed(data(published, "notice.html").decode())
    assert not parser.tags & {"script", "b", "img", "iframe", "link"}
    assert not re.search(r"https?://(?!a\.b)", data(published, "notice.html").decode())
    return [tuple(row) for row in parser.rows if row]


@pytest.mark.parametrize("reader", [in_csv, in_xlsx, in_json, in_docx, in_html])
def test_the_list_is_the_same_in_every_format(published: Published, reader: object) -> None:
    rows = reader(published)  # type: ignore[operator]
    assert rows == mover_rows(published.listed)
    assert set(NAMES) <= {row[1] for row in rows}


def test_totals_recompute_from_the_rows_of_the_same_file(published: Published) -> None:
    said = json.loads(data(published, "notice.json"))
    assert said["moved"] == len(said["teachers"])
    assert said["backbone_moved"] == sum(1 for row in said["teachers"] if row["骨干称号"])
    assert [(ratio["part"], ratio["whole"]) for ratio in said["ratios"][:2]] == [
        (said["moved"], said["eligible"]), (said["backbone_moved"], said["moved"]),
    ]  # fmt: skip
    book = openpyxl.load_workbook(io.BytesIO(data(published, "list.xlsx")))
    rows = list(book.worksheets[0].values)[1:]
    ratios = list(next(sheet for sheet in book if "比例" in sheet.title).values)[1:]
    assert ratios[0][1] == len(rows)
    assert ratios[1][1] == sum(1 for row in rows if row[6])
    for text in ("".join(block.text for block in published.document.blocks), data(published, "notice.html").decode()):
        assert f"拟交流{len(rows)}人" in text


def test_the_sheet_for_filing_adds_up(published: Published) -> None:
    book = openpyxl.load_workbook(io.BytesIO(filing_schedule(published.listed, published.document)))
    rows = list(book.worksheets[0].values)[1:]
    county, plan = published.listed.case.county, published.listed.plan
    total = rows.pop()
    for i in range(3, 14):
        assert total[i] == sum(row[i] or 0 for row in rows)
    everybody = len(county.teachers)
    assert (total[4], total[5], total[6], total[7]) == (
        everybody, len(plan.moves) + len(plan.principals), len(plan.moves) + len(plan.principals), everybody,
    )  # fmt: skip
    assert total[10] == total[13]


def test_the_same_plan_is_the_same_bytes(published: Published) -> None:
    fonts = typeset.choose_fonts([published.document])
    assert docx_of(published.document) == published.files["notice.docx"]
    assert formats(published.document, fonts) == {
        name: content for name, content in published.files.items()
        if name in ("notice.docx", "notice.pdf", "notice.html", "notice-fragment.html", "list.xlsx") or name.startswith("page")
    }  # fmt: skip
    assert workbook_of(published.document) == published.files["list.xlsx"]


def test_nothing_personal_is_published(published: Published) -> None:
    texts = "\n".join(
        data(published, name).decode("utf-8-sig")
        for name in published.files
        if name.endswith((".html", ".json", ".csv"))
    )
    people = published.listed.case.county.teachers
    for move in published.listed.plan.moves:
        assert f'"{move.teacher_id}"' not in texts
        assert f">{move.teacher_id}<" not in texts
    assert "km" not in json.loads(data(published, "notice.json"))["teachers"][0]
    assert not {word for word in people.exemption if word} & set(re.findall(r"[\u4e00-\u9fff]+", texts))


def test_word_gets_its_elements_in_order(published: Published) -> None:
    """Word calls a file damaged whose properties are not in the schema's order; LibreOffice does not mind."""
    order = {
        "pPr": [
            "pStyle",
            "keepNext",
            "keepLines",
            "autoSpaceDE",
            "autoSpaceDN",
            "snapToGrid",
            "spacing",
            "ind",
            "jc",
            "rPr",
            "sectPr",
        ],
        "rPr": ["rFonts", "b", "spacing", "sz", "lang"],
        "tblPr": ["tblStyle", "tblW", "jc", "tblLayout", "tblCellMar", "tblLook"],
        "tcPr": ["tcW", "vAlign"],
        "sectPr": ["footerReference", "type", "pgSz", "pgMar", "cols", "docGrid"],
    }
    package = docx.Document(io.BytesIO(data(published, "notice.docx")))
    seen = set()
    for element in ElementTree.fromstring(package.element.xml).iter():
        tag = element.tag.split("}")[1]
        if tag in order:
            places = [order[tag].index(child.tag.split("}")[1]) for child in element]
            assert places == sorted(places), (tag, [child.tag for child in element])
            seen.add(tag)
    assert seen == set(order)


def test_a_letter_no_font_has_is_refused(published: Published) -> None:
    with pytest.raises(Exception, match=r"U\+F0000"):
        typeset.choose_fonts([web_safe(published, "\U000f0000")])


def web_safe(published: Published, letter: str) -> Document:

    return replace(published.document, organ=letter)


def test_the_fragment_is_in_the_page(published: Published) -> None:
    assert web.fragment(published.document) in web.whole_page(published.document)
    assert DAY.isoformat() in web.fragment(published.document)
