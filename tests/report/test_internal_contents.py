"""What is for the offices only is listed, is in no file for the public, and in the internal one it is whole."""

import zipfile
from pathlib import Path

import pypdfium2
import pytest
from openpyxl import load_workbook

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.report import table_sheet
from kyosei_desktop.report.export import ExportTargets
from kyosei_desktop.report.export_set import ComparisonTarget, ExportSet, export_set
from kyosei_desktop.report.internal_workbook import export_internal
from kyosei_desktop.store.acceptance import accept_department
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.internal_contents import InternalKind, internal_contents, internal_tables
from kyosei_desktop.store.return_reasons import change_return_reasons
from kyosei_desktop.store.withdrawing import withdraw_last_merge
from tests.office import SOUMU, Office, entry

SECRETS = {
    InternalKind.PEOPLE: "秘密の名前",
    InternalKind.EXTENSIONS: "98765",
    InternalKind.MESSAGES: "秘密の伝言",
    InternalKind.RETURN_REASONS: "秘密の差戻し理由",
    InternalKind.STOCK_REASONS: "秘密の理由の例",
    InternalKind.CHANGE_REASONS: "秘密の変更理由",
}


def make_secrets(office: Office) -> None:
    office.merge(
        office.soumu.answer(
            {entry(1): "公開の文"},
            person=SECRETS[InternalKind.PEOPLE],
            extension=SECRETS[InternalKind.EXTENSIONS],
            message=SECRETS[InternalKind.MESSAGES],
        )
    )
    office.returned(SOUMU, entry(1), reason=SECRETS[InternalKind.RETURN_REASONS])
    change_return_reasons(office.ledger, [SECRETS[InternalKind.STOCK_REASONS]], author="取りまとめ")
    edit_fields(
        office.ledger,
        [(entry(3), Value("直した公開の文"))],
        author="取りまとめ",
        reason=SECRETS[InternalKind.CHANGE_REASONS],
    )


def everything_in(file: Path) -> str:
    """All that a file says: of a PDF its texts and properties, of a workbook all its parts."""
    if file.suffix == ".pdf":
        with pypdfium2.PdfDocument(file) as document:
            pages = [page.get_textpage().get_text_bounded() for page in document]
            return "\n".join([*pages, *document.get_metadata_dict().values()])
    if file.suffix == ".xlsx":
        with zipfile.ZipFile(file) as parts:
            return "\n".join(parts.read(name).decode("utf-8", "ignore") for name in parts.namelist())
    return file.read_text("utf-8-sig")


def test_each_kind_is_listed_with_its_texts(office: Office) -> None:
    make_secrets(office)
    found = {one.kind: one.texts for one in internal_contents(internal_tables(office.ledger))}
    for kind, secret in SECRETS.items():
        assert secret in found[kind], kind
    assert InternalKind.TICK_REASONS not in found


def test_no_file_for_the_public_holds_anything_internal(office: Office, tmp_path: Path) -> None:
    before = office.ledger.clock()
    make_secrets(office)
    report = ExportTargets(
        xlsx=tmp_path / "報告書.xlsx",
        pdf=tmp_path / "報告書.pdf",
        data_xlsx=tmp_path / "データ.xlsx",
        csv=tmp_path / "データ.csv",
        plan_json=tmp_path / "計画.json",
    )
    approvals = {office.department(SOUMU): tmp_path / "決裁.pdf"}
    wanted = ExportSet(tmp_path, report, approvals, ComparisonTarget(tmp_path / "新旧対照表.pdf", before))
    result = run_to_end(export_set(office.ledger, wanted))
    assert len(result.files) == 7
    for file in result.files:
        text = everything_in(file)
        assert "公開の文" in text, file.name
        for kind, secret in SECRETS.items():
            assert secret not in text, (file.name, kind)


