"""Every reader of files from outside, each as the use case through which a file comes in.

To add a reader: a function that takes the `Desk` and a hostile file, calls the use case and closes what it opened;
and a line in `READERS` with the valid files that are mutated, and how.
"""

import contextlib
import itertools
import shutil
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from kyosei_desktop.domain.errors import KyoseiError
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.exchange.answers import read_answers
from kyosei_desktop.exchange.checking import check_file
from kyosei_desktop.exchange.definitions import find_definition
from kyosei_desktop.exchange.file_kinds import kind_of_file
from kyosei_desktop.exchange.foreign import known_definitions, look_at_any_book, read_by_guess
from kyosei_desktop.exchange.joining import join_work_files
from kyosei_desktop.exchange.mapping_file import read_mapping
from kyosei_desktop.exchange.merging import merge_files
from kyosei_desktop.exchange.new_ledger import create_ledger_from_document
from kyosei_desktop.exchange.probing import look_at_probe, make_probe
from kyosei_desktop.exchange.work_file import open_request
from kyosei_desktop.exchange.workbook_in import look_at_book, take_book
from kyosei_desktop.store.backup import restore_backup
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.files import read_file
from kyosei_desktop.store.history import list_changes
from kyosei_desktop.store.ledger import open_ledger
from kyosei_desktop.store.work_files import read_work
from tests.fuzz.mutating import Mutation, blind, in_directory, in_header, in_json, in_member, signed
from tests.office import SOUMU, Office, check_stored_is_derived, entry

DATA = Path(__file__).parents[1] / "data"
LONGEST_BYTES = 2**20


class RefusedInResult(Exception):
    """A refusal that a result carries."""


class Desk:
    """An office whose files are attacked. Its ledger is copied anew once an attack has been taken into it."""

    def __init__(self, files: Path, folder: Path) -> None:
        self._files, self._folder = files, folder
        self._numbers = itertools.count(1)
        self.office = self._new_office()

    def new_path(self, name: str) -> Path:
        """A path where nothing is yet."""
        folder = self._folder / f"{next(self._numbers)}"
        folder.mkdir()
        return folder / name

    def close(self) -> None:
        """Let go of all files."""
        self.office.close()

    def unchanged(self, act: Callable[[], object], path: Path) -> None:
        """Do something; where it is refused, the file at the path has to be as it was."""
        before = path.read_bytes()
        try:
            act()
        except (KyoseiError, RefusedInResult):
            assert path.read_bytes() == before, "refused, and changed all the same"
            return
        if path.read_bytes() != before:
            check_stored_is_derived(self.office.ledger)
            self.office.close()
            self.office = self._new_office()

    def _new_office(self) -> Office:
        folder = self.new_path("office")
        shutil.copytree(self._files, folder)
        return Office(folder)


def _merge(desk: Desk, file: Path) -> None:
    def merge() -> None:
        (merged,) = run_to_end(merge_files(desk.office.ledger, [file], author="取りまとめ")).files
        if merged.refused is not None:
            raise RefusedInResult(merged.refused)

    desk.unchanged(merge, desk.office.path)


def _join(desk: Desk, file: Path) -> None:
    def join() -> None:
        (joined,) = run_to_end(join_work_files(desk.office.soumu.work, [file], author="担当者")).files
        if joined.refused is not None:
            raise RefusedInResult(joined.refused)

    desk.unchanged(join, desk.office.soumu.work_file)


def _open_request(desk: Desk, file: Path) -> None:
    work = desk.new_path("作業.kyosei")
    try:
        open_request(file, work, author="担当者").close()
    except KyoseiError:
        assert not work.exists(), "refused, and a work file was made all the same"


def _look_at_ledger(desk: Desk, file: Path) -> None:
    with open_ledger(file) as ledger:
        if ledger.is_work_file:
            read_work(ledger)
        ledger.plan()
        list_changes(ledger)


def _restore(desk: Desk, file: Path) -> None:
    target = desk.new_path("台帳.kyosei")
    shutil.copy(DATA / "ledger-0003.kyosei", target)
    before = target.read_bytes()
    try:
        restore_backup(file, target, is_other_plan_taken=True)
    except KyoseiError:
        assert target.read_bytes() == before, "refused, and restored all the same"


