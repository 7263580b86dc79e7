"""Comments on marked cells. What the sender wrote there stays; ours is added below and is known again later."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from capaian.sheet.address import column_letters, position
from capaian.sheet.annotate.cells import Place, SheetPatch
from capaian.sheet.annotate.package import Parts
from capaian.sheet.annotate.patch import CannotAnnotateError, Edits, Element, content, counted, scan
from capaian.sheet.parts import TRANSITIONAL
from capaian.sheet.remarks import GARIS, PENANDA, of_sender
from capaian.text.inert import for_sheet

_SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_AUTHOR = "Pemeriksa"
_SHAPE = re.compile(r"<((?:\w+:)?shape)\b.*?</\1\s*>", re.DOTALL)
_ROW, _COLUMN = (re.compile(rf"<(?:\w+:)?{name}>\s*(\d{{1,7}})") for name in ("Row", "Column"))
_SHAPE_ID = re.compile(r"_x0000_s(\d{1,9})\b")
_WIDTH, _COLUMNS = 44, 4
"""Characters in one line of a box, and how many columns of the form it covers."""
_LINE_POINTS, _HIGHEST = 11.5, 340.0
_VML = (
    '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit"><o:idmap v:ext="edit" data="1"/>'
    '</o:shapelayout><v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    'path="m,l,21600r21600,l21600,xe">'
    '<v:stroke joinstyle="miter"/><v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype></xml>'
)


@dataclass(frozen=True, slots=True)
class _Existing:
    element: Element
    tulisan: str
    """Its whole text."""

    @property
    def milik_pengirim(self) -> str:
        """What the sender wrote, without what we added in an earlier round."""
        return of_sender(self.tulisan)

    @property
    def berpenanda(self) -> bool:
        """Whether we wrote something in an earlier round."""
        return PENANDA in self.tulisan


def write_comments(parts: Parts, part: str, sheet: SheetPatch, notes: Mapping[Place, Sequence[str]]) -> None:
    """Write the comments of one sheet.

    Args:
        parts: The workbook.
        part: Name of the sheet's part.
        sheet: The sheet itself, to tell it where boxes are drawn.
        notes: What to say by cell, one paragraph per finding.

    Raises:
        CannotAnnotateError: the comments of the sender cannot be kept as they are.
    """
    related = parts.relations(part)
    name = next((r.target for r in related.values() if r.kind == "comments"), "")
    ids = {k: r.target for k, r in related.items() if r.kind == "vmlDrawing"}
    drawn = sheet.root.first("legacyDrawing")
    used = next((v for k, v in drawn.attrs.items() if k.rpartition(":")[2] == "id"), "") if drawn else ""
    if drawn and ids.get(used, "") not in parts:
        raise CannotAnnotateError("boxes of comments that are not there")
    if not notes and not name:
        return
    boxed = _texts(parts, part, name, notes)
    if drawn:
        vml = ids[used]
        parts.change(vml, _boxes(_text_of(parts.read(vml)), boxed, sheet).encode())
    elif boxed.new:
        kind = "application/vnd.openxmlformats-officedocument.vmlDrawing"
        target = parts.add("xl/drawings/vmlCatatan.vml", _boxes(_VML, boxed, sheet).encode(), kind)
        sheet.link_comments(parts.relate(part, "vmlDrawing", target))


@dataclass(frozen=True, slots=True)
class _Boxed:
    """Cells that get a box, with the lines in it, and cells whose box is taken away."""

    new: Mapping[Place, int]
    gone: frozenset[Place]


def _texts(parts: Parts, part: str, name: str, notes: Mapping[Place, Sequence[str]]) -> _Boxed:
    """Write the texts into the part of the comments, which is made when there is none."""
    if not name:
        empty = f'<comments xmlns="{TRANSITIONAL}"><authors></authors><commentList></commentList></comments>'
        name = parts.add("xl/commentsTemuan.xml", empty.encode(), f"{_SHEET_TYPE}.comments+xml")
        parts.relate(part, "comments", name)
    data = parts.read(name)
    root, edits = scan(data), Edits(data)
    authors, listed = root.first("authors"), root.first("commentList")
    if authors is None or listed is None:
        raise CannotAnnotateError("comments without authors")
    names = [a.full_text() for a in authors.all("author")]
    lama: dict[Place, _Existing] = {}
    for element in listed.all("comment"):
        body = element.first("text")
        lama[position(element.attrs.get("ref", ""))] = _Existing(element, body.full_text() if body else "")
    threads = {p for p, e in lama.items() if _author(names, e.element).startswith("tc=")}
    gone = _keep_up(edits, {p: e for p, e in lama.items() if p not in threads}, notes)
    new = {p: isi for p, isi in notes.items() if p not in lama}
    p = root.prefix
    if new and _AUTHOR not in names:
        edits.append(authors, f"<{p}author>{_AUTHOR}</{p}author>")
        names.append(_AUTHOR)
    comments = [
        f'<{p}comment ref="{column_letters(c)}{r}" authorId="{names.index(_AUTHOR)}">'
        f"<{p}text>{_runs(p, isi)}</{p}text></{p}comment>"
        for (r, c), isi in sorted(new.items())
    ]
    counted(edits, listed, comments)
    parts.change(name, edits.result())
    return _Boxed({place: _height(isi) for place, isi in sorted(new.items())}, frozenset(gone))


def _keep_up(edits: Edits, lama: Mapping[Place, _Existing], notes: Mapping[Place, Sequence[str]]) -> set[Place]:
    """Bring existing comments up to date; return the cells whose comment was ours alone and is taken away."""
    gone: set[Place] = set()
    for place, ada in lama.items():
        body = ada.element.first("text")
        p = ada.element.prefix
        if place in notes:
            if body is None:
                raise CannotAnnotateError("a comment without a text")
            _add_ours(edits, body, ada, _runs(p, notes[place], below=bool(ada.milik_pengirim)))
        elif ada.berpenanda and ada.milik_pengirim and body is not None:
            edits.replace(body.inner, body.close, _run(p, ada.milik_pengirim))
        elif ada.berpenanda:
            edits.replace(ada.element.start, ada.element.end, "")
            gone.add(place)
    return gone


def _add_ours(edits: Edits, body: Element, ada: _Existing, ours: str) -> None:
    p = body.prefix
    if ada.berpenanda:
        before = _run(p, ada.milik_pengirim) if ada.milik_pengirim else ""
        edits.replace(body.inner, body.close, before + ours)
        return
    if body.single:
        edits.append(body, ours)
        return
    plain = body.first("t")
    if plain is not None:
        # A plain text and runs beside it are not read alike by all programs: the text becomes a run of its own.
        edits.insert(plain.start, f"<{p}r>")
        edits.insert(plain.end, f"</{p}r>")
    aid = next((e for e in body.children if e.local in ("rPh", "phoneticPr")), None)
    edits.insert(aid.start if aid else body.close, ours)


def _author(names: Sequence[str], comment: Element) -> str:
    number = comment.attrs.get("authorId", "")
    return names[int(number)] if number.isdecimal() and int(number) < len(names) else ""


def _runs(prefix: str, isi: Sequence[str], *, below: bool = False) -> str:
    kepala = f"\n{GARIS}\n{PENANDA}" if below else PENANDA
    return _run(prefix, kepala, bold=True) + _run(prefix, "\n" + "\n\n".join(isi))


def _run(prefix: str, teks: str, *, bold: bool = False) -> str:
    p, b = prefix, f"<{prefix}b/>" if bold else ""
    looks = f'<{p}rPr>{b}<{p}sz val="9"/><{p}color indexed="81"/><{p}rFont val="Tahoma"/><{p}family val="2"/></{p}rPr>'
    return f'<{p}r>{looks}<{p}t xml:space="preserve">{content(for_sheet(teks))}</{p}t></{p}r>'


def _height(isi: Sequence[str]) -> int:
    """Lines of a box."""
    return 1 + sum(1 + sum(1 + len(line) // _WIDTH for line in t.split("\n")) for t in isi)


def _text_of(vml: bytes) -> str:
    # Excel itself writes VML that is no well-formed XML, so it is handled as a text.
    try:
        return vml.decode("utf-8")
    except UnicodeDecodeError as error:
        raise CannotAnnotateError("boxes of comments that are not UTF-8") from error


def _boxes(vml: str, boxed: _Boxed, sheet: SheetPatch) -> str:
    if boxed.gone:
        vml = _SHAPE.sub(lambda m: "" if _place_of(m[0]) in boxed.gone else m[0], vml)
    at = vml.rfind("</xml")
    if at < 0:
        raise CannotAnnotateError("boxes of comments without an end")
    number = max((int(n) for n in _SHAPE_ID.findall(vml)), default=1024)
    shapes = []
    for place, lines in boxed.new.items():
        number += 1
        shapes.append(_shape(number, place, lines, sheet.height(place[0])))
    return vml[:at] + "".join(shapes) + vml[at:]


def _place_of(shape: str) -> Place:
    row, col = _ROW.search(shape), _COLUMN.search(shape)
    return (int(row[1]) + 1, int(col[1]) + 1) if row and col and 'ObjectType="Note"' in shape else (0, 0)


def _shape(number: int, place: Place, lines: int, row_height: float) -> str:
    """One box beside its cell. Where it ends is told in rows, so the height of the row gives their number."""
    row, col = place
    tall = min(_HIGHEST, lines * _LINE_POINTS + 12)
    down, rest = divmod(tall, max(row_height, 12.0))
    anchor = f"{col}, 12, {row - 1}, 4, {col + _COLUMNS}, 12, {row - 1 + int(down)}, {int(rest * 4 / 3) + 4}"
    return (
        '<v:shape xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        f'xmlns:x="urn:schemas-microsoft-com:office:excel" id="_x0000_s{number}" type="#_x0000_t202" '
        f"style='position:absolute;margin-left:60pt;margin-top:2pt;width:230pt;height:{tall:.0f}pt;z-index:1;"
        'visibility:hidden\' fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        "<v:textbox style='mso-direction-alt:auto'><div style='text-align:left'></div></v:textbox>"
        f'<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/><x:Anchor>{anchor}</x:Anchor>'
        f"<x:AutoFill>False</x:AutoFill><x:Row>{row - 1}</x:Row><x:Column>{col - 1}</x:Column></x:ClientData></v:shape>"
    )
