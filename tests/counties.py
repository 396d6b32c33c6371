"""Hypothesis strategies and builders for tiny counties, as the records that reading leaves."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
import numpy.typing as npt
from hypothesis import strategies as st

from rotation.policy.policy import Policy
from rotation.rules.candidates import Candidates
from rotation.rules.moves import Move
from rotation.rules.packs import load_policy
from tests.oracle import Oracle, Tables

YEAR = 2026
SUBJECTS = ("语文", "数学", "音乐")
# Settings under which no clause of counting binds.
LAX = {
    "quota.lower": 0, "quota.upper": 200, "backbone_share.percent": 0, "staffing.loss_percent": 100,
    "turnover.percent": 100,
}  # fmt: skip


def school(school_id: str, stage: str = "小学", **changes: Any) -> dict[str, Any]:
    """A school's record; a plain town school but for `changes`."""
    return {
        "school_id": school_id, "name": f"{school_id}校", "stage": stage, "location": "镇区", "township": None,
        "group": None, "weak": False, "pupils": 100, "classes": None, "staff_quota": 10, "senior_posts": None,
        "lon": None, "lat": None, **changes,
    }  # fmt: skip


def teacher(teacher_id: str, school_id: str, stage: str = "小学", **changes: Any) -> dict[str, Any]:
    """A teacher's record; eligible and plain but for `changes`."""
    return {
        "teacher_id": teacher_id, "name": f"教师{teacher_id}", "gender": "女", "birth": 19850301,
        "school_id": school_id, "stage": stage, "subject": "语文", "other_subjects": (), "joined": 20100901,
        "title": "一级", "backbone": None, "post": "教师", "terms": 1, "ethics": "合格", "exemption": None,
        "willingness": "服从安排", "points": None, "rural_years": None, "home_lon": None, "home_lat": None, **changes,
    }  # fmt: skip


def tables(
    schools: list[dict[str, Any]],
    teachers: list[dict[str, Any]],
    demand: dict[tuple[str, str], int] | None = None,
    **others: list[dict[str, Any]],
) -> Tables:
    """Records of a county; `demand` maps (school_id, subject) to posts at the school's first stage."""
    stage = {s["school_id"]: s["stage"] for s in reversed(schools)}
    rows = [
        {"school_id": s, "stage": stage[s], "subject": k, "required": count} for (s, k), count in (demand or {}).items()
    ]
    return {"schools": schools, "teachers": teachers, "demand": rows, "wishes": [], "pins": [], "teams": [], **others}


