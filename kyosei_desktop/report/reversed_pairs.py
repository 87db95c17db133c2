"""Characters beyond U+FFFF that PDFium tears apart in lines which it takes for right-to-left."""

from collections.abc import Iterator

import pypdfium2
import pypdfium2.raw as pdfium


def reversed_pairs(pdf: bytes) -> list[str]:
    """By page, the characters on the paper whose two halves PDFium gives the wrong way round, and so leaves out.

    It turns the whole line around, unit of UTF-16 by unit, where letters of a right-to-left script stand in it.
    """
    with pypdfium2.PdfDocument(pdf) as document:
        return ["".join(_reversed(page)) for page in document]


def _reversed(page: pypdfium2.PdfPage) -> Iterator[str]:
    texts = page.get_textpage()
    units = [pdfium.FPDFText_GetUnicode(texts.raw, index) for index in range(texts.count_chars())]
    index = 0
    while index < len(units) - 1:
        first, second = units[index : index + 2]
        if _is_low(first) and _is_high(second) and _is_on_paper(texts.get_charbox(index), page):
            yield chr(0x10000 + ((second - 0xD800) << 10) + (first - 0xDC00))
        is_pair = (_is_low(first) and _is_high(second)) or (_is_high(first) and _is_low(second))
        index += 2 if is_pair else 1


def _is_high(unit: int) -> bool:
    return 0xD800 <= unit < 0xDC00


def _is_low(unit: int) -> bool:
    return 0xDC00 <= unit < 0xE000


def _is_on_paper(box: tuple[float, float, float, float], page: pypdfium2.PdfPage) -> bool:
    left, bottom, right, top = box
    width, height = page.get_size()
    return left >= 0 and bottom >= 0 and right <= width and top <= height
