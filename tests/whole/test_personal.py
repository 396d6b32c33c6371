"""Personal data leave the reader only as far as a rule needs them: every output of every command is walked."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pypdf
import pytest

from rotation.cli import cli
from rotation.county.schema import EXEMPTIONS
from rotation.intake.sample import Sample, as_csv
from tests.helpers import rotation
from tests.walk import Walk, personal

pytestmark = pytest.mark.slow

ELSEWHERE = {"prepare"}


@pytest.fixture(scope="module")
def made() -> Sample:
    return personal()


def secrets(sample: Sample) -> list[str]:
    found = []
    for row in sample.tables["teachers"]:
        found += [str(row["id_number"]), str(row["birth"]), row["home_lon"], row["home_lat"]]
    return [*{text for text in found if text}, "因病不宜声张"]


def told(secrets: list[str], text: str) -> set[str]:
    """The secrets that stand in `text` by themselves: all of one shape are looked for at once."""
    shapes = {re.sub(r"[0-9]", "0", secret) for secret in secrets}
    found: set[str] = set()
    for shape in shapes:
        pattern = re.escape(shape).replace("0", "[0-9]")
        found.update(re.findall(rf"(?<![\d.])(?=({pattern})(?!\d))", text))
    return found & set(secrets)


def texts(path: Path) -> str:
    """All text of a file; a workbook's parts unpacked."""
    content = path.read_bytes()
    if path.suffix == ".pdf":
        with pypdf.PdfReader(path) as reader:
            return "\n".join(page.extract_text() for page in reader.pages)
    if content[:2] != b"PK":
        # The library that draws the trade-off has dates of its own; what it draws stands in compare.json as well.
        return re.sub(r"<script.*?</script>", "", content.decode("utf-8"), flags=re.DOTALL)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return "\n".join(archive.read(name).decode("utf-8") for name in archive.namelist() if name.endswith("xml"))


def silent(made: Sample, said: str, written: Sequence[Path]) -> None:
    """Neither the terminal nor a file tells any of it."""
    for where, text in [("terminal", said), *((path.name, texts(path)) for path in written)]:
        assert not told(secrets(made), text), where
        for reason in EXEMPTIONS:
            assert reason not in text, (where, reason)


def test_no_output_tells_anything_personal(walk: Walk) -> None:
    made_of_none = (walk.top / "t.xlsx", walk.top / "facts" / "corrections.xlsx")  # forms, with their own examples
    written = [path for path in walk.files if path.suffix != ".png" and path not in made_of_none]
    assert {path.name for path in written if path.parent.name not in ("letters", "facts")} == {
        "files.json", "plan.json", "plan.xlsx", "run.json", "check.xlsx", "check.html", "notice.docx", "notice.pdf", "notice.html",
        "notice-fragment.html", "notice.json", "list.csv", "list.xlsx", "cover.xlsx", "schools.pdf", "letters.pdf",
        "explain.json", "explain.xlsx", "explain.html", f"{walk.mover}.pdf", "pins.csv", "pins.xlsx", "brief.docx", "brief.pdf", "report.html", "scenario.json",
        "diagnosis.json", "diagnosis.docx", "compare.json", "compare.xlsx", "compare.html", "batch.json", "batch.xlsx", "batch.html",
        "forecast.json", "forecast.xlsx", "forecast.html", "collect.xlsx",
    }  # fmt: skip
    said = "\n".join(text for command, text in walk.said.items() if "错" not in command and "样" not in command)
    silent(walk.sample, said, written)


def test_nor_where_the_county_is_a_folder(made: Sample, tmp_path: Path) -> None:
    """Its tables are read by another way, and are the same county from there on."""
    county = tmp_path / "小县"
    county.mkdir()
    for name, content in as_csv(made).items():
        (county / name).write_bytes(content)
    asked = (("plan", "--out", tmp_path / "plan"), ("check", "--out", tmp_path / "check"), ("eligible",))
    done = [rotation(command, county, "--year", 2026, *more) for command, *more in asked]
    assert [each.returncode for each in done] == [0, 0, 0]
    written = [path for name in ("plan", "check") for path in (tmp_path / name).iterdir() if path.name != "marked.xlsx"]
    assert len(written) >= 7
    silent(made, "".join(each.stdout + each.stderr for each in done), written)


def test_a_secret_would_be_found(made: Sample) -> None:
    """What the walk looks for it finds, wherever it stands."""
    hidden = secrets(made)
    for secret in hidden[:: len(hidden) // 9]:
        assert told(hidden, f"<td>{secret}</td>") == {secret}
    assert told(hidden, "因病不宜声张") == {"因病不宜声张"}


def test_nor_do_faults(made: Sample, tmp_path: Path) -> None:
    """Every personal cell made wrong: the faults name the cells, and what stands there stays unsaid."""
    rows = made.tables["teachers"]
    wrong = {
        "birth": "一九八零年",
        "id_number": "12345",
        "home_lon": "东经一百二",
        "home_lat": "北纬三十",
        "exemption": "绝症",
    }
    broken = Sample({**made.tables, "teachers": [{**row, **wrong} for row in rows]})
    county = tmp_path / "county"
    county.mkdir()
    for name, content in as_csv(broken).items():
        (county / name).write_bytes(content)
    done = rotation("check", county, "--year", 2026)
    said = done.stdout + done.stderr
    assert "birth" in said
    assert "exemption" in said
    assert not [text for text in wrong.values() if text in said]


def test_every_command_is_walked(walk: Walk) -> None:
    """But for those whose own tests look through what they write."""
    walked = {
        command.split()[0]
        for command in walk.said
        if command and not command.startswith("-") and "--help" not in command
    }
    assert walked & set(cli.commands) == set(cli.commands) - ELSEWHERE
