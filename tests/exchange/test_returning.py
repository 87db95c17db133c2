"""Returns (差戻し): a request for the cells in question, with a reason and their present texts."""

import pytest

from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.exchange.request_file import read_request
from kyosei_desktop.exchange.requesting import NotSubmitted, return_department
from kyosei_desktop.store.acceptance import NotAskedYet, accept_department, revoke_acceptance
from kyosei_desktop.store.files import FileNotWritten
from kyosei_desktop.store.requests import NothingToAsk
from kyosei_desktop.store.rounds import NoOpenRound, close_round, open_round
from kyosei_desktop.store.status import round_status
from kyosei_desktop.store.withdrawing import DepartmentIsAccepted
from kyosei_desktop.store.work_files import read_work
from tests.office import DUE, KYOSEI, PERIOD, SOUMU, YEAR, Office, entry, of_measure


def state_of(office: Office, name: str) -> DepartmentState:
    return next(one.state for one in round_status(office.ledger).departments if one.department.name == name)


def test_a_return_asks_for_the_cells_in_question_with_reason_and_present_text(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一", entry(3): "三"}))
    path = office.returned(SOUMU, entry(1), reason="数字を入れてください")
    request = read_request(path.read_bytes(), path.name)
    assert [(one.field, one.value.text) for one in request.fields] == [(office.field(entry(1)), "一")]
    assert (request.is_return, request.reason) == (True, "数字を入れてください")
    assert state_of(office, SOUMU) is DepartmentState.RETURNED


def test_a_return_without_cells_asks_for_everything_again(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}))
    first, path = office.requests[SOUMU], office.returned(SOUMU)
    fields = [[field.field for field in read_request(one.read_bytes(), one.name).fields] for one in (first, path)]
    assert fields[0] == fields[1]


def test_words_about_single_cells_reach_the_clerk_and_go_with_the_answer(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一", entry(3): "三"}))
    file = office.folder / "差戻し.kyoq"
    return_department(
        office.ledger,
        office.department(SOUMU),
        file,
        reason="二か所あります",
        fields=[office.field(entry(1)), office.field(entry(3))],
        notes={office.field(entry(3)): "回数を\n入れてください"},
        author="取りまとめ",
    )
    office.soumu.open(file)
    work = read_work(office.soumu.work)
    assert work.return_reason == "二か所あります"
    told = {str(one.address): one.note for one in work.fields if one.is_returned}
    assert told == {"1.1.2021.second_half": None, "3.1.2021.second_half": "回数を\n入れてください"}
    assert len(work.fields) == len(read_request(office.requests[SOUMU].read_bytes(), "照会.kyoq").fields)
    office.soumu.answer({entry(3): "三を４回"})
    work = read_work(office.soumu.work)
    assert work.return_reason is None
    assert [one for one in work.fields if one.is_returned or one.note] == []


def test_opening_a_return_twice_changes_nothing(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}))
    path = office.returned(SOUMU, entry(1))
    office.soumu.open(path)
    before = office.soumu.work_file.read_bytes()
    office.soumu.open(path)
    assert office.soumu.work_file.read_bytes() == before


def test_what_the_clerk_wrote_since_stays(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}))
    path = office.returned(SOUMU, entry(1))
    office.soumu.write({entry(1): "もう直した一", entry(3): "三"})
    office.soumu.open(path)
    texts = {str(one.address): one.value.text for one in read_work(office.soumu.work).fields}
    assert texts["1.1.2021.second_half"] == "もう直した一"
    assert texts["3.1.2021.second_half"] == "三"
    office.merge(office.soumu.hand_in())
    assert (office.text(entry(1)), office.text(entry(3))) == ("もう直した一", "三")
    assert office.conflict_texts() == {}


def test_where_clerk_and_coordinator_wrote_meanwhile_both_stand(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}))
    office.edit(entry(1), "取りまとめの一")
    path = office.returned(SOUMU, entry(1))
    office.soumu.write({entry(1): "担当課の一"})
    office.soumu.open(path)
    shown = {str(one.address): one.value.text for one in read_work(office.soumu.work).fields}
    assert shown["1.1.2021.second_half"] == "担当課の一"
    office.merge(office.soumu.hand_in())
    assert office.conflict_texts() == {"1.1.2021.second_half": ["取りまとめの一", "担当課の一"]}
    office.merge(office.soumu.answer({entry(1): "担当課が両方を見て書いた一"}))
    assert office.text(entry(1)) == "担当課が両方を見て書いた一"


def test_a_return_can_be_returned_again(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}))
    for number in range(3):
        office.soumu.open(office.returned(SOUMU, entry(1), reason=f"{number}回目"))
        assert read_work(office.soumu.work).return_reason == f"{number}回目"
        office.merge(office.soumu.answer({entry(1): f"一の{number}"}))
        assert state_of(office, SOUMU) is DepartmentState.SUBMITTED
    assert office.text(entry(1)) == "一の2"


def test_only_what_was_handed_in_is_returned(office: Office) -> None:
    with pytest.raises(NotSubmitted) as refused:
        office.returned(SOUMU)
    assert SOUMU in str(refused.value)
    close_round(office.ledger, author="取りまとめ")
    with pytest.raises(NoOpenRound):
        office.returned(SOUMU)
    open_round(office.ledger, year=YEAR, period=PERIOD, due_on=DUE, author="取りまとめ")
    with pytest.raises(NotAskedYet):
        office.returned(SOUMU)


def test_what_was_not_asked_of_the_department_cannot_be_returned_to_it(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}))
    for address in (entry(3, 2), entry(1, year=2020)):
        with pytest.raises(NothingToAsk):
            office.returned(SOUMU, address)
    assert state_of(office, SOUMU) is DepartmentState.SUBMITTED


def test_an_accepted_department_gets_nothing_back_until_that_is_revoked(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}), office.kyosei.answer({of_measure(2): "成果を書いた"}))
    accept_department(office.ledger, office.department(SOUMU), author="取りまとめ")
    with pytest.raises(DepartmentIsAccepted):
        office.returned(SOUMU)
    office.returned(KYOSEI)
    revoke_acceptance(office.ledger, office.department(SOUMU), author="取りまとめ")
    office.returned(SOUMU)


def test_a_return_that_cannot_be_written_did_not_happen(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}))
    before = office.stored()
    with pytest.raises(FileNotWritten):
        return_department(
            office.ledger,
            office.department(SOUMU),
            office.folder / "ない" / "差戻し.kyoq",
            reason="数字を入れてください",
            author="取りまとめ",
        )
    assert office.stored() == before


def test_a_reason_of_several_lines_may_come_from_windows(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}))
    office.soumu.open(office.returned(SOUMU, entry(1), reason="数字を\r\n入れてください"))
    assert read_work(office.soumu.work).return_reason == "数字を\n入れてください"
