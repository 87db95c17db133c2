"""A power cut at any moment: all that was acknowledged is there, and nothing by halves."""

import random
from pathlib import Path

from kyosei_desktop.store.backup import verify_ledger_file
from kyosei_desktop.store.drafts import load_drafts
from kyosei_desktop.store.ledger import open_ledger
from tests.fault.power_cuts import power_cuts, traced
from tests.office import Office, check_stored_is_derived, entry

CHANGES = 4
STATES = 40

# Types a draft and leaves the field, again and again; each is acknowledged when the function that keeps it returns.
_TYPE = """
import os, sys
from pathlib import Path
from kyosei_desktop.domain.plan import Value
from kyosei_desktop.store.drafts import save_draft
from kyosei_desktop.store.editing import answer_field
from kyosei_desktop.store.ledger import open_ledger
path, field, changes = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
acks = os.open(path.with_name("acks"), os.O_CREAT | os.O_WRONLY)
with open_ledger(path) as ledger:
    for number in range(1, changes + 1):
        save_draft(ledger, field, Value(f"{number}度目の下書き" + "あ" * 3000))
        os.write(acks, b"draft")
        answer_field(ledger, field, Value(f"{number}度目" + "あ" * 3000), author="担当者")
        os.write(acks, b"answer")
"""


def test_everything_acknowledged_survives_a_power_cut_at_any_moment(office: Office, tmp_path: Path) -> None:
    work = office.soumu.work_file
    field = office.field(entry(1))
    office.close()
    before = {work.name: work.read_bytes()}
    calls = traced(office.folder, _TYPE, str(work), field, str(CHANGES))
    cuts = list(power_cuts(office.folder, before, calls, random.Random(20220401)))
    assert cuts[-1][0] == 2 * CHANGES
    chance = random.Random(4)
    # The moments right after an acknowledgement are those at which a promise has just been given.
    promised = [number for number in range(1, len(cuts)) if cuts[number][0] > cuts[number - 1][0]]
    chosen = [*promised, *chance.sample(range(len(cuts)), STATES - len(promised))]
    seen = set()
    for number in chosen:
        acknowledged, left = cuts[number]
        folder = tmp_path / f"left {number}"
        folder.mkdir(exist_ok=True)
        for name, content in left.items():
            if name.startswith(work.name) and not name.endswith(".lock"):
                (folder / name).write_bytes(content)
        with open_ledger(folder / work.name) as ledger:
            check_stored_is_derived(ledger)
            drafts, plan = load_drafts(ledger), ledger.plan()
            place = plan.field_at(entry(1))
            assert place is not None
            kept = [plan.value(place).text, *(one.value.text for one in drafts.values())]
        verify_ledger_file(folder / work.name)
        done = max((_done(text) for text in kept), default=0)
        assert done in (acknowledged, acknowledged + 1), (number, acknowledged, [text[:20] for text in kept])
        seen.add(done)
    assert len(seen) > CHANGES


def _done(text: str) -> int:
    """How many changes a text shows to have been made."""
    if not text:
        return 0
    number = int(text.split("度目")[0])
    return 2 * number - 1 if "下書き" in text else 2 * number
