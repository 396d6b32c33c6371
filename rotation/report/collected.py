"""What a collection came to: on the terminal and in a workbook, school by school, question by question."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence
from functools import cached_property

from rotation.county.schema import PRINCIPAL
from rotation.intake.collecting import GONE, MOVED, NEW, Collected
from rotation.language import say
from rotation.output.parts import Cell, Field, Part
from rotation.output.xlsx import Book
from rotation.report.words import natural


class Collection:
    """The returns put together, as they are told; `left` are the files that are no workbook."""

    def __init__(self, collected: Collected, left: Sequence[str], county: str, year: int) -> None:
        self.collected, self.left, self.county, self.year = collected, left, county, year

    @property
    def faults(self) -> int:
        """Cells that could not be read, and files."""
        return sum(len(one.faults) for one in self.collected.returns)

    @property
    def settled(self) -> bool:
        """Whether every school answered, and nothing is left to be asked or corrected."""
        return not (self.collected.missing or self.collected.questions or self.faults)

    @cached_property
    def lines(self) -> list[str]:
        """What the terminal says: how many, who is missing, each question."""
        return [*self.summary, *self.asked]

    @cached_property
    def summary(self) -> list[str]:
        """How many reported, and who is missing."""
        found = self.collected
        asked = len(found.names)
        lines = [say("{returned} of {asked} schools have reported, {count} staff; {faults} cells cannot be read, {questions} questions",
                     returned=asked - len(found.missing), asked=asked, count=len(found.rows("teachers")),
                     faults=self.faults, questions=len(found.questions))]  # fmt: skip
        if found.missing:
            names = "、".join(f"{found.names[school]}（{school}）" for school in sorted(found.missing, key=natural))
            lines.append(say("missing: {schools}", schools=names))
        if self.left:
            lines.append(say("not read, since they are no workbooks: {names}", names="、".join(self.left)))
        return lines

    @cached_property
    def asked(self) -> list[str]:
        """A line for each question."""
        found, lines = self.collected, []
        for question in found.questions:
            who = " ".join(filter(None, (question.teacher_id, question.name)))
            where = found.school(question.school_id) if question.school_id else ""
            lines.append(say("to be settled, {kind}: {who}{text} ({places})", kind=say(question.kind), text=question.text,
                             who="".join(f"{part}：" for part in (where, who) if part),
                             places="；".join(question.places)))  # fmt: skip
        return lines

    def workbook(self, dated: datetime.date) -> bytes:
        """The same as a workbook, with the tables a county keeps of it."""
        title = say("{county}: what the schools reported for {year}", county=self.county, year=self.year)
        book = Book(title, dated)
        book.add_page(say("At a glance"), title, [16, 110], [Part("", (), (), (), self.summary)])
        for name, fields, rows, marks in (
            self._schools(), self._questions(), self._faults(), self._changes(), self._posts(), self._recommended(),
        ):  # fmt: skip
            book.add_table(name, fields, rows, marks=marks, frozen_columns=min(2, len(fields) - 1))
        return book.content()

    def _schools(self) -> _Table:
        found = self.collected
        staff = Counter(row.values["school_id"] for row in found.rows("teachers"))
        former = Counter(row["school_id"] for row in found.former["teachers"])
        kinds = Counter((change.now or change.before, change.kind) for change in found.changes())
        gone = Counter(change.before for change in found.changes() if change.kind == MOVED)
        fields = [Field(say("school code"), 12), Field(say("school"), 26), Field(say("state"), 10, "mid"),
                  Field(say("file"), 34), Field(say("saved at"), 17), *(
            Field(text, 9, "count") for text in (
                say("staff"), say("last year"), say("new"), say("came"), say("went"), say("no longer reported"),
                say("applications"), say("recommended"), say("faults"), say("questions"))
        )]  # fmt: skip
        rows: list[list[Cell]] = []
        marks: list[str | None] = []
        for school in sorted({*found.names, *found.chosen}, key=natural):
            one = found.chosen.get(school)
            questions = sum(question.school_id == school for question in found.questions)
            start: list[Cell] = [school, found.school(school), say("missing") if one is None else say("reported")]
            if one is None:
                rows.append([*start, *[None] * 3, former[school], *[None] * 7, questions or None])
            else:
                forms = [len(one.rows.get(form, ())) for form in ("applications", "recommended")]
                rows.append(
                    [*start, one.file, one.moment, staff[school], former[school], kinds[school, NEW],
                     kinds[school, MOVED], gone[school], kinds[school, GONE], *forms, len(one.faults), questions]
                )  # fmt: skip
            marks.append("bad" if one is None else "assumed" if questions or one.faults else None)
        return say("Returns, school by school"), fields, rows, marks

    def _questions(self) -> _Table:
        found = self.collected
        fields = [Field(say("kind"), 18), Field(say("school"), 24), Field(say("staff number"), 12), Field(say("name"), 10),
                  Field(say("what is to be settled"), 56, "wrap"), Field(say("where"), 56, "wrap"),
                  Field(say("settled how"), 24)]  # fmt: skip
        rows: list[list[Cell]] = [
            [say(q.kind), found.school(q.school_id) if q.school_id else "", q.teacher_id, q.name, q.text, "；".join(q.places), ""]
            for q in found.questions
        ]  # fmt: skip
        return say("To be settled"), fields, rows, ()

    def _faults(self) -> _Table:
        fields = [Field(say("kind"), 8), Field(say("file and sheet"), 36), Field(say("row"), 7, "count"),
                  Field(say("column"), 16), Field(say("value"), 18), Field(say("what is expected"), 56, "wrap"),
                  Field(say("likely"), 18)]  # fmt: skip
        rows: list[list[Cell]] = []
        marks: list[str | None] = []
        for one in self.collected.returns:
            for fault in one.faults:
                rows.append(
                    [say("fault"), fault.place, fault.row, fault.column, fault.value, fault.expected, fault.suggestion]
                )
                marks.append("bad")
            for note in one.notes:
                rows.append([say("note"), note.place or one.file, note.row, note.column, None, note.text, None])
                marks.append(None)
        return say("Faults and notes"), fields, rows, marks

    def _changes(self) -> _Table:
        found = self.collected
        fields = [Field(say("staff number"), 12), Field(say("name"), 10), Field(say("change"), 18),
                  Field(say("school last year"), 28), Field(say("school now"), 28)]  # fmt: skip
        rows: list[list[Cell]] = [
            [change.teacher_id, change.name, say(change.kind),
             found.school(change.before) if change.before else "", found.school(change.now) if change.now else ""]
            for change in found.changes()
        ]  # fmt: skip
        return say("Changes of staff"), fields, rows, ()

    def _posts(self) -> _Table:
        """余缺汇总表: what the schools named as needed, against the people they named."""
        found = self.collected
        there = Counter(
            (row.values["school_id"], row.values["stage"], row.values["subject"])
            for row in found.rows("teachers")
            if row.values["post"] != PRINCIPAL
        )
        fields = [Field(say("school code"), 12), Field(say("school"), 26), Field(say("stage"), 8, "mid"),
                  Field(say("subject"), 14), *(Field(text, 10, "count") for text in
                  (say("teachers"), say("needed"), say("surplus"), say("posts short")))]  # fmt: skip
        needed = {
            tuple(row.values[name] for name in ("school_id", "stage", "subject")): row.values["required"]
            for row in found.rows("staffing")
        }
        rows: list[list[Cell]] = []
        for school, stage, subject in sorted({*needed, *there}, key=lambda key: tuple(str(part or "") for part in key)):
            have, need = there[school, stage, subject], needed.get((school, stage, subject))
            over = None if need is None else have - need
            rows.append([school, found.school(school) if school else "", stage, subject, have, need,
                         None if over is None else max(0, over), None if over is None else max(0, -over)])  # fmt: skip
        return say("Posts and teachers by subject"), fields, rows, ()

    def _recommended(self) -> _Table:
        found = self.collected
        fields = [Field(say("number"), 7, "count"), Field(say("staff number"), 12), Field(say("name"), 10),
                  Field(say("school"), 26), Field(say("subject"), 14), Field(say("title"), 10), Field(say("backbone level"), 12),
                  Field(say("recommended for"), 24), Field(say("posted in the school"), 10, "mid"),
                  Field(say("why recommended"), 36, "wrap")]  # fmt: skip
        rows: list[list[Cell]] = []
        for i, row in enumerate(found.rows("recommended"), start=1):
            named = found.teachers.get(row.values["teacher_id"], ())
            own = named[0].values if named else {}
            school = own.get("school_id")
            rows.append([i, row.values["teacher_id"], own.get("name") or row.values["name"],
                         found.school(school) if school else "", own.get("subject"), own.get("title"), own.get("backbone"),
                         row.values["school"], row.cells["posted"], row.values["reason"]])  # fmt: skip
        return say("Recommended"), fields, rows, ()


_Table = tuple[str, Sequence[Field], Sequence[Sequence[Cell]], Sequence[str | None]]