@st.composite
def tiny_counties(draw: st.DrawFn, most_plans: int = 1500) -> tuple[Tables, Policy, str]:
    """A county of 3 or 4 schools and up to 8 eligible teachers, a policy with drawn thresholds, a seed."""
    count = draw(st.integers(3, 4))
    coordinate = st.one_of(st.none(), st.integers(0, 60).map(lambda n: 120 + n / 100))
    schools = []
    for i in range(count):
        stage = "小学" if i < 3 else draw(st.sampled_from(("小学", "小学", "初中")))
        schools.append(
            school(
                f"S{i}", stage, location=draw(st.sampled_from(("城区", "镇区", "乡村"))), weak=draw(st.booleans()),
                pupils=draw(st.integers(1, 400)), senior_posts=draw(st.sampled_from((None, 0, 1, 3))),
                lon=draw(coordinate), lat=draw(coordinate.map(lambda v: None if v is None else v - 88)),
            )
        )  # fmt: skip
    if count == 4 and schools[3]["stage"] == "初中" and draw(st.booleans()):
        schools[3]["school_id"] = "S2"  # a nine-year school
    teachers = []
    for i in range(draw(st.integers(4, 9))):
        home = draw(st.sampled_from(schools))
        main = draw(st.sampled_from(SUBJECTS))
        teachers.append(
            teacher(
                f"T{i}", home["school_id"], home["stage"], subject=main,
                other_subjects=tuple(sorted(set(draw(st.lists(st.sampled_from(SUBJECTS), max_size=1))) - {main})),
                gender=draw(st.sampled_from(("男", "女"))),
                birth=draw(st.sampled_from((19850301, 19760901, 19711201, 19671001))),
                joined=draw(st.sampled_from((20100901, 20150801, 20200901, 20200902, 20240901))),
                title=draw(st.sampled_from(("一级", "高级", "正高级"))),
                backbone=draw(st.sampled_from((None, None, "骨干教师", "特级教师", "教坛新秀"))),
                ethics=draw(st.sampled_from(("合格",) * 9 + ("不合格",))),
                exemption=draw(st.sampled_from((None,) * 9 + ("孕期",))),
                willingness=draw(st.sampled_from(("自愿", "服从安排", "不愿"))),
                home_lon=draw(coordinate), home_lat=draw(coordinate.map(lambda v: None if v is None else v - 88)),
            )
        )  # fmt: skip
    for row in schools:
        own = sum(t["school_id"] == row["school_id"] and t["stage"] == row["stage"] for t in teachers)
        row["staff_quota"] = max(0, own + draw(st.integers(-1, 3)))
    demand = [
        {"school_id": row["school_id"], "stage": row["stage"], "subject": k, "required": draw(st.integers(0, 3))}
        for row in schools
        for k in SUBJECTS
        if draw(st.booleans())
    ]
    led = sorted({row["school_id"] for row in schools})
    for i, post in enumerate(led):
        if draw(st.booleans()):
            stage = next(row["stage"] for row in schools if row["school_id"] == post)
            teachers.append(
                teacher(
                    f"P{i}", post, stage, post="校长", terms=draw(st.integers(1, 3)), title="高级",
                    birth=draw(st.sampled_from((19751001, 19681001))),
                    backbone=draw(st.sampled_from((None, "名师名校长"))),
                )
            )  # fmt: skip
    ordinary = [t for t in teachers if t["post"] != "校长"]
    wishes = [
        {"teacher_id": t["teacher_id"], "rank": draw(st.integers(1, 13)), "school_id": row["school_id"]}
        for t in ordinary
        for row in schools
        if row["stage"] == t["stage"] and row["school_id"] != t["school_id"] and draw(st.integers(0, 4)) == 0
    ]
    pins = draw(_pins(schools, teachers))
    team = draw(st.lists(st.sampled_from([t["teacher_id"] for t in ordinary]), unique=True, max_size=3))
    teams = [{"team": "团", "teacher_id": i} for i in team]
    data: Tables = {
        "schools": schools, "teachers": teachers, "demand": demand, "wishes": wishes, "pins": pins, "teams": teams,
    }  # fmt: skip
    settings = {
        "quota.lower": draw(st.sampled_from((0, 10, 15, 15, 25, 40))),
        "quota.upper": draw(st.sampled_from((0, 20, 40, 60, 80))),
        "backbone_share.percent": draw(st.sampled_from((0, 15, 34, 50))),
        "staffing.loss_percent": draw(st.sampled_from((5, 30, 60, 100))),
        "turnover.percent": draw(st.sampled_from((20, 50, 100))),
        "reach.max_km": draw(st.sampled_from((10, 40))),
        "service.min_years": draw(st.sampled_from((2, 6))),
        "principals.on": draw(st.sampled_from((True, True, True, False))),
        "principals.max_pupil_ratio": draw(st.sampled_from((0, 0, 1, 2, 3))),
    }
    for clause in draw(
        st.lists(
            st.sampled_from(("no_new_gap", "senior_posts", "direction", "staffing", "target_backbone")), max_size=3
        )
    ):
        settings[f"{clause}.on"] = False
    policy = load_policy("nantong-2017").with_values(settings)
    seed = draw(st.sampled_from(("2026", "抽签")))
    return _few_enough(data, policy, seed, most_plans), policy, seed


@st.composite
def lively_counties(draw: st.DrawFn, most_plans: int = 1500) -> tuple[Tables, Policy, str]:
    """Counties as above, but with room: everybody eligible, few limits, so that plans have several moves."""
    data, policy, seed = draw(tiny_counties())
    for t in data["teachers"]:
        t.update(joined=20100901, birth=19850301, ethics="合格", exemption=None)
    for s in data["schools"]:
        s.update(staff_quota=s["staff_quota"] + 2, senior_posts=None)
    data["pins"][:] = [pin for pin in data["pins"] if pin["kind"] == "排除学校"]
    share = draw(st.sampled_from((20, 35, 50)))
    settings = {"turnover.percent": 100, "staffing.loss_percent": 100, "quota.lower": share, "quota.upper": share + 20,
                "backbone_share.percent": 0, "direction.on": draw(st.booleans())}  # fmt: skip
    policy = policy.with_values(settings)
    return _few_enough(data, policy, seed, most_plans), policy, seed


