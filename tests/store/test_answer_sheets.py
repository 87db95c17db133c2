"""Answer sheets on paper: found by their check word, typed in after what they showed, corrected and withdrawn."""

from datetime import date

import pytest

from kyosei_desktop.domain.merge import Origin
from kyosei_desktop.domain.plan import Address, BlankReason, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.reorganisation import Joining
from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.store.acceptance import accept_department, revoke_acceptance
from kyosei_desktop.store.answer_sheets import AnswerSheet, NoSuchSheet, SheetOfAnother, find_sheet, record_sheet
from kyosei_desktop.store.history import list_changes
from kyosei_desktop.store.plans import load_plan
from kyosei_desktop.store.receiving import Outcome, RoundIsClosed
from kyosei_desktop.store.reorganising import reorganise
from kyosei_desktop.store.rounds import close_round, open_round_row, round_of
from kyosei_desktop.store.sheet_entry import EnteredSheet, NotOnTheSheet, SheetNotReceivedYet, enter_sheet
from kyosei_desktop.store.status import round_status
from kyosei_desktop.store.submissions import list_submissions
from kyosei_desktop.store.withdrawing import withdraw_last_merge
from tests.office import KYOSEI, SOUMU, Office, check_stored_is_derived, entry, of_measure

ME = "取りまとめ"


def made(office: Office, name: str = SOUMU) -> str:
    """Make a department's sheet; its check word."""
    with office.ledger.begin() as unit:
        collection = round_of(open_round_row(unit.session))
        word = record_sheet(unit, load_plan(unit.session), collection, office.department(name), author=ME)
        unit.commit()
    return word


def found(office: Office, word: str, name: str = SOUMU) -> AnswerSheet:
    return find_sheet(office.ledger, office.department(name), word)


def typed(office: Office, word: str, answers: dict[Address, str | Value], **said: str | date) -> EnteredSheet:
    values = [(one, value if isinstance(value, Value) else Value(value)) for one, value in answers.items()]
    return enter_sheet(office.ledger, found(office, word), values, author=ME, **said)  # type: ignore[arg-type]


def test_what_is_typed_in_counts_as_the_departments_answer(office: Office) -> None:
    entered = typed(
        office, made(office), {entry(1): "一", entry(2): "二", entry(3): "三"}, person="山川", extension="12"
    )
    assert entered.receipt.count(Outcome.TAKEN) == 3
    assert office.text(entry(1)) == "一"
    (status,) = (one for one in round_status(office.ledger).departments if one.department.name == SOUMU)
    assert (status.state, status.missing) == (DepartmentState.SUBMITTED, [])
    assert status.last is not None
    assert (status.last.person, status.last.extension) == ("山川", "12")
    change = next(one for one in list_changes(office.ledger) if one.revision.value == Value("一"))
    assert (change.revision.origin, change.revision.author) == (Origin.DEPARTMENT, "山川")
    assert change.source == entered.name
    check_stored_is_derived(office.ledger)


def test_the_word_is_found_however_its_kana_are_typed(office: Office) -> None:
    word = made(office)
    katakana = "".join(chr(ord(one) + 0x60) for one in word)
    assert found(office, f" {katakana[:2]}　{katakana[2:]} ") == found(office, word)


def test_a_word_that_no_sheet_has_is_refused(office: Office) -> None:
    with pytest.raises(NoSuchSheet, match="んんんん"):
        found(office, "んんんん")


def test_the_word_of_another_department_names_that_department(office: Office) -> None:
    with pytest.raises(SheetOfAnother, match=KYOSEI):
        found(office, made(office, KYOSEI))


def test_sheets_of_one_state_have_one_word_and_a_change_makes_another(office: Office) -> None:
    first = made(office)
    assert made(office) == first
    office.edit(entry(1), "取りまとめの文")
    assert made(office) != first


def test_what_came_after_the_sheet_was_made_is_in_conflict_and_not_overwritten(office: Office) -> None:
    word = made(office)
    office.edit(entry(1), "取りまとめの文")
    assert [str(one.address) for one in found(office, word).fields if one.has_changed] == [str(entry(1))]
    entered = typed(office, word, {entry(1): "紙の文", entry(2): "二"})
    assert entered.receipt.count(Outcome.CONFLICT) == 1
    assert office.conflict_texts() == {str(entry(1)): ["取りまとめの文", "紙の文"]}


def test_a_field_left_as_it_was_printed_is_no_answer(office: Office) -> None:
    office.edit(of_measure(1), "前の成果")
    entered = typed(office, made(office), {of_measure(1): "前の成果", entry(1): "一"})
    assert len(entered.receipt.outcomes) == 1


