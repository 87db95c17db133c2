"""What the ledger's report settings do on paper: another typeface, another size, pages that begin elsewhere."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pypdfium2
import pytest

from kyosei_desktop.domain.definition import Definition, Fonts
from kyosei_desktop.domain.page_breaks import page_groups
from kyosei_desktop.domain.plan import MeasureNumber, Plan
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.report.engine import families_at_hand, missing_family, report_typeface
from kyosei_desktop.report.export import ExportResult, ExportTargets, export_report
from kyosei_desktop.report.pages import lay_out, pages_of_measures
from kyosei_desktop.report.readback import read_pages
from kyosei_desktop.report.typeface import SHIPPED_FAMILY

ABSENT = "どこにもない書体"
OTHER = "Noto Serif CJK JP"


@pytest.fixture(scope="module")
def short_plan(plan: Plan) -> Plan:
    """The first measures of the built-in plan, on pages that break by themselves."""
    return replace(plan, measures=tuple(replace(one, page=None) for one in plan.measures[:6]))


def with_fonts(definition: Definition, **changes: object) -> Definition:
    return replace(definition, fonts=replace(definition.fonts, **changes))  # type: ignore[arg-type]


def broken_before(plan: Plan, *begins: MeasureNumber) -> Plan:
    pages = page_groups(plan.measures, {one.id for one in plan.measures if one.no in begins})
    measures = [replace(one, page=page) for one, page in zip(plan.measures, pages, strict=True)]
    return replace(plan, measures=tuple(measures))


def begins_of_pages(plan: Plan, definition: Definition) -> Sequence[MeasureNumber]:
    """The first measure of each page."""
    found = pages_of_measures(lay_out(plan, definition))
    return [no for number, (no, page) in enumerate(found) if number == 0 or found[number - 1][1] != page]


def fonts_in(pdf: Path) -> set[str]:
    """The names of the fonts on the first page, without the mark (`ABCDEF+`) of a subset."""
    with pypdfium2.PdfDocument(pdf) as document:
        texts = document[0].get_objects(filter=[pypdfium2.raw.FPDF_PAGEOBJ_TEXT])
        return {one.get_font().get_base_name().partition("+")[2] for one in texts}


def exported(plan: Plan, definition: Definition, folder: Path) -> ExportResult:
    targets = ExportTargets(pdf=folder / "a.pdf", xlsx=folder / "a.xlsx")
    return run_to_end(export_report(plan, definition, targets))


def test_pages_begin_where_breaks_are_set(short_plan: Plan, definition: Definition) -> None:
    assert begins_of_pages(broken_before(short_plan, 2, 5), definition) == [1, 2, 5]
    assert begins_of_pages(broken_before(short_plan, 6), definition)[-1] == 6


def test_a_larger_size_is_measured_and_takes_more_pages(short_plan: Plan, definition: Definition) -> None:
    usual = lay_out(short_plan, definition)
    larger = lay_out(short_plan, with_fonts(definition, max_pt=14))
    assert (usual.size_pt, larger.size_pt) == (9.5, 14)
    assert pages_of_measures(larger)[-1][1] > pages_of_measures(usual)[-1][1]


def test_another_family_at_hand_sets_the_report(short_plan: Plan, definition: Definition, tmp_path: Path) -> None:
    result = exported(short_plan, with_fonts(definition, family=OTHER), tmp_path)
    assert (result.clipped, result.missing_family) == (0, None)
    assert fonts_in(tmp_path / "a.pdf") == {"NotoSerifCJKjp-Regular", "NotoSerifCJKjp-Bold"}


def test_a_missing_family_is_replaced_by_the_shipped_one_and_the_export_says_so(
    short_plan: Plan, definition: Definition, tmp_path: Path
) -> None:
    usual = exported(short_plan, definition, tmp_path)
    expected = read_pages((tmp_path / "a.pdf").read_bytes())
    result = exported(short_plan, with_fonts(definition, family=ABSENT), tmp_path)
    assert result.missing_family == ABSENT
    assert (result.clipped, result.pages, result.cells) == (0, usual.pages, usual.cells)
    assert read_pages((tmp_path / "a.pdf").read_bytes()) == expected
    assert usual.missing_family is None


def test_the_shipped_family_is_named_first_and_families_without_kanji_are_not() -> None:
    families = families_at_hand()
    assert families[0] == SHIPPED_FAMILY
    assert OTHER in families
    assert not {"DejaVu Sans", "Liberation Sans", "Noto Color Emoji"} & set(families)


def test_a_typeface_knows_which_family_it_stands_for(definition: Definition) -> None:
    absent = Fonts(ABSENT, (OTHER,), 6, 9.5, 0.25)
    assert missing_family(absent) == ABSENT
    assert missing_family(definition.fonts) is None
    assert [report_typeface(absent).main.name, report_typeface(absent).others[0].name] == [SHIPPED_FAMILY, OTHER]
