#!/bin/sh
# Memasang capaian tanpa internet dan tanpa hak administrator.
cd "$(dirname "$0")" || exit 1
export PYTHONUTF8=1
# Hanya Python yang pustakanya ada dalam paket ini.
cocok="import sys; sys.exit('.'.join(map(str, sys.version_info[:2])) not in '@python@'.split(', '))"
for python in python3.14 python3.13 python3.12 python3.11 python3 python; do
    if command -v "$python" >/dev/null 2>&1 && "$python" -c "$cocok" 2>/dev/null; then
        exec "$python" pasang.py "$@"
    fi
done
echo 'Python yang cocok dengan paket ini (@python@) belum ada di komputer ini.' >&2
exit 3
