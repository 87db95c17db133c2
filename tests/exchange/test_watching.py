"""Looking into a folder: what is new is told once, what is merged is not told, and a folder that is away is said so."""

from pathlib import Path

import pytest

from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.merging import withdraw_file
from kyosei_desktop.exchange.watching import WatchedFolder, look_into_folder
from kyosei_desktop.store.files import FileNotRead
from tests.office import Office, entry


def look(office: Office, folder: Path, before: WatchedFolder | None = None) -> WatchedFolder:
    known = {} if before is None else before.stamps
    return run_to_end(look_into_folder(office.ledger, folder, known))


def test_a_file_is_told_once_and_again_when_it_changed(office: Office, tmp_path: Path) -> None:
    file = office.soumu.answer({entry(1): "一"}).rename(tmp_path / "回答.KYOA")
    first = look(office, tmp_path)
    assert first.new == (file,)
    second = look(office, tmp_path, first)
    assert second.new == ()
    file.write_bytes(office.soumu.answer({entry(1): "一の二"}).read_bytes())
    assert look(office, tmp_path, second).new == (file,)


def test_what_is_merged_is_not_new_until_it_is_withdrawn(office: Office, tmp_path: Path) -> None:
    file = office.soumu.answer({entry(1): "一"}).rename(tmp_path / "回答.kyoa")
    office.merge(file)
    assert look(office, tmp_path).new == ()
    withdraw_file(office.ledger, file, author="取りまとめ")
    assert look(office, tmp_path).new == (file,)


def test_a_broken_file_is_told_too_and_other_files_are_not(office: Office, tmp_path: Path) -> None:
    (tmp_path / "壊れた回答.kyoa").write_bytes(b"PK")
    (tmp_path / "覚え書き.txt").write_text("x", "utf-8")
    assert [one.name for one in look(office, tmp_path).new] == ["壊れた回答.kyoa"]


def test_a_folder_that_is_away_is_said_so(office: Office, tmp_path: Path) -> None:
    with pytest.raises(FileNotRead):
        look(office, tmp_path / "ない")
