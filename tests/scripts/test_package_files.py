"""The list of hashes and the zip of the package: what they find, and that they are always the same."""

import os
import shutil
import stat
import subprocess
import zipfile
from pathlib import Path

import pytest

from scripts.package_files import SUMS, write_sums, write_zip, wrong_files

EPOCH = 1_700_000_000


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "kyosei-desktop"
    (made / "_internal" / "ひらがな 名").mkdir(parents=True)
    (made / "kyosei-desktop").write_bytes(b"program")
    (made / "kyosei-desktop").chmod(0o755)
    (made / "_internal" / "ひらがな 名" / "library.so").write_bytes(b"library")
    (made / "_internal" / "link.so").symlink_to("ひらがな 名/library.so")
    assert write_sums(made) == 3
    return made


def test_the_list_of_hashes_is_what_sha256sum_reads(folder: Path) -> None:
    checked = subprocess.run(["sha256sum", "--check", "--strict", SUMS], cwd=folder, capture_output=True, check=False)

    assert checked.returncode == 0, checked.stderr


def test_a_folder_as_it_was_packed_has_no_wrong_file(folder: Path) -> None:
    assert wrong_files(folder) == []


def test_changed_missing_and_added_files_are_named(folder: Path) -> None:
    (folder / "kyosei-desktop").write_bytes(b"other")
    (folder / "_internal" / "link.so").unlink()
    (folder / "added").write_bytes(b"")

    assert wrong_files(folder) == ["_internal/link.so", "added", "kyosei-desktop"]


def test_the_same_files_give_the_same_zip_whenever_they_were_written(folder: Path, tmp_path: Path) -> None:
    again = Path(shutil.copytree(folder, tmp_path / "again" / folder.name, symlinks=True))
    os.utime(again / "kyosei-desktop", (1, 1))

    first, second = (write_zip(one, tmp_path / f"{n}.zip", EPOCH) for n, one in enumerate((folder, again)))

    assert first.read_bytes() == second.read_bytes()


def test_the_zip_keeps_who_may_run_a_file_and_what_a_link_leads_to(folder: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(write_zip(folder, tmp_path / "a.zip", EPOCH, top="kyosei-desktop-1.0")) as packed:
        modes = {one.filename: one.external_attr >> 16 for one in packed.infolist()}
        led = packed.read("kyosei-desktop-1.0/_internal/link.so").decode()

    assert modes["kyosei-desktop-1.0/kyosei-desktop"] == stat.S_IFREG | 0o755
    assert modes["kyosei-desktop-1.0/_internal/ひらがな 名/library.so"] == stat.S_IFREG | 0o644
    assert stat.S_ISLNK(modes["kyosei-desktop-1.0/_internal/link.so"])
    assert led == "ひらがな 名/library.so"
    assert f"kyosei-desktop-1.0/{SUMS}" in modes
