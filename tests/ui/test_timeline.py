"""The timeline of a cell: every text with who, when, why and out of which file; what differed; settlings for ever."""

import pytest
from PySide6.QtWidgets import QLabel

from kyosei_desktop.domain.plan import Address, FieldKind, Value
from kyosei_desktop.store.acknowledgements import acknowledge
from kyosei_desktop.store.conflicts import list_conflicts, settle_conflict
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.ui.history.timeline import timeline_of
from kyosei_desktop.ui.history.timeline_card import TimelineCard
from tests.office import entry, open_warnings
from tests.ui import rounds

OUTCOME_OF_13 = Address(13, FieldKind.OUTCOME)
CO_OWNED = Address(rounds.CO_OWNED, FieldKind.ENTRY, 1, rounds.YEAR, rounds.PERIOD)


@pytest.fixture
def requests(round_files, tmp_path):
    return rounds.copy_requests(round_files, tmp_path / "届いた照会")


def timeline(ledger, address):
    return timeline_of(ledger, ledger.plan().field_at(address).id)


def edit(ledger, text, reason=None):
    edit_fields(ledger, [(OUTCOME_OF_13, Value(text))], author=rounds.COORDINATOR, reason=reason)


def different(text):
    return [piece.text for piece in text.pieces if piece.is_different]


def test_every_text_stands_newest_first_with_what_differed(round_ledger):
    edit(round_ledger, "参加者は２人")
    edit(round_ledger, "参加者は3人", "電話で確かめた")
    newest, older, first = timeline(round_ledger, OUTCOME_OF_13)
    assert (newest.what, newest.who, newest.standing) == ("取りまとめで書き直した", rounds.COORDINATOR, "今の値")
    assert newest.facts == ["理由：電話で確かめた"]
    assert different(newest.before[0]) == ["２"]
    assert different(newest.after) == ["3"]
    assert older.standing == "後の変更あり"
    assert (first.what, first.before) == ("はじめの文", [])


def test_an_answer_names_its_department_and_file(round_ledger, requests):
    owner = rounds.owners_of(round_ledger.plan(), 13)[0]
    file = rounds.answer(round_ledger, requests[owner])
    rounds.merge(round_ledger, file)
    address = Address(13, FieldKind.ENTRY, 1, rounds.YEAR, rounds.PERIOD)
    (item,) = timeline(round_ledger, address)
    assert (item.what, item.who) == ("回答", f"{owner} {rounds.CLERK}")
    assert item.facts == [f"ファイル：{file.name}"]
    assert item.before[0].blank == "（空白）"


def test_a_settling_keeps_every_text_there_was_and_why(round_ledger, requests):
    rounds.make_conflict(round_ledger, requests, "・２回", "・3回")
    (conflict,) = list_conflicts(round_ledger)
    settle_conflict(round_ledger, conflict, Value("・３回"), author=rounds.COORDINATOR, reason="両課に確かめた")
    edit_fields(round_ledger, [(CO_OWNED, Value("後の書き直し"))], author=rounds.COORDINATOR)
    settled = timeline(round_ledger, CO_OWNED)[1]
    assert (settled.what, settled.facts) == ("競合を決めた", ["理由：両課に確かめた"])
    assert sorted("".join(piece.text for piece in one.pieces) for one in settled.before) == ["・3回", "・２回"]
    owners = rounds.owners_of(round_ledger.plan(), rounds.CO_OWNED)
    assert sorted(one.title for one in settled.before) == sorted(f"{name} {rounds.CLERK}" for name in owners)


def test_departments_are_told_by_name(round_ledger):
    owner = rounds.owners_of(round_ledger.plan(), 13)[0]
    address = Address(13, FieldKind.DEPARTMENTS, 1)
    edit_fields(round_ledger, [(address, Value(f"{owner}\n広報課"))], author=rounds.COORDINATOR)
    newest = timeline(round_ledger, address)[0]
    assert "".join(piece.text for piece in newest.after.pieces) == f"{owner}\n広報課"


def test_what_differs_has_a_line_and_markup_is_text(qtbot, round_ledger):
    edit(round_ledger, "<b>２人</b>")
    edit(round_ledger, "<b>3人</b>")
    card = TimelineCard(timeline(round_ledger, OUTCOME_OF_13)[0])
    qtbot.addWidget(card)
    html = [one.text() for one in card.findChildren(QLabel)]
    assert any("line-through" in one and "２" in one for one in html)
    assert any("underline" in one and "3" in one for one in html)
    assert any("&lt;b&gt;" in one for one in html)


def test_the_panel_beside_the_plan_shows_the_timeline_of_the_chosen_cell(coordinator_window, round_ledger):
    edit(round_ledger, "参加者は２人", "課長の指示")
    coordinator_window.context.changed()
    coordinator_window.go("measures", address=OUTCOME_OF_13)
    panel = coordinator_window.current_view.panel
    cards = panel.findChildren(TimelineCard)
    assert len(cards) == 2
    words = [one.accessibleName() for one in cards[0].findChildren(QLabel)]
    assert "理由：課長の指示" in words
    assert any("参加者は２人" in one for one in words)


def test_ticks_on_warnings_stand_in_the_timeline_with_their_reasons(office):
    field = office.field(entry(1))
    office.soumu.write({entry(1): "研修会を開催予定。"})
    (warning,) = [one for one in open_warnings(office.soumu.work) if one.address == entry(1)]
    acknowledge(office.soumu.work, field, warning.finding, reason="次の期の案内", author="担当者")
    file = office.soumu.hand_in()
    office.merge(file)
    ticks = [one for one in timeline_of(office.ledger, field) if one.after is None]
    assert [(one.what, one.facts) for one in ticks] == [
        ("指摘を確かめて、そのままにした", ["理由：次の期の案内", f"ファイル：{file.name}"])
    ]
