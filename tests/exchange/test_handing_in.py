"""Handing in: required fields, what a submission carries, and what the work file remembers of it."""

from pathlib import Path

import pytest

from kyosei_desktop.domain.errors import NotAcceptableText, TextTooLong
from kyosei_desktop.domain.plan import Address, BlankReason, FieldKind, Value
from kyosei_desktop.exchange.answers import Answer
from kyosei_desktop.exchange.handing_in import AnswerNotAsked, AnswersMissing, answer_all, hand_in, submission_name
from kyosei_desktop.exchange.submission_file import SubmissionFile, read_submission
from kyosei_desktop.store.documents import DocumentNotValid
from kyosei_desktop.store.editing import FieldGivenTwice
from kyosei_desktop.store.files import FileNotWritten
from kyosei_desktop.store.work_files import read_work
from tests.office import SOUMU, Office, entry, of_measure

REQUIRED = {entry(1): "一", entry(2): "二", entry(3): "三"}


def read(path: Path) -> SubmissionFile:
    return read_submission(path.read_bytes(), path.name).claimed


def texts_in(path: Path, office: Office) -> dict[str, str]:
    plan = office.ledger.plan()
    addresses = {place.id: str(plan.address_of(place)) for place in plan.fields()}
    return {addresses[one.field]: one.value.text for one in read(path).answers}


def test_a_submission_is_refused_while_a_required_field_is_not_answered(office: Office) -> None:
    office.soumu.write({entry(1): "一", entry(2): " \n"})
    file = office.folder / "回答.kyoa"
    with pytest.raises(AnswersMissing) as refused:
        hand_in(office.soumu.work, file, author="担当者")
    assert [str(one) for one in refused.value.missing] == ["2.1.2021.second_half", "3.1.2021.second_half"]
    assert "№2.1.2021.second_half、№3.1.2021.second_half" in str(refused.value)
    assert not file.exists()
    assert read_work(office.soumu.work).handed_in == ()


def test_it_goes_out_once_all_are_answered_a_reason_for_a_blank_included(office: Office) -> None:
    office.soumu.write({**REQUIRED, entry(2): Value(blank=BlankReason.ENDED)})
    handed_in = hand_in(office.soumu.work, office.folder / "回答.kyoa", author="担当者")
    assert (handed_in.serial, handed_in.answers) == (1, 3)
    assert read(handed_in.file).is_complete
    assert len(handed_in.check_word) == 4


def test_a_partial_submission_says_so(office: Office) -> None:
    assert not read(office.soumu.answer({entry(1): "一"})).is_complete


def test_it_carries_the_newest_text_of_each_field_that_was_changed(office: Office) -> None:
    first = office.soumu.answer({entry(1): "一", of_measure(1): "成果を書いた"})
    office.soumu.write({entry(1): "一の二"})
    office.soumu.write({entry(1): "一の三", entry(3): "三"})
    second = office.soumu.hand_in()
    assert texts_in(first, office) == {"1.1.2021.second_half": "一", "1.outcome": "成果を書いた"}
    assert texts_in(second, office) == {
        "1.1.2021.second_half": "一の三",
        "1.outcome": "成果を書いた",
        "3.1.2021.second_half": "三",
    }
    assert (read(first).serial, read(second).serial) == (1, 2)


def test_wordings_tried_on_the_way_stay_at_the_desk_and_count_as_seen(office: Office) -> None:
    office.soumu.write({entry(1): "一"})
    office.soumu.write({entry(1): "一の二"})
    (answer,) = read(office.soumu.hand_in()).answers
    assert answer.value.text == "一の二"
    assert len(answer.after) == 2  # the request's head, and the wording before


def test_a_field_put_back_to_what_it_was_is_an_answer(office: Office) -> None:
    office.soumu.write({of_measure(1): "別の成果"})
    office.soumu.write({of_measure(1): "成果"})
    assert texts_in(office.soumu.hand_in(), office) == {"1.outcome": "成果"}


def test_writing_what_is_there_changes_nothing(office: Office) -> None:
    assert office.soumu.write({of_measure(1): "成果", entry(1): "一"}) == 1
    assert office.soumu.write({of_measure(1): "成果", entry(1): "一"}) == 0
    assert texts_in(office.soumu.hand_in(), office) == {"1.1.2021.second_half": "一"}


