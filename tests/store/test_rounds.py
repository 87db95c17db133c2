"""Rounds: one open at a time, what each asks of whom, closing, reopening and the due date."""

from datetime import date
from pathlib import Path

import pytest

from kyosei_desktop.domain.plan import PeriodId
from kyosei_desktop.domain.rounds import AskedField
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.new_ledger import create_built_in_ledger
from kyosei_desktop.store.acts import ActKind, list_acts
from kyosei_desktop.store.receiving import RoundIsClosed
from kyosei_desktop.store.requests import departments_asked
from kyosei_desktop.store.rounds import (
    ConflictsRemain,
    NoClosedRound,
    NoOpenRound,
    NothingAsked,
    RoundIsOpen,
    UnknownPeriod,
    YearNotInPlan,
    asked_of,
    change_due_date,
    close_round,
    find_open_round,
    list_rounds,
    open_round,
    reopen_round,
    round_label,
)
from tests.office import DUE, KYOSEI, PERIOD, SOUMU, YEAR, Office, entry, ledger_state

NOBODY = "取りまとめ"


def asked(office: Office, name: str) -> dict[str, bool]:
    """What the open round asks of a department, and whether it is required."""
    collection = find_open_round(office.ledger)
    assert collection is not None
    plan = office.ledger.plan()
    found = asked_of(office.ledger, plan, collection, office.department(name))
    return {str(plan.address_of(one.field)): one.is_required for one in found}


def test_a_round_asks_each_owner_for_its_part_and_all_for_outcome_and_record(office: Office) -> None:
    assert asked(office, KYOSEI) == {
        "2.1.2021.second_half": True,
        "2.1.2022.plan": False,
        "2.outcome": False,
        "2.record": False,
        "3.2.2021.second_half": True,
        "3.2.2022.plan": False,
        "3.outcome": False,
        "3.record": False,
        "4-(1).1.2021.second_half": False,
        "4-(1).1.2022.plan": False,
        "4-(1).outcome": False,
        "4-(1).record": False,
    }
    assert {"1.1.2021.second_half", "3.1.2021.second_half"} <= set(asked(office, SOUMU))


def test_by_default_a_round_asks_for_entries_and_requires_them(office: Office) -> None:
    close_round(office.ledger, author=NOBODY)
    opened = open_round(office.ledger, year=YEAR, period=PeriodId("first_half"), due_on=DUE, author=NOBODY)
    assert (opened.asks, opened.requires) == ({AskedField.ENTRY}, {AskedField.ENTRY})
    assert asked(office, SOUMU) == {
        "1.1.2021.first_half": True,
        "2.1.2021.first_half": True,
        "3.1.2021.first_half": True,
    }


def test_outcome_can_be_required(office: Office) -> None:
    close_round(office.ledger, author=NOBODY)
    kinds = frozenset({AskedField.OUTCOME})
    open_round(office.ledger, year=YEAR, period=PERIOD, due_on=DUE, asks=kinds, requires=kinds, author=NOBODY)
    assert asked(office, SOUMU) == {"1.outcome": True, "2.outcome": True, "3.outcome": True}
    plan = office.ledger.plan()
    collection = find_open_round(office.ledger)
    assert collection is not None
    assert departments_asked(office.ledger, plan, collection) == [office.department(SOUMU), office.department(KYOSEI)]


def test_opening_a_round_makes_the_cells_of_next_years_plan_and_changes_no_document(office: Office) -> None:
    assert office.text(entry(1, period="plan", year=2022)) == ""
    assert '"2022"' not in ledger_state(office.ledger)[0]


def test_one_round_is_open_at_a_time(office: Office) -> None:
    with pytest.raises(RoundIsOpen) as refused:
        open_round(office.ledger, year=YEAR, period=PERIOD, due_on=DUE, author=NOBODY)
    assert "令和３年度 下期実績" in str(refused.value)
    with pytest.raises(RoundIsOpen):
        reopen_round(office.ledger, author=NOBODY)
    assert len(list_rounds(office.ledger)) == 1


