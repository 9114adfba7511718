"""Pusat's public pages for synchronisation by file: who brings the file needs no account."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.crypto import constant_time_compare
from django.views.decorators.http import require_GET, require_http_methods

from sync.pusat import security_log
from sync.pusat.door import caller, closing
from sync.pusat.models import OfflineReply, SecurityEvent
from sync.pusat.round import offline
from sync.wire.problems import SyncProblem
from sync.wire.sealed import FILE_MAX


@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Upload a file that the school's application made."""
    problem = None
    if request.method == "POST":
        try:
            closing.refuse_while_closed()
            reply = offline.take(_uploaded(request))
        except SyncProblem as raised:
            problem = raised
        else:
            return redirect("offline_hasil", reply.sekolah_id, reply.installation, reply.token)
    return render(request, "pusat/offline.html", {"problem": problem}, status=400 if problem else 200)


@require_GET
def result(request: HttpRequest, school: UUID, computer: int, token: str) -> HttpResponse:
    """Show what pusat did with the file, and offer the reply."""
    return render(request, "pusat/offline_hasil.html", {"reply": _reply(school, computer, token)})


@require_GET
def download(request: HttpRequest, school: UUID, computer: int, token: str) -> HttpResponse:
    """Download the reply, sealed for the school's computer."""
    reply = _reply(school, computer, token)
    by, address = security_log.computer(computer), caller.address_of(request)
    security_log.note(SecurityEvent.Kind.UNDUH, by, address, reply.sekolah.npsn)
    name = f"{reply.sekolah.npsn}-{computer}-{reply.created:%Y%m%d-%H%M}.jawaban"
    return HttpResponse(
        bytes(reply.body),
        content_type="application/octet-stream",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


def _uploaded(request: HttpRequest) -> bytes:
    file = request.FILES.get("berkas")
    if file is None:
        # A file that is larger than any of ours was passed over while it came in.
        raise SyncProblem(605 if int(request.META.get("CONTENT_LENGTH") or 0) > FILE_MAX else 601)
    return bytes(file.read())


def _reply(school: UUID, computer: int, token: str) -> OfflineReply:
    reply = get_object_or_404(
        OfflineReply.objects.select_related("sekolah"), sekolah_id=school, installation=computer
    )
    if not constant_time_compare(reply.token, token):
        raise Http404
    return reply
