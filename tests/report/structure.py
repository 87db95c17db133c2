"""Reads a tagged PDF as a screen reader does: its structure tree, and what of a page's text hangs on it."""

import ctypes
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import pypdfium2
import pypdfium2.raw as pdfium


@dataclass(frozen=True)
class Element:
    """One element of the tree as far as it stands on a page.

    `text` is its own, white space aside, without that of its `children`; `parts` counts the children that stand on
    other pages or are blank too.
    """

    kind: str
    text: str
    title: str
    scope: str
    alternative: str
    parts: int
    children: Sequence["Element"]

    def walk(self) -> Iterator["Element"]:
        """Itself and all below it, in reading order."""
        yield self
        for child in self.children:
            yield from child.walk()

    def all_of(self, *kinds: str) -> list["Element"]:
        """All elements of those kinds in it, in reading order."""
        return [one for one in self.walk() if one.kind in kinds]

    @property
    def whole_text(self) -> str:
        """Its text with that of all below it."""
        return "".join(one.text for one in self.walk())


@dataclass(frozen=True)
class TaggedPage:
    """A page: what a screen reader reads of it, and the text that it does not (`furniture`, in drawing order).

    `lost` is text that is marked as content but hangs on no element.
    """

    label: str
    root: Element
    furniture: str
    lost: str


def tagged_pages(pdf: bytes) -> list[TaggedPage]:
    """The pages of a tagged PDF."""
    with pypdfium2.PdfDocument(pdf) as document:
        return [_read(page, document.get_page_label(number) or "") for number, page in enumerate(document)]


def _read(page: pypdfium2.PdfPage, label: str) -> TaggedPage:
    texts = _texts_by_mark(page)
    furniture = texts.pop(-1, "")
    tree = pdfium.FPDF_StructTree_GetForPage(page.raw)
    try:
        assert pdfium.FPDF_StructTree_CountChildren(tree) == 1
        root = _element(pdfium.FPDF_StructTree_GetChildAtIndex(tree, 0), texts)
    finally:
        pdfium.FPDF_StructTree_Close(tree)
    return TaggedPage(label, root, furniture, "".join(texts.values()))


def _texts_by_mark(page: pypdfium2.PdfPage) -> dict[int, str]:
    """What is drawn under each marked-content id of a page; under -1 what has none."""
    text_page = page.get_textpage()
    texts: dict[int, str] = defaultdict(str)
    for drawn in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_TEXT]):
        mark = pdfium.FPDFPageObj_GetMarkedContentID(drawn.raw)
        texts[mark] += _without_spaces(_wide(pdfium.FPDFTextObj_GetText, drawn.raw, text_page.raw))
    return texts


def _element(handle: Any, texts: dict[int, str]) -> Element:
    count = pdfium.FPDF_StructElement_CountChildren(handle)
    # GetMarkedContentIdAtIndex would give the ids of other pages too.
    marks = [pdfium.FPDF_StructElement_GetChildMarkedContentID(handle, index) for index in range(count)]
    children = [pdfium.FPDF_StructElement_GetChildAtIndex(handle, index) for index in range(count)]
    return Element(
        kind=_narrow(pdfium.FPDF_StructElement_GetType, handle),
        text="".join(texts.pop(mark, "") for mark in marks if mark >= 0),
        title=_narrow(pdfium.FPDF_StructElement_GetTitle, handle),
        scope=_narrow(pdfium.FPDF_StructElement_GetStringAttribute, handle, b"Scope"),
        alternative=_narrow(pdfium.FPDF_StructElement_GetAltText, handle),
        parts=count,
        children=[_element(child, texts) for child in children if child],
    )


def _narrow(ask: Callable[..., int], *what: Any) -> str:
    """The answer of a function that fills a buffer of bytes with UTF-16."""
    length = ask(*what, None, 0)
    buffer = ctypes.create_string_buffer(max(length, 2))
    ask(*what, buffer, length)
    return buffer.raw.decode("utf-16-le").rstrip("\0")


def _wide(ask: Callable[..., int], *what: Any) -> str:
    """The same of a function that wants its buffer in units of UTF-16."""
    length = ask(*what, None, 0)
    buffer = (ctypes.c_ushort * max(length, 2))()
    ask(*what, buffer, length)
    return bytes(buffer).decode("utf-16-le").rstrip("\0")


def _without_spaces(text: str) -> str:
    return "".join(text.replace("\0", "").split())
