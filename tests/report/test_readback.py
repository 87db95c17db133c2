"""Reading a PDF back finds what is missing from it."""

from dataclasses import replace

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.report.pages import compose_report, lay_out, official_pdf, pdf_of
from kyosei_desktop.report.readback import read_back, read_pages
from tests.report.conftest import PlanWith


def test_a_whole_report_lacks_nothing(plan: Plan, definition: Definition) -> None:
    layout = lay_out(plan, definition)
    found = read_back(pdf_of(layout), layout.composition)
    assert (found.cells, found.clipped, found.missing, found.pages) == (1042, 0, "", 17)


def test_a_cell_of_which_the_end_is_missing_is_named(plan_with: PlanWith, definition: Definition) -> None:
    whole = compose_report(plan_with("文章の終わりまで印刷する。"), definition)
    found = read_back(official_pdf(plan_with("文章の終わりまで"), definition), whole)
    assert [cell.text for cell in found.lacking] == ["文章の終わりまで印刷する。"]
    assert found.clipped == 1
    assert "".join(sorted("印刷する。")) == found.missing


def test_one_of_two_cells_that_say_the_same_is_missed_too(plan_with: PlanWith, definition: Definition) -> None:
    plan = plan_with("同じ文")
    twice = replace(plan, measures=(replace(plan.measures[0], outcome="同じ文"), *plan.measures[1:]))
    found = read_back(official_pdf(plan, definition), compose_report(twice, definition))
    assert found.missing
    assert found.clipped >= 1


def test_what_lies_beyond_the_edge_of_the_paper_counts_as_missing(plan_with: PlanWith, definition: Definition) -> None:
    layout = lay_out(plan_with("行\n" * 400), definition)
    layout.data["groups"][0][0]["fits_page"] = True
    found = read_back(pdf_of(layout), layout.composition)
    assert set(found.missing) >= {"行"}


def test_hyphens_at_line_ends_and_invisible_characters_are_no_loss(plan_with: PlanWith, definition: Definition) -> None:
    layout = lay_out(plan_with("a-" * 200 + "\ufeff\u200b葛\U000e0100城\t①ﬁ"), definition)
    found = read_back(pdf_of(layout), layout.composition)
    assert (found.clipped, found.missing) == (0, "")


def test_a_sound_mark_after_a_kanji_of_another_font_hides_nothing(plan_with: PlanWith, definition: Definition) -> None:
    """Typst took 「𠮷ﾞ」 for one character and drew only the mark; the kanji was gone."""
    layout = lay_out(plan_with("・あ𠮷ﾞい\n・Ａ👪ﾞ、𠮷ﾟ"), definition)
    assert read_back(pdf_of(layout), layout.composition).missing == ""


def test_where_a_long_run_may_break_nothing_is_put_into_the_text(plan_with: PlanWith, definition: Definition) -> None:
    """A mark for the break hid the 𠮷 that followed it from PDFium, and would spoil every search."""
    layout = lay_out(plan_with("№髙#&1𠮷" * 40), definition)
    pdf = pdf_of(layout)
    assert read_back(pdf, layout.composition).missing == ""
    assert "\u200b" not in "".join(read_pages(pdf))
