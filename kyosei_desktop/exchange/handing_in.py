"""Handing in: the answers of a work file as one submission file, written, read back and remembered."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar, Self

from kyosei_desktop.domain.check_word import check_word
from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.language import N_, _
from kyosei_desktop.domain.merge import SourceId
from kyosei_desktop.domain.plan import Address, Field, Value
from kyosei_desktop.domain.rules.question import Measure
from kyosei_desktop.domain.text import clean_text
from kyosei_desktop.exchange import file_names
from kyosei_desktop.exchange.answers import Answer
from kyosei_desktop.exchange.container import MAX_FILE_BYTES
from kyosei_desktop.exchange.merging import received_from
from kyosei_desktop.exchange.submission_file import SubmissionFile, read_submission, write_submission
from kyosei_desktop.store.editing import answer_fields, refuse_if_given_twice
from kyosei_desktop.store.files import replacing
from kyosei_desktop.store.joining import agree_on_answers
from kyosei_desktop.store.ledger import Ledger
from kyosei_desktop.store.passphrases import Passphrases, check_new_passphrase, encrypt, encrypted_name, read_opened
from kyosei_desktop.store.work_files import newest_answers, read_work, record_hand_in
from kyosei_desktop.store.work_findings import standing_acknowledgements

_PLACES_NAMED = 5


@dataclass(eq=False)
class AnswersMissing(KyoseiError):
    """Required fields are not answered. `missing` are their addresses; the sentence names the first ones."""

    sentence: ClassVar[str] = N_(
        "必須の欄が{count}件、未記入です：{places}。記入するか、一部だけの提出（--partial）にしてください。"
    )
    count: int
    places: str
    missing: Sequence[Address]

    @classmethod
    def at(cls, missing: Sequence[Address]) -> Self:
        """Of all the fields that are missing."""
        named = "、".join(f"№{one}" for one in missing[:_PLACES_NAMED])
        more = _(" ほか") if len(missing) > _PLACES_NAMED else ""
        return cls(count=len(missing), places=named + more, missing=missing)


@dataclass(eq=False)
class AnswerNotAsked(KyoseiError):
    """An answer to a field that the request does not ask for."""

    sentence: ClassVar[str] = N_(
        "欄「{address}」はこの照会で聞かれていません。施策の番号、年度、期間を確かめてください。"
    )
    address: str


@dataclass(frozen=True, slots=True)
class HandedIn:
    """A submission that was written. `answers` counts the fields in it."""

    file: Path
    serial: int
    answers: int
    check_word: str


def submission_name(ledger: Ledger) -> str:
    """A good name for the work file's next submission."""
    work = read_work(ledger)
    return file_names.submission_name(
        ledger.definition, work.year, work.period, work.department.name, len(work.handed_in) + 1
    )


def answer_all(ledger: Ledger, answers: Sequence[Answer], *, author: str) -> int:
    """Write answers into a work file, all or none, in the place of drafts; how many fields they changed.

    Raises:
        AnswerNotAsked: one is to a field that is not asked for.
        FieldGivenTwice: two are to one field.
        NotAcceptableText, TextTooLong: one is outside the limits.
    """
    work = read_work(ledger)
    plan = ledger.plan()
    asked = {one.place: one for one in work.fields}
    chosen: list[tuple[Field, Value]] = []
    for answer in answers:
        place = plan.field_at(answer.address)
        if place is None or place not in asked:
            raise AnswerNotAsked(address=str(answer.address))
        chosen.append((place, Value(clean_text(answer.value.text), answer.value.blank)))
    refuse_if_given_twice(plan, (place for place, _ in chosen))
    return len(answer_fields(ledger, {place.id: value for place, value in chosen}, author=author))


def hand_in(
    ledger: Ledger,
    file: Path,
    *,
    person: str | None = None,
    extension: str | None = None,
    message: str | None = None,
    is_partial: bool = False,
    measure: Measure | None = None,
    passphrase: str | None = None,
    author: str,
) -> HandedIn:
    """Write a submission, read it back, and remember it in the work file.

    Args:
        file: the submission to write; one that is there is replaced.
        person, extension, message: whom to ask about it, and a word to the coordinator.
        is_partial: hand in although required fields are not answered.
        measure: measures on paper, so that ticks on warnings about the print travel too; others need none.
        passphrase: encrypts the file, which gets the ending of encrypted files; None leaves it plain.

    Raises:
        PassphraseTooShort
        AnswersMissing: required fields are not answered and `is_partial` is not set.
        AnswersDisagree: two colleagues' texts stand in a field, and nobody has settled which one it is.
        FileNotWritten: nothing was handed in.
    """
    if passphrase is not None:
        check_new_passphrase(passphrase)
        file = encrypted_name(file)
    work = read_work(ledger)
    if work.missing and not is_partial:
        raise AnswersMissing.at([one.address for one in work.missing])
    agree_on_answers(ledger, work, author=author)
    answers = newest_answers(ledger, work)
    submission = SubmissionFile(
        plan=ledger.head.plan,
        round=work.round,
        department=work.department.id,
        request=SourceId(work.request),
        work_file=work.work_file,
        made_at=ledger.clock(),
        serial=len(work.handed_in) + 1,
        is_complete=not work.missing,
        person=person,
        extension=extension,
        message=None if message is None else clean_text(message),
        answers=tuple(answers),
        acknowledgements=tuple(standing_acknowledgements(ledger, measure)),
    )
    with replacing(file) as beside:
        content = write_submission(submission, work.key)
        beside.write_bytes(content if passphrase is None else encrypt(content, passphrase))
        known = Passphrases([] if passphrase is None else [passphrase])
        written = read_submission(read_opened(beside, MAX_FILE_BYTES, known), file.name).authenticate(work.key)
        assert written == submission, "a submission reads back as it was written"
    record_hand_in(ledger, received_from(written, file.name), author=author)
    word = check_word((one.field, one.value) for one in answers)
    return HandedIn(file, submission.serial, len(answers), word)
