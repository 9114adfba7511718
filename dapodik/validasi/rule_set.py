"""The rules of this program as one digest: where it has changed, every rule runs again."""

import hashlib
from functools import cache
from pathlib import Path

from dapodik.program.version import VERSION

_FOLDER = Path(__file__).parent
_SOURCES = {".py", ".toml"}


@cache
def rule_set() -> str:
    """Digest the program's version and the sources and limits of this package (SHA-256, in hexadecimal).

    What a rule says depends on more than its own function: helpers, regular expressions, sentences, limits.
    Where the program comes without sources, the version alone stands for them.
    """
    digest = hashlib.sha256(VERSION.encode())
    for file in sorted(_FOLDER.rglob("*")):
        if file.suffix in _SOURCES:
            digest.update(f"\0{file.relative_to(_FOLDER).as_posix()}\0".encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()
