"""The version number of the program, and which versions of a school and of pusat may speak with one another.

The number stands in the file VERSION beside manage.py; it travels in every exchange and stands on the tanda
terima. The rule of compatibility does not look at it: the number of the protocol decides (docs/versions.md).
"""

from pathlib import Path

from .messages import PROTOCOL
from .problems import SyncProblem

VERSION = (Path(__file__).resolve().parents[2] / "VERSION").read_text(encoding="ascii").strip()


def refuse_other_protocol(spoken: int) -> None:
    """Let a school's program in that speaks pusat's protocol.

    Raises SyncProblem 203 for a program that is too old, 208 for one that is newer than pusat.
    """
    if spoken != PROTOCOL:
        raise SyncProblem(203 if spoken < PROTOCOL else 208)
