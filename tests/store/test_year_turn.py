"""The year's turn: cells of the next year, the archive, plans as suggestions, ended initiatives, one undo."""

import pytest

from kyosei_desktop.domain.plan import BlankReason, PeriodId, Value
from kyosei_desktop.domain.plan_document import plan_document_text
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.text import NotAcceptableText
from kyosei_desktop.domain.year_turn import NotTheNextYear, NoYearsShown, YearTurn
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.acts import ActKind, list_acts
from kyosei_desktop.store.backup import list_backups
from kyosei_desktop.store.history import list_field_changes
from kyosei_desktop.store.rounds import close_round
from kyosei_desktop.store.suggestions import confirm_suggestions, list_suggestions
from kyosei_desktop.store.turning import (
    NoTurnToUndo,
    OnlyInALedger,
    WorkSinceTheTurn,
    find_undoable_turn,
    undo_turn,
)
from kyosei_desktop.store.year_turn import preview_rollover, rollover
from tests.office import Office, check_stored_is_derived, entry

NEXT = FiscalYear(2022)


def turn(office: Office, **options: object) -> YearTurn:
    return run_to_end(rollover(office.ledger, NEXT, author="取りまとめ", **options))  # type: ignore[arg-type]


def next_plan(measure: int | str, initiative: int = 1) -> object:
    return entry(measure, initiative, period="plan", year=NEXT)


def test_the_next_year_gets_a_cell_for_every_initiative_and_period(office: Office) -> None:
    turn(office)
    plan = office.ledger.plan()
    assert plan.years == (2021, 2022)
    periods = [one.id for one in office.ledger.definition.periods]
    for measure in plan.measures:
        for initiative in measure.initiatives:
            assert [period for year, period in initiative.entries if year == NEXT] == periods
            assert all(initiative.entry(NEXT, PeriodId(one)) == Value() for one in periods)


def test_the_oldest_year_leaves_the_report_and_stays_in_the_ledger(office: Office) -> None:
    assert turn(office).archived == (2020,)
    assert office.text(entry(1, period="plan", year=2020)) == "前年の予定"
    assert "前年の下期" in plan_document_text(office.ledger.plan())


def test_more_years_may_be_shown_so_that_none_leaves(office: Office) -> None:
    assert turn(office, years_shown=4).archived == ()
    assert office.ledger.plan().years == (2020, 2021, 2022)


def test_last_years_plans_are_offered_and_are_no_values(office: Office) -> None:
    turn(office)
    plan = office.ledger.plan()
    places = {place.id: plan.address_of(place) for place in plan.fields()}
    offered = {places[field]: text for field, text in list_suggestions(office.ledger).items()}
    # №4-(1) has not begun, so that there is no plan to carry on
    assert offered == {
        next_plan(1): "実施予定",
        next_plan(2): "実施予定",
        next_plan(3): "実施予定",
        next_plan(3, 2): "実施予定",
    }
    assert office.value(entry(1, period="plan", year=NEXT)) == Value()


def test_no_plan_is_offered_where_one_has_been_written_already(office: Office) -> None:
    office.edit(entry(1, period="plan", year=NEXT), "もう決めた")
    assert office.field(entry(1, period="plan", year=NEXT)) not in {one.id for one in turn(office).offered}
    assert office.text(entry(1, period="plan", year=NEXT)) == "もう決めた"


def test_plans_are_offered_only_where_wanted(office: Office) -> None:
    assert turn(office, carries_plans=False).offered == {}
    assert list_suggestions(office.ledger) == {}


def test_a_suggestion_becomes_a_value_when_somebody_confirms_it(office: Office) -> None:
    turn(office)
    one = office.field(entry(1, period="plan", year=NEXT))
    assert run_to_end(confirm_suggestions(office.ledger, [one], author="取りまとめ")) == [one]
    assert office.text(entry(1, period="plan", year=NEXT)) == "実施予定"
    assert one not in list_suggestions(office.ledger)
    assert list_field_changes(office.ledger, one)[-1].revision.reason == "予定の案の確定"
    assert len(run_to_end(confirm_suggestions(office.ledger, author="取りまとめ"))) == 3
    check_stored_is_derived(office.ledger)


def test_confirming_is_one_act_that_is_undone_as_a_whole(office: Office) -> None:
    turn(office)
    offered = list_suggestions(office.ledger)
    assert len(run_to_end(confirm_suggestions(office.ledger, author="取りまとめ"))) == len(offered) == 4
    assert list_suggestions(office.ledger) == {}
    assert len(list_backups(office.path)) == 2
    assert undo_turn(office.ledger, author="取りまとめ") is ActKind.PLANS_CONFIRMED
    assert list_suggestions(office.ledger) == offered
    assert office.text(entry(1, period="plan", year=NEXT)) == ""
    check_stored_is_derived(office.ledger)


def test_confirming_where_nothing_is_offered_does_nothing(office: Office) -> None:
    before = list_acts(office.ledger)
    assert run_to_end(confirm_suggestions(office.ledger, author="取りまとめ")) == []
    assert (list_acts(office.ledger), list_backups(office.path)) == (before, [])


def test_what_is_answered_meanwhile_is_offered_no_more(office: Office) -> None:
    turn(office)
    office.edit(entry(1, period="plan", year=NEXT), "自分で書いた")
    assert office.field(entry(1, period="plan", year=NEXT)) not in list_suggestions(office.ledger)
    run_to_end(confirm_suggestions(office.ledger, author="取りまとめ"))
    assert office.text(entry(1, period="plan", year=NEXT)) == "自分で書いた"


