"""Every message has its Chinese, with the same fields, and the compiled catalogue is the source's."""

from __future__ import annotations

import ast
import gettext
import json
import re
import tomllib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest
from babel.messages.pofile import read_po

import rotation
from rotation.language import choose, reason, say

PACKAGE = Path(rotation.__file__).parent
CATALOGUE = PACKAGE / "locale" / "zh_CN" / "LC_MESSAGES"


def messages() -> set[str]:
    """All texts given to say() or N_() in the package."""
    found = set()
    for file in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "N_"):
                text = node.args[0]
                if isinstance(text, ast.Constant) and text.value:
                    found.add(str(text.value))
    return found


def test_every_message_is_translated_with_its_fields() -> None:
    with (CATALOGUE / "messages.po").open("rb") as file:
        catalogue = {message.id: message.string for message in read_po(file) if isinstance(message.id, str)}
    assert not {text for text in messages() if not catalogue.get(text)}
    for text in messages():
        fields = re.findall(r"{(\w+)", text)
        assert sorted(fields) == sorted(re.findall(r"{(\w+)", str(catalogue[text]))), text


def test_the_compiled_catalogue_is_up_to_date() -> None:
    with (CATALOGUE / "messages.mo").open("rb") as file:
        compiled = gettext.GNUTranslations(file)
    with (CATALOGUE / "messages.po").open("rb") as file:
        for message in read_po(file):
            if message.id and isinstance(message.id, str):
                assert compiled.gettext(message.id) == message.string


@pytest.mark.parametrize(("language", "text"), [("zh", "数据无误"), ("en", "no faults")])
def test_say(language: str, text: str) -> None:
    choose(language)
    assert say("no faults") == text
    assert say("") == ""


def test_two_users_of_one_process_each_see_their_language() -> None:
    both = Barrier(2)

    def heard(language: str) -> str:
        choose(language)
        both.wait()  # each has chosen before either speaks
        return say("no faults")

    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(heard, ("zh", "en"))) == ["数据无误", "no faults"]


def test_refusals_of_the_system_are_said_in_chinese(tmp_path: Path) -> None:
    choose("zh")
    with pytest.raises(OSError, match="No such file") as refused:
        (tmp_path / "x").read_text()
    assert reason(refused.value) == "没有这个文件或文件夹"
    with pytest.raises(OSError, match="directory") as refused:
        tmp_path.read_text()
    assert reason(refused.value) == "这是文件夹，请指定其中的文件"
    assert reason(OSError(19, "No such device")) == "系统拒绝（ENODEV）"


def test_what_libraries_say_is_not_repeated() -> None:
    """English, and with a piece of the file in it: the kind and the line alone are told."""
    choose("zh")
    for text, parse, line in (
        ("a = 1\nb = = 2", tomllib.loads, "第 2 行"),
        ('{"a": 1,\n"李四": }', json.loads, "第 2 行"),
        ("\ufffe李四", int, "不符合"),
    ):
        with pytest.raises(ValueError, match=r".") as refused:
            parse(text)
        assert line in reason(refused.value)
        assert not re.search("[a-z]|李四", reason(refused.value))
    assert reason(UnicodeDecodeError("utf-8", b"\xff", 0, 1, "invalid start byte")) == "不是 UTF-8 编码的文本"
