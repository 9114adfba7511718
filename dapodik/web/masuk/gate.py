"""Before every page: is somebody logged in, still, and may this account use it?"""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.http import HttpResponseClientRedirect

from dapodik.akun.access import may_use, user_of

from ..semester.chosen import forget, is_past
from . import sessions, unsent
from .views import Masuk

_OWN_SANDI = "pengaturan:sandi"
_LEAVE = "keluar"


class Gate(LoginRequiredMiddleware):
    """Lets nobody through who is not meant to: closed by default, as `dapodik.akun.access` says."""

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponseBase], args: Any, kwargs: Any
    ) -> HttpResponseBase | None:
        """None where the page may answer. Raises PermissionDenied."""
        if request.user.is_authenticated:
            _end_if_due(request)
        answer: HttpResponseBase | None = super().process_view(request, view, args, kwargs)
        if answer is not None or not getattr(view, "login_required", True):
            return answer
        user, name = user_of(request), _name(request)
        if user.harus_ganti_sandi and name not in (_OWN_SANDI, _LEAVE):
            return redirect(_OWN_SANDI)
        past = is_past(request)
        if not past:
            # What was past when it was chosen is not any more once the semester after it is undone.
            forget(request)
        user.looks_back = past and not _of_no_semester(request)
        if not may_use(user, view, request.method or ""):
            raise PermissionDenied
        return None

    def handle_no_permission(  # type: ignore[override]
        self, request: HttpRequest, view: Callable[..., HttpResponseBase]
    ) -> HttpResponseBase:
        """To the login page, which says why and leads back.

        Whoever comes to `/` for the first time finds it there: programs of other makers take any other answer
        than 200 for a site that is down, and read the active semester from it.
        """
        if _is_first_call(request):
            return Masuk.as_view()(request)
        if settings.SESSION_COOKIE_NAME in request.COOKIES and not messages.get_messages(request):
            messages.warning(request, "Sesi ini sudah tidak berlaku. Silakan masuk lagi.")
        if request.method == "POST" and _name(request) != _LEAVE and not unsent.is_stored(request):
            messages.warning(request, "Yang baru dikirim belum tersimpan. Setelah masuk, kirim sekali lagi.")
        answer = redirect_to_login(_way_back(request))
        return HttpResponseClientRedirect(answer.url) if _is_htmx(request) else answer


def _end_if_due(request: HttpRequest) -> None:
    """End a login that has lasted too long, keeping what was just sent."""
    user = user_of(request)
    why = sessions.ended(request)
    if not why:
        return
    messages.warning(request, why)
    if unsent.keepable(request) and _name(request) != _LEAVE:
        unsent.keep(request, user)
        messages.warning(request, "Yang baru dikirim belum tersimpan; isiannya menunggu sampai Anda masuk.")


def _is_first_call(request: HttpRequest) -> bool:
    return (
        request.path == "/"
        and request.method in ("GET", "HEAD")
        and not _is_htmx(request)
        and settings.SESSION_COOKIE_NAME not in request.COOKIES
    )


def _of_no_semester(request: HttpRequest) -> bool:
    return _name(request).partition(":")[0] in settings.OF_NO_SEMESTER


def _name(request: HttpRequest) -> str:
    return request.resolver_match.view_name if request.resolver_match else ""


def _is_htmx(request: HttpRequest) -> bool:
    return "HX-Request" in request.headers


def _way_back(request: HttpRequest) -> str:
    """The page to open after logging in: the one that was asked for, or from which a form was sent."""
    if request.method == "GET" and not _is_htmx(request):
        return request.get_full_path()
    page = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(page, allowed_hosts={request.get_host()}):
        return "/"
    parts = urlsplit(page)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path
