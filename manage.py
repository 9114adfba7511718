#!/usr/bin/env python3
"""The only entry point: `python3 manage.py start` on a bare machine, and every command after it."""

import sys

# An old Python must be able to read this file, so it is written as for the oldest one.
if sys.version_info < (3, 11):
    sys.exit(
        "Aplikasi ini memerlukan Python 3.11 atau yang lebih baru; ini Python %d.%d. "
        "Pasang dari https://www.python.org/downloads/ lalu ulangi perintahnya." % sys.version_info[:2]
    )

try:
    from dapodik.program import bootstrap
except (ImportError, SyntaxError) as error:
    sys.exit(
        "Folder aplikasi ini tidak utuh (%s). Pembaruan mungkin terputus: salin sekali lagi seluruh isi "
        "paket ke folder ini, lalu ulangi. Data sekolah tidak tersentuh." % error
    )

if __name__ == "__main__":
    sys.exit(bootstrap.main(sys.argv[1:]))
