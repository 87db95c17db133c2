"""How long past rounds took, and the stock reasons a ledger keeps."""

from datetime import timedelta

import pytest

from kyosei_desktop.store.acts import ActKind, list_acts
from kyosei_desktop.store.return_reasons import (
    MAX_REASON,
    MAX_REASONS,
    ReasonsNotUsable,
    change_return_reasons,
    return_reasons,
)
from kyosei_desktop.store.round_delays import round_delays
from kyosei_desktop.store.rounds import close_round
from tests.office import Office, entry


def test_a_round_takes_until_nine_of_ten_departments_have_handed_in(office: Office) -> None:
    assert round_delays(office.ledger) == []
    office.clock.now += timedelta(days=6)
    office.merge(office.soumu.answer({entry(1): "一"}))
    office.clock.now += timedelta(days=14)
    office.merge(office.kyosei.answer({entry(3, 2): "三"}))
    office.merge(office.soumu.answer({entry(1): "一の二"}))
    assert round_delays(office.ledger) == []  # an open round may take longer yet
    close_round(office.ledger, author="取りまとめ")
    (delay,) = round_delays(office.ledger)
    assert (delay.asked, delay.handed_in, delay.late) == (2, 2, 1)
    assert delay.working_days == 14  # from Friday 1 to Thursday 21 April 2022


def test_a_round_without_answers_teaches_nothing(office: Office) -> None:
    close_round(office.ledger, author="取りまとめ")
    assert round_delays(office.ledger) == []


def test_the_programs_own_reasons_are_there_until_somebody_keeps_others(office: Office) -> None:
    assert "未記入の欄があります。記入してください。" in return_reasons(office.ledger)
    kept = change_return_reasons(
        office.ledger, ["単位を\n付けてください", " ", "単位を 付けてください"], author="取りまとめ"
    )
    assert kept == ("単位を 付けてください",) == return_reasons(office.ledger)
    assert list_acts(office.ledger)[-1].kind is ActKind.RETURN_REASONS_CHANGED
    assert change_return_reasons(office.ledger, [], author="取りまとめ") == () == return_reasons(office.ledger)


@pytest.mark.parametrize("reasons", [["あ" * (MAX_REASON + 1)], [str(n) for n in range(MAX_REASONS + 1)]])
def test_a_list_beyond_the_limits_is_refused(office: Office, reasons: list[str]) -> None:
    before = return_reasons(office.ledger)
    with pytest.raises(ReasonsNotUsable):
        change_return_reasons(office.ledger, reasons, author="取りまとめ")
    assert return_reasons(office.ledger) == before
