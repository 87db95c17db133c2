"""Who has handed in, what is missing, who is late: on the small office and on the built-in plan."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.exchange.new_ledger import create_built_in_ledger
from kyosei_desktop.exchange.requesting import make_requests
from kyosei_desktop.store.acceptance import accept_department, revoke_acceptance
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.rounds import close_round, open_round
from kyosei_desktop.store.status import DepartmentStatus, round_status
from kyosei_desktop.store.withdrawing import withdraw_last_merge
from tests.office import DUE, KYOSEI, PERIOD, SOUMU, YEAR, Office, entry


def status_of(office: Office, name: str) -> DepartmentStatus:
    return next(one for one in round_status(office.ledger).departments if one.department.name == name)


def test_a_department_goes_through_all_states(office: Office) -> None:
    department, states = office.department(SOUMU), [status_of(office, SOUMU).state]

    def now() -> None:
        states.append(status_of(office, SOUMU).state)

    office.merge(office.soumu.answer({entry(1): "一"}))
    now()
    office.soumu.open(office.returned(SOUMU, entry(1)))
    now()
    office.merge(office.soumu.answer({entry(1): "一の二"}))
    now()
    accept_department(office.ledger, department, author="取りまとめ")
    now()
    revoke_acceptance(office.ledger, department, author="取りまとめ")
    now()
    withdraw_last_merge(office.ledger, author="取りまとめ")
    now()
    assert states == [
        DepartmentState.ASKED,
        DepartmentState.SUBMITTED,
        DepartmentState.RETURNED,
        DepartmentState.SUBMITTED,
        DepartmentState.ACCEPTED,
        DepartmentState.SUBMITTED,
        DepartmentState.RETURNED,
    ]
    assert status_of(office, KYOSEI).state is DepartmentState.ASKED


def test_an_answer_that_was_on_its_way_is_no_answer_to_the_return(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}))
    on_its_way = office.soumu.answer({entry(1): "一の二"})
    path = office.returned(SOUMU, entry(1))
    office.merge(on_its_way)
    assert status_of(office, SOUMU).state is DepartmentState.RETURNED
    office.soumu.open(path)
    office.clock.now = office.clock.now.replace(year=2020)  # a desk whose clock is wrong
    answer = office.soumu.answer({entry(1): "一の三"})
    office.clock.now = office.clock.now.replace(year=2022, day=3)
    office.merge(answer)
    assert status_of(office, SOUMU).state is DepartmentState.SUBMITTED


def test_an_answer_made_after_the_return_by_a_clerk_who_never_opened_it_counts(office: Office) -> None:
    """They were told by telephone."""
    office.merge(office.soumu.answer({entry(1): "一"}))
    office.returned(SOUMU, entry(1))
    office.merge(office.soumu.answer({entry(1): "一の二"}))
    assert status_of(office, SOUMU).state is DepartmentState.SUBMITTED


def test_what_is_required_and_not_answered_is_missing(office: Office) -> None:
    before = status_of(office, KYOSEI)
    assert [str(one) for one in before.missing] == ["2.1.2021.second_half", "3.2.2021.second_half"]
    office.merge(office.kyosei.answer({entry(2): " \n", entry(3, 2): Value(blank=BlankReason.NOT_APPLICABLE)}))
    after = status_of(office, KYOSEI)
    assert [str(one) for one in after.missing] == ["2.1.2021.second_half"]
    assert (len(after.asked), after.answered - before.answered) == (12, 1)


def test_an_answer_of_a_co_owner_counts_for_both_and_a_conflict_too(office: Office) -> None:
    office.merge(office.soumu.answer({entry(2): "x"}))
    assert "2.1.2021.second_half" not in [str(one) for one in status_of(office, KYOSEI).missing]
    office.merge(office.kyosei.answer({entry(2): "y"}))
    for name in (SOUMU, KYOSEI):
        status = status_of(office, name)
        assert "2.1.2021.second_half" not in [str(one) for one in status.missing]
        assert status.conflicts == 1


def test_who_has_not_handed_in_is_late_the_day_after_the_due_date(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}))
    office.clock.now = office.clock.now.replace(day=15, hour=3)
    assert [one.is_late for one in round_status(office.ledger).departments] == [False, False]
    office.clock.now = office.clock.now.replace(day=17)
    assert [one.is_late for one in round_status(office.ledger).departments] == [False, True]


def test_the_newest_submission_speaks_for_the_department_whatever_the_order_of_arrival(office: Office) -> None:
    first = office.soumu.answer({entry(1): "一"}, person="担当者", extension="2345", message="先の伝言")
    office.clock.now = office.clock.now.replace(day=17)
    second = office.soumu.answer({entry(1): "二"}, message="後の伝言")
    office.merge(second)
    office.merge(first)
    status = status_of(office, SOUMU)
    assert status.last is not None
    assert (status.last.message, status.last.file_name, status.last.person) == ("後の伝言", second.name, None)
    assert status.is_late


def test_without_an_open_round_there_is_no_status(office: Office) -> None:
    close_round(office.ledger, author="取りまとめ")
    status = round_status(office.ledger)
    assert status.round is None
    assert status.departments == ()


@pytest.fixture(scope="module")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ledger]:
    """A ledger of the built-in plan with a round open and nothing sent yet."""
    folder = tmp_path_factory.mktemp("built-in")
    with create_built_in_ledger(folder / "計画.kyosei", author="取りまとめ") as ledger:
        open_round(ledger, year=YEAR, period=PERIOD, due_on=date(2199, 4, 15), author="取りまとめ")
        yield ledger


def test_all_departments_of_the_built_in_plan_are_there_before_anything_was_sent(built_in: Ledger) -> None:
    status = round_status(built_in)
    assert status.round is not None
    assert status.round.due_on > DUE
    assert len(status.departments) == 17
    assert {one.state for one in status.departments} == {DepartmentState.NOT_SENT}
    # 50 initiatives, of which two have two owners
    assert sum(len(one.asked) for one in status.departments) == 52


def test_requests_are_made_for_all_or_for_one(built_in: Ledger, tmp_path: Path) -> None:
    first = round_status(built_in).departments[0].department
    made = run_to_end(make_requests(built_in, tmp_path / "一つ", departments=[first.id], author="取りまとめ"))
    assert [one.department for one in made] == [first]
    states = [one.state for one in round_status(built_in).departments]
    assert states == [DepartmentState.ASKED] + [DepartmentState.NOT_SENT] * 16
    made = run_to_end(make_requests(built_in, tmp_path / "全部", author="取りまとめ"))
    assert len(made) == len(list((tmp_path / "全部").glob("*.kyoq"))) == 17
    assert {one.state for one in round_status(built_in).departments} == {DepartmentState.ASKED}
