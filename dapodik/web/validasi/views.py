"""Validasi: what is wrong, by kind of record, and the way to each field."""

from collections.abc import Container
from io import BytesIO
from itertools import groupby
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.text import capfirst
from django.views.decorators.http import require_GET

from dapodik.akun.access import user_of
from dapodik.akun.history import record
from dapodik.akun.models import Peristiwa
from dapodik.pokok import display, present
from dapodik.pokok.models import KINDS, PesertaDidik, RegistrasiPesertaDidik
from dapodik.pokok.semester import active
from dapodik.spreadsheet.listing import write_list
from dapodik.spreadsheet.xlsx import XLSX
from dapodik.validasi import asides, engine, mending
from dapodik.validasi.models import Finding, FindingCount
from dapodik.validasi.rule import LEVEL_NAMES, book, title

from ..saringan.views import saved_filters
from ..table import PER_PAGE
from .places import places
from .selection import GROUPS, FindingSelection, class_names, usual
from .walk import ORDER, with_return

_COLUMNS = (
    ("Rombel", 14),
    ("Nama", 34),
    ("Jenis data", 16),
    ("Isian", 24),
    ("Tingkat", 12),
    ("Masalah dan cara membetulkan", 70),
)


@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """The counts, and the findings of one selection."""
    engine.refresh()
    selection = usual(FindingSelection.of(request.GET))
    findings = selection.findings()
    classes = _classes()
    context: dict[str, Any] = {
        **_summary(),
        **saved_filters(request),
        "selection": selection,
        "title": _title_of(selection),
        "unread": _unread(selection, dict(classes)),
        "kinds": [(name, _title(name)) for name in KINDS],
        "levels": LEVEL_NAMES,
        "groups": [(name, label, selection.query(kelompok=name)) for name, label in GROUPS.items()],
        "rules": _rules_with_findings(),
        "classes": classes,
        "number": findings.count(),
        "query": selection.query(),
        "can_mend": bool(selection.aturan) and selection.aturan in mending.mendable(findings),
        "aside_query": FindingSelection(dikesampingkan="1").query(),
        "asides": Finding.objects.filter(aside=True).count(),
    }
    if selection.kelompok == "aturan":
        context["by_rule"] = _by_rule(selection)
    else:
        order = ("label", "record_id", engine.BY_LEVEL, "field") if selection.kelompok == "data" else ORDER
        page = Paginator(findings.order_by(*order), PER_PAGE).get_page(request.GET.get("page"))
        context |= {"page": page, "rows": _rows(request, page, selection)}
    if selection.kelompok == "data":
        context["by_record"] = _by_record(context["rows"])
    return render(request, "validasi/index.html", context)


