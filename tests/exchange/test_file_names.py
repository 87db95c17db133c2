"""Names of files say what is in them, and are safe on every file system."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kyosei_desktop.domain.plan import PeriodId
from kyosei_desktop.exchange.definitions import built_in_definition
from kyosei_desktop.exchange.file_names import request_name, safe_part, submission_name, work_file_name
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


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("カ\u3099イド課", "ガイド課"),  # taken apart, as macOS gives names
        ("福祉課.", "福祉課"),
        (" 福祉課. . ", "福祉課"),
        ("CON", "_CON"),
        ("com1.資料", "_com1.資料"),
        ("コンビニ", "コンビニ"),
        ("Console", "Console"),
        ("福祉\u202ecoyk.exe", "福祉_coyk.exe"),
        ("福\u200b祉課", "福_祉課"),
        ("...", "_"),
        ("", "_"),
        ("𠮷野課", "𠮷野課"),
    ],
)
def test_a_part_of_a_name_survives_on_every_system(given: str, name: str) -> None:
    assert safe_part(given) == name


@given(st.text(max_size=60))
def test_any_text_makes_a_name_that_a_file_can_have(text: str) -> None:
    name = safe_part(text)

    assert safe_part(name) == name
    assert name == name.strip(" ").rstrip(".")
    assert len(name.encode()) <= 4 * 41
    assert not set(name) & set('<>:"/\\|?*\0\n')
