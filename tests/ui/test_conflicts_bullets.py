"""The joined proposal of a conflict, bullet by bullet beside what each side says."""

import pytest
from PySide6.QtCore import Qt

from kyosei_desktop.domain.joining import Fate
from tests.ui import rounds

LEFT = "・相談会を２回開催した。\n・冊子を配った。"
RIGHT = "・相談会を3回開催した。\n・冊子を配った\n・催しを開いた。"


@pytest.fixture
def view(coordinator_window, round_ledger, round_files, tmp_path):
    requests = rounds.copy_requests(round_files, tmp_path / "届いた照会")
    rounds.make_conflict(round_ledger, requests, LEFT, RIGHT)
    coordinator_window.context.changed()
    coordinator_window.go("conflicts")
    return coordinator_window.current_view


def test_the_bullets_stand_side_by_side_once_the_joined_text_is_taken(qtbot, view):
    assert not view.bullets.isVisible()
    qtbot.mouseClick(view.join_button, Qt.MouseButton.LeftButton)
    assert view.bullets.isVisible()
    model = view.bullets.model()
    titles = [model.headerData(n, Qt.Orientation.Horizontal) for n in range(model.columnCount())]
    assert titles == ["扱い", *rounds.owners_of(view.context.open_ledger.plan(), rounds.CO_OWNED), "合わせた文"]
    assert [line.fate for line in model.lines] == [Fate.DISPUTED, Fate.ADDED, Fate.ADDED]
    assert model.lines[0].sides == ["・相談会を２回開催した。", "・相談会を3回開催した。"]
    assert model.lines[1].proposed == "・冊子を配った。"
    assert view.editor.text() == "・相談会を２回開催した。\n・相談会を3回開催した。\n・冊子を配った。\n・催しを開いた。"


def test_they_give_way_when_another_text_is_taken(qtbot, view):
    qtbot.mouseClick(view.join_button, Qt.MouseButton.LeftButton)
    qtbot.mouseClick(view.cards[1].take_button, Qt.MouseButton.LeftButton)
    assert not view.bullets.isVisible()
