"""What a ledger tells its next coordinator: days as they were, who was late, what is open, what is odd."""

from datetime import date, timedelta

from kyosei_desktop.store.acceptance import accept_department
from kyosei_desktop.store.conflicts import list_conflicts
from kyosei_desktop.store.handover import OddKind, OpenKind, read_handover
from kyosei_desktop.store.rounds import change_due_date, close_round
from kyosei_desktop.store.withdrawing import withdraw_last_merge
from tests.office import DUE, KYOSEI, SOUMU, YEAR, Office, entry, of_measure


def open_points(office: Office) -> set[tuple[OpenKind, str, str]]:
    return {
        (one.kind, "" if one.address is None else str(one.address), one.department)
        for one in read_handover(office.ledger).open_points
    }


def test_a_round_is_told_with_its_real_days(office: Office) -> None:
    opened_on = office.clock.now.astimezone().date()
    change_due_date(office.ledger, DUE + timedelta(days=7), author="取りまとめ")
    office.clock.now += timedelta(days=3)
    office.merge(office.soumu.answer({entry(1): "一"}))
    (played,) = read_handover(office.ledger).rounds
    assert (played.first_due_on, played.round.due_on) == (DUE, DUE + timedelta(days=7))
    assert (played.asked, played.closed_on) == (2, None)
    assert played.last_answer_on == opened_on + timedelta(days=3)
    close_round(office.ledger, author="取りまとめ")
    (played,) = read_handover(office.ledger).rounds
    assert played.closed_on == office.clock.now.astimezone().date()


def test_who_was_late_and_who_never_answered(office: Office) -> None:
    assert read_handover(office.ledger).late == []
    days = (DUE - office.clock.now.astimezone().date()).days + 3
    office.clock.now += timedelta(days=days)
    office.merge(office.soumu.answer({entry(1): "一"}))
    late = {one.department: (one.arrived_on, one.days) for one in read_handover(office.ledger).late}
    assert late == {SOUMU: (DUE + timedelta(days=3), 3), KYOSEI: (None, 3)}


def test_everything_left_to_do_is_an_open_point(office: Office) -> None:
    assert open_points(office) == {(OpenKind.NOT_SUBMITTED, "", SOUMU), (OpenKind.NOT_SUBMITTED, "", KYOSEI)}
    office.merge(office.soumu.answer({entry(2): "x"}), office.kyosei.answer({entry(2): "y"}))
    found = open_points(office)
    assert (OpenKind.CONFLICT, "2.1.2021.second_half", "") in found
    assert (OpenKind.MISSING, "1.1.2021.second_half", SOUMU) in found
    assert {one for one in found if one[0] is OpenKind.NOT_ACCEPTED} == {
        (OpenKind.NOT_ACCEPTED, "", SOUMU),
        (OpenKind.NOT_ACCEPTED, "", KYOSEI),
    }
    office.settle(list_conflicts(office.ledger)[0].id, "x")
    office.returned(SOUMU, entry(1))
    accept_department(office.ledger, office.department(KYOSEI), author="取りまとめ")
    found = open_points(office)
    assert (OpenKind.RETURNED, "", SOUMU) in found
    assert (OpenKind.NOT_ACCEPTED, "", KYOSEI) not in found
    assert not [one for one in found if one[0] is OpenKind.CONFLICT]


def test_a_department_not_accepted_in_a_closed_round_is_still_told(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}))
    close_round(office.ledger, author="取りまとめ")
    assert open_points(office) == {(OpenKind.NOT_ACCEPTED, "", SOUMU)}


def test_measures_that_want_care_are_told_apart(office: Office) -> None:
    odd = [(one.kind, one.measure, list(one.departments)) for one in read_handover(office.ledger).oddities]
    assert odd[:3] == [
        (OddKind.CO_OWNED, 2, [SOUMU, KYOSEI]),
        (OddKind.SEVERAL_INITIATIVES, 3, [SOUMU, KYOSEI]),
        (OddKind.SHARED_TEXTS, 3, [SOUMU, KYOSEI]),
    ]


def test_a_withdrawn_file_was_no_answer(office: Office) -> None:
    office.merge(office.soumu.answer({of_measure(1): "成果"}))
    withdraw_last_merge(office.ledger, author="取りまとめ")
    found = read_handover(office.ledger)
    assert found.rounds[0].last_answer_on is None
    assert found.rounds[0].round.year == YEAR
    assert isinstance(found.rounds[0].opened_on, date)
