"""The tanda terima on paper: one A4 sheet, with a QR code that leads to pusat's page of checking."""

import io
from collections.abc import Sequence

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from dapodik.web.paper import HEADING, LINE, SMALL, TEXT, TITLE, paragraph
from sync.wire.receipt_words import Row

from .receipts import TandaTerima

MARGIN = 18 * mm
WIDTH = A4[0] - 2 * MARGIN
QR_SIZE = 34 * mm
_NUMBER = ParagraphStyle("number", TEXT, alignment=2)
_NUMBER_HEAD = ParagraphStyle("number-head", SMALL, alignment=2)


def drawn(receipt: TandaTerima) -> bytes:
    """Draw the tanda terima; the answer is the bytes of a PDF."""
    sheet = io.BytesIO()
    document = SimpleDocTemplate(
        sheet,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=MARGIN,
        bottomMargin=MARGIN,
        title=f"Tanda terima {receipt.signed.number}",
        author="Pusat",
        lang="id",
    )
    document.build(
        [
            paragraph("Tanda Terima Sinkronisasi", TITLE),
            paragraph(f"Nomor {receipt.signed.number}"),
            Spacer(1, 4 * mm),
            _facts(receipt),
            paragraph("Data yang sama di sekolah dan di pusat", HEADING),
            _kinds(receipt),
            Spacer(1, 2 * mm),
            paragraph(receipt.remarks, SMALL),
            paragraph(receipt.signature_heading, HEADING),
            _signature(receipt),
        ]
    )
    return sheet.getvalue()


def _facts(receipt: TandaTerima) -> Table:
    rows = [[paragraph(label, SMALL), paragraph(text)] for label, text in receipt.facts]
    return _table(rows, [38 * mm, WIDTH - 38 * mm])


def _kinds(receipt: TandaTerima) -> Table:
    heads = _cells(receipt.heads, SMALL, _NUMBER_HEAD)
    rows = [_cells(row, TEXT, _NUMBER) for row in (*receipt.lines, receipt.total)]
    return _table([heads, *rows], [44 * mm, 18 * mm, 18 * mm, 20 * mm, WIDTH - 100 * mm], repeatRows=1)


def _cells(row: Row, text: ParagraphStyle, number: ParagraphStyle) -> list[Paragraph]:
    numbers = [paragraph(count, number) for count in (row.sent, row.received, row.count)]
    # A digest is in two halves: what is longer than its column would be cut anywhere.
    digest = Paragraph(f"{row.digest[:32]}<br/>{row.digest[32:]}", SMALL)
    return [paragraph(row.label, text), *numbers, digest]


def _signature(receipt: TandaTerima) -> Table:
    words: list[Flowable] = [
        paragraph(receipt.signature),
        Spacer(1, 2 * mm),
        paragraph(
            f"Periksa keasliannya di {receipt.page} dengan nomor dan tanda tangan ini, atau pindai kode ini."
        ),
        paragraph("Angka pada lembar ini harus sama dengan yang ditampilkan halaman itu.", SMALL),
    ]
    return _table([[words, _qr(receipt.link)]], [WIDTH - QR_SIZE - 8 * mm, QR_SIZE + 8 * mm])


def _qr(text: str) -> Drawing:
    code = Drawing(QR_SIZE, QR_SIZE)
    code.add(QrCodeWidget(text, barWidth=QR_SIZE, barHeight=QR_SIZE, barLevel="M"))
    return code


def _table(rows: Sequence[Sequence[object]], widths: Sequence[float], **more: int) -> Table:
    style = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE)]
    return Table(rows, colWidths=widths, style=style, **more)
