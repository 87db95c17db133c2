"""The plan of everything that has ever gone wrong in print comes out whole."""

import re
import unicodedata
from pathlib import Path

import pytest

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Address, FieldKind, PeriodId, Plan
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.cell import CellPicture, entry_cell
from kyosei_desktop.report.export import ExportResult, ExportTargets, MissingGlyph, export_report
from kyosei_desktop.report.print_text import GETA
from kyosei_desktop.report.readback import visible_characters
from tests.report.extreme import MEASURES, PRIVATE, TEXTS, extreme_plan
from tests.report.structure import TaggedPage, tagged_pages

pytestmark = pytest.mark.deep

FIRST_YEAR = FiscalYear(2018)

LETTERS = "あ漢a𠮷😀א한अ☃\U00029fceᄀعƀ―(（ﾊ"
MARKS = "\u0300\u0301\u0308\u0323\u3099\u309a\u20dd\u0488\u05b0\u064b\uff9e\uff9f\u0e31\u0940\u302a\U0001f3fd"


@pytest.fixture(scope="module")
def exported(plan: Plan, definition: Definition, tmp_path_factory: pytest.TempPathFactory) -> tuple[ExportResult, Path]:
    """The extreme plan's PDF as the use case makes it."""
    path = tmp_path_factory.mktemp("extreme") / "extreme.pdf"
    return run_to_end(export_report(extreme_plan(plan), definition, ExportTargets(pdf=path))), path


@pytest.fixture(scope="module")
def pages(exported: tuple[ExportResult, Path]) -> list[TaggedPage]:
    """Its pages as a screen reader finds them."""
    return tagged_pages(exported[1].read_bytes())


def test_nothing_is_clipped(exported: tuple[ExportResult, Path], plan: Plan) -> None:
    result, _ = exported
    assert result.clipped == 0
    assert result.pages > 40
    assert result.cells == sum(3 + len(measure.initiatives) * 17 for measure in extreme_plan(plan).measures) + MEASURES


def test_it_is_tagged_as_any_other(pages: list[TaggedPage], plan: Plan) -> None:
    names = [heading.whole_text for page in pages for heading in page.root.all_of("H2")]
    assert names == ["".join(one.name.split()) for one in extreme_plan(plan).measures]
    assert [page.lost for page in pages] == [""] * len(pages)
    assert [page.label for page in pages] == [str(number) for number in range(1, len(pages) + 1)]


def test_an_offices_own_character_is_a_geta_mark_and_listed_with_its_cell(
    exported: tuple[ExportResult, Path], pages: list[TaggedPage]
) -> None:
    number = list(TEXTS).index("an office's own character") + 1
    address = Address(number, FieldKind.ENTRY, 1, FIRST_YEAR, PeriodId("plan"))
    listed = exported[0].missing_glyphs
    assert MissingGlyph(PRIVATE, address) in listed
    assert MissingGlyph("\U000f0001", address) in listed
    said = "".join(page.root.whole_text for page in pages)
    assert f"担当は{GETA}野さんと{GETA}さん" in said


@pytest.mark.parametrize("kind", ["kanji beyond the first plane", "looks like markup", "presentation forms"])
def test_texts_are_said_to_a_screen_reader_as_they_are_written(kind: str, pages: list[TaggedPage]) -> None:
    not_shipped = set("﷽𡈽𩸽𠀋")  # only other fonts have these, and there may be none
    said = visible_characters("".join(page.root.whole_text for page in pages))
    words = [word for word in TEXTS[kind].split() if not_shipped.isdisjoint(word)]
    assert words
    assert [word for word in words if visible_characters(word) not in said] == []


@pytest.mark.parametrize("mark", MARKS, ids=[f"U+{ord(one):04X}" for one in MARKS])
def test_neither_a_letter_nor_the_mark_on_it_is_lost_whatever_fonts_they_come_from(
    mark: str, plan: Plan, definition: Definition
) -> None:
    """Typst drew only the mark, or only the letter, where the first font to have one of them lacked the other.

    The PDF's text tells nothing of it, for it says what the drawn glyph stands for: the whole. So glyphs are counted.
    """
    for letter in LETTERS:
        drawn = [glyphs_drawn(entry_cell(text, definition, FIRST_YEAR, plan)) for text in (letter, letter + mark)]
        assert drawn[1] > drawn[0] - is_one(letter + mark), letter + mark


def glyphs_drawn(picture: CellPicture) -> int:
    """How many glyphs the engine has drawn."""
    return len(re.findall(b"<use |<image ", picture.picture))


def is_one(cluster: str) -> bool:
    """Whether a letter and its mark are one character to Unicode."""
    return len(unicodedata.normalize("NFC", cluster)) == 1
