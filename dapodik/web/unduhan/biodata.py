"""A pupil's biodata on paper: all that the pages of the pupil show, on one A4 sheet or two."""

import io
from collections.abc import Iterator
from typing import Any

from django.utils import timezone
from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, SimpleDocTemplate, Spacer, Table

from dapodik.pokok import present
from dapodik.pokok.models import PesertaDidik, Record, Sekolah
from dapodik.pokok.semester import active

from ..detail import sections_of
from ..paper import HEADING, LINE, SMALL, TITLE, paragraph
from ..peserta_didik.forms import PesertaDidikForm, registrasi_form
from ..record_form import RecordForm

_MARGIN = 16 * mm
_WIDTH = A4[0] - 2 * _MARGIN
_LABEL = 34 * mm


def drawn(pupil: PesertaDidik, pengunduh: str) -> bytes:
    """Draw the biodata; the answer is the bytes of a PDF. `pengunduh` is `NAME (e-mail)`."""
    paper = io.BytesIO()
    document = SimpleDocTemplate(
        paper,
        pagesize=A4,
        leftMargin=_MARGIN,
        rightMargin=_MARGIN,
        topMargin=_MARGIN,
        bottomMargin=_MARGIN,
        title=f"Biodata {pupil}",
        author="Data Pokok Sekolah",
        lang="id",
    )
    document.build(list(_story(pupil, pengunduh)))
    return paper.getvalue()


def _story(pupil: PesertaDidik, pengunduh: str) -> Iterator[Flowable]:
    sekolah, registrasi = Sekolah.live.first(), present.registrasi_of(pupil)
    place = present.place_of(pupil, active())
    rombel = place.rombongan_belajar.nama if place else "belum ada"
    yield paragraph("Biodata Peserta Didik", TITLE)
    yield paragraph(f"{sekolah.nama if sekolah else ''} · Rombel saat ini: {rombel}")
    yield Spacer(1, 2 * mm)
    forms: list[tuple[type[RecordForm[Any]], Record | None]] = [
        (PesertaDidikForm, pupil),
        (registrasi_form(registrasi), registrasi),
    ]
    for title, values in sections_of(forms):
        yield paragraph(title, HEADING)
        yield _facts([(value.label, value.text or value.raw) for value in values])
    yield Spacer(1, 4 * mm)
    when = timezone.localtime()
    yield paragraph(f"Dicetak {when:%Y-%m-%d %H:%M}. Pengunduh: {pengunduh}", SMALL)


def _facts(facts: list[tuple[str, str]]) -> Table:
    """Labels and values in two columns, read from left to right."""
    cells = [
        [paragraph(label[:1].upper() + label[1:], SMALL), paragraph(text or "-")] for label, text in facts
    ]
    cells += [["", ""]] * (len(cells) % 2)
    rows = [[*left, *right] for left, right in zip(cells[::2], cells[1::2], strict=True)]
    style = [
        ("VALIGN", (0, 0), (-1, -1), "TOP"),
        ("LINEBELOW", (0, 0), (-1, -1), 0.3, LINE),
        ("TOPPADDING", (0, 0), (-1, -1), 1),
        ("BOTTOMPADDING", (0, 0), (-1, -1), 1),
    ]
    return Table(rows, colWidths=[_LABEL, _WIDTH / 2 - _LABEL] * 2, style=style)