def test_initiatives_that_ended_are_marked_only_where_wanted(office: Office) -> None:
    office.edit(entry(1), Value(blank=BlankReason.ENDED))
    ended = [one.period for one in preview_rollover(office.ledger, NEXT).ended]
    assert ended == [one.id for one in office.ledger.definition.periods]
    turn(office)
    assert office.value(entry(1, year=NEXT)) == Value()
    undo_turn(office.ledger, author="取りまとめ")
    turn(office, marks_ended=True)
    assert office.value(entry(1, year=NEXT)) == Value(blank=BlankReason.ENDED)
    assert office.value(entry(2, year=NEXT)) == Value()
    check_stored_is_derived(office.ledger)


def test_the_preview_says_what_the_turn_does_and_changes_nothing(office: Office) -> None:
    before, acts = office.ledger.plan(), list_acts(office.ledger)
    preview = preview_rollover(office.ledger, NEXT)
    assert (office.ledger.plan(), list_acts(office.ledger)) == (before, acts)
    assert turn(office) == preview


def test_it_is_one_act_after_a_backup(office: Office) -> None:
    turn(office, as_of="令和４年４月現在")
    act = list_acts(office.ledger)[-1]
    assert (act.kind, act.note, act.done_by) == (ActKind.ROLLED_OVER, "2022", "取りまとめ")
    assert len(list_backups(office.path)) == 1
    assert office.ledger.plan().as_of == "令和４年４月現在"


def test_undo_brings_back_all_that_was_there(office: Office) -> None:
    office.edit(entry(1), Value(blank=BlankReason.ENDED))
    before = office.ledger.plan()
    turn(office, marks_ended=True, as_of="いま")
    assert find_undoable_turn(office.ledger) is ActKind.ROLLED_OVER
    assert undo_turn(office.ledger, author="取りまとめ") is ActKind.ROLLED_OVER
    assert office.ledger.plan() == before
    assert list_suggestions(office.ledger) == {}
    assert list_acts(office.ledger)[-1].kind is ActKind.TURN_UNDONE
    check_stored_is_derived(office.ledger)
    turn(office)
    assert office.ledger.plan().years == (2021, 2022)


def test_turns_that_followed_one_another_are_undone_one_by_one(office: Office) -> None:
    office.edit(entry(1), Value(blank=BlankReason.ENDED))
    before = office.ledger.plan()
    turn(office, marks_ended=True)
    after_turn, offered = office.ledger.plan(), list_suggestions(office.ledger)
    for _twice in range(2):  # what was undone may be done again, and undone again
        run_to_end(confirm_suggestions(office.ledger, author="取りまとめ"))
        assert undo_turn(office.ledger, author="取りまとめ") is ActKind.PLANS_CONFIRMED
        assert (office.ledger.plan(), list_suggestions(office.ledger)) == (after_turn, offered)
    assert find_undoable_turn(office.ledger) is ActKind.ROLLED_OVER
    assert undo_turn(office.ledger, author="取りまとめ") is ActKind.ROLLED_OVER
    assert office.ledger.plan() == before
    check_stored_is_derived(office.ledger)
    with pytest.raises(NoTurnToUndo):
        undo_turn(office.ledger, author="取りまとめ")


def test_work_between_two_turns_keeps_the_first_from_being_undone(office: Office) -> None:
    turn(office)
    office.edit(entry(1), "間に書いた")
    run_to_end(confirm_suggestions(office.ledger, author="取りまとめ"))
    assert undo_turn(office.ledger, author="取りまとめ") is ActKind.PLANS_CONFIRMED
    assert find_undoable_turn(office.ledger) is None
    assert office.text(entry(1)) == "間に書いた"


def test_only_so_many_turns_in_a_row_are_kept(office: Office) -> None:
    for number in range(12):
        run_to_end(rollover(office.ledger, FiscalYear(NEXT + number), carries_plans=False, author="取りまとめ"))
    for _number in range(10):
        undo_turn(office.ledger, author="取りまとめ")
    assert office.ledger.plan().years[-1] == 2023
    assert find_undoable_turn(office.ledger) is None


def test_undo_is_refused_once_anything_came_after_and_names_the_backup(office: Office) -> None:
    with pytest.raises(NoTurnToUndo):
        undo_turn(office.ledger, author="取りまとめ")
    turn(office)
    office.edit(entry(1, year=NEXT), "もう書いた")
    assert find_undoable_turn(office.ledger) is None
    with pytest.raises(WorkSinceTheTurn) as refused:
        undo_turn(office.ledger, author="取りまとめ")
    assert list_backups(office.path)[0].path.name in str(refused.value)
    assert office.text(entry(1, year=NEXT)) == "もう書いた"


def test_an_act_after_the_turn_keeps_it_from_being_undone(office: Office) -> None:
    turn(office)
    close_round(office.ledger, author="取りまとめ")
    with pytest.raises(WorkSinceTheTurn):
        undo_turn(office.ledger, author="取りまとめ")


def test_what_cannot_be_is_refused_before_anything_is_done(office: Office) -> None:
    with pytest.raises(NotTheNextYear, match="令和４年度です"):
        run_to_end(rollover(office.ledger, FiscalYear(2023), author="取りまとめ"))
    with pytest.raises(NotTheNextYear):
        run_to_end(rollover(office.ledger, FiscalYear(2021), author="取りまとめ"))
    with pytest.raises(NoYearsShown):
        turn(office, years_shown=0)
    with pytest.raises(NotAcceptableText):
        turn(office, as_of="\x01")
    with pytest.raises(OnlyInALedger):
        preview_rollover(office.soumu.work, NEXT)
    assert list_backups(office.path) == []
