"""Containers: what is written is read back, and what is in them is refused with its own sentence if it is not ours."""

import hashlib
import io
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyosei_desktop.exchange import refusals
from kyosei_desktop.exchange.container import ContainerKind, read_container, verify_hmac, write_container
from kyosei_desktop.exchange.refusals import (
    ContainerTooLarge,
    ContentAltered,
    FileRefused,
    ManifestNotValid,
    NewerFormat,
    NotAuthentic,
    PayloadNotValid,
    RequestInsteadOfSubmission,
    SubmissionInsteadOfRequest,
)
from kyosei_desktop.store.documents import DocumentNotValid, json_bytes
from tests.exchange.containers import CONTENT, KEY, MANIFEST, payload, refuse, with_manifest, with_payload
from tests.exchange.zips import members_of, zipped

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
