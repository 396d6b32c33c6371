"""The document as .docx: the layout of GB/T 9704-2012 in the fonts officers have."""

from __future__ import annotations

import copy
import datetime
import io
import zipfile
from collections.abc import Sequence
from typing import Any

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt
from docx.text.paragraph import Paragraph

from rotation.notice.document import Document, Table

BODY, TITLE, HEADING, SUBHEADING, NUMBERS = "仿宋", "方正小标宋简体", "黑体", "楷体", "宋体"
_LINE = Pt(28.95)  # 22 lines on 225 mm
_CLOSER = -4  # twentieths of a point a character, so that 28 of 16 pt stand on 156 mm
_EPOCH = (1980, 1, 1, 0, 0, 0)
_ALIGN = {"left": WD_ALIGN_PARAGRAPH.LEFT, "center": WD_ALIGN_PARAGRAPH.CENTER, "right": WD_ALIGN_PARAGRAPH.RIGHT}


def docx_of(*documents: Document) -> bytes:
    """The finished file, each document from a new page on; the same documents, the same bytes.

    Several are of one kind: the page and its foot are the first one's.
    """
    writer = _Writer(documents[0])
    for i, document in enumerate(documents):
        writer.add(document, new_page=i > 0)
    return writer.content()


class _Writer:
    def __init__(self, document: Document) -> None:
        self.document = document
        self.file = docx.Document()
        self.size = 11.0 if document.compact else 16.0
        self.line = Pt(18) if document.compact else _LINE
        self._kinds_of_cell: dict[tuple[str, str], Any] = {}
        self._settle()

    def add(self, document: Document, *, new_page: bool) -> None:
        """Write what `document` says, at the end."""
        self.document = document
        size, height = (18, Pt(26)) if document.compact else (22, Pt(36))
        for line in document.title_lines:
            made = self._paragraph(line, TITLE, size, align=WD_ALIGN_PARAGRAPH.CENTER, line=height, bold=False)
            made.paragraph_format.page_break_before = True if new_page else None
            new_page = False
        self._paragraph("", BODY, self.size)
        for i, block in enumerate(self.document.blocks):
            typeface = {"heading": HEADING, "subheading": SUBHEADING}.get(block.kind, BODY)
            heading = typeface != BODY
            made = self._paragraph(block.text, typeface, self.size, indent=block.kind != "to", justify=not heading)
            made.paragraph_format.keep_with_next = heading or i >= len(self.document.blocks) - self.document.closing
        for table in self.document.tables:
            self._paragraph("", BODY, self.size, line=Pt(9) if document.compact else None)
            self._paragraph(table.title, HEADING, self.size + 1).paragraph_format.keep_with_next = True
            wide = sum(column.width for column in table.columns)
            self._grid(table, self._text_width / wide)
        if self.document.annexes:
            kept = [self._paragraph("", BODY, 16)]
            kept += [self._paragraph(name, BODY, 16, indent=True) for name in self.document.annex_names]
            for paragraph in kept:
                paragraph.paragraph_format.keep_with_next = True
        if self.document.organ:
            self._sign()
        for i, annex in enumerate(self.document.annexes):
            self._annex(annex, self.document.annex_label(i))

    def content(self) -> bytes:
        packed = io.BytesIO()
        self.file.save(packed)
        return _dated(packed.getvalue())

    def _settle(self) -> None:
        """Properties, language, page, page numbers odd and even."""
        core = self.file.core_properties
        moment = datetime.datetime.combine(self.document.dated, datetime.time())
        core.title, core.author, core.last_modified_by = self.document.name, self.document.organ, self.document.organ
        core.comments, core.keywords, core.revision = "", "", 1
        core.created = core.modified = moment
        style: Any = self.file.styles["Normal"]
        style.font.name, style.font.size = BODY, Pt(16)
        fonts = style.element.rPr.rFonts
        for name in ("w:ascii", "w:hAnsi", "w:eastAsia", "w:cs"):
            fonts.set(qn(name), BODY)
        language = OxmlElement("w:lang")
        language.set(qn("w:val"), "zh-CN")
        language.set(qn("w:eastAsia"), "zh-CN")
        style.element.rPr.append(language)
        properties = style.element.get_or_add_pPr()
        for name in ("w:autoSpaceDE", "w:autoSpaceDN"):  # no gap between Chinese and digits: a line has 28 characters
            _insert(properties, _flag(name, on=False), "w:snapToGrid", "w:spacing", "w:ind", "w:jc")
        self.file.settings.odd_and_even_pages_header_footer = True
        section = self.file.sections[0]
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(37), Mm(35)
        section.left_margin, section.right_margin = Mm(28), Mm(26)
        section.footer_distance = Mm(23)
        if self.document.compact:
            section.top_margin = section.bottom_margin = Mm(22)
            section.left_margin = section.right_margin = Mm(22)
            section.footer_distance = Mm(12)
        grid = OxmlElement("w:docGrid")
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), "360" if self.document.compact else "579")
        for old in section._sectPr.findall(qn("w:docGrid")):
            section._sectPr.remove(old)
        section._sectPr.append(grid)
        for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
            paragraph = footer.paragraphs[0]
            paragraph.alignment = _ALIGN[side]
            edge = paragraph.paragraph_format
            edge.left_indent, edge.right_indent = (Pt(14), Pt(0)) if side == "left" else (Pt(0), Pt(14))
            if self.document.footer:
                _typeface(paragraph.add_run(f"{self.document.footer}　　"), BODY, 9)
            for text in ("— ", None, " —"):
                self._number(paragraph, text)

    def _number(self, paragraph: Any, text: str | None) -> None:
        """Text, or the page's number, in the typeface of page numbers."""
        run = paragraph.add_run(text or "")
        _typeface(run, NUMBERS, 14)
        if text is None:
            for kind, code in (("begin", ""), ("", "PAGE"), ("end", "")):
                element = OxmlElement("w:fldChar" if kind else "w:instrText")
                if kind:
                    element.set(qn("w:fldCharType"), kind)
                else:
                    element.text = code
                run._r.append(element)

    def _paragraph(
        self, text: str, typeface: str, size: float, *, indent: bool = False, align: Any = None, justify: bool = False,
        line: Any = None, bold: bool = False,
    ) -> Any:  # fmt: skip
        line = line or self.line
        paragraph: Any = self.file.add_paragraph()
        form = paragraph.paragraph_format
        form.space_before = form.space_after = Pt(0)
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, line
        paragraph.alignment = align if align is not None else WD_ALIGN_PARAGRAPH.JUSTIFY if justify else None
        if indent:
            form.first_line_indent = Pt(2 * self.size)
            paragraph._p.pPr.find(qn("w:ind")).set(qn("w:firstLineChars"), "200")
        if line != self.line:
            _insert(paragraph._p.get_or_add_pPr(), _flag("w:snapToGrid", on=False), "w:spacing", "w:ind", "w:jc")
        run = paragraph.add_run(text)
        _typeface(run, typeface, size)
        run.bold = bold
        if size == 16:
            spacing = OxmlElement("w:spacing")
            spacing.set(qn("w:val"), str(_CLOSER))
            _insert(run._r.rPr, spacing, "w:w", "w:kern", "w:position", "w:sz", "w:szCs")
        return paragraph

    def _sign(self) -> None:
        """The organ centred over the date, which ends four characters from the edge."""
        for paragraph in (*self.file.paragraphs[-1:], *(self._paragraph("", BODY, 16) for _ in range(2))):
            paragraph.paragraph_format.keep_with_next = True
        wide = 16 * max(len(self.document.organ), 10)
        for text in (self.document.organ, self.document.date):
            made = self._paragraph(text, BODY, 16, align=WD_ALIGN_PARAGRAPH.CENTER)
            made.paragraph_format.left_indent = Mm(156) - Pt(wide + 64)
            made.paragraph_format.right_indent = Pt(64)
            made.paragraph_format.keep_with_next = text == self.document.organ

    def _annex(self, table: Table, label: str) -> None:
        section = self.file.add_section(WD_SECTION.NEW_PAGE)
        section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(297), Mm(210)
        section.top_margin, section.bottom_margin = Mm(28), Mm(26)
        section.left_margin, section.right_margin = Mm(35), Mm(37)
        section.footer_distance = Mm(15)
        for grid in section._sectPr.findall(qn("w:docGrid")):
            section._sectPr.remove(grid)
        self._paragraph(label, HEADING, 16)
        self._paragraph(table.title, TITLE, 18, align=WD_ALIGN_PARAGRAPH.CENTER, line=Pt(32))
        self._grid(table, 1)

    @property
    def _text_width(self) -> float:
        """Millimetres between the margins of an upright page."""
        return 166.0 if self.document.compact else 156.0

    def _grid(self, table: Table, unit: float) -> None:
        """The table itself with its notes; a column of `width` 1 is `unit` millimetres wide."""
        made = self.file.add_table(rows=1 + len(table.rows), cols=len(table.columns))
        made.style, made.alignment, made.autofit = "Table Grid", WD_TABLE_ALIGNMENT.CENTER, False
        _insert(made._tbl.tblPr, _cell_margins(), "w:tblLook")
        for column, place in zip(table.columns, made.columns, strict=True):
            place.width = Mm(column.width * unit)
        # Row by row over the XML: asking python-docx for each cell is quadratic in the rows.
        for i, row in enumerate(made._tbl.tr_lst):
            _row(row, header=i == 0)
            texts: Sequence[str] = [column.header for column in table.columns] if i == 0 else table.rows[i - 1]
            for column, cell, text in zip(table.columns, row.tc_lst, texts, strict=True):
                cell.width = Mm(column.width * unit)
                self._cell(cell, text, HEADING if i == 0 else BODY, "center" if i == 0 else column.align)
        for note in table.notes:
            self._paragraph(note, BODY, self.small, line=Pt(self.small + 8))

    @property
    def small(self) -> float:
        """Points of the characters in tables."""
        return 10.0 if self.document.compact else 12.0

    def _cell(self, cell: Any, text: str, typeface: str, align: str) -> None:
        middle = OxmlElement("w:vAlign")
        middle.set(qn("w:val"), "center")
        cell.get_or_add_tcPr().append(middle)
        if (typeface, align) not in self._kinds_of_cell:
            paragraph = Paragraph(cell.p_lst[0], cell)
            paragraph.alignment = _ALIGN[align]
            form = paragraph.paragraph_format
            form.space_before = form.space_after = Pt(0)
            form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(self.small + 6)
            run: Any = paragraph.add_run()
            _typeface(run, typeface, self.small)
            language = OxmlElement("w:lang")
            # Of what is Latin: called Chinese, a number or an option is broken anywhere.
            language.set(qn("w:val"), "en-US")
            run._r.rPr.append(language)
            self._kinds_of_cell[typeface, align] = copy.deepcopy(paragraph._p)
        # A copy: to give every cell its form anew takes ten times as long, and a county's pages have 60,000.
        made = copy.deepcopy(self._kinds_of_cell[typeface, align])
        cell.replace(cell.p_lst[0], made)
        made.r_lst[0].text = text


