"""What is pasted: clean text from Excel, Word and pages, and tables that fill several fields in one act."""

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.store.work_files import read_work
from kyosei_desktop.ui.clerk.pages import load_pages
from kyosei_desktop.ui.clerk.paste_plan import plan_paste
from kyosei_desktop.ui.clerk.pasting import clip_of, text_of_html

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
EXCEL = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta name=ProgId content=Excel.Sheet></head>'
    "<body><table><tr><td>…</td></tr></table></body></html>"
)
WORD = """<html xmlns:w="urn:schemas-microsoft-com:office:word"><head><style>p {margin:0}</style></head><body>
<!--StartFragment--><p class=MsoNormal><b>・講座を３回</b>実施し、延べ38人が
参加した。<o:p></o:p></p>
<p class=MsoNormal>&nbsp;</p>
<p class=MsoNormal>・「A &amp; B」を配った。</p><!--EndFragment--></body></html>"""


@pytest.fixture
def form(qtbot, clerk_window):
    """The form, at the first field of all, with the keyboard in it."""
    field = read_work(clerk_window.context.open_ledger).fields[0]
    clerk_window.go("form", field=field.place.id)
    view = clerk_window.current_view
    card = view.cards[field.place.id]
    qtbot.waitUntil(card.editor.hasFocus)
    return view, card, field


def paste(qtbot, editor, text="", html=""):
    """Through the clipboard, by Ctrl+V."""
    data = QMimeData()
    if html:
        data.setHtml(html)
    if text:
        data.setText(text)
    QGuiApplication.clipboard().setMimeData(data)
    qtbot.keyClick(editor, Qt.Key.Key_V, CTRL)


def entries(ledger):
    return {one.address.measure: one.value.text for one in read_work(ledger).fields if one.value.text}


@pytest.mark.parametrize(
    ("text", "html", "clean"),
    [
        ("一行\r\n次の行\r", "", "一行\n次の行\n"),
        ("段落\v改行", "", "段落\n改行"),
        ('"・一つ目\n・二つ目の""引用"""\r\n', EXCEL, '・一つ目\n・二つ目の"引用"'),
        ('"・一つ目\n・二つ目"', "", "・一つ目\n・二つ目"),
        ("一つのセル\r\n", EXCEL, "一つのセル"),
        ('"引用"と言った。', "", '"引用"と言った。'),
        ('"引用"', "", '"引用"'),
        ("字下げ\tした行\n普通の行", "", "字下げ\tした行\n普通の行"),
        ("text", "<p>別の文</p>", "text"),
        ("", WORD, "・講座を３回実施し、延べ38人が参加した。\n\n・「A & B」を配った。"),
        ("", "<ul><li>一つ目<li>二つ目</ul>続き<br>次", "・一つ目\n・二つ目\n続き\n次"),
    ],
)
def test_one_text_becomes_plain_with_its_line_breaks(qtbot, form, text, html, clean):
    _view, card, _field = form
    paste(qtbot, card.editor, text, html)
    assert card.editor.text() == clean
    assert card.paste is None


def test_a_page_with_a_script_is_only_its_words():
    assert text_of_html("<script>alert(1)</script><title>題</title><p>本<em>文</em></p>") == "本文"


def test_quotes_that_do_not_match_are_left_as_they_are():
    assert clip_of('"a\tb\r\nc', EXCEL).text == '"a\tb\nc'


