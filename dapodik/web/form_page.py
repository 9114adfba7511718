"""A page with a record's form, under validation's eyes: a wrong value may be saved half known, but never
silently."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dapodik.validasi import engine
from dapodik.validasi.models import Finding
from dapodik.validasi.rule import INVALID, WARNING

from .navigation import next_page
from .record_form import mark_findings

# The button that saves all the same.
ANYWAY = "apa_adanya"
_SAID = 2


class _Doubtful(Exception):
    """What is invalid because of what was typed: nothing of it is kept."""


def form_page(
    request: HttpRequest,
    template: str,
    forms: Sequence[Form],
    save: Callable[[], bool],
    record_ids: Sequence[UUID],
    *,
    told: Callable[[], str],
    after: str,
    back: str,
    context: Mapping[str, Any],
    warn: bool = True,
) -> HttpResponse:
    """Show the forms of a record with what validation finds in it; save them on POST.

    `save` says False where the forms themselves have errors. `told` is said once it is saved; `after` and
    `back` are where saving and giving up lead to, unless the address names a `next`. `warn`: see
    `saved_unless_doubtful`. The record must have been read in the transaction of the request.
    """
    doubtful: list[Finding] = []
    if request.method == "POST":
        is_saved, doubtful = saved_unless_doubtful(request, save, record_ids, warn)
        if is_saved:
            messages.success(request, told())
            return redirect(next_page(request, after))
    engine.refresh()
    found = [*_of(record_ids), *doubtful]
    mark_findings(forms, found, _first_wrong(forms, doubtful) or request.GET.get("field", ""))
    shown = {
        "next": next_page(request, ""),
        "back": next_page(request, back),
        "has_errors": request.method == "POST",
        "doubtful": doubtful,
    }
    return render(request, template, {**context, **shown})


def saved_unless_doubtful(
    request: HttpRequest, save: Callable[[], bool], ids: Sequence[UUID], warn: bool = True
) -> tuple[bool, list[Finding]]:
    """Save, unless that makes something invalid that was not so before and nobody has said to save it.

    Returns whether it was saved, and the findings because of which it was not. `warn`: say what it brings
    and saves all the same; not where the page that follows shows that at many records.
    """
    engine.refresh()
    before = {_key(one) for one in _of(ids)}
    fresh: list[Finding] = []
    try:
        with transaction.atomic():
            if not save():
                return False, []
            engine.refresh()
            fresh = [one for one in _of(ids) if _key(one) not in before]
            if any(one.level == INVALID for one in fresh) and ANYWAY not in request.POST:
                raise _Doubtful
    except _Doubtful:
        return False, [one for one in fresh if one.level == INVALID]
    if warn:
        _say(request, [one.message for one in fresh if one.level in (INVALID, WARNING)])
    return True, []


def _say(request: HttpRequest, told: Sequence[str]) -> None:
    """Say a few of these; a new record brings many."""
    for one in told[:_SAID]:
        messages.warning(request, one)
    if len(told) > _SAID:
        messages.warning(request, f"Ada {len(told) - _SAID} catatan lain; semuanya tampil di menu Validasi.")


def _first_wrong(forms: Sequence[Form], doubtful: Sequence[Finding]) -> str:
    """The name of the field because of which nothing was saved; "" where there is none."""
    wrong = [name for form in forms for name in form.fields if name in form.errors]
    return next(iter(wrong or [one.field for one in doubtful]), "")


def _of(ids: Sequence[UUID]) -> list[Finding]:
    return list(engine.findings().filter(record_id__in=ids).order_by(engine.BY_LEVEL, "pk"))


def _key(finding: Finding) -> tuple[UUID, str, str]:
    return finding.record_id, finding.code, finding.message
