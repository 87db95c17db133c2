"""The due date proposed for a round: what it rests on, and that the office is open on it."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from kyosei_desktop.domain.due_dates import RoundDelay, propose_due_date
from kyosei_desktop.domain.holidays import is_working_day, working_days_between
from kyosei_desktop.domain.rounds import RoundId


def delay(days: int) -> RoundDelay:
    return RoundDelay(RoundId("00000000"), asked=17, handed_in=17, late=0, working_days=days)


def test_without_experience_it_is_six_weeks_or_the_working_day_before() -> None:
    assert propose_due_date(date(2022, 4, 6), []).day == date(2022, 5, 18)
    assert propose_due_date(date(2022, 3, 22), []).day == date(2022, 5, 2)  # six weeks on is 憲法記念日


def test_it_is_as_long_as_the_slowest_of_the_last_four_rounds() -> None:
    proposed = propose_due_date(date(2022, 4, 1), [delay(50), delay(12), delay(20), delay(15), delay(18)])
    assert [one.working_days for one in proposed.rests_on] == [12, 20, 15, 18]
    assert working_days_between(date(2022, 4, 1), proposed.day) == 20


def test_nobody_gets_less_than_ten_days_or_more_than_sixty() -> None:
    assert working_days_between(date(2022, 4, 1), propose_due_date(date(2022, 4, 1), [delay(2)]).day) == 10
    assert working_days_between(date(2022, 4, 1), propose_due_date(date(2022, 4, 1), [delay(200)]).day) == 60


@given(st.dates(date(2020, 1, 1), date(2090, 12, 31)), st.lists(st.builds(delay, st.integers(0, 300)), max_size=6))
def test_the_office_is_always_open_on_it(today: date, delays: list[RoundDelay]) -> None:
    assert is_working_day(propose_due_date(today, delays).day)
