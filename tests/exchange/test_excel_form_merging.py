"""An Excel form on its way through a round: filled in, merged, corrected, returned, late, and beside the program."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from openpyxl.cell.rich_text import CellRichText, TextBlock
from openpyxl.cell.text import InlineFont

from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.exchange.checking import check_file
from kyosei_desktop.exchange.excel_form_layout import EXTENSION_MARK, MESSAGE_MARK, PERSON_MARK
from kyosei_desktop.exchange.merging import withdraw_file
from kyosei_desktop.exchange.request_forms import RequestForm
from kyosei_desktop.exchange.requesting import make_requests, return_department, return_missing
from kyosei_desktop.exchange.watching import look_into_folder
from kyosei_desktop.store.history import list_changes
from kyosei_desktop.store.status import round_status
from kyosei_desktop.store.submissions import list_submissions
from tests.exchange.excel_forms import Form, make_office_with_forms, open_form
from tests.office import KYOSEI, SOUMU, Office, entry, of_measure


@pytest.fixture(scope="module")
def files(office_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forms") / "office"
    make_office_with_forms(office_files, folder)
    return folder


@pytest.fixture
def office(files: Path, tmp_path: Path) -> Iterator[Office]:
    shutil.copytree(files, tmp_path / "office")
    office = Office(tmp_path / "office")
    yield office
    office.close()


def test_what_is_typed_is_merged_and_what_was_left_is_no_answer(office: Office) -> None:
    form = open_form(office).write(
        {entry(1): "一\n二行目", entry(2): Value(blank=BlankReason.NOT_APPLICABLE), of_measure(1): "新しい成果"}
    )
    form.state(entry(3, 1)).value = "未着手"
    (merged,) = office.merge(form.save()).files
    assert (merged.taken, merged.refused) == (4, None)
    assert office.text(entry(1)) == "一\n二行目"
    assert office.value(entry(2)) == Value(blank=BlankReason.NOT_APPLICABLE)
    assert [office.text(of_measure(1)), office.text(of_measure(2))] == ["新しい成果", "成果"]
    assert office.text(entry(3, 1)) == "*****"


def test_a_form_that_nobody_has_filled_in_answers_nothing(office: Office) -> None:
    (merged,) = office.merge(open_form(office).path).files
    assert (merged.refused, merged.fields) == (None, ())


def test_whom_to_ask_comes_along_and_stands_in_the_history(office: Office) -> None:
    form = open_form(office).write({entry(1): "一"})
    form.contact(PERSON_MARK).value = "福祉\n花子"
    form.contact(EXTENSION_MARK).value = 2345
    form.contact(MESSAGE_MARK).value = "一部は\nあとで送ります"
    office.merge(form.save())
    (submission,) = list_submissions(office.ledger)
    assert (submission.person, submission.extension) == ("福祉 花子", "2345")
    assert submission.message == "一部は\nあとで送ります"
    assert "福祉 花子" in {one.revision.author for one in list_changes(office.ledger)}


def test_the_same_form_twice_and_saved_anew_adds_nothing(office: Office) -> None:
    file = open_form(office).write({entry(1): "一"}).save()
    office.merge(file)
    again = Form(file, office).save(office.folder / "もう一度保存.xlsx")
    result = office.merge(file, again)
    assert [(one.taken, one.same) for one in result.files] == [(0, 1), (0, 1)]
    assert len(list_submissions(office.ledger)) == 1


def test_two_copies_that_differ_are_a_conflict_and_withdrawing_one_file_ends_it(office: Office) -> None:
    older = open_form(office).write({entry(1): "一", entry(2): "二"}).save(office.folder / "一回目.xlsx")
    newer = open_form(office).write({entry(1): "一を直した", entry(2): "二"}).save(office.folder / "二回目.xlsx")
    assert office.merge(newer, older).conflicts == 1
    assert office.conflict_texts() == {"1.1.2021.second_half": ["一", "一を直した"]}
    withdraw_file(office.ledger, older, author="取りまとめ")
    assert office.conflict_texts() == {}
    assert [office.text(entry(1)), office.text(entry(2))] == ["一を直した", "二"]


def test_the_form_beside_the_programs_file_agrees_where_both_say_the_same(office: Office) -> None:
    submission = office.soumu.answer({entry(1): "一", entry(2): "二"})
    form = open_form(office).write({entry(1): "一", entry(2): "別の二"}).save()
    office.merge(submission, form)
    assert office.text(entry(1)) == "一"
    assert office.conflict_texts() == {"2.1.2021.second_half": ["二", "別の二"]}


def test_texts_that_look_like_formulas_and_numbers_are_texts(office: Office) -> None:
    said = {entry(1): "=1+1", entry(2): "-3人減った", entry(3, 1): "@課", of_measure(1): "+α"}
    form = open_form(office).write(said)
    form.answer(of_measure(2)).value = 12
    form.answer(of_measure(3)).value = 0.1
    office.merge(form.save())
    assert {place: office.text(place) for place in said} == said
    assert [office.text(of_measure(2)), office.text(of_measure(3))] == ["12", "0.1"]
    again = open_form_made_now(office)
    assert again.answer(entry(1)).value == "=1+1"
    assert again.answer(entry(1)).data_type == "s"


def open_form_made_now(office: Office) -> Form:
    """A form of 福祉総務課 that shows what the ledger holds now."""
    forms = {office.department(SOUMU): RequestForm.EXCEL}
    work = make_requests(office.ledger, office.folder / "新", departments=list(forms), forms=forms, author="取りまとめ")
    return Form(run_to_end(work)[0].file, office)


def test_words_in_several_looks_are_one_text(office: Office) -> None:
    form = open_form(office)
    form.answer(entry(1)).value = CellRichText("太", TextBlock(InlineFont(b=True), "字"), "で")
    office.merge(form.save())
    assert office.text(entry(1)) == "太字で"


def test_a_form_with_gaps_is_taken_and_the_gaps_are_listed(office: Office) -> None:
    (merged,) = office.merge(open_form(office).write({entry(1): "一"}).save()).files
    assert merged.taken == 1
    soumu = next(one for one in round_status(office.ledger).departments if one.department.name == SOUMU)
    assert soumu.state is DepartmentState.SUBMITTED
    assert [str(one) for one in soumu.missing] == ["2.1.2021.second_half", "3.1.2021.second_half"]


def test_a_form_saved_after_the_due_date_is_late_and_a_clock_ahead_counts_as_now(office: Office) -> None:
    form = open_form(office).write({entry(1): "一"})
    office.clock.now = datetime(2022, 5, 1, tzinfo=UTC)
    assert office.merge(form.save(), is_dry_run=True).files[0].is_late
    (merged,) = office.merge(form.save()).files
    assert merged.is_late
    (submission,) = list_submissions(office.ledger)
    assert submission.made_at <= office.clock.now


def test_a_form_on_time_that_is_merged_late_is_not_late(office: Office) -> None:
    """The file says when it was saved; openpyxl would say now, so it goes as it was made."""
    office.clock.now = datetime(2022, 5, 1, tzinfo=UTC)
    (merged,) = office.merge(open_form(office).path).files
    assert (merged.refused, merged.is_late) == (None, False)


def test_a_return_goes_out_as_a_form_and_its_answer_comes_after_what_was_there(office: Office) -> None:
    office.merge(open_form(office).write({entry(1): "一", entry(2): "二"}).save())
    file = office.folder / "差戻し.xlsx"
    field = office.field(entry(1))
    return_department(
        office.ledger,
        office.department(SOUMU),
        file,
        reason="人数を書いてください",
        fields=[field],
        notes={field: "何人ですか"},
        author="取りまとめ",
    )
    form = Form(file, office)
    assert "差戻しの理由：人数を書いてください" in str(form.sheet["B2"].value)
    assert str(form.sheet.cell(form.row(field), 5).value).endswith("取りまとめから：何人ですか")
    assert form.answer(entry(1)).value == "一"
    (merged,) = office.merge(form.write({entry(1): "一（12人）"}).save()).files
    assert (merged.taken, merged.conflicts) == (1, 0)
    assert office.text(entry(1)) == "一（12人）"


def test_gaps_go_back_in_the_form_that_a_department_gets(office: Office) -> None:
    office.merge(open_form(office).write({entry(1): "一"}).save())
    forms = {office.department(SOUMU): RequestForm.BOTH}
    work = return_missing(
        office.ledger, list(forms), office.folder, reason="未記入です", forms=forms, author="取りまとめ"
    )
    made = run_to_end(work)
    assert [(one.file.suffix, one.form.value) for one in made] == [(".kyoq", "app"), (".xlsx", "excel")]
    office.merge(Form(made[1].file, office).write({entry(2): "二", entry(3, 1): "三"}).save())
    soumu = next(one for one in round_status(office.ledger).departments if one.department.name == SOUMU)
    assert (soumu.missing, soumu.conflicts) == ([], 0)


def test_each_department_gets_its_form_and_the_mail_says_how_to_use_it(office: Office) -> None:
    forms = {office.department(SOUMU): RequestForm.BOTH, office.department(KYOSEI): RequestForm.EXCEL}
    folder = office.folder / "送付"
    run_to_end(make_requests(office.ledger, folder, forms=forms, with_letters=True, author="取りまとめ"))
    stem = "照会_令和３年度下期実績_"
    names = (f"{SOUMU}.kyoq", f"{SOUMU}.xlsx", f"{SOUMU}.txt", f"{KYOSEI}.xlsx", f"{KYOSEI}.txt")
    assert {one.name for one in folder.iterdir()} == {f"{stem}{name}" for name in names}
    both, excel = (folder.joinpath(f"{stem}{name}.txt").read_text("utf-8-sig") for name in (SOUMU, KYOSEI))
    assert "プログラムで開くと" in both
    assert "どちらか一つで" in both
    assert "状態" in excel
    assert "プログラムで開くと" not in excel


def test_a_form_is_known_by_checking_and_found_in_a_watched_folder(office: Office) -> None:
    folder = office.folder / "受け取り"
    folder.mkdir()
    file = open_form(office).write({entry(1): "一"}).save(folder / "回答.xlsx")
    (folder / "~$回答.xlsx").write_bytes(b"user")
    (folder / "名簿.xlsx").write_bytes(b"no workbook")
    checked = check_file(file)
    assert (checked.kind, checked.department, checked.is_ok) == ("form", SOUMU, True)
    assert not check_file(folder / "名簿.xlsx").is_ok
    assert run_to_end(look_into_folder(office.ledger, folder, {})).new == (file,)
    office.merge(file)
    assert run_to_end(look_into_folder(office.ledger, folder, {})).new == ()


def test_a_form_whose_file_has_another_name_is_a_form(office: Office) -> None:
    file = open_form(office).write({entry(1): "一"}).save()
    (merged,) = office.merge(file.rename(office.folder / "回答.zip")).files
    assert (merged.refused, merged.taken) == (None, 1)
