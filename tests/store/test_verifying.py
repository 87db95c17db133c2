"""An altered history is found out and named in words; whatever the program does itself leaves nothing to find."""

import shutil
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import select, update

from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.store import chain
from kyosei_desktop.store.acceptance import accept_department, revoke_acceptance
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.tables import DepartmentRow, LinkRow, RevisionRow
from kyosei_desktop.store.verifying import NotAHistoryNumber, Verified, history_head, verify_history
from kyosei_desktop.store.withdrawing import withdraw_last_merge
from tests.office import KYOSEI, Office, entry

DATA = Path(__file__).parent.parent / "data"


def verified(ledger: Ledger, known: str | None = None) -> Verified:
    return run_to_end(verify_history(ledger, known=known))


def alter(office: Office, *statements: str) -> Sequence[str]:
    """What is found after somebody has changed the file by another program, triggers and all removed."""
    office.close()
    with closing(sqlite3.connect(office.path)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert connection.execute(statement).rowcount > 0, statement
        connection.commit()
    with open_ledger(office.path, read_only=True) as ledger:
        return verified(ledger).findings


@pytest.fixture(scope="module")
def worked_files(office_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of an office in which everything has happened: answers, a settling, an acceptance, a withdrawal."""
    folder = tmp_path_factory.mktemp("worked") / "office"
    shutil.copytree(office_files, folder)
    office = Office(folder)
    first = office.soumu.answer({entry(1): "一", entry(2): "12回"})
    office.merge(first, office.kyosei.answer({entry(2): "13回"}))
    office.settle(next(iter(office.conflict_texts())), "13回")
    accept_department(office.ledger, office.department(KYOSEI), author="取りまとめ")
    office.merge(office.kyosei.answer({entry("4-(1)"): "保留される"}))
    revoke_acceptance(office.ledger, office.department(KYOSEI), author="取りまとめ")
    office.merge(office.soumu.answer({entry(1): "二"}))
    withdraw_last_merge(office.ledger, author="取りまとめ")
    office.edit(entry(1), "取りまとめの文")
    office.close()
    return folder


@pytest.fixture
def worked(worked_files: Path, tmp_path: Path) -> Iterator[Office]:
    """That office, the test's own."""
    shutil.copytree(worked_files, tmp_path / "office")
    office = Office(tmp_path / "office")
    yield office
    office.close()


def test_what_the_program_does_itself_leaves_nothing_to_find(worked: Office) -> None:
    for ledger in (worked.ledger, worked.soumu.work, worked.kyosei.work):
        found = verified(ledger)
        assert (found.findings, found.known_at) == ([], None)
        assert found.head == history_head(ledger)
        assert found.revisions > 30


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        (
            "UPDATE revision SET text = '三' WHERE text = '取りまとめの文'",
            "№01 令和３年度 下期実績の履歴が書き換えられて",
        ),
        ("UPDATE revision SET author = '別人' WHERE text = '取りまとめの文'", "（別人）"),
        ("UPDATE revision SET after = '[]' WHERE text = '取りまとめの文'", "履歴が書き換えられて"),
        ("UPDATE revision SET made_at = '2020-01-01 00:00:00.000000' WHERE text = '一'", "履歴が書き換えられて"),
        ("UPDATE revision SET hash = 'ab' WHERE text = '一'", "照合の値が書き換えられて"),
        ("UPDATE revision SET is_withdrawn = 1 WHERE text = '一'", "印を"),
        ("UPDATE act SET done_by = '別人' WHERE kind = 'accepted'", "操作の記録が書き換えられて"),
        ("DELETE FROM act WHERE kind = 'accepted'", "操作の記録が1件消されて"),
        ("UPDATE round_department SET accepted_at = '2022-04-01 00:00:00.000000'", "受理"),
        ("UPDATE submission SET file_name = '別.kyoa'", "提出"),
        ("DELETE FROM submission_revision", "提出"),
        ("UPDATE link SET made_at = '2020-01-01 00:00:00.000000' WHERE sequence = 3", "つながりが書き換えられて"),
        ("DELETE FROM link WHERE sequence = 3", "つながりが書き換えられて"),
        ("DELETE FROM link", "すべて失われて"),
        ("UPDATE field SET text = '三' WHERE text = '取りまとめの文'", "№01 令和３年度 下期実績の値が"),
        ("UPDATE field SET year = 2020 WHERE text = '取りまとめの文'", "欄の番号と違います"),
        (
            """INSERT INTO revision (id, field_id, text, after, origin, author, made_at, is_withdrawn, is_held)
            SELECT 'forged', field_id, '紛れ', '[]', origin, author, made_at, 0, 0 FROM revision WHERE text = '一'""",
            "紛れ込ませた",
        ),
    ],
)
def test_whatever_is_altered_by_another_program_is_told(worked: Office, statement: str, told: str) -> None:
    findings = alter(worked, statement)
    assert told in "\n".join(findings)
    assert len(findings) <= 4


def test_a_revision_that_is_removed_is_named_by_its_field(worked: Office) -> None:
    findings = alter(
        worked,
        "DELETE FROM submission_revision WHERE revision_id IN (SELECT id FROM revision WHERE text = '一')",
        "DELETE FROM revision WHERE text = '一'",
    )
    assert "№01 令和３年度 下期実績の履歴が消されています。" in findings


def test_the_first_alteration_is_told_first(worked: Office) -> None:
    findings = alter(worked, "UPDATE revision SET author = text || 'の別人' WHERE text IN ('一', '13回')")
    assert ["一の別人" in findings[0], "13回の別人" in findings[1]] == [True, True]


