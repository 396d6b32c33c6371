"""A map of who moves where, as plain SVG from coordinates alone: every school named, or numbered with a list below."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from markupsafe import Markup, escape
from rich.cells import cell_len

from rotation.county.schema import LOCATIONS
from rotation.language import say
from rotation.output.parts import Figure
from rotation.report.charts import BLACK, BLUE, FONT, GREEN, ORANGE
from rotation.rules.case import Case
from rotation.rules.moves import Moves

NAMED = 40  # places up to which names stand in the map; beyond that numbers do, and the list says whose they are
_KM = 111.195  # a degree of latitude
_EDGE, _LETTER = 26, 11  # the margin, and the height of letters, in pixels
_COLOURS = (BLACK, ORANGE, GREEN)  # by tier, 乡村 first; told apart by shape as well


@dataclass(frozen=True)
class Sketch:
    """What a map shows of one plan, small enough to be kept for a hundred counties.

    `points` are longitude, latitude and tier of each school row that has a place; `flows` are two of
    those and how many move from the one to the other; `names` are the schools'.
    """

    points: Sequence[tuple[float, float, int]]
    flows: Sequence[tuple[int, int, int]]
    names: Sequence[str] = ()


Box = tuple[float, float, float, float]  # left, top, right, bottom


def sketch(case: Case, moves: Moves) -> Sketch:
    """The map of one plan; schools without coordinates are left out."""
    schools = case.county.schools
    placed = np.flatnonzero(~(np.isnan(schools.lon) | np.isnan(schools.lat))).tolist()
    at = {u: i for i, u in enumerate(placed)}
    count = Counter((at[m.origin], at[m.school]) for m in moves if m.origin in at and m.school in at)
    points = [(float(schools.lon[u]), float(schools.lat[u]), int(schools.tier[u])) for u in placed]
    flows = [(origin, school, people) for (origin, school), people in sorted(count.items())]
    return Sketch(points, flows, [schools.name[u] for u in placed])


def flow_map(
    sketches: Sequence[Sketch], heading: str, *, width: int = 1000, counties: Sequence[str] = ()
) -> Figure | None:
    """Where people move; None where fewer than two schools have a place.

    Several sketches share one map, on which `counties` are named instead of the schools.
    """
    points = [point for each in sketches for point in each.points]
    if len(points) < 2:
        return None
    spots, high, per_km = _spots(points, width)
    starts = np.cumsum([0, *(len(each.points) for each in sketches)]).tolist()
    flows = [(a + one, a + other, n) for a, each in zip(starts, sketches, strict=False) for one, other, n in each.flows]
    names = [name for each in sketches for name in each.names] if not counties else []
    drawn = [_trail(spots[one], spots[other], people) for one, other, people in flows]
    drawn += [
        _dot(spot, tier, _told(i, names, flows))
        for i, (spot, (_, _, tier)) in enumerate(zip(spots, points, strict=True))
    ]
    listed: list[str] = []
    if counties:
        wanted = [
            (_middle(spots[a:b]), name) for a, b, name in zip(starts, starts[1:], counties, strict=False) if b > a
        ]
        drawn += _labels(wanted, [], width, high)[0]
    elif names:
        labels, listed = _named(spots, names, flows, width, high)
        drawn += labels
    drawn.append(_legend(high, per_km))
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {high + 34}" width="{width}" '
        f'style="min-width:{width * 3 // 4}px" font-family="{FONT}" font-size="{_LETTER}">{"".join(drawn)}</svg>'
    )
    if listed:
        svg += '<div style="columns:15em;font-size:0.9em">' + "<br>".join(escape(line) for line in listed) + "</div>"
    notes = [say("Each line leaves the school at its thick end. Drawn from coordinates alone.")]
    if listed:
        notes.insert(0, say("The numbers in the map are those of the list below it."))
    text = say("{moves} moves between {schools} schools", moves=sum(flow[2] for flow in flows), schools=len(points))
    return Figure(heading, svg, text, notes)


def _spots(points: Sequence[tuple[float, float, int]], width: int) -> tuple[list[tuple[float, float]], int, float]:
    """Where each point lies in pixels, the map's height, and the pixels of a kilometre, the same across as up."""
    lon, lat = np.array([p[0] for p in points]), np.array([p[1] for p in points])
    x = (lon - lon.min()) * _KM * np.cos(np.radians(float(lat.mean())))
    y = (lat.max() - lat) * _KM
    wide, high = float(np.ptp(x)) or 1.0, float(np.ptp(y)) or 1.0
    room = width - 2 * _EDGE
    per_km = min(room / wide, 1.1 * room / high)
    left = (width - per_km * wide) / 2
    spots = [
        (round(left + per_km * a, 1), round(_EDGE + per_km * b, 1)) for a, b in zip(x.tolist(), y.tolist(), strict=True)
    ]
    return spots, max(200, math.ceil(per_km * high) + 2 * _EDGE), per_km


def _trail(one: tuple[float, float], other: tuple[float, float], people: int) -> str:
    """A line that grows thin on its way."""
    dx, dy = other[0] - one[0], other[1] - one[1]
    far = math.hypot(dx, dy) or 1.0
    half = min(5.0, 0.9 + 0.6 * people)
    ends = [
        (one[0] - dy / far * half, one[1] + dx / far * half),
        (one[0] + dy / far * half, one[1] - dx / far * half),
        (other[0], other[1]),
    ]
    return f'<path d="M{" L".join(f"{a:.1f} {b:.1f}" for a, b in ends)}Z" fill="{BLUE}" opacity="0.4"/>'