@pytest.mark.parametrize(
    ("year", "period", "asks", "requires", "reason"),
    [
        (2019, "second_half", {"entry"}, None, YearNotInPlan),
        (2021, "quarter", {"entry"}, None, UnknownPeriod),
        (2021, "second_half", set(), None, NothingAsked),
        (2021, "second_half", {"entry"}, {"record"}, NothingAsked),
    ],
)
def test_a_round_that_cannot_be_is_refused_in_words(
    office: Office, year: int, period: str, asks: set[str], requires: set[str] | None, reason: type[Exception]
) -> None:
    close_round(office.ledger, author=NOBODY)
    with pytest.raises(reason):
        open_round(
            office.ledger,
            year=FiscalYear(year),
            period=PeriodId(period),
            due_on=DUE,
            asks={AskedField(one) for one in asks},
            requires=None if requires is None else {AskedField(one) for one in requires},
            author=NOBODY,
        )
    assert find_open_round(office.ledger) is None


def test_closing_needs_every_conflict_settled(office: Office) -> None:
    office.merge(office.soumu.answer({entry(2): "x"}), office.kyosei.answer({entry(2): "y"}))
    with pytest.raises(ConflictsRemain) as refused:
        close_round(office.ledger, author=NOBODY)
    assert refused.value.count == 1
    assert find_open_round(office.ledger) is not None
    office.settle("2.1.2021.second_half", "x")
    close_round(office.ledger, author=NOBODY)
    assert find_open_round(office.ledger) is None
    with pytest.raises(NoOpenRound):
        close_round(office.ledger, author=NOBODY)


def test_a_submission_to_a_closed_round_is_refused_until_it_is_reopened(office: Office) -> None:
    file = office.soumu.answer({entry(1): "一"})
    close_round(office.ledger, author=NOBODY)
    before = office.stored()
    refused = office.merge(file).files[0].refused
    assert refused == str(RoundIsClosed())
    assert office.stored() == before
    reopen_round(office.ledger, author=NOBODY)
    assert office.merge(file).files[0].taken == 1


def test_a_round_that_was_never_there_cannot_be_reopened(tmp_path: Path) -> None:
    path = tmp_path / "新しい台帳.kyosei"
    with create_built_in_ledger(path, author=NOBODY) as ledger, pytest.raises(NoClosedRound):
        reopen_round(ledger, author=NOBODY)


def test_reopening_opens_the_newest_round_with_its_keys(office: Office) -> None:
    file = office.soumu.answer({entry(1): "一"})
    first = close_round(office.ledger, author=NOBODY)
    second = open_round(office.ledger, year=YEAR, period=PERIOD, due_on=DUE, author=NOBODY)
    close_round(office.ledger, author=NOBODY)
    assert reopen_round(office.ledger, author=NOBODY).id == second.id
    assert [one.id for one in list_rounds(office.ledger)] == [first.id, second.id]
    assert office.merge(file).files[0].refused == str(RoundIsClosed())


def test_a_new_due_date_leaves_files_already_out_valid(office: Office) -> None:
    file = office.soumu.answer({entry(1): "一"})
    changed = change_due_date(office.ledger, date(2022, 3, 25), author=NOBODY)
    assert changed.due_on == date(2022, 3, 25)
    merged = office.merge(file).files[0]
    assert (merged.taken, merged.is_late) == (1, True)


def test_everything_done_with_a_round_is_recorded(office: Office) -> None:
    change_due_date(office.ledger, date(2022, 5, 6), author=NOBODY)
    close_round(office.ledger, author=NOBODY)
    reopen_round(office.ledger, author="別の担当")
    done = [(one.kind, one.done_by, one.note) for one in list_acts(office.ledger)]
    assert done[0] == (ActKind.ROUND_OPENED, NOBODY, "2022-04-15")
    assert done[-3:] == [
        (ActKind.DUE_DATE_CHANGED, NOBODY, "2022-05-06"),
        (ActKind.ROUND_CLOSED, NOBODY, None),
        (ActKind.ROUND_REOPENED, "別の担当", None),
    ]


def test_a_round_is_called_by_its_era_and_period(office: Office) -> None:
    assert [round_label(office.ledger, one) for one in list_rounds(office.ledger)] == ["令和３年度 下期実績"]
