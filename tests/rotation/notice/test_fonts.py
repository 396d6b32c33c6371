"""Which fonts a notice is set in: the standard's where they are, those that come with the program elsewhere."""

from __future__ import annotations

import datetime
import io
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pypdf
import pytest
import typst
from fontTools.subset import Subsetter
from fontTools.ttLib import TTFont

from rotation.notice.document import Block, Document
from rotation.notice.formats import pdf as typeset
from rotation.output import fonts

DAY = datetime.date(2026, 8, 3)


@pytest.fixture(autouse=True)
def _no_system_fonts(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """As on a machine without a single font."""
    found, compiler = typst.Fonts, typst.Compiler
    monkeypatch.setattr(typst, "Fonts", lambda **options: found(**{**options, "include_system_fonts": False}))
    monkeypatch.setattr(typst, "Compiler", partial(compiler, ignore_system_fonts=True))
    forget()
    yield
    forget()


def forget() -> None:
    typeset._families.cache_clear()
    typeset._compiler.cache_clear()


def notice_of(text: str) -> Document:
    return Document("题", [Block("heading", "一、" + text), Block("text", text)], (), "局", DAY)


def test_every_letter_of_gbk_and_the_rare_ones_of_names() -> None:
    pairs = (bytes([a, b]).decode("gbk", "ignore") for a in range(0x81, 0xFF) for b in range(0x40, 0xFF))
    letters = {letter for pair in pairs for letter in pair if "\u4e00" <= letter <= "\u9fff"}
    assert len(letters) > 20000
    chosen = typeset.choose_fonts([notice_of("".join(sorted(letters)) + "䶮喆堃燊𠮷")])
    assert {typeface: families[0] for typeface, families in chosen.typefaces.items()} == {
        "仿宋": fonts.SERIF, "小标宋": fonts.SERIF, "黑体": fonts.SANS, "楷体": fonts.SERIF, "宋体": fonts.SERIF,
    }  # fmt: skip
    said = "\n".join(chosen.notes)
    assert all(
        f"{typeface}：本机没有安装，用 {fonts.SERIF} 代替" in said for typeface in ("仿宋", "小标宋", "楷体", "宋体")
    )
    assert f"{fonts.RARE}" in said
    assert "𠮷" in said


def test_what_is_said_is_what_the_file_holds() -> None:
    """The families the PDF embeds are those the typefaces were said to be set in."""
    document = notice_of("王䶮")
    made = typeset.pdf([document], typeset.choose_fonts([document]))
    embedded = set()
    with pypdf.PdfReader(io.BytesIO(made)) as reader:
        for page in reader.pages:
            resources = page["/Resources"]["/Font"]  # type: ignore[index]
            embedded |= {font.get_object()["/BaseFont"].split("+")[1].split("-")[0] for font in resources.values()}
    assert embedded == {fonts.SERIF.replace(" ", ""), fonts.SANS.replace(" ", "")}


def test_the_standards_own_comes_first(tmp_path: Path) -> None:
    """A 仿宋 with few letters: it is taken, and what it lacks is said to come from another."""
    with TTFont(fonts.FOLDERS[0] / "NotoSerifSC-Regular.otf") as font:
        few = Subsetter()
        few.populate(text="的一国题局、年月日：2026831")
        few.subset(font)
        for record in font["name"].names:
            if record.nameID in (1, 4, 6, 16):
                record.string = "FangSong"
        font["CFF "].cff.fontNames = ["FangSong"]
        font.save(tmp_path / "simfang.otf")
    forget()
    chosen = typeset.choose_fonts([notice_of("国䶮")], tmp_path)
    assert list(chosen.typefaces["仿宋"][:2]) == ["FangSong", fonts.SERIF]
    said = [note for note in chosen.notes if note.startswith("仿宋")]
    assert said
    assert all("䶮" in note and fonts.SERIF in note and "没有安装" not in note for note in said)
    assert typeset.pdf([notice_of("国䶮")], chosen).startswith(b"%PDF")
