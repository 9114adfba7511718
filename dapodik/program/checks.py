"""Wrong settings, each with an id and a cure. Registered by the app config of dapodik.program."""

import os
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfoNotFoundError

import tzlocal
from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register
from django.db import connection

from .data_folder import SECRET_KEY_MIN, open_to_others

LOOPBACK = {"localhost", "127.0.0.1", "::1"}
SAFE_PRAGMAS = ("journal_mode=WAL", "synchronous=FULL")


@register
def data_folder(**_: Any) -> list[CheckMessage]:
    """dapodik.E001: DATA_DIR is an absolute path of a folder that can be written."""
    folder = settings.DATA_DIR
    if folder.is_absolute() and folder.is_dir() and os.access(folder, os.W_OK):
        return []
    return [
        Error(
            f"Folder data {folder} tidak ada atau tidak dapat ditulis.",
            hint="Jalankan lewat manage.py, dengan --data FOLDER atau DAPODIK_DATA bila perlu.",
            id="dapodik.E001",
        )
    ]


@register
def private_folder(**_: Any) -> list[CheckMessage]:
    """dapodik.W002: no other account of this computer may look into DATA_DIR."""
    reason = open_to_others(settings.DATA_DIR) if settings.DATA_DIR.is_dir() else ""
    return [Warning(reason, id="dapodik.W002")] if reason else []


@register
def secret_key(**_: Any) -> list[CheckMessage]:
    """dapodik.E002: SECRET_KEY is long enough to sign sessions with."""
    if len(settings.SECRET_KEY) >= SECRET_KEY_MIN:
        return []
    return [
        Error(
            f"Kunci rahasia lebih pendek dari {SECRET_KEY_MIN} huruf.",
            hint="Hapus berkas secret_key di folder data; yang baru dibuat sendiri (semua pengguna "
            "harus masuk lagi).",
            id="dapodik.E002",
        )
    ]


@register
def default_pusat(**_: Any) -> list[CheckMessage]:
    """dapodik.E003: DEFAULT_PUSAT is empty, an https address, or an http one on this computer."""
    url = settings.DEFAULT_PUSAT
    if not url or _is_pusat_address(url):
        return []
    return [
        Error(
            f"Alamat pusat “{url}” tidak dapat dipakai.",
            hint="Tulis seperti https://pusat.contoh.id (http hanya untuk pusat di komputer ini), "
            "dengan --pusat URL atau DAPODIK_PUSAT.",
            id="dapodik.E003",
        )
    ]


@register
def sqlite(**_: Any) -> list[CheckMessage]:
    """dapodik.E004: SQLite keeps what it has confirmed, and two writers wait for one another."""
    database = connection.settings_dict
    options = database.get("OPTIONS", {})
    pragmas = options.get("init_command", "")
    safe = options.get("transaction_mode") == "IMMEDIATE" and all(word in pragmas for word in SAFE_PRAGMAS)
    if safe or "sqlite" not in database["ENGINE"]:
        return []
    return [
        Error(
            "Basis data SQLite tidak diatur aman: simpanan dapat hilang bila listrik padam.",
            hint="Kembalikan DATABASES seperti di dapodik/settings/lokal.py: transaction_mode "
            f"IMMEDIATE, dan di init_command {' dan '.join(SAFE_PRAGMAS)}.",
            id="dapodik.E004",
        )
    ]


@register
def time_zone(**_: Any) -> list[CheckMessage]:
    """dapodik.W001: the computer knows its time zone."""
    try:
        tzlocal.get_localzone_name()
    except ZoneInfoNotFoundError:
        return [
            Warning(
                f"Zona waktu komputer tidak dikenal; dipakai {settings.TIME_ZONE}.",
                hint="Atur zona waktu pada pengaturan tanggal dan jam komputer.",
                id="dapodik.W001",
            )
        ]
    return []


def _is_pusat_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname, parts.port
    except ValueError:
        return False
    return bool(host) and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK))
