#!/bin/sh
# Klik dua kali untuk membuka capaian di folder kantor ini; sebutkan berkas kiriman di belakangnya untuk menghimpunnya.
cd "$(dirname "$0")" || exit 1
export PYTHONUTF8=1
# Berkas Python yang kebetulan ada di folder kantor tidak ikut dijalankan.
export PYTHONSAFEPATH=1

buka() {
    for python in '@python@' "$HOME/.local/share/capaian/bin/python"; do
        if [ -x "$python" ]; then
            "$python" -m capaian open -- "$@"
            return
        fi
    done
    if command -v capaian >/dev/null 2>&1; then
        capaian open -- "$@"
        return
    fi
    echo 'Program capaian tidak ditemukan di komputer ini.'
    echo 'Pasang dahulu dari paket pemasangan (pasang.sh), lalu klik lagi berkas ini.'
    return 2
}

buka "$@"
kode=$?
# Selain 0 (selesai) dan 130 (dihentikan) ada yang perlu dibaca sebelum jendela ini tertutup.
if [ "$kode" -ne 0 ] && [ "$kode" -ne 130 ] && [ -t 0 ]; then
    printf 'Tekan Enter untuk menutup. '
    read -r _
fi
exit "$kode"
