"""Change an XML part where it has to change, and leave every other byte as it was.

Trees that are parsed and written again lose what nobody asked for: prefixes that `mc:Ignorable` names, the order of
attributes, unknown extensions. Here a part is only looked at, and changes are cut into its bytes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import NoReturn
from xml.parsers import expat

from capaian.sheet.preflight import MAX_DEPTH, MAX_TOKEN
from capaian.text.inert import for_xml

_OPEN = re.compile(rb"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_ATTRIBUTE = re.compile(rb"""\s+([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_NAME = re.compile(rb"<[^\s/>]+")
_ENCODING = re.compile(rb"""<\?xml[^>]*encoding\s*=\s*["']([^"']+)["']""")
_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "\n": "&#10;", "\t": "&#9;"}


class CannotAnnotateError(Exception):
    """This workbook cannot be given marks without risk; the sender gets a fresh form instead."""


@dataclass(slots=True)
class Element:
    """An element of a part and where it stands in its bytes.

    Attributes:
        name: As written, with its prefix.
        start: Where its first tag begins.
        inner: Where its content begins: behind its first tag.
        close: Where its last tag begins; `end` when it is written as one tag.
        end: Behind its last tag.
        text: Its own character data.
    """

    name: str
    attrs: dict[str, str]
    start: int
    inner: int
    close: int = 0
    end: int = 0
    text: str = ""
    children: list[Element] = field(default_factory=list)

    @property
    def local(self) -> str:
        """The name without its prefix."""
        return self.name.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The prefix with its colon, or nothing."""
        return self.name[: len(self.name) - len(self.local)]

    @property
    def single(self) -> bool:
        """Whether it is written as one tag, `<a/>`."""
        return self.close == self.end

    def all(self, local: str) -> Iterator[Element]:
        """Children of a name."""
        return (e for e in self.children if e.local == local)

    def first(self, local: str) -> Element | None:
        """The first child of a name."""
        return next(self.all(local), None)

    def full_text(self) -> str:
        """Its character data and that of everything inside it, in order of the elements."""
        return self.text + "".join(e.full_text() for e in self.children)


Keep = Callable[[int, str, Mapping[str, str]], bool]
"""Whether an element is kept, by depth (the root is 1), name without prefix, and attributes."""


def scan(data: bytes, keep: Keep = lambda _d, _n, _a: True) -> Element:
    """Return the root of a part with the elements that `keep` wants; what is not wanted goes with all inside it.

    Raises:
        CannotAnnotateError: it is no UTF-8, no well-formed XML, has a DOCTYPE, or is nested too deeply.
    """
    _demand_utf8(data)
    return _Scan(data, keep).root()


class _Scan:
    """One pass over a part."""

    def __init__(self, data: bytes, keep: Keep) -> None:
        self._data = data
        self._keep = keep
        self._stack: list[Element | None] = []
        self._roots: list[Element] = []
        self._parser = expat.ParserCreate()
        self._parser.buffer_text = True
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.CharacterDataHandler = self._text
        self._parser.StartDoctypeDeclHandler = self._refuse

    def root(self) -> Element:
        try:
            self._parser.Parse(self._data, True)
        except (expat.ExpatError, ValueError) as error:
            raise CannotAnnotateError(f"broken XML ({error})") from error
        return self._roots[0]

    def _start(self, name: str, attrs: dict[str, str]) -> None:
        stack = self._stack
        over = stack[-1] if stack else None
        if len(stack) >= MAX_DEPTH:
            raise CannotAnnotateError("nested too deeply")
        if stack and (over is None or not self._keep(len(stack) + 1, name.rpartition(":")[2], attrs)):
            stack.append(None)
            return
        at = self._parser.CurrentByteIndex
        tag = _OPEN.match(self._data, at, at + MAX_TOKEN)
        if tag is None:
            raise CannotAnnotateError("a tag that is too long")
        element = Element(name, attrs, at, tag.end())
        (over.children if over else self._roots).append(element)
        stack.append(element)

    def _end(self, _name: str) -> None:
        element = self._stack.pop()
        if element is None:
            return
        if self._data[element.inner - 2 : element.inner] == b"/>":
            element.close = element.end = element.inner
        else:
            element.close = self._parser.CurrentByteIndex
            element.end = self._data.index(b">", element.close) + 1

    def _text(self, piece: str) -> None:
        if self._stack and (element := self._stack[-1]) is not None:
            element.text += piece

    def _refuse(self, *_: object) -> NoReturn:
        raise CannotAnnotateError("DOCTYPE")


def _demand_utf8(data: bytes) -> None:
    named = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf")[:200])
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or (named and named[1].lower() not in (b"utf-8", b"us-ascii")):
        raise CannotAnnotateError("a part that is not UTF-8")


class Edits:
    """Changes to one part, made all at once."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self._edits: list[tuple[int, int, bytes]] = []

    def replace(self, start: int, end: int, new: str | bytes) -> None:
        """Put something in the place of a stretch of bytes."""
        self._edits.append((start, end, new if isinstance(new, bytes) else new.encode()))

    def insert(self, at: int, new: str | bytes) -> None:
        """Put something in; of several at one place the first comes first."""
        self.replace(at, at, new)

    def append(self, element: Element, new: str) -> None:
        """Put something at the end of the content of an element, which is opened when it is written as one tag."""
        if not element.single:
            self.insert(element.close, new)
            return
        self.replace(element.inner - 2, element.inner, f">{new}</{element.name}>")

    def set(self, element: Element, **attrs: str) -> None:
        """Set attributes of an element."""
        tag = self.data[element.start : element.inner]
        self.replace(element.start, element.inner, with_attributes(tag, attrs))

    def raw(self, element: Element) -> bytes:
        """The element as it is written."""
        return self.data[element.start : element.end]

    def result(self) -> bytes:
        """The part with all changes.

        Raises:
            CannotAnnotateError: two changes touch the same bytes.
        """
        pieces, reached = [], 0
        for start, end, new in sorted(self._edits, key=lambda e: (e[0], e[1])):
            if start < reached:
                raise CannotAnnotateError("changes that overlap")
            pieces += [self.data[reached:start], new]
            reached = end
        return b"".join([*pieces, self.data[reached:]])


def with_attributes(tag: bytes, attrs: Mapping[str, str]) -> bytes:
    """Return a first tag (whatever follows it stays) with attributes set; other attributes stay as they are."""
    opened = _OPEN.match(tag)
    name = _NAME.match(tag)
    if opened is None or name is None:
        raise CannotAnnotateError("no tag")
    left = dict(attrs)
    pieces, at = [name[0]], name.end()
    while found := _ATTRIBUTE.match(tag, at, opened.end()):
        key = found[1].decode()
        new = f' {key}="{attribute(left.pop(key))}"'.encode() if key in left else found[0]
        pieces.append(new)
        at = found.end()
    pieces += [f' {key}="{attribute(value)}"'.encode() for key, value in left.items()]
    return b"".join([*pieces, tag[at:]])


def attribute(value: str) -> str:
    """Escape a text for an attribute."""
    return "".join(_ENTITIES.get(c, c) for c in for_xml(value))


def content(value: str) -> str:
    """Escape a text for the content of an element."""
    return for_xml(value).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def counted(edits: Edits, element: Element, new: list[str]) -> None:
    """Append to a list that may state how many it has."""
    if not new:
        return
    if "count" not in element.attrs or element.single:
        edits.append(element, "".join(new))
        return
    edits.set(element, count=str(sum(1 for _ in element.children) + len(new)))
    edits.insert(element.close, "".join(new))
