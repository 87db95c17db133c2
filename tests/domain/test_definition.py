"""The built-in definition as typed values: headings and labels exactly as the report prints them."""

from kyosei_desktop.domain.definition import Column, ColumnSource, Definition, PeriodKind
from kyosei_desktop.domain.plan import PeriodId, Plan
from kyosei_desktop.domain.years import FiscalYear


def entry_column(definition: Definition) -> Column:
    return next(one for one in definition.columns if one.source is ColumnSource.ENTRY)


def test_the_columns_stand_in_the_order_of_print(definition: Definition, plan: Plan) -> None:
    headings = []
    for column in definition.columns:
        if column.source is ColumnSource.ENTRY:
            headings += [definition.year_heading(column, year) for year in plan.years]
        else:
            headings.append(column.title)

    assert headings == [
        "№",
        "施策名",
        "取組内容",
        "",
        "平成30年度取組予定及び実績",
        "令和元年度取組予定及び実績",
        "令和２年度取組予定及び実績",
        "令和３年度取組予定及び実績",
        "成果内容",
        "取組実績",
        "担当課",
    ]


def test_a_year_has_its_own_width_or_else_the_columns(definition: Definition) -> None:
    column = entry_column(definition)
    widths = [column.width_of(FiscalYear(year)) for year in range(2018, 2024)]

    assert widths == [26.25, 23.1, 23.8, 17.6, 22.0, 22.0]


def test_the_periods_are_plan_and_two_halves(definition: Definition) -> None:
    said = [(one.id, one.label, one.row_label, one.kind, one.half) for one in definition.periods]

    assert said == [
        ("plan", "予定", "予定", PeriodKind.PLANNED, None),
        ("first_half", "上期実績", "上期\n実績", PeriodKind.ACTUAL, "first"),
        ("second_half", "下期実績", "下期\n実績", PeriodKind.ACTUAL, "second"),
    ]
    assert definition.planned_periods == ("plan",)
    assert definition.period(PeriodId("second_half")).months == (10, 11, 12, 1, 2, 3)


def test_the_halves_make_up_the_fiscal_year(definition: Definition) -> None:
    halves = [month for one in definition.periods if one.half for month in one.months]

    assert halves == list(definition.period(PeriodId("plan")).months)


def test_measure_numbers_have_two_digits_and_text_stays_as_it_is(definition: Definition) -> None:
    assert [definition.number_label(no) for no in (1, 10, 48, 100)] == ["01", "10", "48", "100"]
    assert definition.number_label("1-2-(3)") == "1-2-(3)"


def test_the_paper_is_a3_landscape_with_a_full_width_slash_in_the_footer(definition: Definition) -> None:
    assert (definition.page.width_mm, definition.page.height_mm) == (420, 297)
    assert definition.page.footer.format(page=4, pages=17) == "4／17"


def test_the_font_may_shrink_from_the_largest_size_that_gives_the_printed_pages(definition: Definition) -> None:
    fonts = definition.fonts

    assert (fonts.family, fonts.max_pt, fonts.min_pt) == ("BIZ UDPGothic", 9.5, 6)
    assert fonts.fallbacks == ("Noto Sans CJK JP",)


def test_a_definition_keeps_the_document_that_it_travels_as(definition: Definition) -> None:
    assert definition.document["id"] == definition.id == "half-yearly-a3"
