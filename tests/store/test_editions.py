"""Which state a paper shows: changed by what counts, and by nothing else."""

from dataclasses import replace
from datetime import UTC, datetime

from kyosei_desktop.domain.edition import Edition
from kyosei_desktop.store.editions import edition_of
from kyosei_desktop.store.withdrawing import withdraw_last_merge
from tests.office import SOUMU, Office, entry


def edition(office: Office) -> Edition:
    """The edition of the whole plan now."""
    return edition_of(office.ledger, office.ledger.plan())


def test_an_edit_changes_time_and_word_and_the_word_comes_back_with_the_text(office: Office) -> None:
    office.clock.now = datetime.now(UTC)  # later than the ledger was made
    before = edition(office)
    office.edit(entry(1), "書きました")
    changed = edition(office)
    assert changed.check_word != before.check_word
    assert before.changed_at < changed.changed_at < office.clock()
    office.edit(entry(1), "")
    assert edition(office).check_word == before.check_word
    assert edition(office).changed_at > changed.changed_at


def test_a_withdrawn_file_leaves_the_edition_as_if_it_had_never_come(office: Office) -> None:
    office.clock.now = datetime.now(UTC)
    before = edition(office)
    office.merge(office.clerk(SOUMU).answer({entry(1): "提出した文"}))
    assert edition(office) != before
    withdraw_last_merge(office.ledger, author="取りまとめ")
    assert edition(office) == before


def test_what_a_part_does_not_print_does_not_change_its_edition(office: Office) -> None:
    def part() -> Edition:
        plan = office.ledger.plan()
        return edition_of(office.ledger, replace(plan, measures=plan.measures[1:2]))

    before = part()
    office.edit(entry(1), "ほかの施策")
    assert part() == before
    office.edit(entry(2), "この施策")
    assert part() != before
