"""A new folder beside the old one is found, wherever it was unpacked; anything else is passed over."""

from pathlib import Path

import pytest

from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.store.newer_programs import NewerProgram, look_for_newer_program


def program(folder: Path, version: str) -> Path:
    (folder / "_internal" / f"kyosei_desktop-{version}.dist-info").mkdir(parents=True)
    return folder


def newest(own: Path) -> NewerProgram | None:
    return run_to_end(look_for_newer_program(own, "0.9.0"))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("kyosei-desktop", "kyosei-desktop-0.10.0"),
        ("古い版", "新しい版/kyosei-desktop"),
        ("kyosei-desktop-0.9.0-windows/kyosei-desktop-0.9.0", "kyosei-desktop-0.10.0-windows/kyosei-desktop-0.10.0"),
    ],
)
def test_a_newer_program_is_found_beside_the_old_however_it_was_unpacked(tmp_path: Path, old: str, new: str) -> None:
    own, other = program(tmp_path / old, "0.9.0"), program(tmp_path / new, "0.10.0")

    assert newest(own) == NewerProgram("0.10.0", other)
    assert run_to_end(look_for_newer_program(other, "0.10.0")) is None


def test_of_several_the_newest_is_named(tmp_path: Path) -> None:
    own = program(tmp_path / "a", "0.9.0")
    for folder, version in (("b", "0.9.1"), ("c", "1.0"), ("d", "0.99"), ("e", "0.9.0"), ("f", "0.8")):
        program(tmp_path / folder, version)

    assert newest(own) == NewerProgram("1.0", tmp_path / "c")


def test_folders_that_are_no_program_or_say_no_version_are_passed_over(tmp_path: Path) -> None:
    own = program(tmp_path / "program", "0.9.0")
    program(tmp_path / "x", "newest")
    program(tmp_path / "y", "9" * 99)
    (tmp_path / "z" / "_internal").mkdir(parents=True)
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "nowhere").symlink_to(tmp_path / "gone")

    assert newest(own) is None
    assert newest(tmp_path / "gone" / "program") is None
