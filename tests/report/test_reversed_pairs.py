"""Characters that PDFium reads the wrong way round are found, and no others."""

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.report.pages import lay_out, pdf_of
from kyosei_desktop.report.readback import read_back, read_pages
from kyosei_desktop.report.reversed_pairs import reversed_pairs
from tests.report.conftest import PlanWith

RIGHT_TO_LEFT = "אבג 𠮷😀 אבגד"


def test_characters_in_a_line_that_is_turned_around_are_found(plan_with: PlanWith, definition: Definition) -> None:
    layout = lay_out(plan_with(RIGHT_TO_LEFT), definition)
    pdf = pdf_of(layout)
    assert "𠮷" not in read_pages(pdf)[0], "PDFium reads it by itself now: this module has done its duty"
    assert sorted("".join(reversed_pairs(pdf))) == sorted("𠮷😀")
    assert read_back(pdf, layout.composition).missing == ""


def test_what_pdfium_reads_well_is_not_found_twice(plan_with: PlanWith, definition: Definition) -> None:
    assert "".join(reversed_pairs(pdf_of(lay_out(plan_with("𠮷野家𠮷😀𠮷"), definition)))) == ""


def test_one_that_is_missing_is_still_missed(plan_with: PlanWith, definition: Definition) -> None:
    whole = lay_out(plan_with(RIGHT_TO_LEFT + "𠮷"), definition)
    found = read_back(pdf_of(lay_out(plan_with(RIGHT_TO_LEFT), definition)), whole.composition)
    assert (found.clipped, found.missing) == (1, "𠮷")
