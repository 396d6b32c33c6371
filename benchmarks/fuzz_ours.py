"""Mutated files of ours: `python -m benchmarks.fuzz_ours COUNTY PLAN.json [COUNT] [SEED]`.

Plans, scenario files, notice texts, offices and packs are changed at random places; each must be read or refused by an
error of ours. COUNT mutants of each kind (400 by default) from SEED (by default drawn anew, and told).
"""

from __future__ import annotations

import random
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rotation.errors import RotationError
from rotation.intake.read import read_county
from rotation.notice.office import example as office_example
from rotation.notice.office import load_office
from rotation.notice.text import fill, wording
from rotation.planning.audit import audit
from rotation.planning.plan import Plan, read_plan
from rotation.rules.case import Case
from rotation.rules.packs import available, load_policy
from rotation.whatif.scenario import load_scenarios

PIECES = (
    "null", "true", "[]", "{}", "NaN", "-1", "1e999", "9" * 30, "9" * 5000, '""', '"', "'", "[" * 500, "{", "}", "]", ",",
    ":", "=", "\\", "\\ud800", "\u2028", "\0", "\ufeff", "{{", "}}", "{% if %}", "{{ 1/0 }}", "{% for x in x %}", "#", "\n",
    "inf", "2026-01-01", "校", "a.b.c = 1", "[[a]]", "on = 3",
)  # fmt: skip
SCENARIOS = """
[scenarios."一"]
title = "题"
set = { "quota.lower" = 18, "reach.on" = false }
close = [{ school = "32060001", into = "32060002" }]
pupils = [{ location = "城区", factor = 1.1 }]
leave = [{ count = 3 }]
join = [{ school = "32060003", subject = "语文", count = 2, joined = 20250901 }]
quota = [{ school = "32060004", add = 3 }]
weak = [{ school = "32060005", weak = true }]
open = [{ school_id = "N", name = "新", stage = "小学", location = "镇区", pupils = 600, staff_quota = 40, demand = { "语文" = 2 } }]
[sweeps."扫"]
on = "一"
set = { "turnover.percent" = [15, 25], "quota.upper" = [30, 40] }
"""


def mutant(text: str, rng: random.Random) -> str:
    """`text` with pieces put in, cut out, doubled, exchanged, or with a number or word replaced by another."""
    for _ in range(rng.choice((1, 1, 2, 5))):
        at, other = sorted(rng.randrange(len(text) + 1) for _ in range(2))
        way = rng.randrange(6)
        if way == 0:
            text = text[:at] + rng.choice(PIECES) + text[at:]
        elif way == 1:
            text = text[:at] + text[at + rng.choice((1, 5, 40)) :]
        elif way == 2:
            text = text[:other] + text[at:other][:2000] + text[other:]
        elif way == 3:
            lines = text.split("\n")
            i, j = rng.randrange(len(lines)), rng.randrange(len(lines))
            lines[i], lines[j] = lines[j], lines[i]
            text = "\n".join(lines)
        else:
            end = at
            while end < len(text) and (text[end].isalnum() or text[end] in "._-"):
                end += 1
            text = text[:at] + rng.choice(PIECES) + text[end:]
    return text


def kinds(case: Case, plan: Plan) -> dict[str, tuple[str, Callable[[Path], object]]]:
    """For each kind of file a right one, and what reads it."""
    values = dict.fromkeys(["年份", "文号", "程序", "公示起", "公示止", "公示天数", "机关", "基准日"], "值") | {
        "其他依据": ["一", "二"]
    }

    def judged(path: Path) -> object:
        read = read_plan(path)
        return audit(Case(case.county, case.policy.as_planned(read.parameters), read.year), read)

    pack = next(name for name in available() if name.startswith("nantong"))
    folder = Path(__file__).parents[1] / "rotation" / "policy"
    notice = wording(pack, "notice", None)[0]
    return {
        "plan": (plan.to_json(), judged),
        "scenarios": (SCENARIOS, lambda path: load_scenarios(path, case)),
        "text": (notice, lambda path: fill(*wording(pack, "notice", path), values)),
        "office": (office_example(), load_office),
        "pack": ((folder / f"{pack}.toml").read_text("utf-8"), lambda path: load_policy(str(path))),
    }


def try_out(case: Case, plan: Plan, count: int, seed: str) -> list[str]:
    """What went wrong: mutants that ended in anything but a reading or an error of ours, or took over five seconds."""
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mutant"
        for kind, (text, read) in kinds(case, plan).items():
            for i in range(count):
                path.write_text(mutant(text, random.Random(f"{seed} {kind} {i}")), "utf-8", errors="surrogatepass")
                begin = time.perf_counter()
                try:
                    read(path)
                except RotationError:
                    pass
                except Exception as error:
                    wrong.append(f"{kind} {i} of {seed}: {type(error).__name__} {error}")
                if time.perf_counter() - begin > 5:
                    wrong.append(f"{kind} {i} of {seed}: {time.perf_counter() - begin:.0f} s")
    return wrong


def main() -> None:
    county, plan = Path(sys.argv[1]), read_plan(Path(sys.argv[2]))
    count = int(sys.argv[3]) if len(sys.argv) > 3 else 400
    seed = sys.argv[4] if len(sys.argv) > 4 else str(random.SystemRandom().randrange(10**9))
    policy = load_policy(plan.policy).as_planned(plan.parameters)
    wrong = try_out(Case(read_county(county, policy, plan.year).county, policy, plan.year), plan, count, seed)
    print(f"{count} mutants of each kind from seed {seed}: {len(wrong)} went wrong")
    for line in wrong:
        print(line)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
