"""Names of files say what is in them, and are safe on every file system."""

import pytest

from kyosei_desktop.domain.plan import PeriodId
from kyosei_desktop.exchange.definitions import built_in_definition
from kyosei_desktop.exchange.file_names import request_name, submission_name, work_file_name
from tests.office import KYOSEI, PERIOD, YEAR

DEFINITION = built_in_definition()
# mkstemp's characters, the dots around them, and the suffix once more (store/files.py)
LONGEST_BYTES = 255 - len(".") - len(".12345678.kyosei")


def test_names_say_round_and_department() -> None:
    assert request_name(DEFINITION, YEAR, PERIOD, KYOSEI) == "照会_令和３年度下期実績_地域共生課.kyoq"
    assert request_name(DEFINITION, YEAR, PERIOD, KYOSEI, is_return=True) == "差戻し_令和３年度下期実績_地域共生課.kyoq"
    assert submission_name(DEFINITION, YEAR, PeriodId("first_half"), KYOSEI, 2) == (
        "回答_令和３年度上期実績_地域共生課_2.kyoa"
    )
    assert work_file_name(DEFINITION, YEAR, PERIOD, KYOSEI) == "記入中_令和３年度下期実績_地域共生課.kyosei"


@pytest.mark.parametrize("character", '<>:"/\\|?*\t\n')
def test_what_windows_allows_in_no_name_is_replaced(character: str) -> None:
    assert request_name(DEFINITION, YEAR, PERIOD, f"福祉{character}課") == "照会_令和３年度下期実績_福祉_課.kyoq"


@pytest.mark.parametrize("character", ["課", "𠮷", "a"])
def test_a_long_department_makes_no_name_that_a_file_system_refuses(character: str) -> None:
    for name in (
        request_name(DEFINITION, YEAR, PERIOD, character * 200, is_return=True),
        submission_name(DEFINITION, YEAR, PERIOD, character * 200, 9999),
        work_file_name(DEFINITION, YEAR, PERIOD, character * 200),
    ):
        assert len(name.encode()) <= LONGEST_BYTES
