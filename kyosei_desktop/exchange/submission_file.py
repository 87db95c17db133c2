"""The submission file (回答ファイル, `.kyoa`): what a department hands back.

It carries the newest revision of each field that was changed in the work file, and the ticks on warnings that stand
there. The format is described in `resources/schemas/submission.schema.json`.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from kyosei_desktop.domain.language import _
from kyosei_desktop.domain.merge import Origin, Revision, RevisionId, SourceId
from kyosei_desktop.domain.plan import DepartmentId, FieldId, PlanId
from kyosei_desktop.domain.rounds import RoundId
from kyosei_desktop.domain.rules.findings import Acknowledgement, RuleId
from kyosei_desktop.exchange.container import (
    Container,
    ContainerKind,
    Manifest,
    read_container,
    time_text,
    verify_hmac,
    write_container,
)
from kyosei_desktop.exchange.refusals import SubmissionNotUsable
from kyosei_desktop.exchange.values import value_document, value_of
from kyosei_desktop.store.documents import DocumentNotValid


@dataclass(frozen=True, slots=True)
class SubmissionFile:
    """The content of a submission file.

    Attributes:
        request: id of the request that is answered.
        work_file: id of the work file that it came out of.
        made_at: UTC, by the department's clock.
        serial: its number among the submissions of its work file, from 1.
        is_complete: whether every required field is answered.
        person: whom to ask; `extension` their number, `message` words to the coordinator.
        answers: no field and no revision twice.
        acknowledgements: ticks on warnings that stand in the work file; no tick twice.
        digest: tells it apart from any other; empty in a submission that has not been written yet. Payloads alone may
            be equal, where two departments changed nothing.
    """

    plan: PlanId
    round: RoundId
    department: DepartmentId
    request: SourceId
    work_file: str
    made_at: datetime
    serial: int
    is_complete: bool
    person: str | None
    extension: str | None
    message: str | None
    answers: Sequence[Revision]
    acknowledgements: Sequence[Acknowledgement] = ()
    digest: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class UnverifiedSubmission:
    """A well-formed submission of which nothing may be believed before `authenticate`.

    Attributes:
        claimed: what it says, for finding the key by round and department and for saying what a file seems to be.
    """

    claimed: SubmissionFile
    container: Container

    @property
    def digest(self) -> str:
        """What tells it apart from any other."""
        return self.container.digest

    def authenticate(self, key: bytes) -> SubmissionFile:
        """The submission, now that it is known to be made with this key. Raises NotAuthentic."""
        verify_hmac(self.container, key)
        return self.claimed


def write_submission(submission: SubmissionFile, key: bytes) -> bytes:
    """The bytes of a submission file; the same for the same submission.

    Args:
        key: the request's.

    Raises:
        SubmissionNotUsable: a field, a revision or a tick is there twice.
        DocumentNotValid, ContainerTooLarge: it breaks the limits of the format.
    """
    _check(submission, _("回答ファイル"))
    manifest = Manifest(
        kind=ContainerKind.SUBMISSION,
        plan=submission.plan,
        round=submission.round,
        department=submission.department,
        request=submission.request,
        work_file=submission.work_file,
        made_at=submission.made_at,
    )
    payload: dict[str, Any] = {
        "serial": submission.serial,
        "is_complete": submission.is_complete,
        "person": submission.person,
        "extension": submission.extension,
        "message": submission.message,
        "answers": [_answer_document(one) for one in submission.answers],
    }
    if submission.acknowledgements:  # older programs refuse what they do not know
        payload["acknowledgements"] = [_acknowledgement_document(one) for one in submission.acknowledgements]
    return write_container(manifest, payload, key)


def read_submission(content: bytes, name: str) -> UnverifiedSubmission:
    """The submission that a file's bytes hold; whose it is only `authenticate` says.

    Args:
        content: the file's bytes.
        name: the file's name, for messages.

    Raises:
        FileRefused: with the sentence that says why; see `container.read_container`. SubmissionNotUsable where
            the file is well-formed and its parts contradict each other.
    """
    container = read_container(content, name, ContainerKind.SUBMISSION)
    try:
        submission = _submission(container)
    except DocumentNotValid as error:
        raise SubmissionNotUsable(name=name, cause=f"{error.place}：{error.problem}") from error
    _check(submission, name)
    return UnverifiedSubmission(submission, container)


def _answer_document(answer: Revision) -> dict[str, Any]:
    return {
        "field": answer.field,
        "revision": answer.id,
        "after": list(answer.after),
        **value_document(answer.value),
        "author": answer.author,
        "made_at": time_text(answer.made_at),
        "reason": answer.reason,
    }


def _acknowledgement_document(tick: Acknowledgement) -> dict[str, Any]:
    return {
        "field": tick.field,
        "rule": tick.rule,
        "evidence": tick.evidence,
        "reason": tick.reason,
        "author": tick.author,
        "made_at": time_text(tick.made_at),
    }


def _submission(container: Container) -> SubmissionFile:
    payload, manifest = container.payload, container.manifest
    assert manifest.work_file is not None  # by the manifest's schema
    return SubmissionFile(
        plan=manifest.plan,
        round=manifest.round,
        department=manifest.department,
        request=manifest.request,
        work_file=manifest.work_file,
        made_at=manifest.made_at,
        serial=payload["serial"],
        is_complete=payload["is_complete"],
        person=payload["person"],
        extension=payload["extension"],
        message=payload["message"],
        answers=tuple(_answer(one, manifest.department, container.name) for one in payload["answers"]),
        acknowledgements=tuple(map(_acknowledgement, payload.get("acknowledgements", ()))),
        digest=container.digest,
    )


def _answer(document: Mapping[str, Any], department: DepartmentId, name: str) -> Revision:
    return Revision(
        id=RevisionId(document["revision"]),
        field=FieldId(document["field"]),
        value=value_of(document, document["field"], name),
        after=tuple(map(RevisionId, document["after"])),
        origin=Origin.DEPARTMENT,
        author=document["author"],
        made_at=datetime.fromisoformat(document["made_at"]),
        department=department,
        reason=document["reason"],
    )


def _acknowledgement(document: Mapping[str, Any]) -> Acknowledgement:
    return Acknowledgement(
        field=FieldId(document["field"]),
        rule=RuleId(document["rule"]),
        evidence=document["evidence"],
        reason=document["reason"],
        author=document["author"],
        made_at=datetime.fromisoformat(document["made_at"]),
    )


def _check(submission: SubmissionFile, name: str) -> None:
    for cause in _contradictions(submission):
        raise SubmissionNotUsable(name=name, cause=cause)


def _contradictions(submission: SubmissionFile) -> Iterator[str]:
    """What in a submission cannot be true at once."""
    for one, count in Counter(answer.field for answer in submission.answers).items():
        if count > 1:
            yield _("欄「{id}」への回答が重なっています").format(id=one)
    for revision, count in Counter(answer.id for answer in submission.answers).items():
        if count > 1:
            yield _("履歴「{id}」が重なっています").format(id=revision)
    ticks = Counter((tick.field, tick.rule, tick.evidence) for tick in submission.acknowledgements)
    for (_field, rule, evidence), count in ticks.items():
        if count > 1:
            yield _("確認の記録「{rule}：{evidence}」が重なっています").format(rule=rule, evidence=evidence)
    for answer in submission.answers:
        if answer.id in answer.after:
            yield _("履歴「{id}」が自分自身の後に置かれています").format(id=answer.id)
