"""A place in a county that a rule speaks of, and its one name for officers."""

from __future__ import annotations

from dataclasses import dataclass

from rotation.county.county import County
from rotation.county.schema import STAGES
from rotation.language import say


@dataclass(frozen=True)
class Place:
    """Where a rule is broken, or stands in the way: each an index into the county, None where it says nothing of it.

    `school` is a school row, `team` counts the county's teams in their order, `post` is a row of `schools.post`;
    `pin` is the kind of a decision made by hand.
    """

    school: int | None = None
    subject: int | None = None
    teacher: int | None = None
    team: int | None = None
    post: int | None = None
    pin: str | None = None

    def named(self, county: County) -> str:
        """The place as an officer knows it: 新城小学（小学）语文; 王芳 T0012."""
        row = "" if self.school is None else school_words(county, self.school)
        words = [
            row + ("" if self.subject is None else county.subjects[self.subject]),
            "" if self.teacher is None else teacher_words(county, self.teacher),
            "" if self.team is None else say("team {team}", team=list(county.teams)[self.team]),
            "" if self.post is None else post_words(county, county.schools.post[self.post]),
            self.pin or "",
        ]
        return " ".join(word for word in words if word)


def school_words(county: County, school: int) -> str:
    """A school row by its name and stage."""
    return f"{county.schools.name[school]}（{STAGES[county.schools.stage[school]]}）"


def teacher_words(county: County, teacher: int) -> str:
    """A teacher by name and number."""
    return f"{county.teachers.name[teacher]} {county.teachers.teacher_id[teacher]}"


def post_words(county: County, post: str) -> str:
    """A principal's post, a school_id, by the name of its first school row."""
    return county.schools.name[county.rows_of_post[post][0]]
