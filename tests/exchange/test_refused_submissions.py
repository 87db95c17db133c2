"""What is not a good submission of this ledger: each refused with a sentence of its own, the ledger unchanged."""

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date

import pytest

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.merge import Revision, RevisionId
from kyosei_desktop.domain.plan import FieldId, Value
from kyosei_desktop.exchange import refusals
from kyosei_desktop.exchange.submission_file import SubmissionFile, read_submission, write_submission
from kyosei_desktop.store import receiving
from kyosei_desktop.store.acts import ActKind, list_acts
from kyosei_desktop.store.backup import list_backups
from kyosei_desktop.store.history import list_changes
from kyosei_desktop.store.rounds import close_round, open_round
from kyosei_desktop.store.work_files import read_work
from tests.exchange.zips import members_of, zipped
from tests.office import EVERYTHING, PERIOD, YEAR, Office, entry, make_office


def good(office: Office) -> bytes:
    """A submission that would be taken."""
    return office.soumu.answer({entry(1): "一", entry(2): "x"}).read_bytes()


def altered(office: Office, change: Callable[[SubmissionFile], SubmissionFile]) -> bytes:
    """A submission made with the right key by a program that is not ours."""
    submission = read_submission(good(office), "回答.kyoa").claimed
    return write_submission(change(submission), read_work(office.soumu.work).key)


def with_answer(submission: SubmissionFile, change: Callable[[Revision], Revision]) -> SubmissionFile:
    first, *others = submission.answers
    return replace(submission, answers=(change(first), *others))


def with_member(content: bytes, name: str, change: Callable[[dict[str, object]], None]) -> bytes:
    members = members_of(content)
    document = json.loads(members[name])
    change(document)
    return zipped({**members, name: json.dumps(document, ensure_ascii=False).encode()})


# Each makes the bytes of a file that has to be refused.


def of_another_department(office: Office) -> bytes:
    """Answers of 福祉総務課 signed with the key of 地域共生課."""
    submission = read_submission(good(office), "回答.kyoa").claimed
    return write_submission(submission, read_work(office.kyosei.work).key)


def of_another_departments_name(office: Office) -> bytes:
    """福祉総務課 with its own key, speaking for 地域共生課."""
    return altered(office, lambda one: replace(one, department=office.department("地域共生課")))


def of_another_round(office: Office) -> bytes:
    """Of the round before, which has been closed."""
    content = good(office)
    close_round(office.ledger, author="取りまとめ")
    due_on = date(2022, 5, 1)
    open_round(office.ledger, year=YEAR, period=PERIOD, due_on=due_on, asks=EVERYTHING, author="取りまとめ")
    return content


def of_a_round_that_never_was(office: Office) -> bytes:
    return altered(office, lambda one: replace(one, round=type(one.round)("0" * 32)))


def of_another_ledger(office: Office) -> bytes:
    folder = office.folder / "別の役所"
    folder.mkdir()
    make_office(folder)
    other = Office(folder)
    try:
        return good(other)
    finally:
        other.close()


def of_another_ledger_copied_in_name(office: Office) -> bytes:
    """The manifest of a good file around the payload of another one."""
    members = members_of(good(office))
    other = members_of(office.soumu.answer({entry(1): "別の文"}).read_bytes())
    return zipped({"manifest.json": members["manifest.json"], "payload.json": other["payload.json"]})


def with_one_byte_altered(office: Office) -> bytes:
    content = bytearray(good(office))
    content[len(content) // 2] ^= 1
    return bytes(content)


def with_one_character_of_the_text_altered(office: Office) -> bytes:
    members = members_of(good(office))
    return zipped({**members, "payload.json": members["payload.json"].replace('"一"'.encode(), '"二"'.encode())})


def with_another_time(office: Office) -> bytes:
    return with_member(good(office), "manifest.json", lambda one: one.update(made_at="2022-01-01T00:00:00+00:00"))


def cut_off(office: Office) -> bytes:
    content = good(office)
    return content[: len(content) // 2]


def empty(_office: Office) -> bytes:
    return b""


def text(_office: Office) -> bytes:
    return "これは回答ファイルではありません。".encode()


def a_zip_of_something_else(_office: Office) -> bytes:
    return zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})


def a_zip_bomb(office: Office) -> bytes:
    return zipped({**members_of(good(office)), "payload.json": b"0" * 50_000_000})


def a_file_with_a_third_member(office: Office) -> bytes:
    return zipped({**members_of(good(office)), "../../autorun.inf": b"open=x"})


def with_an_unknown_key(office: Office) -> bytes:
    def change(document: dict[str, object]) -> None:
        document["extra"] = 1

    return with_member(good(office), "manifest.json", change)


def with_an_unknown_key_in_the_payload(office: Office) -> bytes:
    members = members_of(good(office))
    payload = json.dumps({**json.loads(members["payload.json"]), "extra": 1}).encode()
    manifest = {**json.loads(members["manifest.json"]), "sha256": hashlib.sha256(payload).hexdigest()}
    return zipped({"manifest.json": json.dumps(manifest).encode(), "payload.json": payload})


def of_a_newer_format(office: Office) -> bytes:
    return with_member(good(office), "manifest.json", lambda one: one.update(format_version=2, more="keys"))


def a_request(office: Office) -> bytes:
    return office.requests["福祉総務課"].read_bytes()


def with_a_field_that_was_not_asked(office: Office) -> bytes:
    field = office.field(entry(1, year=2020))
    return altered(office, lambda one: with_answer(one, lambda answer: replace(answer, field=field)))


def with_a_field_of_another_department(office: Office) -> bytes:
    field = office.field(entry(3, 2))
    return altered(office, lambda one: with_answer(one, lambda answer: replace(answer, field=field)))


