"""What tests of all papers on A4 look at: where their texts stand, and what screen readers find."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

import pypdfium2
import pypdfium2.raw as pdfium

from kyosei_desktop.domain.plan import Initiative, Measure, Plan, Value
from kyosei_desktop.report.readback import read_pages
from tests.report.structure import TaggedPage

LEFT_PT, RIGHT_PT, WIDTH_PT, HEIGHT_PT = 56.7, 45.3, 595.3, 841.9
"""The margins of the template `a4` (20 mm and 16 mm), and its sheet."""


_NOT_ONE_UNIT = "\ufffd"


@dataclass(frozen=True)
class Glyph:
    """A character on a page, one beyond U+FFFF as two unknown ones; points from its lower left corner."""

    character: str
    page: int
    left: float
    bottom: float
    right: float
    top: float


def glyphs_of(pdf: bytes) -> list[Glyph]:
    """All characters that show, in drawing order."""
    found = []
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, start=1):
            texts = page.get_textpage()
            for index in range(texts.count_chars()):
                unit = pdfium.FPDFText_GetUnicode(texts.raw, index)
                character = _NOT_ONE_UNIT if 0xD800 <= unit < 0xE000 else chr(unit)
                if character.strip():
                    found.append(Glyph(character, number, *texts.get_charbox(index)))
    return found


@dataclass(frozen=True)
class Stroke:
    """A line drawn on a page, in points from its lower left corner."""

    page: int
    left: float
    right: float
    y: float
    is_dotted: bool


def strokes_of(pdf: bytes) -> Iterator[Stroke]:
    """All lines that go from left to right."""
    with pypdfium2.PdfDocument(pdf) as document:
        for number, page in enumerate(document, start=1):
            for one in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_PATH]):
                left, bottom, right, top = one.get_bounds()
                if top - bottom < 2 < right - left:
                    is_dotted = pdfium.FPDFPageObj_GetDashCount(one.raw) > 0
                    yield Stroke(number, left, right, (top + bottom) / 2, is_dotted)


def text_of(pdf: bytes) -> str:
    """Everything that stands on the pages, without white space."""
    return "".join("".join(page.split()) for page in read_pages(pdf))


def headings(pages: list[TaggedPage], kind: str) -> list[str]:
    """The headings of one level, in reading order."""
    return [one.whole_text for page in pages for one in page.root.all_of(kind)]


def changed_measure(plan: Plan, number: int, *, entries: Mapping[tuple[int, str], Value], **texts: str) -> Plan:
    """The plan with other entries in a measure's first initiative, and other texts of the measure."""

    def change(measure: Measure) -> Measure:
        first, *others = measure.initiatives
        return replace(measure, initiatives=(_with(first, entries), *others), **texts)  # type: ignore[arg-type]

    return replace(plan, measures=tuple(change(one) if one.no == number else one for one in plan.measures))


def _with(initiative: Initiative, entries: Mapping[tuple[int, str], Value]) -> Initiative:
    return replace(initiative, entries={**initiative.entries, **entries})  # type: ignore[dict-item]