def _typeface(run: Any, typeface: str, size: float) -> None:
    run.font.name, run.font.size = typeface, Pt(size)
    run._r.rPr.rFonts.set(qn("w:eastAsia"), typeface)


def _insert(parent: Any, child: Any, *successors: str) -> None:
    """Put `child` where the schema wants it, before its successors: Word refuses a file out of order."""
    parent.insert_element_before(child, *successors)


def _flag(name: str, *, on: bool) -> Any:
    element = OxmlElement(name)
    element.set(qn("w:val"), "1" if on else "0")
    return element


def _cell_margins() -> Any:
    """A millimetre left and right of the text of a cell, half of Word's own."""
    margins = OxmlElement("w:tblCellMar")
    for side in ("left", "right"):
        edge = OxmlElement(f"w:{side}")
        edge.set(qn("w:w"), "57")
        edge.set(qn("w:type"), "dxa")
        margins.append(edge)
    return margins


def _row(row: Any, *, header: bool) -> None:
    """A row that is not split between pages; the first is repeated on each."""
    properties = row.get_or_add_trPr()
    for name in ("w:cantSplit", *(("w:tblHeader",) if header else ())):
        properties.append(OxmlElement(name))


def _dated(packed: bytes) -> bytes:
    """The same archive with every member's date fixed, so that the bytes do not tell when it was made."""
    result = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as source, zipfile.ZipFile(result, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(name))
    return result.getvalue()
