"""Commands of a round: opening and closing, asking, returning, accepting, and where everybody stands."""

import argparse
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from kyosei_desktop.commands import bulk
from kyosei_desktop.commands.common import (
    Result,
    address_document,
    coordinators,
    department_named,
    open_for_reading,
    open_for_writing,
    run_watched,
)
from kyosei_desktop.commands.passphrases import new_passphrase
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.field_labels import field_label
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.plan import Address, DepartmentId, FieldId, FieldKind
from kyosei_desktop.domain.rounds import AskedField, DepartmentState
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange import requesting
from kyosei_desktop.exchange.request_forms import RequestForm
from kyosei_desktop.store import acceptance, rounds
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.returns import take_back_returns
from kyosei_desktop.store.status import round_status


@dataclass(eq=False)
class NotAskedOf(KyoseiError):
    """A cell to return that the department was not asked for."""

    sentence: ClassVar[str] = N_("{department}に「{place}」は照会していません。施策の番号と項目を確かめてください。")
    department: str
    place: str


@dataclass(eq=False)
class NothingHandedIn(KyoseiError):
    """A department is to be accepted that has handed in nothing, and nobody has said that this is meant."""

    sentence: ClassVar[str] = N_(
        "{department}からはまだ回答がありません。回答なしで受理するには --without-answers を付けてください。"
    )
    department: str


def manage_round(options: argparse.Namespace) -> Result:
    """`round`."""
    with coordinators(open_for_writing(options)) as ledger:
        if options.close:
            collection = rounds.close_round(ledger, author=options.author)
            line = _("{label}の照会を締め切りました。")
        elif options.reopen:
            collection = rounds.reopen_round(ledger, author=options.author)
            line = _("{label}の照会を再開しました。")
        elif options.add:
            collection = rounds.ask_more(
                ledger, options.add, requires=options.require or frozenset(), author=options.author
            )
            line = _("{label}の照会に項目を足しました。送った照会ファイルはそのまま使えます。")
        elif options.year is None:
            collection = rounds.change_due_date(ledger, options.due, author=options.author)
            line = _("{label}の照会の締切を{due}に変えました。")
        else:
            collection = rounds.open_round(
                ledger,
                year=options.year,
                period=_period(ledger, options),
                due_on=options.due,
                asks=options.fields,
                requires=options.require,
                author=options.author,
            )
            line = _("{label}の照会を始めました（締切 {due}）。")
        document = {
            "round": collection.id,
            "year": collection.year,
            "period": collection.period,
            "due_on": collection.due_on.isoformat(),
            "is_open": collection.is_open,
        }
        due = ledger.definition.shown_calendar.day(collection.due_on)
        return Result(document, [line.format(label=rounds.round_label(ledger, collection), due=due)])


def write_requests(options: argparse.Namespace) -> Result:
    """`request`."""
    passphrase = new_passphrase(options)
    with coordinators(open_for_writing(options)) as ledger:
        chosen = None if options.department is None else [department_named(ledger, options.department)]
        forms = dict.fromkeys((one.id for one in ledger.plan().departments), RequestForm(options.form))
        work = requesting.make_requests(
            ledger,
            options.out,
            departments=chosen,
            forms=forms,
            with_letters=options.letters,
            passphrase=passphrase,
            author=options.author,
        )
        made = run_watched(work)
    document = {
        "files": [{"file": str(one.file), "department": one.department.name, "form": one.form.value} for one in made]
    }
    return Result(document, [f"{one.department.name}　{one.file}" for one in made])


def return_answers(options: argparse.Namespace) -> Result:
    """`return`."""
    passphrase = new_passphrase(options)
    with coordinators(open_for_writing(options)) as ledger:
        if options.missing:
            return bulk.return_gaps(ledger, options, passphrase)
        department = department_named(ledger, options.department)
        if options.take_back:
            take_back_returns(ledger, [department], author=options.author)
            said = _("{department}への差戻しを取り消しました。").format(department=options.department)
            return Result({"department": options.department, "taken_back": True}, [said])
        chosen = None
        if options.measure:
            chosen = _cells(ledger, department, options.measure)
        written = requesting.return_department(
            ledger,
            department,
            options.out,
            reason=options.reason,
            fields=chosen,
            passphrase=passphrase,
            author=options.author,
        )
    document = {"file": str(written), "department": options.department}
    line = _("{department}への差戻しを「{file}」に書きました。")
    return Result(document, [line.format(**document)])


