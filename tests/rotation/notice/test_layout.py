"""What other programs see: pdftotext, LibreOffice, Chromium with axe."""

from __future__ import annotations

import base64
import datetime
import itertools
import json
import re
import subprocess
from collections.abc import Callable
from importlib import resources
from pathlib import Path

import pypdf
import pytest

from rotation.notice.document import Block, Column, Document, Table
from rotation.notice.formats import pdf as typeset
from rotation.notice.formats.docx import docx_of
from rotation.notice.letters import letters_of
from tests.browser import PHONE, on_a_phone
from tests.helpers import DAY
from tests.published import NAMES, Published

MM = 72 / 25.4


def words(pdf: Path, page: int) -> list[tuple[float, float, float, float, str]]:
    """The lines pdftotext finds on a page: x, y, right, bottom in points, and their text."""
    done = subprocess.run(
        ["pdftotext", "-bbox-layout", "-f", str(page), "-l", str(page), str(pdf), "-"], capture_output=True, check=True
    )
    found = []
    for line in re.findall(r"<line ([^>]*)>(.*?)</line>", done.stdout.decode(), re.S):
        box = [float(value) for value in re.findall(r'="([\d.]+)"', line[0])]
        found.append((box[0], box[1], box[2], box[3], "".join(re.findall(r">([^<]+)</word>", line[1]))))
    return found


def test_a_full_page_is_22_lines_of_28_letters(program: Callable[..., str], tmp_path: Path) -> None:
    program("pdftotext")
    document = Document("题", [Block("text", "国" * 28 * 70)], (), "局", datetime.date(2026, 8, 3))
    path = tmp_path / "full.pdf"
    path.write_bytes(typeset.pdf([document], typeset.choose_fonts([document])))
    for page, left in ((2, 26), (3, 28)):
        lines = [line for line in words(path, page) if "国" in line[4]]
        assert len(lines) == 22
        assert all(len(line[4]) == 28 for line in lines)
        assert min(line[0] for line in lines) == pytest.approx(left * MM, abs=MM)
        assert max(line[2] for line in lines) == pytest.approx((left + 156) * MM, abs=MM)
        pitch = [(b[1] - a[1]) / MM for a, b in itertools.pairwise(lines)]
        assert pitch == pytest.approx([225 / 22] * 21, abs=0.05)
        middle = (lines[0][1] + lines[-1][3]) / 2 / MM
        assert middle == pytest.approx(37 + 225 / 2, abs=4)
    number = next(line for line in words(path, 3) if "—" in line[4])
    assert number[4] == "—3—"
    assert number[2] == pytest.approx((28 + 156) * MM - 14, abs=MM)


def test_the_signature_never_stands_alone(program: Callable[..., str], tmp_path: Path) -> None:
    """With two lines of text at least on its page, however long the text and with annexes or without, PDF and Word."""
    program("pdftotext")
    office_program = program("soffice", "libreoffice")
    annexes = [Table(f"表{i}", (Column("列", 20),), [("格",)]) for i in range(4)]
    made = [
        Document(
            "题", [*(Block("text", "国" * 40) for _ in range(n)), *last], tables, "县局", datetime.date(2026, 8, 3)
        )
        for n in range(5, 11)
        for last in ([Block("text", "国" * 20)] * 2, [Block("text", "国" * 27 * 5)])
        for tables in ((), annexes)
    ]
    fonts = typeset.choose_fonts(made)
    for i, document in enumerate(made):
        (tmp_path / f"{i}.pdf").write_bytes(typeset.pdf([document], fonts))
        if i % 5 == 0:
            (tmp_path / f"w{i}.docx").write_bytes(docx_of(document))
    command = [office_program, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *map(str, tmp_path.glob("w*.docx"))], capture_output=True, check=True)
    checked = 0
    for path in tmp_path.glob("*.pdf"):
        with pypdf.PdfReader(path) as reader:
            texts = [page.extract_text() for page in reader.pages]
        page = next(text for text in texts if "县局" in text)
        assert len([line for line in page.splitlines() if "国" in line]) >= 2, (path.name, page)
        checked += texts.index(page) > 0
    assert checked > 10


