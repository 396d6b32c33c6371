"""A sample county as its bureau would have it: the national system's export with its sub-tables, or one roster.

Headers are verbatim those of the systems in use. What the export does not hold is in `NOT_HELD`.
"""

from __future__ import annotations

import io
import random
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

from rotation.intake.sample import Sample

Row = Mapping[str, Any]
Sheet = list[list[Any]]

BASIC = [
    "学校名称",
    "姓名",
    "曾用名",
    "性别",
    "教职工号",
    "国籍/地区",
    "身份证件类型",
    "身份证件号",
    "出生日期(yyyy-MM-dd)",
    "籍贯",
    "出生地",
    "民族",
    "政治面貌",
    "婚姻状况",
    "健康状况",
    "参加工作年月",
    "进本校年月",
    "教职工来源",
    "教职工类别",
    "是否在编",
    "用人形式",
    "签订合同情况",
    "是否全日制师范类专业毕业",
    "是否受过特教专业培养培训",
    "是否有特殊教育从业证书",
    "信息技术应用能力",
    "是否属于免费（公费）师范生",
    "是否参加基层服务项目",
    "参加基层服务项目起始年月",
    "参加基层服务项目结束年月",
    "是否是特级教师",
    "是否是县级及以上骨干教师",
    "是否心里健康教育教师",
    "人员状态",
    "备注",
]
_REQUIRED = ("姓名", "性别", "身份证件号", "出生日期(yyyy-MM-dd)", "进本校年月", "人员状态")
STATUS = {
    "重大疾病": "203-暂未在本单位任职-长病假", "交流期内": "205-暂未在本单位任职-交流轮岗",
    "借调援派": "201-暂未在本单位任职-借出到机关",
}  # fmt: skip
REMARKS = {"孕期": "怀孕6个月", "哺乳期": "哺乳期内", "服务期内": "服务期未满", "特殊困难": "家庭特殊困难"}
TITLES = {
    "正高级": "正高级教师",
    "高级": "高级教师",
    "一级": "一级教师",
    "二级": "二级教师",
    "三级": "三级教师",
    "未定级": "未聘",
}
LOCATIONS = {"城区": "111", "镇区": "121", "乡村": "220"}

# What no table of the export holds.
NOT_HELD = {
    "schools": ("township", "group", "weak", "senior_posts"),
    "teachers": ("terms", "willingness", "points", "rural_years", "home_lon", "home_lat"),
}


def export(sample: Sample, seed: str = "e") -> dict[str, Sheet]:
    """File name to rows: the basic table, its sub-tables and what the bureau keeps of its schools."""
    rng = random.Random(seed)
    schools, teachers = sample.tables["schools"], sample.tables["teachers"]
    names = {school["school_id"]: school["name"] for school in schools}
    return {
        "教师基本信息": _basic(teachers, names),
        "教育教学": _teaching(teachers, names, rng),
        "岗位聘任": [
            ["教职工号", "姓名", "岗位类别", "岗位等级", "校级职务", "校级职务任职开始年月", "任职单位名称"],
            *([t["teacher_id"], t["name"], "管理岗位", "", _post(t["post"]), "2020-08", names[t["school_id"]]]
              for t in teachers if t["post"] != "教师"),
        ],
        "专业技术职务聘任": _titles(teachers, rng),
        "骨干教师情况": [
            ["身份证件号", "姓名", "骨干教师类型", "骨干教师级别", "骨干称号名称", "获得骨干教师称号时间"],
            *([t["id_number"], t["name"], "教学骨干", "县级", t["backbone"], "2019-09"] for t in teachers if t["backbone"]),
        ],
        "交流轮岗": [
            ["教职工号", "姓名", "交流轮岗类型", "是否调动人事关系", "开始年月", "结束年月", "原单位名称", "交流轮岗单位名称"],
            *([t["teacher_id"], t["name"], "定期交流", "0-否", "2025-09", "2027-08", names[t["school_id"]], "外校"]
              for t in teachers if t["exemption"] == "交流期内"),
            *([t["teacher_id"], t["name"], "0-无", "", "", "", "", ""] for t in teachers[:20] if not t["exemption"]),
        ],
        "师德考核": [
            ["教职工号", "姓名", "师德考核时间", "师德考核结论"],
            *([t["teacher_id"], t["name"], "2025-12", t["ethics"]] for t in teachers),
        ],
        **_schools(schools),
    }  # fmt: skip


def _basic(teachers: Sequence[Row], names: Mapping[str, str]) -> Sheet:
    rows = []
    for t in teachers:
        born = t["id_number"][6:14]
        row = dict.fromkeys(BASIC, "") | {
            "学校名称": names[t["school_id"]], "姓名": t["name"], "性别": {"男": "1-男", "女": "2-女"}[t["gender"]],
            "教职工号": t["teacher_id"], "身份证件类型": "1-居民身份证", "身份证件号": t["id_number"],
            "出生日期(yyyy-MM-dd)": f"{born[:4]}-{born[4:6]}-{born[6:]}", "国籍/地区": "中国", "民族": "汉族", "参加工作年月": "2005-08",
            "进本校年月": t["joined"], "是否在编": "1-是", "是否是特级教师": "1-是" if t["backbone"] == "特级教师" else "0-否",
            "人员状态": STATUS.get(t["exemption"], "100-在本单位任职"), "备注": REMARKS.get(t["exemption"], ""),
        }  # fmt: skip
        rows.append([row[header] for header in BASIC])
    return [[f"*{header}" if header in _REQUIRED else header for header in BASIC], *rows]


