"""Containers: what is written is read back, and everything else is refused with its own sentence."""

import hashlib
import io
import json
import struct
import zipfile
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyosei_desktop.domain.merge import SourceId
from kyosei_desktop.domain.plan import DepartmentId, PlanId
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.exchange import refusals
from kyosei_desktop.exchange.container import (
    MAX_DIRECTORY_BYTES,
    MAX_FILE_BYTES,
    MAX_MANIFEST_BYTES,
    MAX_PAYLOAD_BYTES,
    ContainerKind,
    Manifest,
    read_container,
    verify_hmac,
    write_container,
)
from kyosei_desktop.exchange.refusals import (
    ContainerDamaged,
    ContainerTooLarge,
    ContentAltered,
    FileRefused,
    ForeignMembers,
    ManifestNotValid,
    NewerFormat,
    NotAContainer,
    NotAuthentic,
    PayloadNotValid,
    RequestInsteadOfSubmission,
    SubmissionInsteadOfRequest,
)
from kyosei_desktop.exchange.zip_checks import MAX_RATIO, RATIO_FREE_BYTES
from kyosei_desktop.store.documents import DocumentNotValid, json_bytes

KEY = bytes(range(32))
MANIFEST = Manifest(
    kind=ContainerKind.SUBMISSION,
    plan=PlanId("a" * 32),
    round=RoundId("b" * 32),
    department=DepartmentId("c" * 32),
    request=SourceId("d" * 32),
    work_file="e" * 32,
    made_at=datetime(2022, 4, 6, 1, 12, 30, 250_000, tzinfo=UTC),
)


def payload(**changes: object) -> dict[str, Any]:
    answer = {
        "field": "f" * 32 + ".2021.second_half",
        "revision": "1" * 32,
        "after": ["2" * 32],
        "text": "・相談会を３回開催した。𠮷\n\t🙂",
        "blank": None,
        "author": "担当者",
        "made_at": "2022-04-06T01:00:00+00:00",
        "reason": None,
    }
    document = {
        "serial": 1,
        "is_complete": True,
        "person": "担当者",
        "extension": "2345",
        "message": None,
        "answers": [answer],
    }
    return {**document, **changes}


CONTENT = write_container(MANIFEST, payload(), KEY)


