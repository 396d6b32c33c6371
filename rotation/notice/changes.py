"""What changed between the list as it was posted and the plan now, each change with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from rotation.errors import UsageFault
from rotation.intake.lists import is_list, read_reasons_list
from rotation.language import say, shown
from rotation.notice.public_list import PublicList
from rotation.planning.plan import Plan
from rotation.shapes import MapOf, Text
from rotation.strict import line_of, read_toml, refusal

STAYS = "不交流"
Posting = tuple[str, str, str]  # from, to, subject; no subject for principals


@dataclass(frozen=True)
class Change:
    """What became of a person between the notice and the result; `reason` is for the public."""

    teacher_id: str
    name: str
    origin: str
    before: str
    after: str
    reason: str


def unposted(posted: Plan, plan: Plan) -> frozenset[str]:
    """Ids of those whose arrangement in `plan` was not in the list as it was posted: nobody could object to it."""
    found: set[str] = set()
    for was, now in _pairs(posted, plan):
        found |= {teacher_id for teacher_id, posting in now.items() if was.get(teacher_id) != posting}
    return frozenset(found)


def changes_since(posted: Plan, listed: PublicList, reasons: Mapping[str, str]) -> list[Change]:
    """Who was to go elsewhere, or not at all, in the list as it was posted, those with a reason of their own first.

    `reasons` maps ids, or names that only one of the changed bears, to the public reason. A reason may be missing
    only where the new computing alone changed somebody. Raises UsageFault naming everybody who lacks one, every
    reason that is nobody's, and where the two plans are of different years or counties.
    """
    plan = listed.plan
    if posted.year != plan.year or not _same_county(posted, listed):
        raise UsageFault(say("the list that was posted is of another county or year"))
    found = list(_changed(posted, listed))
    own = _own_reasons(found, reasons)
    computed = {change.teacher_id for change in found if own and _by_computing(posted, listed, change)}
    missing = [change for change in found if change.teacher_id not in own.keys() | computed]
    if missing:
        lines = [
            say('"{id}" = "…"  # {name}: {before} → {after}', id=change.teacher_id, name=change.name,
                before=change.before, after=change.after)
            for change in missing
        ]  # fmt: skip
        raise UsageFault(
            say("{count} people changed since the list was posted and have no reason; write one for each into the file"
                " of --reasons:\n{lines}", count=len(missing), lines="\n".join(lines))
        )  # fmt: skip
    recomputed = "以改动最少为原则" if plan.repair is not None else "按同一规则"
    told = [
        Change(
            **{**vars(change), "reason": own.get(change.teacher_id) or f"因上述变更，{recomputed}重新计算而相应调整"}
        )
        for change in found
    ]
    return sorted(told, key=lambda change: change.teacher_id not in own)


def read_reasons(path: Path) -> dict[str, str]:
    """The public reasons of accepted objections: teacher_id or name to text, from a TOML file or a short list.

    Raises UsageFault or BadData with every fault of the file.
    """
    if is_list(path):
        return read_reasons_list(path)
    data, text = read_toml(path, UsageFault)
    if wrong := list(MapOf(Text(1, 500, line=True), Text(1, 200)).faults(data)):
        lines = text.splitlines()
        raise UsageFault(refusal(shown(path), [fault.on(line_of(lines, fault.path)) for fault in wrong]))
    return {key: str(reason) for key, reason in data.items()}


def _same_county(posted: Plan, listed: PublicList) -> bool:
    """By its name, or, where the file was saved under another since, by schools that are all the county's."""
    schools = {school for was, _ in _pairs(posted, listed.plan) for posting in was.values() for school in posting[:2]}
    return posted.county == listed.plan.county or (
        bool(schools) and schools <= set(listed.case.county.schools.school_id)
    )


def _pairs(posted: Plan, plan: Plan) -> Iterator[tuple[dict[str, Posting], dict[str, Posting]]]:
    """Each mover's posting as posted and now, the teachers' and then the principals'."""
    was, now = (
        {m.teacher_id: (m.from_school_id, m.to_school_id, m.subject) for m in one.moves} for one in (posted, plan)
    )
    yield was, now
    was, now = (
        {m.teacher_id: (m.from_school_id, m.to_school_id, "") for m in one.principals} for one in (posted, plan)
    )
    yield was, now


def _changed(posted: Plan, listed: PublicList) -> Iterator[Change]:
    """Everybody whose posting is another, without a reason yet."""
    county = listed.case.county
    names = dict(zip(county.schools.school_id, county.schools.name, strict=True))

    def words(posting: Posting | None, other: Posting | None) -> str:
        if posting is None:
            return STAYS
        told = names.get(posting[1], posting[1])
        return f"{told}，任教{posting[2]}" if other and other[1] == posting[1] and other[2] != posting[2] else told

    for was, now in _pairs(posted, listed.plan):
        for teacher_id in sorted(was.keys() | now.keys()):
            before, after = was.get(teacher_id), now.get(teacher_id)
            if before == after:
                continue
            t = county.teacher_index.get(teacher_id)
            origin = (before or after or ("", "", ""))[0]
            name = f"工号{teacher_id}（已不在花名册中）" if t is None else county.teachers.name[t]
            yield Change(teacher_id, name, names.get(origin, origin), words(before, after), words(after, before), "")


def _own_reasons(found: Sequence[Change], reasons: Mapping[str, str]) -> dict[str, str]:
    """Reasons by id, whether given by id or by a name."""
    own: dict[str, str] = {}
    strangers, unclear = [], []
    for key, text in reasons.items():
        ids = [change.teacher_id for change in found if change.teacher_id == key] or [
            change.teacher_id for change in found if change.name == key
        ]
        if not ids:
            strangers.append(key)
        elif len(set(ids)) > 1 or ids[0] in own:
            unclear.append(key)
        else:
            own[ids[0]] = text.strip()
    if unclear:
        raise UsageFault(
            say("it is not clear whose the reason of {ids} is: several bear the name, or a reason stands twice; write the"
                " teacher's id", ids="、".join(unclear))
        )  # fmt: skip
    if strangers:
        raise UsageFault(say("a reason is given for {ids}, for whom nothing changed", ids="、".join(strangers)))
    return own


def _by_computing(posted: Plan, listed: PublicList, change: Change) -> bool:
    """Whether nothing of the person's own changed the arrangement, so that only the new computing can have."""
    case, plan, county = listed.case, listed.plan, listed.case.county
    t = county.teacher_index.get(change.teacher_id)
    shared = posted.parameters.keys() & plan.parameters.keys()
    ruled = (posted.seed, posted.policy) == (plan.seed, plan.policy) and all(
        posted.parameters[key] == plan.parameters[key] for key in shared
    )
    if t is None or not ruled or any(pin.teacher == t for pin in county.pins):
        return False
    people = county.teachers
    if county.schools.name[people.school[t]] != change.origin or people.exemption[t]:
        return False
    if people.principal[t]:
        return change.teacher_id in {m.teacher_id for m in (*posted.principals, *plan.principals)}
    return bool(case.eligible[t]) and not (change.after == STAYS and people.willingness[t] == "不愿")
