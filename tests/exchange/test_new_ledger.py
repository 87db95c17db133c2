"""New ledgers hold the plan they were made of, and nothing else yet."""

import json
from pathlib import Path

import pytest

from kyosei_desktop.domain.plan_document import plan_document_text
from kyosei_desktop.exchange.new_ledger import create_built_in_ledger, create_ledger_from_document
from kyosei_desktop.store.acts import list_acts
from kyosei_desktop.store.conflicts import list_conflicts
from kyosei_desktop.store.documents import json_bytes
from kyosei_desktop.store.files import FileNotRead
from kyosei_desktop.store.rounds import find_open_round
from tests.office import PLAN


def test_the_built_in_plan_has_all_its_measures_and_departments(tmp_path: Path) -> None:
    with create_built_in_ledger(tmp_path / "計画.kyosei", author="取りまとめ") as ledger:
        plan = ledger.plan()
        assert (len(plan.measures), len(plan.departments)) == (48, 17)
        assert not ledger.is_work_file
        assert find_open_round(ledger) is None
        assert list_conflicts(ledger) == []
        assert list_acts(ledger) == []


@pytest.mark.parametrize(
    "changes",
    [
        {},
        {"title": "改行\nのある題名", "subtitle": "副題", "as_of": "令和３年３月31日現在"},
        {"years": [1999, 2020, 2021, 2999]},
    ],
)
def test_a_document_comes_out_as_it_went_in(tmp_path: Path, changes: dict[str, object]) -> None:
    document = tmp_path / "計画.json"
    document.write_text(json.dumps({**PLAN, **changes}, ensure_ascii=False, indent=1) + "\n", "utf-8")
    with create_ledger_from_document(tmp_path / "計画.kyosei", document, author="取りまとめ") as ledger:
        assert plan_document_text(ledger.plan()) == document.read_text("utf-8")


def test_blanks_pages_and_numbers_as_text_are_kept(tmp_path: Path) -> None:
    plan = json.loads(json_bytes(PLAN))
    plan["measures"][0]["page"] = 1
    plan["measures"][3]["page"] = 2
    plan["measures"][0]["no"] = "01"
    plan["measures"][0]["initiatives"][0]["blanks"] = {"2021": {"first_half": "ended"}}
    document = tmp_path / "計画.json"
    document.write_bytes(json_bytes(plan))
    with create_ledger_from_document(tmp_path / "計画.kyosei", document, author="取りまとめ") as ledger:
        assert json.loads(plan_document_text(ledger.plan())) == plan


def test_line_ends_of_windows_become_lf_and_nothing_else_is_changed(tmp_path: Path) -> None:
    plan = json.loads(json_bytes(PLAN))
    plan["measures"][0]["outcome"] = "一行目\r\n二行目　\r三行目 "
    document = tmp_path / "計画.json"
    document.write_bytes(b"\xef\xbb\xbf" + json_bytes(plan))  # as the editor of Windows writes it
    with create_ledger_from_document(tmp_path / "計画.kyosei", document, author="取りまとめ") as ledger:
        assert ledger.plan().measures[0].outcome == "一行目\n二行目　\n三行目 "


def test_a_document_that_is_not_there_makes_no_ledger(tmp_path: Path) -> None:
    with pytest.raises(FileNotRead):
        create_ledger_from_document(tmp_path / "計画.kyosei", tmp_path / "ない.json", author="取りまとめ")
    assert list(tmp_path.iterdir()) == []
