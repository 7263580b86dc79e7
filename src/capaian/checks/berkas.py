"""What the facts recorded by intake mean: B codes stop a file, N codes are notes."""

from __future__ import annotations

from capaian.model.finding import Severity
from capaian.rules import fact

_S, _P, _C = Severity.KESALAHAN, Severity.PERINGATAN, Severity.CATATAN
_SIMPAN = (
    "Minta pengirim membukanya di Excel atau LibreOffice, menyimpannya sebagai Excel Workbook (.xlsx), "
    "lalu mengirim ulang."
)

fact(
    "B01",
    _S,
    "Berkas «{nama}» kosong (tidak berisi data).",
    "Minta pengirim mengirim ulang.",
    arti="The file holds nothing.",
)
fact(
    "B02",
    _S,
    "Berkas «{nama}» belum lengkap; mungkin masih disalin atau pengirimannya terputus.",
    "Tunggu lalu jalankan lagi, atau minta kirim ulang.",
    arti="The file is cut short or changed while it was read.",
)
fact(
    "B03", _S, "Berkas «{nama}» rusak ({bagian}). Aslinya tersimpan di arsip.", _SIMPAN, arti="The workbook is damaged."
)
fact(
    "B04",
    _S,
    "Berkas «{nama}» diberi sandi.",
    "Minta pengirim menyimpannya tanpa sandi (Berkas > Info > Proteksi Buku Kerja).",
    arti="The workbook is encrypted.",
)
fact(
    "B05",
    _S,
    "Berkas «{nama}» berformat {jenis}.",
    _SIMPAN,
    arti="A spreadsheet of a format that is not read (Apple Numbers).",
)
fact(
    "B06",
    _S,
    "Berkas «{nama}» sebenarnya {jenis}, bukan Excel.",
    "Minta pengirim mengisi formulir yang dibagikan.",
    arti="The content is not what the name says.",
)
fact(
    "B07",
    _C,
    "«{nama}» bukan formulir isian ({jenis}). Disimpan di arsip, tetapi tidak dihitung.",
    "Bila berisi data, minta pengirim mengisikannya pada formulir.",
    arti="A photo, PDF or Word document.",
)
fact(
    "B08",
    _S,
    "Berkas «{nama}» adalah {jenis}; isinya tidak dibaca.",
    "Ekstrak berkasnya ke folder inbox, lalu jalankan lagi.",
    arti="A zip or other archive.",
)
fact(
    "B09",
    _C,
    "«{nama}» hanya tautan, tidak berisi data.",
    "Buka tautannya, unduh sebagai .xlsx, lalu letakkan di folder inbox.",
    arti="A shortcut or a link to an online sheet.",
)
fact(
    "B10",
    _C,
    "«{nama}» berkas pendamping (penanda kunci atau sisa unduhan), bukan kiriman.",
    "Bila formulirnya masih terbuka di Excel, tutup lalu jalankan lagi.",
    arti="A lock file, side file or partial download.",
)
fact("B11", _S, "Berkas «{nama}» berformat Strict Open XML.", _SIMPAN, arti="A Strict workbook that cannot be read.")
fact(
    "B12",
    _S,
    "Berkas «{nama}»: ada dua {jenis} «{x}» dengan isi berbeda.",
    "Minta pengirim menentukan yang benar, menghapus yang lain, lalu mengirim ulang.",
    arti="Two sheets, rows or cells of one name with different content.",
)
fact(
    "B15",
    _S,
    "Berkas «{nama}» adalah formulir {ada}, sedangkan yang dikumpulkan {dicari}.",
    "Minta pengirim mengisi formulir periode yang sedang dikumpulkan.",
    arti="A form of another period.",
)
fact(
    "B16",
    _S,
    "Berkas «{nama}» adalah formulir kantor lain (kode {ada}, kantor ini {dicari}).",
    "Kembalikan kepada pengirimnya; minta formulir yang diterbitkan kantor ini.",
    arti="A form of another office.",
)
fact(
    "B17",
    _S,
    "Berkas «{nama}»: formulir {unit} dikembalikan tanpa isian.",
    "Minta unit tersebut mengisi formulirnya, lalu mengirim ulang. Bila salah kirim, kesampingkan: «capaian collect "
    '--withdraw "{nama}"», dengan alasannya.',
    arti="A form that came back unfilled.",
)
fact(
    "B18",
    _P,
    "Versi lain dari unit {unit} («{nama}») belum diberlakukan: {sebab}.",
    'Tentukan yang benar, misalnya dengan «capaian collect --choose "{pilihan}"».',
    arti="A version that is not taken by itself: several came at once, others wait, or it calls itself older.",
)
fact(
    "B19",
    _S,
    "Berkas «{nama}» bukan formulir yang diterbitkan kantor ini: kode formulirnya tidak ditemukan.",
    "Minta pengirim mengisi formulir yang dibagikan, bukan buatan sendiri.",
    arti="A workbook without the identity of a form.",
)
fact(
    "B20",
    _S,
    "Berkas «{nama}»: penanda formulirnya saling bertentangan ({rincian}).",
    "Minta pengirim mengisi formulir asli, bukan gabungan dari beberapa formulir.",
    arti="The carriers of the identity disagree, or only one is left.",
)
fact(
    "B21",
    _S,
    "Berkas «{nama}»: formulir {ada} tidak pernah diterbitkan.",
    "Terbitkan formulirnya dengan «capaian init-forms», atau minta pengirim memakai formulir yang dibagikan.",
    arti="A well-formed identity that the ledger does not know.",
)
fact(
    "B22",
    _S,
    "Berkas «{nama}»: {apa} tidak ditemukan.",
    "Minta pengirim memakai formulir asli tanpa menghapus lembar atau kolom.",
    arti="A sheet or an input column of the form is gone.",
)
fact(
    "B24",
    _S,
    "Berkas «{nama}» terlalu besar atau susunannya tidak wajar ({n}).",
    "Minta pengirim menyalin isiannya ke formulir baru.",
    arti="A budget of the reader was exceeded.",
)
fact(
    "B30",
    _C,
    "«{nama}» bukan berkas biasa ({jenis}); dilewati.",
    "Salin berkas aslinya ke folder inbox.",
    arti="A link, pipe or device.",
)
fact(
    "B31",
    _S,
    "Berkas «{nama}» tidak dapat dibuka ({sebab}).",
    "Tutup berkasnya di program lain atau periksa izinnya, lalu jalankan lagi.",
    arti="No permission, or locked by another program.",
)
fact(
    "B37",
    _S,
    "Berkas «{nama}» melebihi batas 25 MB; tidak disalin ke arsip.",
    "Minta pengirim mengirim formulirnya saja, tanpa gambar atau lembar tambahan.",
    arti="The file is larger than the cap.",
)
fact("N01", _C, "Lembar {lama} bernama «{baru}».", "Tidak perlu tindakan.", arti="A sheet was renamed or hidden.")
fact(
    "N03",
    _C,
    "Sel {sel} tertutup penggabungan sel; nilainya «{nilai}» tidak terlihat dan tidak dibaca.",
    "Periksa nilainya bersama pengirim.",
    arti="A value hidden under a merge.",
)
fact(
    "N04",
    _C,
    "«{nama}» sama persis dengan «{asli}».",
    "Tidak perlu tindakan.",
    arti="The same bytes under another name.",
)
fact(
    "N05",
    _C,
    "Berkas memuat {jenis}; diabaikan dan tidak pernah dijalankan.",
    "Tidak perlu tindakan.",
    arti="Macros or external links.",
)
fact(
    "N06",
    _C,
    "Ada {jumlah} catatan di samping tabel atau komentar sel (mulai {sel}): {isi}.",
    "Baca catatan itu sebelum laporan disusun.",
    arti="Text or comments beside the form.",
)
fact(
    "N07", _C, "Ada sel jauh di luar formulir; diabaikan.", "Tidak perlu tindakan.", arti="Cells far outside the form."
)
fact(
    "N08",
    _C,
    "Format angka berkas tidak dapat dibaca seluruhnya.",
    "Periksa sel berformat persen atau tanggal.",
    arti="Styles are broken.",
)
fact(
    "N09",
    _C,
    "Berkas berformat {jenis}, bukan Excel Workbook (.xlsx) biasa; isinya tetap dibaca.",
    "Tidak perlu tindakan.",
    arti="Another workbook format, read all the same: .xls, .xlsb, .ods or Strict Open XML.",
)
fact(
    "N10",
    _C,
    "{jumlah} angka ditulis sebagai teks atau berformat persen, dan dibaca menurut aturan: {isi}.",
    "Periksa daftar lengkapnya di Lampiran laporan.",
    arti="Numbers were normalised.",
)
fact(
    "N11",
    _C,
    "Versi ini menggantikan kiriman sebelumnya («{lama}»); {jumlah} nilai berubah.",
    "Tidak perlu tindakan; nilai lama dan baru tercatat dalam «capaian.db».",
    arti="A newer version came into force.",
)
fact(
    "N12",
    _C,
    "Isinya sama dengan kiriman sebelumnya («{lama}»).",
    "Tidak perlu tindakan.",
    arti="Other bytes, same values.",
)
fact(
    "N13",
    _C,
    "Ada {jumlah} baris yang bukan bagian formulir ini (mulai {sel}: «{kode}»); tidak dibaca.",
    "Bila isinya perlu dihitung, minta unit yang benar mengisikannya pada formulirnya sendiri.",
    arti="Rows under the table whose code was not issued to this unit.",
)
fact(
    "N14",
    _C,
    "«{nama}» berisi {n} berkas; {dibaca} di antaranya dibaca sebagai kiriman tersendiri.",
    "Tidak perlu tindakan.",
    arti="A zip or a mail that holds other files; each of them has a verdict of its own.",
)
fact(
    "N15",
    _C,
    "Versi ini tidak berlaku lagi; yang berlaku «{berlaku}».",
    "Bila justru versi ini yang benar, pulihkan dengan «capaian collect --restore» beserta alasannya.",
    arti="A version that was replaced.",
)
fact(
    "N16",
    _C,
    "Versi ini ditarik ({alasan}).",
    "Bila ternyata benar, pulihkan dengan «capaian collect --restore» beserta alasannya.",
    arti="A version that a person withdrew.",
)
fact(
    "N17",
    _C,
    "Ada {jumlah} baris berisi angka tetapi tanpa kode (mulai {sel}: «{nilai}»); tidak dibaca.",
    "Tanyakan kepada pengirim angka itu milik baris yang mana.",
    arti="Numbers in a row whose code is empty: an inserted row, or a code that was deleted.",
)
fact(
    "N18",
    _C,
    "Urutan baris pada lembar {lembar} berubah, mulai «{kode}».",
    "Pastikan seluruh baris ikut berpindah, bukan sebagian kolomnya.",
    arti="The rows stand in another order than they were issued in.",
)