def members_of(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {one.filename: archive.read(one) for one in archive.infolist()}


def zipped(members: Mapping[str, bytes], compression: int = zipfile.ZIP_DEFLATED, comment: bytes = b"") -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        archive.comment = comment
        for name, content in members.items():
            archive.writestr(name, content)
    return packed.getvalue()


def with_manifest(**changes: object) -> bytes:
    """The valid file with other values in its manifest (None as `...` leaves a key out)."""
    members = members_of(CONTENT)
    manifest = {**json.loads(members["manifest.json"]), **changes}
    manifest = {key: value for key, value in manifest.items() if value is not ...}
    return zipped({**members, "manifest.json": json_bytes(manifest)})


def with_payload(content: bytes, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The valid file with another payload, whose digest is right."""
    manifest = json.loads(members_of(CONTENT)["manifest.json"])
    manifest["sha256"] = hashlib.sha256(content).hexdigest()
    return zipped({"manifest.json": json_bytes(manifest), "payload.json": content}, compression)


def refuse(content: bytes, reason: type[FileRefused]) -> FileRefused:
    with pytest.raises(FileRefused) as refused:
        read_container(content, "回答.kyoa")
    assert type(refused.value) is reason
    return refused.value


# Out and in again


def test_what_is_written_is_read_back() -> None:
    container = read_container(CONTENT, "回答.kyoa", ContainerKind.SUBMISSION)
    verify_hmac(container, KEY)
    assert container.manifest == MANIFEST
    assert container.payload == payload()


def test_the_same_content_gives_the_same_bytes() -> None:
    assert write_container(MANIFEST, payload(), KEY) == CONTENT


def test_the_bytes_tell_neither_the_time_nor_the_system_they_were_packed_on() -> None:
    with zipfile.ZipFile(io.BytesIO(CONTENT)) as archive:
        packed_on = {(one.date_time, one.create_system) for one in archive.infolist()}
    assert packed_on == {((1980, 1, 1, 0, 0, 0), 0)}


def test_the_file_holds_exactly_two_members_in_readable_utf8() -> None:
    members = members_of(CONTENT)
    assert list(members) == ["manifest.json", "payload.json"]
    assert "・相談会を３回開催した。𠮷" in members["payload.json"].decode()
    manifest = json.loads(members["manifest.json"])
    assert list(manifest) == [
        *("format_version", "kind", "plan", "round", "department", "request", "work_file", "made_at"),
        *("sha256", "hmac"),
    ]
    assert manifest["format_version"] == 1
    assert manifest["sha256"] == hashlib.sha256(members["payload.json"]).hexdigest()


def test_the_members_may_come_in_any_order_and_uncompressed() -> None:
    members = dict(reversed(members_of(CONTENT).items()))
    assert read_container(zipped(members, zipfile.ZIP_STORED), "回答.kyoa").payload == payload()


def test_the_signature_does_not_depend_on_how_the_manifest_is_spaced() -> None:
    members = members_of(CONTENT)
    manifest = json.loads(members["manifest.json"])
    spaced = json.dumps(dict(reversed(manifest.items())), indent=4).encode()
    verify_hmac(read_container(zipped({**members, "manifest.json": spaced}), "回答.kyoa"), KEY)


def test_a_text_that_deflates_like_a_bomb_is_still_read_back() -> None:
    answers = [
        {**payload()["answers"][0], "field": f"{number:08x}.outcome", "text": "あ" * 100_000} for number in range(20)
    ]
    written = write_container(MANIFEST, payload(answers=answers), KEY)
    assert len(read_container(written, "回答.kyoa").payload["answers"]) == 20


def test_what_could_not_be_read_is_not_written() -> None:
    with pytest.raises(DocumentNotValid, match=r"「回答ファイル」の person .*改行や制御文字のない1行"):
        write_container(MANIFEST, payload(person="担当者\n内線"), KEY)
    with pytest.raises(DocumentNotValid, match=r"message .*1000文字以内"):
        write_container(MANIFEST, payload(message="あ" * 1001), KEY)
    with pytest.raises(DocumentNotValid, match=r"message .*U\+0007"):
        write_container(MANIFEST, payload(message="\x07"), KEY)


def test_more_than_a_payload_may_hold_is_not_written() -> None:
    answer = {**payload()["answers"][0], "text": "あ" * 100_000}
    with pytest.raises(ContainerTooLarge):
        write_container(MANIFEST, payload(answers=[answer] * 225), KEY)


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


# Manifest


def test_a_newer_format_is_refused_with_its_sentence_whatever_else_changed() -> None:
    refusal = refuse(with_manifest(format_version=2, kind="something", novelty=1), NewerFormat)
    assert "新しい版の kyosei_desktop で作られています（形式 2）" in str(refusal)


@pytest.mark.parametrize(
    ("changes", "cause"),
    [
        ({"format_version": 0}, "format_version：1 にしてください"),
        ({"format_version": True}, "format_version：1 にしてください"),
        ({"format_version": "1"}, "format_version：1 にしてください"),
        ({"format_version": ...}, "全体：項目「format_version」がありません"),
        ({"kind": "letter"}, "kind：request、submission のどれかにしてください"),
        ({"novelty": 1}, "全体：知らない項目「novelty」があります"),
        ({"plan": "../../etc"}, "plan：識別子（0〜9、a〜f、- の8〜64文字）にしてください"),
        ({"round": ""}, "round：識別子（0〜9、a〜f、- の8〜64文字）にしてください"),
        ({"department": "A" * 32}, "department：識別子（0〜9、a〜f、- の8〜64文字）にしてください"),
        ({"work_file": None}, "work_file：文字列にしてください"),
        ({"made_at": "2022-04-06T10:12:30+09:00"}, "made_at：協定世界時の日時"),
        ({"made_at": "2022-02-30T10:12:30+00:00"}, "made_at：暦にある日時"),
        ({"made_at": "2022-06-30T23:59:60+00:00"}, "made_at：協定世界時の日時"),
        ({"sha256": "0"}, "sha256：16進数64桁（0〜9、a〜f）にしてください"),
        ({"hmac": None}, "hmac：文字列にしてください"),
    ],
)
def test_a_manifest_out_of_shape_is_refused_with_the_key(changes: dict[str, object], cause: str) -> None:
    refusal = refuse(with_manifest(**changes), ManifestNotValid)
    assert isinstance(refusal, ManifestNotValid)
    assert refusal.cause.startswith(cause)


@pytest.mark.parametrize("manifest", [b"", b"[]", b"{", b'{"kind": 1, "kind": 2}', b"\xff", b"[" * 60_000])
def test_a_manifest_that_is_no_object_is_refused(manifest: bytes) -> None:
    refuse(zipped({**members_of(CONTENT), "manifest.json": manifest}), ManifestNotValid)


def test_a_request_names_no_work_file() -> None:
    refuse(with_manifest(kind="request"), ManifestNotValid)


def test_each_kind_is_refused_in_the_place_of_the_other() -> None:
    request = with_manifest(kind="request", work_file=None)
    with pytest.raises(RequestInsteadOfSubmission, match=r"照会ファイルです。.*担当課が提出した回答ファイル"):
        read_container(request, "照会.kyoq", ContainerKind.SUBMISSION)
    with pytest.raises(SubmissionInsteadOfRequest, match=r"回答ファイルです。.*照会ファイル（.kyoq）を開いて"):
        read_container(CONTENT, "回答.kyoa", ContainerKind.REQUEST)


# Payload and signature


def test_a_payload_that_is_not_the_manifests_is_altered() -> None:
    altered = members_of(CONTENT)
    altered["payload.json"] = altered["payload.json"].replace("３回".encode(), "４回".encode())
    refuse(zipped(altered), ContentAltered)


@pytest.mark.parametrize(
    ("document", "cause"),
    [
        ({}, "全体：項目「serial」がありません"),
        (payload(note="x"), "全体：知らない項目「note」があります"),
        (payload(serial=0), "serial：1以上1000000以下の整数にしてください"),
        (payload(serial=True), "serial：1以上1000000以下の整数にしてください"),
        (payload(person="担当者\n"), "person：改行や制御文字のない1行にしてください"),
        (payload(answers=[{**payload()["answers"][0], "after": []}]), "answers[0].after：1個以上にしてください"),
        (payload(answers=[{**payload()["answers"][0], "note": 1}]), "answers[0]：知らない項目「note」があります"),
        (payload(answers=[{**payload()["answers"][0], "text": "あ" * 100_001}]), "answers[0].text：100000文字以内"),
        (payload(answers=[{**payload()["answers"][0], "text": "\x1b"}]), "answers[0].text：文章に使えない文字"),
        (payload(answers=[{**payload()["answers"][0], "text": "a\r\nb"}]), "answers[0].text：改行は LF だけ"),
    ],
)
def test_a_payload_out_of_shape_is_refused_with_the_place(document: object, cause: str) -> None:
    refusal = refuse(with_payload(json_bytes(document)), PayloadNotValid)
    assert isinstance(refusal, PayloadNotValid)
    assert refusal.cause.startswith(cause)


@pytest.mark.parametrize("content", [b"", b"[" * 1_000_000, b'{"serial": NaN}', b"\xef\xbb"])
def test_a_payload_that_is_no_json_is_refused(content: bytes) -> None:
    refuse(with_payload(content, zipfile.ZIP_STORED), PayloadNotValid)


@given(st.binary(min_size=32, max_size=32).filter(lambda key: key != KEY))
def test_another_key_does_not_authenticate(key: bytes) -> None:
    container = read_container(CONTENT, "回答.kyoa")
    with pytest.raises(NotAuthentic):
        verify_hmac(container, key)


@pytest.mark.parametrize("key", ["plan", "round", "department", "request", "work_file", "made_at"])
def test_no_value_of_the_manifest_can_be_changed_without_the_key(key: str) -> None:
    value = "2022-04-06T01:12:30+00:00" if key == "made_at" else "0" * 32
    container = read_container(with_manifest(**{key: value}), "回答.kyoa")
    with pytest.raises(NotAuthentic):
        verify_hmac(container, KEY)


def test_a_payload_put_in_with_its_own_digest_does_not_authenticate() -> None:
    container = read_container(with_payload(json_bytes(payload(serial=2))), "回答.kyoa")
    with pytest.raises(NotAuthentic):
        verify_hmac(container, KEY)


# Everything else


@st.composite
def damaged(draw: st.DrawFn) -> bytes:
    """The valid file with some bytes flipped, cut out or put in."""
    content = bytearray(CONTENT)
    for _number in range(draw(st.integers(1, 4))):
        position = draw(st.integers(0, len(content)))
        match draw(st.sampled_from(["flip", "cut", "insert", "copy"])):
            case "flip":
                content[position : position + 1] = draw(st.binary(min_size=1, max_size=1))
            case "cut":
                del content[position : position + draw(st.integers(1, 50))]
            case "insert":
                content[position:position] = draw(st.binary(max_size=20))
            case _copy:
                content[position:position] = content[draw(st.integers(0, len(content))) :][:60]
    return bytes(content)


@given(damaged() | st.binary() | st.binary().map(lambda tail: b"PK\x03\x04" + tail + CONTENT[-139:]))
def test_any_damage_is_refused_or_changes_nothing(content: bytes) -> None:
    try:
        container = read_container(content, "回答.kyoa")
        verify_hmac(container, KEY)
    except FileRefused:
        return
    assert (container.manifest, container.payload) == (MANIFEST, payload())


@given(st.binary(max_size=300), st.binary(max_size=300))
def test_any_members_are_refused(manifest: bytes, content: bytes) -> None:
    refuse(zipped({"manifest.json": manifest, "payload.json": content}), ManifestNotValid)


def test_each_refusal_has_a_sentence_of_its_own() -> None:
    reasons = [one for one in vars(refusals).values() if isinstance(one, type) and issubclass(one, FileRefused)]
    sentences = {one.sentence for one in reasons}
    assert len(sentences) == len(reasons)
    assert all(one.startswith(("「{name}」", "照会ファイル「{name}」", "回答ファイル「{name}」")) for one in sentences)
    assert all(one.endswith("ください。") for one in sentences)
