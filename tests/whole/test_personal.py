"""Personal data leave the reader only as far as a rule needs them: every output of every command is walked."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pypdf
import pytest

from rotation.county.schema import EXEMPTIONS
from rotation.intake.sample import Sample, as_csv, as_workbook, make_sample
from rotation.planning.plan import read_plan
from tests.helpers import OFFICE

COMMANDS = ("plan", "check", "eligible", "audit", "sample", "template", "notice", "city", "explain", "repair",
            "whatif", "batch", "forecast", "brief")  # fmt: skip


@pytest.fixture(scope="module")
def made() -> Sample:
    """A county whose personal cells are like nothing else in it."""
    sample = make_sample(12, 420, "t")
    places = {row["school_id"]: (float(row["lon"]), float(row["lat"])) for row in sample.tables["schools"]}
    for i, row in enumerate(sample.tables["teachers"]):
        row["home_lon"], row["home_lat"] = (f"{at:.2f}{71000 + i}" for at in places[row["school_id"]])
    for row in sample.tables["pins"]:
        row["reason"] = "因病不宜声张"
    return sample


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


def run(*arguments: object) -> str:
    command = [sys.executable, "-m", "rotation", *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", check=False)
    return done.stdout + done.stderr


@pytest.mark.parametrize("form", ["folder", "workbook"])
def test_no_output_tells_anything_personal(made: Sample, form: str, tmp_path: Path) -> None:
    if form == "folder":
        county = tmp_path / "county"
        county.mkdir()
        for name, content in as_csv(made).items():
            (county / name).write_bytes(content)
    else:
        county = tmp_path / "county.xlsx"
        county.write_bytes(as_workbook(made))
    out = tmp_path / "out"
    said = run("plan", county, "--year", 2026, "--out", out / "plan")
    said += run("check", county, "--year", 2026, "--out", out / "check")
    said += run("eligible", county, "--year", 2026)
    said += run("audit", county, out / "plan" / "plan.json")
    office = OFFICE
    put_up = ("--from", "2026-08-17", "--office", office)
    said += run("notice", county, out / "plan" / "plan.json", *put_up, "--letters-apart")
    said += run("city", out, *put_up)
    mover = read_plan(out / "plan" / "plan.json").moves[0].teacher_id
    asked = ("--teacher", mover, "--all", "--chains", "--clause", "reach", "--office", office, "--dated", "2026-08-20")
    said += run("explain", county, out / "plan" / "plan.json", *asked, "--out", out / "explain")
    said += run("brief", county, out / "plan" / "plan.json", "--out", out / "brief")
    said += run("repair", county, out / "plan" / "plan.json", "--drop", mover)
    scenarios = tmp_path / "s.toml"
    scenarios.write_text(
        '[scenarios.a]\nleave = [{ count = 3 }]\n[scenarios.b]\nset = { "turnover.percent" = 3 }', "utf-8"
    )
    said += run("whatif", county, scenarios, "--year", 2026, "--out", out / "whatif", "--executor", "serial")
    counties = tmp_path / "counties"
    counties.mkdir()
    county.rename(counties / county.name)
    said += run("batch", counties, "--year", 2026, "--out", out / "batch", "--executor", "serial")
    said += run("forecast", counties / county.name, "--year", 2026, "--years", 2, "--out", out / "forecast")
    (out / "check" / "marked.xlsx").unlink(missing_ok=True)  # the officer's own workbook, with marks in it
    written = [path for path in out.rglob("*") if path.is_file() and path.suffix != ".png"]
    assert {path.name for path in written if path.parent.name != "letters"} == {
        "files.json", "plan.json", "plan.xlsx", "run.json", "check.xlsx", "check.html", "notice.docx", "notice.pdf", "notice.html",
        "notice-fragment.html", "notice.json", "list.csv", "list.xlsx", "cover.xlsx", "schools.pdf", "letters.pdf",
        "explain.json", "explain.xlsx", "explain.html", f"{mover}.pdf", "pins.csv", "pins.xlsx", "brief.docx", "brief.pdf", "report.html", "scenario.json",
        "diagnosis.json", "diagnosis.docx", "compare.json", "compare.xlsx", "compare.html", "batch.json", "batch.xlsx", "batch.html",
        "forecast.json", "forecast.xlsx", "forecast.html",
    }  # fmt: skip
    for where, text in [("terminal", said), *((path.name, texts(path)) for path in written)]:
        assert not told(secrets(made), text), where
        for reason in EXEMPTIONS:
            assert reason not in text, (where, reason)


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
    said = run("check", county, "--year", 2026)
    assert "birth" in said
    assert "exemption" in said
    assert not [text for text in wrong.values() if text in said]


def test_every_command_is_walked() -> None:
    from rotation.cli import cli

    assert set(cli.commands) == set(COMMANDS)