def test_every_name_can_be_read_back(program: Callable[..., str], published: Published, tmp_path: Path) -> None:
    program("pdftotext")
    done = subprocess.run(
        ["pdftotext", str(published.write(tmp_path, "notice.pdf")), "-"], capture_output=True, check=True
    )
    text = re.sub(r"[\s\u200b\u200e\u200f\u202a-\u202e]", "", done.stdout.decode())
    for name in NAMES:
        assert re.sub(r"[\s\u200f]", "", name) in text, name


def test_fonts_are_embedded(program: Callable[..., str], published: Published, tmp_path: Path) -> None:
    program("pdffonts")
    for name in ("notice.pdf", "letters.pdf", "schools.pdf"):
        done = subprocess.run(["pdffonts", str(published.write(tmp_path, name))], capture_output=True, check=True)
        rows = done.stdout.decode().splitlines()[2:]
        assert rows
        assert all(re.search(r"\byes\s+yes\s+(yes|no)\s+\d+", row) for row in rows), rows


def test_a_letter_is_one_page(program: Callable[..., str], published: Published, tmp_path: Path) -> None:
    program("pdfinfo")
    done = subprocess.run(["pdfinfo", str(published.write(tmp_path, "letters.pdf"))], capture_output=True, check=True)
    count = len(letters_of(published.listed, published.office, DAY))
    assert re.search(rf"Pages:\s+{count}\n", done.stdout.decode())
    assert len(published.letters) == count


def test_libreoffice_opens_the_docx(program: Callable[..., str], published: Published, tmp_path: Path) -> None:
    office = program("soffice", "libreoffice")
    program("pdftotext")
    path = published.write(tmp_path, "notice.docx")
    subprocess.run(
        [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path), str(path)],
        capture_output=True, check=True, timeout=180,
    )  # fmt: skip
    made = tmp_path / "notice.pdf"
    done = subprocess.run(["pdftotext", str(made), "-"], capture_output=True, check=True)
    text = re.sub(r"\s", "", done.stdout.decode())
    for name in NAMES:
        assert re.sub(r"[\s\u200f]", "", name) in re.sub("\u200f", "", text), name
    body = [line for line in words(made, 1) if len(line[4]) > 20]
    assert min(line[0] for line in body) == pytest.approx(28 * MM, abs=MM)
    assert next((b[1] - a[1]) for a, b in itertools.pairwise(body)) == pytest.approx(28.95, abs=0.2)


AXE = """<script>{axe}</script><script>
axe.run(document, {{runOnly: ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}}).then(found => {{
  const wide = document.documentElement.scrollWidth > window.innerWidth;
  const said = JSON.stringify({{violations: found.violations.map(v => v.id), passes: found.passes.length, wide}});
  document.body.innerHTML = '<pre id="said">' + btoa(said) + '</pre>';
}});
</script></body>"""


@pytest.mark.parametrize("width", [390, 1280])
def test_the_page_is_accessible(program: Callable[..., str], published: Published, tmp_path: Path, width: int) -> None:
    chromium = program("chromium", "chromium-browser", "google-chrome")
    axe = (resources.files("axe_core_python") / "axe.min.js").read_text("utf-8")
    page = str(published.files["notice.html"])
    path = tmp_path / "page.html"
    path.write_text(page.replace("</body>", AXE.format(axe=axe)), "utf-8")
    done = subprocess.run(
        [chromium, "--headless=new", "--no-sandbox", "--disable-gpu", "--host-resolver-rules=MAP * ~NOTFOUND",
         f"--user-data-dir={tmp_path}/profile", f"--window-size={width},900", "--virtual-time-budget=20000", "--dump-dom", f"file://{path}"],
        capture_output=True, check=True, timeout=180,
    )  # fmt: skip
    found = re.search(r'id="said">([^<]+)<', done.stdout.decode())
    assert found, done.stdout.decode()[-500:]
    said = json.loads(base64.b64decode(found[1]))
    assert said["violations"] == []
    assert said["passes"] > 10
    assert not said["wide"]


def test_the_notice_on_a_telephone(program: Callable[..., str], published: Published, tmp_path: Path) -> None:
    """Where each goes stands on the screen, beside the name, which is not broken."""
    chromium = program("chromium", "chromium-browser", "google-chrome")
    said = on_a_phone(chromium, str(published.files["notice.html"]), tmp_path)
    assert said["cells"] > 20
    assert said["wide"] <= PHONE
    assert said["beyond"] == []
    assert said["broken"] == []
