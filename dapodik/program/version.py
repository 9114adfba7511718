"""The version number of the program, from the file VERSION that stands beside manage.py.

The central server reads the same file in `sync.wire.version`: neither side imports the other.
"""

from pathlib import Path

VERSION = (Path(__file__).resolve().parents[2] / "VERSION").read_text(encoding="ascii").strip()
