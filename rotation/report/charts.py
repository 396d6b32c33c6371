"""Charts as SVG: readable in print, by a colour-blind reader, and with the network cut.

Drawn by Vega-Lite through altair and vl-convert, which runs it in this process; the colours are those of Okabe and
Ito, and what colour says is said by shape or place as well. The same data, the same bytes.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from rotation.county.schema import STAGES
from rotation.language import say
from rotation.output import fonts
from rotation.output.parts import Figure
from rotation.planning.resolved import ResolvedPlan

# Words are measured in the font that comes with the program; a reader's machine shows them in the first it has.
FONT = f"{fonts.SANS}, Microsoft YaHei, PingFang SC, Noto Sans CJK SC, sans-serif"
BLACK, ORANGE, SKY, GREEN, YELLOW, BLUE, RED, PINK = (
    "#000000", "#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7",
)  # fmt: skip
SHOWN = 60  # schools in one chart

Rows = Sequence[Mapping[str, Any]]


def tier_bars(moves_by_tier: Mapping[str, int], heading: str) -> Figure:
    """Moves by location from → to."""
    import altair as alt

    rows = [{"w": way, "n": count} for way, count in moves_by_tier.items()]
    base = alt.Chart(alt.Data(values=rows)).encode(
        y=alt.Y("w:N", sort=None, title=None), x=alt.X("n:Q", title=say("people"))
    )
    chart = (base.mark_bar(color=BLUE) + base.mark_text(align="left", dx=4).encode(text="n:Q")).properties(width=560)
    says = "、".join(f"{row['w']} {row['n']}" for row in rows)
    return Figure(heading, svg(chart), says)


def school_changes(resolved: ResolvedPlan) -> list[Figure]:
    """Posts short and backbone teachers of each school before and after: those that change most."""
    schools, before, after = resolved.case.county.schools, resolved.before, resolved.after
    short = [counts.missing.sum(axis=1).tolist() for counts in (before, after)]
    names = [f"{schools.name[u]}（{STAGES[schools.stage[u]]}）" for u in range(len(schools))]
    return [
        _dumbbells(names, short[0], short[1], say("Posts without a teacher, school by school"), say("posts")),
        _dumbbells(
            names, before.backbone, after.backbone, say("Backbone teachers, school by school"), say("backbone teachers")
        ),
    ]


def _dumbbells(names: Sequence[str], before: Sequence[int], now: Sequence[int], heading: str, unit: str) -> Figure:
    import altair as alt

    order = sorted(range(len(names)), key=lambda u: (-abs(now[u] - before[u]), -max(now[u], before[u]), names[u]))
    shown = [u for u in order if now[u] != before[u]][:SHOWN]
    ends = [
        {"s": names[u], "v": value, "w": say("before") if at == 0 else say("after")}
        for u in shown
        for at, value in enumerate((before[u], now[u]))
    ]
    lines = [{"s": names[u], "a": before[u], "b": now[u]} for u in shown]
    listed = [names[u] for u in shown]
    words = [say("before"), say("after")]
    rule = (
        alt.Chart(alt.Data(values=lines)).mark_rule(color="#888888").encode(
            y=alt.Y("s:N", sort=listed, title=None, axis=alt.Axis(labelLimit=260)),
            x=alt.X("a:Q", title=unit, axis=alt.Axis(tickMinStep=1, format="d")), x2="b:Q",
        )
    )  # fmt: skip
    dots = (
        alt.Chart(alt.Data(values=ends)).mark_point(filled=True, size=50).encode(
            y=alt.Y("s:N", sort=listed), x="v:Q",
            shape=alt.Shape("w:N", title=None, sort=words, scale=alt.Scale(domain=words, range=["circle", "diamond"])),
            color=alt.Color("w:N", title=None, sort=words, scale=alt.Scale(domain=words, range=[ORANGE, BLUE])),
        )
    )  # fmt: skip
    chart = (rule + dots).properties(width=460, height=alt.Step(15))
    changed = sum(1 for u in range(len(names)) if now[u] != before[u])
    note = say("{shown} of {changed} schools that change are shown, of {all} in all.", shown=len(shown), changed=changed,
               all=len(names))  # fmt: skip
    says = say("in all {before} before, {after} after", before=sum(before), after=sum(now))
    return Figure(heading, svg(chart), says, [says, note])


def lines(rows: Rows, heading: str, title: str, *, limits: Mapping[str, float] | None = None) -> Figure:
    """One or more series over years: rows of year, series, value; `limits` are drawn as dashed lines."""
    import altair as alt

    series = list(dict.fromkeys(row["series"] for row in rows))
    data = [{"y": str(row["year"]), "s": row["series"], "v": row["value"]} for row in rows if row["value"] is not None]
    palette = [BLUE, RED, GREEN, ORANGE, PINK][: len(series)]
    base = alt.Chart(alt.Data(values=data)).encode(
        x=alt.X("y:O", title=None, axis=alt.Axis(labelAngle=0)), y=alt.Y("v:Q", title=title),
        color=alt.Color("s:N", title=None, scale=alt.Scale(domain=series, range=palette)),
        shape=alt.Shape("s:N", title=None, scale=alt.Scale(domain=series)),
    )  # fmt: skip
    chart: Any = base.mark_line() + base.mark_point(filled=True, size=70)
    for name, limit in (limits or {}).items():
        dashed = alt.Chart(alt.Data(values=[{"v": limit, "n": name}]))
        chart += dashed.mark_rule(strokeDash=[5, 4], color="#555555").encode(y="v:Q")
        chart += dashed.mark_text(align="left", dx=4, dy=-6, color="#555555").encode(
            y="v:Q", x=alt.value(0), text="n:N"
        )
    says = "；".join(f"{row['y']} {row['s']} {row['v']}" for row in data)
    return Figure(heading, svg(chart.properties(width=560, height=240)), says)


def multiples(rows: Rows, heading: str, order: Sequence[str]) -> Figure:
    """Small bar charts side by side, one for each figure: rows of scenario, figure, value."""
    import altair as alt

    data = [{"s": row["scenario"], "f": row["figure"], "v": row["value"]} for row in rows if row["value"] is not None]
    figures = list(dict.fromkeys(row["f"] for row in data))
    chart = (
        alt.Chart(alt.Data(values=data))
        .mark_bar(color=BLUE)
        .encode(
            y=alt.Y("s:N", sort=list(order), title=None, axis=alt.Axis(labelLimit=200)), x=alt.X("v:Q", title=None),
            facet=alt.Facet("f:N", columns=3, sort=figures, title=None),
        )
        .properties(width=170, height=alt.Step(14))
        .resolve_scale(x="independent")
    )  # fmt: skip
    return Figure(heading, svg(chart), "；".join(f"{row['s']} {row['f']} {row['v']}" for row in data))


def trade_off(rows: Rows, figures: Mapping[str, int], heading: str) -> Figure:
    """Scenarios by two figures of the reader's choice, those no other beats in both marked.

    Rows hold the scenario under "scenario" and each figure under its name; `figures` maps names to 1
    where less is better and −1 where more is; the first two are shown at first. The chart carries its program with it.
    """
    spec = _trade_off(rows, figures).properties(width=700, height=420).to_dict()
    says = "；".join(row["scenario"] for row in rows)
    note = say("Choose any two figures; every point is an audited plan. Diamonds are beaten by none in both figures.")
    return Figure(heading, _with_program(spec), says, [note], image=False)


def _trade_off(rows: Rows, figures: Mapping[str, int]) -> Any:
    import altair as alt

    names = list(figures)
    data = [{"scenario": row["scenario"], **{name: row.get(name) for name in names}} for row in rows]
    sides = {
        axis: alt.param(name=axis, value=names[i], bind=alt.binding_select(options=names, name=label))
        for i, (axis, label) in enumerate((("across", say("across: ")), ("up", say("up: "))))
    }
    signs = json.dumps(figures, ensure_ascii=False)
    base = (
        alt.Chart(alt.Data(values=data))
        .transform_calculate(x="datum[across]", y="datum[up]", ox=f"({signs})[across] * datum[across]", oy=f"({signs})[up] * datum[up]")
        .transform_filter("isValid(datum.x) && isValid(datum.y)")
        .transform_window(best="min(oy)", sort=[alt.SortField("ox"), alt.SortField("oy")], frame=[None, 0])
        .transform_joinaggregate(least="min(ox)", groupby=["oy"])
        .transform_calculate(
            kind=f"datum.oy <= datum.best && datum.ox == datum.least ? '{say('beaten by none')}' : '{say('beaten by another')}'"
        )
    )  # fmt: skip
    kinds = [say("beaten by none"), say("beaten by another")]
    coded = {
        "shape": alt.Shape("kind:N", title=None, scale=alt.Scale(domain=kinds, range=["diamond", "circle"])),
        "color": alt.Color("kind:N", title=None, scale=alt.Scale(domain=kinds, range=[RED, SKY])),
    }
    x = alt.X("x:Q", title=None, scale=alt.Scale(zero=False))
    y = alt.Y("y:Q", title=None, scale=alt.Scale(zero=False))
    curve = base.transform_filter(f"datum.kind == '{kinds[0]}'").mark_line(
        color=RED, interpolate="step-after", opacity=0.5
    )
    dots = base.mark_point(filled=True, size=90)
    text = base.mark_text(align="left", dx=8, dy=-6, fontSize=11)
    return (
        curve.encode(x=x, y=y, order="x:Q")
        + dots.encode(x=x, y=y, tooltip=["scenario:N", "x:Q", "y:Q"], **coded)
        + text.encode(x=x, y=y, text="scenario:N")
    ).add_params(*sides.values())


def _with_program(spec: dict[str, Any]) -> str:
    """A chart for a page, with the program that draws it there."""
    import vl_convert

    page = vl_convert.vegalite_to_html(json.dumps({**spec, "config": _CONFIG}), bundle=True)
    markup = page[page.index("<body>") + len("<body>") : page.rindex("</body>")]
    head = page[page.index("<script") : page.index("</head>")] if "<script" in page[: page.index("</head>")] else ""
    return head + markup


_CONFIG: dict[str, Any] = {
    "font": FONT,
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "gridColor": "#DDDDDD"},
    "legend": {"labelFontSize": 12, "orient": "top"},
    "header": {"labelFontSize": 12},
    "view": {"stroke": "#BBBBBB"},
}


def svg(chart: Any) -> str:
    """The chart as SVG, to stand inside a page."""
    import vl_convert

    for folder in fonts.FOLDERS:
        vl_convert.register_font_directory(str(folder))
    spec = chart.to_dict()
    spec["config"] = _CONFIG
    drawn: str = vl_convert.vegalite_to_svg(json.dumps(spec, ensure_ascii=False))
    return drawn
