"""Which sheet is which table, by its headers first and by its name where these leave it open; and what its rows hold."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rotation.county.schema import Table
from rotation.errors import Note
from rotation.intake.grid import Grid
from rotation.intake.headers import matched
from rotation.intake.layout import Header, Layout
from rotation.intake.mapping.headers import places_of
from rotation.intake.mapping.proposal import LEFT_OUT, Certainty, Kind, Ledger, Proposal
from rotation.intake.mapping.sources import Sheet
from rotation.intake.mapping.tables import BUREAU_SCHOOLS, COUNTY_LISTS, ROSTER, SOURCES, SUB_TABLES
from rotation.intake.merging import filled_down
from rotation.intake.naming import alike
from rotation.intake.skipping import Skipped
from rotation.intake.texts import text_of

_SPEAKS_OF = ("teacher_id", "name", "id_number", "school", "school_id")  # columns that say of whom a row speaks
_NAMES = {
    "teaching": r"任教|教育教学|任课|授课", "positions": r"岗位聘任|行政职务|任职情况|干部|^职务", "honours": r"骨干|称号",
    "appointments": r"专业技术职务|职称|聘任", "exchanges": r"交流轮岗|轮岗|交流情况", "reviews": r"年度考核|^考核",
    "conduct": r"师德", "roster": r"基本信息|基础信息|花名册|教职工|教师信息|教师基本|人员", "bureau_schools": r"学校|校情|办学",
}  # fmt: skip
_SCHOOL_ABOVE = re.compile(r"(?:填报|上报|报送)?(?:单位|学校)(?:名称)?(?:\((?:盖章|公章|章)\))?[:：]\s*(\S+?)(?:\((?:盖章|公章|章)\).*)?$")  # fmt: skip
_SCHOOL_IN = re.compile(
    r"(?:\d{4}(?:[-—]\d{4})?(?:学年度?|年度?)?)?[\W_]*(\S*?(?:小学|中学|学校|教学点|中心校|完小|校区))"
)
_FOUND_IN_FORM = 30


@dataclass
class Stage:
    """A table's rows out of all its sheets: raw cells by column, and where each row stands.

    `places` are the sheets' names and `at` says of each row which of them it is of; `rows` are the sheet's own numbers.
    """

    table: Table
    columns: dict[str, list[Any]]
    places: list[str]
    at: list[int]
    rows: list[int]

    @classmethod
    def empty(cls, table: Table) -> Stage:
        return cls(table, {}, [], [], [])

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> list[Any]:
        """The raw cells of a column, None where a row's sheet has none."""
        return self.columns.get(name) or [None] * len(self)

    def address(self, row: int) -> str:
        """Where row `row` of the stage stands in the officer's files."""
        return f"{self.places[self.at[row]]} 第{self.rows[row]}行"

    def add(self, place: str, rows: Sequence[int], columns: dict[str, list[Any]]) -> None:
        """Take in the rows of one more sheet."""
        before = len(self)
        for name, cells in columns.items():
            self.columns.setdefault(name, [None] * before).extend(cells)
        for cells in self.columns.values():
            cells.extend([None] * (before + len(rows) - len(cells)))
        self.at.extend([len(self.places)] * len(rows))
        self.places.append(place)
        self.rows.extend(rows)


def staged(sheets: Sequence[Sheet], ledger: Ledger, notes: list[Note]) -> tuple[dict[str, Stage], list[str]]:
    """The rows of all sheets by table, and the places of the sheets that are none."""
    stages = {table.name: Stage.empty(table) for table in SOURCES}
    unused = []
    for sheet in sheets:
        table = _table_of(sheet, ledger)
        header = None if table is None else sheet.header(table)
        if table is None or header is None:
            unused.append(sheet.place)
            continue
        _take(sheet, table, header, stages[table.name], ledger, notes)
    return stages, unused


def _table_of(sheet: Sheet, ledger: Ledger) -> Table | None:
    """The table a sheet is, as confirmed or proposed; None for one that is none, which is asked only where in doubt."""
    scores = sorted(((_score(table, sheet), -i) for i, table in enumerate(SOURCES)), reverse=True)
    (best, at), (second, _) = scores[:2]
    table = SOURCES[-at]
    if best <= 0:
        return None
    sure = best - second >= 1 or _named(table, sheet.name) > _named(SOURCES[-scores[1][1]], sheet.name)
    name = re.sub(r"\.(csv|txt|tsv)$", "", sheet.name.rsplit("/", 1)[-1])
    text = f"{name}（{_headers(sheet, table)}）"
    certainty = Certainty.CERTAIN if sure else Certainty.LIKELY
    known = {known.sheet: known for known in SOURCES}
    asked = Proposal(
        Kind.SHEET, "", text, table.sheet, certainty, sheet.grid.height, (*known, LEFT_OUT), shown=sheet.place
    )
    return known.get(ledger.ask(asked))


