"""Measures that are new, end, get other numbers or are split, each undone as a whole."""

from collections.abc import Sequence

import pytest

from kyosei_desktop.domain.plan import BlankReason, MeasureNumber, PeriodId, Value
from kyosei_desktop.domain.plan_document import plan_document_text
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.requesting import make_requests
from kyosei_desktop.store.acts import ActKind, list_acts
from kyosei_desktop.store.backup import list_backups
from kyosei_desktop.store.editing import NoDepartmentNamed
from kyosei_desktop.store.former_numbers import list_former_numbers
from kyosei_desktop.store.history import list_changes
from kyosei_desktop.store.measure_changes import (
    AddedMeasure,
    EndedMeasure,
    MeasureChange,
    NewInitiative,
    NoSuchInitiative,
    NothingLeft,
    NothingToEnd,
    RenumberedMeasures,
    SplitInitiative,
    SplitMeasure,
    change_measures,
)
from kyosei_desktop.store.measure_numbering import NotAMeasureNumber, NumberTaken
from kyosei_desktop.store.measure_preview import preview_measure_change
from kyosei_desktop.store.report_settings import NoSuchMeasure, set_page_breaks
from kyosei_desktop.store.rounds import YearNotInPlan
from kyosei_desktop.store.turning import undo_turn
from tests.office import KYOSEI, SOUMU, Office, check_stored_is_derived, entry, of_measure

ME = "取りまとめ"
YEAR = FiscalYear(2021)
NEW = NewInitiative("新しく始める", [KYOSEI, "新しい課"])


def numbers(office: Office) -> list[MeasureNumber]:
    return [one.no for one in office.ledger.plan().measures]


def make(office: Office, change: MeasureChange) -> None:
    run_to_end(change_measures(office.ledger, change, author=ME))


def add(office: Office, number: str = "7", after: MeasureNumber | None = None) -> None:
    make(office, AddedMeasure(number, "新しい施策", NEW, YEAR, after))


def renumber(office: Office, **given: str) -> None:
    make(office, RenumberedMeasures({key.strip("n"): no for key, no in given.items()}))


@pytest.fixture
def numbered(office: Office) -> Office:
    """An office whose measures are numbered 1 to 4 in order."""
    make(office, RenumberedMeasures({"4-(1)": "4"}))
    return office


class TestNew:
    def test_stands_at_the_end_of_a_plan_without_an_order_of_numbers(self, office: Office) -> None:
        add(office)
        made = office.ledger.plan().measures[-1]
        assert (made.no, made.name, made.outcome, made.initiatives[0].content) == (7, "新しい施策", "", "新しく始める")
        assert office.ledger.plan().names_of(made.departments) == [KYOSEI, "新しい課"]
        assert made.initiatives[0].entry(FiscalYear(2020), PeriodId("plan")) == Value("*****")
        assert made.initiatives[0].entry(YEAR, PeriodId("plan")) == Value()
        check_stored_is_derived(office.ledger)

    def test_stands_where_it_is_wanted_on_the_manual_page_of_the_one_before(self, office: Office) -> None:
        set_page_breaks(office.ledger, [3], author=ME)
        add(office, after=1)
        add(office, "8", after=3)
        pages = [(one.no, one.page) for one in office.ledger.plan().measures]
        assert pages == [(1, 1), (7, 1), (2, 1), (3, 2), (8, 2), ("4-(1)", 2)]

    def test_stands_where_its_number_belongs(self, numbered: Office) -> None:
        renumber(numbered, n3="6", n4="7")
        add(numbered, "5")
        assert numbers(numbered) == [1, 2, 5, 6, 7]

    def test_is_asked_of_its_departments(self, office: Office) -> None:
        add(office)
        made = run_to_end(make_requests(office.ledger, office.folder, author=ME))
        clerk = office.clerk("新しい課")
        clerk.open(next(one.file for one in made if one.department.name == "新しい課"))
        (merged,) = office.merge(clerk.answer({entry(7): "始めた"})).files
        assert (merged.taken, office.text(entry(7))) == (1, "始めた")

    def test_takes_no_number_that_is_taken_or_none_at_all(self, office: Office) -> None:
        for number, error in (
            ("1", NumberTaken),
            ("4-(1)", NumberTaken),
            ("", NotAMeasureNumber),
            ("9" * 7, NotAMeasureNumber),
        ):
            with pytest.raises(error):
                add(office, number)
        with pytest.raises(NoSuchMeasure):
            add(office, after=99)
        with pytest.raises(NoDepartmentNamed):
            make(office, AddedMeasure("7", "名", NewInitiative("x", []), YEAR))
        assert list_acts(office.ledger)[-1].kind is not ActKind.MEASURES_CHANGED


