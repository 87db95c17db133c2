"""A city's own workbook becomes a ledger by the command line, and next year's by the saved mapping."""

from pathlib import Path

import pytest

from tests.exchange import foreign_books as books
from tests.shell import as_process, in_process


def test_a_clear_book_becomes_a_ledger_and_its_mapping_is_kept(tmp_path: Path) -> None:
    book = books.save(books.printed_pages(), tmp_path / "本.xlsx")
    ledger, mapping = tmp_path / "台帳.kyosei", tmp_path / "読み方.json"
    ran = as_process("init", ledger, "--from", book, "--save-mapping", mapping)

    assert ran.code == 0
    assert ran.out.startswith(
        "台帳「台帳.kyosei」を作りました（施策3、担当課3）。\n1シートから、2018〜2019年度の記載 16欄を"
    )
    assert "「印刷用」 A19　番号として読めないので、この行は取り込みませんでした。　※ 実施回数は延べです。" in ran.err

    again = in_process("init", tmp_path / "二.kyosei", "--from", book, "--mapping", mapping, "--json").json
    assert (again["entries"], len(again["left"]), again["guesses"]) == (16, 6, [])


def test_an_unclear_book_makes_no_ledger_and_says_what_to_decide(tmp_path: Path) -> None:
    book = books.save(books.unclear(), tmp_path / "本.xlsx")
    sentence = in_process("init", tmp_path / "台帳.kyosei", "--from", book).sentence

    assert "決めていただくことが4件" in sentence
    assert "見出し「メモ」が何か分かりません" in sentence
    assert sorted(one.name for one in tmp_path.iterdir()) == ["台帳の対応表.json", "本.xlsx"]


def test_a_mapping_that_is_none_leaves_nothing_behind(tmp_path: Path) -> None:
    book = books.save(books.quarters(), tmp_path / "本.xlsx")
    (tmp_path / "m.json").write_text('{"format_version": 1}', "utf-8")
    sentence = in_process("init", tmp_path / "台帳.kyosei", "--from", book, "--mapping", tmp_path / "m.json").sentence

    assert "m.json" in sentence
    assert not (tmp_path / "台帳.kyosei").exists()


@pytest.mark.parametrize(
    "arguments", [("--mapping", "m.json"), ("--from", "b.xlsx", "--mapping", "m.json", "--definition", "yearly-a4")]
)
def test_mappings_are_for_books_and_bring_their_definition(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert "--mapping" in in_process("init", tmp_path / "台帳.kyosei", *arguments).misuse


def test_the_books_warnings_stand_in_the_json_too(tmp_path: Path) -> None:
    book = books.save(books.quarters(), tmp_path / "本.xlsx")
    made = in_process("init", tmp_path / "台帳.kyosei", "--from", book, "--json").json

    assert (made["definition"], made["measures"], made["left"]) == ("own-quarterly-a4", 2, [])
    assert {one["sureness"] for one in made["guesses"]} == {"sure", "likely"}


def test_next_years_book_is_held_against_the_ledger_and_only_what_is_chosen_is_taken(tmp_path: Path) -> None:
    """Measures are found by number and name; of one under another number with a name like none, nothing is taken."""
    book = books.save(books.year_rows(), tmp_path / "去年.xlsx")
    ledger, mapping = tmp_path / "台帳.kyosei", tmp_path / "読み方.json"
    assert in_process("init", ledger, "--from", book, "--save-mapping", mapping).code == 0
    changed = books.year_rows()
    sheet = changed["経年"]
    sheet["F3"] = "14本"
    sheet["A4"], sheet["B4"] = 7, "河川敷の清掃"
    sheet["E4"] = "4回"
    edited = books.save(changed, tmp_path / "今年.xlsx")

    looked = in_process("import", ledger, edited, "--mapping", mapping, "--dry-run", "--json").json
    assert [(one["measure"], one["new"], one["standing"]) for one in looked["changes"]] == [(1, "14本", "choice")]
    assert any("№2「清掃」 のどれかなら --match 7=台帳の番号" in one for one in looked["remarks"])

    said = ("--mapping", mapping, "--match", "7=2", "--json")
    looked = in_process("import", ledger, edited, "--dry-run", *said).json
    assert [(one["measure"], one["field"], one["new"]) for one in looked["changes"]] == [
        (1, "entry", "14本"),
        (2, "name", "河川敷の清掃"),
        (2, "entry", "4回"),
    ]
    taken = in_process("import", ledger, edited, "--take", "1,3", *said).json
    assert taken["taken"] == 2
    assert len(in_process("import", ledger, edited, "--dry-run", *said).json["changes"]) == 1
    assert in_process("undo", ledger, "--file", edited, "--json").json["withdrawn"] == ["今年.xlsx"]
    assert len(in_process("import", ledger, edited, "--dry-run", *said).json["changes"]) == 3
    assert "元に戻せる取り込みがありません" in in_process("undo", ledger, "--file", edited).sentence
    assert "99" in in_process("import", ledger, edited, "--mapping", mapping, "--match", "7=99").sentence
