"""Files that cannot be written: the sentence says what is in the way."""

from pathlib import Path

import pytest

from kyosei_desktop.store import files
from kyosei_desktop.store.files import FileNotWritten, PathTooLong, write_file


def test_a_file_whose_path_is_longer_than_windows_takes_is_told_by_its_length(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LONGEST_PATH", 242)
    path = tmp_path / ("課" * 60) / ("課" * 60) / ("課" * 60) / "回答.kyoa"  # not there, as Windows says of a long one

    with pytest.raises(PathTooLong, match=f"フォルダの名前を含めて{len(str(path))}文字あります。242文字まで"):
        write_file(path, b"")


def test_a_path_of_usual_length_is_said_to_be_what_the_system_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "LONGEST_PATH", 242)

    with pytest.raises(FileNotWritten) as refused:
        write_file(tmp_path / "無い" / "回答.kyoa", b"")
    assert type(refused.value) is FileNotWritten