def accept(options: argparse.Namespace) -> Result:
    """`accept`."""
    with coordinators(open_for_writing(options)) as ledger:
        if options.complete:
            return bulk.accept_complete(ledger, options)
        department = department_named(ledger, options.department)
        if options.revoke:
            acceptance.revoke_acceptance(ledger, department, author=options.author)
            line = _("{department}の受理を取り消しました。")
        else:
            if not options.without_answers:
                _refuse_silent(ledger, department)
            acceptance.accept_department(ledger, department, author=options.author)
            line = _("{department}の回答を受理しました。")
    document = {"department": options.department, "accepted": not options.revoke}
    return Result(document, [line.format(department=options.department)])


def _refuse_silent(ledger: Ledger, department: DepartmentId) -> None:
    for one in round_status(ledger).departments:
        if one.department.id == department and one.state is DepartmentState.ASKED:
            raise NothingHandedIn(department=one.department.name)


def show_status(options: argparse.Namespace) -> Result:
    """`status`."""
    with coordinators(open_for_reading(options)) as ledger:
        found = round_status(ledger)
        label = None if found.round is None else rounds.round_label(ledger, found.round)
        definition = ledger.definition
    document = {
        "round": None
        if found.round is None
        else {
            "id": found.round.id,
            "year": found.round.year,
            "period": found.round.period,
            "due_on": found.round.due_on.isoformat(),
            "is_open": found.round.is_open,
        },
        "departments": [
            {
                "name": one.department.name,
                "state": one.state.value,
                "asked": len(one.asked),
                "answered": one.answered,
                "missing": [address_document(place) for place in one.missing],
                "conflicts": one.conflicts,
                "held": one.held,
                "late": one.is_late,
            }
            for one in found.departments
        ],
    }
    states = {
        DepartmentState.NOT_SENT: _("未送付"),
        DepartmentState.ASKED: _("照会中"),
        DepartmentState.SUBMITTED: _("提出済"),
        DepartmentState.RETURNED: _("差戻し中"),
        DepartmentState.ACCEPTED: _("受理"),
    }
    line = _("{name}　{state}　{answered}／{asked}欄")
    lines = [label or _("開いている照会はありません。")]
    for one in found.departments:
        said = line.format(
            name=one.department.name, state=states[one.state], answered=one.answered, asked=len(one.asked)
        )
        if one.missing:
            said += _("　未記入 {places}").format(
                places="、".join(field_label(definition, place) for place in one.missing)
            )
        if one.conflicts:
            said += _("　競合{count}").format(count=one.conflicts)
        lines.append(said + (_("　遅れ") if one.is_late else ""))
    return Result(document, lines)


def _period(ledger: Ledger, options: argparse.Namespace) -> Any:
    if options.period is not None:
        return options.period
    for one in ledger.definition.periods:
        if one.half == options.half:
            return one.id
    raise rounds.UnknownPeriod(
        period=options.half, known="、".join(f"--period {one.id}" for one in ledger.definition.periods)
    )


def _cells(ledger: Ledger, department: DepartmentId, places: Sequence[str]) -> list[FieldId]:
    """The fields that `--measure N[:field]` names, among those that the round asks of the department."""
    collection = rounds.find_open_round(ledger)
    if collection is None:
        raise rounds.NoOpenRound
    plan = ledger.plan()
    asked = [(one.field, plan.address_of(one.field)) for one in rounds.asked_of(ledger, plan, collection, department)]
    chosen = []
    for place in places:
        number, _separator, kind = place.partition(":")
        found = [
            one.id
            for one, address in asked
            if _same_number(number, address) and (not kind or _asked_kind(address, collection.year) == kind)
        ]
        if not found:
            raise NotAskedOf(department=plan.department_names[department], place=place)
        chosen += found
    return chosen


def _same_number(given: str, address: Address) -> bool:
    if isinstance(address.measure, int) and given.isdecimal():
        return int(given) == address.measure
    return given == str(address.measure)


def _asked_kind(address: Address, year: FiscalYear) -> str:
    if address.field is FieldKind.ENTRY and address.year != year:
        return AskedField.NEXT_PLAN.value
    return address.field.value