def _new_ledger(desk: Desk, file: Path) -> None:
    path = desk.new_path("新しい.kyosei")
    try:
        create_ledger_from_document(path, file, author="取りまとめ").close()
    except KyoseiError:
        assert not path.exists(), "refused, and a ledger was made all the same"


def _edit(desk: Desk, file: Path) -> None:
    def edit() -> None:
        answers = read_answers(read_file(file, LONGEST_BYTES), file.name)
        edit_fields(desk.office.ledger, [(one.address, one.value) for one in answers], author="取りまとめ")

    desk.unchanged(edit, desk.office.path)


def _take_book(desk: Desk, file: Path) -> None:
    ledger = desk.office.ledger
    run_to_end(look_at_book(ledger, file))
    desk.unchanged(lambda: run_to_end(take_book(ledger, file, author="取りまとめ")), desk.office.path)


def _guess_book(desk: Desk, file: Path) -> None:
    found = run_to_end(look_at_any_book(file))
    read_by_guess(found.book, definitions=known_definitions(), kept_at=desk.new_path("対応.json"))


def _find_definition(_desk: Desk, file: Path) -> None:
    find_definition(str(file))


def _read_mapping(_desk: Desk, file: Path) -> None:
    read_mapping(file)


def _check(_desk: Desk, file: Path) -> None:
    kind_of_file(file)
    look_at_probe(file)
    check_file(file)


@dataclass(frozen=True)
class Reader:
    """One reader: the use case, valid files that it takes, and how they are mutated."""

    read: Callable[[Desk, Path], None]
    seeds: Sequence[Path]
    mutations: Sequence[Mutation]


def _zips(*more: Mutation) -> Sequence[Mutation]:
    return (blind, in_directory, in_member, *more)


def attack(desk: Desk, reader: Reader, seed: int) -> None:
    """Have a reader read one hostile file: the same for the same seed. What it may raise is a `KyoseiError`."""
    random = Random(seed)
    valid = random.choice(reader.seeds)
    content = random.choice(reader.mutations)(valid.read_bytes(), random)
    file = desk.new_path(valid.name)
    file.write_bytes(content)
    with contextlib.suppress(KyoseiError):
        reader.read(desk, file)


def readers(desk: Desk, folder: Path) -> Mapping[str, Reader]:
    """All readers by name.

    Args:
        folder: where valid files of the desk's own office are made.
    """
    office = desk.office
    submission = office.copy_of(office.soumu, "隣の机").answer({entry(1): "・相談を26回受けた。"})
    key = read_work(office.soumu.work).key
    own = shutil.copy(submission, folder / "回答.kyoa")
    request = shutil.copy(office.requests[SOUMU], folder / "照会.kyoq")
    work = shutil.copy(office.soumu.work_file, folder / "作業.kyosei")
    ledger = shutil.copy(office.path, folder / "台帳.kyosei")
    probes = make_probe(folder / "試送")[:4]
    requests = [request, DATA / "return.kyoq", DATA / "request-with-suggestion.kyoq"]
    books, forms = [DATA / "official-workbook.xlsx"], [DATA / "excel-form.xlsx"]
    ledgers, sqlite = [ledger, work, *sorted(DATA.glob("ledger-*.kyosei"))], (blind, in_header, in_header)
    documents, json_mutations = [DATA / "plan.json"], (blind, in_json, in_json, in_json)
    return {
        "request": Reader(_open_request, requests, _zips(signed(key), signed(key))),
        "submission": Reader(_merge, [own], _zips(signed(key), signed(key))),
        "joining": Reader(_join, [own], _zips(signed(key), signed(key))),
        "definition": Reader(_find_definition, [DATA / "definition.json"], json_mutations),
        "plan": Reader(_new_ledger, documents, json_mutations),
        "answers": Reader(_edit, [DATA / "answers.json"], json_mutations),
        "mapping": Reader(_read_mapping, [DATA / "mapping.json"], json_mutations),
        "ledger": Reader(_look_at_ledger, ledgers, sqlite),
        "backup": Reader(_restore, ledgers, sqlite),
        "workbook": Reader(_take_book, books, _zips(in_member, in_member)),
        "form": Reader(_merge, forms, _zips(in_member, in_member)),
        "guess": Reader(_guess_book, [*books, *forms], _zips(in_member, in_member)),
        "check": Reader(_check, [*requests, own, *books, *forms, *ledgers, *probes], _zips(in_header)),
    }
