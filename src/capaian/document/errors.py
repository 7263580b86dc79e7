"""What is wrong with a template, said to the person who edits it in Word."""

from __future__ import annotations

from capaian.errors import CapaianError, ExitCode


class TemplateError(CapaianError):
    """A template (docx or narasi) cannot be rendered; the message names the tag and what to do."""

    exit_code = ExitCode.DATA


class Refusal(Exception):  # noqa: N818 - internal signal, turned into TemplateError where the place is known
    """Something a template asked for is refused; the place is added by the renderer."""

    def __init__(self, pesan: str, saran: str) -> None:
        super().__init__(pesan)
        self.pesan = pesan
        self.saran = saran
