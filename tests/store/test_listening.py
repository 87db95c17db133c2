"""What one desk changes, the others hear: who, and which fields; and they hear that the server went and came back."""

import json
import queue
from collections.abc import Iterator
from pathlib import Path

import pytest

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.exchange.new_ledger import create_ledger_from_document
from kyosei_desktop.store import listening
from kyosei_desktop.store.backup import back_up_ledger, restore_backup
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.ledger import Ledger, open_ledger
from kyosei_desktop.store.listening import Heard, Listener, OthersChange, change_of_link
from kyosei_desktop.store.places import ServerPlace
from kyosei_desktop.store.report_settings import change_fonts
from tests.office import PLAN, entry
from tests.postgres import Server

_SECONDS = 20


@pytest.fixture
def desks(place: ServerPlace, tmp_path: Path) -> Iterator[tuple[Ledger, Ledger]]:
    document = tmp_path / "計画.json"
    document.write_text(json.dumps(PLAN, ensure_ascii=False), "utf-8")
    create_ledger_from_document(place, document, author="取りまとめ").close()
    with open_ledger(place) as ours, open_ledger(place) as theirs:
        yield ours, theirs


@pytest.fixture
def heard(desks: tuple[Ledger, Ledger], server: Server) -> "Iterator[queue.Queue[Heard]]":
    """What our desk hears, from when it listens."""
    told: queue.Queue[Heard] = queue.Queue()
    listener = Listener(desks[0], told.put)
    assert listener.wait_until_connected(_SECONDS)
    yield told
    listener.stop()


def test_who_changed_what_is_heard_by_the_other_desks_only(
    desks: tuple[Ledger, Ledger], heard: "queue.Queue[Heard]"
) -> None:
    ours, theirs = desks
    edit_fields(ours, [(entry(1), Value("自分の文"))], author="自分")
    edits = [(entry(3), Value("隣の文")), (entry(2), Value("隣の文"))]
    edit_fields(theirs, edits, author="隣")

    told = heard.get(timeout=_SECONDS)

    assert told.link is not None
    assert change_of_link(ours, told.link) == OthersChange(("隣",), [entry(2), entry(3)])
    assert heard.empty()


def test_an_act_without_a_new_text_is_heard_with_who_did_it(
    desks: tuple[Ledger, Ledger], heard: "queue.Queue[Heard]"
) -> None:
    change_fonts(desks[1], family=None, max_pt=11, min_pt=None, author="隣")
    assert change_of_link(desks[0], heard.get(timeout=_SECONDS).link) == OthersChange(("隣",), [])


def test_what_was_not_kept_is_not_heard(desks: tuple[Ledger, Ledger], heard: "queue.Queue[Heard]") -> None:
    with desks[1].begin() as unit:
        unit.session.flush()
    edit_fields(desks[1], [(entry(1), Value("残る"))], author="隣")

    assert heard.get(timeout=_SECONDS).link is not None
    assert heard.empty()


def test_a_restore_is_heard_though_it_is_no_ones_word(
    desks: tuple[Ledger, Ledger], heard: "queue.Queue[Heard]", place: ServerPlace
) -> None:
    copy = back_up_ledger(desks[1])
    restore_backup(copy, place)
    told = heard.get(timeout=_SECONDS)
    assert (told, change_of_link(desks[0], told.link)) == (Heard(link=None), OthersChange((), ()))


def test_a_lost_connection_is_told_once_and_its_coming_back_too(
    desks: tuple[Ledger, Ledger], heard: "queue.Queue[Heard]", server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listening, "AGAIN_SECONDS", 0.05)
    server.sql("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE query LIKE 'LISTEN%'")

    assert heard.get(timeout=_SECONDS) == Heard(is_connected=False)
    assert heard.get(timeout=_SECONDS) == Heard(is_connected=True)
    edit_fields(desks[1], [(entry(1), Value("その後"))], author="隣")
    assert heard.get(timeout=_SECONDS).link is not None
