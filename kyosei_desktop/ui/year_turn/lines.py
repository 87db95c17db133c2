"""What a year's turn or a reorganisation will change, line by line in words. No Qt here."""

from collections.abc import Sequence
from dataclasses import dataclass

from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.field_labels import field_label, initiative_label, measure_label
from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.measure_differences import MeasureDifferences
from kyosei_desktop.domain.plan import Address, InitiativeId, Plan
from kyosei_desktop.domain.year_turn import YearTurn, is_over_in
from kyosei_desktop.store.reorganising import Reorganisation, change_label


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
    """What a year's turn changes: years and measures in the report, ended initiatives, each plan that is offered."""
    say = definition.shown_calendar.fiscal_year
    new_year = _("{count}欄が空で加わります").format(count=len(turn.added))
    lines = [PreviewLine(_("加わる年度"), say(turn.year), new_year)]
    kept = _("報告書から外れ、台帳に残ります")
    lines += [PreviewLine(_("外れる年度"), say(one), kept) for one in turn.archived]
    lines += [
        PreviewLine(_("外れる施策"), measure_label(definition, one.no), kept)
        for one in plan.measures
        if is_over_in(one, turn.years) and not is_over_in(one, turn.years_before)
    ]
    marked = _("新しい年度の欄を「終了」にします") if marks_ended else _("新しい年度の欄は空のままです")
    ended = dict.fromkeys((place.measure, place.initiative) for place in turn.ended)
    addresses = {(place.measure, place.initiative): plan.address_of(place) for place in turn.ended}
    lines += [PreviewLine(_("終了した取組"), initiative_label(definition, addresses[one]), marked) for one in ended]
    lines += [
        PreviewLine(_("予定の案"), field_label(definition, plan.address_of(place)), text)
        for place, text in turn.offered.items()
    ]
    return lines


def reorganisation_lines(found: Reorganisation, definition: Definition) -> list[PreviewLine]:
    """What a reorganisation changes: the departments, the rounds that are open, then the owners of each initiative."""
    day = _("{day}から").format(day=definition.shown_calendar.day(found.from_date))
    lines = [PreviewLine(_("課"), change_label(one), day) for one in found.changes]
    one_heir = _("照会はそのまま使え、回答は{now}のものになります")
    several = _("照会はそのまま使え、回答は欄ごとに、その取組を持つ課（{now}）のものになります")
    for before, heirs in found.heirs.items():
        said = one_heir if len(heirs) == 1 else several
        lines.append(PreviewLine(_("照会中"), before, said.format(now="、".join(heirs))))
    not_accepted = _("受理は引き継がれません。まだ受理していない課が含まれるためです")
    lines += [PreviewLine(_("受理"), name, not_accepted) for name in found.reopened]
    for one in found.owners:
        text = _("{before} → {after}").format(before="、".join(one.before), after="、".join(one.after))
        where = initiative_label(definition, one.address)
        lines.append(PreviewLine(_("担当課"), where, text, one.initiative, one.choices, one.after))
    return lines


def arranging_lines(found: MeasureDifferences, definition: Definition, *, is_round_open: bool) -> list[PreviewLine]:
    """What arranging measures changes: measures and numbers, initiatives and their owners, cells, the open round."""

    def place(address: Address) -> str:
        return initiative_label(definition, address)

    lines = [PreviewLine(_("加わる施策"), measure_label(definition, one.no), one.name) for one in found.added]
    numbers = [(measure_label(definition, before), measure_label(definition, now)) for before, now in found.renumbered]
    renumbered = _("{now}になります。前の番号でも履歴を引けます")
    lines += [PreviewLine(_("番号"), before, renumbered.format(now=now)) for before, now in numbers]
    if found.is_in_other_order:
        lines.append(PreviewLine(_("並び"), _("報告書"), _("番号の順に並べ直します")))
    moved = _("これまでの記載と履歴ごと、{now}になります")
    lines += [PreviewLine(_("移る取組"), place(was), moved.format(now=place(now))) for was, now in found.moved]
    for one in found.initiatives:
        lines.append(PreviewLine(_("加わる取組"), place(one.address), one.content))
        lines.append(PreviewLine(_("担当課"), place(one.address), "、".join(one.departments)))
    lines += [
        PreviewLine(_("加わる課"), name, _("まだない課です。名前を確かめてください")) for name in found.departments
    ]
    ended = _("空の欄が「終了」になります")
    stays = _("何か書かれた年度が載る間は残り、その後は載りません。台帳と履歴には残ります")
    ending = dict.fromkeys(measure_label(definition, one.measure) for one in found.ended)
    lines += [PreviewLine(_("報告書"), one, stays) for one in ending]
    lines += [PreviewLine(_("終わる欄"), field_label(definition, one), ended) for one in found.ended]
    if is_round_open and found.initiatives:
        asked = "、".join(dict.fromkeys(name for one in found.initiatives for name in one.departments))
        lines.append(PreviewLine(_("照会中"), asked, _("照会ファイルを作り直して送ると、新しい取組も尋ねます")))
    return lines
