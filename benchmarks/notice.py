"""The notice of 1,500 movers: `python -m benchmarks.notice [MOVERS]`.

Every format of one notice, each timed, five rounds, beside the way an office goes today: the .docx
turned into a PDF by LibreOffice. The table shows medians and ratios.
"""

from __future__ import annotations

import datetime
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from itertools import cycle, islice
from pathlib import Path

from rotation.intake.read import read_county
from rotation.intake.sample import as_csv, make_sample
from rotation.notice.content import make_notice
from rotation.notice.formats import html as web
from rotation.notice.formats import pdf as typeset
from rotation.notice.formats import tables
from rotation.notice.formats.docx import docx_of
from rotation.notice.letters import letters_of
from rotation.notice.office import example, load_office
from rotation.notice.period import notice_period
from rotation.notice.public_list import make_public_list
from rotation.notice.slips import school_slips
from rotation.planning.planner import make_plan
from rotation.planning.resolved import ResolvedPlan
from rotation.rules.case import Case
from rotation.rules.packs import load_policy

ROUNDS = 5


def main() -> None:
    movers = int(sys.argv[1]) if len(sys.argv) > 1 else 1500
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        county = folder / "county"
        county.mkdir()
        for file, content in as_csv(make_sample(76, 4000)).items():
            (county / file).write_bytes(content)
        (folder / "office.toml").write_text(example(), "utf-8")
        policy = load_policy("nantong-2017")
        case = Case(read_county(county, policy, 2026).county, policy, 2026)
        listed = make_public_list(ResolvedPlan(case, make_plan(case, "2026").plan))
        listed = replace(listed, movers=list(islice(cycle(listed.movers), movers)))
        day, office = datetime.date(2026, 8, 17), load_office(folder / "office.toml")
        period = notice_period(day, 5, 2026)
        document = make_notice(listed, office, period, day, None)
        schools = school_slips(listed, office, day)
        letters = [letter for _, letter in letters_of(listed, office, day)]
        fonts = typeset.choose_fonts([document, *schools, *letters])
        steps: dict[str, Callable[[], object]] = {
            "notice.pdf": lambda: typeset.pdf([document], fonts),
            "notice.docx": lambda: docx_of(document),
            "notice.html": lambda: web.whole_page(document),
            "page-*.png": lambda: typeset.pages([document], fonts),
            "list.csv, notice.json, list.xlsx, cover.xlsx": lambda: (
                tables.csv_of(listed), tables.json_of(listed, document, period), tables.workbook_of(document),
                tables.filing_schedule(listed, document),
            ),
            "schools.pdf": lambda: typeset.pdf(schools, fonts),
            "letters.pdf": lambda: typeset.pdf(letters, fonts),
            "letters one by one": lambda: [typeset.pdf([letter], fonts) for letter in letters],
        }  # fmt: skip
        if shutil.which("soffice"):
            (folder / "n.docx").write_bytes(docx_of(document))
            convert = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", name, str(folder / "n.docx")]
            steps["LibreOffice: .docx to .pdf"] = lambda: subprocess.run(convert, capture_output=True, check=True)
        spent: dict[str, list[float]] = {step: [] for step in steps}
        for _ in range(ROUNDS):
            for step, work in steps.items():
                begin = time.perf_counter()
                work()
                spent[step].append(time.perf_counter() - begin)
    print(f"{movers} movers, medians of {ROUNDS} rounds")
    pdf = statistics.median(spent["notice.pdf"])
    for step, seconds in spent.items():
        median = statistics.median(seconds)
        print(f"{step:46} {median:7.2f} s   {median / pdf:6.1f} × notice.pdf")
    own = sum(statistics.median(seconds) for step, seconds in spent.items() if not step.startswith("LibreOffice"))
    print(f"{'all formats':46} {own:7.2f} s")


if __name__ == "__main__":
    main()
