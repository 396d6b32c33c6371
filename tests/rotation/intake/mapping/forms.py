"""Forms that bureaus and systems use, by their headers verbatim, with a few invented rows below each.

`python -m tests.rotation.intake.mapping.forms` prints what is proposed for each, to be read and put into forms.txt.
"""

from __future__ import annotations

from collections.abc import Sequence

from rotation.intake.grid import Grid
from rotation.intake.mapping.prepared import prepare
from rotation.intake.mapping.proposal import Certainty, Kind
from rotation.intake.mapping.record import Codes
from rotation.intake.mapping.sources import Sheet
from tests.exports import BASIC
from tests.preparing import POLICY, YEAR

# Name of the sheet, and its headers.
FORMS: dict[str, tuple[str, str]] = {
    "national_basic": ("教师基本信息", " ".join(f"*{h}" if h in ("姓名", "性别", "人员状态") else h for h in BASIC)),
    "national_basic_newer": (
        "Sheet1",
        "学校名称 *姓名 *性别 教职工号 *身份证件号 *出生日期 *参加工作年月 *进本校年月 最高学历 获得最高学历的院校或机构 最高学位层次 最高学位名称 现任岗位类别 "
        "现任岗位等级 现任专业技术职务 *是否是特级教师 是否心理健康教育教师 *人员状态 备注",
    ),
    "national_heads": (
        "校长信息",
        "*省 *市 *区县 *学校名称 *姓名 *性别 *出生日期 *民族 *身份证 办公电话 手机号 邮箱 *人员类型 行政职务 职称 *教师资格 骨干类型 任校级干部时间 *政治面貌 "
        "参加党派时间 *学历 *所学专业 *毕业学校 从教时间 参加工作时间 *学段 *学科 年级 在岗状态",
    ),
    "teaching": (
        "教育教学",
        "教职工号 姓名 学期 任教状况 任教学段 任教课程 兼任工作 任教班级类型 任教年级 任教班级 课时",
    ),
    "teaching_newer": (
        "教育教学信息",
        "姓名 身份证件号 学年 学期 任教学段 任课状况 任课状况为其他情况的具体说明 任教课程 任课课程类别 任课学科类别 平均每周课堂教学课时数 承担的其他工作 "
        "平均每周其他工作折合教学课时数 兼任工作 兼任其他工作名称",
    ),
    "exchanges": (
        "交流轮岗",
        "序号 教职工号 姓名 交流轮岗类型 是否调动人事关系 开始年月 结束年月 原单位名称 交流轮岗单位名称",
    ),
    "positions": (
        "岗位聘任",
        "教职工号 姓名 岗位类别 岗位等级 聘任开始日期 兼任岗位类别 兼任岗位等级 行政职务 行政职级 所属部门(科室) 任职开始年月",
    ),
    "positions_newer": (
        "岗位聘任",
        "教职工号 姓名 岗位类别 岗位等级 校级职务 校级职务任职开始年月 是否兼任其他岗位 兼任岗位类别 兼任岗位等级 聘任开始年月 任职单位名称",
    ),
    "appointments": ("专业技术职务聘任", "教职工号 姓名 聘任专业技术职务 聘任开始日期 聘任结束日期 聘任单位名称"),
    "appointments_newer": (
        "Sheet1",
        "教职工号 姓名 聘任专业技术职务 开始时间 解任时间 单位名称 是否已获得同级别专业技术资格证书",
    ),
    "honours": ("骨干教师情况", "教职工号 姓名 骨干教师类型 骨干教师级别 骨干称号名称 获得骨干教师称号时间"),
    "reviews": ("年度考核", "教职工号 姓名 考核年度 考核单位名称 考核结果 考核确认日期"),
    "conduct": ("师德考核", "教职工号 姓名 师德考核时间 师德考核结论 师德考核单位名称"),
    "certificates": ("教师资格", "教职工号 姓名 资格证种类 认证学段 认证学科"),
    "careers": (
        "工作经历",
        "教职工号 姓名 任职单位名称 任职开始年月 任职结束年月 单位性质类别 任职岗位 证明人 班主任年限 是否农村",
    ),
    "establishment": (
        "编制信息",
        "教职工号 姓名 工作单位 隶属集团 入编时间 编制单位(用工单位) 编制状态 人员状态 编制类型",
    ),
    "school_statistics": (
        "教基1001",
        "学校（机构）标识码 学校（机构）名称（章） 学校（机构）地址_省 学校（机构）地址_县 学校（机构）驻地城乡类型 学校（机构）所在地_经度 学校（机构）所在地_纬度 "
        "校(园)长姓名 学校（机构）属地管理教育行政部门 学校（机构）办学类型 学校（机构）举办者 附设教学班类型",
    ),
    "school_summary": ("汇总", "学校名称 统计三级 办学类型 是否计校数 在校生数(合计)"),
    "inspection": (
        "优质均衡",
        "学校名称 学校类型 学校代码 小学学生人数 初中学生人数 班级总数 专任教师总人数 县级及以上骨干教师数 体育专任教师人数",
    ),
    "school_data_set": ("JYT1002", "学校代码 学校名称 学校地址 行政区划码 学校办学类型码 学校举办者码 校长姓名"),
    "district": (
        "在编教职工",
        "校名 学校类型 统一社会信用代码 姓名 身份证号 性别 民族 籍贯 婚姻状况 政治面貌 参加工作时间 进入白云教育系统时间 入编时间 入现单位时间 行政职务 "
        "行政职务任职时间 任教年级 主教学科 兼教学科 最高职称 职称证专业 职称证发证时间 职称认定时间 现聘职称 现聘职称聘用时间 专业技术岗位 "
        "专业技术岗位聘用时间 普通话水平 教师资格学段 教师资格学科 骨干教师 支教单位名称 支教开始时间 交流单位名称 交流开始时间 交流结束时间 常住地址 备注 年龄 "
        "区域 任教学段 2024年9月编制所在学段 2024年9月在岗状态 是否音体美专任教师 党内职务级别 校内其他职务",
    ),
    "province_teachers": (
        "教师",
        "教师姓名 单位标识码/学校编码（请查询单位标识码表） 身份证号 学段 学科 任教单位名称/学校名称（填聘任关系官方单位） 手机号码 邮箱 用户名 教师编号 教师资格证书号 "
        "第一学历 获得学位 毕业时间 毕业院校 (评)教师职称 (评)职称时间 (聘)教师职称 (聘)职称时间 学校行政职务 是否骨干教师 是否为班主任 国籍/地区 籍贯 政治面貌 "
        "岗位类别 岗位等级 是否在编 是否教学名师 是否学科带头人 荣誉称号 编制类别 民族 参加工作时间 本校任教起始时间 借调分流单位 离岗待退时间 备注",
    ),
    "province_teachers_newer": (
        "教师",
        "教师姓名 密码 性别 从教起始年月 任教单位名称（填聘任关系官方单位） 单位标识码（请查询单位标识码表） 身份证号 学段 学科 教师编号 出生日期 参加工作年月 "
        "本校任教起始时间 (评)教师职称 (聘)教师职称 学校行政职务 是否骨干教师 备注",
    ),
    "province_download": (
        "下载",
        "教师编号 姓名 身份证号 性别 手机 邮箱 省 市 县 学校编码 学校 学段/学科 最高学历 (评)教师职称 (聘)教师职称 学校行政职务 是否骨干教师 是否为班主任 "
        "国培计划农村骨干教师",
    ),
    "province_schools": (
        "学校",
        "一级地区 二级地区 三级地区 学校编码 学校名称 学校类型 联系人 联系方式 联系地址 备注 学校办别",
    ),
    "platform_teachers": (
        "教师导入模板",
        "姓名 身份证 曾用名 手机号 教职工号 职务角色 性别 政治面貌 入党时间 出生年月 籍贯 出生地 婚姻状况 健康状况 邮箱 住址 教职工来源 教职工类别 学段 参加工作年月 "
        "进本校年月 签订合同情况 教授科目 人员状态 是否专任教 是否在编 专业技术岗位等级分类 专业技术岗位等级 专业技术职称 职称聘用时间 薪级 教师资格类型 "
        "普通话水平 是否特级教师 是否县级及以上骨干教师",
    ),
    "class_hours": (
        "课时统计",
        "学年度 学期 身份证号 姓名 所授年级 主教学科 主纯课时数 兼教学科 兼纯课时数 语文、数学、英语跨教情况 任行政或班主任情况 备注",
    ),
    "suite_teachers": (
        "教职工",
        "所在部门（非空） 工号（非空） 姓名（非空） 性别（非空） 手机号码（非空） 岗位类型（非空） 岗位职业（非空） 出生日期 籍贯 名族 婚姻状况 政治面貌 健康状况 学历 "
        "身份证号码 职务 职称 参加工作年月 从教年月 来校年月 家庭住址 现住址 邮政编码 电子邮箱",
    ),
    "schools_elsewhere": (
        "学校",
        "学校代码 学校名称 区县ID 学校类型 办学性质 城乡类型 地址 校长 联系电话 学生数 教师数",
    ),
    "posts_of_schools": (
        "Sheet1",
        "学校编号 学校名称 所属区域 学校类型 机构级别 核定编制数 实有在编人数 核定控制数 岗位总量",
    ),
    "timetable_teachers": ("教师信息", "工号 姓名 性别 英文姓名 民族 职称 单位 是否外聘 教职工类别"),
    "timetable_accounts": (
        "教师",
        "姓名 证件后四位 任教科目 基本课时 行政职务 行政减课 外聘 登录账号 Email 手机 即时通讯账号",
    ),
    "timetable_lessons": ("任课", "班级 科目 教师 每周节数 连堂长度 连堂次数 场地类型"),
    "inspection_of_a_school": ("交流轮岗统计", "序号 交流轮岗教师姓名 交流时间 交流总数 符合交流教师数 占比 学校ID"),
    "county_roster": (
        "教职工花名册",
        "序号 所在单位 姓名 性别 出生日期 身份证号 参加工作时间 进校时间 学历 任教科目 专业技术职务 职务 荣誉称号 联系电话 备注",
    ),
    "county_schools": ("学校基本情况", "序号 学校名称 办学类型 所在地 乡镇 在校生数 教学班数 核定编制 是否薄弱学校"),
    "own_teachers": (
        "教师",
        "工号 姓名 性别 出生年月 身份证号 现任学校代码 任教学段 任教学科 兼教学科 到校年月 职称 骨干层次 职务 交流意愿",
    ),
    "wishes_by_name": ("教师志愿", "姓名 志愿序号 志愿学校"),
    "demand_by_name": ("学科需求", "学校名称 学段 学科 需求人数"),
}