def test_the_database_itself_refuses_to_write_over_the_history(worked: Office) -> None:
    worked.close()
    with closing(sqlite3.connect(worked.path)) as connection:
        for statement in (
            "UPDATE revision SET text = '三'",
            "UPDATE act SET done_by = '別人'",
            "DELETE FROM act",
            "UPDATE link SET made_at = '2020-01-01'",
            "DELETE FROM link",
        ):
            with pytest.raises(sqlite3.IntegrityError, match="append-only"):
                connection.execute(statement)


def test_a_number_written_down_is_found_again_later(worked: Office) -> None:
    then = history_head(worked.ledger)
    assert then is not None
    worked.edit(entry(1), "その後の文")
    now = history_head(worked.ledger)
    assert now is not None
    assert now.hash != then.hash
    for written in (
        then.number,
        then.hash,
        then.number.upper().replace("-", " "),
        f"　{then.number}".replace("-", "－"),
    ):
        found = verified(worked.ledger, written)
        assert (found.findings, found.known_at) == ([], then.sealed_at)


def test_a_number_that_the_history_never_had_is_told(worked: Office) -> None:
    found = verified(worked.ledger, "0123-4567-89ab-cdef")
    assert "0123-4567-89ab-cdef" in found.findings[0]
    for written in ("", "3f2a", "これは番号ではありません", "0123-4567-89ab-cdeg"):
        with pytest.raises(NotAHistoryNumber):
            verified(worked.ledger, written)


def test_a_ledger_whose_whole_chain_was_made_anew_is_found_out_by_the_number(worked: Office) -> None:
    """Whoever alters a text and all hashes after it leaves no contradiction, but the number is another one."""
    head = history_head(worked.ledger)
    assert head is not None
    then = head.number
    worked.close()
    with closing(sqlite3.connect(worked.path)) as connection:
        for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            connection.execute(f"DROP TRIGGER {name}")
        connection.execute("UPDATE revision SET hash = NULL, author = '別人'")
        connection.execute("UPDATE act SET hash = NULL")
        connection.execute("DELETE FROM link")
        connection.commit()
    with open_ledger(worked.path) as ledger:
        worked.ledger = ledger
        worked.edit(entry(3), "次の文")
        assert verified(ledger).findings == []
        assert then in verified(ledger, then).findings[0]


def hashes_by_content(ledger: Ledger) -> dict[str, str | None]:
    with ledger.reading() as session:
        return {row.id: row.hash for row in session.query(RevisionRow) if row.origin != "root"}


def test_the_order_of_arrival_does_not_change_the_hashes_of_revisions(office: Office) -> None:
    """Also where a file comes after a newer one, which knew of what it brings."""
    files = [
        office.soumu.answer({entry(1): "一", entry(2): "x"}),
        office.soumu.answer({entry(1): "二"}),
        office.kyosei.answer({entry(2): "y"}),
    ]
    hashes = []
    for order in ((0, 1, 2), (2, 1, 0), (1, 0, 2)):
        for number in order:
            office.merge(files[number])
        assert verified(office.ledger).findings == []
        hashes.append(hashes_by_content(office.ledger))
        for _ in order:
            withdraw_last_merge(office.ledger, author="取りまとめ")
    assert hashes[0] == hashes[1] == hashes[2]


def last_link(ledger: Ledger) -> LinkRow:
    with ledger.reading() as session:
        return session.scalars(select(LinkRow).order_by(LinkRow.sequence.desc()).limit(1)).one()


def test_a_link_covers_the_records_that_its_transaction_changed_and_no_others(worked: Office) -> None:
    """What an act costs does not grow with the ledger."""
    worked.merge(worked.soumu.answer({entry(3): "取り込む"}))
    changes = last_link(worked.ledger).changes
    assert changes is not None
    assert {kind for kind, _key, _content in changes} == {"submission", "submission_revision", "revision"}
    assert len(changes) < 6


def test_a_change_of_records_without_an_act_is_covered_too(worked: Office) -> None:
    with worked.ledger.begin() as unit:
        unit.session.execute(update(DepartmentRow).where(DepartmentRow.name == KYOSEI).values(position=99))
        unit.commit()
    changes = last_link(worked.ledger).changes
    assert changes is not None
    assert [kind for kind, _key, _content in changes] == ["department"]
    assert verified(worked.ledger).findings == []


def test_what_another_program_changed_in_the_records_is_not_covered_by_what_is_done_later(worked: Office) -> None:
    """Its change is noted by the triggers as ours are, and belongs to no transaction of ours."""
    worked.close()
    with closing(sqlite3.connect(worked.path)) as connection:
        connection.execute("UPDATE submission SET file_name = '別.kyoa'")
        connection.commit()
    with open_ledger(worked.path) as ledger:
        worked.ledger = ledger
        worked.merge(worked.soumu.answer({entry(3): "その後"}))
        assert any("提出" in one for one in verified(ledger).findings)


def test_links_of_a_large_plan_cover_some_of_its_revisions_each(
    worked: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(chain, "_CHUNK", 1)
    before = verified(worked.ledger)
    worked.merge(worked.soumu.answer({entry(1): "三", entry(3): "四"}))
    found = verified(worked.ledger)
    assert (found.findings, found.revisions) == ([], before.revisions + 2)
    assert found.head is not None
    assert before.head is not None
    assert found.head.links == before.head.links + 2


def test_a_ledger_whose_links_are_of_the_first_format_is_covered_anew_when_it_is_raised(tmp_path: Path) -> None:
    path = tmp_path / "古い台帳.kyosei"
    shutil.copy(DATA / "ledger-0004.kyosei", path)
    with open_ledger(path) as ledger:
        assert verified(ledger).findings == []
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE round SET due_on = '2020-01-01'")
        connection.commit()
    with open_ledger(path, read_only=True) as ledger:
        assert any("照会" in one for one in verified(ledger).findings)
