"""The words of the framework in Indonesian: help, and what is said of a wrong command line.

typer brings its own English sentences and offers no place for others; here they are put into words from what its
exceptions know.
"""

from __future__ import annotations

import contextlib
import difflib
import inspect
import io
import re
import sys
from collections.abc import Callable, Iterator, Sequence
from typing import Any, TypeVar

import typer
import typer.core
from typer import TyperException

from capaian.cli.plain_values import lighten
from capaian.errors import DIHENTIKAN, CapaianError, ExitCode, UsageError
from capaian.text.inert import for_terminal

_CONTOH = "Contoh:"
_JENIS = {
    "<str>": "<teks>",
    "<int>": "<angka>",
    "<int range>": "<angka>",
    "<path>": "<tempat>",
    "<file>": "<berkas>",
    "<directory>": "<folder>",
    "<list[str]>": "<teks>",
    "<str>...": "<teks>",
}
_KETERANGAN = (
    (re.compile(r"default: "), "bawaan: "),
    (re.compile(r"\brequired\b"), "wajib"),
    (re.compile(r"x>=(\S+?)(?=[\];])"), r"paling sedikit \1"),
)
_POLA: tuple[tuple[re.Pattern[str], str, str], ...] = (
    (re.compile(r"^Option '(?P<x>[^']*)' requires an? "), "Pilihan «{x}» belum diisi.", "Tulis isinya sesudah «{x}»."),
    (re.compile(r"^Option '(?P<x>[^']*)' does not take a value"), "Pilihan «{x}» tidak memakai isi.", ""),
    (
        re.compile(r"^Got unexpected extra argument\(?s?\)? \((?P<x>.*)\)$", re.S),
        "Ada kata yang berlebih: «{x}».",
        "Nama atau kalimat yang berisi spasi ditulis di antara tanda petik.",
    ),
    (re.compile(r"^Missing command"), "Perintahnya belum disebutkan.", ""),
)
_F = TypeVar("_F", bound=Callable[..., Any])
_BAWAAN = {
    "help": "Tampilkan bantuan ini.",
    "install_completion": "Pasang pelengkap perintah (tombol Tab) untuk terminal ini.",
    "show_completion": "Tampilkan pelengkap perintah untuk disalin.",
}


def wrong_use(e: TyperException) -> UsageError:
    """What is wrong with a command line, and what to do."""
    pesan, saran = _reason(e)
    ctx = getattr(e, "ctx", None)
    bantuan = f"Lihat «{ctx.command_path} --help»." if ctx is not None else ""
    return UsageError(for_terminal(pesan), for_terminal(" ".join(x for x in (saran, bantuan) if x)))


def _reason(e: TyperException) -> tuple[str, str]:
    pilihan = getattr(e, "option_name", "")
    if pilihan and hasattr(e, "possibilities"):
        mirip = ", ".join(f"«{p}»" for p in sorted(e.possibilities or ()))
        return f"Tidak ada pilihan «{pilihan}».", f"Mungkin maksudnya {mirip}." if mirip else ""
    param = getattr(e, "param", None)
    if param is not None:
        nama = _name(param)
        if hasattr(e, "param_type"):
            return f"{nama} belum diisi.", ""
        if param.type_descriptor.annotation is int:
            batas = f", paling sedikit {param.min}" if getattr(param, "min", None) is not None else ""
            return f"Isi {nama[0].lower()}{nama[1:]} harus berupa bilangan bulat{batas}.", ""
        return f"Isi {nama[0].lower()}{nama[1:]} tidak dapat dipakai: {e.message}", ""
    for pola, kalimat, saran in _POLA:
        cocok = pola.search(e.message)
        if cocok:
            return kalimat.format(**cocok.groupdict()), saran.format(**cocok.groupdict())
    return e.message, ""


def _name(param: Any) -> str:
    return f"Pilihan «{param.opts[0]}»" if param.param_type_name == "option" else f"«{_metavar(param)}»"


def _metavar(param: Any) -> str:
    return str(param.metavar or param.name).upper()


def unknown(nama: str, dikenal: Sequence[str], perintah: str) -> UsageError:
    """No such command; the nearest known one is offered."""
    mirip = difflib.get_close_matches(nama, dikenal)
    saran = f"Mungkin maksudnya {', '.join(f'«{perintah} {m}»' for m in mirip)}. " if mirip else ""
    return UsageError(
        f"Tidak ada perintah «{for_terminal(nama)}».", f"{saran}Daftar perintah ada pada «{perintah} --help»."
    )


def _records(command: Any, ctx: Any) -> Iterator[tuple[str, tuple[str, str]]]:
    for param in command.get_params(ctx):
        rekaman = param.get_help_record(ctx)
        if rekaman is not None:
            nama, uraian = rekaman
            if param.param_type_name == "argument":
                nama = _metavar(param)
            for kata, ganti in sorted(_JENIS.items(), key=lambda k: -len(k[0])):
                nama = nama.replace(kata, ganti)
            kepala, kurung, ekor = uraian.rpartition("[")
            for pola, ganti in _KETERANGAN if kurung else ():
                ekor = pola.sub(ganti, ekor)
            yield param.param_type_name, (nama, f"{kepala}{kurung}{ekor}")