def test_the_internal_workbook_holds_all_that_is_listed_beside_what_it_belongs_to(
    office: Office, tmp_path: Path
) -> None:
    make_secrets(office)
    file = tmp_path / "内部用.xlsx"
    result = run_to_end(export_internal(office.ledger, file))
    assert result.files == (file,)
    book = load_workbook(file)
    assert book.sheetnames == [
        "入っているもの",
        "提出の記録",
        "差戻し",
        "変更の履歴",
        "操作の記録",
        "差戻しの理由の例",
    ]
    assert {sheet.oddHeader.center.text for sheet in book} == {"内部用：公開しないでください"}
    listed = internal_contents(internal_tables(office.ledger))
    assert [row[:2] for row in book["入っているもの"].iter_rows(2, values_only=True)] == [
        (one.kind.value, len(one.texts)) for one in listed
    ]
    said = {value for sheet in book.worksheets[1:] for row in sheet.iter_rows(2, values_only=True) for value in row}
    assert said >= {text for one in listed for text in one.texts}
    submissions = list(book["提出の記録"].iter_rows(values_only=True))
    assert submissions[0][5:] == ("提出した人", "内線", "伝言")
    assert submissions[1][1] == SOUMU
    assert submissions[1][5:] == ("秘密の名前", "98765", "秘密の伝言")
    changed = [row for row in book["変更の履歴"].iter_rows(2, values_only=True) if row[7] is not None]
    assert [(row[2], row[6], row[7]) for row in changed] == [("直した公開の文", "取りまとめ", "秘密の変更理由")]


def test_texts_that_the_plan_does_not_say_now_are_listed_and_those_it_says_are_not(office: Office) -> None:
    file = office.soumu.answer({entry(1): "取り下げた文"})
    office.merge(file)
    withdraw_last_merge(office.ledger, author="取りまとめ")
    edit_fields(office.ledger, [(entry(3), Value("公開の文"))], author="取りまとめ")
    found = {one.kind: one.texts for one in internal_contents(internal_tables(office.ledger))}
    assert "取り下げた文" in found[InternalKind.OTHER_TEXTS]
    assert "公開の文" not in found[InternalKind.OTHER_TEXTS]
    assert found[InternalKind.FILES] == (file.name,)


def test_who_accepted_is_a_name_too(office: Office) -> None:
    office.merge(office.soumu.answer({entry(1): "文"}))
    accept_department(office.ledger, office.department(SOUMU), author="受理した人")
    found = {one.kind: one.texts for one in internal_contents(internal_tables(office.ledger))}
    assert "受理した人" in found[InternalKind.PEOPLE]


def test_a_text_longer_than_a_cell_goes_on_in_the_rows_below(office: Office, tmp_path: Path) -> None:
    text = "長" * 40_000
    edit_fields(office.ledger, [(entry(3), Value(text))], author="取りまとめ")
    run_to_end(export_internal(office.ledger, tmp_path / "内部用.xlsx"))
    pieces = [row[2] for row in load_workbook(tmp_path / "内部用.xlsx")["変更の履歴"].iter_rows(2, values_only=True)]
    assert "".join(one for one in pieces if one is not None and "長" in one) == text


def test_a_returns_fields_are_named_whether_or_not_they_have_a_word_of_their_own(
    office: Office, tmp_path: Path
) -> None:
    make_secrets(office)
    run_to_end(export_internal(office.ledger, tmp_path / "内部用.xlsx"))
    (returned,) = load_workbook(tmp_path / "内部用.xlsx")["差戻し"].iter_rows(2, values_only=True)
    assert returned[3:] == ("秘密の差戻し理由", "№01 令和３年度 下期実績", None)


def test_the_internal_workbook_can_be_stopped_in_the_middle_of_a_table(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(table_sheet, "_PART_ROWS", 1)
    make_secrets(office)
    steps = [one.done for one in export_internal(office.ledger, tmp_path / "内部用.xlsx")]
    assert steps == sorted(steps)
    assert len(steps) > 6
    stopped = export_internal(office.ledger, tmp_path / "中止.xlsx")
    for _number in range(4):
        next(stopped)
    stopped.close()
    assert [one.name for one in tmp_path.glob("*.xlsx")] == ["内部用.xlsx"]
