"""The mail that reminds a department: what it says in each state, and that it names every cell that is missing."""

import pytest

from kyosei_desktop.store.acceptance import NotAskedYet, accept_department
from kyosei_desktop.store.reminding import NothingOwed, departments_to_remind, reminder_text
from kyosei_desktop.store.rounds import NoOpenRound, close_round, open_round
from tests.office import DUE, KYOSEI, PERIOD, SOUMU, YEAR, Office, entry


def reminder(office: Office, name: str) -> str:
    return reminder_text(office.ledger, office.department(name))


def test_a_silent_department_is_asked_for_every_required_cell_by_name(office: Office) -> None:
    assert reminder(office, KYOSEI) == (
        "地域共生課 御中\n\n"
        "お世話になっております。\n"
        "令和３年度 下期実績の照会について、回答の提出をお待ちしています（締切 令和4年4月15日（金））。\n\n"
        "まだいただいていない欄（2欄）\n"
        "・№02 令和３年度 下期実績（施策2の名前）\n"
        "・№03（2） 令和３年度 下期実績（施策3の名前）\n\n"
        "お忙しいところ恐れ入りますが、照会ファイルを開いて記入し、回答ファイルをお送りください。\n"
        "行き違いですでにお送りいただいている場合は、ご容赦ください。\n"
    )


def test_after_the_due_date_the_reminder_says_so(office: Office) -> None:
    office.clock.now = office.clock.now.replace(day=18)
    assert "締切（令和4年4月15日（金））を過ぎましたが、回答がまだ届いていません。" in reminder(office, SOUMU)


def test_a_department_with_gaps_is_thanked_and_asked_for_the_gaps_only(office: Office) -> None:
    office.merge(office.kyosei.answer({entry(2): "済"}))
    text = reminder(office, KYOSEI)
    assert "ありがとうございます" in text
    assert "・№03（2） 令和３年度 下期実績" in text
    assert "№02" not in text


def test_a_return_is_reminded_of_with_its_reason_even_with_braces(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}))
    office.returned(SOUMU, entry(1), reason="単位{人}を")
    text = reminder(office, SOUMU)
    assert "差し戻した欄（1欄）：単位{人}を\n・№01 令和３年度 下期実績" in text
    assert "差戻しファイルを開いて直し" in text


def test_who_owes_nothing_is_not_reminded(office: Office) -> None:
    assert departments_to_remind(office.ledger) == [office.department(SOUMU), office.department(KYOSEI)]
    office.merge(office.soumu.answer({entry(1): "一", entry(2): "二", entry(3): "三"}))
    assert departments_to_remind(office.ledger) == [office.department(KYOSEI)]
    with pytest.raises(NothingOwed):
        reminder(office, SOUMU)
    accept_department(office.ledger, office.department(SOUMU), author="取りまとめ")
    with pytest.raises(NothingOwed):
        reminder(office, SOUMU)


def test_without_an_open_round_nobody_is_reminded(office: Office) -> None:
    close_round(office.ledger, author="取りまとめ")
    with pytest.raises(NoOpenRound):
        reminder(office, SOUMU)
    with pytest.raises(NoOpenRound):
        departments_to_remind(office.ledger)


def test_a_department_that_has_no_request_yet_is_to_be_asked_first(office: Office) -> None:
    close_round(office.ledger, author="取りまとめ")
    open_round(office.ledger, year=YEAR, period=PERIOD, due_on=DUE, author="取りまとめ")
    assert departments_to_remind(office.ledger) == []
    with pytest.raises(NotAskedYet):
        reminder(office, SOUMU)
