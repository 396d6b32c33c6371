"""What `check` shows, against plain counting over the rows of the tables."""

from __future__ import annotations

import io
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from rotation.county.county import NOT_GIVEN
from rotation.county.schema import STAGES
from rotation.intake.sample import make_sample
from rotation.output.html import page
from rotation.output.parts import Field, Part
from rotation.report.check import Overview
from rotation.report.county_notes import county_notes
from rotation.rules.candidates import find_candidates
from rotation.rules.case import Case
from tests.helpers import rotation

ROWS = make_sample(12, 420, "t").tables


@pytest.fixture(scope="module")
def overview(small_case: Case) -> Overview:
    return Overview(small_case, county_notes(find_candidates(small_case)), ())


def table(part: Part) -> list[dict[str, Any]]:
    return [dict(zip((field.header for field in part.fields), row, strict=True)) for row in part.rows]


def test_counts(overview: Overview) -> None:
    lines = {row[""]: row for row in table(overview.summary[0])}
    assert lines["全县"]["教职工"] == len(ROWS["teachers"])
    assert lines["全县"]["学校"] == len({row["school_id"] for row in ROWS["schools"]})
    assert lines["全县"]["编制"] == sum(row["staff_quota"] for row in ROWS["schools"])
    rural = [row for row in ROWS["schools"] if (row["stage"], row["location"]) == ("小学", "乡村")]
    assert lines["小学 乡村"]["学生"] == sum(row["pupils"] for row in rural)


def test_posts_short_and_in_surplus(overview: Overview) -> None:
    have = Counter((t["school_id"], t["stage"], t["subject"]) for t in ROWS["teachers"] if t["post"] != "校长")
    need = Counter({(d["school_id"], d["stage"], d["subject"]): d["required"] for d in ROWS["demand"]})
    short: Counter[tuple[str, str]] = Counter()
    surplus: Counter[tuple[str, str]] = Counter()
    for key in {*have, *need}:
        short[key[1:]] += max(0, need[key] - have[key])
        surplus[key[1:]] += max(0, have[key] - need[key])
    for stage, part in zip(STAGES, overview.subjects, strict=True):
        for row in part.rows:
            assert (row[3], row[5]) == (short[stage, str(row[0])], surplus[stage, str(row[0])])


def test_ages(overview: Overview) -> None:
    count: Counter[tuple[str, int]] = Counter()
    for teacher in ROWS["teachers"]:
        year, month = int(str(teacher["birth"])[:4]), int(str(teacher["birth"])[5:7])
        age = 2026 - year - (month > 9)
        count[teacher["stage"], max(0, min(6, (age - 25) // 5))] += 1
    for row in overview.summary[2].rows:
        assert list(row[1:]) == [count[str(row[0]), band] for band in range(7)]


def test_figures(overview: Overview, small_case: Case) -> None:
    figures = {row["指标"]: row["现状"] for row in table(overview.summary[1])}
    staff = Counter((t["school_id"], t["stage"]) for t in ROWS["teachers"])
    assert figures["超编学校"] == sum(staff[s["school_id"], s["stage"]] > s["staff_quota"] for s in ROWS["schools"])
    teaches = {
        t["school_id"] for t in ROWS["teachers"] if "心理健康" in (t["subject"], *t["other_subjects"].split("、"))
    }
    assert figures["没有心理健康教师的学校"] == len({s["school_id"] for s in ROWS["schools"]} - teaches)
    assert figures["平均班额超过 55 人的学校"] == sum(s["pupils"] > 55 * s["classes"] for s in ROWS["schools"])


def test_schools_by_standard(overview: Overview, small_case: Case) -> None:
    """A small rural school is counted by classes (2 posts each), any other by pupils (19 or 13.5 a post)."""
    name, fields, rows, _ = overview.tables()[0]
    assert name == "各校情况"
    schools = small_case.county.schools
    at = [field.header for field in fields].index("按标准核算")
    for u, row in enumerate(rows):
        pupils, classes = int(schools.pupils[u]), int(schools.classes[u])
        small = schools.tier[u] == 0 and pupils < 200 and classes != NOT_GIVEN
        ratio = (19, 13.5)[int(schools.stage[u])]
        assert row[at] == (2 * classes if small else int(pupils / ratio + 0.5))


def test_the_workbook_opens_and_the_page_is_whole(overview: Overview) -> None:
    book = openpyxl.load_workbook(io.BytesIO(overview.workbook()))
    assert book.sheetnames[:3] == ["一览", "各校情况", "到届校长"]
    assert all(cell.data_type != "f" for sheet in book for row in sheet.iter_rows() for cell in row)
    text = page(overview.title, [*overview.summary, *overview.subjects])
    parser = HTMLParser()
    parser.feed(text)
    assert text.count("<table") == text.count("</table>") == 5
    assert "http" not in text
    assert "<script" not in text


def test_names_are_escaped_on_the_page() -> None:
    text = page("<甲>", [Part("<b>", [Field("&", 1)], [["<script>alert(1)</script>"]])])
    assert "<script" not in text
    assert "&lt;甲&gt;" in text


def test_check_writes_both_and_nothing_else(small_folder: Path, tmp_path: Path) -> None:
    done = rotation("check", small_folder, "--year", 2026, "--out", tmp_path)
    assert done.returncode == 0
    assert {"check.xlsx", "check.html"} <= {path.name for path in tmp_path.iterdir()}
    assert all(len(line.rstrip()) <= 80 for line in done.stdout.splitlines() if line.startswith(("│", "┃")))
