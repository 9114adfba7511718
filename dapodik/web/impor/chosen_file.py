"""The file that was chosen for an import, stored until the operator has agreed.

It is a whole list with NIK, so it goes with the login. Where that ended by itself, the file goes when it is a
day old, with the next login or the next file.
"""

import time
import uuid
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest

# {sheet: id of its file} of a session.
_SESSION = "berkas_impor"
_DAY = 24 * 60 * 60


def store(request: HttpRequest, sheet: str, file: UploadedFile) -> UUID:
    """Store the file, in place of the one of this kind of sheet that this session has. Return its id in
    addresses."""
    chosen = request.session.get(_SESSION, {})
    if sheet in chosen:
        _path(chosen[sheet]).unlink(missing_ok=True)
    discard_old()
    pk = uuid.uuid4()
    _folder().mkdir(mode=0o700, exist_ok=True)
    with _path(pk).open("wb") as stored_file:
        for chunk in file.chunks():
            stored_file.write(chunk)
    request.session[_SESSION] = {**chosen, sheet: str(pk)}
    return pk


def stored(request: HttpRequest, sheet: str, pk: UUID) -> Path:
    """The file with this id. Raises Http404 where this session has not chosen it, or it is gone."""
    path = _path(pk)
    if request.session.get(_SESSION, {}).get(sheet) != str(pk) or not path.exists():
        raise Http404("Berkas impor ini sudah tidak ada. Pilih lagi berkasnya.")
    return path


def discard(request: HttpRequest, **_: Any) -> None:
    """Remove the files that this session has chosen; a receiver of `user_logged_out`."""
    for pk in request.session.pop(_SESSION, {}).values():
        _path(pk).unlink(missing_ok=True)


def discard_old(**_: Any) -> None:
    """Remove all files that are older than a day, or from the future; a receiver of `user_logged_in`."""
    for path in _folder().glob("*.xlsx"):
        with suppress(FileNotFoundError):
            if abs(time.time() - path.stat().st_mtime) > _DAY:
                path.unlink()


def _path(pk: UUID | str) -> Path:
    return _folder() / f"{pk}.xlsx"


def _folder() -> Path:
    folder: Path = settings.DATA_DIR / "impor"
    return folder