def test_cells_are_offered_to_fields_and_fill_them_in_one_act(qtbot, clerk_window, form):
    view, card, _field = form
    ledger = clerk_window.context.open_ledger
    paste(qtbot, card.editor, '"・一つ目\n・続き"\r\n\r\n三つ目\r\n', EXCEL)
    assert card.editor.text() == ""
    panel = card.paste
    qtbot.waitUntil(panel.fill_button.hasFocus)
    assert [(one.place, one.text) for one in panel.plan.cells] == [
        ("№29 令和３年度 下期実績", "・一つ目\n・続き"),
        ("№32 令和３年度 下期実績", "三つ目"),
    ]
    qtbot.keyClick(panel.fill_button, Qt.Key.Key_Return)
    assert entries(ledger) == {29: "・一つ目\n・続き", 32: "三つ目"}
    assert card.editor.text() == "・一つ目\n・続き"
    assert card.state.text() == "記入済"
    assert card.paste is None
    assert clerk_window.messages.text == "表から2欄に入れました。"
    qtbot.mouseClick(clerk_window.messages.action_button, Qt.MouseButton.LeftButton)  # 元に戻す
    assert entries(ledger) == {}
    assert card.editor.text() == ""
    qtbot.keyClick(card.editor, Qt.Key.Key_Y, CTRL | ALT)
    assert entries(ledger) == {29: "・一つ目\n・続き", 32: "三つ目"}
    assert view.presenter.page.number == "29"


def test_the_same_cells_may_go_into_one_field_as_text(qtbot, form):
    _view, card, _field = form
    qtbot.keyClicks(card.editor, "x")
    paste(qtbot, card.editor, "一\t二\r\n三\t四\r\n", EXCEL)
    qtbot.waitUntil(card.paste.text_button.isVisible)
    qtbot.mouseClick(card.paste.text_button, Qt.MouseButton.LeftButton)
    assert card.editor.text() == "x一\t二\n三\t四"
    assert card.editor.hasFocus()
    qtbot.keyClick(card.editor, Qt.Key.Key_Z, CTRL)
    assert card.editor.text() == "x"


def test_escape_does_nothing_with_the_cells(qtbot, clerk_window, form):
    _view, card, _field = form
    paste(qtbot, card.editor, "一\t二\r\n", EXCEL)
    qtbot.waitUntil(card.paste.fill_button.hasFocus)
    qtbot.keyClick(card.paste.fill_button, Qt.Key.Key_Escape)
    assert card.paste is None
    assert card.editor.hasFocus()
    assert entries(clerk_window.context.open_ledger) == {}


def test_what_stood_in_a_field_is_named_as_replaced_and_comes_back(qtbot, clerk_window, form):
    _view, card, _field = form
    ledger = clerk_window.context.open_ledger
    qtbot.keyClicks(card.editor, "before")
    paste(qtbot, card.editor, "新しい文\r\n次の文\r\n", EXCEL)
    assert [one.replaces for one in card.paste.plan.cells] == [True, False]
    qtbot.waitUntil(card.paste.fill_button.hasFocus)
    qtbot.keyClick(card.paste.fill_button, Qt.Key.Key_Return)
    assert entries(ledger) == {29: "新しい文", 30: "次の文"}
    qtbot.keyClick(card.editor, Qt.Key.Key_Z, CTRL | ALT)
    assert entries(ledger) == {29: "before"}


def test_more_cells_than_fields_are_said_to_be_left_over(work_ledger):
    pages = load_pages(work_ledger)
    last = pages.pages[-1].answers[-1]
    plan = plan_paste(pages.pages, last.id, [["一", "列が多い"], ["二"], [""]])
    assert [one.text for one in plan.cells] == ["一"]
    assert plan.left_over == 2


def test_a_text_that_no_field_may_hold_fills_none_of_them(qtbot, clerk_window, form):
    _view, card, _field = form
    paste(qtbot, card.editor, "一\r\n二\x07\r\n", EXCEL)
    qtbot.waitUntil(card.paste.fill_button.hasFocus)
    qtbot.keyClick(card.paste.fill_button, Qt.Key.Key_Return)
    assert "U+0007" in clerk_window.messages.text
    assert entries(clerk_window.context.open_ledger) == {}


def test_a_pasted_text_is_kept_as_a_draft(qtbot, clerk_window, form):
    view, card, field = form
    paste(qtbot, card.editor, "・貼り付けた文")
    view.leave()
    kept = next(one.value for one in read_work(clerk_window.context.open_ledger).fields if one.place == field.place)
    assert kept == Value("・貼り付けた文")
