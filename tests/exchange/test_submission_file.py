"""Submission files: answers arrive as they were written, and from the right department only."""

import dataclasses
import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyosei_desktop.domain.merge import Origin, Revision, RevisionId, SourceId
from kyosei_desktop.domain.plan import BlankReason, DepartmentId, FieldId, PlanId, Value
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.exchange.container import ContainerKind, read_container, write_container
from kyosei_desktop.exchange.refusals import (
    FileRefused,
    NotAuthentic,
    RequestInsteadOfSubmission,
    SubmissionNotUsable,
)
from kyosei_desktop.exchange.submission_file import SubmissionFile, read_submission, write_submission
from kyosei_desktop.store.documents import DocumentNotValid

KEY, OTHER_KEY = bytes(range(32)), bytes(range(1, 33))
DEPARTMENT = DepartmentId("d" * 32)


WRITTEN = Value("・３回開催した。\n𠮷🙂")


def answer(number: int, value: Value = WRITTEN) -> Revision:
    return Revision(
        id=RevisionId(f"{number:032x}"),
        field=FieldId(f"{number:032x}.2021.second_half"),
        value=value,
        after=(RevisionId("e" * 32), RevisionId("f" * 32)),
        origin=Origin.DEPARTMENT,
        author="担当者",
        made_at=datetime(2022, 4, 6, 1, number, 30, 1, tzinfo=UTC),
        department=DEPARTMENT,
        reason=None,
    )


def submission() -> SubmissionFile:
    return SubmissionFile(
        plan=PlanId("a" * 32),
        round=RoundId("b" * 32),
        department=DEPARTMENT,
        request=SourceId("c" * 32),
        work_file="1" * 32,
        made_at=datetime(2022, 4, 6, 2, 0, tzinfo=UTC),
        serial=1,
        is_complete=True,
        person="担当者",
        extension="2345",
        message="よろしく\nお願いします。",
        answers=(answer(1), answer(2, Value("", BlankReason.ENDED)), answer(3, Value(""))),
    )


CONTENT = write_submission(submission(), KEY)


def rewritten(change: Callable[[Any], object]) -> bytes:
    """The valid file with another payload, rightly signed."""
    container = read_container(CONTENT, "回答.kyoa")
    payload = json.loads(json.dumps(container.payload))
    change(payload)
    return write_container(container.manifest, payload, KEY)


def test_what_is_written_is_read_back() -> None:
    read = read_submission(CONTENT, "回答.kyoa").authenticate(KEY)
    assert read == submission()
    assert read.digest == read_container(CONTENT, "回答.kyoa").digest


def test_the_same_submission_gives_the_same_bytes() -> None:
    assert write_submission(submission(), KEY) == CONTENT


def test_what_a_file_claims_to_be_is_known_before_its_key() -> None:
    claimed = read_submission(CONTENT, "回答.kyoa").claimed
    assert (claimed.round, claimed.department) == (submission().round, submission().department)


def test_a_submission_of_another_departments_key_is_refused() -> None:
    foreign = write_submission(submission(), OTHER_KEY)
    with pytest.raises(NotAuthentic, match="この照会でこの担当課に渡した照会ファイルから作られたものではない"):
        read_submission(foreign, "回答.kyoa").authenticate(KEY)


@pytest.mark.parametrize("key", ["plan", "round", "department", "request", "work_file"])
def test_a_submission_made_out_to_another_place_is_refused(key: str) -> None:
    """The key is found by what the manifest says; it signs that very manifest."""
    changes: dict[str, Any] = {key: "9" * 32}
    made_out = write_submission(dataclasses.replace(submission(), **changes), OTHER_KEY)
    with pytest.raises(NotAuthentic):
        read_submission(made_out, "回答.kyoa").authenticate(KEY)


def request_like() -> bytes:
    """A request by its manifest; the kind is looked at before the payload."""
    with zipfile.ZipFile(io.BytesIO(CONTENT)) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members["manifest.json"])
    manifest.update(kind="request", work_file=None)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("manifest.json", json.dumps(manifest))
        archive.writestr("payload.json", members["payload.json"])
    return packed.getvalue()


def test_a_request_is_not_read_as_a_submission() -> None:
    with pytest.raises(RequestInsteadOfSubmission):
        read_submission(request_like(), "照会.kyoq")


