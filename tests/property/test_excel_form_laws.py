"""The law of carriers: what is written into an Excel form makes the same ledger as the same answers in the program."""

import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kyosei_desktop.domain.plan import Address, BlankReason, Value
from tests.exchange.excel_forms import make_office_with_forms, open_form
from tests.office import KYOSEI, SOUMU, Office, check_stored_is_derived, entry, ledger_state, of_measure

PLACES = {SOUMU: (entry(1), entry(2), of_measure(2), of_measure(3, "record")), KYOSEI: (entry(2), of_measure(2))}
TEXTS = st.text(st.characters(exclude_categories=("Cc", "Cs"), include_characters="\n\t"), max_size=12)
PLAIN = st.sampled_from(["x", "y", "=1+1", "成果", "0012", " 空白 ", "*****", "_x0041_", "😀𠮷", "\ufffe"])
VALUES = st.one_of(PLAIN.map(Value), TEXTS.map(Value), st.sampled_from(BlankReason).map(lambda one: Value("", one)))
ANSWERS = st.fixed_dictionaries(
    {(department, place): VALUES for department, places in PLACES.items() for place in places}
)


@pytest.fixture(scope="module")
def forms_office(office_files: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("forms") / "office"
    make_office_with_forms(office_files, folder)
    return folder


@contextmanager
def office_like(files: Path) -> Iterator[Office]:
    """A copy of an office, of the example's own."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(files, Path(folder) / "office")
        office = Office(Path(folder) / "office")
        try:
            yield office
        finally:
            office.close()


def answers_of(answers: Mapping[tuple[str, Address], Value], department: str) -> dict[Address, str | Value]:
    return {place: value for (owner, place), value in answers.items() if owner == department}


@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(answers=ANSWERS, is_turned=st.booleans())
def test_forms_make_the_same_ledger_as_submissions_in_any_order(
    forms_office: Path, answers: Mapping[tuple[str, Address], Value], is_turned: bool
) -> None:
    with office_like(forms_office) as office, office_like(forms_office) as other:
        submissions = [
            clerk.answer(answers_of(answers, name)) for name, clerk in ((SOUMU, office.soumu), (KYOSEI, office.kyosei))
        ]
        forms = [open_form(other, name).write(answers_of(answers, name)).save() for name in (SOUMU, KYOSEI)]
        if is_turned:
            forms.reverse()
        by_program, by_form = office.merge(*submissions), other.merge(*forms)
        assert [one.refused for one in by_form.files] == [None, None]
        assert by_form.conflicts == by_program.conflicts
        assert ledger_state(other.ledger) == ledger_state(office.ledger)
        check_stored_is_derived(other.ledger)
        again = other.merge(*forms, is_dry_run=True)
        assert sum(one.taken for one in again.files) == 0
