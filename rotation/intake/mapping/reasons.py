"""What the words of 人员状态, 备注 and 不交流事由 say of somebody: a reason not to be exchanged, or that they are gone."""

from __future__ import annotations

import re

from rotation.intake.mapping.proposal import BLANK, LEFT_OUT

_CODED = re.compile(r"(\d{3})(?:\D.*)?")
# 人员状态 of the national system: who is not at work in the own school, and what that is here; "" is to be chosen.
_CODES = {
    "100": BLANK, "201": "借调援派", "202": "借调援派", "203": "重大疾病", "204": "借调援派", "205": "交流期内", "206": "借调援派",
    "207": "借调援派", "208": "", "209": "", "210": "", "211": "", "299": "",
}  # fmt: skip
_IN_POST = re.compile(r"在岗|在职|在编在岗|正常(?:在岗|任教)?|在本单位任职|专任教师|在岗在编|是|无|否|[-—/]+")
_OVER = re.compile(
    r"(?:期满|结束|归来|回来|返校|返岗|病愈|已返|已回|解除)|无(?:疾病|残疾|病)|返聘|愿意|申请交流|自愿|不再|曾"
)
# The first that fits: what a remark says of somebody, and the reason it is.
_WORDS = (
    (re.compile(r"退休|到龄|调出|调离|调往|辞职|离职|去世|死亡|病故|亡故|开除|解聘|除名|已走|内退|退养|长期离岗|自动离职"), LEFT_OUT),
    (re.compile(r"孕(?!后)|待产|保胎|预产"), "孕期"),
    (re.compile(r"产假|哺乳|产后|育儿假"), "哺乳期"),
    (re.compile(r"病休|病假|长病|重病|大病|疾病|住院|手术|癌|肿瘤|尿毒|白血病|透析|化疗"), "重大疾病"),
    (re.compile(r"借调|借出|借用|外借|抽调|挂职|援疆|援藏|援青|援外|支教|跟岗|驻村|进修|脱产"), "借调援派"),
    (re.compile(r"服务期|见习|特岗|定向|新入职|新教师|公费师范"), "服务期内"),
    (re.compile(r"交流|轮岗"), "交流期内"),
    (re.compile(r"残疾|特困|特殊困难|单亲|照顾|免交流|不交流|暂缓"), "特殊困难"),
)  # fmt: skip


def reason_of(text: str) -> str | None:
    """What a status or a remark says: BLANK for in post, a reason, LEFT_OUT for gone, "" to be chosen; None for nothing."""
    coded = _CODED.fullmatch(text)
    if coded and coded[1] in _CODES:
        return _CODES[coded[1]]
    if _IN_POST.fullmatch(text):
        return BLANK
    if _OVER.search(text):
        return None
    return next((reason for words, reason in _WORDS if words.search(text)), None)
