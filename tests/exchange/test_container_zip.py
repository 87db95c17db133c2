"""Containers as zips: whatever is foreign, damaged, too large or lies about its size is refused before it is read."""

import hashlib
import io
import struct
import zipfile

import pytest

from kyosei_desktop.exchange.container import (
    MAX_DIRECTORY_BYTES,
    MAX_FILE_BYTES,
    MAX_MANIFEST_BYTES,
    MAX_PAYLOAD_BYTES,
    read_container,
)
from kyosei_desktop.exchange.refusals import ContainerDamaged, ContainerTooLarge, ForeignMembers, NotAContainer
from kyosei_desktop.exchange.zip_checks import MAX_RATIO, RATIO_FREE_BYTES
from kyosei_desktop.store.documents import json_bytes
from tests.exchange.containers import CONTENT, MANIFEST, payload, refuse, with_payload
from tests.exchange.zips import members_of, zipped

# Not a zip, damaged, foreign


@pytest.mark.parametrize("content", [b"", b"PK", b"SQLite format 3\x00" + b"\x00" * 100, b"%PDF-1.7", b"{}"])
def test_what_is_no_zip_is_said_to_be_no_container(content: bytes) -> None:
    refuse(content, NotAContainer)


def test_a_file_cut_off_anywhere_is_refused() -> None:
    for length in range(4, len(CONTENT)):
        refuse(CONTENT[:length], ContainerDamaged)


def test_a_byte_changed_inside_the_packed_payload_is_noticed() -> None:
    with zipfile.ZipFile(io.BytesIO(CONTENT)) as archive:
        start = archive.getinfo("payload.json").header_offset + 30 + len("payload.json")
    for position in range(start, start + 100):
        changed = bytearray(CONTENT)
        changed[position] ^= 0x55
        refuse(bytes(changed), ContainerDamaged)


@pytest.mark.parametrize(
    "names",
    [
        ["manifest.json"],
        ["payload.json"],
        ["manifest.json", "payload.json", "readme.txt"],
        ["manifest.json", "payload.json", "payload.json/"],
        ["manifest.json", "Payload.json"],
        ["manifest.json", "../payload.json"],
        ["manifest.json", "/payload.json"],
        ["xl/workbook.xml", "[Content_Types].xml"],
    ],
)
def test_a_zip_with_other_members_is_refused(names: list[str]) -> None:
    members = members_of(CONTENT)
    refuse(zipped({name: members.get(name, b"{}") for name in names}), ForeignMembers)


def test_a_member_that_is_there_twice_is_refused() -> None:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("payload.json", b"{}")
        with pytest.warns(UserWarning, match="Duplicate name"):
            archive.writestr("payload.json", b"{}")
    refuse(packed.getvalue(), ForeignMembers)


def test_more_members_than_the_last_record_says_are_refused() -> None:
    content = bytearray(zipped({**members_of(CONTENT), "readme.txt": b""}))
    content[-14:-10] = struct.pack("<2H", 2, 2)
    refuse(bytes(content), ForeignMembers)


def test_a_member_that_is_there_twice_and_counted_once_is_refused() -> None:
    packed = io.BytesIO(CONTENT)
    with zipfile.ZipFile(packed, "a") as archive, pytest.warns(UserWarning, match="Duplicate name"):
        archive.writestr("payload.json", b"{}")
    content = bytearray(packed.getvalue())
    content[-14:-10] = struct.pack("<2H", 2, 2)
    refuse(bytes(content), ForeignMembers)


@pytest.mark.parametrize("counts", [(3, 3), (1, 2), (2, 1), (0xFFFF, 0xFFFF)])
def test_a_last_record_that_counts_other_than_two_members_is_refused(counts: tuple[int, int]) -> None:
    refuse(CONTENT[:-14] + struct.pack("<2H", *counts) + CONTENT[-10:], ForeignMembers)


def test_an_empty_zip_is_refused() -> None:
    refuse(zipped({}), ForeignMembers)


def test_a_zip_comment_is_refused() -> None:
    refuse(zipped(members_of(CONTENT), comment=b"hello"), ForeignMembers)


def test_bytes_after_the_zip_are_refused() -> None:
    refuse(CONTENT + b"\x00", ContainerDamaged)


def test_bytes_before_the_directory_are_refused() -> None:
    directory = CONTENT.index(b"PK\x01\x02")
    refuse(CONTENT[:directory] + b"\x00" * 10 + CONTENT[directory:], ForeignMembers)


def directory_entry_changed(offset: int, value: bytes) -> bytes:
    """The valid file with other bytes in the payload's entry of the central directory."""
    content = bytearray(CONTENT)
    start = content.rindex(b"PK\x01\x02") + offset
    content[start : start + len(value)] = value
    return bytes(content)


def test_an_encrypted_member_is_refused() -> None:
    refuse(directory_entry_changed(8, struct.pack("<H", 1)), ForeignMembers)


