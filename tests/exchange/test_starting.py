"""Starting a round in one go, and changing it afterwards without harm to the files already out."""

from datetime import date
from pathlib import Path

import pytest

from kyosei_desktop.domain.plan import Address, FieldKind, PeriodId
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.rounds import AskedField, DepartmentState
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.request_forms import RequestForm
from kyosei_desktop.exchange.requesting import make_requests, return_missing
from kyosei_desktop.exchange.starting import StartedRound, plan_requests, start_round
from kyosei_desktop.exchange.work_file import load_request
from kyosei_desktop.store.acceptance import DepartmentHasConflicts, accept_departments, revoke_acceptances
from kyosei_desktop.store.return_reasons import change_return_reasons
from kyosei_desktop.store.returns import NotReturned, take_back_returns
from kyosei_desktop.store.rounds import (
    ask_more,
    change_due_date,
    close_round,
    find_open_round,
    open_round,
    planned_round,
)
from kyosei_desktop.store.status import DepartmentStatus, round_status
from tests.office import DUE, KYOSEI, SOUMU, YEAR, Office, entry, of_measure

FIRST = PeriodId("first_half")
ENTRIES = frozenset({AskedField.ENTRY})
AUTHOR = "取りまとめ"


def start(office: Office, folder: Path) -> StartedRound:
    work = start_round(
        office.ledger, folder, year=YEAR, period=FIRST, due_on=DUE, asks=ENTRIES, requires=ENTRIES, author=AUTHOR
    )
    return run_to_end(work)


def status_of(office: Office, name: str) -> DepartmentStatus:
    return next(one for one in round_status(office.ledger).departments if one.department.name == name)


def test_one_go_opens_the_round_and_makes_every_request_with_its_letter(office: Office, tmp_path: Path) -> None:
    close_round(office.ledger, author=AUTHOR)
    started = start(office, tmp_path / "送付")
    assert find_open_round(office.ledger) == started.round
    assert sorted(one.name for one in (tmp_path / "送付").iterdir()) == [
        "照会_令和３年度上期実績_地域共生課.kyoq",
        "照会_令和３年度上期実績_地域共生課.txt",
        "照会_令和３年度上期実績_福祉総務課.kyoq",
        "照会_令和３年度上期実績_福祉総務課.txt",
    ]
    assert {one.state for one in round_status(office.ledger).departments} == {DepartmentState.ASKED}
    content = (tmp_path / "送付" / "照会_令和３年度上期実績_福祉総務課.txt").read_bytes()
    assert content.startswith(b"\xef\xbb\xbf")
    text = content.decode("utf-8-sig")
    assert text.startswith("福祉総務課 御中\r\n")
    assert "3施策 3欄（必須 3欄）" in text
    assert "令和4年4月15日（金）" in text
    assert "照会_令和３年度上期実績_福祉総務課.kyoq" in text


@pytest.mark.parametrize("steps", [1, 2, 3])
def test_cancelling_leaves_no_round_and_no_file(office: Office, tmp_path: Path, steps: int) -> None:
    close_round(office.ledger, author=AUTHOR)
    folder = tmp_path / "送付"
    work = start_round(
        office.ledger, folder, year=YEAR, period=FIRST, due_on=DUE, asks=ENTRIES, requires=ENTRIES, author=AUTHOR
    )
    for _step in range(steps):
        next(work)
    work.close()
    assert find_open_round(office.ledger) is None
    assert list(folder.glob("*.kyoq")) + list(folder.glob("*.txt")) == []


def test_what_a_round_would_ask_is_told_before_it_is_opened(office: Office) -> None:
    close_round(office.ledger, author=AUTHOR)
    planned = planned_round(office.ledger, year=YEAR, period=FIRST, due_on=DUE, asks=ENTRIES)
    found = plan_requests(office.ledger, planned)
    assert [(one.department.name, one.asked, one.required) for one in found] == [(SOUMU, 3, 3), (KYOSEI, 3, 2)]
    assert found[0].letters[RequestForm.APP].startswith("福祉総務課 御中")
    assert find_open_round(office.ledger) is None


def narrow_round(office: Office, tmp_path: Path) -> Path:
    """A round that asks 福祉総務課 for entries only; the request of it, answered but not handed in yet."""
    close_round(office.ledger, author=AUTHOR)
    started = start(office, tmp_path / "送付")
    request = next(one.file for one in started.files if one.department.name == SOUMU)
    clerk = office.clerk("別の机")
    clerk.open(request)
    return clerk.answer(
        {entry(1, period=FIRST): "前からの文", entry(2, period=FIRST): "二", entry(3, period=FIRST): "三"}
    )


def test_a_field_added_later_leaves_files_already_out_valid(office: Office, tmp_path: Path) -> None:
    old = narrow_round(office, tmp_path)
    before = status_of(office, SOUMU)
    ask_more(office.ledger, {AskedField.RECORD}, requires={AskedField.RECORD}, author=AUTHOR)
    status = status_of(office, SOUMU)
    assert (len(status.asked), status.not_sent) == (len(before.asked) + 3, 3)
    merged = office.merge(old).files[0]
    assert (merged.refused, merged.taken) == (None, 3)
    status = status_of(office, SOUMU)
    assert status.state is DepartmentState.SUBMITTED
    assert [one.field for one in status.missing] == [FieldKind.RECORD] * 3


