"""Years ahead as tables and charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rotation.language import say
from rotation.output.parts import FORMS, Cell, Field, Figure, Part
from rotation.policy.policy import Policy
from rotation.report.charts import lines
from rotation.report.proof import status
from rotation.rules.goals.measure import Measure
from rotation.whatif.horizon import Outlook, Year
from rotation.whatif.measures import EVERY, OF_GOALS, OTHERS


def horizon_parts(years: Sequence[Year], outlook: Outlook) -> list[Part]:
    """The figures of the goals year by year, the others, and what is assumed; each fits the width of a page."""
    year = Field(say("year"), 10)
    staff = [say("retired before it"), say("hired before it"), say("hired but not placed")]
    goals = Part(say("Year by year"), [year, *_fields(OF_GOALS)], _rows(years, OF_GOALS), notes=_proofs(years))
    fields = [year, *(Field(head, 10, "count") for head in staff), *_fields(OTHERS)]
    rows = [
        [row[0], each.retired, each.hired, each.unplaced, *row[1:]]
        for each, row in zip(years, _rows(years, OTHERS), strict=True)
    ]
    others = Part(say("Other figures"), fields, rows)
    assumed = Part(
        say("Assumed"), [Field(say("assumption"), 30), Field(say("assumed value"), 30)], outlook.words(),
        ["assumed"] * len(outlook.words()), [say("None of this is in the document; it decides what the years ahead look like.")],
    )  # fmt: skip
    return [goals, others, assumed]


def _fields(group: Sequence[Measure]) -> list[Field]:
    return [Field(measure.heading, 14, FORMS[measure.decimals]) for measure in group]


def _rows(years: Sequence[Year], group: Sequence[Measure]) -> list[list[Cell]]:
    return [[str(each.case.year), *(each.measures[measure.id] for measure in group)] for each in years]


def _proofs(years: Sequence[Year]) -> list[str]:
    """What the plan of each year is, the years of one kind together."""
    kinds: dict[str, list[str]] = {}
    for each in years:
        kinds.setdefault(status(each.plan), []).append(str(each.case.year))
    return [f"{'、'.join(named)}：{kind}" for kind, named in kinds.items()]


def brief_part(years: Sequence[Year]) -> Part:
    """What fits a terminal."""
    keys = ("eligible", "moved", "short_before", "short_after")
    rows: list[list[Cell]] = [
        [str(each.case.year), each.retired, each.hired, *(each.measures[key] for key in keys)] for each in years
    ]
    heads = (
        say("year"),
        say("retired"),
        say("hired"),
        say("eligible"),
        say("people"),
        say("short before"),
        say("short after"),
    )
    note = say("Assumed: whoever was exchanged does not go back after the term; all assumptions are in the page.")
    return Part(say("Year by year"), [Field(head, 0) for head in heads], rows, notes=[*_proofs(years), note])


def horizon_figures(years: Sequence[Year]) -> list[Figure]:
    """Shortage, spread, pool and share over the years."""
    policy = years[0].case.policy
    found = [(each.case.year, each.measures) for each in years]

    def drawn(heading: str, keys: Sequence[str], title: str, limits: Mapping[str, float] | None = None) -> Figure:
        rows = [
            {"year": year, "series": say(EVERY[key].title), "value": own.get(key)}
            for key in keys
            for year, own in found
        ]
        return lines(rows, heading, title, limits=limits)

    spread = [key for key in found[0][1] if key.startswith("cv.")]
    return [
        drawn(say("Posts without a teacher"), ("short_before", "short_after"), say("posts")),
        drawn(say("Spread of backbone teachers between schools"), spread, say("spread (CV)"), _limits(policy)),
        drawn(say("Eligible teachers and movers"), ("eligible", "moved"), say("people")),
        drawn(
            say("Share exchanged"), ("moved_percent",), "%",
            {say("at least {percent}%", percent=policy.number("quota.lower")): float(policy.number("quota.lower"))},
        ),
    ]  # fmt: skip


def _limits(policy: Policy) -> dict[str, float]:
    return {say("limit, {stage}", stage=stage): limit for stage, limit in policy.national.cv.items()}


def horizon_json(years: Sequence[Year], outlook: Outlook) -> dict[str, Any]:
    """forecast.json."""
    return {
        "format": "rotation-forecast/1",
        "assumed": {"term_years": outlook.term_years, "exemption_years": outlook.exemption_years, "hires": dict(outlook.hires)},
        "years": [
            {"year": each.case.year, "retired": each.retired, "hired": each.hired, "unplaced": each.unplaced,
             "status": "optimal" if each.plan.optimal else "feasible", "measures": each.measures}
            for each in years
        ],
    }  # fmt: skip
