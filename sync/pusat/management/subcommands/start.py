"""`pusat start`: serve until the process is stopped. It reports nothing."""

import os
from collections.abc import Callable
from typing import Any

from django.core.management.base import CommandParser

from sync.pusat.serving import server

HELP = "jalankan server pusat"


def add_arguments(parser: CommandParser) -> None:
    parser.add_argument("--port", type=int, default=5775)
    parser.add_argument("--host", default="127.0.0.1", help="alamat yang didengarkan")
    parser.add_argument(
        "--workers",
        type=int,
        default=os.cpu_count() or 1,
        help="jumlah proses pada PostgreSQL (sebanyak prosesor)",
    )
    parser.add_argument("--demo", action="store_true", help="sediakan tombol SK contoh")


def run(options: dict[str, Any], say: Callable[[str], object]) -> None:
    """Serve; `say` is called with the address (Indonesian) as soon as it answers."""
    server.serve(options["host"], options["port"], options["demo"], options["workers"], say)
