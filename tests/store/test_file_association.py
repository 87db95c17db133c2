"""The desktop's own tools read what the program writes for this user's desktop."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kyosei_desktop.store import file_association
from kyosei_desktop.store.file_association import (
    AssociationUnseen,
    NoAssociationHere,
    associate_files,
    associate_this_program,
    dissociate_files,
)
from kyosei_desktop.store.files import FileNotWritten

PROGRAM = '/opt/進捗 "状況" $HOME 100%/kyosei-desktop'


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    associate_files(tmp_path, [PROGRAM])
    return tmp_path


def test_the_three_kinds_of_files_are_known_to_the_desktop_by_their_endings(folder: Path) -> None:
    globs = (folder / "mime" / "globs").read_text(encoding="utf-8")

    for kind, ending in (("ledger", "kyosei"), ("request", "kyoq"), ("submission", "kyoa")):
        assert f"application/x-kyosei-{kind}:*.{ending}" in globs


def test_the_command_is_quoted_so_that_any_folder_name_comes_through(folder: Path) -> None:
    entry = (folder / "applications" / "kyosei-desktop.desktop").read_text(encoding="utf-8")

    assert 'Exec="/opt/進捗 \\\\"状況\\\\" \\\\$HOME 100%%/kyosei-desktop" %f' in entry.splitlines()
    assert f"TryExec={PROGRAM}" in entry.splitlines()
    assert (folder / "icons" / "hicolor" / "scalable" / "apps" / "kyosei-desktop.svg").is_file()


def test_every_kind_that_the_entry_opens_is_one_that_is_declared(folder: Path) -> None:
    entry = (folder / "applications" / "kyosei-desktop.desktop").read_text(encoding="utf-8")
    declared = (folder / "mime" / "types").read_text(encoding="utf-8").split()

    opened = next(line for line in entry.splitlines() if line.startswith("MimeType="))
    assert set(opened.removeprefix("MimeType=").strip(";").split(";")) == set(declared)


def test_taking_the_association_back_leaves_nothing_of_it(folder: Path) -> None:
    dissociate_files(folder)

    left = [path for path in folder.rglob("*") if path.is_file() and "kyosei" in path.read_text(errors="replace")]
    assert left == []


def test_a_desktop_that_cannot_be_told_is_named_with_its_cure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(AssociationUnseen, match="update-mime-database"):
        associate_files(tmp_path, [PROGRAM])


def test_a_folder_that_takes_no_files_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "applications").write_text("not a folder")

    with pytest.raises(FileNotWritten):
        associate_files(tmp_path, [PROGRAM])


def test_on_windows_nothing_is_written_and_the_way_by_explorer_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_association.sys, "platform", "win32")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))

    with pytest.raises(NoAssociationHere, match="プログラムから開く"):
        associate_this_program()
    assert list(tmp_path.iterdir()) == []


def test_the_program_that_runs_is_the_one_that_is_noted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    associate_this_program()

    entry = (tmp_path / "applications" / "kyosei-desktop.desktop").read_text(encoding="utf-8")
    started = [sys.executable, "-m", "kyosei_desktop", "--version"]
    assert f'Exec="{sys.executable}" "-m" "kyosei_desktop" %f' in entry.splitlines()
    assert subprocess.run(started, capture_output=True, check=False).returncode == 0
    assert shutil.which("update-mime-database")
