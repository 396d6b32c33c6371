"""The model over again, slowly: every plan of a tiny county tried, everything counted by hand.

Written from the rules alone, on plain records; shares nothing with the program but the words.
"""

from __future__ import annotations

import hashlib
import itertools
import math
from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

TIER = {"城区": 2, "镇区": 1, "乡村": 0}
LEVELS = {"特级教师", "名师名校长", "学科带头人", "骨干教师"}
RELUCTANCE = {"自愿": 0, "服从安排": 10, "不愿": 50}
SENIOR = {"正高级", "高级"}

Tables = Mapping[str, list[dict[str, Any]]]
Move = tuple[str, str, str]  # teacher_id, school_id, subject


def retires(birth: int, gender: str) -> int:
    """12·year + month of statutory retirement; birth is yyyymmdd."""
    month = birth // 10000 * 12 + birth // 100 % 100
    first = (1965 if gender == "男" else 1970) * 12 + 1
    k = month - first
    return month + (720 if gender == "男" else 660) + (0 if k < 0 else min(36, k // 4 + 1))


def kilometres(a: tuple[Any, Any], b: tuple[Any, Any]) -> float:
    if None in a or None in b:
        return 0.0
    (lon1, lat1), (lon2, lat2) = [(math.radians(lon), math.radians(lat)) for lon, lat in (a, b)]
    h = math.sin((lat2 - lat1) / 2) ** 2 + math.cos(lat1) * math.cos(lat2) * math.sin((lon2 - lon1) / 2) ** 2
    return 2 * 6371.0088 * math.asin(math.sqrt(h))


def lot(seed: str, *parts: str) -> int:
    bits = "".join(f"{byte:08b}" for byte in hashlib.sha256("|".join((seed, *parts)).encode()).digest())
    return int(bits[:30], 2)


class Oracle:
    """A tiny county under parameters: which moves there are, whether a plan holds, what it is worth."""

    def __init__(self, tables: Tables, params: Mapping[str, Any], year: int, seed: str) -> None:
        self.tables, self.params, self.year, self.seed = tables, params, year, seed
        self.schools = {(s["school_id"], s["stage"]): s for s in tables["schools"]}
        self.people = {t["teacher_id"]: t for t in tables["teachers"]}
        self.teaching = {i: t for i, t in self.people.items() if t["post"] != "校长"}
        self.pins = tables.get("pins", [])
        self.wishes = {(w["teacher_id"], w["school_id"]): w["rank"] for w in tables.get("wishes", [])}
        self.teams: dict[str, list[str]] = {}
        for row in tables.get("teams", []):
            self.teams.setdefault(row["team"], []).append(row["teacher_id"])
        self.demand = Counter({(d["school_id"], d["stage"], d["subject"]): d["required"] for d in tables["demand"]})
        self.pool = {i for i in self.people if self.reason(i) == ""}
        self.staff = {row: [i for i in self.people if self.home(i) == row] for row in self.schools}
        self.held = {row: sum(self.people[i]["title"] in SENIOR for i in self.staff[row]) for row in self.schools}
        self.before = Counter((*self.home(i), t["subject"]) for i, t in self.teaching.items())

    def home(self, i: str) -> tuple[str, str]:
        return self.people[i]["school_id"], self.people[i]["stage"]

    def target(self, row: tuple[str, str]) -> bool:
        return bool(self.schools[row]["weak"]) or self.schools[row]["location"] == "乡村"

    def backbone(self, i: str) -> bool:
        return self.people[i]["backbone"] in LEVELS and self.people[i]["ethics"] == "合格"

    def reason(self, i: str) -> str:
        t = self.people[i]
        if t["post"] == "校长":
            return "principal"
        if t["ethics"] == "不合格":
            return "ethics"
        if t["exemption"]:
            return "exemption"
        joined_year, rest = divmod(t["joined"], 10000)
        if self.year - joined_year - (1 if rest > 901 else 0) < self.params["service.min_years"]:
            return "service"
        if retires(t["birth"], t["gender"]) - (12 * self.year + 9) <= self.params["retirement.min_months"]:
            return "retirement"
        return ""

    def km(self, i: str, row: tuple[str, str]) -> float:
        t, own, to = self.people[i], self.schools[self.home(i)], self.schools[row]
        start = (t["home_lon"], t["home_lat"])
        if None in start:
            start = (own["lon"], own["lat"])
        return kilometres(start, (to["lon"], to["lat"]))

    def candidates(self, i: str) -> list[Move]:
        if i not in self.pool:
            return []
        t, own = self.people[i], self.schools[self.home(i)]
        mine = [p for p in self.pins if p["teacher_id"] == i] if self.params["pins.on"] else []
        named = {p["school_id"] for p in mine if p["kind"] == "指定学校"}
        out = {p["school_id"] for p in mine if p["kind"] == "排除学校"}
        if any(p["kind"] == "不得交流" for p in mine):
            return []
        found = []
        for (school_id, stage), to in self.schools.items():
            if stage != t["stage"] or school_id == t["school_id"] or school_id in out:
                continue
            if named:
                if school_id not in named:
                    continue
            else:
                up = TIER[to["location"]] > TIER[own["location"]] and not to["weak"]
                far = self.km(i, (school_id, stage)) > self.params["reach.max_km"]
                if (self.params["direction.on"] and up) or (self.params["reach.on"] and far):
                    continue
            found += [(i, school_id, k) for k in sorted({t["subject"], *t["other_subjects"]})]
        return found

    def plans(self) -> Iterator[tuple[Move, ...]]:
        """Every choice of candidates: at most one a teacher while one_move is on, any otherwise."""
        options: list[list[tuple[Move, ...]]] = []
        for i in sorted(self.pool):
            moves = self.candidates(i)
            if self.params["one_move.on"]:
                options.append([(), *((move,) for move in moves)])
            else:
                options.append([c for n in range(len(moves) + 1) for c in itertools.combinations(moves, n)])
        for choice in itertools.product(*options):
            yield tuple(move for part in choice for move in part)

    def size(self) -> int:
        if self.params["one_move.on"]:
            return math.prod(1 + len(self.candidates(i)) for i in self.pool)
        return math.prod(2 ** len(self.candidates(i)) for i in self.pool)

    def to(self, move: Move) -> tuple[str, str]:
        return move[1], self.people[move[0]]["stage"]

    def after(self, moves: tuple[Move, ...]) -> Counter[tuple[str, str, str]]:
        have = self.before.copy()
        for move in moves:
            have[(*self.home(move[0]), self.people[move[0]]["subject"])] -= 1
            have[(*self.to(move), move[2])] += 1
        return have

    def broken(self, moves: tuple[Move, ...]) -> set[str]:
        """The clauses of the table that `moves` break, switches left aside."""
        p, n = self.params, len(moves)
        bad = set()
        least = math.ceil(Fraction(p["quota.lower"] * len(self.pool), 100))
        if not least <= n <= max(least, p["quota.upper"] * len(self.pool) // 100):
            bad.add("quota")
        if 100 * sum(self.backbone(m[0]) for m in moves) < p["backbone_share.percent"] * n:
            bad.add("backbone_share")
        if max(Counter(m[0] for m in moves).values(), default=0) > 1:
            bad.add("one_move")
        before, have = self.before, self.after(moves)
        subjects = {key[2] for key in [*before, *have, *self.demand]}
        for row, school in self.schools.items():
            staff = self.staff[row]
            come = [m[0] for m in moves if self.to(m) == row]
            go = [m[0] for m in moves if self.home(m[0]) == row]
            if len(come) - len(go) > max(0, school["staff_quota"] - len(staff)):
                bad.add("staffing")
            if len(go) - len(come) > p["staffing.loss_percent"] * len(staff) // 100:
                bad.add("staffing")
            if len(go) > math.ceil(Fraction(p["turnover.percent"] * len(staff), 100)):
                bad.add("turnover")
            for k in subjects:
                if have[(*row, k)] < min(before[(*row, k)], self.demand[(*row, k)]):
                    bad.add("no_new_gap")
            if school["senior_posts"] is not None:
                net = sum(self.people[i]["title"] in SENIOR for i in come)
                net -= sum(self.people[i]["title"] in SENIOR for i in go)
                if net > max(0, school["senior_posts"] - self.held[row]):
                    bad.add("senior_posts")
            if self.target(row):
                lost = sum(self.backbone(m[0]) and not self.target(self.to(m)) for m in moves if self.home(m[0]) == row)
                won = sum(self.backbone(m[0]) and not self.target(self.home(m[0])) for m in moves if self.to(m) == row)
                if lost > won:
                    bad.add("target_backbone")
        where: dict[str, set[str]] = {}
        for m in moves:
            where.setdefault(m[0], set()).add(m[1])
        for pin in self.pins:
            i, kind, school_id = pin["teacher_id"], pin["kind"], pin["school_id"]
            if i not in self.teaching:
                continue
            at = where.get(i, set())
            if (
                (kind in ("必须交流", "指定学校") and not at)
                or (kind == "不得交流" and at)
                or (kind == "指定学校" and at != {school_id})
                or (kind == "排除学校" and school_id in at)
            ):
                bad.add("pins")
        for members in self.teams.values():
            rows = {self.to(m) for m in moves if m[0] in members}
            movers = {m[0] for m in moves if m[0] in members}
            if movers and (movers != set(members) or len(rows) > 1):
                bad.add("teams")
        return bad

    def holds(self, moves: tuple[Move, ...]) -> bool:
        return not any(self.params[f"{clause}.on"] for clause in self.broken(moves))

    def goals(self, moves: tuple[Move, ...]) -> list[int]:
        """The seven values, `rural` positive."""
        have = self.after(moves)
        short = 0
        for (school_id, stage, k), required in self.demand.items():
            school = self.schools[school_id, stage]
            weight = 1 + (school["location"] == "乡村") + bool(school["weak"])
            short += weight * max(0, required - have[school_id, stage, k])
        balance = 0
        at = {i: self.home(i) for i in self.teaching}
        count = Counter(at[i] for i in at if self.backbone(i))
        for m in moves:
            if self.backbone(m[0]):
                count[self.home(m[0])] -= 1
                count[self.to(m)] += 1
        for stage in ("小学", "初中"):
            rows = [row for row in self.schools if row[1] == stage]
            pupils = {row: max(1, self.schools[row]["pupils"]) for row in rows}
            total, everyone = sum(count[row] for row in rows), sum(pupils.values())
            for row in rows if total else []:
                for i in range(1, count[row] + 1):
                    cost = Fraction(10**8 * everyone * (2 * i - 1), total**2 * pupils[row])
                    balance += math.floor(cost + Fraction(1, 2))
        rural = sum(
            1 + self.backbone(m[0]) for m in moves if self.target(self.to(m)) and not self.target(self.home(m[0]))
        )
        wishes = sum(
            RELUCTANCE[self.people[m[0]]["willingness"]]
            + (min(self.wishes[m[0], m[1]], 11) - 1 if (m[0], m[1]) in self.wishes else 10)
            for m in moves
        )
        return [
            short,
            balance,
            rural,
            sum(m[2] != self.people[m[0]]["subject"] for m in moves),
            wishes,
            sum(math.floor(10 * self.km(m[0], self.to(m)) + 0.5) for m in moves),
            sum(lot(self.seed, *m) for m in moves),
        ]

    def best(self) -> tuple[list[int], list[Move]] | None:
        """The best plan's goals and moves, None where no plan holds."""
        found = None
        for moves in self.plans():
            if not self.holds(moves):
                continue
            values = self.goals(moves)
            key = [*values[:2], -values[2], *values[3:]]
            if found is None or key < found[0]:
                found = (key, values, sorted(moves))
        return None if found is None else (found[1], found[2])


class PrincipalOracle:
    """Every assignment of the principals of a tiny county to posts."""

    def __init__(self, oracle: Oracle) -> None:
        self.oracle = oracle
        on = oracle.params["principals.on"]
        self.heads = {i: t for i, t in oracle.people.items() if on and t["post"] == "校长"}
        self.stages: dict[str, set[str]] = {}
        for school_id, stage in oracle.schools:
            self.stages.setdefault(school_id, set()).add(stage)
        self.pins = {i: [p for p in oracle.pins if p["teacher_id"] == i] for i in self.heads}

    def kinds(self, i: str) -> set[str]:
        return {pin["kind"] for pin in self.pins[i]}

    def stays(self, i: str) -> bool:
        return bool(self.heads[i]["exemption"]) or "不得交流" in self.kinds(i)

    def due(self, i: str) -> bool:
        t, p = self.heads[i], self.oracle.params
        if self.stays(i):
            return False
        left = retires(t["birth"], t["gender"]) - (12 * self.oracle.year + 9)
        up = t["terms"] >= p["principals.max_terms"] and left > p["principals.min_months"]
        return up or bool(self.kinds(i) & {"必须交流", "指定学校"})

    def options(self, i: str) -> list[str]:
        own = self.heads[i]["school_id"]
        if self.stays(i):
            return [own]
        named = {pin["school_id"] for pin in self.pins[i] if pin["kind"] == "指定学校"}
        out = {pin["school_id"] for pin in self.pins[i] if pin["kind"] == "排除学校"}
        posts = [s for s in self.stages if self.stages[s] & self.stages[own] and s != own and s not in out]
        most = self.oracle.params["principals.max_pupil_ratio"]
        return [own, *(s for s in posts if (s in named if named else not most or self.alike(own, s, most)))]

    def alike(self, one: str, other: str, most: int) -> bool:
        """Neither has more than `most` times the pupils of the other, all stages of a post together."""
        counts = [sum(s["pupils"] for (i, _), s in self.oracle.schools.items() if i == post) for post in (one, other)]
        return bool(max(counts) <= most * min(counts))

    def place(self, post: str) -> tuple[Any, Any]:
        for stage in ("小学", "初中"):
            school = self.oracle.schools.get((post, stage))
            if school is not None and None not in (school["lon"], school["lat"]):
                return school["lon"], school["lat"]
        return None, None

    def target(self, post: str) -> bool:
        return any(self.oracle.target((post, stage)) for stage in self.stages[post])

    def goals(self, to: Mapping[str, str]) -> list[int]:
        moved = [i for i in to if to[i] != self.heads[i]["school_id"]]
        return [
            sum(self.due(i) and i not in moved for i in to),
            sum(not self.due(i) for i in moved),
            sum(
                1 + self.oracle.backbone(i)
                for i in moved
                if self.due(i) and self.target(to[i]) and not self.target(self.heads[i]["school_id"])
            ),
            sum(
                math.floor(10 * kilometres(self.place(self.heads[i]["school_id"]), self.place(to[i])) + 0.5)
                for i in moved
            ),
            sum(lot(self.oracle.seed, i, to[i], "校长") for i in moved),
        ]

    def best(self) -> tuple[list[int], dict[str, str]]:
        heads = sorted(self.heads)
        led = {t["school_id"] for t in self.heads.values()}
        found = None
        for choice in itertools.product(*(self.options(i) for i in heads)):
            if len(set(choice)) < len(choice) or not led <= set(choice):
                continue
            to = dict(zip(heads, choice, strict=True))
            values = self.goals(to)
            key = [*values[:2], -values[2], *values[3:]]
            if found is None or key < found[0]:
                found = (key, values, to)
        assert found is not None
        return found[1], {i: post for i, post in found[2].items() if post != self.heads[i]["school_id"]}
