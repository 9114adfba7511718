"""Logging in and out."""

from django.contrib.auth import logout, views
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from dapodik.akun.access import open_to_all, user_of
from dapodik.akun.history import record
from dapodik.akun.models import Peristiwa
from dapodik.pokok.semester import active

from ..semester.chosen import choose
from . import unsent
from .forms import MasukForm


class Masuk(views.LoginView):
    """Whoever is logged in already goes on."""

    template_name = "masuk/masuk.html"
    authentication_form = MasukForm
    redirect_authenticated_user = True

    def form_valid(self, form: AuthenticationForm) -> HttpResponse:
        """Log in, and look at the chosen semester."""
        answer = super().form_valid(form)
        choose(self.request, form.cleaned_data.get("semester_id") or active())
        return answer

    def get_success_url(self) -> str:
        """To what waits to be sent, else to the page that was wanted."""
        self.request.session.clear_expired()
        return reverse("belum_terkirim") if unsent.waiting(self.request) else super().get_success_url()


@require_POST
@open_to_all
def leave(request: HttpRequest) -> HttpResponse:
    """Log out, by POST alone."""
    record(Peristiwa.KELUAR, user_of(request), request)
    logout(request)
    return redirect("masuk")


@require_http_methods(["GET", "POST"])
@open_to_all
def still_unsent(request: HttpRequest) -> HttpResponse:
    """The form that was sent after the login had ended: send it now, or drop it."""
    form = unsent.waiting(request)
    if form is None:
        return redirect("beranda")
    if request.method == "GET":
        return render(request, "masuk/belum_terkirim.html", {"form": form})
    unsent.drop(request)
    if "_buang" in request.POST:
        return redirect("beranda")
    # The browser sends the fields once more, to where they were meant to go.
    return redirect(form.address, preserve_request=True)
