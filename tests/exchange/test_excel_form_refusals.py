"""What an Excel form may not come back with: each refused in words that name the cell; and what does no harm."""

import base64
import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from openpyxl.worksheet.formula import ArrayFormula

from kyosei_desktop.domain.errors import NotAcceptableText
from kyosei_desktop.exchange import excel_form_refusals as refusals
from kyosei_desktop.exchange.excel_form_layout import ANSWER_MARK, COLUMNS_MARK, HIDDEN_SHEET_NAME, PERSON_MARK
from kyosei_desktop.exchange.refusals import FileRefused, NewerFormat
from kyosei_desktop.exchange.workbook_in import AnswersInsteadOfReport
from kyosei_desktop.store import receiving
from kyosei_desktop.store.rounds import close_round, open_round
from tests.exchange.books import export_book, look
from tests.exchange.excel_forms import Form, make_office_with_forms, open_form
from tests.office import EVERYTHING, KYOSEI, PERIOD, SOUMU, YEAR, Office, entry, make_office, of_measure

NAME = "照会_令和３年度下期実績_福祉総務課.xlsx"
LABEL = "№01 令和３年度 下期実績"


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


def refused(office: Office, form: Form) -> str | None:
    """Why a form is not taken; the ledger is as it was, to the byte."""
    before = office.path.read_bytes()
    (merged,) = office.merge(form.save()).files
    if merged.refused is not None:
        assert office.path.read_bytes() == before
    return merged.refused


# Each does something to a form in which №1 is answered; and what is then said.


def with_a_formula(form: Form) -> FileRefused:
    form.answer(entry(1)).value = "=1+1"
    return refusals.FormulaInAnswer(name=NAME, cell="J7", label=LABEL)


def with_an_array_formula(form: Form) -> FileRefused:
    form.sheet["J7"] = ArrayFormula("J7", "=SUM(A1:A2)")
    return refusals.FormulaInAnswer(name=NAME, cell="J7", label=LABEL)


def with_a_formula_for_the_state(form: Form) -> FileRefused:
    form.state(entry(1)).value = '="終了"'
    return refusals.FormulaInAnswer(name=NAME, cell="I7", label=LABEL)


def with_a_formula_for_the_person(form: Form) -> FileRefused:
    form.contact(PERSON_MARK).value = "=J7"
    return refusals.FormulaInAnswer(name=NAME, cell="J2", label="担当者")


def with_a_date(form: Form) -> FileRefused:
    cell = form.answer(entry(1))
    cell.value, cell.number_format = date(2022, 4, 1), "yyyy/m/d"
    return refusals.NotATextAnswer(name=NAME, cell="J7", label=LABEL)


def with_a_share(form: Form) -> FileRefused:
    cell = form.answer(entry(1))
    cell.value, cell.number_format = 0.5, "0%"
    return refusals.NotATextAnswer(name=NAME, cell="J7", label=LABEL)


def with_an_error(form: Form) -> FileRefused:
    cell = form.answer(entry(1))
    cell.value, cell.data_type = "#REF!", "e"
    return refusals.NotATextAnswer(name=NAME, cell="J7", label=LABEL)


def with_a_control_character(form: Form) -> FileRefused:
    form.answer(entry(1)).value = "一_x0007_"
    cause = str(NotAcceptableText(found="U+0007")).rstrip("。")
    return refusals.AnswerOutsideLimits(name=NAME, cell="J7", label=LABEL, cause=cause)


def with_a_text_beside_a_state(form: Form) -> FileRefused:
    form.state(entry(1)).value = "終了"
    return refusals.StateContradictsText(name=NAME, cell="J7", label=LABEL, state="終了")


def with_a_state_of_ones_own(form: Form) -> FileRefused:
    form.state(entry(1)).value = "中止"
    return refusals.UnknownState(name=NAME, cell="I7", label=LABEL, state="中止", known="終了、該当なし、未着手")


def with_an_endless_name(form: Form) -> FileRefused:
    form.contact(PERSON_MARK).value = "名" * 1_001
    cause = "1000字までで書いてください"
    return refusals.AnswerOutsideLimits(name=NAME, cell="J2", label="担当者", cause=cause)


def with_another_id(form: Form) -> FileRefused:
    form.sheet.cell(7, 1).value = "0" * 32 + ".2021.second_half"
    return refusals.ForeignRow(name=NAME, row=7)


def with_two_ids_changed_over(form: Form) -> FileRefused:
    first, second = form.sheet.cell(7, 1), form.sheet.cell(8, 1)
    first.value, second.value = second.value, first.value
    return refusals.ForeignRow(name=NAME, row=7)


def with_an_answer_in_a_row_of_its_own(form: Form) -> FileRefused:
    form.sheet.insert_rows(9)
    form.sheet.cell(9, form.column(ANSWER_MARK)).value = "書き足し"
    return refusals.TextWithoutField(name=NAME, cell="J9")


def with_the_id_of_an_answer_deleted(form: Form) -> FileRefused:
    form.sheet.cell(7, 1).value = None
    return refusals.TextWithoutField(name=NAME, cell="J7")