def _dot(spot: tuple[float, float], tier: int, told: str) -> str:
    x, y = spot
    shape = (
        f'<path d="M{x} {y - 5} L{x + 5} {y + 4} L{x - 5} {y + 4}Z"',
        f'<rect x="{x - 4}" y="{y - 4}" width="8" height="8"',
        f'<circle cx="{x}" cy="{y}" r="4.5"',
    )[tier]
    title = f"<title>{escape(told)}</title>" if told else ""
    return f'<g>{shape} fill="{_COLOURS[tier]}" stroke="#FFFFFF" stroke-width="0.7"/>{title}</g>'


def _told(i: int, names: Sequence[str], flows: Sequence[tuple[int, int, int]]) -> str:
    """What the pointer is told over a school."""
    if not names:
        return ""
    go, come = (sum(flow[2] for flow in flows if flow[end] == i) for end in (0, 1))
    return say("{school}: {go} leave, {come} arrive", school=names[i], go=go, come=come)


def _named(
    spots: Sequence[tuple[float, float]],
    names: Sequence[str],
    flows: Sequence[tuple[int, int, int]],
    width: int,
    high: int,
) -> tuple[list[str], list[str]]:
    """Labels for every place, each once; names for few, else numbers in the order of the list, which is returned too."""
    places = {(names[i], spot): spot for i, spot in enumerate(spots)}
    busy = Counter(dict.fromkeys(places, 0))
    for one, other, people in flows:
        for i in (one, other):
            busy[names[i], spots[i]] += people
    order = sorted(places, key=lambda key: (-busy[key], key))
    if len(order) <= NAMED:
        made, lost = _labels([(places[key], key[0]) for key in order], spots, width, high)
        if not lost:
            return made, []
    numbers = {key: str(i) for i, key in enumerate(sorted(order), 1)}
    made, lost = _labels([(places[key], numbers[key]) for key in order], spots, width, high)
    missing = say(" (no room in the map)")
    listed = [f"{number} {key[0]}" + (missing if number in lost else "") for key, number in numbers.items()]
    return made, listed


def _labels(
    wanted: Sequence[tuple[tuple[float, float], str]], dots: Sequence[tuple[float, float]], width: int, high: int
) -> tuple[list[str], set[str]]:
    """Each text near its spot, over no other text and no dot, with a thin line where it is not beside it.

    The texts that found no room are returned as well.
    """
    taken: list[Box] = [(x - 4, y - 4, x + 4, y + 4) for x, y in dots]
    made, lost = [], set()
    for (x, y), text in wanted:
        wide = cell_len(text) * _LETTER * 0.53 + 2
        found = next((at for at in _around(x, y, wide) if _free(at[1], taken, width, high)), None)
        if found is None:
            lost.add(text)
            continue
        far, box = found
        taken.append(box)
        middle = ((box[0] + box[2]) / 2, (box[1] + box[3]) / 2)
        if far > 12:
            made.append(
                f'<path d="M{x} {y} L{middle[0]:.1f} {middle[1]:.1f}" stroke="#888888" stroke-width="0.6" fill="none"/>'
            )
        made.append(
            f'<text x="{box[0] + 1:.1f}" y="{box[3] - 2.5:.1f}" stroke="#FFFFFF" stroke-width="3" paint-order="stroke" '
            f'fill="#222222">{escape(text)}</text>'
        )
    return made, lost


def _around(x: float, y: float, wide: float) -> Iterator[tuple[float, Box]]:
    """Boxes for a text around a spot, the nearest first: right, left, above, below, then ever farther round about."""
    tall = _LETTER + 3
    for far in (7.0, 12.0, 20.0, 30.0, 42.0, 56.0, 72.0, 95.0, 120.0, 150.0, 190.0):
        for step in range(16 if far > 12 else 8):
            angle = (0, 4, 2, 6, 1, 3, 5, 7)[step % 8] * math.pi / 4 + (math.pi / 8 if step >= 8 else 0)
            cos, sin = math.cos(angle), -math.sin(angle)
            left = x + far * cos - wide / 2 + wide / 2 * round(cos, 6)
            top = y + far * sin - tall / 2 + tall / 2 * round(sin, 6)
            yield far, (left, top, left + wide, top + tall)


def _free(box: Box, taken: Sequence[Box], width: int, high: int) -> bool:
    left, top, right, bottom = box
    if left < 0 or top < 0 or right > width or bottom > high:
        return False
    return all(right <= a or c <= left or bottom <= b or d <= top for a, b, c, d in taken)


def _middle(spots: Sequence[tuple[float, float]]) -> tuple[float, float]:
    return sum(x for x, _ in spots) / len(spots), sum(y for _, y in spots) / len(spots)


def _legend(high: int, per_km: float) -> str:
    """The shapes of the locations, and how long some kilometres are."""
    parts, x = [], float(_EDGE)
    for tier in reversed(range(len(LOCATIONS))):
        parts.append(_dot((x, high + 16.0), tier, "") + f'<text x="{x + 9}" y="{high + 20}">{LOCATIONS[tier]}</text>')
        x += 60
    length = next((km for km in (50, 20, 10, 5, 2, 1) if km * per_km <= 220), 1)
    end = x + 20 + length * per_km
    parts.append(
        f'<path d="M{x + 20} {high + 16} H{end:.1f}" stroke="#222222" stroke-width="2"/>'
        f'<text x="{end + 6:.1f}" y="{high + 20}">{escape(say("{km} km", km=length))}</text>'
    )
    return Markup("").join(Markup(part) for part in parts)
