"""The container of travelling files: a zip of exactly `manifest.json` and `payload.json`, signed with HMAC-SHA-256.

Containers come by mail, USB stick or shared folder and are trusted in nothing: the zip is looked at with bounded
reads before any JSON is parsed, the manifest is checked before the payload, and nothing is unpacked to disk. What
a manifest claims holds only after `verify_hmac`.
"""

import hashlib
import hmac
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any

from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.merge import SourceId
from kyosei_desktop.domain.plan import DepartmentId, PlanId
from kyosei_desktop.domain.rounds import RoundId
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
    ProbeInsteadOfFile,
    RequestInsteadOfSubmission,
    SubmissionInsteadOfRequest,
)
from kyosei_desktop.exchange.zip_checks import ZipFault, ZipLimits, ZipRefused, checked_zip, is_bomb, zipped
from kyosei_desktop.store.documents import (
    DocumentNotValid,
    NotADocument,
    check_document,
    check_texts,
    has_plain_texts,
    json_bytes,
    parse_json,
)

FORMAT_VERSION = 1

MAX_FILE_BYTES = 16 * 2**20
"""A file that travels by mail; the whole built-in plan in one request makes 0.05 MiB."""

MAX_MANIFEST_BYTES = 64 * 2**10
"""Ten short values make less than 1 KiB; the rest is room for later versions' keys."""

MAX_PAYLOAD_BYTES = 64 * 2**20
"""More than 200 fields of the longest text that is allowed, at 3 bytes a character."""

MAX_DIRECTORY_BYTES = 1024
"""The central directory of two members takes 117 bytes without extra fields."""

_MANIFEST, _PAYLOAD = "manifest.json", "payload.json"

_LIMITS = ZipLimits(MAX_FILE_BYTES, fewest_members=2, most_members=2, directory_bytes=MAX_DIRECTORY_BYTES)

_REFUSALS: dict[ZipFault, type[FileRefused]] = {
    ZipFault.NOT_A_ZIP: NotAContainer,
    ZipFault.DAMAGED: ContainerDamaged,
    ZipFault.FOREIGN: ForeignMembers,
    ZipFault.TOO_LARGE: ContainerTooLarge,
}

PROBE_KIND = "probe"
"""What a manifest says whose file only tries out whether files come through (`probing.py`)."""


class ContainerKind(StrEnum):
    """What a container is."""

    REQUEST = "request"
    SUBMISSION = "submission"


_KIND_NAMES = {ContainerKind.REQUEST: N_("照会ファイル"), ContainerKind.SUBMISSION: N_("回答ファイル")}


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a container says of itself.

    Attributes:
        request: id of the request: this one, or the one that is answered.
        work_file: the work file that a submission came out of; None in a request.
        made_at: UTC.
    """

    kind: ContainerKind
    plan: PlanId
    round: RoundId
    department: DepartmentId
    request: SourceId
    work_file: str | None
    made_at: datetime


@dataclass(frozen=True, slots=True)
class Container:
    """A container that is well-formed; who made it is not known before `verify_hmac`.

    Attributes:
        name: the file's name, for messages.
        payload: has passed the schema of its kind; its texts are as fields keep them.
        sha256: of the payload's bytes, which it matches.
        signed: the bytes over which `hmac` is said to be.
    """

    name: str
    manifest: Manifest
    payload: Mapping[str, Any]
    sha256: str
    signed: bytes
    hmac: str

    @property
    def digest(self) -> str:
        """SHA-256 of the manifest, in hex. It names the payload's, so that no two containers share it."""
        return hashlib.sha256(self.signed).hexdigest()


def write_container(manifest: Manifest, payload: Mapping[str, Any], key: bytes) -> bytes:
    """The bytes of a container; the same for the same input.

    Raises:
        DocumentNotValid: the payload breaks the limits of its schema or of texts, so that nobody could read it.
        ContainerTooLarge: the payload or the file would be larger than is ever read.
    """
    name = _(_KIND_NAMES[manifest.kind])
    check_document(payload, manifest.kind, name)
    check_texts(payload, name, is_exact=True)
    content = json_bytes(payload)
    if len(content) > MAX_PAYLOAD_BYTES:
        raise ContainerTooLarge(name=name)
    document: dict[str, Any] = {
        "format_version": FORMAT_VERSION,
        "kind": manifest.kind.value,
        "plan": manifest.plan,
        "round": manifest.round,
        "department": manifest.department,
        "request": manifest.request,
        "work_file": manifest.work_file,
        "made_at": time_text(manifest.made_at),
        "sha256": hashlib.sha256(content).hexdigest(),
    }
    document["hmac"] = _digest(_signed_bytes(document), key)
    check_document(document, "manifest", name)
    packed = _packed({_MANIFEST: json_bytes(document), _PAYLOAD: content})
    if len(packed) > MAX_FILE_BYTES:
        raise ContainerTooLarge(name=name)
    return packed


def _packed(members: Mapping[str, bytes]) -> bytes:
    packed = zipped(members, zipfile.ZIP_DEFLATED)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        is_suspicious = any(map(is_bomb, archive.infolist()))
    # A text of one character a hundred thousand times over would look like a bomb to the reader.
    return zipped(members, zipfile.ZIP_STORED) if is_suspicious else packed


