"""The same county in files that are written otherwise: never another value, unless it was asked for."""

from __future__ import annotations

import random
from pathlib import Path

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from rotation.intake.grid import Grid
from rotation.intake.mapping.proposal import BLANK, Certainty, Kind, Proposal
from rotation.intake.mapping.sources import Sheet, read_sources
from rotation.intake.sample import make_sample
from tests.exports import Sheet as Rows
from tests.exports import as_csv, export
from tests.preparing import by_key, differences, settled

COUNTY = make_sample(6, 60, "m")
SHEETS = export(COUNTY)
KEY = by_key(COUNTY)


def _grid(name: str, rows: Rows) -> Sheet:
    width = max(map(len, rows))
    columns = [[row[at] if at < len(row) else "" for row in rows] for at in range(width)]
    return Sheet(f"{name}.xlsx", name, Grid(name, columns))


def _spelt(rng: random.Random, header: str) -> str:
    """A header as another office writes it."""
    ways = (f"*{header}", f"{header}（必填）", f" {header} ", f"{header[:2]}\n{header[2:]}", f"{header}：")
    return rng.choice(ways)


def written_otherwise(rng: random.Random) -> list[Sheet]:
    """The export with columns and rows in other orders, headers spelt otherwise, titles above and notes below."""
    sheets = []
    for name, (head, *body) in SHEETS.items():
        order = list(range(len(head)))
        if rng.random() < 0.5:
            rng.shuffle(order)
        if rng.random() < 0.5:
            rng.shuffle(body)
        head = [_spelt(rng, text) if rng.random() < 0.25 else text for text in head]
        made: Rows = [[head[at] for at in order], *([row[at] for at in order] for row in body)]
        extra = rng.randrange(4)
        if extra == 1:
            made.insert(0, [f"某县2026年{name}一览表", *[""] * (len(head) - 1)])
        if extra == 2:
            made.append(["注：本表一式两份。", *[""] * (len(head) - 1)])
        if extra == 3:
            made[1:1] = [[""] * len(head)]
        sheets.append(_grid(rng.choice((name, f"附件1：{name}", f"{name}(定稿)")), made))
    rng.shuffle(sheets)
    return sheets


SEEDS = st.integers(0, 2**32)
_ONCE = (Phase.explicit, Phase.generate)  # a seed has no smaller one


@settings(max_examples=8, deadline=None, phases=_ONCE)
@given(SEEDS)
def test_written_otherwise_is_the_same_county(seed: int) -> None:
    prepared, _ = settled(written_otherwise(random.Random(seed)), KEY)
    assert differences(prepared, COUNTY) == []


_GARBLED = {
    "教师基本信息": ("性别", "出生日期(yyyy-MM-dd)", "进本校年月", "人员状态", "教职工号", "学校名称"),
    "教育教学": ("任教学段", "任教课程"), "专业技术职务聘任": ("聘任专业技术职务",), "骨干教师情况": ("骨干称号名称",),
    "岗位聘任": ("校级职务",), "师德考核": ("师德考核结论",), "教基1001": ("学校（机构）驻地城乡类型", "学校（机构）办学类型"),
}  # fmt: skip
_WORDS = ("", "？", "其他", "待定", "#N/A", "甲", "见附件", "3", "2015.1", "85.9", "小学语文", "县城", "未知")


def garbled(rng: random.Random) -> list[Sheet]:
    """The export with words in some cells that say nothing, or something else."""
    sheets = {name: [list(row) for row in rows] for name, rows in SHEETS.items()}
    for _ in range(rng.randint(1, 6)):
        name = rng.choice(sorted(_GARBLED))
        at = [str(text).strip("*") for text in sheets[name][0]].index(rng.choice(_GARBLED[name]))
        if len(sheets[name]) > 1:
            rng.choice(sheets[name][1:])[at] = rng.choice(_WORDS)
    return [_grid(name, rows) for name, rows in sheets.items()]


def _cautious(proposal: Proposal) -> str:
    """An officer who takes what is certain, and elsewhere a blank where there is one."""
    if proposal.certainty is Certainty.CERTAIN or proposal.kind in (Kind.SPLIT, Kind.STANDING, Kind.HEADER, Kind.SHEET):
        return KEY(proposal)
    blank = next((choice for choice in (BLANK, "（不读入）") if proposal.accepts(choice)), None)
    return blank or proposal.meaning or proposal.choices[0]


@settings(max_examples=12, deadline=None, phases=_ONCE)
@given(SEEDS)
def test_what_is_garbled_is_asked_or_left_blank(seed: int) -> None:
    asked: list[Proposal] = []

    def answer(proposal: Proposal) -> str:
        if proposal.certainty is not Certainty.CERTAIN:
            asked.append(proposal)
        return _cautious(proposal)

    prepared, _ = settled(garbled(random.Random(seed)), answer)
    for table, *where in differences(prepared, COUNTY):
        if where[0] == "only in":
            continue
        (key, name, made, _) = where
        named = str(key[0])
        doubted = any(named in proposal.text or proposal.kind in (Kind.VALUE, Kind.SUBJECT) for proposal in asked)
        assert made in (None, (), "教师", "未定级", "合格") or doubted, (table, key, name, made)


def test_encodings_are_one_county(tmp_path: Path) -> None:
    for encoding in ("utf-8", "utf-8-sig", "gb18030", "utf-16"):
        folder = tmp_path / encoding
        folder.mkdir()
        for name, rows in SHEETS.items():
            (folder / f"{name}.csv").write_bytes(as_csv(rows, encoding))
        prepared, _ = settled(read_sources([folder])[0], KEY)
        assert differences(prepared, COUNTY) == [], encoding
