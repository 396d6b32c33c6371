"""No plan, as a document: every conflict and repair of diagnosis.json in it, and whose each value is."""

from __future__ import annotations

import io
import json
from pathlib import Path

import docx
from click.testing import CliRunner

from rotation.cli import cli
from rotation.errors import NoPlan


def text_of(content: bytes) -> str:
    file = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in file.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in file.paragraphs), *cells])


def test_the_document_says_what_the_diagnosis_does(small_folder: Path, tmp_path: Path) -> None:
    settings = ("--set", "turnover.percent=3")
    done = CliRunner().invoke(cli, ["plan", str(small_folder), "--year", "2026", *settings, "--out", str(tmp_path)])
    assert isinstance(done.exception, NoPlan)
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
