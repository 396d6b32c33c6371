"""No plan, as a document: every conflict and repair of diagnosis.json in it, and whose each value is."""

from __future__ import annotations

import datetime
import io
import json
import subprocess
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner

from rotation.cli import cli
from rotation.errors import NoPlan
from rotation.notice.document import Document
from rotation.notice.formats.docx import docx_of
from rotation.notice.refusal import change_table
from rotation.rules.packs import load_policy

pytestmark = pytest.mark.slow


def text_of(content: bytes) -> str:
    file = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


def test_the_document_says_what_the_diagnosis_does(small_folder: Path, tmp_path: Path) -> None:
    settings = ("--set", "turnover.percent=3")
    done = CliRunner().invoke(cli, ["plan", str(small_folder), "--year", "2026", *settings, "--out", str(tmp_path)])
    assert done.exit_code == NoPlan.status
    found = json.loads((tmp_path / "diagnosis.json").read_text("utf-8"))
    text = text_of((tmp_path / "diagnosis.docx").read_bytes())
    assert found["conflicts"]
    assert found["repairs"]
    for conflict in found["conflicts"]:
        assert conflict["text"] in text
    for repair in found["repairs"]:
        assert repair["text"] in text
        assert repair["settings"] in text
    assert "15%（通政发〔2017〕55号规定）" in text
    assert "3%（本次设定）" in text
    done = CliRunner().invoke(cli, ["plan", str(small_folder), "--year", "2026", "--out", str(tmp_path)])
    assert done.exit_code == 0, done.output
    assert not list(tmp_path.glob("diagnosis.*"))


def test_no_option_is_broken_in_its_cell(program: Callable[..., str], tmp_path: Path) -> None:
    office, to_text = program("soffice", "libreoffice"), program("pdftotext")
    options = [f"{key}={str(value).lower()}" for key, value in load_policy("nantong-2017").values.items()]
    rows = [(str(i), "改动", "方案 小学 0.4359、初中 0.2926", f"--set {each}") for i, each in enumerate(options)]
    day = datetime.date(2026, 9, 1)
    (tmp_path / "d.docx").write_bytes(docx_of(Document("题", (), (), "", day, [change_table(rows)], compact=True)))
    command = [office, f"-env:UserInstallation=file://{tmp_path}/profile", "--headless", "--convert-to", "pdf"]
    subprocess.run([*command, "--outdir", tmp_path, tmp_path / "d.docx"], check=True, capture_output=True, timeout=120)
    done = subprocess.run([to_text, "-layout", tmp_path / "d.pdf", "-"], check=True, capture_output=True, text=True)
    words = done.stdout.split()
    assert [each for each in options if each not in words] == []
    assert sum("0.4359" in word for word in words) == len(options)