def test_a_request_made_anew_carries_the_added_field_to_the_same_desk(office: Office, tmp_path: Path) -> None:
    office.merge(narrow_round(office, tmp_path))
    ask_more(office.ledger, {AskedField.RECORD}, author=AUTHOR)
    clerk = office.clerks[-1]
    clerk.open(office.request(SOUMU))
    assert status_of(office, SOUMU).not_sent == 0
    merged = office.merge(clerk.answer({of_measure(1, "record"): "足した実績"})).files[0]
    assert (merged.refused, merged.taken) == (None, 1)
    assert office.text(entry(1, period=FIRST)) == "前からの文"
    assert office.text(of_measure(1, "record")) == "足した実績"


def test_what_is_asked_already_is_not_added_twice(office: Office) -> None:
    before = find_open_round(office.ledger)
    assert ask_more(office.ledger, {AskedField.RECORD}, author=AUTHOR) == before


def test_a_department_added_later_is_asked_and_the_files_of_the_others_stay_valid(
    office: Office, tmp_path: Path
) -> None:
    old = narrow_round(office, tmp_path)
    office.edit(Address(1, FieldKind.DEPARTMENTS, 1), f"{SOUMU}\n{KYOSEI}")
    status = status_of(office, KYOSEI)
    assert status.not_sent == 1
    change_due_date(office.ledger, date(2022, 5, 31), author=AUTHOR)
    assert office.merge(old).files[0].taken == 3
    request = office.request(KYOSEI)
    assert len(load_request(request).fields) == len(status.asked)
    clerk = office.clerk("足した課の机")
    clerk.open(request)
    merged = office.merge(clerk.answer({entry(1, period=FIRST): "前からの文"})).files[0]
    assert (merged.refused, merged.conflicts) == (None, 0)


def test_stock_reasons_stay_with_the_coordinator(office: Office) -> None:
    change_return_reasons(office.ledger, ["内々の理由"], author=AUTHOR)
    assert "内々の理由" not in office.request(SOUMU).read_bytes().decode("utf-8", "ignore")
    assert "return_reasons" not in load_request(office.request(SOUMU)).definition.document


def test_gaps_of_several_departments_are_returned_together_and_taken_back_together(
    office: Office, tmp_path: Path
) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}), office.kyosei.answer({entry(3, 2): "三"}))
    both = [office.department(SOUMU), office.department(KYOSEI)]
    made = run_to_end(return_missing(office.ledger, both, tmp_path, reason="記入してください", author=AUTHOR))
    assert [one.file.name for one in made] == [
        "差戻し_令和３年度下期実績_福祉総務課.kyoq",
        "差戻し_令和３年度下期実績_地域共生課.kyoq",
    ]
    assert {one.state for one in round_status(office.ledger).departments} == {DepartmentState.RETURNED}
    assert len(load_request(made[0].file).fields) == 2
    take_back_returns(office.ledger, both, author=AUTHOR)
    assert {one.state for one in round_status(office.ledger).departments} == {DepartmentState.SUBMITTED}
    with pytest.raises(NotReturned):
        take_back_returns(office.ledger, both, author=AUTHOR)
    office.soumu.open(made[0].file)  # sent before it was taken back: still valid
    assert office.merge(office.soumu.answer({entry(2): "二"})).files[0].refused is None


def test_several_departments_are_accepted_together_or_not_at_all(office: Office) -> None:
    office.merge(office.soumu.answer({entry(2): "x"}), office.kyosei.answer({entry(2): "y"}))
    both = [office.department(SOUMU), office.department(KYOSEI)]
    with pytest.raises(DepartmentHasConflicts):
        accept_departments(office.ledger, both, author=AUTHOR)
    assert DepartmentState.ACCEPTED not in {one.state for one in round_status(office.ledger).departments}
    office.settle("2.1.2021.second_half", "x")
    accept_departments(office.ledger, both, author=AUTHOR)
    assert {one.state for one in round_status(office.ledger).departments} == {DepartmentState.ACCEPTED}
    revoke_acceptances(office.ledger, both, author=AUTHOR)
    assert {one.state for one in round_status(office.ledger).departments} == {DepartmentState.SUBMITTED}


def test_a_request_of_a_round_opened_by_hand_has_a_letter_only_when_wanted(office: Office, tmp_path: Path) -> None:
    close_round(office.ledger, author=AUTHOR)
    open_round(office.ledger, year=FiscalYear(2021), period=FIRST, due_on=DUE, author=AUTHOR)
    run_to_end(make_requests(office.ledger, tmp_path / "なし", author=AUTHOR))
    assert list((tmp_path / "なし").glob("*.txt")) == []
    run_to_end(make_requests(office.ledger, tmp_path / "あり", with_letters=True, author=AUTHOR))
    assert len(list((tmp_path / "あり").glob("*.txt"))) == 2
