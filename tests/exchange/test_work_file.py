"""Opening a request: a work file is made once, found again, and belongs to one round and department."""

import hashlib
import io
import json
import shutil
import zipfile
from pathlib import Path

import pytest

from kyosei_desktop.exchange.refusals import ContentAltered, NotAContainer, SubmissionInsteadOfRequest
from kyosei_desktop.exchange.work_file import WorkFileOfAnother, find_work_file, load_request, open_request
from kyosei_desktop.store.engine import NotALedger
from kyosei_desktop.store.files import FileNotRead
from kyosei_desktop.store.lock import LedgerInUse
from kyosei_desktop.store.rounds import close_round, open_round
from kyosei_desktop.store.work_files import read_work
from tests.office import DUE, EVERYTHING, KYOSEI, PERIOD, SOUMU, YEAR, Office, check_stored_is_derived, entry


def open_in(office: Office, request: Path, work_file: Path) -> None:
    open_request(request, work_file, author="担当者", clock=office.clock).close()


def test_a_work_file_asks_for_what_the_request_asks_and_shows_what_it_shows(office: Office) -> None:
    work = read_work(office.kyosei.work)
    request = load_request(office.requests[KYOSEI])
    assert len(work.fields) == len(request.fields)
    assert {one.place.id: (one.value, one.is_required) for one in work.fields} == {
        one.field: (one.value, one.is_required) for one in request.fields
    }
    assert (work.department, work.due_on, work.year, work.period) == (request.department, DUE, YEAR, PERIOD)
    assert [str(one.address) for one in work.missing] == ["2.1.2021.second_half", "3.2.2021.second_half"]
    assert work.title == "福祉政策 進捗状況"
    check_stored_is_derived(office.kyosei.work)


def test_initiatives_are_numbered_as_in_the_whole_measure(office: Office) -> None:
    assert "3.2.2021.second_half" in [str(one.address) for one in read_work(office.kyosei.work).fields]


def test_past_years_are_there_to_read(office: Office) -> None:
    plan = office.soumu.work.plan()
    place = plan.field_at(entry(1, year=2020))
    assert place is not None
    assert plan.value(place).text == "前年の下期"


def test_a_request_opened_again_leads_to_the_same_work(office: Office) -> None:
    office.soumu.write({entry(1): "書きかけ"})
    office.soumu.open(office.requests[SOUMU])
    assert {str(one.address): one.value.text for one in read_work(office.soumu.work).fields}[
        "1.1.2021.second_half"
    ] == "書きかけ"


def test_a_work_file_of_another_is_refused_and_left_alone(office: Office) -> None:
    office.close()
    for work_file in (office.kyosei.work_file, office.path):
        before = work_file.read_bytes()
        with pytest.raises(WorkFileOfAnother) as refused:
            open_in(office, office.requests[SOUMU], work_file)
        assert work_file.name in str(refused.value)
        assert work_file.read_bytes() == before
        assert not list(office.folder.glob("*.lock"))


def test_a_request_of_the_next_round_gets_a_work_file_of_its_own(office: Office) -> None:
    close_round(office.ledger, author="取りまとめ")
    open_round(office.ledger, year=YEAR, period=PERIOD, due_on=DUE, asks=EVERYTHING, author="取りまとめ")
    request = office.request(SOUMU)
    with pytest.raises(WorkFileOfAnother):
        open_in(office, request, office.soumu.work_file)


def test_a_work_file_that_is_open_elsewhere_is_not_opened_twice(office: Office) -> None:
    assert office.soumu.work is not None
    with pytest.raises(LedgerInUse):
        open_in(office, office.requests[SOUMU], office.soumu.work_file)


def test_what_is_no_request_makes_no_work_file(office: Office) -> None:
    office.close()
    new, text = office.folder / "新しい.kyosei", office.folder / "文書.kyoq"
    text.write_text("文書", "utf-8")
    altered = office.folder / "書き換えた照会.kyoq"
    altered.write_bytes(with_another_department(office.requests[SOUMU].read_bytes()))
    submission = office.soumu.answer({entry(1): "一"})
    for file, reason in (
        (text, NotAContainer),
        (altered, ContentAltered),
        (submission, SubmissionInsteadOfRequest),
        (office.folder / "ない.kyoq", FileNotRead),
    ):
        with pytest.raises(reason):
            open_in(office, file, new)
    assert not new.exists()


def with_another_department(content: bytes) -> bytes:
    """The request, with the department's name changed and the digest made to match."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {one.filename: archive.read(one) for one in archive.infolist()}
    payload = members["payload.json"].replace(SOUMU.encode(), "福祉財務課".encode())
    manifest = {**json.loads(members["manifest.json"]), "sha256": hashlib.sha256(payload).hexdigest()}
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        archive.writestr("payload.json", payload)
    return packed.getvalue()


def test_a_work_file_that_is_none_is_refused(office: Office) -> None:
    document = office.folder / "文書.kyosei"
    document.write_text("文書" * 100, "utf-8")
    with pytest.raises(NotALedger):
        open_in(office, office.requests[SOUMU], document)


class TestFinding:
    """The work file of a request in a folder, by what is in it."""

    def test_it_is_found_under_whatever_name(self, office: Office) -> None:
        office.close()
        renamed = office.soumu.work_file.rename(office.folder / "わたしの仕事.kyosei")
        assert find_work_file(office.folder, office.requests[SOUMU]) == renamed
        assert find_work_file(office.folder, office.requests[KYOSEI]) == office.kyosei.work_file

    def test_it_is_found_while_it_is_open(self, office: Office) -> None:
        assert office.soumu.work is not None
        assert find_work_file(office.folder, office.requests[SOUMU]) == office.soumu.work_file

    def test_a_request_in_a_mails_temporary_folder_leads_to_the_same_work(self, office: Office, tmp_path: Path) -> None:
        copy = shutil.copy(office.requests[SOUMU], tmp_path / "添付.kyoq")
        assert find_work_file(office.folder, Path(copy)) == office.soumu.work_file

    def test_where_there_is_none_a_free_name_is_proposed(self, office: Office, tmp_path: Path) -> None:
        folder = tmp_path / "書類"
        folder.mkdir()
        first = find_work_file(folder, office.requests[SOUMU])
        assert first == folder / "記入中_令和３年度下期実績_福祉総務課.kyosei"
        first.write_text("台帳ではない文書" * 100, "utf-8")
        assert find_work_file(folder, office.requests[SOUMU]) == (
            folder / "記入中_令和３年度下期実績_福祉総務課-2.kyosei"
        )
