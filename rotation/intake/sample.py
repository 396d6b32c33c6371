"""Fictional counties of any size, by seed: every place, school and person in them is invented.

The proportions follow published counties of like size: about a third of the schools are junior
secondary; town centres and villages lose pupils, city schools gain them; villages are over quota yet
short of English, arts, PE and science; backbone teachers gather in the city.
"""

from __future__ import annotations

import csv
import datetime
import io
import random
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rotation.county.schema import TABLES
from rotation.intake.sample_people import Row, invent_teacher
from rotation.intake.template import county_workbook

YEAR = 2026  # the plan year the ages and dates are drawn for

_TOWNS = [
    "云川街道", "东塘镇", "柳桥镇", "白沙镇", "石浦镇", "南荡镇", "河口镇", "丰湖镇", "北圩镇", "青墩镇",
]  # fmt: skip
_VILLAGES = [
    "前进", "新民", "三桥", "沙头", "杨湾", "长圩", "双港", "顾庄", "新坝", "西堤",
    "团结", "老街", "马塘", "曹家", "五星", "红旗", "花园", "东风", "永兴", "朝阳",
]  # fmt: skip
# Weekly periods of a subject over the stage's years: the shares of the posts.
_PERIODS = {
    "小学": {
        "语文": 40, "数学": 25, "英语": 9, "道德与法治": 14, "科学": 10, "体育": 20,
        "音乐": 11, "美术": 11, "信息科技": 4, "劳动": 6, "心理健康": 2,
    },
    "初中": {
        "语文": 17, "数学": 14, "英语": 12, "物理": 5, "化学": 3, "生物学": 5, "历史": 6, "地理": 4,
        "道德与法治": 6, "体育": 9, "音乐": 3, "美术": 3, "信息科技": 2, "心理健康": 1,
    },
}  # fmt: skip
# How the staff differs from the need: villages have too much of what the city has too little of.
_SKEW = {
    "城区": {"语文": 0.97, "数学": 0.98, "英语": 1.06, "音乐": 1.12, "美术": 1.12, "科学": 1.05},
    "镇区": {"语文": 1.03, "数学": 1.02, "音乐": 0.9, "美术": 0.9, "科学": 0.93, "信息科技": 0.9},
    "乡村": {
        "语文": 1.16, "数学": 1.13, "英语": 0.78, "音乐": 0.55, "美术": 0.55, "体育": 0.8, "科学": 0.75,
        "信息科技": 0.6, "物理": 0.85, "化学": 0.85, "心理健康": 0.3, "历史": 0.9, "地理": 0.85,
    },
}  # fmt: skip
_SIZE = {("小学", "城区"): 95, ("小学", "镇区"): 62, ("小学", "乡村"): 24,
         ("初中", "城区"): 110, ("初中", "镇区"): 72, ("初中", "乡村"): 38}  # fmt: skip
_PUPILS = {("小学", "城区"): 17.5, ("小学", "镇区"): 15.5, ("小学", "乡村"): 12.0,
           ("初中", "城区"): 13.4, ("初中", "镇区"): 12.0, ("初中", "乡村"): 9.5}  # fmt: skip
_CLASS = {"城区": 46, "镇区": 42, "乡村": 28}


@dataclass
class Sample:
    """A county's tables: rows of cells by the columns' English names, table by table."""

    tables: dict[str, list[Row]] = field(default_factory=lambda: {table.name: [] for table in TABLES})


def make_sample(schools: int = 76, teachers: int = 4000, seed: str = "2026") -> Sample:
    """Invent a county of `schools` school_ids and `teachers` people; the same arguments, the same county."""
    return _Maker(schools, teachers, random.Random(f"{seed}/{schools}/{teachers}")).make()


