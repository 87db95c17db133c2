"""Ticks travel with submissions while their warning stands, and are kept, withdrawn and brought back with them."""

import json
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest

from kyosei_desktop.domain.plan import Address
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.rules.findings import Acknowledgement
from kyosei_desktop.exchange.joining import join_work_files
from kyosei_desktop.exchange.merging import merge_files, withdraw_file
from kyosei_desktop.exchange.refusals import SubmissionNotUsable
from kyosei_desktop.exchange.submission_file import read_submission, write_submission
from kyosei_desktop.store.acknowledgements import acknowledge, list_acknowledgements
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.store.receiving import FieldNotAsked
from kyosei_desktop.store.work_files import read_work
from tests.office import KYOSEI, SOUMU, Clerk, Office, entry, open_warnings

DATA = Path(__file__).parent.parent / "data"
PLANNED = "研修会を開催予定。"


def tick(clerk: Clerk, address: Address, reason: str | None = None) -> None:
    (one,) = [found for found in open_warnings(clerk.work) if found.address == address]
    acknowledge(clerk.work, one.place.id, one.finding, reason=reason, author="担当者")


def ticks_in(file: Path) -> list[Acknowledgement]:
    return list(read_submission(file.read_bytes(), file.name).claimed.acknowledgements)


def kept(office: Office) -> list[tuple[str, str | None]]:
    names = office.ledger.plan().department_names
    return [(names[one.department], one.acknowledgement.reason) for one in list_acknowledgements(office.ledger)]


def test_a_tick_travels_with_its_reason_and_is_kept_beside_the_submission(office: Office) -> None:
    office.soumu.write({entry(1): PLANNED})
    tick(office.soumu, entry(1), "次の期の案内")
    file = office.soumu.hand_in()
    office.merge(file)
    (received,) = list_acknowledgements(office.ledger)

    assert [received.acknowledgement] == ticks_in(file)
    assert (received.acknowledgement.field, received.acknowledgement.rule) == (office.field(entry(1)), "tense")
    assert (received.file_name, kept(office)) == (file.name, [(SOUMU, "次の期の案内")])
    assert received.round == read_work(office.soumu.work).round


def test_a_tick_whose_evidence_no_longer_stands_does_not_travel(office: Office) -> None:
    office.soumu.write({entry(1): PLANNED})
    tick(office.soumu, entry(1))
    first = office.soumu.hand_in()
    second = office.soumu.answer({entry(1): "研修会を開いた。"})
    office.merge(first)
    assert kept(office) == [(SOUMU, None)]
    office.merge(second)

    assert ticks_in(second) == []
    assert kept(office) == []


def test_a_submission_without_ticks_has_no_such_key(office: Office) -> None:
    """Programs that do not know it read such a file as before."""
    with zipfile.ZipFile(office.soumu.answer({entry(1): "研修会を開いた。"})) as archive:
        assert "acknowledgements" not in json.loads(archive.read("payload.json"))


def test_ticks_are_withdrawn_with_their_file_and_come_back_with_it(office: Office) -> None:
    office.soumu.write({entry(1): PLANNED})
    tick(office.soumu, entry(1))
    file = office.soumu.hand_in()
    office.merge(file)
    withdraw_file(office.ledger, file, author="取りまとめ")
    assert kept(office) == []
    office.merge(file)
    assert kept(office) == [(SOUMU, None)]
    office.merge(file)
    assert kept(office) == [(SOUMU, None)]


def test_a_dry_run_keeps_no_tick(office: Office) -> None:
    office.soumu.write({entry(1): PLANNED})
    tick(office.soumu, entry(1))
    office.merge(office.soumu.hand_in(), is_dry_run=True)

    assert kept(office) == []


def test_ticks_are_listed_by_department_and_by_field(office: Office) -> None:
    for clerk, address in ((office.soumu, entry(1)), (office.kyosei, entry(3, 2))):
        clerk.write({address: PLANNED})
        tick(clerk, address)
    office.merge(office.soumu.hand_in(), office.kyosei.hand_in())

    assert [name for name, _reason in kept(office)] == [SOUMU, KYOSEI]
    of_kyosei = list_acknowledgements(office.ledger, department=office.department(KYOSEI))
    assert of_kyosei == list_acknowledgements(office.ledger, field=office.field(entry(3, 2)))
    assert [one.acknowledgement.field for one in of_kyosei] == [office.field(entry(3, 2))]


def test_ticks_do_not_change_what_a_merge_makes_of_the_answers(office: Office) -> None:
    office.soumu.write({entry(1): PLANNED})
    plain = office.soumu.hand_in()
    tick(office.soumu, entry(1))
    ticked = office.soumu.hand_in()
    office.merge(plain)
    (file,) = office.merge(ticked).files

    assert (file.taken, file.same, office.text(entry(1))) == (0, 1, PLANNED)


def test_a_colleagues_ticks_come_with_their_answers(office: Office) -> None:
    other = office.copy_of(office.soumu, "隣の机")
    other.write({entry(1): PLANNED})
    tick(other, entry(1), "次の期の案内")
    run_to_end(join_work_files(office.soumu.work, [other.hand_in()], author="担当者"))

    assert [one for one in open_warnings(office.soumu.work) if one.address == entry(1)] == []
    assert [one.reason for one in ticks_in(office.soumu.hand_in())] == ["次の期の案内"]


def test_a_tick_given_twice_is_refused(office: Office) -> None:
    office.soumu.write({entry(1): PLANNED})
    tick(office.soumu, entry(1))
    submission = read_submission(office.soumu.hand_in().read_bytes(), "回答.kyoa").claimed
    (one,) = submission.acknowledgements
    with pytest.raises(SubmissionNotUsable, match="tense：予定"):
        write_submission(replace(submission, acknowledgements=(one, replace(one, reason="別"))), b"0" * 32)


def test_a_tick_in_a_field_that_was_not_asked_is_refused(office: Office) -> None:
    office.soumu.write({entry(1): PLANNED})
    tick(office.soumu, entry(1))
    submission = read_submission(office.soumu.hand_in().read_bytes(), "回答.kyoa").claimed
    (one,) = submission.acknowledgements
    foreign = replace(one, field=office.field(entry(3, 2)))
    file = office.folder / "作り替え.kyoa"
    key = read_work(office.soumu.work).key
    file.write_bytes(write_submission(replace(submission, acknowledgements=(one, foreign)), key))
    (merged,) = office.merge(file).files

    assert merged.refused == str(FieldNotAsked())
    assert kept(office) == []


@pytest.mark.parametrize(("name", "ticks"), [("submission-with-ticks", 1), ("submission-without-ticks", 0)])
def test_stored_submissions_with_and_without_ticks_are_read_and_merged(name: str, ticks: int, tmp_path: Path) -> None:
    """Both came from the office of the stored ledger, which knows them."""
    path = tmp_path / "台帳.kyosei"
    shutil.copy(DATA / "ledger-0002.kyosei", path)
    file = DATA / f"{name}.kyoa"
    with open_ledger(path) as ledger:
        (merged,) = run_to_end(merge_files(ledger, [file], author="取りまとめ")).files

    assert len(ticks_in(file)) == ticks
    assert (merged.refused, merged.taken) == (None, 0)
