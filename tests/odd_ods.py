"""OpenDocument spreadsheets, built from their parts."""

from __future__ import annotations

import odd_files as odd

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
SPACES = " ".join(
    f'xmlns:{prefix}="{uri}"'
    for prefix, uri in {
        **{p: f"{OASIS}{p}:1.0" for p in ("office", "table", "text", "style", "meta", "script")},
        "draw": f"{OASIS}drawing:1.0",
        "calcext": "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
        "dc": "http://purl.org/dc/elements/1.1/",
        "xlink": "http://www.w3.org/1999/xlink",
    }.items()
)
MIME = b"application/vnd.oasis.opendocument.spreadsheet"
MANIFEST = f'<manifest><file-entry full-path="/" media-type="{MIME.decode()}"/></manifest>'


def text(value: str, more: str = "") -> str:
    """A cell that holds a text."""
    return f'<table:table-cell office:value-type="string"{more}><text:p>{value}</text:p></table:table-cell>'


def number(value: str, more: str = "", *, kind: str = "float", shown: str = "") -> str:
    """A cell that holds a number."""
    return (
        f'<table:table-cell office:value-type="{kind}" office:value="{value}"{more}>'
        f"<text:p>{shown or value}</text:p></table:table-cell>"
    )


def row(*cells: str, more: str = "") -> str:
    """A row."""
    return f"<table:table-row{more}>{''.join(cells)}</table:table-row>"


USUAL = row(text("Kode"), number("87.5"))


def table(rows: str = USUAL, name: str = "Isian", *, more: str = "", before: str = "") -> str:
    """A sheet round the rows."""
    return f'<table:table table:name="{name}"{more}>{before}{rows}</table:table>'


def content(tables: str, *, styles: str = "", after: str = "", before: str = "", head: str = "") -> str:
    """content.xml round the sheets."""
    return (
        f"{odd.HEAD}{head}<office:document-content {SPACES}>{before}"
        f"<office:automatic-styles>{styles}</office:automatic-styles><office:body><office:spreadsheet>"
        f"{tables}{after}</office:spreadsheet></office:body></office:document-content>"
    )


def meta(body: str) -> str:
    """meta.xml round the properties."""
    return f"{odd.HEAD}<office:document-meta {SPACES}><office:meta>{body}</office:meta></office:document-meta>"


def pack(main: str | bytes, **extra: str | bytes) -> bytes:
    """The file; `extra` gives more parts, dots in their names written as `__`."""
    more = [(name.replace("__", "."), data) for name, data in extra.items()]
    return odd.pack([("mimetype", MIME), ("content.xml", main), ("META-INF/manifest.xml", MANIFEST), *more])


def ods(rows: str = USUAL, **options: str) -> bytes:
    """A small spreadsheet with these rows."""
    return pack(content(table(rows), **options))
