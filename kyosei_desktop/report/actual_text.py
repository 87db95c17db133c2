"""Texts that a PDF gives for glyphs which by themselves stand for others, and which PDFium reads in part."""

import codecs
import ctypes
from collections import Counter, defaultdict
from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium

_KEY = b"ActualText"


def unread_actual_texts(pdf: bytes) -> list[str]:
    """By page, the characters that are drawn on the paper but left out in what PDFium reads of it.

    Fonts may have one glyph for two characters (U+29FCE and U+29FD7 in BIZ UDPGothic) or several for one. A PDF has one
    character for a glyph, so the paper engine gives the others as ActualText (ISO 32000-1, 14.9.4). Of that PDFium
    leaves out what is beyond U+FFFF.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        return ["".join(_unread(page)) for page in document]


def _unread(page: pypdfium2.PdfPage) -> Iterator[str]:
    text_page = page.get_textpage()
    given: dict[int, str] = {}
    read: dict[int, str] = defaultdict(str)  # several glyphs may stand for one text
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        for mark, text in _actual_texts(drawn):
            if _is_on_paper(drawn, page):
                given[mark] = text
                read[mark] += _text_read(drawn, text_page)
    for mark, text in given.items():
        yield from (Counter(text) - Counter(read[mark])).elements()


def _text_read(drawn: pypdfium2.PdfObject, text_page: pypdfium2.PdfTextPage) -> str:
    size = pdfium.FPDFTextObj_GetText(drawn.raw, text_page.raw, None, 0)
    buffer = (pdfium.FPDF_WCHAR * (size // 2))()
    pdfium.FPDFTextObj_GetText(drawn.raw, text_page.raw, buffer, size)
    return bytes(buffer).decode("utf-16-le", "ignore").rstrip("\0")  # half a character is none: reversed_pairs.py


def _actual_texts(drawn: pypdfium2.PdfObject) -> Iterator[tuple[int, str]]:
    """The texts given for an object, each with what tells its mark from others."""
    for index in range(pdfium.FPDFPageObj_CountMarks(drawn.raw)):
        mark = pdfium.FPDFPageObj_GetMark(drawn.raw, index)
        size = ctypes.c_ulong()
        if pdfium.FPDFPageObjMark_GetParamBlobValue(mark, _KEY, None, 0, size):
            buffer = (ctypes.c_ubyte * size.value)()
            pdfium.FPDFPageObjMark_GetParamBlobValue(mark, _KEY, buffer, size.value, size)
            address = ctypes.cast(mark, ctypes.c_void_p).value
            assert address is not None
            yield address, _text_string(bytes(buffer))


def _text_string(value: bytes) -> str:
    """A text string (ISO 32000-1, 7.9.2.2): UTF-16 where it says so, and else, from this engine, ASCII."""
    if value.startswith(codecs.BOM_UTF16_BE):
        return value.removeprefix(codecs.BOM_UTF16_BE).decode("utf-16-be")
    return value.decode("latin-1")


def _is_on_paper(drawn: pypdfium2.PdfObject, page: pypdfium2.PdfPage) -> bool:
    left, bottom, right, top = drawn.get_bounds()
    width, height = page.get_size()
    return min(left, bottom) >= 0 and right <= width and top <= height