def with_a_field_that_does_not_exist(office: Office) -> bytes:
    field = FieldId("0" * 32 + ".2021.second_half")
    return altered(office, lambda one: with_answer(one, lambda answer: replace(answer, field=field)))


def with_unknown_parents(office: Office) -> bytes:
    unknown = [RevisionId("0" * 32), RevisionId("1" * 32)]
    return altered(office, lambda one: with_answer(one, lambda answer: replace(answer, after=unknown)))


def with_the_revision_of_another(office: Office) -> bytes:
    """A revision that is known already, with another text."""
    office.merge(office.soumu.answer({entry(1): "一の前"}))
    taken = read_submission(office.soumu.files[0].read_bytes(), "回答.kyoa").claimed.answers[0]

    def change(submission: SubmissionFile) -> SubmissionFile:
        return replace(submission, answers=(replace(taken, value=Value("すり替えた文")),))

    return altered(office, change)


def with_a_circle(office: Office) -> bytes:
    """A revision that comes after one which came after it: neither could ever be the newest."""
    office.soumu.write({entry(1): "手元で試した文"})
    office.merge(office.soumu.answer({entry(1): "一の前"}))
    (taken,) = read_submission(office.soumu.files[0].read_bytes(), "回答.kyoa").claimed.answers
    known = {one.revision.id for one in list_changes(office.ledger)}
    (tried,) = set(taken.after) - known
    return altered(office, lambda one: with_answer(one, lambda answer: replace(answer, id=tried, after=[taken.id])))


NAME = "受け取った回答.kyoa"
KEYS = "format_version、kind、plan、round、department、request、work_file、made_at、sha256、hmac"
UNKNOWN_KEY = f"全体：知らない項目「extra」があります（使えるのは {KEYS}）"
PAYLOAD_KEYS = "serial、is_complete、person、extension、message、answers、acknowledgements"
UNKNOWN_KEY_IN_THE_PAYLOAD = f"全体：知らない項目「extra」があります（使えるのは {PAYLOAD_KEYS}）"

BAD: Mapping[Callable[[Office], bytes], KyoseiError] = {
    of_another_department: refusals.NotAuthentic(name=NAME),
    of_another_departments_name: refusals.NotAuthentic(name=NAME),
    with_another_time: refusals.NotAuthentic(name=NAME),
    of_another_round: receiving.RoundIsClosed(),
    of_a_round_that_never_was: receiving.UnknownRound(),
    of_another_ledger: receiving.ForeignPlan(),
    of_another_ledger_copied_in_name: refusals.ContentAltered(name=NAME),
    with_one_character_of_the_text_altered: refusals.ContentAltered(name=NAME),
    with_one_byte_altered: refusals.ContainerDamaged(name=NAME),
    cut_off: refusals.ContainerDamaged(name=NAME),
    empty: refusals.NotAContainer(name=NAME),
    text: refusals.NotAContainer(name=NAME),
    a_zip_of_something_else: refusals.ForeignMembers(name=NAME),
    a_file_with_a_third_member: refusals.ForeignMembers(name=NAME),
    a_zip_bomb: refusals.ContainerTooLarge(name=NAME),
    with_an_unknown_key: refusals.ManifestNotValid(name=NAME, cause=UNKNOWN_KEY),
    with_an_unknown_key_in_the_payload: refusals.PayloadNotValid(name=NAME, cause=UNKNOWN_KEY_IN_THE_PAYLOAD),
    of_a_newer_format: refusals.NewerFormat(name=NAME, version=2),
    a_request: refusals.RequestInsteadOfSubmission(name=NAME),
    with_a_field_that_was_not_asked: receiving.FieldNotAsked(),
    with_a_field_of_another_department: receiving.FieldNotAsked(),
    with_a_field_that_does_not_exist: receiving.FieldNotAsked(),
    with_unknown_parents: receiving.RevisionNotPlausible(),
    with_the_revision_of_another: receiving.RevisionNotPlausible(),
    with_a_circle: receiving.RevisionNotPlausible(),
}


@pytest.mark.parametrize(("make", "reason"), BAD.items(), ids=lambda one: getattr(one, "__name__", ""))
def test_each_is_refused_with_its_own_sentence_and_the_ledger_stays_as_it_was_to_the_byte(
    office: Office, make: Callable[[Office], bytes], reason: KyoseiError
) -> None:
    bad = office.folder / NAME
    bad.write_bytes(make(office))
    before = office.path.read_bytes()
    merged = office.merge(bad).files[0]
    assert merged.refused == str(reason)
    assert (merged.taken, merged.same, merged.older, merged.held, merged.conflicts, merged.fields) == (
        0,
        0,
        0,
        0,
        0,
        (),
    )
    assert office.path.read_bytes() == before


def test_a_refused_file_does_not_stop_the_others(office: Office) -> None:
    bad, missing = office.folder / NAME, office.folder / "ない.kyoa"
    bad.write_bytes(cut_off(office))
    result = office.merge(bad, office.kyosei.answer({entry(3, 2): "三の二"}), missing)
    refused = [one.refused for one in result.files]
    assert refused[0] == str(refusals.ContainerDamaged(name=NAME))
    assert refused[1] is None
    assert refused[2] is not None
    assert "ない.kyoa" in refused[2]
    assert office.text(entry(3, 2)) == "三の二"
    assert [one.kind for one in list_acts(office.ledger)].count(ActKind.MERGED) == 1


def test_where_every_file_is_refused_no_backup_is_made(office: Office) -> None:
    bad = office.folder / NAME
    bad.write_bytes(b"")
    office.merge(bad)
    assert list_backups(office.path) == []
