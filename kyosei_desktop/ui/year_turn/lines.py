"""What a year's turn or a reorganisation will change, line by line in words. No Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.plan import Address, InitiativeId, Plan
from kyosei_desktop.domain.year_turn import YearTurn
from kyosei_desktop.store.reorganising import Reorganisation, change_label
from kyosei_desktop.ui.wording import field_label, measure_label


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """One thing that will change.

    Attributes:
        what, where, text: what happens, to which part of the plan, and what it is then.
        initiative: set where a department is to be chosen for it.
        choices: the departments to choose from.
        chosen: those it goes to as it stands.
    """

    what: str
    where: str
    text: str
    initiative: InitiativeId | None = None
    choices: Sequence[str] = ()
    chosen: Sequence[str] = ()


def rollover_lines(turn: YearTurn, plan: Plan, definition: Definition, *, marks_ended: bool) -> list[PreviewLine]:
    """What a year's turn changes: the years, initiatives that have ended, then each plan that is offered."""
    say = definition.calendar.fiscal_year
    new_year = _("{count}欄が空で加わります").format(count=len(turn.added))
    lines = [PreviewLine(_("加わる年度"), say(turn.year), new_year)]
    kept = _("報告書から外れ、台帳に残ります")
    lines += [PreviewLine(_("外れる年度"), say(one), kept) for one in turn.archived]
    marked = _("新しい年度の欄を「終了」にします") if marks_ended else _("新しい年度の欄は空のままです")
    ended = dict.fromkeys((place.measure, place.initiative) for place in turn.ended)
    addresses = {(place.measure, place.initiative): plan.address_of(place) for place in turn.ended}
    lines += [PreviewLine(_("終了した取組"), _initiative_label(definition, addresses[one]), marked) for one in ended]
    lines += [
        PreviewLine(_("予定の案"), field_label(definition, plan.address_of(place)), text)
        for place, text in turn.offered.items()
    ]
    return lines


def reorganisation_lines(found: Reorganisation, definition: Definition) -> list[PreviewLine]:
    """What a reorganisation changes: the departments, the rounds that are open, then the owners of each initiative."""
    day = _("{day}から").format(day=definition.calendar.day(found.from_date))
    lines = [PreviewLine(_("課"), change_label(one), day) for one in found.changes]
    said = _("照会は有効なままで、回答は{now}のものになります")
    lines += [PreviewLine(_("照会中"), before, said.format(now=now)) for before, now in found.awaited]
    not_accepted = _("受理は引き継がれません。まだ受理していない課が含まれるためです")
    lines += [PreviewLine(_("受理"), name, not_accepted) for name in found.reopened]
    for one in found.owners:
        text = _("{before} → {after}").format(before="、".join(one.before), after="、".join(one.after))
        where = _initiative_label(definition, one.address)
        lines.append(PreviewLine(_("担当課"), where, text, one.initiative, one.choices, one.after))
    return lines


def _initiative_label(definition: Definition, address: Address) -> str:
    """Such as №34（2）; the initiative only from the second one on."""
    measure = measure_label(definition, address.measure)
    is_first = address.initiative is None or address.initiative == 1
    return measure if is_first else measure + _("（{initiative}）").format(initiative=address.initiative)
