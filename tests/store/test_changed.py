"""Which fields have changed since a moment: what arrived, was edited or was withdrawn after it."""

from datetime import datetime, timedelta

from kyosei_desktop.domain.plan import Address
from kyosei_desktop.store.acceptance import accept_department
from kyosei_desktop.store.changed import changed_since
from kyosei_desktop.store.ledger import utc_now
from kyosei_desktop.store.withdrawing import withdraw_last_merge
from tests.office import SOUMU, Office, entry, of_measure


def since(office: Office, at: datetime, *addresses: Address) -> bool:
    return changed_since(office.ledger, at) == {office.field(one) for one in addresses}


def test_the_first_texts_are_no_change(office: Office) -> None:
    assert since(office, utc_now() - timedelta(days=36_500))


def test_an_edit_counts_from_when_it_was_made(office: Office) -> None:
    before = office.clock()
    office.edit(of_measure(1), "書き直した")
    between = office.clock()
    office.edit(of_measure(2), "書き直した")
    assert since(office, before, of_measure(1), of_measure(2))
    assert since(office, between, of_measure(2))


def test_an_answer_counts_from_its_arrival_not_from_when_it_was_written(office: Office) -> None:
    file = office.soumu.answer({entry(1): "一"})
    after_writing = office.clock()
    assert since(office, after_writing)
    office.merge(file)
    assert since(office, after_writing, entry(1))
    assert since(office, office.clock())


def test_a_withdrawn_answer_is_a_change_of_the_day_it_was_withdrawn(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}))
    before = office.clock()
    withdraw_last_merge(office.ledger, author="取りまとめ")
    assert since(office, before, entry(1))


def test_what_is_held_has_changed_nothing(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}))
    accept_department(office.ledger, office.department(SOUMU), author="取りまとめ")
    before = office.clock()
    office.merge(office.soumu.answer({entry(1): "受理の後"}))
    assert since(office, before)
