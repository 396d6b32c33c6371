"""What stands on the first sheet of plan.xlsx, and at the head and foot of the page: the plan on one look."""

from __future__ import annotations

from rotation.language import say
from rotation.output.parts import Cell, Field, Part
from rotation.planning.resolved import ResolvedPlan
from rotation.policy.parameters import assumptions
from rotation.report.proof import sentences, status
from rotation.report.words import (
    goal_words,
    principal_goal_title,
    principal_goal_words,
    principals_left_out,
    proven_words,
    ratio_title,
    rule_title,
    verdict,
)  # fmt: skip


def summary_parts(resolved: ResolvedPlan) -> list[Part]:
    """Basis, ratios, goals, effect, locations, what is assumed."""
    made = (_basis, _ratios, _goals, _effects, _tiers, _assumed)
    return [part(resolved) for part in made]


def _basis(resolved: ResolvedPlan) -> Part:
    plan, policy = resolved.plan, resolved.case.policy
    rows: list[list[Cell]] = [
        [say("policy"), f"{policy.title}（{policy.document}）"],
        [say("as of"), plan.as_of],
        [say("status"), status(plan)],
        [say("eligible teachers"), plan.eligible],
        [say("teachers who move"), len(plan.moves)],
        [say("principals who move"), len(plan.principals) if policy.on("principals") else principals_left_out()],
        [say("seed of the draw"), plan.seed],
        [say("fingerprint of the data"), plan.input_sha256[:16]],
    ]
    fields = [Field(say("item"), 0), Field(say("content"), 0, "wrap", span=3)]
    marks = [None, None, "good" if plan.optimal else "assumed" if plan.repair else "bad"]
    return Part(say("Basis"), fields, rows, marks, sentences(plan))


def _ratios(resolved: ResolvedPlan) -> Part:
    policy = resolved.case.policy
    rows: list[list[Cell]] = [
        [ratio_title(policy, check), check.part, check.whole, check.share, check.percent, verdict(check.met)]
        for check in resolved.ratios
    ]
    marks = [{True: "good", False: "bad", None: None}[check.met] for check in resolved.ratios]
    fields = [
        Field(say("ratio"), 0, "wrap"), Field(say("numerator"), 0, "count"), Field(say("denominator"), 0, "count"),
        Field(say("actual %"), 0, "percent"), Field(say("at least %"), 0, "count"), Field(say("verdict"), 0, "mid"),
    ]  # fmt: skip
    return Part(say("Both ratio checks"), fields, rows, marks, [say("Percentages are cut, never rounded up.")])


def _goals(resolved: ResolvedPlan) -> Part:
    """Every goal in words, with what it comes to; the integers behind them stand on the technical sheet."""
    case, plan = resolved.case, resolved.plan
    rules = case.policy.rules
    rows: list[list[Cell]] = [
        [rule_title(case.policy, line.id), goal_words(case, line, resolved.moves), proven_words(line), rules[line.id].citation]
        for line in plan.goals
    ]  # fmt: skip
    rows += [
        [say("principals: {goal}", goal=principal_goal_title(line.id)), principal_goal_words(resolved.principals, line, resolved.appointed),
         proven_words(line), rules["principals"].citation if "principals" in rules else ""]
        for line in plan.principal_goals
    ]  # fmt: skip
    lines = [*plan.goals, *plan.principal_goals]
    fields = [
        Field(say("goal, in strict order"), 0, "wrap"), Field(say("what the plan reaches"), 0, "wrap", span=3),
        Field(say("proof"), 0, "mid"), Field(say("article"), 0),
    ]  # fmt: skip
    return Part(say("Goals"), fields, rows, ["good" if line.proven else "bad" for line in lines])


def _effects(resolved: ResolvedPlan) -> Part:
    metrics = resolved.plan.metrics
    short, below = metrics["shortage"], metrics["schools_below"]
    rows: list[list[Cell]] = [
        [say("posts without a teacher"), short["before"]["posts"], short["after"]["posts"], None, ""],
    ]
    for stage, cv in metrics["backbone_cv"].items():
        rows.append(
            [say("spread (CV) of backbone teachers, {stage}", stage=stage), cv["before"], cv["after"],
             cv["limit"], verdict(cv["within"])]
        )  # fmt: skip
    labels = {
        "backbone_per_100": say("schools below {floor} backbone teachers per 100 pupils", floor=below["backbone_per_100"]["floor"]),
        "arts_per_100": say("schools below {floor} PE-and-arts teachers per 100 pupils", floor=below["arts_per_100"]["floor"]),
    }  # fmt: skip
    rows += [[label, below[key]["before"], below[key]["after"], None, ""] for key, label in labels.items()]
    commute = metrics["commute_km"]
    notes = [
        say("Way to the new school: median {median} km, longest {longest} km.", **commute),
        say("Wishes met: {wishes}.", wishes=_wish_text(resolved)),
        say("Moves fixed by hand: {count}.", count=metrics["pinned_moves"]),
    ]
    fields = [
        Field(say("figure"), 0, "wrap"), Field(say("before"), 0), Field(say("after"), 0),
        Field(say("limit"), 0, "mid"), Field(say("verdict"), 0, "mid"),
    ]  # fmt: skip
    return Part(say("Effect"), fields, rows, notes=notes)


def _wish_text(resolved: ResolvedPlan) -> str:
    names = {"none": say("listed none"), "unlisted": say("school not listed")}
    parts = []
    for rank, count in resolved.plan.metrics["wishes"].items():
        label = names[rank] if rank in names else say("rank {rank}", rank=rank)
        parts.append(say("{label}: {count}", label=label, count=count))
    return "、".join(parts) or say("none")


def _tiers(resolved: ResolvedPlan) -> Part:
    rows: list[list[Cell]] = [[way, count] for way, count in resolved.plan.metrics["moves_by_tier"].items()]
    return Part(say("Moves by location"), [Field(say("from → to"), 0), Field(say("people"), 0, "count")], rows)


def _assumed(resolved: ResolvedPlan) -> Part:
    rows: list[list[Cell]] = [list(row) for row in assumptions(resolved.case.policy)]
    curriculum = resolved.case.policy.curriculum
    if resolved.plan.metrics["demand_derived"] and curriculum is not None:
        rows.append([curriculum.title, say("derived"), curriculum.note])
    fields = [
        Field(say("rule"), 0),
        Field(say("assumed value"), 0, "wrap", span=2),
        Field(say("note"), 0, "wrap", span=3),
    ]
    note = say("The document leaves these open; they are assumed here and can be changed.")
    return Part(say("Assumed"), fields, rows, ["assumed"] * len(rows), [note])
