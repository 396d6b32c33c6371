"""Mutated files through `rotation check`: `python -m benchmarks.fuzz [COUNT] [FIRST]`, 20,000 from 0 by default.

Mutant i is the same every time. It begins as a file of the tests' corpus or a small sample county, and has its
cells, headers, bytes or zip structure changed; now and then it is a bomb. The exit status must be 0 or 3, nothing
may look like a traceback, and the memory of the program and of the process it reads workbooks in is told.
"""

from __future__ import annotations

import contextlib
import io
import random
import resource
import sys
import tempfile
import time
import warnings
import zipfile
from collections import Counter
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import openpyxl

CORPUS = Path(__file__).parents[1] / "tests" / "corpus"
CELLS = (
    "", " ", "0", "-1", "1e309", "NaN", "2015.1", "二〇一五年", "=1+1", "=cmd|' /C calc'!A0", "镇", "语文/数学", "是是", "\u200b001",
    "𠮷" * 40, "张三\n李四", "1" * 400, "#REF!", "1900-02-29", "9" * 18, "合计", "示例", "注：", "001", "'", '"', ",", "True",
    "99999999999999999999", "\x07", "\ud7ff", "e", "²", "٣", "½", "1.", ".5", "+5", "0x10", "2015-9-31", "201513",
)  # fmt: skip


def bomb_far_cell(rng: random.Random) -> tuple[str, bytes]:
    """One cell at the far end: the reading library would ask for half a terabyte."""
    return "xlsx", _workbook({"教师": f'<row r="1048576"><c r="XFD1048576" t="n"><v>{rng.random()}</v></c></row>'})


def bomb_of_nothing(rng: random.Random) -> tuple[str, bytes]:
    """A part of 600 megabytes of blanks that packs to one."""
    made = io.BytesIO(_workbook({"教师": ""}))
    with zipfile.ZipFile(made, "a", zipfile.ZIP_DEFLATED) as archive, archive.open("xl/sharedStrings.xml", "w") as part:
        for _ in range(600):
            part.write(b" " * (1 << 20))
    return "xlsx", made.getvalue()


def bomb_of_strings(rng: random.Random) -> tuple[str, bytes]:
    """A long text in a few cells' words, named by half a million cells."""
    text = f"<si><t>{'长' * 32000}</t></si>"
    strings = f'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">{text}</sst>'
    row = "".join(f'<c r="{letter}1" t="s"><v>0</v></c>' for letter in "ABCDEFGHIJ")
    rows = "".join(row.replace('1" t', f'{i}" t').join((f'<row r="{i}">', "</row>")) for i in range(1, 50_000))
    return "xlsx", _workbook({"教师": rows}, strings)


def bomb_of_rows(rng: random.Random) -> tuple[str, bytes]:
    """A sheet filled down to its last row."""
    cells = "<c><v>1</v></c>" * 12
    return "xlsx", _workbook({"教师": f"<row>{cells}</row>" * 1_048_576})


def _workbook(sheets: dict[str, str], strings: str = "") -> bytes:
    """A workbook of raw sheet data, as small as can be."""
    main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    links = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml",
            f'<Types xmlns="{package}/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>',
        )
        archive.writestr(
            "_rels/.rels",
            f'<Relationships xmlns="{package}/relationships"><Relationship Id="r" Type="{links}/officeDocument"'
            ' Target="xl/workbook.xml"/></Relationships>',
        )
        entries = "".join(f'<sheet name="{n}" sheetId="{i}" r:id="s{i}"/>' for i, n in enumerate(sheets, start=1))
        archive.writestr(
            "xl/workbook.xml", f'<workbook xmlns="{main}" xmlns:r="{links}"><sheets>{entries}</sheets></workbook>'
        )
        parts = "".join(
            f'<Relationship Id="s{i}" Type="{links}/worksheet" Target="worksheets/sheet{i}.xml"/>'
            for i in range(1, len(sheets) + 1)
        )
        parts += f'<Relationship Id="t" Type="{links}/sharedStrings" Target="sharedStrings.xml"/>' if strings else ""
        archive.writestr(
            "xl/_rels/workbook.xml.rels", f'<Relationships xmlns="{package}/relationships">{parts}</Relationships>'
        )
        for i, rows in enumerate(sheets.values(), start=1):
            archive.writestr(
                f"xl/worksheets/sheet{i}.xml",
                f'<worksheet xmlns="{main}"><sheetData>{rows}</sheetData></worksheet>',
            )
        if strings:
            archive.writestr("xl/sharedStrings.xml", strings)
    return content.getvalue()


