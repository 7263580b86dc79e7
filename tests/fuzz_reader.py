"""Feed the reader with changed forms until the time is over: `python tests/fuzz_reader.py --minutes 30 --seed 1`.

Every case is a list of changes to a good file, so that a find can be kept as a few lines in `fuzz_seeds` and
replayed by a test. What must hold: the reader raises nothing but `Unreadable`, within ten seconds of processor
time, and where openpyxl reads an `.xlsx` too, both see the same values (see `agreement`).
"""

from __future__ import annotations

import argparse
import faulthandler
import json
import random
import re
import sys
import time
import zipfile
from collections import Counter
from collections.abc import Callable
from functools import cache
from io import BytesIO
from pathlib import Path

HOME = Path(__file__).resolve().parent
for folder in (HOME, HOME.parent, HOME.parent / "src"):
    sys.path.insert(0, str(folder))

import odd_files as odd  # noqa: E402
import odd_ods as o  # noqa: E402
import odd_xls as x  # noqa: E402
import odd_xlsb as b  # noqa: E402
from agreement import differences  # noqa: E402
from capaian.intake.pool import ReaderPool  # noqa: E402
from capaian.sheet.facts import Unreadable, Workbook  # noqa: E402
from capaian.sheet.reader import read  # noqa: E402
from capaian.sheet.sniff import sniff  # noqa: E402

SEEDS = HOME / "fuzz_seeds"
SECONDS = 10
Change = list[str | int]
Case = tuple[str, list[Change]]
_ATTRIBUTE = re.compile(rb'([A-Za-z:_]+)="([^"]*)"')
_TAG = re.compile(rb"</?[A-Za-z:_]+")
_TEXT = re.compile(rb">([^<>]+)<")
_ELEMENT = re.compile(rb"<(c|row|f|v|si|col|mergeCell|definedName|sheet|xf|table:table-cell|table:table-row)\b[^>]*/?>")
_WORDS = (
    "0", "1", "-1", "2", "99", "65536", "1048576", "1048577", "4294967295", "2000000000", "1e5", "1e308", "nan", "inf",
    "A1", "B1", "XFD1048576", "XFE1", "A0", "a1", "$A$1", "A1:B2", "A1:XFD1048576", "s", "n", "str", "inlineStr", "b",
    "e", "d", "true", "0.5", "85,5", "1.234", "#N/A", "hidden", "veryHidden", "float", "percentage", "date", "string",
    "collapse", "false", "2025-05-12", "kode", "%", "0%", "dd/mm/yyyy", "xl/workbook.xml", "../../x", "rId1", " ",
    "\u202e", "_x0041_", "&#10;", "&amp;", "&#0;", "x" * 40,
)  # fmt: skip
_CODE = re.compile(r"[A-Z]\w*(?:Error|Exception|Exit|Interrupt)\Z")


@cache
def base(name: str) -> bytes:
    """Return a good file by its name: of the examples, or built here."""
    if name in _BUILT:
        return _BUILT[name]()
    return (HOME.parent / "examples" / name).read_bytes()


def bases() -> list[str]:
    """Names of the good files, small ones several times since they are quick."""
    forms = sorted(str(p.relative_to(HOME.parent / "examples")) for p in (HOME.parent / "examples").rglob("*.xlsx"))
    return [f.replace("\\", "/") for f in forms[:6]] + 6 * list(_BUILT)


def _rich_xlsx() -> bytes:
    rows = odd.CELLS + (
        '<row r="2" hidden="1"><c r="A2" t="inlineStr"><is><r><t>a</t></r></is></c><c r="B2" s="1"><v>0.855</v></c>'
        '<c r="C2" s="2"><v>45789</v></c><c r="D2" t="b"><v>1</v></c><c r="E2" t="e"><v>#N/A</v></c></row>'
        '<row r="3"><c r="A3"><f>B1*2</f><v>175</v></c><c r="B3" t="str"><f>A1</f><v>Kode</v></c><c r="C3"/></row>'
    )
    links = odd.relations(("rId1", "comments", "../comments1.xml"))
    note = f'<comments xmlns="{odd.MAIN}"><commentList><comment ref="B1"><text><t>periksa</t></text></comment>'
    names = '<definedNames><definedName name="kode">Isian!$A$1</definedName></definedNames>'
    return odd.with_parts(
        {"xl/worksheets/_rels/sheet1.xml.rels": links, "xl/comments1.xml": f"{note}</commentList></comments>"},
        sheet=odd.sheet(rows, before='<cols><col min="4" max="5" hidden="1"/></cols>',
                        after='<mergeCells><mergeCell ref="A5:B6"/></mergeCells>'),
        workbook=odd.workbook(("Isian",), after=names),
    )  # fmt: skip


