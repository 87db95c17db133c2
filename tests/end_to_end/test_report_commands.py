"""The commands that set how the report looks: `font`, `pages` and `init --definition`; and what `export` says of it."""

from pathlib import Path

import pypdfium2
import pytest

from kyosei_desktop.paths import BUILT_IN_DEFINITION
from kyosei_desktop.report.composition import part_of_department
from kyosei_desktop.store.editions import edition_of
from tests.office import SOUMU, Office, entry
from tests.shell import in_process


def begins(office: Office, *options: object) -> object:
    return in_process("pages", office.path, *options, "--json").json["break_before"]


def test_font_shows_and_changes_family_and_sizes(office: Office) -> None:
    office.close()
    shown = in_process("font", office.path, "--json").json
    assert (shown["family"], shown["min_pt"], shown["max_pt"]) == ("BIZ UDPGothic", 6, 9.5)
    assert shown["missing_family"] is None
    assert shown["at_hand"][0] == "BIZ UDPGothic"
    changed = in_process("font", office.path, "--max", "12", "--min", "7.5", "--as", "課長", "--json").json
    assert (changed["family"], changed["min_pt"], changed["max_pt"]) == ("BIZ UDPGothic", 7.5, 12)
    act = in_process("history", office.path, "--json").json["acts"][-1]
    assert (act["kind"], act["author"], act["note"]) == ("fonts_changed", "課長", "BIZ UDPGothic 7.5–12 pt")


def test_a_missing_family_is_said_by_font_and_by_export(office: Office) -> None:
    office.close()
    assert "代わりに「BIZ UDPGothic」" in in_process("font", office.path, "--family", "ない書体").out
    pdf = office.folder / "報告書.pdf"
    assert in_process("export", office.path, "--pdf", pdf, "--json").json["missing_family"] == "ない書体"
    ran = in_process("export", office.path, "--pdf", pdf)
    assert (ran.code, ran.err) == (0, "")
    assert "書体「ない書体」がこのコンピューターにない" in ran.out


def test_font_refuses_sizes_in_words_and_what_is_no_size_as_wrong_usage(office: Office) -> None:
    office.close()
    assert "4〜36 pt" in in_process("font", office.path, "--max", "40").sentence
    assert "--max" in in_process("font", office.path, "--max", "nan").misuse


def test_pages_shows_sets_and_takes_away_breaks(office: Office) -> None:
    office.close()
    assert begins(office) == []
    assert begins(office, "--break-before", "2,4-(1)") == [2, "4-(1)"]
    assert begins(office) == [2, "4-(1)"]
    assert "№2, 4-(1) の前" in in_process("pages", office.path).out
    assert begins(office, "--automatic") == []
    assert "すべて自動" in in_process("pages", office.path).out


def test_pages_refuses_measures_that_are_not_there_and_an_empty_list_as_wrong_usage(office: Office) -> None:
    office.close()
    assert "「9」" in in_process("pages", office.path, "--break-before", "2,9").sentence
    assert "--break-before" in in_process("pages", office.path, "--break-before", ",").misuse
    assert "--automatic" in in_process("pages", office.path, "--break-before", "2", "--automatic").misuse


def test_export_lists_characters_that_no_font_has_with_their_cells(office: Office) -> None:
    office.edit(entry(1), "担当は\ue000野さん")
    office.close()
    pdf = office.folder / "報告書.pdf"
    ran = in_process("export", office.path, "--pdf", pdf, "--json")
    (glyph,) = ran.json["missing_glyphs"]
    assert (glyph["character"], glyph["codepoint"]) == ("\ue000", "U+E000")
    assert (glyph["measure"], glyph["initiative"], glyph["year"], glyph["period"]) == (1, 1, 2021, "second_half")
    assert (ran.code, ran.json["clipped"]) == (0, 0)
    assert (
        "U+E000 の文字はどの書体にもないので、〓で印刷されます。　№1.1.2021.second_half"
        in in_process("export", office.path, "--pdf", pdf).out
    )


def test_an_exported_pdf_tells_the_edition_of_the_part_it_shows(office: Office) -> None:
    plan = office.ledger.plan()
    department = next(one for one in plan.departments if one.name == SOUMU)
    editions = [edition_of(office.ledger, one) for one in (plan, part_of_department(plan, department.id))]
    office.close()
    pdf = office.folder / "報告書.pdf"
    said = []
    for options in ([], ["--department", SOUMU]):
        assert in_process("export", office.path, "--pdf", pdf, *options).code == 0
        with pypdfium2.PdfDocument(pdf) as document:
            said.append(document.get_metadata_value("Keywords"))
    assert said == [f"照合語 {one.check_word}" for one in editions]
    assert said[0] != said[1]


def test_init_names_the_definitions_that_there_are(tmp_path: Path) -> None:
    said = in_process("init", tmp_path / "a.kyosei", "--definition", "monthly").sentence
    assert "half-yearly-a3、quarterly-a4、yearly-a4" in said
    assert "half-yearly-a3、quarterly-a4、yearly-a4" in "".join(in_process("init", "--help").out.split())


def test_init_says_on_which_line_a_definition_of_ones_own_is_wrong(tmp_path: Path) -> None:
    path = tmp_path / "my.json"
    path.write_text(BUILT_IN_DEFINITION.read_text("utf-8").replace('"margin_mm": 10', '"margin_mm": 50'), "utf-8")
    line = next(n for n, one in enumerate(path.read_text("utf-8").split("\n"), 1) if "margin_mm" in one)
    said = in_process("init", tmp_path / "a.kyosei", "--definition", path).sentence
    assert f"「my.json」の{line}行目 page.margin_mm が正しくありません：0以上45以下の数にしてください。" in said
    assert not (tmp_path / "a.kyosei").exists()


@pytest.mark.parametrize("options", [("--pdf",), ("--csv",), ("--department", SOUMU, "--approval")])
def test_no_paper_takes_the_place_of_a_ledger(office: Office, options: tuple[str, ...]) -> None:
    """A ledger that was named as the file to export to was gone, with all its history."""
    office.close()
    before = office.path.read_bytes()
    assert "台帳が失われないように" in in_process("export", office.path, *options, office.path).sentence
    assert office.path.read_bytes() == before


def test_two_papers_do_not_share_a_file(office: Office) -> None:
    office.close()
    file = office.folder / "a.pdf"
    same = ("--pdf", file, "--department", SOUMU, "--approval", file)
    assert "別々の名前" in in_process("export", office.path, *same).sentence
    assert not file.exists()


@pytest.mark.parametrize(
    ("option", "given", "said"),
    [
        ("--years", "1999", "2018-2021 のように"),
        ("--years", "2021-2018", "2018-2021 のように"),
        ("--since", "2022-13-01", "2022-04-01 か 2022-04-01T09:30"),
        ("--since", "0001-01-01", "2022-04-01 か 2022-04-01T09:30"),
        ("--until", "9999-12-31", "2022-04-01 か 2022-04-01T09:30"),
        ("--since", "きのう", "round、merge、accept"),
        ("--seals", "一,二,三,四,五,六,七,八,九", "8個まで"),
    ],
)
def test_wrong_usage_is_said_with_how_to_write_it(office: Office, option: str, given: str, said: str) -> None:
    office.close()
    assert said in in_process("export", office.path, option, given).misuse
