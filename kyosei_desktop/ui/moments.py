"""Moments of a ledger's history between which it can be compared, in words. No Qt here."""

from dataclasses import dataclass
from datetime import datetime

from kyosei_desktop.domain.language import _
from kyosei_desktop.store.act_labels import act_label
from kyosei_desktop.store.acts import ActKind
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.past import just_before, list_turning_points


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment to compare with, in words; `at` (UTC) None means now."""

    label: str
    at: datetime | None


@dataclass(frozen=True, slots=True)
class Moments:
    """The moments that may be chosen for old and new, the newest first.

    `suggested` is which of `older` was before the last round; None where there was none.
    """

    older: tuple[Moment, ...]
    newer: tuple[Moment, ...]
    suggested: int | None


def moments_of(ledger: Ledger) -> Moments:
    """What a ledger's history offers: before and after each act that people compare the plan by, and now."""
    calendar = ledger.definition.shown_calendar
    acts = [(one, calendar.moment(one.done_at)) for one in reversed(list_turning_points(ledger))]
    before, after = _("{when} {act}ときより前"), _("{when} {act}とき")
    older = [Moment(before.format(when=when, act=act_label(one.kind)), just_before(one)) for one, when in acts]
    newer = [
        Moment(after.format(when=when, act=act_label(one.kind)), one.done_at)
        for one, when in acts
        if one.kind is not ActKind.ROUND_OPENED
    ]
    suggested = next((n for n, (one, _when) in enumerate(acts) if one.kind is ActKind.ROUND_OPENED), None)
    return Moments(tuple(older), (Moment(_("いま"), None), *newer), suggested)