def with_a_row_copied_and_changed(form: Form) -> FileRefused:
    last = form.sheet.max_row + 1
    for column in range(1, 11):
        form.sheet.cell(last, column).value = form.sheet.cell(7, column).value
    form.sheet.cell(last, 10).value = "別の文"
    return refusals.FieldTwice(name=NAME, one="J7", other=f"J{last}", label=LABEL)


def with_the_column_of_ids_deleted(form: Form) -> FileRefused:
    form.sheet.delete_cols(1)
    return refusals.FormColumnsMissing(name=NAME)


def with_the_column_of_states_deleted(form: Form) -> FileRefused:
    form.sheet.delete_cols(9)
    return refusals.FormColumnsMissing(name=NAME)


def with_the_hidden_sheet_deleted(form: Form) -> FileRefused:
    del form.book[HIDDEN_SHEET_NAME]
    return refusals.NotAForm(name=NAME)


def with_the_sheet_copied(form: Form) -> FileRefused:
    copied = form.book.copy_worksheet(form.sheet)
    return refusals.FormSheetTwice(name=NAME, one=form.sheet.title, other=copied.title)


def _change_document(form: Form, change: Callable[[dict[str, object]], object]) -> None:
    hidden = form.book[HIDDEN_SHEET_NAME]
    document = json.loads(base64.b64decode(str(hidden.cell(3, 1).value)[1:]))
    change(document)
    hidden.cell(3, 1).value = "|" + base64.b64encode(json.dumps(document).encode()).decode()


def with_another_value_sent(form: Form) -> FileRefused:
    _change_document(form, lambda one: one["fields"][0].update(text="送られた文"))  # type: ignore[index]
    return refusals.FormAltered(name=NAME)


def with_other_heads(form: Form) -> FileRefused:
    _change_document(form, lambda one: one["fields"][0].update(heads=["0" * 32]))  # type: ignore[index]
    return refusals.FormAltered(name=NAME)


def with_an_unknown_key(form: Form) -> FileRefused:
    _change_document(form, lambda one: one.update(more=1))
    return refusals.FormNotUsable(name=NAME)


def of_a_newer_format(form: Form) -> FileRefused:
    _change_document(form, lambda one: one.update(format_version=2))
    return NewerFormat(name=NAME, version=2)


def with_the_hidden_sheet_garbled(form: Form) -> FileRefused:
    form.book[HIDDEN_SHEET_NAME].cell(3, 1).value = "文"
    return refusals.FormNotUsable(name=NAME)


def with_the_hidden_sheet_of_another_department(form: Form) -> FileRefused:
    """Its answers would go to fields of 地域共生課, whose ids stand in no row."""
    other = open_form(form.office, KYOSEI).book[HIDDEN_SHEET_NAME]
    hidden = form.book[HIDDEN_SHEET_NAME]
    for row in range(1, other.max_row + 1):
        hidden.cell(row, 1).value = other.cell(row, 1).value
    return refusals.ForeignRow(name=NAME, row=7)


BAD = (
    with_a_formula,
    with_an_array_formula,
    with_a_formula_for_the_state,
    with_a_formula_for_the_person,
    with_a_date,
    with_a_share,
    with_an_error,
    with_a_control_character,
    with_a_text_beside_a_state,
    with_a_state_of_ones_own,
    with_an_endless_name,
    with_another_id,
    with_two_ids_changed_over,
    with_an_answer_in_a_row_of_its_own,
    with_the_id_of_an_answer_deleted,
    with_a_row_copied_and_changed,
    with_the_column_of_ids_deleted,
    with_the_column_of_states_deleted,
    with_the_hidden_sheet_deleted,
    with_the_sheet_copied,
    with_another_value_sent,
    with_other_heads,
    with_an_unknown_key,
    of_a_newer_format,
    with_the_hidden_sheet_garbled,
    with_the_hidden_sheet_of_another_department,
)


@pytest.mark.parametrize("spoil", BAD, ids=lambda one: one.__name__)
def test_each_is_refused_with_its_own_sentence_and_the_ledger_stays_as_it_was(
    office: Office, spoil: Callable[[Form], FileRefused]
) -> None:
    form = open_form(office).write({entry(1): "一"})
    reason = spoil(form)
    assert refused(office, form) == str(reason)


# What does no harm: answers are found by their ids.


def sort_the_rows(form: Form) -> None:
    rows = [[form.sheet.cell(row, column).value for column in range(1, 11)] for row in range(7, 19)]
    for row, values in enumerate(reversed(rows), start=7):
        for column, value in enumerate(values, start=1):
            form.sheet.cell(row, column).value = value


def insert_rows(form: Form) -> None:
    form.sheet.insert_rows(1)
    form.sheet.insert_rows(8, 3)
    form.sheet.cell(9, 3).value = "自分の覚え"


def insert_a_column(form: Form) -> None:
    form.sheet.insert_cols(4)


def delete_the_columns_beside(form: Form) -> None:
    form.sheet.delete_cols(2, 5)