def _few_enough(data: Tables, policy: Policy, seed: str, most_plans: int) -> Tables:
    """The county with the last teachers staying by hand until there are few enough plans to try them all."""
    pins = data["pins"]
    staying = [t["teacher_id"] for t in data["teachers"] if t["post"] != "校长"]
    oracle = Oracle(data, policy.values, YEAR, seed)
    while oracle.size() > most_plans:
        held = staying.pop()
        pins[:] = [p for p in pins if p["teacher_id"] != held]
        pins.append({"teacher_id": held, "kind": "不得交流", "school_id": None, "reason": None})
        oracle = Oracle(data, policy.values, YEAR, seed)
    return data


@st.composite
def _pins(draw: st.DrawFn, schools: list[dict[str, Any]], teachers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    pins = []
    for t in teachers:
        kind = draw(st.sampled_from((None,) * 36 + ("必须交流", "不得交流", "指定学校", "排除学校")))
        others = sorted(
            {s["school_id"] for s in schools if s["stage"] == t["stage"] and s["school_id"] != t["school_id"]}
        )
        if kind is None or not others or t["exemption"]:
            continue
        named = draw(st.sampled_from(others)) if kind in ("指定学校", "排除学校") else None
        pins.append({"teacher_id": t["teacher_id"], "kind": kind, "school_id": named, "reason": None})
    return pins


def deciding() -> dict[str, tuple[Tables, dict[str, Any]]]:
    """For each clause a county and settings in which dropping it alone makes a better plan possible."""
    exempt = {"exemption": "哺乳期"}
    town = [school("A"), school("B"), school("C")]

    def a(i: int, **changes: Any) -> dict[str, Any]:
        return teacher(f"A{i}", "A", **changes)

    quiet = [a(i, **exempt) for i in range(5, 9)]
    return {
        "one_move": (
            tables(town, [a(1, other_subjects=("数学",)), *quiet], {("B", "语文"): 1, ("C", "数学"): 1}),
            {},
        ),
        "quota": (tables(town, [a(1), a(2)]), {"quota.lower": 50}),
        "backbone_share": (
            tables(town, [a(1, willingness="自愿"), a(2, backbone="骨干教师", willingness="不愿")], {("B", "语文"): 1}),
            {"backbone_share.percent": 50},
        ),
        "staffing": (tables([school("A"), school("B", staff_quota=1)], [a(1), a(2)], {("B", "语文"): 2}), {}),
        "no_new_gap": (
            tables(
                [school("A"), school("B", location="乡村", weak=True)],
                [a(1)],
                {("A", "语文"): 1, ("B", "语文"): 1},
            ),
            {},
        ),
        "turnover": (tables(town, [a(1), a(2), *quiet[:3]], {("B", "语文"): 2}), {"turnover.percent": 20}),
        "target_backbone": (
            tables([school("A", weak=True), school("B")], [a(1, backbone="特级教师")], {("B", "语文"): 1}),
            {},
        ),
        "senior_posts": (
            tables(
                [school("A"), school("B", senior_posts=0)],
                [a(1, title="高级", willingness="自愿"), a(2, willingness="不愿")],
                {("B", "语文"): 1},
            ),
            {},
        ),
        "pins": (
            tables(
                town,
                [a(1), a(2)],
                pins=[{"teacher_id": "A1", "kind": "必须交流", "school_id": None, "reason": None}],
            ),
            {},
        ),
        "teams": (
            tables(
                [school("A"), school("B", staff_quota=1)],
                [a(1), a(2)],
                {("B", "语文"): 1},
                teams=[{"team": "团", "teacher_id": i} for i in ("A1", "A2")],
            ),
            {},
        ),
    }


def random_moves(
    candidates: Candidates, rng: random.Random, *, once: bool = False
) -> tuple[npt.NDArray[np.int64], list[Move]]:
    """Some candidates at random, as a point of the program and as moves; `once`: one a teacher at most."""
    size = len(candidates)
    chosen = sorted(rng.sample(range(size), min(size, rng.choice((0, 1, 2, 3, 5)))))
    if once:
        chosen = sorted({int(candidates.teacher[j]): j for j in chosen}.values())
    point = np.zeros(size, dtype=np.int64)
    point[chosen] = 1
    columns = (candidates.teacher, candidates.origin, candidates.school, candidates.subject)
    return point, [Move(*(int(column[j]) for column in columns)) for j in chosen]