class TestEnded:
    def test_marks_what_nobody_has_answered_from_that_year_on(self, office: Office) -> None:
        make(office, EndedMeasure(3, YEAR))
        for initiative in (1, 2):
            assert office.value(entry(3, initiative)) == Value(blank=BlankReason.ENDED)
            assert office.text(entry(3, initiative, "plan")) == "実施予定"
        assert office.value(entry(1)) == Value()
        check_stored_is_derived(office.ledger)

    def test_is_refused_where_nothing_is_left_to_mark_or_the_year_is_not_shown(self, office: Office) -> None:
        make(office, EndedMeasure(3, YEAR))
        with pytest.raises(NothingToEnd):
            make(office, EndedMeasure(3, YEAR))
        with pytest.raises(YearNotInPlan):
            make(office, EndedMeasure(2, FiscalYear(2022)))


class TestRenumbered:
    def test_two_may_change_places(self, numbered: Office) -> None:
        first = numbered.ledger.plan().measures[0].id
        renumber(numbered, n1="2", n2="1")
        assert numbers(numbered) == [1, 2, 3, 4]
        assert numbered.ledger.plan().measures[1].id == first

    def test_manual_pages_begin_with_the_same_measures(self, numbered: Office) -> None:
        set_page_breaks(numbered.ledger, [2, 4], author=ME)
        renumber(numbered, n1="9")
        # №2 stands first now and begins anyway; №9 follows on №4 on its page
        assert [(one.no, one.page) for one in numbered.ledger.plan().measures] == [(2, 1), (3, 1), (4, 2), (9, 2)]

    def test_an_order_of_somebodys_choice_stays(self, office: Office) -> None:
        renumber(office, n1="9")
        assert numbers(office) == [9, 2, 3, "4-(1)"]

    def test_history_is_found_under_the_old_number(self, office: Office) -> None:
        office.merge(office.soumu.answer({entry(1): "一"}))
        renumber(office, n1="9")
        told = [one.revision.value.text for one in list_changes(office.ledger, 9)]
        assert told == ["", "一"]
        assert [one.revision.value.text for one in list_changes(office.ledger, "旧1")] == told
        assert [one.revision.value.text for one in list_changes(office.ledger, "旧№1")] == told
        assert list_changes(office.ledger, 1) == list_changes(office.ledger, "旧2") == []
        assert list(list_former_numbers(office.ledger).values()) == [[1]]

    def test_requests_that_are_out_stay_valid(self, office: Office) -> None:
        renumber(office, n1="9")
        (merged,) = office.merge(office.soumu.answer({entry(1): "一"})).files
        assert (merged.taken, office.text(entry(9))) == (1, "一")

    def test_no_number_may_stand_twice(self, office: Office) -> None:
        with pytest.raises(NumberTaken):
            renumber(office, n1="2")
        with pytest.raises(NoSuchMeasure):
            renumber(office, n77="78")


class TestSplit:
    def test_an_initiative_becomes_a_measure_with_all_it_ever_said(self, office: Office) -> None:
        office.merge(office.kyosei.answer({entry(3, 2): "催し"}))
        make(office, SplitMeasure(3, [2], "5", "催し"))
        assert numbers(office) == [1, 2, 3, 5, "4-(1)"]
        assert (office.text(entry(5)), office.text(entry(5, period="plan", year=2020))) == ("催し", "前年の予定")
        assert (office.text(of_measure(3)), office.text(of_measure(5))) == ("成果", "")
        assert len(office.ledger.plan().measures[2].initiatives) == 1
        check_stored_is_derived(office.ledger)

    def test_answers_to_requests_from_before_find_it(self, office: Office) -> None:
        make(office, SplitMeasure(3, [1], "5"))
        (merged,) = office.merge(office.soumu.answer({entry(3): "冊子"})).files
        assert (merged.taken, office.text(entry(5))) == (1, "冊子")
        assert office.text(entry(3)) == ""

    def test_a_work_file_that_knows_the_old_measure_takes_the_new_one_in(self, office: Office) -> None:
        office.soumu.write({entry(3): "冊子"})
        make(office, SplitMeasure(3, [1], "5"))
        office.soumu.open(office.request(SOUMU))
        place = office.soumu.work.plan().field_at(entry(5))
        assert place is not None
        assert office.soumu.work.plan().value(place).text == "冊子"
        (merged,) = office.merge(office.soumu.answer({of_measure(5): "成果五"})).files
        assert (merged.taken, office.text(entry(5)), office.text(of_measure(5))) == (2, "冊子", "成果五")

    def test_the_highest_number_stands_at_the_end_of_a_plan_numbered_in_order(self, numbered: Office) -> None:
        make(numbered, SplitMeasure(3, [2], "5"))
        assert numbers(numbered) == [1, 2, 3, 4, 5]

    def test_new_initiatives_stand_beside_the_old_one(self, office: Office) -> None:
        make(office, SplitInitiative(3, 1, [NEW, NEW], YEAR))
        contents = [one.content for one in office.ledger.plan().measures[2].initiatives]
        assert contents == ["冊子を配る", "新しく始める", "新しく始める", "催しを開く"]
        assert office.text(entry(3, 2, "plan", 2020)) == "*****"
        assert office.text(entry(3, 4, "plan", 2020)) == "前年の予定"

    def test_something_must_stay(self, office: Office) -> None:
        with pytest.raises(NothingLeft):
            make(office, SplitMeasure(1, [1], "5"))
        with pytest.raises(NoSuchInitiative):
            make(office, SplitMeasure(1, [2], "5"))
        with pytest.raises(NumberTaken):
            make(office, SplitMeasure(3, [2], "3"))


