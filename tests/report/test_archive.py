"""The archive holds the whole ledger, and says itself how it is read: a reader made from its notes alone reads it."""

import csv
import io
import json
import shutil
import zipfile
from pathlib import Path
from typing import Any

import pytest

from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.report.archive import (
    HISTORY_CSV,
    LEDGER_JSON,
    NOTES,
    PLAN_JSON,
    Archived,
    export_archive,
    json_file,
)
from kyosei_desktop.store.acceptance import accept_department
from kyosei_desktop.store.archive import archive_document
from kyosei_desktop.store.files import WouldReplaceLedger
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.schemas import first_problem
from kyosei_desktop.store.verifying import history_head
from kyosei_desktop.store.withdrawing import withdraw_last_merge
from tests.office import KYOSEI, Office, entry


def archived(ledger: Ledger, out: Path) -> tuple[Archived, dict[str, bytes]]:
    made = run_to_end(export_archive(ledger, out))
    with zipfile.ZipFile(out) as content:
        return made, {name: content.read(name) for name in content.namelist()}


@pytest.fixture
def worked(office: Office) -> Office:
    """An office with a settled and an open conflict, a file taken back, one that is held, and an edit."""
    office.merge(office.soumu.answer({entry(1): "一", entry(2): "12回"}), office.kyosei.answer({entry(2): "13回"}))
    office.settle(next(iter(office.conflict_texts())), "13回")
    accept_department(office.ledger, office.department(KYOSEI), author="取りまとめ")
    office.merge(office.kyosei.answer({entry("4-(1)"): "保留される"}))
    office.merge(office.soumu.answer({entry(2): "14回"}))
    office.merge(office.soumu.answer({entry(1): "取り消される"}))
    withdraw_last_merge(office.ledger, author="取りまとめ")
    office.edit(entry(3), "=取りまとめの文")
    return office


def value_by_the_notes(field: dict[str, Any], authority: str) -> tuple[str, str | None]:
    """The rule of 読み方.txt, 「欄の今の本文の決まり方」, by nothing but the JSON."""
    known = {one["id"]: one for one in field["revisions"]}
    live = [one for one in known.values() if not (one["is_withdrawn"] or one["is_held"])]

    def seen_by(some: list[dict[str, Any]]) -> set[str]:
        found: set[str] = set()
        waiting = [seen for one in some for seen in one["after"]]
        while waiting:
            one = waiting.pop()
            if one not in found:
                found.add(one)
                waiting += known[one]["after"] if one in known else []
        return found

    heads = [one for one in live if one["id"] not in seen_by(live)]
    if len({(one["text"], one["blank"]) for one in heads}) > 1:
        words = [one for one in live if one["origin"] == authority]
        words = words or [one for one in known.values() if one["origin"] == "root"]
        heads = [one for one in words if one["id"] not in seen_by(words)]
    newest = max(heads, key=lambda one: (one["made_at"], one["id"]))
    return newest["text"], newest["blank"]


def test_every_value_follows_from_the_archive_alone(worked: Office, tmp_path: Path) -> None:
    for ledger, authority in ((worked.ledger, "coordinator"), (worked.soumu.work, "department")):
        _, members = archived(ledger, tmp_path / "記録.zip")
        document = json.loads(members[LEDGER_JSON])
        plan = ledger.plan()
        shown = {place.id: plan.value(place) for place in plan.fields()}
        assert {one["id"] for one in document["fields"]} == set(shown)
        for one in document["fields"]:
            value = shown[one["id"]]
            assert value_by_the_notes(one, authority) == (one["text"], one["blank"]) == (value.text, value.blank)
        assert [one["label"] for one in document["fields"] if one["is_conflict"]] == (
            ["№02 令和３年度 下期実績"] if authority == "coordinator" else []
        )


def test_it_is_as_its_schema_says_of_a_ledger_a_work_file_and_the_oldest_ledger(worked: Office, tmp_path: Path) -> None:
    old = Path(shutil.copy(Path(__file__).parents[1] / "data" / "ledger-0001.kyosei", tmp_path))
    open_ledger(old).close()  # raised to the present version
    with open_ledger(old, read_only=True) as oldest:
        for ledger in (worked.ledger, worked.soumu.work, oldest):
            document = json.loads(json_file(archive_document(ledger)))
            assert first_problem(document, "archive") is None


def test_it_holds_plan_table_and_notes(worked: Office, tmp_path: Path) -> None:
    made, members = archived(worked.ledger, tmp_path / "記録.zip")
    assert set(members) == {NOTES, LEDGER_JSON, PLAN_JSON, HISTORY_CSV}
    document = json.loads(members[LEDGER_JSON])
    assert document["plan"] == json.loads(members[PLAN_JSON])
    rows = list(csv.DictReader(io.StringIO(members[HISTORY_CSV].decode("utf-8-sig"), newline="")))
    assert (len(document["fields"]), len(rows)) == (made.fields, made.revisions)
    held = [one for one in rows if one["今の扱い"] == "受理後の保留"]
    assert [(one["欄"], one["本文"], one["担当課"]) for one in held] == [
        ("№4-(1) 令和３年度 下期実績", "保留される", KYOSEI)
    ]
    assert [one["本文"] for one in rows if one["今の扱い"] == "元に戻した"] == ["取り消される"]
    assert "=取りまとめの文" in {one["本文"] for one in rows}
    head = history_head(worked.ledger)
    assert head is not None
    notes = members[NOTES].decode("utf-8-sig")
    assert head.number in notes
    assert document["links"][-1]["hash"] == head.hash


def test_the_notes_name_every_key(worked: Office, tmp_path: Path) -> None:
    _, members = archived(worked.ledger, tmp_path / "記録.zip")
    notes, document = members[NOTES].decode("utf-8-sig"), json.loads(members[LEDGER_JSON])
    facts = {"format", "version", "written_at", "plan_id", "created_at", "is_work_file"}
    assert [key for key in document if key not in facts and f"- {key}" not in notes] == []
    revision = document["fields"][0]["revisions"][0]
    assert [key for key in revision if key not in notes] == []


def test_it_holds_no_key_of_a_request(worked: Office, tmp_path: Path) -> None:
    _, members = archived(worked.ledger, tmp_path / "記録.zip")
    parts = json.loads(members[LEDGER_JSON])["round_departments"]
    assert len(parts) == 2
    assert all(set(one) == {"round_id", "department_id", "accepted_at"} for one in parts)


def test_no_ledger_is_written_over(worked: Office) -> None:
    before = worked.soumu.work_file.read_bytes()
    with pytest.raises(WouldReplaceLedger):
        archived(worked.ledger, worked.soumu.work_file)
    assert worked.soumu.work_file.read_bytes() == before
