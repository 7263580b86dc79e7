"""The emblem of the region in a Word document."""

from __future__ import annotations

from io import BytesIO
from typing import Any

from docx.image.exceptions import InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError
from docx.oxml.xmlchemy import serialize_for_reading
from docx.shared import Cm
from markupsafe import Markup

from capaian.document.errors import Refusal


class Logo:
    """Puts a picture into one document.

    Args:
        dokumen: The python-docx document.
        data: A PNG or JPEG; empty when the office named none.
    """

    def __init__(self, dokumen: Any, data: bytes) -> None:
        self._dokumen, self._data = dokumen, data

    def run(self, tinggi: int) -> Markup:
        """Return the run that shows it, so many centimetres high: the tag `{{r … }}` stands alone in its paragraph."""
        if not self._data:
            raise Refusal("Lambang daerah belum diatur.", "Isi «logo» pada bagian [instansi] capaian.toml.")
        try:
            gambar = self._dokumen.part.new_pic_inline(BytesIO(self._data), height=Cm(tinggi))
        except (InvalidImageStreamError, UnexpectedEndOfFileError, UnrecognizedImageError) as galat:
            raise Refusal(
                "Berkas lambang daerah bukan gambar yang dapat dibuka.", "Simpan sebagai PNG atau JPEG."
            ) from galat
        xml = serialize_for_reading(gambar)
        return Markup(f"<w:r><w:drawing>{xml}</w:drawing></w:r>")
