"""Fiscal years and eras: a year is stored as the Western year it starts in and printed in the era's words.

What windows, messages and lines of a command show is written as their reader wishes (`YearStyle`, `use_years`); papers
and files keep to the definition's eras.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NewType

from kyosei_desktop.domain import language
from kyosei_desktop.domain.language import N_, _

FiscalYear = NewType("FiscalYear", int)
"""The Western year in which a fiscal year (April–March) starts: 2018 is 平成30年度."""

_WEEKDAYS = "月火水木金土日"
_SHOWN_WEEKDAYS = (N_("月"), N_("火"), N_("水"), N_("木"), N_("金"), N_("土"), N_("日"))
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


class YearStyle(StrEnum):
    """How years are shown: in eras (令和３年度) or in Western years (2021年度)."""

    ERA = "era"
    WESTERN = "western"


_style: YearStyle | None = None


def use_years(style: YearStyle | None) -> None:
    """Choose how years are shown from now on; None follows the language: eras in Japanese, Western years elsewhere."""
    global _style
    _style = style


def years_in_use() -> YearStyle:
    """How years are shown now."""
    return _style or (YearStyle.ERA if language.in_use() == language.SOURCE else YearStyle.WESTERN)


class ShownCalendar(Calendar):
    """Says the same years and days to the reader of a window or a message, in the years chosen by `use_years`."""

    def fiscal_year(self, year: FiscalYear) -> str:
        """Such as 令和３年度 or 2021年度."""
        return super().fiscal_year(year) if years_in_use() is YearStyle.ERA else _("{year}年度").format(year=year)

    def day(self, day: date) -> str:
        """Such as 令和4年4月15日（金） or 2022年4月15日（金）."""
        if years_in_use() is YearStyle.ERA:
            return super().day(day)
        weekday = _(_SHOWN_WEEKDAYS[day.weekday()])
        text = _("{year}年{month}月{day}日（{weekday}）")
        return text.format(year=day.year, month=day.month, day=day.day, weekday=weekday)


def _ordinal(number: int) -> str:
    if number == 1:
        return "元"
    return str(number).translate(_FULL_WIDTH) if number < 10 else str(number)