def test_person_extension_and_message_go_along(office: Office) -> None:
    file = office.soumu.answer({entry(1): "一"}, person="担当者", extension="2345", message="数字は\r\n速報値です")
    submission = read(file)
    assert (submission.person, submission.extension, submission.message) == ("担当者", "2345", "数字は\n速報値です")


def test_a_person_of_two_lines_is_refused_in_words(office: Office) -> None:
    with pytest.raises(DocumentNotValid) as refused:
        office.soumu.answer({entry(1): "一"}, person="担当者\n内線")
    assert "person" in str(refused.value)
    assert read_work(office.soumu.work).handed_in == ()


def test_the_check_word_follows_from_the_answers_alone(office: Office) -> None:
    office.soumu.write(REQUIRED)
    words = [
        hand_in(office.soumu.work, office.folder / f"{number}.kyoa", author="担当者", message=str(number)).check_word
        for number in range(2)
    ]
    assert words[0] == words[1]
    office.soumu.write({entry(1): "別の一"})
    assert hand_in(office.soumu.work, office.folder / "3.kyoa", author="担当者").check_word != words[0]


def test_the_work_file_remembers_what_was_handed_in_and_proposes_the_next_name(office: Office) -> None:
    assert submission_name(office.soumu.work) == "回答_令和３年度下期実績_福祉総務課_1.kyoa"
    file = office.soumu.answer({entry(1): "一"})
    (handed_in,) = read_work(office.soumu.work).handed_in
    assert (handed_in.serial, handed_in.file_name) == (1, file.name)
    assert submission_name(office.soumu.work) == "回答_令和３年度下期実績_福祉総務課_2.kyoa"


def test_what_cannot_be_written_was_not_handed_in(office: Office) -> None:
    with pytest.raises(FileNotWritten):
        hand_in(office.soumu.work, office.folder / "ない" / "回答.kyoa", is_partial=True, author="担当者")
    assert read_work(office.soumu.work).handed_in == ()


@pytest.mark.parametrize(
    "address",
    [entry(3, 2), entry(1, year=2020), entry(1, period="first_half"), entry("4-(1)"), Address(1, FieldKind.NAME)],
    ids=str,
)
def test_an_answer_to_what_was_not_asked_is_refused_by_name_and_none_is_written(
    office: Office, address: Address
) -> None:
    with pytest.raises(AnswerNotAsked) as refused:
        office.soumu.write({entry(1): "一", address: "x"})
    assert f"「{address}」" in str(refused.value)
    assert office.soumu.write({entry(1): "一"}) == 1  # it was not written before


@pytest.mark.parametrize(("text", "reason"), [("\x1b", NotAcceptableText), ("あ" * 100_001, TextTooLong)])
def test_a_text_outside_the_limits_is_refused_and_none_is_written(
    office: Office, text: str, reason: type[Exception]
) -> None:
    with pytest.raises(reason):
        office.soumu.write({entry(1): "一", entry(3): text})
    assert office.soumu.write({entry(1): "一"}) == 1


def test_two_answers_to_one_field_are_refused(office: Office) -> None:
    one = entry(1)
    twice = [Answer(one, Value("一")), Answer(Address("1", FieldKind.ENTRY, None, one.year, one.period), Value("二"))]
    with pytest.raises(FieldGivenTwice):
        answer_all(office.soumu.work, twice, author="担当者")


def test_the_longest_text_travels_whole(office: Office) -> None:
    text = "𠮷" * 100_000
    office.merge(office.soumu.answer({entry(1): text}))
    assert office.text(entry(1)) == text


def test_every_kind_of_character_travels_as_it_is(office: Office) -> None:
    text = "①㈱髙﨑 葛󠄀 か\u3099 👩‍👩‍👧 <b>&amp;\"' \\n #[eval] =1+1\n\t・全角　空白 \u202e\ufeff\u200b"
    office.merge(office.soumu.answer({entry(1): text}))
    assert office.text(entry(1)) == text
    assert SOUMU in office.requests
