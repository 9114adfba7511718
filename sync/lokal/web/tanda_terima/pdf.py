"""The tanda terima on paper: one A4 sheet, with a QR code that leads to pusat's page of checking."""

import io
from collections.abc import Sequence
from importlib.resources import as_file, files
from xml.sax.saxutils import escape

from reportlab.graphics.barcode.qr import QrCodeWidget
from reportlab.graphics.shapes import Drawing
from reportlab.lib.colors import HexColor
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Flowable, Paragraph, SimpleDocTemplate, Spacer, Table

from sync.wire.receipt_words import Row

from .receipts import TandaTerima

FONT = "Noto Sans"
MARGIN = 18 * mm
WIDTH = A4[0] - 2 * MARGIN
QR_SIZE = 34 * mm
LINE = HexColor("#9aa5a0")
with as_file(files("fontpkg_noto_sans") / "files" / "NotoSans[wdth,wght].ttf") as _file:
    _font = TTFont(FONT, str(_file))
pdfmetrics.registerFont(_font)

_TEXT = ParagraphStyle("text", fontName=FONT, fontSize=9.5, leading=13)
_SMALL = ParagraphStyle("small", _TEXT, fontSize=7.5, leading=10, textColor=HexColor("#444444"))
_TITLE = ParagraphStyle("title", _TEXT, fontSize=17, leading=22)
_HEADING = ParagraphStyle(
    "heading", _TEXT, fontSize=11.5, leading=16, spaceBefore=8, spaceAfter=3, keepWithNext=1
)
_NUMBER = ParagraphStyle("number", _TEXT, alignment=2)
_NUMBER_HEAD = ParagraphStyle("number-head", _SMALL, alignment=2)


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
            _p("Tanda Terima Sinkronisasi", _TITLE),
            _p(f"Nomor {receipt.signed.number}"),
            Spacer(1, 4 * mm),
            _facts(receipt),
            _p("Data yang sama di sekolah dan di pusat", _HEADING),
            _kinds(receipt),
            Spacer(1, 2 * mm),
            _p(receipt.remarks, _SMALL),
            _p(receipt.signature_heading, _HEADING),
            _signature(receipt),
        ]
    )
    return sheet.getvalue()


def _p(text: str, style: ParagraphStyle = _TEXT) -> Paragraph:
    return Paragraph(escape("".join(map(_drawable, text))), style)


def _drawable(letter: str) -> str:
    """Names may have letters of any alphabet: in place of one that the font lacks there is a question mark,
    so that it is seen that something is missing."""
    return letter if letter.isprintable() and ord(letter) in _font.face.charToGlyph else "?"


def _facts(receipt: TandaTerima) -> Table:
    rows = [[_p(label, _SMALL), _p(text)] for label, text in receipt.facts]
    return _table(rows, [38 * mm, WIDTH - 38 * mm])


def _kinds(receipt: TandaTerima) -> Table:
    heads = _cells(receipt.heads, _SMALL, _NUMBER_HEAD)
    rows = [_cells(row, _TEXT, _NUMBER) for row in (*receipt.lines, receipt.total)]
    return _table([heads, *rows], [44 * mm, 18 * mm, 18 * mm, 20 * mm, WIDTH - 100 * mm], repeatRows=1)


def _cells(row: Row, text: ParagraphStyle, number: ParagraphStyle) -> list[Paragraph]:
    numbers = [_p(count, number) for count in (row.sent, row.received, row.count)]
    # A digest is in two halves: what is longer than its column would be cut anywhere.
    digest = Paragraph(f"{row.digest[:32]}<br/>{row.digest[32:]}", _SMALL)
    return [_p(row.label, text), *numbers, digest]


def _signature(receipt: TandaTerima) -> Table:
    words: list[Flowable] = [
        _p(receipt.signature),
        Spacer(1, 2 * mm),
        _p(f"Periksa keasliannya di {receipt.page} dengan nomor dan tanda tangan ini, atau pindai kode ini."),
        _p("Angka pada lembar ini harus sama dengan yang ditampilkan halaman itu.", _SMALL),
    ]
    return _table([[words, _qr(receipt.link)]], [WIDTH - QR_SIZE - 8 * mm, QR_SIZE + 8 * mm])


def _qr(text: str) -> Drawing:
    code = Drawing(QR_SIZE, QR_SIZE)
    code.add(QrCodeWidget(text, barWidth=QR_SIZE, barHeight=QR_SIZE, barLevel="M"))
    return code


def _table(rows: Sequence[Sequence[object]], widths: Sequence[float], **more: int) -> Table:
    style = [("VALIGN", (0, 0), (-1, -1), "TOP"), ("LINEBELOW", (0, 0), (-1, -1), 0.4, LINE)]
    return Table(rows, colWidths=widths, style=style, **more)
