"""Rehearsals: a whole round to practise on, marked wherever it goes, and kept apart from the real ledger."""

from pathlib import Path

import pytest

from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.rounds import DepartmentState
from kyosei_desktop.exchange.checking import check_file
from kyosei_desktop.exchange.merging import merge_files
from kyosei_desktop.exchange.rehearsal import (
    NotForRehearsal,
    Rehearsal,
    RehearsalFolderInUse,
    make_rehearsal,
    rehearsal_folder,
)
from kyosei_desktop.exchange.work_file import load_request
from kyosei_desktop.store.conflicts import list_conflicts
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.store.rounds import close_round, find_open_round
from kyosei_desktop.store.status import round_status
from tests.office import KYOSEI, SOUMU, Office, entry, ledger_state
from tests.ui import rounds

FOREIGN = "別の計画（台帳）への回答です。"


@pytest.fixture(scope="module")
def built_in(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Rehearsal]:
    """A rehearsal of the built-in plan, in which no round was ever opened; not to be changed."""
    folder = tmp_path_factory.mktemp("台帳")
    with rounds.make_ledger(folder) as ledger:
        made = run_to_end(make_rehearsal(ledger, rehearsal_folder(ledger, folder), author="練習する人"))
        return ledger.path, made


def rehearse(office: Office) -> Rehearsal:
    folder = rehearsal_folder(office.ledger, office.folder)
    return run_to_end(make_rehearsal(office.ledger, folder, author="練習する人"))


def test_every_kind_of_work_comes_up(built_in: tuple[Path, Rehearsal]) -> None:
    _real, made = built_in
    with open_ledger(made.ledger) as played:
        result = run_to_end(merge_files(played, made.submissions, author="練習する人"))
        status = {one.department.name: one for one in round_status(played).departments}
        conflicts = list_conflicts(played)
    assert [one.refused for one in result.files if one.refused] == []
    assert made.silent is not None
    assert made.incomplete is not None
    assert status[made.silent].state is DepartmentState.ASKED
    assert status[made.incomplete].missing
    assert [name for name, one in status.items() if one.missing] == sorted(
        {made.silent, made.incomplete}, key=list(status).index
    )
    assert {one.is_notation_only for one in conflicts} == {True, False}


def test_files_title_and_footers_say_that_it_is_practice(built_in: tuple[Path, Rehearsal]) -> None:
    _real, made = built_in
    for file in (made.ledger, made.ledger.parent, *made.requests, *made.submissions):
        assert file.name.startswith("予行演習_")
    with open_ledger(made.ledger, read_only=True) as played:
        assert played.definition.is_rehearsal
        assert played.head.title.startswith("【予行演習】")
        assert played.definition.page.footer.startswith("【予行演習】")
    request = load_request(made.requests[0])
    assert request.definition.is_rehearsal
    assert request.plan.title.startswith("【予行演習】")
    assert check_file(made.requests[0]).is_ok
    assert check_file(made.ledger).is_ok


def test_the_real_ledger_refuses_what_was_made_up(office: Office) -> None:
    made = rehearse(office)
    before = ledger_state(office.ledger)
    result = office.merge(*made.submissions)
    assert len(result.files) == 2
    assert all((one.refused or "").startswith(FOREIGN) for one in result.files)
    assert ledger_state(office.ledger) == before


def test_a_rehearsal_refuses_real_answers(office: Office) -> None:
    made = rehearse(office)
    real = office.soumu.answer({entry(1): "本物の回答"})
    with open_ledger(made.ledger) as played:
        result = run_to_end(merge_files(played, [real], author="練習する人"))
    assert [(one.refused or "").startswith(FOREIGN) for one in result.files] == [True]


def test_the_last_round_is_played_once_more_from_the_plan_before_it(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "本物の回答"}))
    office.edit(entry(1, period="first_half"), "照会の後の書き直し")
    made = rehearse(office)
    with open_ledger(made.ledger, read_only=True) as played:
        plan = played.plan()
        values = {str(plan.address_of(place)): plan.value(place).text for place in plan.fields()}
        assert values["1.1.2021.second_half"] == ""
        assert values["1.1.2021.first_half"] == ""
        assert values["1.1.2021.plan"] == "実施予定"
        running = find_open_round(played)
        assert running is not None
        real = find_open_round(office.ledger)
        assert real is not None
        assert (running.year, running.period, running.asks) == (real.year, real.period, real.asks)
        assert running.id != real.id
        assert played.head.plan != office.ledger.head.plan


def test_making_one_leaves_the_real_ledger_as_it_was(office: Office) -> None:
    close_round(office.ledger, author="取りまとめ")
    before = office.path.read_bytes()
    rehearse(office)
    assert office.path.read_bytes() == before


def test_it_is_refused_where_something_is_and_of_what_is_no_real_ledger(office: Office) -> None:
    made = rehearse(office)
    with pytest.raises(RehearsalFolderInUse):
        run_to_end(make_rehearsal(office.ledger, made.ledger.parent, author="x"))
    with open_ledger(made.ledger) as played, pytest.raises(NotForRehearsal):
        run_to_end(make_rehearsal(played, office.folder / "また", author="x"))
    with pytest.raises(NotForRehearsal):
        run_to_end(make_rehearsal(office.soumu.work, office.folder / "また", author="x"))
    assert rehearsal_folder(office.ledger, office.folder).name == "予行演習_台帳-2"


def test_stopping_midway_leaves_nothing_behind(office: Office) -> None:
    folder = office.folder / "途中"
    work = make_rehearsal(office.ledger, folder, author="x")
    steps = [next(work), next(work)]
    assert [step.what for step in steps] == ["台帳の写し", SOUMU]
    assert folder.exists()
    work.close()
    assert not folder.exists()


def test_each_department_answers_what_it_was_asked(office: Office) -> None:
    made = rehearse(office)
    assert {load_request(one).department.name for one in made.requests} == {SOUMU, KYOSEI}
    with open_ledger(made.ledger) as played:
        run_to_end(merge_files(played, made.submissions, author="x"))
        assert {one.id: one.is_notation_only for one in list_conflicts(played)} == {"2.1.2021.second_half": False}
