"""Years and days in eras: the printed report's spellings, and the edges of eras and fiscal years."""

import ast
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

import kyosei_desktop
from kyosei_desktop import paths
from kyosei_desktop.domain import language
from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.years import Calendar, Era, FiscalYear, YearStyle, use_years


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (2018, "平成30年度"),
        (2019, "令和元年度"),
        (2020, "令和２年度"),
        (2021, "令和３年度"),
        (2027, "令和９年度"),
        (2028, "令和10年度"),
        (1989, "平成元年度"),
        (1988, "昭和63年度"),
        (1926, "昭和元年度"),
        (1925, "大正14年度"),
    ],
)
def test_a_fiscal_year_is_said_as_the_report_prints_it(definition: Definition, year: int, said: str) -> None:
    assert definition.calendar.fiscal_year(FiscalYear(year)) == said


def test_a_year_before_all_eras_is_said_in_the_western_way(definition: Definition) -> None:
    assert definition.calendar.fiscal_year(FiscalYear(1800)) == "1800年度"
    assert definition.calendar.day(date(1800, 1, 1)) == "1800年1月1日（水）"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2022, 4, 15), "令和4年4月15日（金）"),
        (date(2019, 5, 1), "令和元年5月1日（水）"),
        (date(2019, 4, 30), "平成31年4月30日（火）"),
        (date(1989, 1, 8), "平成元年1月8日（日）"),
        (date(1989, 1, 7), "昭和64年1月7日（土）"),
        (date(2028, 2, 29), "令和10年2月29日（火）"),
    ],
)
def test_a_day_is_said_in_the_era_that_it_lies_in(definition: Definition, day: date, said: str) -> None:
    assert definition.calendar.day(day) == said


def test_a_moment_is_said_in_local_time(definition: Definition) -> None:
    local = datetime(2022, 4, 6, 10, 12, 30).astimezone()
    assert definition.calendar.moment(local.astimezone(UTC)) == "令和4年4月6日（水） 10:12"


def test_a_new_era_is_a_line_in_the_definition() -> None:
    calendar = Calendar(
        [
            Era("平成", date(1989, 1, 8), FiscalYear(1989)),
            Era("新元号", date(2030, 1, 1), FiscalYear(2030)),
        ]
    )

    assert calendar.fiscal_year(FiscalYear(2029)) == "平成41年度"
    assert calendar.fiscal_year(FiscalYear(2030)) == "新元号元年度"
    assert calendar.day(date(2030, 1, 1)) == "新元号元年1月1日（火）"


@pytest.fixture
def years_as_before() -> Iterator[None]:
    yield
    use_years(None)
    language.use(paths.TRANSLATIONS, "ja_JP.UTF-8")


@pytest.mark.usefixtures("years_as_before")
def test_windows_show_western_years_where_they_are_chosen_and_papers_keep_the_eras(definition: Definition) -> None:
    year, day = FiscalYear(2021), date(2022, 4, 15)
    use_years(YearStyle.WESTERN)

    assert definition.shown_calendar.fiscal_year(year) == "2021年度"
    assert definition.shown_calendar.day(day) == "2022年4月15日（金）"
    assert definition.calendar.fiscal_year(year) == "令和３年度"
    assert definition.calendar.day(day) == "令和4年4月15日（金）"


@pytest.mark.usefixtures("years_as_before")
def test_years_follow_the_language_where_nothing_is_chosen(definition: Definition) -> None:
    language.use(paths.TRANSLATIONS, "ja_JP.UTF-8")
    assert definition.shown_calendar.fiscal_year(FiscalYear(2021)) == "令和３年度"

    language.use(paths.TRANSLATIONS, "en_GB.UTF-8")
    assert definition.shown_calendar.fiscal_year(FiscalYear(2021)) != "令和３年度"

    use_years(YearStyle.ERA)
    assert definition.shown_calendar.fiscal_year(FiscalYear(2021)) == "令和３年度"


def test_windows_and_commands_never_show_years_in_the_words_of_papers() -> None:
    """`definition.calendar` is for papers and files; who reads a screen has chosen (`shown_calendar`)."""
    package = Path(kyosei_desktop.__file__).parent
    printed = [
        f"{path.relative_to(package)}:{node.lineno}"
        for path in sorted([*package.glob("ui/**/*.py"), *package.glob("commands/*.py")])
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute) and node.attr == "calendar"
    ]

    assert printed == []
