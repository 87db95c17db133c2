"""Request files: one for each department, all of them good or none made; and returns."""

from pathlib import Path

import pytest

from kyosei_desktop.domain.plan import Address, FieldKind
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.request_file import RequestFile, read_request
from kyosei_desktop.exchange.requesting import make_requests
from kyosei_desktop.store.acts import ActKind, list_acts
from kyosei_desktop.store.conflicts import list_conflicts
from kyosei_desktop.store.files import FileNotWritten
from kyosei_desktop.store.requests import NothingToAsk
from kyosei_desktop.store.rounds import NoOpenRound, close_round
from tests.office import DUE, KYOSEI, PERIOD, SOUMU, YEAR, Office, entry, ledger_state, of_measure


def read(path: Path) -> RequestFile:
    return read_request(path.read_bytes(), path.name)


def test_a_request_holds_the_departments_measures_and_no_others(office: Office) -> None:
    request = read(office.requests[SOUMU])
    assert [one.no for one in request.plan.measures] == [1, 2, 3]
    assert [one.no for one in read(office.requests[KYOSEI]).plan.measures] == [2, 3, "4-(1)"]
    assert request.department.name == SOUMU
    assert (request.round.year, request.round.period, request.round.due_on) == (YEAR, PERIOD, DUE)
    assert not request.is_return
    assert request.definition == office.ledger.definition


def test_it_carries_the_heads_and_the_text_shown(office: Office) -> None:
    office.merge(office.kyosei.answer({entry(2): "y"}))
    request = read(office.request(SOUMU))
    plan = office.ledger.plan()
    asked = {one.field: one for one in request.fields}
    field = asked[office.field(entry(2))]
    assert field.value.text == "y"
    assert len(field.heads) == 1
    assert len(field.known) == 2
    assert set(field.heads) < set(field.known)
    assert field.is_required
    assert {str(plan.address_of(place)) for place in request.places.values()} >= {"1.1.2022.plan", "2.outcome"}


def test_a_field_in_conflict_is_asked_for_with_all_its_heads(office: Office) -> None:
    office.merge(office.soumu.answer({entry(2): "x"}), office.kyosei.answer({entry(2): "y"}))
    request = read(office.request(SOUMU))
    field = next(one for one in request.fields if one.field == office.field(entry(2)))
    (conflict,) = list_conflicts(office.ledger)
    assert set(field.heads) == {side.revision for side in conflict.sides}
    assert field.value.text == ""


def test_the_key_of_a_department_is_made_once_a_round(office: Office) -> None:
    first, other = read(office.requests[SOUMU]), read(office.requests[KYOSEI])
    again = read(office.request(SOUMU))
    assert again.key == first.key
    assert again.id != first.id
    assert len({first.key, other.key}) == 2
    assert len(first.key) == 32


def test_answers_to_a_request_made_earlier_stay_valid(office: Office) -> None:
    file = office.soumu.answer({entry(1): "一"})
    office.request(SOUMU)
    assert office.merge(file).files[0].taken == 1


def test_a_folder_is_made_where_there_is_none(office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "照会" / "令和３年度"
    made = run_to_end(make_requests(office.ledger, folder, author="取りまとめ"))
    assert [one.department.name for one in made] == [SOUMU, KYOSEI]
    assert {one.file for one in made} == set(folder.iterdir())


def test_where_the_folder_cannot_be_made_nothing_is_remembered(office: Office) -> None:
    before = office.path.read_bytes()
    with pytest.raises(FileNotWritten):
        run_to_end(make_requests(office.ledger, office.path / "中", author="取りまとめ"))
    assert office.path.read_bytes() == before


def test_stopping_makes_no_file_and_remembers_nothing(office: Office, tmp_path: Path) -> None:
    before = office.path.read_bytes()
    for stopped_after in (1, 2, 3):
        work = make_requests(office.ledger, tmp_path / "照会", author="取りまとめ")
        for _step in range(stopped_after):
            next(work)
        work.close()
        assert list((tmp_path / "照会").iterdir()) == []
    assert office.path.read_bytes() == before


def test_without_an_open_round_there_is_nothing_to_ask(office: Office) -> None:
    close_round(office.ledger, author="取りまとめ")
    with pytest.raises(NoOpenRound):
        office.request(SOUMU)


def test_a_department_without_a_part_is_refused_by_name(office: Office) -> None:
    office.edit(Address("4-(1)", FieldKind.DEPARTMENTS), "障害福祉課")
    office.edit(Address("4-(1)", FieldKind.DEPARTMENTS), KYOSEI)
    with pytest.raises(NothingToAsk) as refused:
        office.request("障害福祉課")
    assert "障害福祉課" in str(refused.value)


def test_every_request_is_recorded(office: Office) -> None:
    office.request(KYOSEI)
    act = list_acts(office.ledger)[-1]
    assert (act.kind, act.department, act.done_by) == (ActKind.REQUESTED, office.department(KYOSEI), "取りまとめ")


def test_departments_whose_names_make_one_file_name_get_a_file_each(office: Office, tmp_path: Path) -> None:
    """福祉/総務課 and 福祉:総務課 are two departments, and neither may lose its request to the other."""
    office.edit(Address(1, FieldKind.DEPARTMENTS), "福祉/総務課\n福祉:総務課")
    made = run_to_end(make_requests(office.ledger, tmp_path / "照会", author="取りまとめ"))
    assert len({one.file for one in made}) == len(made) == 4
    assert {read(one.file).department.name: one.department.name for one in made} == {
        one.department.name: one.department.name for one in made
    }


def test_a_department_that_is_given_a_measure_during_the_round_can_be_asked_for_it(office: Office) -> None:
    """Its work file, made from the first request, learns of the measure from the second."""
    office.soumu.write({entry(1): "書きかけ"})
    office.edit(Address("4-(1)", FieldKind.DEPARTMENTS), SOUMU)
    office.soumu.open(office.request(SOUMU))
    assert [one.no for one in office.soumu.work.plan().measures] == [1, 2, 3, "4-(1)"]
    office.merge(office.soumu.answer({entry("4-(1)"): "四", of_measure("4-(1)"): "成果を書いた"}))
    assert office.text(entry("4-(1)")) == "四"
    assert office.text(entry(1)) == "書きかけ"
    assert office.conflict_texts() == {}


def test_a_new_co_owner_joins_during_the_round(office: Office) -> None:
    office.edit(Address(1, FieldKind.DEPARTMENTS), f"{SOUMU}\n{KYOSEI}\n障害福祉課")
    office.kyosei.open(office.request(KYOSEI))
    new = office.clerk("障害福祉課の机")
    new.open(office.request("障害福祉課"))
    office.merge(
        office.soumu.answer({entry(1): "一"}), office.kyosei.answer({entry(1): "一"}), new.answer({entry(1): "一の二"})
    )
    assert office.conflict_texts() == {"1.1.2021.second_half": ["一", "一", "一の二"]}
    assert '"障害福祉課"' in ledger_state(office.ledger)[0]
