"""How long a login lasts: until it has not been used for a while, and never longer than a day's work."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest
from django.utils import timezone

from dapodik.akun.access import user_of
from dapodik.akun.history import record
from dapodik.akun.models import Peristiwa

_SINCE, _USED = "masuk_pada", "dipakai_pada"
# How exactly the last use is known; each note of it is a write to the disk.
_STEP = 60


def ended(request: HttpRequest) -> str:
    """End a login that has lasted too long: why, in words; "" where it goes on."""
    now = int(timezone.now().timestamp())
    since, used = (request.session.get(key, now) for key in (_SINCE, _USED))
    why = ""
    if now - used > settings.SESSION_IDLE.total_seconds():
        why = f"{_words(settings.SESSION_IDLE)} tidak dipakai"
    elif now - since > settings.SESSION_LONGEST.total_seconds():
        why = f"sudah {_words(settings.SESSION_LONGEST)} sejak masuk"
    if why:
        record(Peristiwa.BERAKHIR, user_of(request), request, why)
        logout(request)
        return f"Sesi Anda berakhir karena {why}. Silakan masuk lagi."
    if _USED not in request.session or abs(now - used) >= _STEP:
        request.session[_SINCE], request.session[_USED] = since, now
    return ""


def _words(length: timedelta) -> str:
    minutes = length // timedelta(minutes=1)
    return f"{minutes // 60} jam" if minutes % 60 == 0 else f"{minutes} menit"
