"""Commands of the year's turn: `rollover`, `reorganise`, `measure`, and the undo of these."""

import argparse
from collections.abc import Sequence
from typing import Any

from kyosei_desktop.commands import answers
from kyosei_desktop.commands.common import Result, address_document, open_for_writing, run_watched
from kyosei_desktop.domain.definition import Definition
from kyosei_desktop.domain.field_labels import field_label, initiative_label, measure_label
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.measure_differences import MeasureDifferences
from kyosei_desktop.domain.plan import Address, InitiativeId, Plan
from kyosei_desktop.domain.year_turn import YearTurn
from kyosei_desktop.store import measure_changes
from kyosei_desktop.store.editing import NoSuchField
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.measure_preview import preview_measure_change
from kyosei_desktop.store.reorganising import (
    ChosenOwners,
    Reorganisation,
    change_label,
    preview_reorganisation,
    reorganise,
)
from kyosei_desktop.store.suggestions import confirm_suggestions
from kyosei_desktop.store.turning import find_undoable_turn, turn_name, undo_turn
from kyosei_desktop.store.year_turn import preview_rollover, rollover

_ONLY_LOOKED = N_("調べただけで、何も変えていません。")
_HOW_TO_UNDO = N_("元に戻すには undo --turn を使います。")


def turn_year(options: argparse.Namespace) -> Result:
    """`rollover`."""
    with open_for_writing(options) as ledger:
        if options.confirm_plans:
            return _confirm(ledger, options.author)
        wanted = {"years_shown": options.years_shown, "carries_plans": not options.no_plans}
        if options.dry_run:
            turn = preview_rollover(ledger, options.year, **wanted)
        else:
            more = {"marks_ended": options.mark_ended, "as_of": options.as_of, "author": options.author}
            turn = run_watched(rollover(ledger, options.year, **wanted, **more))
        return _turn_result(turn, ledger.plan(), ledger.definition, is_dry_run=options.dry_run)


def _confirm(ledger: Ledger, author: str) -> Result:
    fields = run_watched(confirm_suggestions(ledger, author=author))
    plan = ledger.plan()
    places = [plan.address_of(place) for place in plan.fields() if place.id in set(fields)]
    line = _("予定の案{count}欄を、予定として確定しました。").format(count=len(places))
    return Result(
        {"confirmed": [address_document(one) for one in places]}, [line, _(_HOW_TO_UNDO)] if places else [line]
    )


def _turn_result(turn: YearTurn, plan: Plan, definition: Definition, *, is_dry_run: bool) -> Result:
    say = definition.shown_calendar.fiscal_year
    ended = {(place.measure, place.initiative): place for place in turn.ended}
    document: dict[str, Any] = {
        "year": turn.year,
        "years": list(turn.years),
        "archived": list(turn.archived),
        "added": len(turn.added),
        "suggested": [
            {**address_document(plan.address_of(place)), "text": text} for place, text in turn.offered.items()
        ],
        "ended": [_place_document(plan.address_of(one)) for one in ended.values()],
        "dry_run": is_dry_run,
    }
    lines = [
        _("載せる年度：{years}").format(years="、".join(say(one) for one in turn.years)),
        _("加わる欄：{count}").format(count=len(turn.added)),
    ]
    if turn.archived:
        years = "、".join(say(one) for one in turn.archived)
        lines.append(_("報告書から外れる年度：{years}（台帳に残り、--years で書き出せます）").format(years=years))
    if turn.offered:
        text = _("予定の案：{count}欄（だれかが確定するまで、印刷されません）")
        lines.append(text.format(count=len(turn.offered)))
    if document["ended"]:
        named = "、".join(f"№{one['measure']}（{one['initiative']}）" for one in document["ended"])
        lines.append(_("終了している取組：{initiatives}").format(initiatives=named))
    return Result(document, [*lines, _(_ONLY_LOOKED if is_dry_run else _HOW_TO_UNDO)])


def _place_document(address: Address) -> dict[str, Any]:
    return {"measure": address.measure, "initiative": address.initiative}


def reorganise_departments(options: argparse.Namespace) -> Result:
    """`reorganise`."""
    with open_for_writing(options) as ledger:
        chosen = _chosen_owners(ledger.plan(), options.assign)
        if options.dry_run:
            found = preview_reorganisation(ledger, options.changes, options.from_date, chosen=chosen)
        else:
            work = reorganise(ledger, options.changes, options.from_date, chosen=chosen, author=options.author)
            found = run_watched(work)
        return _reorganisation_result(found, ledger.definition, is_dry_run=options.dry_run)


def _chosen_owners(plan: Plan, given: Sequence[tuple[str, Sequence[str]]]) -> ChosenOwners:
    """Which departments `--assign 10.1=B課` gives initiatives to. Raises NoSuchField."""
    return {one: names for place, names in given for one in _initiatives_at(plan, place)}


def _initiatives_at(plan: Plan, place: str) -> list[InitiativeId]:
    """The initiatives of a measure, or the one of `10.1`; a number may itself hold a full stop."""
    head, _separator, tail = place.rpartition(".")
    for measure in plan.measures:
        if str(measure.no) == place:
            return [one.id for one in measure.initiatives]
        if str(measure.no) == head and tail.isdecimal() and 1 <= int(tail) <= len(measure.initiatives):
            return [measure.initiatives[int(tail) - 1].id]
    raise NoSuchField(address=place)


