"""What PDFs are drawn with: the font, the styles of paragraphs."""

from importlib.resources import as_file, files
from xml.sax.saxutils import escape

from reportlab.lib.colors import HexColor
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.platypus import Paragraph

FONT = "Noto Sans"
LINE = HexColor("#9aa5a0")
with as_file(files("fontpkg_noto_sans") / "files" / "NotoSans[wdth,wght].ttf") as _file:
    _font = TTFont(FONT, str(_file))
pdfmetrics.registerFont(_font)

TEXT = ParagraphStyle("text", fontName=FONT, fontSize=9.5, leading=13)
SMALL = ParagraphStyle("small", TEXT, fontSize=7.5, leading=10, textColor=HexColor("#444444"))
TITLE = ParagraphStyle("title", TEXT, fontSize=17, leading=22)
HEADING = ParagraphStyle(
    "heading", TEXT, fontSize=11.5, leading=16, spaceBefore=8, spaceAfter=3, keepWithNext=1
)


def paragraph(text: str, style: ParagraphStyle = TEXT) -> Paragraph:
    """A paragraph of plain text."""
    return Paragraph(escape("".join(map(_drawable, text))), style)


def _drawable(letter: str) -> str:
    """Names may have letters of any alphabet: in place of one that the font lacks there is a question mark,
    so that it is seen that something is missing."""
    return letter if letter.isprintable() and ord(letter) in _font.face.charToGlyph else "?"
