"""Pusat's public pages of synchronisation by file: whoever carries the file needs no account."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET, require_http_methods

from sync.pusat.door import closing
from sync.pusat.models import OfflineReply
from sync.pusat.round import offline
from sync.wire.problems import SyncProblem
from sync.wire.sealed import FILE_MAX


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Choose the file that the school's application made."""
    problem = None
    if request.method == "POST":
        try:
            closing.refuse_while_closed()
            kept = offline.take(_sent(request))
        except SyncProblem as met:
            problem = met
        else:
            return redirect("offline_hasil", kept.sekolah_id, kept.installation, kept.token)
    return render(request, "pusat/offline.html", {"problem": problem}, status=400 if problem else 200)


@require_GET
def result(request: HttpRequest, school: UUID, computer: int, token: str) -> HttpResponse:
    """What became of it, and the reply to take home."""
    return render(request, "pusat/offline_hasil.html", {"reply": _kept(school, computer, token)})


@require_GET
def download(request: HttpRequest, school: UUID, computer: int, token: str) -> HttpResponse:
    """The reply, sealed for the school's computer."""
    kept = _kept(school, computer, token)
    name = f"{kept.sekolah.npsn}-{computer}-{kept.created:%Y%m%d-%H%M}.jawaban"
    return HttpResponse(
        bytes(kept.body),
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _sent(request: HttpRequest) -> bytes:
    file = request.FILES.get("berkas")
    if file is None:
        # What is larger than any such file was passed over while it came in.
        raise SyncProblem(605 if int(request.META.get("CONTENT_LENGTH") or 0) > FILE_MAX else 601)
    return bytes(file.read())


def _kept(school: UUID, computer: int, token: str) -> OfflineReply:
    kept = get_object_or_404(
        OfflineReply.objects.select_related("sekolah"), sekolah_id=school, installation=computer
    )
    if not constant_time_compare(kept.token, token):
        raise Http404
    return kept
