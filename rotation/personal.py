"""What looks personal is masked wherever it stands: a cell in the wrong column, a header, a sentence about either."""

from __future__ import annotations

import re
import unicodedata

from rotation.language import say

_DAY = r"(?:年|[-/.])\s?(?:0?[1-9]|1[0-2])(?:(?:月|[-/.])\s?(?:(?:0?[1-9]|[12][0-9]|3[01])日?)?)?"
# Years in which somebody now in service, or lately retired, can be born.
_BIRTH = (
    rf"(?:19[3-9][0-9]|200[0-9]){_DAY}(?![0-9])"
    r"|(?<![0-9])(?:19[3-9][0-9]|200[0-9])(?:0[1-9]|1[0-2])(?:0[1-9]|[12][0-9]|3[01])(?![0-9])"
    r"|(?<![0-9])19[3-9][0-9](?:0[1-9]|1[0-2])(?![0-9])"  # of those after 2000 many are codes
    r"|(?<![0-9])[3-9][0-9]年(?:0?[1-9]|1[0-2])月"
    r"|(?:一九|二[〇零○0]{2})[〇零○一二三四五六七八九]{1,2}年"
)
_NUMBERS = (
    r"(?<![0-9])[1-9][0-9]{5}[ -]?(?:[0-9]{8}[ -]?[0-9]{3}[0-9Xx]|[0-9]{6}[ -]?[0-9]{3})(?![0-9])"  # ID, old and new
    r"|[1-9]\.[0-9]{4,}[eE]\+?1[4-7]"  # one that a spreadsheet took for a number
    r"|(?<![0-9])(?:\+?86[ -]?)?1[3-9][0-9][ -]?[0-9]{4}[ -]?[0-9]{4}(?![0-9])"  # mobile
    r"|(?<![0-9])0[1-9][0-9]{1,2}[ -][2-9][0-9]{6,7}(?![0-9])"  # landline
    r"|[路街巷弄道]\s?[0-9]+\s?号|[0-9]+\s?(?:栋|幢|单元|室)"  # home
)
_HEALTH = (
    "病|癌|瘤|炎症?$|[肝肺肾胃脑]炎|乙肝|丙肝|肝硬化|孕|哺乳|流产|分娩|产假|产后|备产|难产|试管婴儿|残疾|残障|伤残|抑郁|焦虑症|精神|"
    "心梗|脑梗|中风|骨折|手术|住院|化疗|放疗|透析|移植|瘫痪|失明|失聪|艾滋|HIV|服务期内|交流期内|借调援派|特殊困难|"
    "离异|离婚|丧偶|单亲|家庭困难|低保"
)
_dated = re.compile(f"{_NUMBERS}|{_BIRTH}")
_numbers = re.compile(_NUMBERS)
_health = re.compile(_HEALTH, re.IGNORECASE)
_QUOTED = re.compile("“([^”]*)”")
_VALUES = re.compile(r"“[^”]*”|（U\+[0-9A-F]+）")


def value(text: str, *, dated: bool = False) -> str:
    """`text` of a cell, or what stands for it where it looks personal; `dated` where days that are no birthdays belong."""
    plain = unicodedata.normalize("NFKC", text)
    looks = (_numbers if dated else _dated).search(plain) or _health.search(plain)
    return say("(personal, not shown)") if looks else text


def sentence(text: str, *, dated: bool = False) -> str:
    """A sentence, what looks personal in it masked: health where it is quoted, since the rules themselves speak of it."""
    text = _QUOTED.sub(lambda quoted: "“" + value(quoted[1], dated=dated) + "”", text)
    return (_numbers if dated else _dated).sub(lambda _: say("(personal, not shown)"), text)


def without_values(text: str) -> str:
    """A sentence for others than the officer: no cell's value, whatever it is."""
    return _VALUES.sub("", text)
