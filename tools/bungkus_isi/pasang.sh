#!/bin/sh
# Memasang capaian tanpa internet dan tanpa hak administrator.
cd "$(dirname "$0")" || exit 1
export PYTHONUTF8=1
for python in python3.14 python3.13 python3.12 python3.11 python3 python; do
    if command -v "$python" >/dev/null 2>&1 && "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))'; then
        exec "$python" pasang.py "$@"
    fi
done
echo 'Python 3.11 atau yang lebih baru belum ada di komputer ini.' >&2
exit 3