def _rich_ods() -> bytes:
    rows = o.USUAL + o.row(
        o.number("0.855", kind="percentage", shown="85,5%"),
        '<table:table-cell office:value-type="date" office:date-value="2025-05-12"/>',
        o.text("#N/A", ' table:formula="of:=NA()" calcext:value-type="error"'),
        o.number("1", ' table:number-columns-repeated="3" table:number-columns-spanned="2"'),
        o.text('a<text:s text:c="2"/>b<office:annotation><text:p>periksa</text:p></office:annotation>'),
        more=' table:visibility="collapse" table:number-rows-repeated="2"',
    )
    columns = '<table:table-column table:number-columns-repeated="2" table:visibility="collapse"/>'
    names = (
        '<table:named-expressions><table:named-range table:name="kode" table:cell-range-address="$Isian.$A$1"/>'
        "</table:named-expressions>"
    )
    styles = (
        '<style:style style:name="t" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    tables = o.table(rows, before=columns) + o.table(name="Kunci", more=' table:style-name="t"')
    head = o.meta('<meta:keyword>a</meta:keyword><meta:user-defined meta:name="kode">x</meta:user-defined>')
    return o.pack(o.content(tables, styles=styles, after=names), meta__xml=head)


def _rich_xls() -> bytes:
    cells = x.USUAL + x.rk(1, 0, 7) + x.error(1, 1, 0x2A) + x.formula(1, 2, 12.5) + x.number(2, 0, 0.855, x.PERCENT)
    cells += x.number(2, 1, 45789, x.DATE) + x.merge((0, 1, 4, 5)) + x.hidden_row(2) + x.hidden_column(1, 1)
    return x.xls(("Isian", 0, cells), ("Kunci", 2, x.USUAL))


def _rich_xlsb() -> bytes:
    rows = b.USUAL + b.row(1, hidden=True) + b.cell(2, 0, b"\x16\0\0\0") + b.cell(3, 1, b"\x2a") + b.cell(4, 2, b"\1")
    rows += b.cell(7, 3, b"\0\0\0\0") + b.cell(8, 4, b.text("hasil")) + b.cell(9, 5, b.double(0.855))
    return b.xlsb(sheet=b.sheet(rows, before=b.hidden_column(2, 3), after=b.merge(4, 5, 0, 1)))


_BUILT: dict[str, Callable[[], bytes]] = {
    "built.xlsx": _rich_xlsx,
    "built.ods": _rich_ods,
    "built.xls": _rich_xls,
    "built.xlsb": _rich_xlsb,
}


def invent(seed: int) -> Case:
    """Return the case of a seed: a base and one to five changes."""
    dice = random.Random(seed)
    name = dice.choice(bases())
    data = base(name)
    if name.endswith(".xls") or dice.random() < 0.1:
        return name, [_raw_change(dice, len(data)) for _ in range(dice.choice((1, 1, 2, 4, 8)))]
    with zipfile.ZipFile(BytesIO(data)) as archive:
        sizes = [(i.filename, i.file_size) for i in archive.infolist() if i.file_size]
    return name, [_part_change(dice, sizes) for _ in range(dice.choice((1, 1, 2, 3, 5)))]


def _raw_change(dice: random.Random, size: int) -> Change:
    kind = dice.choice(("flip", "flip", "set", "cut", "insert", "remove", "double"))
    return [kind, dice.randrange(size), dice.randrange(256), dice.choice((1, 2, 4, 16, 512))]


def _part_change(dice: random.Random, sizes: list[tuple[str, int]]) -> Change:
    part, size = dice.choice(sizes)
    kind = dice.choice(
        3 * ("attribute",)
        + 2 * ("text", "byte")
        + ("tag", "element", "move", "repeat", "lose", "encoding", "double part")
    )
    return [kind, part, dice.randrange(1 << 30), dice.choice(_WORDS), dice.randrange(size), dice.randrange(256)]


def build(case: Case) -> bytes:
    """Return the file of a case."""
    name, changes = case
    data = base(name)
    parts: dict[str, bytes] | None = None
    doubled: list[tuple[str, bytes]] = []
    for change in changes:
        if len(change) == 4:
            data = _raw(data, change)
            continue
        if parts is None:
            with zipfile.ZipFile(BytesIO(data)) as archive:
                parts = {i.filename: archive.read(i) for i in archive.infolist()}
        kind, part = str(change[0]), str(change[1])
        if kind == "lose":
            parts.pop(part, None)
        elif kind == "double part" and part in parts:
            doubled.append((part.upper() if int(change[2]) % 2 else part, parts[part]))
        elif part in parts:
            parts[part] = _changed(parts[part], kind, change)
    return data if parts is None else odd.pack([*parts.items(), *doubled])


def _raw(data: bytes, change: Change) -> bytes:
    kind, place, value, size = str(change[0]), int(change[1]), int(change[2]), int(change[3])
    place = min(place, max(len(data) - 1, 0))
    match kind:
        case "flip":
            middle = bytes(c ^ (1 << value % 8) for c in data[place : place + 1])
            return data[:place] + middle + data[place + 1 :]
        case "set":
            return data[:place] + bytes((value,)) * size + data[place + size :]
        case "cut":
            return data[:place]
        case "insert":
            return data[:place] + bytes((value,)) * size + data[place:]
        case "remove":
            return data[:place] + data[place + size :]
    return data[:place] + data[place : place + size] * 2 + data[place + size :]


def _changed(data: bytes, kind: str, change: Change) -> bytes:
    pick, word = int(change[2]), str(change[3]).encode()
    if kind == "byte" or not data.lstrip().startswith(b"<"):
        place = int(change[4]) % max(len(data), 1)
        return data[:place] + bytes((int(change[5]),)) + data[place + 1 :]
    if kind == "encoding":
        text = data.decode("utf-8", "replace")
        return text.replace("UTF-8", "UTF-16").encode("utf-16") if pick % 2 else text.encode("utf-8-sig")
    pattern = {"attribute": _ATTRIBUTE, "text": _TEXT, "tag": _TAG}.get(kind, _ELEMENT)
    found = list(pattern.finditer(data))
    if not found:
        return data
    hit = found[pick % len(found)]
    if kind in ("attribute", "text"):
        group = 2 if kind == "attribute" else 1
        return data[: hit.start(group)] + word + data[hit.end(group) :]
    if kind == "tag":
        return data[: hit.start()] + hit[0].rstrip(b"abcdefghijklmnopqrstuvwxyz") + b"x" + data[hit.end() :]
    other = found[(pick // 7) % len(found)]
    if kind == "element":
        return data[: hit.start()] + data[hit.end() :]
    if kind == "repeat":
        return data[: hit.start()] + hit[0] * 3 + data[hit.end() :]
    return data[: other.start()] + hit[0] + data[other.start() :]


def judge(data: bytes, readers: ReaderPool) -> tuple[str, str]:
    """Return what became of a file, and what is wrong with that; nothing when all is well."""
    kind = sniff(data)
    start = time.process_time()
    try:
        book = readers.read(data) if kind in ("xls", "xlsb") else read(data, kind)
    except Unreadable as error:
        return error.cacat.kode, _complaint(kind, error.cacat.rincian.get("bagian", ""), time.process_time() - start)
    except Exception as error:  # the very thing that is looked for
        return "!", f"{type(error).__name__}: {error}"
    if time.process_time() - start > SECONDS:
        return "read", "slow"
    return "read", _disagreement(book, data) if kind == "xlsx" else ""


def _complaint(kind: str, place: str, seconds: float) -> str:
    if _CODE.match(place):
        return f"a bug became B03: {place}"
    if place == "pembaca berhenti mendadak" and kind != "xlsb":
        return "the child died"
    return "slow" if seconds > SECONDS or place == "waktu" else ""


def _disagreement(book: Workbook, data: bytes) -> str:
    try:
        found = differences(book, data)
    except Exception:  # openpyxl fails in a dozen types on what we read
        return ""
    return "; ".join(found[:3])


def replay(path: Path) -> bytes:
    """Return the file of a kept find."""
    kept = json.loads(path.read_text(encoding="utf-8"))
    return build((kept["base"], kept["changes"]))


def main() -> None:
    """Run until the time is over; keep what is found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--minutes", type=float, default=1)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--cases", type=int, default=0, help="stop after this many cases")
    parser.add_argument("--keep", type=Path, default=SEEDS, help="where finds are kept")
    options = parser.parse_args()
    faulthandler.enable()
    faulthandler.dump_traceback_later(60 * options.minutes + 120, exit=True)
    counts: Counter[str] = Counter()
    finds: Counter[str] = Counter()
    end = time.monotonic() + 60 * options.minutes
    seed = options.seed * 1_000_000
    with ReaderPool(1, seconds=30) as readers:
        while time.monotonic() < end and not (options.cases and sum(counts.values()) >= options.cases):
            seed += 1
            case = invent(seed)
            outcome, wrong = judge(build(case), readers)
            counts[f"{Path(case[0]).suffix} {outcome}"] += 1
            if wrong:
                key = re.sub(r"[0-9]+", "N", wrong)[:60]
                finds[key] += 1
                if finds[key] <= 3:
                    options.keep.mkdir(parents=True, exist_ok=True)
                    kept = {"seed": seed, "wrong": wrong[:300], "base": case[0], "changes": case[1]}
                    text = json.dumps(kept, ensure_ascii=False, indent=1)
                    (options.keep / f"{seed}.json").write_text(text + "\n", encoding="utf-8")
                    print(f"{seed}: {case[0]} {outcome} {wrong[:300]}", flush=True)
    print(f"{sum(counts.values())} cases, {sum(finds.values())} finds", dict(counts.most_common()), dict(finds))


if __name__ == "__main__":
    main()
