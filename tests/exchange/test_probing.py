"""Probe files say which carriers come through: as they were, packed anew, altered, or not at all."""

import shutil
import unicodedata
import zipfile
from pathlib import Path

import pytest

from kyosei_desktop.exchange.checking import check_file
from kyosei_desktop.exchange.container import read_container
from kyosei_desktop.exchange.probing import LETTER_NAME, ProbeCarrier, ProbeState, make_probe, read_probe, result_lines
from kyosei_desktop.exchange.refusals import ProbeInsteadOfFile
from kyosei_desktop.exchange.spreadsheet import open_spreadsheet
from kyosei_desktop.store.files import FileNotRead
from kyosei_desktop.store.passphrases import PassphraseNeeded, Passphrases, read_opened


@pytest.fixture
def sent(tmp_path: Path) -> dict[ProbeCarrier, Path]:
    files = make_probe(tmp_path / "試送")
    return dict(zip(ProbeCarrier, files, strict=False))


def states(*paths: Path) -> list[ProbeState]:
    return [one.state for one in read_probe(paths)]


def test_what_arrives_as_it_was_sent_is_said_to_be_unaltered(sent: dict[ProbeCarrier, Path]) -> None:
    folder = sent[ProbeCarrier.REQUEST].parent

    assert states(folder) == [ProbeState.UNALTERED] * len(ProbeCarrier)
    assert not any(one.is_renamed for one in read_probe([folder]))
    assert all("そのまま届きました" in line for line in result_lines(read_probe([folder])))


def test_the_letter_names_every_file_that_goes_along(sent: dict[ProbeCarrier, Path]) -> None:
    letter = (sent[ProbeCarrier.REQUEST].parent / LETTER_NAME).read_text("utf-8-sig")

    assert all(f"・{file.name}　" in letter for file in sent.values())


def test_a_file_with_another_name_is_known_by_its_content(sent: dict[ProbeCarrier, Path], tmp_path: Path) -> None:
    apart = tmp_path / unicodedata.normalize("NFD", sent[ProbeCarrier.ZIP].name)  # as macOS takes names apart
    shutil.copy(sent[ProbeCarrier.ZIP], apart)
    renamed = shutil.copy(sent[ProbeCarrier.SUBMISSION], tmp_path / "attachment (1).bin")

    results = read_probe([apart, renamed])

    assert [one.is_renamed for one in results] == [False, True, False, False, False]
    assert [one.state for one in results] == [
        ProbeState.MISSING,
        ProbeState.UNALTERED,
        ProbeState.UNALTERED,
        ProbeState.MISSING,
        ProbeState.MISSING,
    ]
    assert "名前が「attachment (1).bin」に変わっています" in result_lines(results)[1]


@pytest.mark.parametrize("carrier", [one for one in ProbeCarrier if one is not ProbeCarrier.ENCRYPTED])
def test_a_file_that_a_filter_packed_anew_can_be_used(sent: dict[ProbeCarrier, Path], carrier: ProbeCarrier) -> None:
    file = sent[carrier]
    with zipfile.ZipFile(file) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)

    assert [one.state for one in read_probe([file]) if one.carrier is carrier] == [ProbeState.REPACKED]
    assert check_file(file).is_ok


@pytest.mark.parametrize("carrier", ProbeCarrier)
@pytest.mark.parametrize("content", [b"", "このファイルは削除されました。".encode(), None])
def test_a_file_that_a_filter_altered_is_said_to_be_so(
    sent: dict[ProbeCarrier, Path], carrier: ProbeCarrier, content: bytes | None
) -> None:
    file = sent[carrier]
    file.write_bytes(file.read_bytes()[:-1] if content is None else content)

    assert [one.state for one in read_probe([file]) if one.carrier is carrier] == [ProbeState.ALTERED]
    assert not check_file(file).is_ok


def test_of_two_of_one_kind_the_better_counts(sent: dict[ProbeCarrier, Path], tmp_path: Path) -> None:
    file = sent[ProbeCarrier.REQUEST]
    (tmp_path / file.name).write_bytes(b"")

    assert states(tmp_path / file.name, file)[0] is states(file, tmp_path / file.name)[0] is ProbeState.UNALTERED


def test_other_files_are_passed_over_and_absent_ones_named(tmp_path: Path) -> None:
    (tmp_path / "報告.txt").write_text("報告", "utf-8")

    assert states(tmp_path) == [ProbeState.MISSING] * len(ProbeCarrier)
    with pytest.raises(FileNotRead, match="無い"):
        read_probe([tmp_path / "無い"])


def test_a_probe_is_known_for_one_wherever_it_is_opened(sent: dict[ProbeCarrier, Path]) -> None:
    for file in sent.values():
        assert (check_file(file).kind, check_file(file).is_ok) == ("probe", True)
    with pytest.raises(ProbeInsteadOfFile, match="そのまま送り手に返信"):
        read_container(sent[ProbeCarrier.SUBMISSION].read_bytes(), "試送.kyoa")
    text = open_spreadsheet(sent[ProbeCarrier.FORM]).worksheets[0]["A1"].value
    assert "そのまま返信に付けて" in str(text)


def test_the_encrypted_probe_looks_like_an_encrypted_file_to_who_reads_such(sent: dict[ProbeCarrier, Path]) -> None:
    with pytest.raises(PassphraseNeeded):
        read_opened(sent[ProbeCarrier.ENCRYPTED], 2**20, Passphrases())