def test_typing_the_sheet_again_corrects_it_and_the_same_again_does_nothing(office: Office) -> None:
    word = made(office)
    typed(office, word, {entry(1): "一", entry(2): "二"})
    assert typed(office, word, {entry(1): "一", entry(2): "に"}).receipt.is_new
    assert (office.text(entry(1)), office.text(entry(2))) == ("一", "に")
    assert not typed(office, word, {entry(1): "一", entry(2): "に"}).receipt.is_new
    assert typed(office, word, {entry(2): "二"}).receipt.count(Outcome.TAKEN) == 1
    assert office.text(entry(2)) == "二"
    assert office.conflict_texts() == {}
    check_stored_is_derived(office.ledger)


def test_it_is_withdrawn_like_a_file_and_comes_back_when_it_is_typed_again(office: Office) -> None:
    word = made(office)
    entered = typed(office, word, {entry(1): "一"})
    assert [one.file_name for one in list_submissions(office.ledger)] == [entered.name]
    assert withdraw_last_merge(office.ledger, author=ME).files == [entered.name]
    assert office.text(entry(1)) == ""
    assert found(office, word).fields[0].typed is None
    typed(office, word, {entry(1): "一"})
    assert office.text(entry(1)) == "一"
    check_stored_is_derived(office.ledger)


def test_the_sheet_and_the_file_of_one_department_meet_as_two_answers(office: Office) -> None:
    word = made(office)
    office.merge(office.soumu.answer({entry(1): "ファイルの文"}))
    typed(office, word, {entry(1): "紙の文"})
    assert office.conflict_texts() == {str(entry(1)): ["ファイルの文", "紙の文"]}


def test_after_acceptance_it_is_held(office: Office) -> None:
    word = made(office)
    typed(office, word, {entry(1): "一"})
    accept_department(office.ledger, office.department(SOUMU), author=ME)
    assert typed(office, word, {entry(1): "遅い一"}).receipt.count(Outcome.HELD) == 1
    assert office.text(entry(1)) == "一"
    revoke_acceptance(office.ledger, office.department(SOUMU), author=ME)
    assert office.text(entry(1)) == "遅い一"


def test_a_sheet_from_before_a_reorganisation_is_typed_in_for_the_department_of_today(office: Office) -> None:
    word = made(office)
    run_to_end(reorganise(office.ledger, [Joining([SOUMU, KYOSEI], "福祉課")], date(2022, 4, 1), author=ME))
    sheet = found(office, word, "福祉課")
    entered = enter_sheet(office.ledger, sheet, [(entry(1), Value("一"))], author=ME)
    assert entered.receipt.count(Outcome.TAKEN) == 1
    assert round_status(office.ledger).departments[0].answered > 0


def test_a_reason_for_a_blank_is_an_answer(office: Office) -> None:
    typed(office, made(office), {entry(1): Value(blank=BlankReason.ENDED)})
    assert office.value(entry(1)) == Value(blank=BlankReason.ENDED)


@pytest.mark.parametrize(("day", "is_late"), [(date(2022, 4, 1), False), (date(2022, 4, 16), True)])
def test_the_day_on_which_it_came_tells_whether_it_is_late(office: Office, day: date, is_late: bool) -> None:
    word = made(office)
    office.clock.now = office.clock.now.replace(day=20)
    assert typed(office, word, {entry(1): "一"}, received_on=day).receipt.is_late is is_late


def test_a_day_that_is_yet_to_come_is_refused(office: Office) -> None:
    with pytest.raises(SheetNotReceivedYet):
        typed(office, made(office), {entry(1): "一"}, received_on=date(2023, 1, 1))


def test_a_field_that_the_sheet_does_not_ask_for_is_refused(office: Office) -> None:
    with pytest.raises(NotOnTheSheet, match=r"3\.2"):
        typed(office, made(office), {entry(1): "一", entry(3, 2): "四"})
    assert office.text(entry(1)) == ""


def test_a_sheet_of_a_round_closed_meanwhile_is_refused(office: Office) -> None:
    sheet = found(office, made(office))
    close_round(office.ledger, author=ME)
    with pytest.raises(RoundIsClosed):
        enter_sheet(office.ledger, sheet, [(entry(1), Value("一"))], author=ME)


def test_a_dry_run_tells_the_conflict_and_changes_nothing(office: Office) -> None:
    word = made(office)
    office.edit(entry(1), "取りまとめの文")
    answers = [(entry(1), Value("紙の文"))]
    entered = enter_sheet(office.ledger, found(office, word), answers, author=ME, is_dry_run=True)
    assert entered.receipt.count(Outcome.CONFLICT) == 1
    assert office.conflict_texts() == {}
