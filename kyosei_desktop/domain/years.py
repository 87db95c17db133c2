"""Fiscal years and eras: a year is stored as the Western year it starts in and shown in the era's words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import NewType

FiscalYear = NewType("FiscalYear", int)
"""The Western year in which a fiscal year (April–March) starts: 2018 is 平成30年度."""

_WEEKDAYS = "月火水木金土日"
_FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


@dataclass(frozen=True, slots=True)
class Era:
    """One era of the definition file.

    `starts_on` decides for days, `first_fiscal_year` for fiscal years: the report calls the year from
    April 2019 令和元年度, although 令和 began on 1 May 2019.
    """

    name: str
    starts_on: date
    first_fiscal_year: FiscalYear


@dataclass(frozen=True, slots=True)
class Calendar:
    """Says years and days in eras. `eras` are in the order of their beginning."""

    eras: Sequence[Era]

    def fiscal_year(self, year: FiscalYear) -> str:
        """Such as 平成30年度, 令和元年度, 令和２年度: a single digit is full-width, as printed."""
        for era in reversed(self.eras):
            if year >= era.first_fiscal_year:
                return f"{era.name}{_ordinal(year - era.first_fiscal_year + 1)}年度"
        return f"{year}年度"

    def day(self, day: date) -> str:
        """Such as 令和4年4月15日（金）."""
        weekday = _WEEKDAYS[day.weekday()]
        for era in reversed(self.eras):
            if day >= era.starts_on:
                number = day.year - era.starts_on.year + 1
                year = "元" if number == 1 else str(number)
                return f"{era.name}{year}年{day.month}月{day.day}日（{weekday}）"
        return f"{day.year}年{day.month}月{day.day}日（{weekday}）"

    def moment(self, moment: datetime) -> str:
        """Such as 令和4年4月6日（水） 10:12, in local time."""
        local = moment.astimezone()
        return f"{self.day(local.date())} {local:%H:%M}"


def _ordinal(number: int) -> str:
    if number == 1:
        return "元"
    return str(number).translate(_FULL_WIDTH) if number < 10 else str(number)