def _teaching(teachers: Sequence[Row], names: Mapping[str, str], rng: random.Random) -> Sheet:
    rows = []
    for t in teachers:
        who = [names[t["school_id"]], t["name"], t["id_number"]]
        others = [word for word in t["other_subjects"].split("、") if word]
        rows.append([*who, "2024-2025", "第二学期", "1-任课", t["stage"], "劳动", 3, ""])
        rows += [[*who, "2025-2026", "第二学期", "1-任课", t["stage"], word, 2, ""] for word in others]
        rows.append([*who, "2025-2026", "第二学期", "1-任课", t["stage"], t["subject"], rng.choice((10, 12, 14)), ""])
    head = [
        "学校名称",
        "姓名",
        "身份证件号",
        "学年",
        "学期",
        "任教状况",
        "任教学段",
        "任教课程",
        "平均每周课堂教学课时数",
        "兼任工作",
    ]
    return [head, *rows]


def _post(post: str) -> str:
    return {"中层": "教务处主任"}.get(post, post)


def _titles(teachers: Sequence[Row], rng: random.Random) -> Sheet:
    """Each title with the one before it, which was held until then."""
    rows = []
    for t in teachers:
        if t["title"] in ("高级", "一级"):
            before = {"高级": "一级教师", "一级": "二级教师"}[t["title"]]
            rows.append([t["teacher_id"], t["name"], before, "2010-12", "2016-11", "本校"])
        if t["title"] != "未定级" or rng.random() < 0.5:
            rows.append([t["teacher_id"], t["name"], TITLES[t["title"]], "2016-12", "", "本校"])
    rng.shuffle(rows)
    return [["教职工号", "姓名", "聘任专业技术职务", "聘任开始日期", "聘任结束日期", "聘任单位名称"], *rows]


def _schools(schools: Sequence[Row]) -> dict[str, Sheet]:
    """The form of the school statistics, the one of the inspection, and the list of posts."""
    by_code: dict[str, list[Row]] = {}
    for school in schools:
        by_code.setdefault(school["school_id"], []).append(school)
    kinds = {("小学",): "211-小学", ("初中",): "311-初级中学", ("小学", "初中"): "312-九年一贯制学校"}
    statistics: Sheet = [["学校（机构）标识码", "学校（机构）名称（章）", "学校（机构）驻地城乡类型", "学校（机构）所在地_经度",
                          "学校（机构）所在地_纬度", "学校（机构）办学类型", "学校（机构）举办者"]]  # fmt: skip
    inspection: Sheet = [["学校名称", "学校代码", "小学学生人数", "初中学生人数", "班级总数", "专任教师总人数"]]
    posts: Sheet = [["学校编号", "学校名称", "核定编制数"]]
    for code, rows in by_code.items():
        first, kind = rows[0], kinds[tuple(row["stage"] for row in rows)]
        pupils = {row["stage"]: row["pupils"] for row in rows}
        statistics.append(
            [code, first["name"], LOCATIONS[first["location"]], first["lon"], first["lat"], kind, "县级教育部门"]
        )
        inspection.append([first["name"], code, pupils.get("小学", ""), pupils.get("初中", ""), sum(row["classes"] for row in rows), ""])  # fmt: skip
        posts.append([code, first["name"], sum(row["staff_quota"] for row in rows)])
    return {"教基1001": statistics, "优质均衡学校填报": inspection, "编制核定": posts}


def roster(sample: Sample) -> dict[str, Sheet]:
    """One roster without numbers and a list of schools without codes, under titles, as a county keeps them by hand."""
    schools, teachers = sample.tables["schools"], sample.tables["teachers"]
    names = {school["school_id"]: school["name"] for school in schools}
    listed: Sheet = [
        [
            "序号",
            "所在单位",
            "姓名",
            "性别",
            "出生日期",
            "进校时间",
            "任教学段",
            "任教科目",
            "专业技术职务",
            "职务",
            "荣誉称号",
            "备注",
        ]
    ]
    for i, t in enumerate(teachers, 1):
        listed.append([i, names[t["school_id"]], t["name"], t["gender"], t["birth"].replace("-", "."), t["joined"], t["stage"],
                       t["subject"] + ("教师" if i % 5 == 0 else ""), TITLES[t["title"]], "" if t["post"] == "教师" else _post(t["post"]),
                       t["backbone"] and f"县{t['backbone']}", {**REMARKS, "重大疾病": "长期病休", "交流期内": "交流轮岗", "借调援派": "借调教育局"}.get(t["exemption"], "")])  # fmt: skip
    kept: Sheet = [["序号", "学校名称", "学段", "城乡类别", "在校生数", "教学班数", "核定编制"]]
    kept += [
        [i, s["name"], s["stage"], s["location"], s["pupils"], s["classes"], s["staff_quota"]]
        for i, s in enumerate(schools, 1)
    ]
    title, foot = ["某县2026年教职工花名册"], ["注：本表一式两份。"]
    return {"教职工花名册": [title, *listed, foot], "学校基本情况": [["学校基本情况一览表"], *kept]}


def as_workbook(sheets: Mapping[str, Sheet]) -> bytes:
    """The sheets as one workbook."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets.items():
        sheet = book.create_sheet(name[:31])
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def as_csv(rows: Sheet, encoding: str = "gb18030") -> bytes:
    """One sheet as a CSV file."""
    return "\r\n".join(",".join(str(cell) for cell in row) for row in rows).encode(encoding)
