"""When a new round should be due: as long as the last rounds really took, on a day on which the office is open."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from kyosei_desktop.domain.holidays import add_working_days, working_day_before
from kyosei_desktop.domain.rounds import RoundId

WEEKS_WITHOUT_EXPERIENCE = 6
"""From 照会 to 締切 in the city's own calendar of the report, where the ledger knows no round yet."""
FEWEST_DAYS, MOST_DAYS = 10, 60
"""Working days that any department needs for its own 決裁, and after which nobody remembers the request."""
ROUNDS_LOOKED_AT = 4
"""Two years of half-yearly rounds: older ones tell of other people."""


@dataclass(frozen=True, slots=True)
class RoundDelay:
    """How long a round took.

    Attributes:
        asked, handed_in: departments.
        late: of those that handed in, how many after the due date.
        working_days: from the first request until nine of ten of the asked departments had handed in; where fewer
            ever did, until the last of them.
    """

    round: RoundId
    asked: int
    handed_in: int
    late: int
    working_days: int


@dataclass(frozen=True, slots=True)
class DueDate:
    """A day proposed, and the rounds it rests on, newest last; none where there was no experience."""

    day: date
    rests_on: Sequence[RoundDelay]


def propose_due_date(today: date, delays: Sequence[RoundDelay]) -> DueDate:
    """The day by which nine of ten departments would have handed in, as slow as in the slowest of the last rounds.

    Args:
        today: the day on which the round is opened.
        delays: oldest first.
    """
    looked_at = tuple(delays[-ROUNDS_LOOKED_AT:])
    if not looked_at:
        return DueDate(working_day_before(today + timedelta(weeks=WEEKS_WITHOUT_EXPERIENCE)), ())
    days = min(MOST_DAYS, max(FEWEST_DAYS, *(one.working_days for one in looked_at)))
    return DueDate(add_working_days(today, days), looked_at)