_ROWS: dict[str, Sequence[str]] = {
    "教师姓名": ("郑小明", "钱大海", "孙如意"), "性别": ("1-男", "2-女", "男"),
    "出生": ("1980-05-01", "1990-11-12", "1975-03-20"), "学校": ("云川第一小学", "云川第一小学", "云川第二中学"),
    "单位": ("云川第一小学", "云川第一小学", "云川第二中学"), "校名": ("云川第一小学", "云川第一小学", "云川第二中学"),
    "工号": ("0001", "0002", "0003"), "编号": ("0001", "0002", "0003"), "职称": ("一级教师", "小学高级教师", "中学二级"),
    "专业技术职务": ("一级教师", "小学高级教师", "中学二级"), "学段": ("小学", "小学", "初中"), "学科": ("语文", "数学教师", "物理"),
    "课程": ("语文", "数学", "物理"), "科目": ("语文", "数学", "物理"), "年月": ("2015-08", "2016-08", "2017-08"),
    "时间": ("2015-08", "2016-08", "2017-08"), "日期": ("2015-08", "2016-08", "2017-08"), "标识码": ("3101", "3102", "3103"),
    "是否": ("1-是", "0-否", "0-否"), "人员状态": ("100-在本单位任职", "203-暂未在本单位任职-长病假", "100-在本单位任职"),
    "数": ("400", "380", "500"), "序号": ("1", "2", "3"), "城乡": ("111", "121", "220"), "职务": ("校长", "教务处主任", "班主任"),
    "城乡类型": ("111", "121", "220"), "经度": ("120.1", "120.2", "120.3"), "纬度": ("32.1", "32.2", "32.3"), "类型码": ("211", "311", "312"),
    "学段/学科": ("小学/语文", "小学/数学", "初中/物理"), "在岗状态": ("在岗", "长期病休", "在岗"), "骨干教师": ("是", "否", "否"),
    "骨干类型": ("县骨干教师", "", ""), "骨干教师类型": ("学科教学", "", ""), "所在地": ("县城", "农村", "镇"), "任教学科": ("语文", "数学教师", "物理"), "荣誉称号": ("县骨干教师", "优秀班主任", ""),
    "姓名": ("郑小明", "钱大海", "孙如意"), "兼教学科": ("", "音乐", ""), "班级": ("三（2）班", "", "八（1）班"), "年级": ("三年级", "四年级", "八年级"),
    "类型": ("211-小学", "311-初级中学", "312-九年一贯制学校"), "代码": ("3101", "3102", "3103"), "编码": ("3101", "3102", "3103"),
    "考核": ("合格", "优秀", "不合格"), "称号": ("县骨干教师", "市学科带头人", ""), "备注": ("", "怀孕", ""), "意愿": ("愿意", "服从", "不愿意"),
}  # fmt: skip


