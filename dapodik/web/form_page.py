"""A page with a record's form, under validation's eyes: a wrong value may be saved half known, but never
silently."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from dapodik.validasi import engine
from dapodik.validasi.models import Finding
from dapodik.validasi.rule import INVALID, LEVELS, WARNING

from .navigation import next_page

# The button that saves all the same.
ANYWAY = "apa_adanya"
_SHOWN = 2


class _Doubtful(Exception):
    """Rolls back what was typed, because it made something invalid."""


def form_page(
    request: HttpRequest,
    template: str,
    forms: Sequence[Form],
    save: Callable[[], bool],
    record_ids: Sequence[UUID],
    *,
    message: Callable[[], str],
    after: str,
    back: str,
    context: Mapping[str, Any],
    warn: bool = True,
) -> HttpResponse:
    """Show the forms of a record with what validation finds in it; save them on POST.

    `save` returns False where the forms themselves have errors. `message` gives the text to show once it is
    saved. `after` and `back` are where saving and giving up lead to, unless the address names a `next`.
    `warn`: see `saved_unless_doubtful`. The record must have been read in the transaction of the request.
    """
    doubtful: list[Finding] = []
    if request.method == "POST":
        is_saved, doubtful = saved_unless_doubtful(request, save, record_ids, warn)
        if is_saved:
            messages.success(request, message())
            return redirect(next_page(request, after))
    engine.refresh()
    findings = [*_of(record_ids), *doubtful]
    _mark_findings(forms, findings, _first_wrong(forms, doubtful) or request.GET.get("field", ""))
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

    Returns if it was saved, and the findings because of which it was not. `warn`: show what it brings and is
    saved all the same; False where the page that follows shows that for many records.
    """
    engine.refresh()
    before = {_key(finding) for finding in _of(ids)}
    fresh: list[Finding] = []
    try:
        with transaction.atomic():
            if not save():
                return False, []
            engine.refresh()
            fresh = [finding for finding in _of(ids) if _key(finding) not in before]
            if any(finding.level == INVALID for finding in fresh) and ANYWAY not in request.POST:
                raise _Doubtful
    except _Doubtful:
        return False, [finding for finding in fresh if finding.level == INVALID]
    if warn:
        _say(request, [finding.message for finding in fresh if finding.level in (INVALID, WARNING)])
    return True, []


def _mark_findings(forms: Iterable[Form], findings: Iterable[Finding], focus: str) -> None:
    """Put validation's findings beside their fields (`field.findings`), and the cursor into one field.

    A form that says `findings_of` (a record's id) gets those of this record alone.
    """
    by_field: dict[str, list[Finding]] = {}
    for finding in findings:
        by_field.setdefault(finding.field, []).append(finding)
    for form in forms:
        only = getattr(form, "findings_of", None)
        for name, field in form.fields.items():
            own = [finding for finding in by_field.get(name, []) if only in (None, finding.record_id)]
            field.findings = own  # type: ignore[attr-defined]
            field.level = min((finding.level for finding in own), key=LEVELS.index, default="")  # type: ignore[attr-defined]
            if name == focus:
                field.widget.attrs["autofocus"] = True


def _say(request: HttpRequest, sentences: Sequence[str]) -> None:
    """Show the first of these, and how many more there are: a new record brings many."""
    for sentence in sentences[:_SHOWN]:
        messages.warning(request, sentence)
    if len(sentences) > _SHOWN:
        messages.warning(
            request, f"Ada {len(sentences) - _SHOWN} catatan lain; semuanya tampil di menu Validasi."
        )


def _first_wrong(forms: Sequence[Form], doubtful: Sequence[Finding]) -> str:
    """The name of the field because of which nothing was saved; "" where there is none."""
    wrong = [name for form in forms for name in form.fields if name in form.errors]
    return next(iter(wrong or [finding.field for finding in doubtful]), "")


def _of(ids: Sequence[UUID]) -> list[Finding]:
    return list(engine.findings().filter(record_id__in=ids).order_by(engine.BY_LEVEL, "pk"))


def _key(finding: Finding) -> tuple[UUID, str, str]:
    return finding.record_id, finding.code, finding.message
