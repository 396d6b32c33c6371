"""Many counties planned together: one table, one map."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rotation.language import say
from rotation.output.parts import FORMS, Cell, Field, Figure, Part
from rotation.planning.plan import Plan
from rotation.planning.resolved import stated_ratios
from rotation.policy.policy import Policy
from rotation.report.charts import multiples
from rotation.report.maps import Sketch, flow_map
from rotation.report.proof import status
from rotation.report.words import ratio_title, verdict
from rotation.whatif.measures import EVERY


@dataclass(frozen=True)
class County:
    """What one county came to: its record and its plan, None where there is none."""

    record: Mapping[str, Any]
    plan: Plan | None


def brief_part(found: Sequence[County]) -> Part:
    """What fits a terminal: how each county ended, people and posts short."""
    rows: list[list[Cell]] = []
    for each in found:
        if each.plan is None:
            rows.append([each.record["name"], _ended(each), None, None, None])
        else:
            own = each.record["measures"]
            rows.append([each.record["name"], _ended(each), own["eligible"], own["moved"], own["short_after"]])
    fields = [
        Field(say("county or district"), 0), Field(say("status"), 0), Field(say("eligible"), 0), Field(say("people"), 0),
        Field(say("posts short"), 0),
    ]  # fmt: skip
    return Part(say("Counties"), fields, rows)


def parts(found: Sequence[County], policy: Policy) -> list[Part]:
    """Each county's ending, ratios beside each other, and all figures."""
    planned = [(each, each.plan) for each in found if each.plan is not None]
    ended: list[list[Cell]] = [[each.record["name"], _ended(each), each.record.get("text") or ""] for each in found]
    fields = [Field(say("county or district"), 20), Field(say("status"), 18, "mid"), Field(say("note"), 90, "wrap")]
    marks = [
        "good" if each.plan is not None and each.plan.optimal else "bad" if each.plan is None else "assumed"
        for each in found
    ]
    made = [Part(say("Counties"), fields, ended, marks)]
    if not planned:
        return made
    checked = [(each.record["name"], stated_ratios(policy, plan)) for each, plan in planned]
    fields = [
        Field(say("county or district"), 20),
        *(Field(ratio_title(policy, check), 22, "mid") for check in checked[0][1]),
    ]
    verdicts: list[list[Cell]] = [[name, *(verdict(check.met) for check in ratios)] for name, ratios in checked]
    made.append(Part(say("Both ratio checks"), fields, verdicts))
    rows: list[list[Cell]] = [
        [each.record["name"], *(each.record["measures"].get(key) for key in EVERY)] for each, _ in planned
    ]
    fields = [Field(say("county or district"), 20), *(Field(m.heading, 14, FORMS[m.decimals]) for m in EVERY.values())]
    made.append(Part(say("Figures"), fields, rows))
    return made


def figures(found: Sequence[County]) -> list[Figure]:
    """The map of all counties, and their main figures as small bars."""
    sketches = [
        Sketch([(lon, lat, tier) for lon, lat, tier in drawn["points"]], [(o, d, n) for o, d, n in drawn["flows"]])
        for each in found
        if (drawn := each.record.get("sketch"))
    ]
    named = [each.record["name"] for each in found if each.record.get("sketch")]
    mapped = flow_map(sketches, say("Where people move"), counties=named)
    planned = [(each.record["name"], each.record["measures"]) for each in found if each.plan is not None]
    wanted = {
        "moved_percent": say("exchanged / eligible, %"), "backbone_percent": say("backbone / exchanged, %"),
        "short_after": say("posts without a teacher, after"),
    }  # fmt: skip
    rows = [
        {"scenario": name, "figure": title, "value": own[key]} for key, title in wanted.items() for name, own in planned
    ]
    bars = [multiples(rows, say("Counties beside each other"), [name for name, _ in planned])] if planned else []
    return [*([mapped] if mapped else []), *bars]


def as_json(found: Sequence[County]) -> dict[str, Any]:
    """batch.json."""
    return {
        "format": "rotation-batch/1",
        "counties": [
            {key: value for key, value in each.record.items() if key != "sketch"}
            for each in found
        ],
    }  # fmt: skip


def _ended(each: County) -> str:
    if each.plan is not None:
        return status(each.plan)
    return {
        "no plan": say("no plan"), "bad data": say("bad data"), "stopped": say("stopped before a first plan"),
    }.get(each.record["status"], say("failed"))  # fmt: skip