class _Maker:
    def __init__(self, schools: int, teachers: int, rng: random.Random) -> None:
        self.schools, self.teachers, self.rng = schools, teachers, rng
        self.sample = Sample()
        self.rows = self.sample.tables

    def make(self) -> Sample:
        self.make_schools()
        staff = self.share_out(self.teachers, [self.size(school) for school in self.rows["schools"]])
        for school, count in zip(self.rows["schools"], staff, strict=True):
            self.make_staff(school, count)
            self.make_numbers(school, count)
        self.make_wishes()
        self.make_pins()
        self.make_teams()
        for school in self.rows["schools"]:
            school.pop("_staff")
        for teacher in self.rows["teachers"]:
            teacher.pop("_movable")
        return self.sample

    def share_out(self, total: int, weights: Sequence[float]) -> list[int]:
        """`total` split by `weights` into whole numbers, largest remainders first."""
        exact = [total * weight / sum(weights) for weight in weights]
        counts = [int(part) for part in exact]
        order = sorted(range(len(exact)), key=lambda i: counts[i] - exact[i])
        for i in order[: total - sum(counts)]:
            counts[i] += 1
        return counts

    def size(self, school: Row) -> float:
        half = 0.7 if school["name"].endswith("实验学校") else 1.0
        return half * _SIZE[school["stage"], school["location"]] * self.rng.uniform(0.75, 1.3)

    def make_schools(self) -> None:
        towns = max(2, round(self.schools / 7.6))
        names = [(_TOWNS[i] if i < len(_TOWNS) else f"新{i}镇") for i in range(towns)]
        in_town = self.share_out(self.schools, [2.6] + [1.0] * (towns - 1))
        number = 0
        for i, (town, count) in enumerate(zip(names, in_town, strict=True)):
            angle = self.rng.uniform(0, 6.283)
            far = 0.0 if i == 0 else self.rng.uniform(0.08, 0.27)
            centre = (121.0 + far * 1.15 * random_cos(angle), 32.5 + far * random_cos(angle - 1.5708))
            short = town.removesuffix("街道").removesuffix("镇")
            for j in range(count):
                number += 1
                stage = self.stage_of(j, count)
                location = "城区" if i == 0 else "镇区" if j < 2 else "乡村"
                name = self.school_name(short, stage, location, j)
                lon = centre[0] + self.rng.gauss(0, 0.018 if i == 0 else 0.03)
                lat = centre[1] + self.rng.gauss(0, 0.015 if i == 0 else 0.025)
                for own in ("小学", "初中") if stage == "九年" else (stage,):
                    weak = location != "城区" and self.rng.random() < (0.1 if location == "镇区" else 0.16)
                    self.rows["schools"].append(
                        {
                            "school_id": f"3206{number:04d}", "name": name, "stage": own,
                            "location": location, "township": town,
                            "group": f"{short}教育集团" if i == 0 and j % 3 == 0 else "",
                            "weak": "是" if weak else "否",
                            "lon": f"{lon:.5f}", "lat": f"{lat:.5f}", "_staff": 0,
                        }
                    )  # fmt: skip

    def stage_of(self, j: int, count: int) -> str:
        if j == 3 and self.rng.random() < 0.4:
            return "九年"
        return "初中" if j % 3 == 1 else "小学"

    def school_name(self, short: str, stage: str, location: str, j: int) -> str:
        if stage == "九年":
            return f"{short}实验学校"
        if location == "城区":
            return f"{short}第{j // 3 + 1}初级中学" if stage == "初中" else f"{short}第{j + 1 - (j + 1) // 3}小学"
        if location == "镇区":
            return f"{short}初级中学" if stage == "初中" else f"{short}中心小学"
        village = _VILLAGES[(j + len(short) + len(self.rows["schools"])) % len(_VILLAGES)]
        return f"{short}{village}{'初级中学' if stage == '初中' else '小学'}"

    def make_numbers(self, school: Row, staff: int) -> None:
        """Pupils, classes, posts and demand to fit a staff of that size."""
        place, stage = school["location"], school["stage"]
        pupils = max(20, round(staff * _PUPILS[stage, place] * self.rng.uniform(0.88, 1.12)))
        low, high = {"城区": (1.0, 1.07), "镇区": (0.97, 1.05), "乡村": (0.96, 1.12)}[place]
        school["pupils"] = pupils
        school["classes"] = max(1, round(pupils / (_CLASS[place] * self.rng.uniform(0.92, 1.08))))
        school["staff_quota"] = round(staff * self.rng.uniform(low, high))
        senior = sum(
            1 for teacher in self.rows["teachers"][-staff:] if teacher["title"] in ("正高级", "高级")
        ) if staff else 0  # fmt: skip
        school["senior_posts"] = "" if self.rng.random() < 0.1 else senior + self.rng.choice((0, 0, 1, 1, 2, 3))
        periods = _PERIODS[stage]
        needed = self.share_out(max(1, round(staff * self.rng.uniform(0.97, 1.02))), list(periods.values()))
        for subject, count in zip(periods, needed, strict=True):
            if count:
                self.rows["demand"].append(
                    {"school_id": school["school_id"], "stage": stage, "subject": subject, "required": count}
                )

    def make_staff(self, school: Row, count: int) -> None:
        stage, place = school["stage"], school["location"]
        school["_staff"] = count
        periods = {
            subject: share * _SKEW[place].get(subject, 1.0) * self.rng.uniform(0.9, 1.1)
            for subject, share in _PERIODS[stage].items()
        }
        subjects = [
            subject
            for subject, number in zip(periods, self.share_out(count, list(periods.values())), strict=True)
            for _ in range(number)
        ]
        self.rng.shuffle(subjects)
        has_principal = any(
            row["school_id"] == school["school_id"] and row["post"] == "校长" for row in self.rows["teachers"]
        )
        for i, subject in enumerate(subjects):
            post = "教师"
            if i == 0 and not has_principal:
                post = "校长"
            elif i in (1, 2)[: 1 if count < 40 else 2]:
                post = "副校长"
            elif i < count * 0.08:
                post = "中层"
            number = len(self.rows["teachers"]) + 1
            self.rows["teachers"].append(invent_teacher(self.rng, YEAR, number, school, subject, post, tuple(periods)))

    def make_wishes(self) -> None:
        by_stage: dict[str, list[Row]] = {}
        for school in self.rows["schools"]:
            by_stage.setdefault(school["stage"], []).append(school)
        for teacher in self.rows["teachers"]:
            others = [s["school_id"] for s in by_stage[teacher["stage"]] if s["school_id"] != teacher["school_id"]]
            if self.rng.random() < 0.25:
                chosen = self.rng.sample(others, min(len(others), self.rng.randint(1, 4)))
                for rank, school_id in enumerate(chosen, start=1):
                    self.rows["wishes"].append(
                        {"teacher_id": teacher["teacher_id"], "rank": rank, "school_id": school_id}
                    )

    def movable(self, location: str) -> list[Row]:
        where = {(s["school_id"], s["stage"]): s["location"] for s in self.rows["schools"]}
        return [
            teacher
            for teacher in self.rows["teachers"]
            if teacher["_movable"] and where[teacher["school_id"], teacher["stage"]] == location
        ]

    def make_pins(self) -> None:
        pool = self.rng.sample(self.movable("城区"), min(len(self.movable("城区")), self.teachers // 300))
        for i, teacher in enumerate(pool):
            kind = ("不得交流", "排除学校", "必须交流")[i % 3]
            wished = [w["school_id"] for w in self.rows["wishes"] if w["teacher_id"] == teacher["teacher_id"]]
            others = [
                s["school_id"]
                for s in self.rows["schools"]
                if s["stage"] == teacher["stage"] and s["school_id"] not in (teacher["school_id"], *wished)
            ]
            school = self.rng.choice(others) if kind == "排除学校" and others else ""
            if kind == "排除学校" and not school:
                continue
            self.rows["pins"].append(
                {
                    "teacher_id": teacher["teacher_id"],
                    "kind": kind,
                    "school_id": school,
                    "reason": "局务会研究",
                }
            )

    def make_teams(self) -> None:
        pinned = {pin["teacher_id"] for pin in self.rows["pins"]}
        pool: dict[str, list[str]] = {}
        for teacher in self.movable("城区"):
            if teacher["teacher_id"] not in pinned:
                pool.setdefault(teacher["stage"], []).append(teacher["teacher_id"])
        for i in range(self.teachers // 1000):
            members = pool.get("初中" if i % 2 else "小学", [])
            if len(members) < 10:
                continue
            for teacher_id in sorted(self.rng.sample(members, 2 + i % 2)):
                members.remove(teacher_id)
                self.rows["teams"].append({"team": f"支教团队{i + 1}", "teacher_id": teacher_id})


def random_cos(angle: float) -> float:
    """Cosine by its series: the same digits with every C library."""
    angle = (angle + 3.141592653589793) % 6.283185307179586 - 3.141592653589793
    total, part = 0.0, 1.0
    for i in range(1, 14):
        total += part
        part *= -angle * angle / ((2 * i - 1) * (2 * i))
    return total


def as_csv(sample: Sample) -> dict[str, bytes]:
    """File name to content: UTF-8 with BOM and English headers; empty tables are left out."""
    tables = {table.name: sample.tables[table.name] for table in TABLES}
    return {f"{name}.csv": csv_table(name, rows) for name, rows in tables.items() if rows}


def csv_table(name: str, rows: Sequence[Mapping[str, Any]], *, chinese: bool = False) -> bytes:
    """One table as a CSV file: UTF-8 with BOM, English headers or Chinese ones, blanks for None."""
    table = next(table for table in TABLES if table.name == name)
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([column.header if chinese else column.name for column in table.columns])
    writer.writerows([_blank(row.get(column.name)) for column in table.columns] for row in rows)
    return text.getvalue().encode("utf-8-sig")


def _blank(value: Any) -> Any:
    return "" if value is None else value


def as_workbook(sample: Sample) -> bytes:
    """A workbook with Chinese sheets and headers, as an office would keep it: the template, filled in."""
    return county_workbook("虚构样例县（所有学校和人员均为虚构）", datetime.date(YEAR, 6, 30), sample.tables)