BOMBS = (bomb_far_cell, bomb_of_nothing, bomb_of_strings, bomb_of_rows)


def bytes_changed(rng: random.Random, content: bytes) -> bytes:
    """A few bytes flipped, cut out, doubled, or the end cut off."""
    data = bytearray(content)
    for _ in range(rng.choice((1, 1, 3, 20))):
        if not data:
            break
        at = rng.randrange(len(data))
        way = rng.randrange(4)
        if way == 0:
            data[at] = rng.randrange(256)
        elif way == 1:
            del data[at : at + rng.choice((1, 10, 1000))]
        elif way == 2:
            data[at:at] = data[at : at + rng.choice((1, 10, 1000))]
        elif rng.random() < 0.3:
            del data[at:]
    return bytes(data)


def zip_changed(rng: random.Random, content: bytes) -> bytes:
    """A part of the zip lost, doubled, renamed, emptied, or its bytes changed and packed again."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = [(name, archive.read(name)) for name in archive.namelist()]
    except zipfile.BadZipFile:
        return bytes_changed(rng, content)
    if not parts:
        return content
    i = rng.randrange(len(parts))
    name, part = parts[i]
    way = rng.randrange(6)
    if way == 0:
        del parts[i]
    elif way == 1:
        parts.append((name, bytes_changed(rng, part)))
    elif way == 2:
        parts[i] = (name.upper(), part)
    elif way == 3:
        parts[i] = (name, b"")
    else:
        parts[i] = (name, bytes_changed(rng, part))
    made = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(made, "w", rng.choice((0, 8))) as archive:
        warnings.simplefilter("ignore")  # names twice are the point
        for name, part in parts:
            archive.writestr(name, part)
    return made.getvalue()


def cells_changed(rng: random.Random, content: bytes) -> bytes:
    """Cells of a workbook put to odd values, headers moved, rows and sheets taken out or doubled."""
    try:
        book = openpyxl.load_workbook(io.BytesIO(content))
    except Exception:
        return bytes_changed(rng, content)
    for _ in range(rng.choice((1, 3, 10))):
        sheet = rng.choice(book.worksheets)
        if sheet.max_row > 1000 or sheet.max_column > 1000:
            continue  # the library that makes the mutant would make every cell
        row, column = rng.randint(1, sheet.max_row + 1), rng.randint(1, sheet.max_column + 1)
        way = rng.randrange(8)
        if way < 4:
            with contextlib.suppress(Exception):
                cell = sheet.cell(row, column)
                cell.value = rng.choice((*CELLS, 1.5, -3, True, 1e18, 42248))
                cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
        elif way == 4:
            sheet.delete_rows(row)
        elif way == 5:
            sheet.insert_rows(row, rng.choice((1, 5)))
        elif way == 6:
            sheet.delete_cols(column)
        elif len(book.worksheets) > 1:
            rng.choice((book.remove, book.copy_worksheet))(sheet)
    made = io.BytesIO()
    try:
        book.save(made)
    except Exception:  # the maker of mutants may fail; what it was made of is changed instead
        return bytes_changed(rng, content)
    return made.getvalue()


def text_changed(rng: random.Random, content: bytes) -> bytes:
    """Cells and lines of a CSV file changed, or its encoding."""
    lines = content.decode("utf-8-sig", "replace").split("\r\n")
    for _ in range(rng.choice((1, 3, 10))):
        i = rng.randrange(len(lines))
        cells = lines[i].split(",")
        way = rng.randrange(6)
        if way < 3:
            cells[rng.randrange(len(cells))] = rng.choice(CELLS)
            lines[i] = ",".join(cells)
        elif way == 3:
            del lines[i]
            lines = lines or [""]
        elif way == 4:
            lines.insert(i, rng.choice((lines[i], "", ",,,,", lines[0], "合计,,,", '"')))
        else:
            lines[i] = lines[i][: rng.randrange(len(lines[i]) + 1)]
    return "\r\n".join(lines).encode(rng.choice(("utf-8", "utf-8-sig", "gb18030", "utf-16")), "replace")


@contextlib.contextmanager
def mutant(i: int, folder: Path) -> Iterator[Path]:
    """Mutant i, as a file or folder below `folder`."""
    rng = random.Random(f"mutant {i}")
    if i % 2000 == 1999:
        form, content = rng.choice(BOMBS)(rng)
        path = folder / f"bomb.{form}"
        path.write_bytes(content)
    elif rng.random() < 0.5:
        source = rng.choice(sorted(path for path in CORPUS.iterdir() if (path / "teachers.csv").exists()))
        path = folder / "county"
        path.mkdir(exist_ok=True)
        for file in path.iterdir():
            file.unlink()
        changed = rng.choice(sorted(file.name for file in source.iterdir()))
        for file in source.iterdir():
            content = file.read_bytes()
            if file.name == changed:
                change = rng.choice((text_changed, text_changed, bytes_changed))
                content = change(rng, content)
            (path / file.name).write_bytes(content)
    else:
        files = (path for path in CORPUS.iterdir() if path.suffix in (".xlsx", ".xls", ".ods"))
        source = rng.choice(sorted(files))
        ways: tuple[Callable[[random.Random, bytes], bytes], ...] = (bytes_changed, zip_changed, cells_changed)
        path = folder / f"county{rng.choice((source.suffix, source.suffix, '.xlsx'))}"
        path.write_bytes(rng.choice(ways)(rng, source.read_bytes()))
    yield path


def status_of(path: Path) -> tuple[int, str]:
    """Exit status of `rotation check` on `path`, run in this process, and all that it said."""
    from rotation import cli

    said = io.StringIO()
    former, sys.argv = sys.argv, ["rotation", "check", str(path), "--year", "2026"]
    status = 0
    try:
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
            cli.main()
    except SystemExit as stopped:
        status = int(stopped.code or 0)
    finally:
        sys.argv = former
    return status, said.getvalue()


def try_out(first: int, count: int) -> tuple[Counter[int], list[str], list[int]]:
    """Statuses of mutants first … first + count − 1, what went wrong, and the megabytes of the program and its reader."""
    statuses: Counter[int] = Counter()
    wrong = []
    with tempfile.TemporaryDirectory() as folder:
        for i in range(first, first + count):
            with mutant(i, Path(folder)) as path:
                try:
                    status, said = status_of(path)
                except BaseException as error:
                    wrong.append(f"mutant {i}: {type(error).__name__} {error}")
                    continue
            statuses[status] += 1
            if status not in (0, 3) or "Traceback" in said:
                wrong.append(f"mutant {i}: status {status}")
    kinds = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    return statuses, wrong, [resource.getrusage(kind).ru_maxrss // 1024 for kind in kinds]


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20_000
    first = int(sys.argv[2]) if len(sys.argv) > 2 else 0
    begin = time.perf_counter()
    starts = range(first, first + count, 250)
    statuses: Counter[int] = Counter()
    wrong: list[str] = []
    sizes = []
    with ProcessPoolExecutor(max_tasks_per_child=1) as pool:
        runs = [pool.submit(try_out, start, min(250, first + count - start)) for start in starts]
        for run in runs:
            found, bad, size = run.result()
            statuses += found
            wrong += bad
            sizes.append(size)
    program, reader = map(max, zip(*sizes, strict=True))
    print(
        f"{count} mutants in {time.perf_counter() - begin:.0f} s: status {dict(statuses)},"
        f" at most {program} MB for the program and {reader} MB for the process it reads in"
    )
    for line in wrong:
        print(line)
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
