"""PDF and PNG pages by typst, laid out by GB/T 9704-2012, with fonts that have every character."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any

from rotation.errors import UsageFault
from rotation.language import say
from rotation.notice.document import Document, Table
from rotation.output import fonts as brought

# For each typeface of the standard the families to take it from, the officer's own first.
TYPEFACES: Mapping[str, Sequence[str]] = {
    "仿宋": ("FangSong_GB2312", "FangSong", "STFangsong", "FandolFang"),
    "小标宋": ("FZXiaoBiaoSong-B05S", "FZXiaoBiaoSong-B05", "STZhongsong"),
    "黑体": (
        "SimHei",
        "STHeiti",
        "FandolHei",
        brought.SANS,
        "Noto Sans CJK SC",
        "Source Han Sans SC",
        "Microsoft YaHei",
    ),
    "楷体": ("KaiTi_GB2312", "KaiTi", "STKaiti", "FandolKai", "LXGW WenKai"),
    "宋体": ("SimSun", "NSimSun", "Songti SC", "FandolSong"),
}
# For what those lack: the font that comes with the program, so that machines without the standard's set the same
# page; then whole typefaces, rare characters last.
FALLBACK = (
    brought.SERIF, "Noto Serif CJK SC", "Source Han Serif SC", "SimSun", "Songti SC", "FandolSong", "Noto Sans CJK SC",
    "Microsoft YaHei", "SimSun-ExtB", "SimSun-ExtG", "BabelStone Han", "HanaMinA", "HanaMinB", "Plangothic P1",
    "Plangothic P2", brought.RARE, "DejaVu Sans", "Segoe UI Symbol", "Noto Sans",
)  # fmt: skip
_UNSEEN = frozenset(
    "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200b\u200c\u200d\ufeff\u00ad\n\t"
)
_LONG_WORD = re.compile(r"[!-\u2fff]{9,}")
PIXELS_PER_INCH = 110


@dataclass(frozen=True)
class Fonts:
    """The families each typeface is set in, in the order they are tried, and what stands in for what."""

    typefaces: Mapping[str, Sequence[str]]
    notes: Sequence[str]
    folder: Path | None


def choose_fonts(documents: Sequence[Document], folder: Path | None = None) -> Fonts:
    """Fonts for every character of `documents`, from the system, from `folder` and from those that come with the program.

    `notes` names each typeface that stands in for the standard's and each character taken from a further
    font. Raises UsageFault where no font has some character.
    """
    covers = _families(folder)
    characters = {character for document in documents for character in _characters(document)} - _UNSEEN
    typefaces: dict[str, list[str]] = {}
    notes: list[str] = []
    missing: set[str] = set()
    for typeface, wanted in TYPEFACES.items():
        found = list(dict.fromkeys(name for name in (*wanted, *FALLBACK) if name in covers))
        found = found[next(i for i, name in enumerate(found) if ord("的") in covers[name]) :]
        if found[0] not in wanted:
            notes.append(
                say(
                    "{typeface}: set in {font}, for the standard's own is not installed",
                    typeface=typeface,
                    font=found[0],
                )
            )
        for name in found[1:]:
            taken = {x for x in characters if ord(x) not in covers[found[0]] and ord(x) in covers[name]}
            for earlier in found[1 : found.index(name)]:
                taken -= {x for x in taken if ord(x) in covers[earlier]}
            if taken:
                text = " ".join(sorted(taken)[:30])
                notes.append(
                    say("{typeface}: {font} stands in for {characters}", typeface=typeface, font=name, characters=text)
                )
        missing |= {x for x in characters if not any(ord(x) in covers[name] for name in found)}
        typefaces[typeface] = found
    if missing:
        text = " ".join(f"{x} (U+{ord(x):04X})" for x in sorted(missing))
        raise UsageFault(
            say(
                "no installed font has {characters}; put one that has into a folder and name it by --fonts",
                characters=text,
            )
        )
    return Fonts(typefaces, tuple(notes), folder)


def pdf(documents: Sequence[Document], fonts: Fonts) -> bytes:
    """One PDF of `documents`, each from a new page on; the same documents, the same bytes."""
    return bytes(_compile(documents, fonts, format="pdf"))


def pages(documents: Sequence[Document], fonts: Fonts) -> list[bytes]:
    """The same as PNG pictures, one a page."""
    made = _compile(documents, fonts, format="png", ppi=PIXELS_PER_INCH)
    return [bytes(made)] if isinstance(made, bytes | bytearray) else [bytes(page) for page in made]


def _compile(documents: Sequence[Document], fonts: Fonts, **wanted: Any) -> Any:
    data = {
        "typefaces": fonts.typefaces,
        "compact": all(document.compact for document in documents),
        "footer": documents[0].footer,
        "documents": [_data(document) for document in documents],
    }
    return _compiler(fonts.folder).compile(
        input=(resources.files("rotation.notice") / "notice.typ").read_bytes(),
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
        timestamp=0,
        **wanted,
    )


@lru_cache(maxsize=1)
def _compiler(folder: Path | None) -> Any:
    """Kept from one document to the next: looking for fonts takes longer than setting a character."""
    import typst

    return typst.Compiler(font_paths=_paths(folder))


def _paths(folder: Path | None) -> list[Path]:
    return [*brought.FOLDERS, *([folder] if folder else [])]


def _data(document: Document) -> dict[str, Any]:
    return {
        "title": document.title_lines,
        "name": document.name,
        "blocks": [[block.kind, block.text] for block in document.blocks],
        "closing": document.closing,
        "annex_names": document.annex_names if document.annexes else (),
        "organ": document.organ,
        "date": document.date,
        "tables": [_table(table, "") for table in document.tables],
        "annexes": [_table(annex, document.annex_label(i)) for i, annex in enumerate(document.annexes)],
    }


def _table(table: Table, label: str) -> dict[str, Any]:
    return {
        "label": label,
        "title": table.title,
        "headers": [column.header for column in table.columns],
        "widths": [column.width for column in table.columns],
        "aligns": [column.align for column in table.columns],
        "rows": [[_LONG_WORD.sub(_breakable, cell) for cell in row] for row in table.rows],
        "notes": table.notes,
    }


def _breakable(word: re.Match[str]) -> str:
    """A word of other characters than Chinese may be broken anywhere, lest it run over the next cell."""
    return "\u200b".join(word[0])


def _characters(document: Document) -> Iterable[str]:
    yield from (
        document.title
        + document.footer
        + document.organ
        + document.date
        + "".join(document.annex_names if document.annexes else ())
    )
    for block in document.blocks:
        yield from block.text
    for annex in (*document.tables, *document.annexes):
        yield from annex.title
        for row in (*annex.rows, annex.notes, [column.header for column in annex.columns]):
            for cell in row:
                yield from cell


@lru_cache(maxsize=4)
def _families(folder: Path | None) -> Mapping[str, frozenset[int]]:
    """The families that may be used and embedded here, with the code points each has."""
    import typst
    from fontTools.ttLib import TTFont

    wanted = {name for names in TYPEFACES.values() for name in names} | set(FALLBACK)
    found: dict[str, frozenset[int]] = {}
    for font in typst.Fonts(include_system_fonts=True, font_paths=_paths(folder)).fonts():
        if font.family not in wanted or font.family in found or font.path is None:
            continue
        with TTFont(font.path, fontNumber=font.index, lazy=True) as file:
            restricted = "OS/2" in file and file["OS/2"].fsType & 0xF == 2  # embedding forbidden by its maker
            if not restricted:
                found[font.family] = frozenset(file.getBestCmap() or ())
    return found
