"""The wizard: a workbook of another layout becomes a ledger, decided by keyboard and mouse."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from kyosei_desktop.domain.mapping import Holds
from kyosei_desktop.exchange.definitions import definitions_at_hand, find_definition
from kyosei_desktop.exchange.foreign import NoTableInBook
from kyosei_desktop.exchange.foreign_book import book_of
from kyosei_desktop.exchange.mapping_file import mapping_text, read_mapping
from kyosei_desktop.ui import theme
from kyosei_desktop.ui.context import NewLedgerChoice
from kyosei_desktop.ui.mapping.dialog import MappingDialog
from kyosei_desktop.ui.settings import Scheme
from tests.exchange import foreign_books as books
from tests.ui.observing import unnamed

DEFINITIONS = [find_definition(one) for one in definitions_at_hand()]


@pytest.fixture
def ask(qtbot, window, tmp_path):
    """Opens the wizard over a book; the system's dialogs give `opened` and `saved`."""
    files = {"opened": tmp_path / "読み方.json", "saved": tmp_path / "保存.json"}

    def show(workbook) -> MappingDialog:
        made = MappingDialog(
            window,
            book_of(workbook, "本.xlsx"),
            DEFINITIONS,
            ask_files=lambda _title, _patterns: [files["opened"]],
            ask_save=lambda _title, _suggested, _patterns: files["saved"],
        )
        qtbot.addWidget(made)
        made.show()
        qtbot.waitExposed(made)
        return made

    return show


def press(qtbot, button) -> None:
    qtbot.keyClick(button, Qt.Key.Key_Space)


def choose(qtbot, box, data) -> None:
    """By the arrow keys, as a person does."""
    box.setFocus()
    while box.currentData() != data:
        before = box.currentIndex()
        qtbot.keyClick(box, Qt.Key.Key_Down if box.findData(data) > before else Qt.Key.Key_Up)
        assert box.currentIndex() != before


def test_a_clear_book_takes_two_keys(qtbot, ask):
    dialog = ask(books.printed_pages())

    assert dialog.message.isHidden()
    assert [one.meaning for one in dialog.reading.model.lines][:4] == ["番号", "施策名", "取組内容", "行の見出し"]
    assert dialog.reading.model.lines[4].words == "平成30年度"
    press(qtbot, dialog.next_button)
    assert dialog.summary.text().count("施策 3、担当課 3") == 1
    press(qtbot, dialog.make_button)

    assert dialog.result() == dialog.DialogCode.Accepted
    assert dialog.presenter.plan.document["title"] == "つきみ市人権施策推進計画"


def test_what_is_unclear_is_chosen_first_with_its_reason_and_decided_by_keys(qtbot, ask):
    dialog = ask(books.unclear())
    reading = dialog.reading

    assert "あと4件" in dialog.message.words
    assert reading.table.chosen.words == "メモ"
    assert "分かりません" in reading.why.words
    choose(qtbot, reading.holds, Holds.CONTENT)
    assert reading.table.chosen.meaning == "取組内容"
    reading.table.choose(4)
    choose(qtbot, reading.holds, Holds.RECORD)
    qtbot.keyClicks(reading.year, "2022")
    qtbot.keyClick(reading.year, Qt.Key.Key_Return)
    assert reading.said.words == "担当課が分かりません。担当課の列か名前を決めてください。"
    reading.department.insert("広報課")  # the test's keyboard has no kanji
    qtbot.keyClick(reading.department, Qt.Key.Key_Return)
    assert dialog.message.isHidden()
    press(qtbot, dialog.next_button)

    plan = dialog.presenter.plan
    assert plan.document["years"] == [2022]
    assert plan.departments == ("広報課",)
    assert plan.left == ()


def test_a_book_that_cannot_be_read_yet_says_what_is_missing_and_stays(qtbot, ask):
    dialog = ask(books.unclear())
    press(qtbot, dialog.next_button)

    assert "何年度のものか" in dialog.message.words
    assert not dialog.make_button.isVisible()


def test_a_remark_leads_to_its_cell(qtbot, ask):
    dialog = ask(books.printed_pages())
    press(qtbot, dialog.next_button)
    dialog.remarks.choose(3)
    qtbot.keyClick(dialog.remarks, Qt.Key.Key_Return)

    assert dialog.next_button.isVisible()
    here = dialog.reading.preview.currentIndex()
    assert (here.row() + 1, here.column() + 1) == (9, 6)
    assert dialog.reading.table.chosen.column.column == "F"


