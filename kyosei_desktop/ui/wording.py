"""How the windows name things in words: fields, values, moments, days left. No Qt here."""

from collections.abc import Collection
from datetime import date, datetime, timedelta

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.field_labels import field_label, measure_label
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.domain.years import Calendar, FiscalYear

__all__ = ["days_left_label", "field_label", "measure_label", "moment_label", "value_label", "year_label"]

_BLANKS = {
    None: N_("（空白）"),
    BlankReason.ENDED: N_("（空白：終了）"),
    BlankReason.NOT_APPLICABLE: N_("（空白：該当なし）"),
}


def year_label(definition: Definition, year: FiscalYear, *, shown: Collection[FiscalYear]) -> str:
    """Such as 「令和３年度」; a year that the report does not show says so."""
    label = definition.shown_calendar.fiscal_year(year)
    return label if year in shown else _("{year}（掲載外）").format(year=label)


def value_label(value: Value) -> str:
    """The text, or in brackets that and why there is none."""
    return value.text or _(_BLANKS[value.blank])


def moment_label(calendar: Calendar, moment: datetime, now: datetime) -> str:
    """Such as 「3分前」, 「今日 14:02」, 「昨日 16:20」, 「令和4年4月6日（水） 10:12」, in local time."""
    moment, now = moment.astimezone(), now.astimezone()
    time = f"{moment:%H:%M}"
    minutes = (now - moment) // timedelta(minutes=1)
    if 0 <= minutes < 1:
        return _("たった今")
    if 0 <= minutes < 60:
        return _("{minutes}分前").format(minutes=minutes)
    if moment.date() == now.date():
        return _("今日 {time}").format(time=time)
    if moment.date() == now.date() - timedelta(days=1):
        return _("昨日 {time}").format(time=time)
    return calendar.moment(moment)


def days_left_label(due_on: date, today: date) -> str:
    """Such as 「あと9日」, 「今日まで」, 「締切を3日過ぎています」."""
    days = (due_on - today).days
    if days > 0:
        return _("あと{days}日").format(days=days)
    if days == 0:
        return _("今日まで")
    return _("締切を{days}日過ぎています").format(days=-days)
