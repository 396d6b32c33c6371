"""Which sheet or file is which table: by its name, by a name like it, or by the headers it holds."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from rotation.county.schema import TABLES, Table
from rotation.intake.grid import Grid
from rotation.intake.layout import find_header, required_found

_MEANT = {
    "schools": ("学校", "单位", "中小学校", "中小学"),
    "teachers": ("教师", "教职工", "老师", "人员", "专任教师", "中小学教师", "学校教师"),
    "demand": ("学科需求", "需求", "岗位需求", "学科岗位需求", "各校学科需求"),
    "wishes": ("志愿", "教师志愿", "交流志愿", "教师交流志愿", "轮岗志愿"),
    "pins": ("指定", "教师指定", "指定交流", "人工指定"),
    "teams": ("组团", "教师组团", "团队", "组团交流"),
}
_AROUND = re.compile(
    r"^(附件|附表|附|表)?\s*[\d一二三四五六七八九十]*\s*[、.:：_-]*|\d{4}(年度?|学年|-\d{4}学年)?|[\d\W_]+"
    r"|工作表|基本|情况|信息|数据|名单|花名册|名册|一览|汇总|统计|明细|登记|采集|导入|模板|全县|全区|全市|义务教育|在职|在编|定稿|最终|表|册|sheet"
)


def alike(name: str) -> Table | None:
    """The table whose name `name` is, apart from such words as 表, 名册, 2026年 or 附件1."""
    bare = _bare(name)
    return next((table for table in TABLES if bare in (*_MEANT[table.name], table.name)), None)


def nameless(name: str) -> bool:
    """Whether a sheet is called what any may be called: Sheet1, 工作表2, 附件3."""
    return not _bare(name)


def _bare(name: str) -> str:
    text = re.sub(r"\.(csv|txt|tsv)$", "", unicodedata.normalize("NFKC", name).strip().lower())
    return _AROUND.sub("", re.sub(r"\([^()]*\)", "", text))


def recognised(grids: Mapping[str, Grid], missing: Sequence[Table]) -> dict[str, list[str]]:
    """For each missing table the names of the sheets that can only be it, by their names or what they hold.

    A table that need not be there is known by what it holds in a sheet whose name says nothing; elsewhere its name
    must say so, for it may be an older one that was put aside.
    """
    found: dict[str, list[str]] = {}
    for table in missing:
        named = [name for name in grids if alike(name) is table and _fits(table, grids[name])]
        if not named:
            fit = [name for name in grids if nameless(name) or (table.required and alike(name) in (None, table))]
            named = [name for name in fit if _likeliest(grids[name]) is table]
        found[table.name] = named
    return found


def _fits(table: Table, grid: Grid) -> bool:
    """Whether a sheet named like the table has its headers: all required ones, or for one that must be there some."""
    header = find_header(table, grid)
    return header is not None and (table.required or required_found(table, header) == _needed(table))


def _likeliest(grid: Grid) -> Table | None:
    """The table of which a sheet has most required headers, those of a whole one counting double, if there is one.

    It has all of them; of a table that must be there half, and three.
    """
    found = []
    for at, table in enumerate(TABLES):
        header = find_header(table, grid)
        count = 0 if header is None else required_found(table, header)
        whole = count == _needed(table)
        enough = whole or (table.required and count >= 3 and 2 * count >= _needed(table))
        found.append((2 * count if whole else count, enough, at))
    (most, enough, at), (second, *_) = sorted(found, reverse=True)[:2]
    return TABLES[at] if enough and most > second else None


def _needed(table: Table) -> int:
    return sum(column.required for column in table.columns)
