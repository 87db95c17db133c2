"""Japanese holidays and working days, computed without a network.

Source: 国民の祝日に関する法律（昭和23年法律第178号）as it stands since 2007, with the days that the Olympic acts moved
in 2020 and 2021 and the accession moved in 2019. The equinoxes are announced a year ahead by the National Astronomical
Observatory; the formula below is the customary one, which gives its days for 1980–2099. Offices are also closed from 29
December to 3 January (行政機関の休日に関する法律 第1条; cities follow it by their own 条例, 地方自治法 第4条の2).
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache

_DAY = timedelta(days=1)
_SATURDAY, _SUNDAY = 5, 6

_FIXED = ((1, 1), (2, 11), (4, 29), (5, 3), (5, 4), (5, 5), (11, 3), (11, 23))
"""元日, 建国記念の日, 昭和の日, 憲法記念日, みどりの日, こどもの日, 文化の日, 勤労感謝の日."""

_MONDAYS = {"成人の日": (1, 2), "海の日": (7, 3), "敬老の日": (9, 3), "スポーツの日": (10, 2)}
"""By name: the month, and which of its Mondays (第2条, ハッピーマンデー)."""

_MOVED: Mapping[int, Mapping[str, tuple[int, int]]] = {
    2020: {"海の日": (7, 23), "スポーツの日": (7, 24), "山の日": (8, 10)},
    2021: {"海の日": (7, 22), "スポーツの日": (7, 23), "山の日": (8, 8)},
}
"""平成三十二年東京オリンピック競技大会・東京パラリンピック競技大会特別措置法 第32条."""

_ACCESSION = (date(2019, 5, 1), date(2019, 10, 22))
"""天皇の即位の日及び即位礼正殿の儀の行われる日を休日とする法律（平成30年法律第99号）."""


def is_working_day(day: date) -> bool:
    """Whether a city's office is open: no weekend, no holiday, not between 29 December and 3 January."""
    is_new_year = (day.month, day.day) >= (12, 29) or (day.month, day.day) <= (1, 3)
    return day.weekday() < _SATURDAY and not is_new_year and day not in holidays_of(day.year)


def working_day_before(day: date) -> date:
    """The day itself where the office is open, else the last day before on which it is."""
    while not is_working_day(day):
        day -= _DAY
    return day


def add_working_days(day: date, count: int) -> date:
    """The `count`-th working day after a day."""
    while count > 0:
        day += _DAY
        count -= is_working_day(day)
    return day


def working_days_between(first: date, last: date) -> int:
    """How many working days come after `first` until `last`; 0 where `last` is not later."""
    days = (last - first).days
    return sum(1 for number in range(1, days + 1) if is_working_day(first + number * _DAY))


@lru_cache
def holidays_of(year: int) -> frozenset[date]:
    """The holidays of a calendar year from 2007 to 2099, with substitute days and the days between two holidays."""
    named = _named_days(year)
    between = {day + _DAY for day in named if day + 2 * _DAY in named and day + _DAY not in named}
    substitutes = {_next_free(day, named) for day in named if day.weekday() == _SUNDAY}
    # 第3条第3項 asks for a day between two holidays that is neither a Sunday nor a substitute
    return frozenset(named | substitutes | {day for day in between if day.weekday() != _SUNDAY})


def _named_days(year: int) -> set[date]:
    moved = _MOVED.get(year, {})
    days = {date(year, month, day) for month, day in _FIXED}
    for name, (month, number) in _MONDAYS.items():
        days.add(date(year, *moved[name]) if name in moved else _monday(year, month, number))
    if year >= 2016:
        days.add(date(year, *moved.get("山の日", (8, 11))))
    if year != 2019:  # the throne changed between the two birthdays
        days.add(date(year, 2, 23) if year >= 2020 else date(year, 12, 23))
    days |= {day for day in _ACCESSION if day.year == year}
    days.add(date(year, 3, _equinox_day(year, 20.8431)))
    days.add(date(year, 9, _equinox_day(year, 23.2488)))
    return days


def _next_free(day: date, named: set[date]) -> date:
    while day in named:
        day += _DAY
    return day


def _monday(year: int, month: int, number: int) -> date:
    first = date(year, month, 1)
    return first + timedelta(days=-first.weekday() % 7 + 7 * (number - 1))


def _equinox_day(year: int, first_day: float) -> int:
    """海上保安庁水路部『新編暦便利帳』: the day of March or September, `first_day` that of 1980."""
    passed = year - 1980
    return int(first_day + 0.242194 * passed - passed // 4)
