"""Last year's plans, offered after a year's turn, travel with the requests and are drafts at the clerk's desk."""

from datetime import date

import pytest

from kyosei_desktop.domain.plan import PeriodId, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.exchange.requesting import make_requests
from kyosei_desktop.exchange.work_file import load_request
from kyosei_desktop.store.drafts import discard_draft, load_drafts
from kyosei_desktop.store.rounds import close_round, open_round
from kyosei_desktop.store.suggestions import list_suggestions
from kyosei_desktop.store.work_files import read_work
from kyosei_desktop.store.year_turn import rollover
from kyosei_desktop.ui.clerk.pages import load_pages
from tests.office import SOUMU, Clerk, Office, check_stored_is_derived, entry

ME = "取りまとめ"
NEXT = FiscalYear(2022)
PLAN_1 = entry(1, period="plan", year=2022)


@pytest.fixture
def asked(office: Office) -> Clerk:
    """A clerk who has opened the request for the plans of the new year."""
    close_round(office.ledger, author=ME)
    run_to_end(rollover(office.ledger, NEXT, author=ME))
    open_round(office.ledger, year=NEXT, period=PeriodId("plan"), due_on=date(2022, 4, 28), author=ME)
    made = run_to_end(make_requests(office.ledger, office.folder, author=ME))
    clerk = office.clerk("新年度")
    clerk.open(next(one.file for one in made if one.department.name == SOUMU))
    return clerk


def test_a_request_carries_what_is_offered_beside_the_empty_value(office: Office, asked: Clerk) -> None:
    request = load_request(next(office.folder.glob(f"照会_令和４年度*{SOUMU}.kyoq")))
    assert [(one.value, one.suggestion) for one in request.fields] == [(Value(), "実施予定")] * 3


def test_the_clerk_finds_it_as_a_draft_that_is_no_answer(office: Office, asked: Clerk) -> None:
    place = asked.work.plan().field_at(PLAN_1)
    assert place is not None
    assert load_drafts(asked.work)[place.id].value == Value("実施予定")
    assert [one.value for one in read_work(asked.work).fields] == [Value()] * 3
    office.merge(asked.hand_in())
    assert office.value(PLAN_1) == Value()


def test_the_form_marks_it_as_copied_and_not_as_left_behind_by_a_crash(asked: Clerk) -> None:
    answers = [answer for page in load_pages(asked.work).pages for answer in page.answers]
    assert [(one.is_copied, one.value.text) for one in answers] == [(True, "実施予定")] * 3


def test_confirmed_it_is_an_answer_like_any_other(office: Office, asked: Clerk) -> None:
    (merged,) = office.merge(asked.answer({PLAN_1: "実施予定"})).files
    assert (merged.taken, office.text(PLAN_1)) == (1, "実施予定")
    assert office.field(PLAN_1) not in list_suggestions(office.ledger)
    assert len(load_drafts(asked.work)) == 2
    check_stored_is_derived(office.ledger)


def test_let_go_it_is_not_offered_again_by_the_same_request_made_anew(office: Office, asked: Clerk) -> None:
    place = asked.work.plan().field_at(PLAN_1)
    assert place is not None
    discard_draft(asked.work, place.id)
    asked.open(office.request(SOUMU))
    assert place.id not in load_drafts(asked.work)


def test_without_a_suggestion_a_request_has_no_such_key(office: Office) -> None:
    request = load_request(office.requests[SOUMU])
    assert {one.suggestion for one in request.fields} == {None}
