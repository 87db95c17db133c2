"""Moments since which something may have changed, named so that a saved view means the same tomorrow. No Qt here."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.store.acts import ActKind, list_acts
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.past import just_before

_DAYS, _ACT, _DATE = "days:", "act:", "date:"
_SPANS = {0: N_("今日"), 7: N_("この7日間"), 30: N_("この30日間")}
_ACTS = {
    ActKind.ROUND_OPENED: N_("最後に照会を始めてから（{when}）"),
    ActKind.MERGED: N_("最後の取り込みから（{when}）"),
    ActKind.ACCEPTED: N_("最後の受理から（{when}）"),
    ActKind.ROUND_CLOSED: N_("最後に照会を締め切ってから（{when}）"),
}


@dataclass(frozen=True, slots=True)
class MomentOption:
    """A moment to choose: its name, and in words."""

    name: str
    label: str


def moment_options(ledger: Ledger) -> list[MomentOption]:
    """The moments that make sense in this ledger; a day of one's own comes beside them (`name_of_day`)."""
    spans = [MomentOption(f"{_DAYS}{days}", _(text)) for days, text in _SPANS.items()]
    return [*spans, *_act_options(ledger)]


def _act_options(ledger: Ledger) -> Iterator[MomentOption]:
    acts = list_acts(ledger)
    for kind, text in _ACTS.items():
        done = [one for one in acts if one.kind is kind]
        if done:
            when = ledger.definition.shown_calendar.moment(done[-1].done_at)
            yield MomentOption(f"{_ACT}{kind.value}", _(text).format(when=when))


def name_of_day(day: date) -> str:
    """The beginning of a day."""
    return f"{_DATE}{day.isoformat()}"


def day_named(name: str) -> date | None:
    """The day that a name stands for; None for another kind of moment."""
    try:
        return date.fromisoformat(name.removeprefix(_DATE)) if name.startswith(_DATE) else None
    except ValueError:
        return None


def moment_named(ledger: Ledger, name: str) -> datetime | None:
    """The moment that a name stands for now; None for no name, or an act that was never done."""
    day = day_named(name)
    if day is not None:
        return datetime.combine(day, time()).astimezone()
    today = datetime.combine(ledger.clock().astimezone().date(), time()).astimezone()
    if name.startswith(_DAYS) and name.removeprefix(_DAYS).isdecimal():
        return today - timedelta(days=int(name.removeprefix(_DAYS)))
    done = [one for one in list_acts(ledger) if name == f"{_ACT}{one.kind.value}"]
    return just_before(done[-1]) if done else None
