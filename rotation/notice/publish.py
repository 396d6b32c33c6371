"""All files of one notice, from one list, so that they agree."""

from __future__ import annotations

from pathlib import Path

from rotation.notice.document import Document
from rotation.notice.formats import html as web
from rotation.notice.formats import pdf as typeset
from rotation.notice.formats import tables
from rotation.notice.formats.docx import docx_of
from rotation.notice.letters import letters_of
from rotation.notice.office import Office
from rotation.notice.period import Period
from rotation.notice.posted import RECORD
from rotation.notice.public_list import PublicList
from rotation.notice.slips import school_slips

LETTERS, SUPPLEMENT = "letters", "supplement"
PICTURE = "page-{:03d}.png"


def publish(
    listed: PublicList,
    document: Document,
    office: Office,
    period: Period | None,
    fonts_folder: Path | None,
    *,
    apart: bool,
) -> tuple[dict[str, bytes | str], dict[str, bytes | str], typeset.Fonts]:
    """The files of the notice, the letters one by one (none unless `apart`), and the fonts they are set in.

    Raises UsageFault where no font has some character of a name.
    """
    schools = school_slips(listed, office, document.dated)
    letters = letters_of(listed, office, document.dated)
    bodies = [letter for _, letter in letters]
    fonts = typeset.choose_fonts([document, *schools, *bodies], fonts_folder)
    files = {
        **formats(document, fonts),
        "list.csv": tables.csv_of(listed),
        "cover.xlsx": tables.filing_schedule(listed, document),
    }
    if schools:
        files["schools.pdf"] = typeset.pdf(schools, fonts)
    if bodies:
        files["letters.pdf"] = typeset.pdf(bodies, fonts)
    files[RECORD] = tables.json_of(listed, document, period, files)
    each: dict[str, bytes | str] = {}
    if apart:
        each = {f"{teacher_id}.pdf": typeset.pdf([letter], fonts) for teacher_id, letter in letters}
    return files, each, fonts


def supplement(
    listed: PublicList, document: Document, period: Period, fonts_folder: Path | None
) -> dict[str, bytes | str]:  # fmt: skip
    """The files of a supplementary notice; `listed` is of its people alone."""
    fonts = typeset.choose_fonts([document], fonts_folder)
    return {
        **formats(document, fonts),
        "list.csv": tables.csv_of(listed),
        RECORD: tables.supplement_json(listed, document, period),
    }


def formats(document: Document, fonts: typeset.Fonts) -> dict[str, bytes | str]:
    """One document in every format it is put up in, with its tables as a workbook."""
    pictures = {PICTURE.format(i): page for i, page in enumerate(typeset.pages([document], fonts), 1)}
    return {
        "notice.docx": docx_of(document),
        "notice.pdf": typeset.pdf([document], fonts),
        "notice.html": web.whole_page(document),
        "notice-fragment.html": web.fragment(document),
        "list.xlsx": tables.workbook_of(document),
        **pictures,
    }
