"""The figures behind the charts: first answers by day, and what share of the fields is answered."""

from datetime import timedelta

from kyosei_desktop.store.round_figures import RoundFigures, round_figures
from kyosei_desktop.store.rounds import change_due_date, find_open_round
from kyosei_desktop.store.withdrawing import withdraw_last_merge
from tests.office import DUE, KYOSEI, SOUMU, Office, entry, of_measure


def figures(office: Office) -> RoundFigures:
    collection = find_open_round(office.ledger)
    assert collection is not None
    return round_figures(office.ledger, collection)


def test_departments_are_counted_on_the_day_of_their_first_answer(office: Office) -> None:
    first = office.clock.now.astimezone().date()
    office.merge(office.soumu.answer({entry(1): "一"}))
    office.clock.now += timedelta(days=2)
    office.merge(office.soumu.answer({entry(1): "一の二"}), office.kyosei.answer({entry(2): "二"}))
    found = figures(office)
    assert [(one.day, list(one.departments), one.total) for one in found.days] == [
        (first, [SOUMU], 1),
        (first + timedelta(days=2), [KYOSEI], 2),
    ]
    assert (found.begins_on, found.until, found.departments) == (first, DUE, 2)
    assert found.known_until == first + timedelta(days=2)


def test_a_due_date_that_was_over_when_the_round_was_opened_is_on_the_chart(office: Office) -> None:
    late = DUE - timedelta(days=400)
    change_due_date(office.ledger, late, author="取りまとめ")
    assert figures(office).begins_on == late


def test_after_the_due_date_the_chart_goes_on_to_the_last_answer(office: Office) -> None:
    office.clock.now += timedelta(days=60)
    office.merge(office.soumu.answer({entry(1): "一"}))
    assert figures(office).until == office.clock.now.astimezone().date()


def test_a_withdrawn_file_counts_nowhere(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一"}))
    withdraw_last_merge(office.ledger, author="取りまとめ")
    assert figures(office).days == []


def test_shares_count_every_field_that_was_asked(office: Office) -> None:
    before = {one.department: (one.asked, one.answered) for one in figures(office).shares}
    office.merge(office.soumu.answer({entry(1): "一", of_measure(1, "record"): "実績"}))
    after = {one.department: (one.asked, one.answered) for one in figures(office).shares}
    asked, answered = before[SOUMU]
    assert after == {**before, SOUMU: (asked, answered + 2)}
    assert [one.percent for one in figures(office).shares] == [100 * done // wanted for wanted, done in after.values()]


def test_a_conflict_is_answered(office: Office) -> None:
    office.merge(office.soumu.answer({entry(2): "x"}))
    before = [one.answered for one in figures(office).shares]
    office.merge(office.kyosei.answer({entry(2): "y"}))
    assert [one.answered for one in figures(office).shares] == before