def test_a_sheet_may_be_left_and_read_again(qtbot, ask):
    dialog = ask(books.year_sheets())
    dialog.presenter.show("令和3年度")
    press(qtbot, dialog.reading.is_read)
    press(qtbot, dialog.next_button)
    assert dialog.presenter.plan.document["years"] == [2020]
    press(qtbot, dialog.back_button)
    press(qtbot, dialog.reading.is_read)
    press(qtbot, dialog.next_button)
    assert dialog.presenter.plan.document["years"] == [2020, 2021]


def test_headings_in_another_row_are_guessed_anew(qtbot, ask):
    dialog = ask(books.printed_pages())
    reading = dialog.reading
    reading.last_row.setFocus()
    reading.last_row.setValue(12)
    reading.first_row.setFocus()
    reading.first_row.setValue(12)
    qtbot.keyClick(reading.first_row, Qt.Key.Key_Return)
    press(qtbot, dialog.next_button)

    assert [one["no"] for one in dialog.presenter.plan.document["measures"]] == ["1-2", "2-1"]


def test_a_mapping_is_saved_and_opened_again(qtbot, ask, tmp_path: Path):
    dialog = ask(books.rearranged())
    dialog.reading.table.choose(8)
    choose(qtbot, dialog.reading.holds, Holds.RECORD)
    press(qtbot, dialog.save_button)
    assert "保存しました" in dialog.message.words
    kept = read_mapping(tmp_path / "保存.json")
    assert kept.sheets[0].columns[8].holds is Holds.RECORD

    (tmp_path / "読み方.json").write_text(mapping_text(kept).replace("みどり市", "わかば市"), "utf-8")
    other = ask(books.rearranged())
    press(qtbot, other.load_button)
    press(qtbot, other.next_button)
    assert other.title_edit.text().startswith("わかば市")
    assert other.presenter.plan.document["measures"][0]["record"] == "新規"


def test_a_mapping_file_that_is_none_is_refused_in_words(qtbot, ask, tmp_path: Path):
    (tmp_path / "読み方.json").write_text("[]", "utf-8")
    dialog = ask(books.rearranged())
    press(qtbot, dialog.load_button)
    assert "読み方.json" in dialog.message.words


def test_the_plan_gets_another_name(qtbot, ask):
    dialog = ask(books.quarters())
    press(qtbot, dialog.next_button)
    dialog.title_edit.selectAll()
    dialog.title_edit.insert("みなと市防災計画")
    qtbot.keyClick(dialog.title_edit, Qt.Key.Key_Return)
    assert dialog.presenter.plan.document["title"] == "みなと市防災計画"


def test_a_book_without_a_table_opens_no_wizard(ask):
    with pytest.raises(NoTableInBook):
        ask(books.no_table())


@pytest.mark.parametrize(("scheme", "percent"), [(Scheme.LIGHT, 100), (Scheme.DARK, 200)])
def test_every_control_has_a_name_and_all_of_it_fits(qtbot, qapp, ask, scheme, percent):
    theme.apply(qapp, scheme, percent)
    dialog = ask(books.unclear())
    assert unnamed(dialog) == []
    press(qtbot, dialog.next_button)
    assert dialog.minimumSizeHint().width() <= 1366


@pytest.mark.parametrize("command", ["file.new", "file.new_of_book"])
def test_the_window_makes_a_ledger_of_a_book_that_was_chosen(qtbot, window, dialogs, tmp_path, command):
    file = books.save(books.quarters(), tmp_path / "防災.xlsx")
    wizard = MappingDialog(
        window, book_of(books.quarters(), "本.xlsx"), DEFINITIONS, ask_files=lambda *_: [], ask_save=lambda *_: None
    )
    qtbot.addWidget(wizard)
    wizard.presenter.understand()
    dialogs.new_ledger, dialogs.foreign = NewLedgerChoice("half-yearly-a3", file), wizard.presenter.plan
    dialogs.open_files, dialogs.save_file = [file], tmp_path / "防災"
    window.menus.actions[command].trigger()
    qtbot.waitUntil(lambda: window.context.ledger is not None and window.context.ledger.name == "防災.kyosei")

    assert [one.name for one in window.context.open_ledger.plan().measures] == ["訓練", "備蓄"]
    assert ("防災.xlsx", DEFINITIONS) in dialogs.asked