CHANGES: Sequence[MeasureChange] = (
    AddedMeasure("7", "名", NEW, YEAR, after=1),
    EndedMeasure(3, YEAR),
    RenumberedMeasures({1: "9", "4-(1)": "4"}),
    SplitMeasure(3, [1], "5"),
    SplitInitiative(3, 1, [NEW], YEAR),
)


@pytest.mark.parametrize("change", CHANGES, ids=["add", "end", "renumber", "split", "initiative"])
def test_undo_brings_back_all_that_was_there(office: Office, change: MeasureChange) -> None:
    before = office.ledger.plan()
    make(office, change)
    assert list_acts(office.ledger)[-1].kind is ActKind.MEASURES_CHANGED
    assert plan_document_text(office.ledger.plan()) != plan_document_text(before)
    assert undo_turn(office.ledger, author=ME) is ActKind.MEASURES_CHANGED
    assert office.ledger.plan() == before
    assert list_former_numbers(office.ledger) == {}
    check_stored_is_derived(office.ledger)


class TestLookedAtBefore:
    @pytest.mark.parametrize("change", CHANGES, ids=["add", "end", "renumber", "split", "initiative"])
    def test_keeps_nothing_and_foretells_the_plan(self, office: Office, change: MeasureChange) -> None:
        before, acts = office.ledger.plan(), list_acts(office.ledger)
        found = preview_measure_change(office.ledger, change)
        assert (office.ledger.plan(), list_acts(office.ledger)) == (before, acts)
        assert list_backups(office.path) == []
        make(office, change)
        assert plan_document_text(found.after) == plan_document_text(office.ledger.plan())

    def test_tells_what_is_new(self, office: Office) -> None:
        found = preview_measure_change(office.ledger, CHANGES[0])
        assert [one.no for one in found.added] == [7]
        (new,) = found.initiatives
        assert found.departments == ("新しい課",)
        assert (new.address.measure, new.content, new.departments) == (7, "新しく始める", [KYOSEI, "新しい課"])
        assert not (found.renumbered)
        assert not (found.moved)
        assert not (found.ended)
        assert not (found.is_in_other_order)

    def test_tells_which_cells_are_marked_and_not_those_that_were(self, office: Office) -> None:
        found = preview_measure_change(office.ledger, EndedMeasure(3, YEAR))
        assert [(one.initiative, one.period) for one in found.ended] == [
            (number, PeriodId(period)) for number in (1, 2) for period in ("first_half", "second_half")
        ]
        make(office, EndedMeasure(3, YEAR))
        assert preview_measure_change(office.ledger, SplitMeasure(3, [2], "5")).ended == ()

    def test_tells_numbers_and_the_order(self, numbered: Office) -> None:
        found = preview_measure_change(numbered.ledger, RenumberedMeasures({1: "9"}))
        assert (found.renumbered, found.is_in_other_order) == (((1, 9),), True)
        assert not preview_measure_change(numbered.ledger, RenumberedMeasures({4: "9"})).is_in_other_order

    def test_tells_where_an_initiative_goes(self, office: Office) -> None:
        found = preview_measure_change(office.ledger, SplitMeasure(3, [2], "5"))
        ((before, after),) = found.moved
        assert ((before.measure, before.initiative), (after.measure, after.initiative)) == ((3, 2), (5, 1))

    def test_is_refused_as_the_change_is(self, office: Office) -> None:
        with pytest.raises(NumberTaken):
            preview_measure_change(office.ledger, SplitMeasure(3, [2], "1"))
