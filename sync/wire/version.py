"""The version number of the program, from the file VERSION that stands beside manage.py.

It travels in every exchange and stands on the tanda terima. What two versions may say to one another is
decided by `messages.PROTOCOL` alone (docs/versions.md).
"""

from pathlib import Path

VERSION = (Path(__file__).resolve().parents[2] / "VERSION").read_text(encoding="ascii").strip()
