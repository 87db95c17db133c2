"""Holidays against the days that the Cabinet Office published, and working days around them."""

from datetime import date

import pytest

from kyosei_desktop.domain.holidays import (
    add_working_days,
    holidays_of,
    is_working_day,
    working_day_before,
    working_days_between,
)

PUBLISHED = {
    2019: "1/1 1/14 2/11 3/21 4/29 4/30 5/1 5/2 5/3 5/4 5/5 5/6 7/15 8/11 8/12 9/16 9/23 10/14 10/22 11/3 11/4 11/23",
    2020: "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/23 7/24 8/10 9/21 9/22 11/3 11/23",
    2021: "1/1 1/11 2/11 2/23 3/20 4/29 5/3 5/4 5/5 7/22 7/23 8/8 8/9 9/20 9/23 11/3 11/23",
    2022: "1/1 1/10 2/11 2/23 3/21 4/29 5/3 5/4 5/5 7/18 8/11 9/19 9/23 10/10 11/3 11/23",
    2025: "1/1 1/13 2/11 2/23 2/24 3/20 4/29 5/3 5/4 5/5 5/6 7/21 8/11 9/15 9/23 10/13 11/3 11/23 11/24",
    2026: "1/1 1/12 2/11 2/23 3/20 4/29 5/3 5/4 5/5 5/6 7/20 8/11 9/21 9/22 9/23 10/12 11/3 11/23",
    2027: "1/1 1/11 2/11 2/23 3/21 3/22 4/29 5/3 5/4 5/5 7/19 8/11 9/20 9/23 10/11 11/3 11/23",
}
"""https://www8.cao.go.jp/chosei/shukujitsu/gaiyou.html"""


@pytest.mark.parametrize("year", PUBLISHED)
def test_the_holidays_are_those_published(year: int) -> None:
    published = [tuple(map(int, day.split("/"))) for day in PUBLISHED[year].split()]
    assert sorted(holidays_of(year)) == [date(year, month, day) for month, day in published]


@pytest.mark.parametrize(
    ("day", "is_open"),
    [
        (date(2022, 4, 15), True),
        (date(2022, 4, 16), False),
        (date(2022, 4, 29), False),
        (date(2022, 12, 28), True),
        (date(2022, 12, 29), False),
        (date(2023, 1, 3), False),
        (date(2023, 1, 4), True),
    ],
)
def test_offices_are_closed_at_weekends_on_holidays_and_at_new_year(day: date, *, is_open: bool) -> None:
    assert is_working_day(day) is is_open


def test_working_days_are_counted_over_golden_week() -> None:
    assert add_working_days(date(2022, 4, 28), 3) == date(2022, 5, 9)
    assert working_days_between(date(2022, 4, 28), date(2022, 5, 9)) == 3
    assert working_days_between(date(2022, 5, 9), date(2022, 4, 28)) == 0
    assert working_day_before(date(2022, 5, 5)) == date(2022, 5, 2)