def read_container(content: bytes, name: str, wanted: ContainerKind | None = None) -> Container:
    """Take a container apart, checking everything that can be checked without its key.

    Args:
        content: the file's bytes.
        name: the file's name, for messages.
        wanted: the kind that it has to be; by default either.

    Raises:
        NotAContainer, ContainerDamaged, ForeignMembers, ContainerTooLarge, ManifestNotValid, NewerFormat,
        RequestInsteadOfSubmission, SubmissionInsteadOfRequest, ContentAltered, PayloadNotValid: in this order.
    """
    manifest_bytes, payload_bytes = _unzipped(content, name)
    document = _manifest_document(manifest_bytes, name)
    manifest = _manifest(document, name)
    if wanted is not None and manifest.kind is not wanted:
        if wanted is ContainerKind.SUBMISSION:
            raise RequestInsteadOfSubmission(name=name)
        raise SubmissionInsteadOfRequest(name=name)
    if not hmac.compare_digest(hashlib.sha256(payload_bytes).hexdigest(), document["sha256"]):
        raise ContentAltered(name=name)
    return Container(
        name=name,
        manifest=manifest,
        payload=_payload(payload_bytes, manifest.kind, name),
        sha256=document["sha256"],
        signed=_signed_bytes(document),
        hmac=document["hmac"],
    )


def claimed_kind(content: bytes) -> ContainerKind | None:
    """What a file says that it is, without a look at the rest of it; None for what is no container."""
    try:
        with checked_zip(content, _LIMITS) as archive:
            if set(archive.names) != {_MANIFEST, _PAYLOAD}:
                return None
            document = parse_json(archive.read(_MANIFEST, MAX_MANIFEST_BYTES), _MANIFEST)
    except (ZipRefused, NotADocument):
        return None
    kind = document.get("kind") if isinstance(document, dict) else None
    return next((one for one in ContainerKind if one == kind), None)


def verify_hmac(container: Container, key: bytes) -> None:
    """Make sure that the container was made with this key. Raises NotAuthentic."""
    if not hmac.compare_digest(_digest(container.signed, key), container.hmac):
        raise NotAuthentic(name=container.name)


def time_text(moment: datetime) -> str:
    """A moment as the formats write it, in UTC."""
    return moment.astimezone(UTC).isoformat()


def _unzipped(content: bytes, name: str) -> tuple[bytes, bytes]:
    """The bytes of manifest and payload, within all limits."""
    try:
        with checked_zip(content, _LIMITS) as archive:
            if set(archive.names) != {_MANIFEST, _PAYLOAD}:
                raise ForeignMembers(name=name)
            return archive.read(_MANIFEST, MAX_MANIFEST_BYTES), archive.read(_PAYLOAD, MAX_PAYLOAD_BYTES)
    except ZipRefused as error:
        raise _REFUSALS[error.fault](name=name) from error


def _manifest_document(content: bytes, name: str) -> dict[str, Any]:
    try:
        document = parse_json(content, name)
        if isinstance(document, dict) and document.get("kind") == PROBE_KIND:
            raise ProbeInsteadOfFile(name=name)
        version = document.get("format_version") if isinstance(document, dict) else None
        if isinstance(version, int) and version > FORMAT_VERSION:  # before the schema, which may have changed
            raise NewerFormat(name=name, version=version)
        check_document(document, "manifest", name)
    except NotADocument as error:
        raise ManifestNotValid(name=name, cause=error.cause) from error
    except DocumentNotValid as error:
        raise ManifestNotValid(name=name, cause=f"{error.place}：{error.problem}") from error
    assert isinstance(document, dict)  # by its schema
    return document


def _manifest(document: Mapping[str, Any], name: str) -> Manifest:
    return Manifest(
        kind=ContainerKind(document["kind"]),
        plan=PlanId(document["plan"]),
        round=RoundId(document["round"]),
        department=DepartmentId(document["department"]),
        request=SourceId(document["request"]),
        work_file=document["work_file"],
        made_at=datetime.fromisoformat(document["made_at"]),
    )


def _payload(content: bytes, kind: ContainerKind, name: str) -> dict[str, Any]:
    try:
        document = parse_json(content, name)
        check_document(document, kind, name)
        if not has_plain_texts(content):
            check_texts(document, name, is_exact=True)
    except NotADocument as error:
        raise PayloadNotValid(name=name, cause=error.cause) from error
    except DocumentNotValid as error:
        raise PayloadNotValid(name=name, cause=f"{error.place}：{error.problem}") from error
    assert isinstance(document, dict)  # by its schema
    return document


def _signed_bytes(document: Mapping[str, Any]) -> bytes:
    """The manifest without its HMAC in a form that does not depend on how it was written."""
    return json_bytes({key: document[key] for key in sorted(document) if key != "hmac"})


def _digest(content: bytes, key: bytes) -> str:
    return hmac.new(key, content, hashlib.sha256).hexdigest()
