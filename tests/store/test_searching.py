"""Words are found in the texts as they are shown, whatever changes them; the index is never behind."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.measure_changes import AddedMeasure, NewInitiative, change_measures
from kyosei_desktop.store.search_index import is_searched, searched_form
from kyosei_desktop.store.searching import FoundText, find_texts
from kyosei_desktop.store.tables import FieldRow
from kyosei_desktop.store.turning import undo_turn
from kyosei_desktop.store.withdrawing import withdraw_last_merge
from tests.office import SOUMU, Office, entry, fresh_office, of_measure

DATA = Path(__file__).parent.parent / "data"


def looked_through(ledger: Ledger, word: str) -> set[FoundText]:
    """What a look at every text finds."""
    with ledger.reading() as session:
        rows = session.scalars(select(FieldRow).where(is_searched())).all()
        return {
            FoundText(row.measure_id, row.initiative_id, row.year)  # type: ignore[arg-type]  # ids are texts
            for row in rows
            if searched_form(word) in searched_form(row.text)
        }


def places(office: Office, word: str) -> list[int | None]:
    """The years of the texts that have a word."""
    found = find_texts(office.ledger, word)
    assert found == looked_through(office.ledger, word)
    return sorted((one.year for one in found), key=lambda year: year or 0)


WORDS = ["見守", "相談会を", "ｾﾝﾀｰ", "センター", "１２人", "12人", "会", "AbC", "100%", "_", "\U00020bb7野", '"OR"']


@pytest.mark.parametrize("word", WORDS)
def test_a_word_is_found_whatever_its_notation(office: Office, word: str) -> None:
    assert places(office, word) == []
    office.edit(entry(1), f"相談会を開き、12人がセンターで見守った。{word}。ABC、100%、__")
    assert places(office, word) == [2021]


def test_what_only_looks_like_a_word_is_not_found(office: Office) -> None:
    """The pairs of 相談会 stand in the text, but not one after the other."""
    office.edit(entry(1), "相談と談会")
    assert places(office, "相談会") == []
    assert places(office, "談会") == [2021]


def test_every_way_in_which_a_text_changes_is_followed(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "延べ十二人"}))
    assert places(office, "十二") == [2021]
    withdraw_last_merge(office.ledger, author="取りまとめ")
    assert places(office, "十二") == []
    office.edit(of_measure(1), "成果は延べ十二人")
    office.edit(of_measure(1), "成果は延べ九人")
    assert (places(office, "十二"), places(office, "九人")) == ([], [None])
    office.edit(of_measure(1), "")
    assert places(office, "九人") == []


def test_fields_that_a_turn_made_are_gone_with_it(office: Office) -> None:
    added = AddedMeasure("7", "新しい施策", NewInitiative("巡回相談", [SOUMU]), FiscalYear(2021))
    run_to_end(change_measures(office.ledger, added, author="取りまとめ"))
    assert places(office, "巡回") == [None]
    undo_turn(office.ledger, author="取りまとめ")
    assert places(office, "巡回") == []


def test_what_is_rolled_back_is_not_found(office: Office) -> None:
    with office.ledger.begin() as unit:
        unit.session.execute(FieldRow.__table__.update().values(text="消える文"))  # type: ignore[attr-defined]
    assert places(office, "消える") == []


def test_what_another_program_wrote_is_found_before_and_after_the_next_change(office: Office) -> None:
    office.close()
    with closing(sqlite3.connect(office.path)) as connection:
        connection.execute("UPDATE field SET text = '外からの文' WHERE kind = 'outcome'")
        connection.commit()
    office.ledger = open_ledger(office.path)
    assert set(places(office, "外から")) == {None}
    office.edit(entry(1), "その後")
    assert set(places(office, "外から")) == {None}


@pytest.mark.parametrize("version", ["0001", "0005"])
def test_a_ledger_of_an_older_version_is_indexed_when_it_is_raised(tmp_path: Path, version: str) -> None:
    path = tmp_path / "古い台帳.kyosei"
    shutil.copy(DATA / f"ledger-{version}.kyosei", path)
    with open_ledger(path) as ledger:
        assert find_texts(ledger, "相談会を3回") == looked_through(ledger, "相談会を3回") != set()


TEXTS = st.text(alphabet="相談会ｱア12 a\n%_'\"\U00020bb7", max_size=6)


@settings(max_examples=12, deadline=None)
@given(
    steps=st.lists(st.tuples(st.sampled_from([1, 2, 3]), TEXTS), min_size=1, max_size=4),
    words=st.lists(TEXTS, max_size=6),
)
def test_the_index_finds_what_a_look_at_every_text_finds(
    office_files: Path, steps: list[tuple[int, str]], words: list[str]
) -> None:
    with fresh_office(office_files) as office:
        for measure, said in steps:
            office.edit(entry(measure), Value(said))
        for word in words:
            if searched_form(word):
                assert find_texts(office.ledger, word) == looked_through(office.ledger, word)
