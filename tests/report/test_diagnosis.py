"""The diagnosis: hashes held against the list, folders, parts, and no word of the ledger."""

import hashlib
import re
from pathlib import Path

import pytest

from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.report.diagnosis import Diagnosis, Surroundings, diagnose, shown_folder
from kyosei_desktop.store.parts import program_parts
from kyosei_desktop.store.program_files import verify_program_files
from kyosei_desktop.store.user_folders import is_writable, portable_folder
from tests.office import Office
from tests.shell import in_process


@pytest.fixture
def program(tmp_path: Path) -> Path:
    """A program's folder with its list."""
    folder = tmp_path / "配布 フォルダ"
    (folder / "resources").mkdir(parents=True)
    files = {"kyosei-desktop": b"program", "resources/様式.json": b"{}", "読んでください.txt": b"text"}
    lines = []
    for name, content in files.items():
        (folder / name).write_bytes(content)
        lines.append(f"{hashlib.sha256(content).hexdigest()}  {name}\n")
    (folder / "SHA256SUMS").write_text("".join(lines), "utf-8")
    return folder


def test_files_that_are_as_they_were_made_are_counted(program: Path) -> None:
    found = run_to_end(verify_program_files(program))

    assert (found.is_whole, found.good, found.altered, found.missing) == (True, 3, (), ())


def test_a_file_that_was_altered_and_one_that_is_gone_are_named(program: Path) -> None:
    (program / "resources" / "様式.json").write_bytes(b"[]")
    (program / "kyosei-desktop").unlink()
    found = run_to_end(verify_program_files(program))

    assert not found.is_whole
    assert (found.good, found.altered, found.missing) == (1, ("resources/様式.json",), ("kyosei-desktop",))


@pytest.mark.parametrize("content", [None, b"", b"\xff\xfe", b"no hash  here\n"])
def test_without_a_list_nothing_is_claimed(program: Path, content: bytes | None) -> None:
    (program / "SHA256SUMS").unlink()
    if content is not None:
        (program / "SHA256SUMS").write_bytes(content)
    found = run_to_end(verify_program_files(program))

    assert (found.has_list, found.is_whole) == (False, False)


def test_parts_are_those_that_the_program_asks_for_and_no_tool_of_its_makers() -> None:
    names = {one.name.lower() for one in program_parts()}

    assert {"typst", "sqlalchemy", "pyrage", "psycopg-binary", "mako", "shiboken6"} <= names
    assert not {"pytest", "ruff", "mypy", "pyinstaller", "hypothesis"} & names


def test_the_licence_of_every_part_is_said() -> None:
    """Also of one whose own metadata leave it out."""
    licences = {one.name.lower(): one.licence for one in program_parts()}

    assert licences["pyrage"] == "MIT"
    assert [name for name, licence in licences.items() if not licence] == []


@pytest.fixture
def found(office: Office, tmp_path: Path) -> Diagnosis:
    around = Surroundings(settings=tmp_path / "設定" / "settings.ini", screens=("1920×1080、拡大 150%",))
    return run_to_end(diagnose(office.path, around))


def test_each_question_has_its_answer(found: Diagnosis) -> None:
    questions = ["program", "files", "folders", "fonts", "network", "parts", "screen", "ledger"]

    assert list(found.document) == ["problems", *questions]
    assert found.problems == []
    assert found.document["files"]["list"] is False
    assert "BIZ UDPGothic" in found.document["fonts"]
    assert found.document["network"]["open_connections"] == 0
    assert found.document["ledger"]["ok"] is True
    assert "1920×1080、拡大 150%" in found.text
    assert all(f"■ {one.title}" in found.text for one in found.sections)


def test_no_word_of_the_ledger_is_in_it(found: Diagnosis) -> None:
    assert not re.search("施策1の名前|前年の予定|実施予定|相談窓口", found.text)


def test_a_ledger_that_is_damaged_is_a_problem_and_the_rest_is_told_all_the_same(office: Office) -> None:
    office.close()
    office.path.write_bytes(office.path.read_bytes()[:-5000])
    ran = in_process("diagnose", office.path)

    assert ran.code == 1
    assert "■ 使っている部品とライセンス" in ran.out
    assert ran.err.strip().endswith("。")
    assert in_process("diagnose", "--json").json["problems"] == []


def test_the_home_folder_which_may_name_a_person_stands_as_a_tilde() -> None:
    assert shown_folder(Path.home() / "Documents" / "台帳") == str(Path("~/Documents/台帳"))
    assert shown_folder(Path("/srv")) == str(Path("/srv"))


def test_a_marker_beside_the_program_brings_settings_and_log_there(program: Path) -> None:
    assert portable_folder(program) is None
    (program / "portable.txt").write_bytes(b"")
    assert portable_folder(program) == program / "portable"
    assert is_writable(program / "portable")


def test_a_marker_where_nothing_can_be_written_changes_nothing(program: Path) -> None:
    (program / "portable.txt").write_bytes(b"")
    (program / "portable").write_bytes(b"a file in the folder's place")

    assert portable_folder(program) is None
