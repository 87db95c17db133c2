"""A submission's container, and others like it that differ in one thing."""

import hashlib
import json
import zipfile
from datetime import UTC, datetime
from typing import Any

import pytest

from kyosei_desktop.domain.merge import SourceId
from kyosei_desktop.domain.plan import DepartmentId, PlanId
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.exchange.container import ContainerKind, Manifest, read_container, write_container
from kyosei_desktop.exchange.refusals import FileRefused
from kyosei_desktop.store.documents import json_bytes
from tests.exchange.zips import members_of, zipped

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
