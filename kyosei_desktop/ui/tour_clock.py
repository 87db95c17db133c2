"""The tour's own clock: its half-year is played on the days on which a city would do the work."""

from datetime import UTC, date, datetime, time

from kyosei_desktop.store.ledger import utc_now

_MORNING = time(10)


class TourClock:
    """Runs as fast as the real clock, on a day of the tour's half-year. A ledger is opened with it as its `clock`.

    Pictures would else show a due date that passed years ago, and one more day late each day.
    """

    def __init__(self, day: date) -> None:
        """It begins in the morning of `day`."""
        self._began, self._real = _morning_of(day), utc_now()

    def __call__(self) -> datetime:
        """The present moment of the tour, in UTC."""
        return self._began + (utc_now() - self._real)

    def turn_to(self, day: date) -> None:
        """Go on in the morning of a later day; a day that has begun goes on as it is."""
        self._began, self._real = max(_morning_of(day), self()), utc_now()


def _morning_of(day: date) -> datetime:
    return datetime.combine(day, _MORNING).astimezone(UTC)
