"""The plan as it was: what counted at a moment, and nothing that came later."""

from datetime import UTC, datetime, timedelta

import pytest

from kyosei_desktop.store.acceptance import accept_department, revoke_acceptance
from kyosei_desktop.store.acts import ActKind
from kyosei_desktop.store.editions import edition_of
from kyosei_desktop.store.past import edition_at, just_before, list_turning_points, plan_at
from kyosei_desktop.store.withdrawing import withdraw_last_merge
from tests.office import SOUMU, Office, entry, of_measure


@pytest.fixture
def office(office: Office) -> Office:
    """An office whose clock goes on from now, when its ledger was made."""
    office.clock.now = datetime.now(UTC)
    return office


def test_now_it_is_the_plan_of_now(office: Office) -> None:
    office.edit(entry(1), "書きました")
    office.merge(office.soumu.answer({entry(2): "提出した文"}))
    assert plan_at(office.ledger, office.clock()) == office.ledger.plan()


def test_before_an_edit_it_is_the_plan_before_it(office: Office) -> None:
    before, at = office.ledger.plan(), office.clock()
    office.edit(of_measure(1, "name"), "新しい名前")
    assert office.ledger.plan() != before
    assert plan_at(office.ledger, at) == before


def test_an_answer_counts_from_its_arrival_and_not_from_when_it_was_written(office: Office) -> None:
    file = office.soumu.answer({entry(1): "提出した文"})
    before, at = office.ledger.plan(), office.clock()
    office.merge(file)
    assert plan_at(office.ledger, at) == before
    assert plan_at(office.ledger, office.clock()) == office.ledger.plan()


def test_an_answer_that_was_held_counts_from_when_the_acceptance_was_revoked(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "はじめの文"}))
    accept_department(office.ledger, office.department(SOUMU), author="取りまとめ")
    office.merge(office.soumu.answer({entry(1): "受理の後の文"}))
    held, at = office.ledger.plan(), office.clock()
    assert plan_at(office.ledger, at) == held
    revoke_acceptance(office.ledger, office.department(SOUMU), author="取りまとめ")
    assert office.text(entry(1)) == "受理の後の文"
    assert plan_at(office.ledger, at) == held


def test_a_withdrawn_file_was_never_there(office: Office) -> None:
    before = office.ledger.plan()
    office.merge(office.soumu.answer({entry(1): "提出した文"}))
    while_there = office.clock()
    withdraw_last_merge(office.ledger, author="取りまとめ")
    assert plan_at(office.ledger, while_there) == before


def test_a_cell_that_came_later_was_not_there(office: Office) -> None:
    (opened,) = list_turning_points(office.ledger)
    next_plan = entry(1, period="plan", year=2022)

    def has_cell(at: datetime) -> bool:
        there = plan_at(office.ledger, at).fields()
        return office.field(next_plan) in {place.id for place in there}

    assert has_cell(opened.done_at)
    assert not has_cell(just_before(opened))


def test_before_the_ledger_was_made_it_is_the_plan_as_first_stored(office: Office) -> None:
    office.edit(entry(1), "書きました")
    first = plan_at(office.ledger, datetime(2000, 1, 1, tzinfo=UTC))
    assert [one.no for one in first.measures] == [1, 2, 3, "4-(1)"]
    place = first.field_at(entry(1))
    assert place is not None
    assert first.value(place).text == ""


def test_in_a_work_file_it_is_what_the_clerk_had_written(office: Office) -> None:
    before, at = office.soumu.work.plan(), office.clock()
    office.soumu.write({entry(1): "書きました"})
    assert plan_at(office.soumu.work, at) == before
    assert plan_at(office.soumu.work, office.clock()) == office.soumu.work.plan()


def test_acts_are_moments_to_choose_and_each_has_a_before_and_an_after(office: Office) -> None:
    files = office.soumu.answer({entry(1): "提出した文"}), office.kyosei.answer({entry(2): "別の課の文"})
    before = office.ledger.plan()
    office.merge(*files)
    after = office.ledger.plan()
    office.edit(entry(3), "その後の文")
    opened, merged = list_turning_points(office.ledger)
    assert (opened.kind, merged.kind) == (ActKind.ROUND_OPENED, ActKind.MERGED)
    assert plan_at(office.ledger, just_before(merged)) == before
    assert plan_at(office.ledger, merged.done_at) == after
    assert merged.done_at - just_before(merged) < timedelta(milliseconds=1)


def test_the_edition_of_a_moment_is_what_a_paper_said_then(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "提出した文"}))
    then, at = edition_of(office.ledger, office.ledger.plan()), office.clock()
    office.edit(entry(1), "その後の文")
    assert edition_at(office.ledger, plan_at(office.ledger, at), at) == then
    assert edition_at(office.ledger, office.ledger.plan(), office.clock()) == edition_of(
        office.ledger, office.ledger.plan()
    )