def sheet(name: str) -> Sheet:
    """A form with three rows below its headers."""
    title, headers = FORMS[name]
    columns = []
    for header in headers.split():
        bare = header.strip("*")
        words = [word for word in sorted(_ROWS, key=len, reverse=True) if word in bare]
        ends = [word for word in words if bare.endswith(word)] or words
        cells = _ROWS[ends[0]] if ends else ("甲", "乙", "")
        columns.append([header, *cells])
    return Sheet(f"{name}.xlsx", title, Grid(title, columns))


def proposed(name: str) -> list[str]:
    """What is proposed for a form, a line each; what of it is not certain bears a mark."""
    prepared = prepare([sheet(name)], {}, Codes(), POLICY, YEAR)
    lines = []
    for proposal in prepared.proposals:
        if proposal.kind in (Kind.SHEET, Kind.HEADER, Kind.VALUE, Kind.SUBJECT):
            mark = {Certainty.CERTAIN: "", Certainty.UNUSED: ""}.get(
                proposal.certainty, f"  [{proposal.certainty.value}]"
            )
            if proposal.certainty is not Certainty.UNUSED:
                text = "" if proposal.kind is Kind.SHEET else f"·{proposal.text}"
                lines.append(f"{proposal.kind.value}{text} → {proposal.meaning}{mark}")
    unused = [proposal.text for proposal in prepared.proposals if proposal.certainty is Certainty.UNUSED]
    if unused:
        lines.append(f"未用：{'、'.join(unused)}")
    return lines or ["没有识别出所需的表"]


def text() -> str:
    """All forms with what is proposed for them, as forms.txt has it."""
    return "\n".join(f"# {name}\n" + "\n".join(proposed(name)) + "\n" for name in FORMS)


if __name__ == "__main__":
    print(text(), end="")
