"""Every command once, as an officer uses it and as one misuses it, and all that is said and written then."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from click.testing import CliRunner

from rotation.cli import cli
from rotation.intake.sample import Sample, as_csv, as_workbook, make_sample
from rotation.planning.plan import read_plan
from tests.helpers import OFFICE

YEAR = ("--year", "2026")


@dataclass(frozen=True)
class Walk:
    """What came of it: command to what it said, and the files it wrote below `top`."""

    top: Path
    sample: Sample
    mover: str
    said: dict[str, str]
    files: list[Path]


def personal() -> Sample:
    """A county whose personal cells are like nothing else in it."""
    sample = make_sample(12, 420, "t")
    places = {row["school_id"]: (float(row["lon"]), float(row["lat"])) for row in sample.tables["schools"]}
    for i, row in enumerate(sample.tables["teachers"]):
        row["home_lon"], row["home_lat"] = (f"{at:.2f}{71000 + i}" for at in places[row["school_id"]])
    for row in sample.tables["pins"]:
        row["reason"] = "因病不宜声张"
    return sample


def everything(top: Path, sample: Sample) -> Walk:
    """Every command on `sample`, in Chinese, in the folder one works in."""
    (top / "县").mkdir()
    county = top / "县" / "小县.xlsx"
    county.write_bytes(as_workbook(sample))
    said: dict[str, str] = {}

    def run(*arguments: object) -> None:
        done = CliRunner().invoke(cli, list(map(str, arguments)), prog_name="rotation")
        fault = str(done.exception) if done.exception is not None and not isinstance(done.exception, SystemExit) else ""
        said[" ".join(map(str, arguments))] = (done.output + fault).replace(str(top), "").replace(str(OFFICE), "")

    for name in ("", *cli.commands):
        run(*filter(None, (name,)), "--help")
    plan = top / "plan" / "plan.json"
    put_up = ("--from", "2026-08-17", "--office", OFFICE)
    run("plan", county, *YEAR, "--out", plan.parent)
    run("plan", county, *YEAR, "--out", top / "none", "--set", "quota.lower=90")
    run("check", county, *YEAR, "--out", top / "check")
    run("eligible", county, *YEAR)
    run("audit", county, plan)
    run("notice", county, plan, *put_up, "--letters-apart")
    run("brief", county, plan)
    run("city", top, *put_up, "--out", top / "city")
    move = read_plan(plan).moves[0]
    asked = (
        "--teacher",
        move.teacher_id,
        "--clause",
        "quota",
        "--clause",
        "reach",
        "--chains",
        "--all",
        "--dated",
        "2026-08-20",
    )
    run("explain", county, plan, *asked, "--office", OFFICE, "--out", top / "explain")
    run("explain", county, plan, "--school", move.to_school_id)
    run("repair", county, plan, "--drop", move.teacher_id)
    scenarios = top / "s.toml"
    edits = '"甲" = { set = { "quota.lower" = 16 } }\n"乙" = { leave = [{ count = 3 }] }'
    scenarios.write_text(f'[scenarios]\n{edits}\n"丙" = {{ set = {{ "turnover.percent" = 3 }} }}', "utf-8")
    run("whatif", county, scenarios, *YEAR, "--out", top / "whatif", "--executor", "serial")
    run("batch", county.parent, *YEAR, "--out", top / "batch", "--executor", "serial")
    run("forecast", county, *YEAR, "--years", 2, "--out", top / "forecast")
    run("template", top / "t.xlsx")
    run("facts", county, "--plan", plan, "--out", top / "facts")
    run("template", top / "下发", "--schools", county, *YEAR)
    next((top / "下发").glob("*.xlsx")).unlink()
    run("collect", top / "下发", "--schools", county, *YEAR, "--out", top / "collected")
    wrongly(run, county, plan, scenarios, top)
    # The officer's own, that with marks in it, the schools' own and the one made of them.
    given = (top / "县", top / "错", top / "check" / "marked.xlsx", top / "下发", top / "collected" / "小县.xlsx")
    files = [
        path
        for path in sorted(top.rglob("*"))
        if path.is_file() and path.suffix != ".toml" and not {path, path.parent} & {*given}
    ]
    others = [path for path in files if path.parent.name == "letters" and path.suffix == ".pdf"][3:]  # of letters.pdf
    others += [path for path in files if path.parent.name == "facts" and path.suffix in (".pdf", ".docx")][4:]
    return Walk(top, sample, move.teacher_id, said, [path for path in files if path not in others])


def wrongly(run: Callable[..., None], county: Path, plan: Path, scenarios: Path, top: Path) -> None:
    """Each command asked for what it cannot do, and given files that are not what they should be."""
    put_up = ("--from", "2026-08-17", "--office", OFFICE)
    run("plan", county, "--year", "2")
    run("plan", county, "--year", "99年")
    run("plan", county, *YEAR, "--time-limit", "0")
    for setting in ("没有=3", "quota.lower=多"):
        run("plan", county, *YEAR, "--set", setting)
    for arguments in (
        ("plan",),
        ("plan", top / "无.xlsx"),
        ("audit", county, top / "无.json"),
        ("不是",),
        ("explain", county, plan),
    ):
        run(*arguments)
    run("notice", county, plan, "--from", "2026-13-45", "--office", OFFICE)
    run("notice", county, plan, "--from", "明天", "--office", OFFICE)
    run("notice", county, plan, "--from", "2026-08-17")
    run("repair", county, plan)
    run("template", top / "t.txt")
    run("sample", top / "样", "--schools", "1")
    run("forecast", county, *YEAR, "--hire", "语文")
    texts = {"坏.toml": b"a = = 1", "码.toml": b"\xff\xfe\xff" * 10, "空.toml": b""}
    for name, content in texts.items():
        path = top / name
        path.write_bytes(content)
        run("whatif", county, path, *YEAR)
        run("plan", county, *YEAR, "--policy", path)
        run("audit", county, path)
        run("repair", county, plan, "--pins", path)
        run("notice", county, plan, "--from", "2026-08-17", "--office", path)
        run("notice", county, plan, *put_up, "--text", path)
        run("notice", county, plan, *put_up, "--result", plan, "--reasons", path)
    wrong = make_sample(6, 60, "t")
    rows = [dict(row) for row in wrong.tables["teachers"]]
    for i, column in enumerate(rows[0]):
        rows[i + 1][column] = "啊？"
    (top / "错").mkdir()
    for name, content in as_csv(Sample({**wrong.tables, "teachers": rows})).items():
        (top / "错" / name).write_bytes(content)
    run("check", top / "错", *YEAR)
    (top / "错" / "坏.xlsx").write_bytes(b"PK\x03\x04zz")
    run("check", top / "错" / "坏.xlsx", *YEAR)
    (top / "错" / "teachers.csv").write_bytes(b"\xff\x81\xff")
    run("check", top / "错", *YEAR)