@require_GET
def spreadsheet(request: HttpRequest) -> HttpResponse:
    """The selection as xlsx, for handing out to class teachers."""
    engine.refresh()
    target = BytesIO()
    rows = (
        (
            rombel,
            finding.label,
            _title(finding.kind),
            field_name(finding),
            LEVEL_NAMES[finding.level],
            finding.message,
        )
        for rombel, finding in _by_class(FindingSelection.of(request.GET))
    )
    write_list(target, "Temuan validasi", _COLUMNS, rows)
    record(Peristiwa.UNDUH, user_of(request), request, "Temuan validasi")
    response = HttpResponse(target.getvalue(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="temuan-validasi.xlsx"'
    return response


@require_GET
def printout(request: HttpRequest) -> HttpResponse:
    """The selection on paper, a sheet for each class."""
    engine.refresh()
    selection = FindingSelection.of(request.GET)
    sheets = [
        (rombel, [(finding, field_name(finding), LEVEL_NAMES[finding.level]) for _, finding in rows])
        for rombel, rows in groupby(_by_class(selection), key=lambda pair: pair[0])
    ]
    context = {
        "sheets": sheets,
        "title": _title_of(selection),
        "unread": _unread(selection, dict(_classes())),
        "query": selection.query(),
    }
    return render(request, "validasi/cetak.html", context)


def field_name(finding: Finding) -> str:
    """The field in words; at a pupil it may be the registrasi's."""
    models = [KINDS[finding.kind]] + ([RegistrasiPesertaDidik] if finding.kind == PesertaDidik.kind() else [])
    labels = (display.field_label(model, finding.field) for model in models)
    known = next((label for label in labels if label != finding.field), finding.field)
    return known.replace("_", " ")


def _classes() -> list[tuple[str, str]]:
    """(id, name) of the classes by which findings are filtered."""
    return [(str(rombel.pk), rombel.nama) for rombel in present.rombel_of(active())]


def _unread(selection: FindingSelection, classes: Container[str]) -> dict[str, str]:
    """{filter: why it finds nothing} of what is asked for and is not there; `classes`: the ids there are."""
    known: dict[str, tuple[Container[str], str]] = {
        "jenis": (KINDS, "Jenis data yang disaring tidak dikenal."),
        "tingkat": (LEVEL_NAMES, "Tingkat temuan yang disaring tidak dikenal."),
        "aturan": ({*book(), *engine.UNREAD.values(), engine.REFUSED}, "Aturan yang disaring tidak dikenal."),
        "rombel": (classes, "Rombel yang disaring tidak ada di semester aktif."),
    }
    return {
        name: sentence
        for name, (there, sentence) in known.items()
        if getattr(selection, name) and getattr(selection, name) not in there
    }


def _summary() -> dict[str, Any]:
    """Counts per kind and level, each with how many more or fewer they were in the run before."""
    counts = engine.counts()
    before = list(FindingCount.objects.all()[:2])
    last = before[1] if len(before) == 2 else None
    old: dict[str, dict[str, int]] = last.counts if last else counts
    table = [
        (
            name,
            _title(name),
            [
                (level, now, now - old.get(name, {}).get(level, 0))
                for level in LEVEL_NAMES
                for now in [counts.get(name, {}).get(level, 0)]
            ],
        )
        for name in KINDS
        if name in counts or name in old
    ]
    totals = {level: sum(of_kind.get(level, 0) for of_kind in counts.values()) for level in LEVEL_NAMES}
    return {"counts": table, "totals": totals, "compared_with": last.at if last else None}


def _rows(
    request: HttpRequest, page: "Page[Finding]", selection: FindingSelection
) -> list[tuple[Finding, str, str]]:
    """(finding, field in words, address of the field)."""
    findings = list(page.object_list)
    address = places(findings, may_edit=user_of(request).may_edit)
    why = asides.reasons(findings) if selection.dikesampingkan else {}
    for finding in findings:
        finding.set_aside = why.get(finding.pk)
    return [
        (finding, field_name(finding), with_return(address[finding.pk], finding, selection))
        for finding in findings
    ]


def _by_record(rows: list[tuple[Finding, str, str]]) -> list[tuple[str, str, list[tuple[Finding, str, str]]]]:
    """(name, kind, its findings)."""
    grouped = groupby(rows, key=lambda row: (row[0].record_id, row[0].label, row[0].kind))
    return [(label, _title(kind), list(findings)) for (_, label, kind), findings in grouped]


def _by_rule(selection: FindingSelection) -> list[dict[str, Any]]:
    """Each rule that found something, with its number and the address of its findings."""
    numbered = selection.findings().values_list("code", "level", "kind").annotate(number=Count("pk"))
    order, mendable = list(LEVEL_NAMES), mending.mendable(selection.findings())
    return [
        {
            "title": _rule_title(code),
            "level": level,
            "level_title": LEVEL_NAMES[level],
            "kind": _title(kind),
            "number": number,
            "query": selection.query(aturan=code, jenis=kind, tingkat=level, kelompok=""),
            "can_mend": code in mendable,
            "code": code,
        }
        for code, level, kind, number in sorted(
            numbered.order_by(), key=lambda row: (order.index(row[1]), -row[3], row[0])
        )
    ]


def _rules_with_findings() -> list[tuple[str, str]]:
    """(code, title) of the rules that have findings."""
    codes = Finding.objects.filter(aside=False).order_by("code").values_list("code", flat=True).distinct()
    return sorted(((code, _rule_title(code)) for code in codes), key=lambda pair: pair[1])


def _by_class(selection: FindingSelection) -> list[tuple[str, Finding]]:
    """(class, finding) in the order of classes; what belongs to none comes last."""
    names = class_names()
    rows = [(names.get(finding.record_id, ""), finding) for finding in selection.findings().order_by(*ORDER)]
    return sorted(rows, key=lambda pair: (pair[0] == "", pair[0]))


def _rule_title(code: str) -> str:
    known = book().get(code)
    if known:
        return title(known.sentence)
    return "Ditolak pusat" if code == engine.REFUSED else title(engine.UNREAD_SENTENCE)


def _title_of(selection: FindingSelection) -> str:
    parts = [_title(selection.jenis) if selection.jenis in KINDS else "Semua data"]
    if selection.dikesampingkan:
        parts.append("dikesampingkan")
    elif selection.tingkat in LEVEL_NAMES:
        parts.append(LEVEL_NAMES[selection.tingkat].lower())
    return ": ".join(parts)


def _title(kind: str) -> str:
    return capfirst(str(KINDS[kind]._meta.verbose_name))