def _tell(e: CapaianError) -> None:
    sys.stderr.write(f"Gagal: {e.pesan}\n" + (f"→ {e.saran}\n" if e.saran else ""))


class _Installing:
    """The framework's own installation of completion, told in our words."""

    def __init__(self, pasang: Callable[..., Any]) -> None:
        self._pasang = pasang

    def __call__(self, ctx: Any, param: Any, value: Any) -> Any:
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                return self._pasang(ctx, param, value)
        except SystemExit:
            sys.stdout.write("Pelengkap perintah sudah dipasang. Buka terminal baru, lalu coba tombol Tab.\n")
            raise
        except typer.Exit:
            raise UsageError(
                "Terminal ini belum didukung pelengkap perintah.", "Pakai PowerShell, bash, zsh, atau fish."
            ) from None


class _Indonesian:
    """What a command and a group of commands say in Indonesian."""

    def get_params(self, ctx: Any) -> list[Any]:
        """Their parameters, those that the framework adds with words of our own."""
        semua: list[Any] = super().get_params(ctx)  # type: ignore[misc]
        lighten(semua)
        for param in semua:
            param.help = _BAWAAN.get(param.name, param.help)
            if param.name == "install_completion" and not isinstance(param.callback, _Installing):
                param.callback = _Installing(param.callback)
        return semua

    def format_usage(self, ctx: Any, formatter: Any) -> None:
        """Write how it is called."""
        bagian = [p.replace("[OPTIONS]", "[PILIHAN]") for p in self.collect_usage_pieces(ctx)]  # type: ignore[attr-defined]
        formatter.write_usage(ctx.command_path, " ".join(bagian), prefix="Pemakaian: ")

    def format_help_text(self, ctx: Any, formatter: Any) -> None:
        """Write what it does, and each example on a line that can be copied."""
        kalimat, _, contoh = inspect.cleandoc(self.help or "").partition(_CONTOH)  # type: ignore[attr-defined]
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(" ".join(kalimat.split()))
        if contoh.strip():
            with formatter.section("Contoh"):
                for baris in contoh.strip().splitlines():
                    formatter.write(f"{' ' * formatter.current_indent}{baris.strip()}\n")

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write arguments and options."""
        semua = list(_records(self, ctx))
        for jenis, judul in (("argument", "Isian"), ("option", "Pilihan")):
            baris = [r for j, r in semua if j == jenis]
            if baris:
                with formatter.section(judul):
                    formatter.write_dl(baris)

    def main(self, *args: Any, standalone_mode: bool = True, **kwargs: Any) -> Any:
        """Run; what the framework refuses is said in our words."""
        jalan: Callable[..., Any] = super().main  # type: ignore[misc]
        if not standalone_mode:
            return jalan(*args, standalone_mode=False, **kwargs)
        try:
            code = jalan(*args, standalone_mode=False, **kwargs)
        except CapaianError as e:
            _tell(e)
            sys.exit(int(e.exit_code))
        except TyperException as e:
            if type(e).__name__ == "NoArgsIsHelpError":
                sys.stdout.write(f"{e.message}\n")
            else:
                _tell(wrong_use(e))
            sys.exit(int(ExitCode.USAGE))
        except typer.Abort:
            sys.stderr.write(f"{DIHENTIKAN}\n")
            sys.exit(int(ExitCode.INTERRUPTED))
        sys.exit(code if isinstance(code, int) else 0)


class Command(_Indonesian, typer.core.TyperCommand):
    """A command whose help is Indonesian."""


class Group(_Indonesian, typer.core.TyperGroup):
    """A group of commands whose help is Indonesian."""

    def __init__(self, **attrs: Any) -> None:
        super().__init__(**attrs)
        self.subcommand_metavar = "PERINTAH …"

    def brief(self, ctx: Any, nama: str) -> str:
        """One line on a command of the group."""
        perintah = self.get_command(ctx, nama)
        return inspect.cleandoc((perintah.help if perintah else None) or "").partition(_CONTOH)[0].strip()

    def format_commands(self, ctx: Any, formatter: Any) -> None:
        """Write the commands, in their order."""
        baris = [(nama, self.brief(ctx, nama)) for nama in self.list_commands(ctx)]
        with formatter.section("Perintah"):
            formatter.write_dl(baris)

    def format_options(self, ctx: Any, formatter: Any) -> None:
        """Write the commands before the options."""
        self.format_commands(ctx, formatter)
        super().format_options(ctx, formatter)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """Find the command that was typed; of an unknown one the nearest is offered."""
        if args[0] not in self.commands and not args[0].startswith("-"):
            raise unknown(args[0], list(self.commands), ctx.command_path)
        return super().resolve_command(ctx, args)


class Commands(typer.Typer):
    """What a module of commands is declared with: `typer.Typer` whose commands speak Indonesian."""

    def __init__(self, **pilihan: Any) -> None:
        super().__init__(**{"cls": Group, "rich_markup_mode": None, **pilihan})

    def command(self, name: str | None = None, **pilihan: Any) -> Callable[[_F], _F]:
        """Declare a command; its docstring is its help, what follows «Contoh:» its examples, one a line."""
        return super().command(name, **{"cls": Command, **pilihan})
