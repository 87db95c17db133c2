"""Ticks on warnings: given, changed and taken back in a work file; and what still has to be done there."""

import shutil
from pathlib import Path

import pytest

from kyosei_desktop.domain.rules.findings import Level
from kyosei_desktop.domain.rules.question import Measure, Printed
from kyosei_desktop.store.acknowledgements import (
    acknowledge,
    list_acknowledgements,
    load_acknowledgements,
    withdraw_acknowledgement,
)
from kyosei_desktop.store.ledger import LedgerReadOnly, open_ledger
from kyosei_desktop.store.work_findings import WorkFinding, find_in_work, standing_acknowledgements
from tests.office import SOUMU, Office, entry, open_warnings

DATA = Path(__file__).parent.parent / "data"
PLANNED = "研修会を開催予定。"


def warnings(office: Office) -> list[WorkFinding]:
    """The open warnings of the first department's work file; the required fields that are missing left out."""
    return [one for one in open_warnings(office.soumu.work) if one.finding.level is Level.WARNING]


def tick(office: Office, reason: str | None = None) -> None:
    (one,) = warnings(office)
    acknowledge(office.soumu.work, one.place.id, one.finding, reason=reason, author="担当者")


def test_errors_and_warnings_without_a_tick_are_open_and_hints_are_not(office: Office) -> None:
    office.soumu.write({entry(1): PLANNED, entry(2): "①を配った。"})
    found = [(str(one.address), one.finding.rule) for one in open_warnings(office.soumu.work)]

    assert found == [("1.1.2021.second_half", "tense"), ("3.1.2021.second_half", "required")]
    assert ("2.1.2021.second_half", "platform_dependent") in [
        (str(one.address), one.finding.rule) for one in find_in_work(office.soumu.work)
    ]


def test_a_ticked_warning_is_open_no_more_until_something_else_stands_there(office: Office) -> None:
    office.soumu.write({entry(1): PLANNED})
    tick(office, "次の期の案内も兼ねるため")
    assert warnings(office) == []
    office.soumu.write({entry(1): f"相談会を開いた。{PLANNED}"})
    assert warnings(office) == []
    office.soumu.write({entry(1): "相談会を開催する予定です。"})
    assert [one.finding.evidence for one in warnings(office)] == ["予定です"]
    office.soumu.write({entry(1): PLANNED})
    assert warnings(office) == []


def test_the_tick_says_who_when_and_why(office: Office) -> None:
    office.soumu.write({entry(1): PLANNED})
    tick(office, "次の期の案内も兼ねるため")
    ((field, (kept,)),) = load_acknowledgements(office.soumu.work).items()

    assert field == kept.field == office.field(entry(1))
    assert (kept.rule, kept.evidence, kept.reason, kept.author) == (
        "tense",
        "予定",
        "次の期の案内も兼ねるため",
        "担当者",
    )
    assert kept.made_at.tzinfo is not None


def test_ticked_again_it_has_the_new_reason(office: Office) -> None:
    office.soumu.write({entry(1): PLANNED})
    (one,) = warnings(office)
    for reason in ("はじめの理由", "あとの理由"):
        acknowledge(office.soumu.work, one.place.id, one.finding, reason=reason, author="担当者")
    ((kept,),) = load_acknowledgements(office.soumu.work).values()

    assert kept.reason == "あとの理由"


def test_a_tick_taken_back_leaves_the_warning_open(office: Office) -> None:
    office.soumu.write({entry(1): PLANNED})
    (one,) = warnings(office)
    tick(office)
    withdraw_acknowledgement(office.soumu.work, one.place.id, one.finding)

    assert warnings(office) == [one]
    assert load_acknowledgements(office.soumu.work) == {}


def test_an_error_cannot_be_ticked_away(office: Office) -> None:
    (first, *_others) = open_warnings(office.soumu.work)
    acknowledge(office.soumu.work, first.place.id, first.finding, author="担当者")

    assert first.finding.rule == "required"
    assert first.address in [one.address for one in open_warnings(office.soumu.work)]


def test_nothing_is_ticked_in_a_work_file_that_is_read_only(office: Office) -> None:
    office.soumu.write({entry(1): PLANNED})
    (one,) = warnings(office)
    with open_ledger(office.soumu.work_file, read_only=True) as work, pytest.raises(LedgerReadOnly):
        acknowledge(work, one.place.id, one.finding, author="担当者")


def test_a_warning_about_the_print_stands_where_somebody_measures(office: Office) -> None:
    office.soumu.write({entry(1): "相談会を開いた。"})
    work = office.soumu.work

    def measured(lines: int) -> Measure:
        return lambda place, _value: None if place.year is None else Printed(lines)

    (one,) = [found for found in open_warnings(work, measured(20)) if found.finding.rule == "length"]
    assert one.address == entry(1)
    acknowledge(work, one.place.id, one.finding, author="担当者")
    assert [each.rule for each in standing_acknowledgements(work, measured(20))] == ["length"]
    assert standing_acknowledgements(work, measured(3)) == []
    assert standing_acknowledgements(work) == []


def test_a_ledger_of_the_first_version_takes_ticks_once_it_is_raised(tmp_path: Path, office: Office) -> None:
    path = tmp_path / "古い台帳.kyosei"
    shutil.copy(DATA / "ledger-0001.kyosei", path)
    office.soumu.write({entry(1): PLANNED})
    (one,) = warnings(office)
    with open_ledger(path) as ledger:
        assert list_acknowledgements(ledger) == []
        place = ledger.plan().field_at(entry(1))
        assert place is not None
        acknowledge(ledger, place.id, one.finding, author="担当者")
        assert list(load_acknowledgements(ledger)) == [place.id]


def test_a_stored_ledger_of_the_second_version_keeps_its_ticks(tmp_path: Path) -> None:
    path = tmp_path / "台帳.kyosei"
    shutil.copy(DATA / "ledger-0002.kyosei", path)
    with open_ledger(path) as ledger:
        (kept,) = list_acknowledgements(ledger)
        names = ledger.plan().department_names

    assert (names[kept.department], kept.file_name) == (SOUMU, f"{SOUMU}-1.kyoa")
    tick = kept.acknowledgement
    assert (tick.rule, tick.evidence, tick.reason) == ("ten_times", "3回/30回", "昨年度は毎月開いたため")
