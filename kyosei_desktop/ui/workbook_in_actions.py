"""The command that takes an official workbook back in."""

from kyosei_desktop.domain.language import N_
from kyosei_desktop.ui.action_spec import ActionSpec, Menu, in_ledger, in_writable_ledger

WORKBOOK_IN_ACTIONS = (
    ActionSpec(
        id="file.import_book",
        text=N_("報告書のExcelを取り込む(&I)…"),
        help=N_("書き出した報告書をExcelなどで直したブックを選び、変わったところを確かめてから取り込みます。"),
        menu=Menu.FILE,
        run=lambda context: context.go("workbook_in", do="choose"),
        icon="file-spreadsheet",
        why_not=in_writable_ledger,
        starts_group=True,
    ),
    ActionSpec(
        id="file.taken_books",
        text=N_("取り込んだ報告書のExcel(&B)"),
        help=N_("これまでに取り込んだ報告書のブックを見て、どれか一つを取り下げることができます。"),
        menu=Menu.FILE,
        run=lambda context: context.go("workbook_in", do="taken"),
        icon="files",
        why_not=in_ledger,
    ),
)