def _reorganisation_result(found: Reorganisation, definition: Definition, *, is_dry_run: bool) -> Result:
    document: dict[str, Any] = {
        "from": found.from_date.isoformat(),
        "changes": [change_label(one) for one in found.changes],
        "added": list(found.added),
        "abolished": list(found.abolished),
        "owners": [
            {
                "measure": one.address.measure,
                "initiative": one.address.initiative,
                "before": list(one.before),
                "after": list(one.after),
                "choices": list(one.choices),
            }
            for one in found.owners
        ],
        "awaited": [{"before": before, "now": now} for before, now in found.awaited],
        "reopened": list(found.reopened),
        "dry_run": is_dry_run,
    }
    day = definition.shown_calendar.day(found.from_date)
    lines = [_("{day}から　{change}").format(day=day, change=one) for one in document["changes"]]
    for one in found.owners:
        place = f"№{one.address.measure}（{one.address.initiative}）"
        said = _("{place}　{before}　→　{after}").format(
            place=place, before="、".join(one.before), after="、".join(one.after)
        )
        if one.choices:
            said += _("　（{choices} から選べます）").format(choices="、".join(one.choices))
        lines.append(said)
    one_heir = _("{before}への照会は、そのまま使えます。回答は{now}のものになります。")
    several = _("{before}への照会は、そのまま使えます。回答は欄ごとに、その取組を持つ課（{now}）のものになります。")
    for before, heirs in found.heirs.items():
        lines.append((one_heir if len(heirs) == 1 else several).format(before=before, now="、".join(heirs)))
    for name in found.reopened:
        lines.append(_("{name}の受理は引き継がれません。まだ受理していない課が含まれるためです。").format(name=name))
    return Result(document, [*lines, _(_ONLY_LOOKED if is_dry_run else _HOW_TO_UNDO)])


def change_measures(options: argparse.Namespace) -> Result:
    """`measure`."""
    with open_for_writing(options) as ledger:
        change, line = _measure_change(options, ledger.plan())
        found = preview_measure_change(ledger, change)
        if not options.dry_run:
            run_watched(measure_changes.change_measures(ledger, change, author=options.author))
        document = _measures_document(found, is_dry_run=options.dry_run)
        said = _difference_lines(found, ledger.definition)
    return Result(document, [*said, _(_ONLY_LOOKED)] if options.dry_run else [line, *said, _(_HOW_TO_UNDO)])


def _measure_change(options: argparse.Namespace, plan: Plan) -> tuple[measure_changes.MeasureChange, str]:
    """What is asked for, and the line that says that it has been done."""
    year = options.year or plan.years[-1]
    new = measure_changes.NewInitiative(options.content or "", options.department or ())
    if options.add is not None:
        added = measure_changes.AddedMeasure(options.add, options.name, new, year, options.after)
        return added, _("施策を加えました。")
    if options.end is not None:
        return measure_changes.EndedMeasure(options.end, year), _("施策を終了にしました。")
    if options.renumber is not None:
        said = _("施策の番号を変えました。前の番号の履歴は history --measure 旧N で見られます。")
        return measure_changes.RenumberedMeasures(options.renumber), said
    if options.into is not None:
        split = measure_changes.SplitMeasure(options.split, options.initiative, options.into, options.name)
        return split, _("施策を分けました。")
    return measure_changes.SplitInitiative(options.split, options.initiative[0], [new], year), _("取組を加えました。")


def _measures_document(found: MeasureDifferences, *, is_dry_run: bool) -> dict[str, Any]:
    return {
        "measures": [{"no": one.no, "initiatives": len(one.initiatives)} for one in found.after.measures],
        "added": [one.no for one in found.added],
        "renumbered": [{"before": before, "after": after} for before, after in found.renumbered],
        "moved": [
            {"before": _place_document(before), "after": _place_document(after)} for before, after in found.moved
        ],
        "initiatives": [_place_document(one.address) for one in found.initiatives],
        "departments": list(found.departments),
        "ended": [address_document(one) for one in found.ended],
        "dry_run": is_dry_run,
    }


def _difference_lines(found: MeasureDifferences, definition: Definition) -> list[str]:
    def said(address: Address) -> str:
        return initiative_label(definition, address)

    lines = [
        _("加わる施策：{measure}　{name}").format(measure=measure_label(definition, one.no), name=one.name)
        for one in found.added
    ]
    lines += [
        _("番号：{before}　→　{after}").format(
            before=measure_label(definition, before), after=measure_label(definition, after)
        )
        for before, after in found.renumbered
    ]
    lines += [
        _("移る取組：{before}　→　{after}").format(before=said(before), after=said(after))
        for before, after in found.moved
    ]
    lines += [
        _("加わる取組：{initiative}　{content}（{departments}）").format(
            initiative=said(one.address), content=one.content, departments="、".join(one.departments)
        )
        for one in found.initiatives
    ]
    lines += [_("加わる課：{department}").format(department=one) for one in found.departments]
    if found.ended:
        lines.append(_("報告書には、何か書かれた年度が載る間は残り、その後は載りません。台帳と履歴には残ります。"))
    lines += [_("「終了」になる欄：{field}").format(field=field_label(definition, one)) for one in found.ended]
    return lines


def undo(options: argparse.Namespace) -> Result:
    """`undo`: of a merge, or with `--turn` of the last turn."""
    if not options.turn:
        return answers.undo(options)
    with open_for_writing(options) as ledger:
        kind = undo_turn(ledger, author=options.author)
        before = find_undoable_turn(ledger)
    lines = [_("{turn}を元に戻しました。").format(turn=turn_name(kind))]
    if before is not None:
        lines.append(_("その前の{turn}も、undo --turn で元に戻せます。").format(turn=turn_name(before)))
    return Result({"undone": kind.value}, lines)