@pytest.mark.parametrize("method", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_another_compression_is_refused(method: int) -> None:
    refuse(zipped(members_of(CONTENT), method), ForeignMembers)


def test_a_directory_is_parsed_up_to_its_limit_and_no_larger() -> None:
    def with_extra(length: int) -> bytes:
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w") as archive:
            for name, content in members_of(CONTENT).items():
                info = zipfile.ZipInfo(name)
                if name == "payload.json":
                    info.extra = struct.pack("<HH", 0xCAFE, length - 4) + b"\x00" * (length - 4)
                archive.writestr(info, content)
        return packed.getvalue()

    room = MAX_DIRECTORY_BYTES - (46 + len("manifest.json") + 46 + len("payload.json"))
    read_container(with_extra(room), "回答.kyoa")
    refuse(with_extra(room + 1), ForeignMembers)


# Sizes


def test_a_file_is_read_up_to_its_limit_and_no_larger() -> None:
    refuse(b"PK\x03\x04" + b"\x00" * (MAX_FILE_BYTES - 4), ContainerDamaged)
    refuse(b"PK\x03\x04" + b"\x00" * (MAX_FILE_BYTES - 3), ContainerTooLarge)


def test_a_manifest_is_read_up_to_its_limit_and_no_larger() -> None:
    members = members_of(CONTENT)

    def padded(length: int) -> bytes:
        return zipped({**members, "manifest.json": members["manifest.json"].ljust(length)})

    assert read_container(padded(MAX_MANIFEST_BYTES), "回答.kyoa").manifest == MANIFEST
    refuse(padded(MAX_MANIFEST_BYTES + 1), ContainerTooLarge)


def test_a_zip_bomb_is_refused_before_it_is_inflated() -> None:
    refuse(with_payload(b" " * (MAX_PAYLOAD_BYTES + 1)), ContainerTooLarge)
    refuse(with_payload(b" " * (8 * RATIO_FREE_BYTES)), ContainerTooLarge)


def test_a_small_payload_may_deflate_as_well_as_it_likes() -> None:
    content = json_bytes(payload())
    assert read_container(with_payload(content.ljust(RATIO_FREE_BYTES)), "回答.kyoa").payload == payload()
    refuse(with_payload(content.ljust(RATIO_FREE_BYTES + 1)), ContainerTooLarge)


def test_a_large_payload_may_deflate_well() -> None:
    noise = hashlib.shake_256(b"noise").hexdigest(4 * RATIO_FREE_BYTES // MAX_RATIO)
    document = payload(answers=[{**payload()["answers"][0], "text": noise}])
    content = json_bytes(document).ljust(2 * RATIO_FREE_BYTES)
    assert read_container(with_payload(content), "回答.kyoa").payload == document


def claiming(content: bytes, size: int) -> bytes:
    """The file with another unpacked size in the payload's entry of the central directory."""
    start = content.rindex(b"PK\x01\x02") + 24
    return content[:start] + struct.pack("<L", size) + content[start + 4 :]


def test_the_ratio_is_held_to_the_byte() -> None:
    noise = with_payload(hashlib.shake_256(b"noise").digest(10_000), zipfile.ZIP_STORED)
    refuse(claiming(noise, MAX_RATIO * 10_000), ContainerDamaged)
    refuse(claiming(noise, MAX_RATIO * 10_000 + 1), ContainerTooLarge)


def test_the_unpacked_size_is_held_to_the_byte() -> None:
    noise = with_payload(hashlib.shake_256(b"noise").digest(MAX_PAYLOAD_BYTES // MAX_RATIO + 1), zipfile.ZIP_STORED)
    refuse(claiming(noise, MAX_PAYLOAD_BYTES), ContainerDamaged)
    refuse(claiming(noise, MAX_PAYLOAD_BYTES + 1), ContainerTooLarge)


def test_a_header_that_claims_less_than_there_is_does_not_open_the_door() -> None:
    bomb = with_payload(b" " * (8 * RATIO_FREE_BYTES))
    refuse(claiming(bomb, 1000), ContainerDamaged)


def test_a_header_that_claims_more_packed_bytes_than_the_file_has_does_not_open_the_door() -> None:
    bomb = with_payload(b" " * (8 * RATIO_FREE_BYTES))
    start = bomb.rindex(b"PK\x01\x02")
    lying = bomb[: start + 20] + struct.pack("<L", RATIO_FREE_BYTES) + bomb[start + 24 :]
    refuse(lying, ContainerDamaged)


def test_a_header_that_claims_another_size_is_noticed() -> None:
    refuse(claiming(CONTENT, 10_000), ContainerDamaged)
    refuse(claiming(CONTENT, 10), ContainerDamaged)


def test_a_member_that_is_called_otherwise_in_its_own_head_is_refused() -> None:
    """Readers differ on which of the two names counts."""
    at = CONTENT.index(b"payload.json")
    refuse(CONTENT[:at] + b"Payload.json" + CONTENT[at + 12 :], ContainerDamaged)
    refuse(CONTENT[:at] + b"\xe5" + CONTENT[at + 1 :], ContainerDamaged)


@pytest.mark.parametrize("flag", [0x1, 0x20, 0x40])
def test_a_member_that_is_encrypted_or_a_patch_is_foreign(flag: int) -> None:
    at = CONTENT.rindex(b"PK\x01\x02") + 8
    (flags,) = struct.unpack_from("<H", CONTENT, at)
    refuse(CONTENT[:at] + struct.pack("<H", flags | flag) + CONTENT[at + 2 :], ForeignMembers)


def test_a_byte_changed_in_a_member_that_is_not_packed_is_noticed() -> None:
    stored = zipped(members_of(CONTENT), zipfile.ZIP_STORED)
    at = stored.index(b"answers")
    refuse(stored[:at] + b"Answers" + stored[at + 7 :], ContainerDamaged)