@pytest.mark.parametrize(
    ("change", "cause"),
    [
        (
            lambda p: p["answers"][1].update(field=p["answers"][0]["field"]),
            f"欄「{1:032x}.2021.second_half」への回答が重なっています",
        ),
        (
            lambda p: p["answers"][1].update(revision=p["answers"][0]["revision"]),
            f"履歴「{1:032x}」が重なっています",
        ),
        (
            lambda p: p["answers"][1].update(after=[p["answers"][1]["revision"]]),
            f"履歴「{2:032x}」が自分自身の後に置かれています",
        ),
        (
            lambda p: p["answers"][0].update(blank="ended"),
            f"{1:032x}.2021.second_half：文章のある欄に、空白の理由が付いています。どちらか一つにしてください",
        ),
    ],
)
def test_a_submission_whose_parts_contradict_each_other_is_refused(change: Callable[[Any], object], cause: str) -> None:
    with pytest.raises(SubmissionNotUsable) as refused:
        read_submission(rewritten(change), "回答.kyoa")
    assert refused.value.cause == cause


def test_a_field_answered_twice_is_not_written() -> None:
    with pytest.raises(SubmissionNotUsable, match="への回答が重なっています"):
        write_submission(dataclasses.replace(submission(), answers=(answer(1), answer(1))), KEY)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"person": "担当者\n"}, "person が正しくありません：改行や制御文字のない1行"),
        ({"person": "あ" * 1001}, "person が正しくありません：1000文字以内"),
        ({"extension": "1" * 1001}, "extension が正しくありません：1000文字以内"),
        ({"message": "あ" * 1001}, "message が正しくありません：1000文字以内"),
        ({"message": "\x1b[31m"}, "message が正しくありません：文章に使えない文字"),
        ({"answers": (answer(1, Value("a\x00")),)}, "text が正しくありません：文章に使えない文字"),
        ({"answers": (answer(1, Value("あ" * 100_001)),)}, "text が正しくありません：100000文字以内"),
    ],
)
def test_a_submission_that_could_not_be_read_is_not_written(changes: dict[str, Any], problem: str) -> None:
    with pytest.raises(DocumentNotValid, match=problem):
        write_submission(dataclasses.replace(submission(), **changes), KEY)


@pytest.mark.parametrize(
    "changes",
    [
        {"person": "あ" * 1000, "extension": "1" * 1000, "message": "あ" * 1000},
        {"person": None, "extension": None, "message": None},
        {"answers": ()},
        {"answers": (answer(1, Value("あ" * 100_000)),)},
        {"serial": 1_000_000, "is_complete": False},
    ],
)
def test_a_submission_at_its_limits_is_read_back(changes: dict[str, Any]) -> None:
    given_submission = dataclasses.replace(submission(), **changes)
    written = write_submission(given_submission, KEY)
    assert read_submission(written, "回答.kyoa").authenticate(KEY) == given_submission


texts = st.text(st.characters(exclude_categories=["Cc", "Cs"], include_characters="\n\t"), max_size=40)
lines = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=40)
values = texts.map(Value) | st.sampled_from(BlankReason).map(lambda reason: Value("", reason))
ids = st.uuids().map(lambda one: one.hex)
moments = st.integers(0, 2**34).map(lambda seconds: datetime.fromtimestamp(seconds + 0.5, UTC))
revisions = st.builds(
    Revision,
    id=ids,
    field=st.builds("{}.{}.{}".format, ids, st.integers(1900, 2999), st.sampled_from(["plan", "second_half"])),
    value=values,
    after=st.lists(ids, min_size=1, max_size=4, unique=True).map(tuple),
    origin=st.just(Origin.DEPARTMENT),
    author=lines,
    made_at=moments,
    department=st.just(DEPARTMENT),
    reason=st.none() | texts,
)
submissions = st.builds(
    SubmissionFile,
    plan=ids,
    round=ids,
    department=st.just(DEPARTMENT),
    request=ids,
    work_file=ids,
    made_at=moments,
    serial=st.integers(1, 1_000_000),
    is_complete=st.booleans(),
    person=st.none() | lines,
    extension=st.none() | lines,
    message=st.none() | texts,
    answers=st.lists(revisions, max_size=5, unique_by=(lambda one: one.id, lambda one: one.field)).map(tuple),
    digest=st.just(""),
)


@given(submissions, st.binary(min_size=32, max_size=32))
def test_any_submission_is_read_back_equal(given_submission: SubmissionFile, key: bytes) -> None:
    written = write_submission(given_submission, key)
    assert read_submission(written, "回答.kyoa").authenticate(key) == given_submission


@given(st.integers(0, len(CONTENT) - 1), st.integers(1, 255))
def test_a_submission_altered_by_a_byte_is_refused_or_says_the_same(position: int, difference: int) -> None:
    """Where the byte says nothing, such as a time stamp of the zip, the content is still the department's."""
    altered = bytearray(CONTENT)
    altered[position] ^= difference
    try:
        read = read_submission(bytes(altered), "回答.kyoa").authenticate(KEY)
    except FileRefused:
        return
    assert read == submission()


def test_the_kind_of_a_written_submission_is_in_its_manifest() -> None:
    assert read_container(CONTENT, "回答.kyoa").manifest.kind is ContainerKind.SUBMISSION
