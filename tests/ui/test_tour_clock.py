"""The clock of the tour: of another day than today, never back, and the same each time."""

from datetime import date, timedelta

from kyosei_desktop.ui.tour import ASKED_ON, DUE_ON, SETTLED_ON
from kyosei_desktop.ui.tour_clock import TourClock


def test_it_shows_its_own_day_and_each_moment_is_later_than_the_last():
    clock = TourClock(date(2022, 4, 7))
    first, second = clock(), clock()

    assert first.astimezone().date() == date(2022, 4, 7)
    assert timedelta(0) < second - first < timedelta(seconds=1)


def test_it_turns_to_later_days_and_never_back():
    clock = TourClock(date(2022, 4, 7))
    clock.turn_to(date(2022, 4, 18))
    last = clock()
    clock.turn_to(date(2022, 4, 7))

    assert last.astimezone().date() == date(2022, 4, 18)
    assert clock() > last


def test_the_tour_ends_a_few_days_after_its_due_date():
    assert ASKED_ON < DUE_ON < SETTLED_ON < DUE_ON + timedelta(days=7)
