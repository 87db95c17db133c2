"""Reading a PDF back finds what is missing from it."""

import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from kyosei_desktop import paths
from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.plan import Plan
from kyosei_desktop.report.composition import TEMPLATE
from kyosei_desktop.report.engine import PaperEngine, report_fonts
from kyosei_desktop.report.pages import compose_report, lay_out, pdf_of
from kyosei_desktop.report.readback import read_back, read_pages
from tests.report.conftest import PlanWith


def test_a_whole_report_lacks_nothing(plan: Plan, definition: Definition) -> None:
    layout = lay_out(plan, definition)
    found = read_back(pdf_of(layout), layout.composition)
    assert (found.cells, found.clipped, found.missing, found.pages) == (1042, 0, "", 17)


def test_a_cell_of_which_the_end_is_missing_is_named(plan_with: PlanWith, definition: Definition) -> None:
    whole = compose_report(plan_with("文章の終わりまで印刷する。"), definition)
    found = read_back(pdf_of(lay_out(plan_with("文章の終わりまで"), definition)), whole)
    assert [cell.text for cell in found.lacking] == ["文章の終わりまで印刷する。"]
    assert found.clipped == 1
    assert "".join(sorted("印刷する。")) == found.missing


def test_one_of_two_cells_that_say_the_same_is_missed_too(plan_with: PlanWith, definition: Definition) -> None:
    plan = plan_with("同じ文")
    twice = replace(plan, measures=(replace(plan.measures[0], outcome="同じ文"), *plan.measures[1:]))
    found = read_back(pdf_of(lay_out(plan, definition)), compose_report(twice, definition))
    assert found.missing
    assert found.clipped >= 1


def test_what_lies_beyond_the_edge_of_the_paper_counts_as_missing(plan_with: PlanWith, definition: Definition) -> None:
    layout = lay_out(plan_with("行\n" * 400), definition)
    layout.data["groups"][0][0]["fits_page"] = True
    found = read_back(pdf_of(layout), layout.composition)
    assert set(found.missing) >= {"行"}


_EACH_LINE, _LINE = 'for line in string.split("\\n") {', "line-of(line, starts)"


@pytest.mark.parametrize(
    ("whole", "losing"),
    [
        pytest.param(_EACH_LINE, _EACH_LINE.replace(" {", ".slice(0, -1) {"), id="left out"),
        pytest.param(_LINE, 'if line == "終わり" { hide(line) } else { line }', id="hidden"),
        pytest.param(_LINE, 'if line == "終わり" { place(dx: 2000pt, line) } else { line }', id="beside the paper"),
    ],
)
def test_a_template_that_loses_a_line_is_found_out(
    whole: str, losing: str, plan_with: PlanWith, definition: Definition, tmp_path: Path
) -> None:
    templates = tmp_path / "templates"
    shutil.copytree(paths.TEMPLATES, templates)
    source = (templates / "japanese.typ").read_text("utf-8")
    assert source.count(whole) == 1
    (templates / "japanese.typ").write_text(source.replace(whole, losing), "utf-8")
    layout = lay_out(plan_with("初め\n終わり"), definition)
    pdf = PaperEngine(templates, report_fonts()).pdf(TEMPLATE, layout.inputs)
    found = read_back(pdf, layout.composition)
    assert set(found.missing) >= set("終わり")
    assert found.clipped >= 1
    assert "初め\n終わり" in [cell.text for cell in found.lacking]


def test_no_template_cuts_anything_off() -> None:
    """What a template cuts off with `clip` is still in the PDF's text, so that reading back could not find it."""
    for template in paths.TEMPLATES.glob("*.typ"):
        assert "clip" not in template.read_text("utf-8"), template.name


def test_one_glyph_for_two_kanji_is_no_loss_and_its_loss_is_found(plan_with: PlanWith, definition: Definition) -> None:
    """The report's typeface has one glyph for U+29FCE and U+29FD7, and PDFium read only one of them."""
    layout = lay_out(plan_with("\U00029fce\U00029fd7"), definition)
    pdf = pdf_of(layout)
    assert read_back(pdf, layout.composition).missing == ""
    more = compose_report(plan_with("\U00029fce\U00029fd7\U00029fd7"), definition)
    found = read_back(pdf, more)
    assert (found.missing, found.clipped) == ("\U00029fd7", 1)


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
