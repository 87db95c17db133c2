"""The history shows every change with its author, reason, file and standing; acts beside it."""

from kyosei_desktop.domain.merge import Origin
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.exchange.merging import withdraw_file
from kyosei_desktop.store.acts import ActKind, list_acts
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.history import Change, Standing, list_changes
from tests.office import KYOSEI, SOUMU, Office, entry, of_measure

CO_OWNED = entry(2)


def told(changes: list[Change]) -> list[tuple[str, Origin, Standing, str | None]]:
    return [(one.revision.value.text, one.revision.origin, one.standing, one.source) for one in changes]


def test_a_ledger_that_nobody_changed_has_no_changes(office: Office) -> None:
    assert list(list_changes(office.ledger)) == []


def test_every_change_is_told_in_order_of_arrival_with_the_root_before(office: Office) -> None:
    first, second = office.soumu.answer({of_measure(2): "x"}), office.kyosei.answer({of_measure(2): "y"})
    office.merge(first, second)
    office.settle("2.outcome", "x と y")
    assert told(list(list_changes(office.ledger))) == [
        ("成果", Origin.ROOT, Standing.SUPERSEDED, None),
        ("x", Origin.DEPARTMENT, Standing.SUPERSEDED, first.name),
        ("y", Origin.DEPARTMENT, Standing.SUPERSEDED, second.name),
        ("x と y", Origin.COORDINATOR, Standing.HEAD, None),
    ]


def test_a_change_names_its_author_department_and_reason(office: Office) -> None:
    office.merge(office.kyosei.answer({CO_OWNED: "y"}))
    edit_fields(office.ledger, [(CO_OWNED, office.value(CO_OWNED))], author="取りまとめ")  # changes nothing
    edit_fields(office.ledger, [(CO_OWNED, Value("z"))], author="取りまとめ", reason="表記を揃えた")
    _root, answer, edit = list_changes(office.ledger)
    assert answer.address == CO_OWNED
    assert (answer.revision.author, answer.revision.department) == ("担当者", office.department(KYOSEI))
    assert (edit.revision.author, edit.revision.department, edit.revision.reason) == (
        "取りまとめ",
        None,
        "表記を揃えた",
    )
    assert edit.revision.after == (answer.revision.id,)


def test_a_withdrawn_answer_stays_in_the_history(office: Office) -> None:
    file = office.soumu.answer({CO_OWNED: "x"})
    office.merge(file)
    withdraw_file(office.ledger, file, author="取りまとめ")
    assert told(list(list_changes(office.ledger))) == [
        ("", Origin.ROOT, Standing.HEAD, None),
        ("x", Origin.DEPARTMENT, Standing.WITHDRAWN, file.name),
    ]


def test_a_revision_in_several_files_names_the_one_that_brought_it_first(office: Office) -> None:
    first = office.soumu.answer({CO_OWNED: "x"})
    office.merge(first)
    office.merge(office.soumu.answer({entry(1): "一"}))
    changes = list_changes(office.ledger, 2)
    assert [one.source for one in changes] == [None, first.name]


def test_the_history_of_one_measure_holds_no_other_and_is_found_by_number_or_text(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "一", entry(3): "三"}))
    office.edit(entry("4-(1)"), "四")
    assert {one.address.measure for one in list_changes(office.ledger, 1)} == {1}
    assert list_changes(office.ledger, "1") == list_changes(office.ledger, 1)
    assert {one.address for one in list_changes(office.ledger, "4-(1)")} == {entry("4-(1)")}
    assert list_changes(office.ledger, 99) == []


def test_the_acts_of_a_round_are_told_in_order(office: Office) -> None:
    file = office.soumu.answer({entry(1): "一"})
    office.merge(file)
    office.returned(SOUMU, entry(1), reason="数字を入れてください")
    acts = [(one.kind, one.department, one.note) for one in list_acts(office.ledger)]
    soumu, kyosei = office.department(SOUMU), office.department(KYOSEI)
    assert acts == [
        (ActKind.ROUND_OPENED, None, "2022-04-15"),
        (ActKind.REQUESTED, soumu, None),
        (ActKind.REQUESTED, kyosei, None),
        (ActKind.MERGED, soumu, file.name),
        (ActKind.RETURNED, soumu, "数字を入れてください"),
    ]


def test_a_work_file_remembers_its_request_and_what_was_handed_in(office: Office) -> None:
    file = office.soumu.answer({entry(1): "一"})
    acts = [(one.kind, one.note) for one in list_acts(office.soumu.work)]
    assert acts == [(ActKind.REQUESTED, None), (ActKind.HANDED_IN, file.name)]