def _headers(sheet: Sheet, table: Table) -> str:
    """The first headers of a sheet, by which it is known again next year whatever its file is called."""
    header = sheet.header(table)
    texts = [] if header is None else [re.sub(r"\s", "", text) for text in header.texts if text]
    return "、".join(texts[:4]) + ("…" if len(texts) > 4 else "")


def _score(table: Table, sheet: Sheet) -> float:
    """How many of a sheet's headers are the table's; 0 where it cannot be that table."""
    header = sheet.header(table)
    if header is None:
        return 0
    found = {match.column.name for text in header.texts if (match := matched(table, text))}
    own = found.difference(_SPEAKS_OF)
    if table is ROSTER:
        fits = "name" in found and len(own & {"gender", "birth", "joined", "title", "subject"}) > 1
        fits = fits and bool(found & {"gender", "birth", "joined"})
    elif table is BUREAU_SCHOOLS:
        fits = "name" in found and len(own - {"group", "weak", "township"}) > 0 and not _speaks_of_people(header)
    elif table in SUB_TABLES:
        needed = {column.name for column in table.columns if column.required} - {"name"}
        fits = needed <= found and bool(found & {"name", "teacher_id", "id_number"})
    else:
        needed = {column.name for column in table.columns if column.required} - {"teacher_id", "school_id"}
        fits = table in COUNTY_LISTS and needed <= found and len(found) >= len(table.key) and len(own) >= len(needed)
        fits = fits and alike(sheet.name) is not None and alike(sheet.name).name == table.name  # type: ignore[union-attr]
    return len(found) + 1.5 * _named(table, sheet.name) if fits else 0


def _speaks_of_people(header: Header) -> bool:
    return any(
        match.column.name in ("name", "gender", "birth") for text in header.texts if (match := matched(ROSTER, text))
    )


def _named(table: Table, name: str) -> bool:
    if table in COUNTY_LISTS:
        found = alike(name)
        return found is not None and found.name == table.name
    return re.search(_NAMES[table.name], name) is not None


def _take(sheet: Sheet, table: Table, header: Header, stage: Stage, ledger: Ledger, notes: list[Note]) -> None:
    """Read a sheet's rows into its table's stage."""
    grid = Grid(sheet.place, sheet.grid.columns, sheet.grid.merged, sheet.grid.hidden)
    places = places_of(table, header, grid, ledger)
    layout = Layout(header.top, header.first, {column: at for column, (at, _) in places.items()},
                    {column.name: text for column, (_, text) in places.items()})  # fmt: skip
    grid = filled_down(table, grid, layout, notes)
    skipped = Skipped(table, grid, layout)
    runs = skipped.data()
    notes.extend(skipped.notes())
    notes.extend(
        Note(f"{fault.place}：{fault.expected}", fault.place, fault.row, fault.column) for fault in skipped.moved
    )
    rows = [i + 1 for run in runs for i in run]
    columns = {
        column.name: [cell for run in runs for cell in grid.columns[at][run.start : run.stop]]
        for column, at in layout.places.items()
    }
    _fill(sheet, table, columns, ledger)
    if table is ROSTER and not {"school", "school_id"} & columns.keys():
        columns["school"] = [_school_of(sheet, header)] * len(rows)
    stage.add(sheet.place, rows, columns)


def _fill(sheet: Sheet, table: Table, columns: dict[str, list[Any]], ledger: Ledger) -> None:
    """Fill schools down where only the first row of each block has one, as a merged column leaves it in a CSV file."""
    for name in ("school", "school_id"):
        cells = columns.get(name, [])
        texts = [text_of(cell) for cell in cells]
        blank = texts.count("")
        if not cells or not texts[0] or not 5 * blank > len(texts) or _other(name, columns):
            continue
        down, kept = "向下填充", "保留空白"
        asked = Proposal(
            Kind.FILL, table.sheet, sheet.name, down, Certainty.LIKELY, blank, (down, kept), shown=sheet.place
        )
        if ledger.ask(asked) == down:
            last = None
            for i, cell in enumerate(cells):
                last = cell if texts[i] else last
                cells[i] = last


def _other(name: str, columns: dict[str, list[Any]]) -> bool:
    """Whether the school stands in another column as well, in every row."""
    other = columns.get("school_id" if name == "school" else "school")
    return other is not None and all(text_of(cell) for cell in other)


def _school_of(sheet: Sheet, header: Header) -> str | None:
    """The school a sheet without such a column is of: named above the table, by the sheet, or by its file."""
    above = [text_of(cell) for i in range(header.first) for cell in sheet.grid.row(i)]
    above = [unicodedata.normalize("NFKC", text) for text in above if text]
    for text in above:
        if (found := _SCHOOL_ABOVE.search(text)) and not re.search(r"局|教体|教育办", found[1]):
            return found[1]
    stem = re.sub(r"\.\w+$", "", sheet.file.rsplit("/", 1)[-1])
    for text in (*above, sheet.name, stem):
        if found := _SCHOOL_IN.match(text):
            return found[1]
    return None