def delete_a_row_without_an_answer(form: Form) -> None:
    form.sheet.delete_rows(form.row(form.office.field(of_measure(2, "record"))))


def rename_the_sheets(form: Form) -> None:
    form.book[HIDDEN_SHEET_NAME].title = "Sheet9"
    form.sheet.title = "提出用"


def add_sheets(form: Form) -> None:
    form.book.create_sheet("覚え書き", 0).append(["回答", "=1+1", COLUMNS_MARK + "?"])
    form.book.create_sheet("集計")


def copy_a_row(form: Form) -> None:
    last = form.sheet.max_row + 1
    for column in range(1, 11):
        form.sheet.cell(last, column).value = form.sheet.cell(7, column).value


def write_beside(form: Form) -> None:
    form.sheet.cell(7, 8).value = "=1+1"
    form.sheet.cell(8, 12).value = "書き込み"


def keep_white_space_in_an_added_row(form: Form) -> None:
    form.sheet.insert_rows(9)
    form.sheet.cell(9, form.column(ANSWER_MARK)).value = " \n"


HARMLESS = (
    sort_the_rows,
    insert_rows,
    insert_a_column,
    delete_the_columns_beside,
    delete_a_row_without_an_answer,
    rename_the_sheets,
    add_sheets,
    copy_a_row,
    write_beside,
    keep_white_space_in_an_added_row,
)


@pytest.mark.parametrize("edit", HARMLESS, ids=lambda one: one.__name__)
def test_answers_are_found_by_their_ids_whatever_else_was_done_to_the_book(
    office: Office, edit: Callable[[Form], None]
) -> None:
    form = open_form(office).write({entry(1): "一", entry(2): "二"})
    edit(form)
    assert refused(office, form) is None
    assert [office.text(entry(1)), office.text(entry(2)), office.text(of_measure(1))] == ["一", "二", "成果"]


# Of another round, another ledger, and what is no form.


def test_a_form_of_a_closed_round_is_refused(office: Office) -> None:
    form = open_form(office).write({entry(1): "一"})
    close_round(office.ledger, author="取りまとめ")
    assert refused(office, form) == str(receiving.RoundIsClosed())
    open_round(office.ledger, year=YEAR, period=PERIOD, due_on=date(2022, 5, 1), asks=EVERYTHING, author="取りまとめ")
    assert refused(office, form) == str(receiving.RoundIsClosed())


def test_a_form_of_another_ledger_is_refused(office: Office, tmp_path: Path) -> None:
    (tmp_path / "別の役所").mkdir()
    make_office(tmp_path / "別の役所")
    other = Office(tmp_path / "別の役所")
    (merged,) = other.merge(open_form(office).write({entry(1): "一"}).save()).files
    other.close()
    assert merged.refused == str(receiving.ForeignPlan())


def test_a_workbook_that_is_no_form_and_a_file_that_is_no_workbook_are_refused(office: Office) -> None:
    form = open_form(office)
    del form.book[HIDDEN_SHEET_NAME]
    assert "Excel様式ではない" in str(refused(office, form))
    (office.folder / "表.xlsx").write_bytes(b"PK\x03\x04")
    (office.folder / "表.xls").write_bytes(office.requests[SOUMU].read_bytes())
    for merged in office.merge(office.folder / "表.xlsx", office.folder / "表.xls", office.folder / "ない.xlsx").files:
        assert merged.refused is not None
        assert merged.file.name in merged.refused


def test_answers_are_told_from_a_report_and_the_report_from_answers(office: Office) -> None:
    book = export_book(office.ledger, office.folder / "報告書.xlsx")
    form = open_form(office).save()
    for answers in (form, office.soumu.answer({entry(1): "一"})):
        with pytest.raises(AnswersInsteadOfReport, match="回答を取り込む"):
            look(office, answers)
    (merged,) = office.merge(book).files
    assert merged.refused == str(refusals.ReportInsteadOfForm(name=book.name))


@pytest.mark.parametrize(
    ("part", "kind", "words"),
    [
        ("xl/vbaProject.bin", "application/vnd.ms-office.vbaProject", "マクロ"),
        (
            "xl/externalLinks/externalLink1.xml",
            "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml",
            "ほかのブック",
        ),
    ],
)
def test_macros_and_links_to_other_books_are_refused(office: Office, part: str, kind: str, words: str) -> None:
    form = open_form(office).write({entry(1): "一"}).save()
    with zipfile.ZipFile(form) as archive:
        members = {one: archive.read(one) for one in archive.namelist()}
    types = members["[Content_Types].xml"]
    added = f'<Override PartName="/{part}" ContentType="{kind}"/></Types>'.encode()
    members["[Content_Types].xml"] = types.replace(b"</Types>", added)
    with zipfile.ZipFile(form, "w") as archive:
        for name, content in {**members, part: b"<x/>"}.items():
            archive.writestr(name, content)
    (merged,) = office.merge(form).files
    assert merged.refused is not None
    assert words in merged.refused
