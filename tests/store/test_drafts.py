"""Drafts: kept as they are typed, no part of the plan, gone when the field is left."""

import subprocess
import sys

import pytest

from kyosei_desktop.domain.errors import NotAcceptableText, TextTooLong
from kyosei_desktop.domain.plan import BlankReason, Value
from kyosei_desktop.store.drafts import discard_draft, load_drafts, save_draft
from kyosei_desktop.store.editing import answer_field
from kyosei_desktop.store.history import list_changes
from tests.office import Office, entry

_TYPE_AND_DIE = """
import os, signal, sys
from pathlib import Path
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.store.drafts import save_draft
from kyosei_desktop.store.ledger import open_ledger
save_draft(open_ledger(Path(sys.argv[1])), sys.argv[2], Value("途中まで書いた文"))
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_a_draft_is_kept_with_its_time_and_is_no_change(office: Office) -> None:
    work, field = office.soumu.work, office.field(entry(1))
    saved_at = save_draft(work, field, Value("書きかけ"))
    save_draft(work, office.field(entry(3)), Value(blank=BlankReason.ENDED))
    drafts = load_drafts(work)
    assert drafts[field].value == Value("書きかけ")
    assert drafts[field].saved_at == saved_at
    assert drafts[office.field(entry(3))].value == Value(blank=BlankReason.ENDED)
    assert list(list_changes(work)) == []


def test_the_newest_draft_of_a_field_replaces_the_one_before(office: Office) -> None:
    work, field = office.soumu.work, office.field(entry(1))
    for text in ("書", "書き", "書きかけ"):
        save_draft(work, field, Value(text))
    assert [one.value.text for one in load_drafts(work).values()] == ["書きかけ"]


def test_leaving_the_field_makes_the_text_an_answer_and_lets_the_draft_go(office: Office) -> None:
    work, field = office.soumu.work, office.field(entry(1))
    save_draft(work, field, Value("書きかけ"))
    assert answer_field(work, field, Value("書いた\r\n文"), author="担当者")
    assert load_drafts(work) == {}
    assert work.plan().value(next(one for one in work.plan().fields() if one.id == field)).text == "書いた\n文"
    save_draft(work, field, Value("書いた\n文"))
    assert not answer_field(work, field, Value("書いた\n文"), author="担当者")
    assert load_drafts(work) == {}


@pytest.mark.parametrize(("text", "reason"), [("\x07", NotAcceptableText), ("あ" * 100_001, TextTooLong)])
def test_a_text_that_no_field_may_hold_is_refused_and_the_draft_stays(
    office: Office, text: str, reason: type[Exception]
) -> None:
    work, field = office.soumu.work, office.field(entry(1))
    save_draft(work, field, Value("書きかけ"))
    with pytest.raises(reason):
        answer_field(work, field, Value(text), author="担当者")
    assert [one.value.text for one in load_drafts(work).values()] == ["書きかけ"]


def test_a_draft_can_be_discarded_twice(office: Office) -> None:
    work, field = office.soumu.work, office.field(entry(1))
    save_draft(work, field, Value("書きかけ"))
    discard_draft(work, field)
    discard_draft(work, field)
    assert load_drafts(work) == {}


def test_a_draft_outlives_the_program_that_was_killed(office: Office) -> None:
    field = office.field(entry(1))
    killed = subprocess.run(
        [sys.executable, "-c", _TYPE_AND_DIE, str(office.soumu.work_file), field], check=False, capture_output=True
    )
    assert killed.returncode == -9, killed.stderr.decode()
    assert load_drafts(office.soumu.work)[field].value == Value("途中まで書いた文")
