"""个人信息核对表: every fact is the data's own, and what follows from it is what the rules make of it."""

from __future__ import annotations

import io
import re
from typing import Any

import docx
import pypdf
import pytest

from rotation.county.building import build_county
from rotation.county.schema import EXEMPTIONS
from rotation.notice.facts import by_school, fact_sheet, sheets_of
from rotation.notice.formats.docx import docx_of
from rotation.notice.formats.pdf import choose_fonts, pdf
from rotation.rules.case import Case
from rotation.rules.packs import load_policy
from tests.counties import school, tables, teacher

POLICY = load_policy("nantong-2017")


def case_of(*people: dict[str, Any], **others: Any) -> Case:
    schools = [school("S0"), school("S1", location="乡村"), school("S2")]
    return Case(build_county("县", tables(schools, list(people), {("S0", "语文"): 1}, **others)), POLICY, 2026)


def lines(case: Case, teacher_id: str) -> dict[str, tuple[str, str]]:
    sheet = fact_sheet(case, case.county.teacher_index[teacher_id])
    return {name: (recorded, follows) for name, recorded, follows in sheet.tables[0].rows}


def verdict(case: Case, teacher_id: str) -> str:
    return fact_sheet(case, case.county.teacher_index[teacher_id]).blocks[2].text


def test_each_fact_and_what_follows_counted_by_hand() -> None:
    person = teacher("T0", "S0", joined=20200901, birth=19850301, title="高级", backbone="骨干教师",
                     other_subjects=("音乐",), home_lon=120.5, home_lat=32.0)  # fmt: skip
    wishes = [{"teacher_id": "T0", "rank": rank, "school_id": name} for rank, name in ((2, "S1"), (1, "S2"))]
    case = case_of(person, wishes=wishes)
    # A woman born in March 1985 retires at 55 and 36 months (the most), in March 2043: 16 years and a half from September 2026.
    assert lines(case, "T0") == {
        "现任学校": ("S0校", "不是乡村或薄弱学校"),
        "任教学段": ("小学", "只安排到设有这一学段的学校"),
        "任教学科": ("语文", "按此学科计算余缺"),
        "兼教学科": ("音乐", "可以安排改教"),
        "职务": ("教师", "按教师安排"),
        "到校年月": ("2020年9月", "满6年，规定不少于6年，达到"),
        "出生年月": ("不列出", "距法定退休198个月，规定多于60个月，达到"),
        "职称": ("高级", "计入高级岗位"),
        "骨干层次": ("骨干教师", "计入骨干教师"),
        "师德考核": ("合格", "达到"),
        "不交流事由": ("未登记", "不影响"),
        "交流意愿": ("服从安排", "在前列各项目标相同时考虑"),
        "志愿": ("1.S2校　2.S1校", "在前列各项目标相同时考虑"),
        "家庭位置": ("已登记，内容不列出", "距离从家庭算起"),
    }
    assert "您符合本年度交流条件" in verdict(case, "T0")


@pytest.mark.parametrize(
    ("changes", "reason", "line", "follows"),
    [
        ({"joined": 20200902}, "工作年限未满", "到校年月", "满5年，规定不少于6年，未达到"),
        # A woman born in January 1974 retires at 55 and 13 months, in February 2030.
        ({"birth": 19740101}, "距法定退休", "出生年月", "距法定退休41个月，规定多于60个月，未达到"),
        ({"birth": 19700401}, "距法定退休", "出生年月", "已到法定退休时间，规定多于60个月，未达到"),
        ({"ethics": "不合格"}, "师德考核", "师德考核", "未达到"),
        ({"exemption": "重大疾病"}, "暂不交流", "不交流事由", "本年度不交流"),
    ],
)
def test_the_first_reason_why_not(changes: dict[str, Any], reason: str, line: str, follows: str) -> None:
    case = case_of(teacher("T0", "S0", **changes))
    assert re.search(f"不符合本年度交流条件。首要原因：.*{reason}", verdict(case, "T0"))
    assert lines(case, "T0")[line][1] == follows


@pytest.mark.parametrize(
    ("changes", "due"),
    [({"terms": 2}, True), ({"terms": 1}, False), ({"terms": 2, "exemption": "孕期"}, False),
     ({"terms": 2, "birth": 19720301}, False)],
)  # fmt: skip
def test_principals_are_told_of_their_terms(changes: dict[str, Any], due: bool) -> None:
    case = case_of(teacher("T0", "S0", post="校长", **changes))
    assert ("不属于" in verdict(case, "T0")) is not due
    assert lines(case, "T0")["任期届数"][0] == f"{changes['terms']}届"
    out = Case(case.county, load_policy("nantong-2017", ("principals.on=false",)), 2026)
    assert "不列入校长" in verdict(out, "T0")


def test_pages_of_a_school_hold_its_teachers_each_with_the_fingerprint(small_case: Case) -> None:
    """One page a teacher, in PDF as in Word, and nothing personal in either."""
    people = small_case.county.teachers
    own = by_school(small_case)[small_case.county.schools.school_id[0]][:6]
    sheets = sheets_of(small_case, own)
    with pypdf.PdfReader(io.BytesIO(pdf(sheets, choose_fonts(sheets)))) as reader:
        pages = [page.extract_text() for page in reader.pages]
    assert len(pages) == len(own) == 6
    for t, text in zip(own, pages, strict=True):
        assert people.name[t] in text
        assert small_case.county.digest[:16] in text
        assert "更正回执" in text
        assert not any(reason in text for reason in EXEMPTIONS)
    word = docx.Document(io.BytesIO(docx_of(*sheets)))
    assert [p.text for p in word.paragraphs if p.text.endswith("）：")] == [
        f"{people.name[t]}（工号{people.teacher_id[t]}）：" for t in own
    ]
    assert small_case.county.digest[:16] in word.sections[0].footer.paragraphs[0].text
    assert small_case.county.digest[:16] in word.sections[0].even_page_footer.paragraphs[0].text
    assert sum(bool(p.paragraph_format.page_break_before) for p in word.paragraphs) == 5
    assert docx_of(*sheets) == docx_of(*sheets)


def test_everybody_gets_one_page(small_case: Case) -> None:
    schools = by_school(small_case)
    assert sorted(t for own in schools.values() for t in own) == list(range(len(small_case.county.teachers)))
    assert all(small_case.county.schools.school_id[small_case.county.teachers.school[t]] == name
               for name, own in schools.items() for t in own)  # fmt: skip
