"""The tour's own clock: its half-year is played on the days on which a city would do the work."""

from datetime import UTC, date, datetime, time, timedelta

_MORNING = time(10)
_TICK = timedelta(microseconds=1)


class TourClock:
    """Stands at ten in the morning of a day of the tour's half-year. A ledger is opened with it as its `clock`.

    Pictures would else show a due date that passed years ago, and one more day late each day; and how fast the machine
    is. Each time it is asked it goes on by a microsecond, so that what comes later is later.
    """

    def __init__(self, day: date) -> None:
        """It begins in the morning of `day`."""
        self._now = _morning_of(day)

    def __call__(self) -> datetime:
        """The present moment of the tour, in UTC."""
        self._now += _TICK
        return self._now

    def turn_to(self, day: date) -> None:
        """Go on in the morning of a later day; a day that has begun goes on as it is."""
        self._now = max(self._now, _morning_of(day))


def _morning_of(day: date) -> datetime:
    return datetime.combine(day, _MORNING).astimezone(UTC)
