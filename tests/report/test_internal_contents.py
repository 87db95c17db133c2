"""What is for the offices only is listed, and is in no file that an export makes."""

import zipfile
from pathlib import Path

import pypdfium2

from kyosei_desktop.domain.plan import Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.report.export import ExportTargets
from kyosei_desktop.report.export_set import ComparisonTarget, ExportSet, export_set
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.internal_contents import InternalKind, internal_contents
from kyosei_desktop.store.return_reasons import change_return_reasons
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
    found = {one.kind: one.texts for one in internal_contents(office.ledger)}
    for kind, secret in SECRETS.items():
        assert secret in found[kind], kind
    assert InternalKind.TICK_REASONS not in found


def test_no_file_of_any_export_holds_anything_internal(office: Office, tmp_path: Path) -> None:
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
