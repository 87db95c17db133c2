"""Exporting several papers at once: what is chosen, what is there before, what is said after and remembered."""

import json
from datetime import UTC, datetime, timedelta

import pypdfium2
import pytest
from PySide6.QtCore import Qt

from kyosei_desktop.domain.plan import Address, FieldKind, Value
from kyosei_desktop.domain.progress import run_to_end
from kyosei_desktop.domain.years import FiscalYear
from kyosei_desktop.report.export import ExportResult, ExportTargets, MissingGlyph
from kyosei_desktop.report.export_set import ComparisonTarget, ExportSet, NothingToExport, export_set
from kyosei_desktop.report.ledger_papers import MomentsNotInOrder
from kyosei_desktop.store.editing import edit_fields
from kyosei_desktop.store.internal_contents import InternalContent, InternalKind
from kyosei_desktop.store.year_turn import rollover
from kyosei_desktop.ui.report.export_choice import ExportKind, Remembered, options_of
from kyosei_desktop.ui.report.export_panel import ExportPanel
from kyosei_desktop.ui.report.export_presenter import ExportPresenter
from kyosei_desktop.ui.settings import Settings
from tests.ui import rounds
from tests.ui.desk import KeptView, desk_for

OUTCOME_OF_13 = Address(13, FieldKind.OUTCOME)


@pytest.fixture
def desk(round_ledger):
    return desk_for(round_ledger)


@pytest.fixture
def folder(tmp_path):
    made = tmp_path / "書き出し"
    made.mkdir()
    return made


class PanelView(KeptView):
    """A view with the real panel."""

    def __init__(self, qtbot):
        super().__init__()
        self.panel = ExportPanel()
        qtbot.addWidget(self.panel)
        self.show_export = self.panel.ask
        self.show_internal = self.panel.show_internal
        self.show_export_files = self.panel.show_files
        self.show_export_folder = self.panel.show_folder


@pytest.fixture
def asked(qtbot, desk, folder):
    """The panel opened by its presenter, writing into a folder of its own."""
    view = PanelView(qtbot)
    presenter = ExportPresenter(desk.context, view)
    panel = view.panel
    panel.changed.connect(lambda: presenter.name_files(panel.choice))
    panel.folder_wanted.connect(lambda: presenter.choose_folder(panel.choice.folder))
    panel.confirmed.connect(lambda: presenter.export(panel.choice))
    presenter.begin()
    desk.dialogs.folder = folder
    panel.show()
    qtbot.mouseClick(panel.folder_button, Qt.MouseButton.LeftButton)
    return view


def names_in(folder):
    return sorted(file.name for file in folder.iterdir())


# The use case


def test_all_papers_come_together_into_one_folder_and_figures_are_added_up(round_ledger, folder, clock):
    round_ledger.clock = clock
    since = clock()
    clock.now += timedelta(minutes=1)
    edit_fields(round_ledger, [(OUTCOME_OF_13, Value("新しい成果"))], author=rounds.COORDINATOR)
    clock.now += timedelta(minutes=1)
    department = rounds.department_named(round_ledger.plan(), "生活福祉課")
    wanted = ExportSet(
        folder,
        ExportTargets(csv=folder / "データ.csv", plan_json=folder / "計画.json"),
        {department: folder / "決裁.pdf"},
        ComparisonTarget(folder / "対照表.pdf", since),
    )
    result = run_to_end(export_set(round_ledger, wanted))
    assert result.files == tuple(wanted.files)
    assert names_in(folder) == ["データ.csv", "対照表.pdf", "決裁.pdf", "計画.json"]
    assert result.clipped == 0
    with pypdfium2.PdfDocument(folder / "対照表.pdf") as document:
        assert "新しい成果" in document[0].get_textpage().get_text_bounded()


def test_a_stopped_export_leaves_nothing_behind(round_ledger, folder):
    targets = ExportTargets(csv=folder / "データ.csv", plan_json=folder / "計画.json")
    work = export_set(round_ledger, ExportSet(folder, targets, {}))
    for _step in range(4):
        next(work)
    work.close()
    assert names_in(folder) == []


def test_where_one_paper_cannot_be_made_none_is_written(round_ledger, folder):
    targets = ExportTargets(csv=folder / "データ.csv")
    late = ComparisonTarget(folder / "対照表.pdf", datetime(2999, 1, 1, tzinfo=UTC))
    with pytest.raises(MomentsNotInOrder):
        run_to_end(export_set(round_ledger, ExportSet(folder, targets, {}, late)))
    assert names_in(folder) == []


def test_nothing_chosen_is_refused(round_ledger, folder):
    with pytest.raises(NothingToExport):
        run_to_end(export_set(round_ledger, ExportSet(folder, ExportTargets(), {})))


# The panel and its presenter


def test_the_panel_offers_what_the_ledger_has(round_ledger):
    options = options_of(round_ledger)
    assert len(options.years) == 4
    assert "生活福祉課" in [name for _department, name in options.departments]
    assert [one.label for one in options.moments.newer] == ["いま"]
    assert len(options.moments.older) == 1
    assert options.moments.older[0].label.endswith("照会を始めたときより前")
    assert options.moments.suggested == 0


def test_the_files_names_follow_the_choice_and_those_that_are_there_are_marked(qtbot, asked, folder):
    panel = asked.panel
    panel.choose_kinds(frozenset({ExportKind.CSV}))
    assert panel.files.words == "作るファイル：台帳_データ.csv"
    (folder / "台帳.pdf").touch()
    panel.kinds[ExportKind.PDF].setFocus()
    qtbot.keyClick(panel.kinds[ExportKind.PDF], Qt.Key.Key_Space)
    assert panel.files.words == "作るファイル：台帳.pdf（置き換えます）、台帳_データ.csv"
    panel.choose_kinds(frozenset())
    assert not panel.do_button.isEnabled()


def test_departments_and_moments_are_asked_only_where_they_matter(asked):
    panel = asked.panel
    panel.choose_kinds(frozenset({ExportKind.CSV}))
    assert not panel.departments.isVisible()
    assert not panel.since.isVisible()
    panel.choose_kinds(frozenset({ExportKind.APPROVAL, ExportKind.COMPARISON}))
    assert panel.departments.isVisible()
    assert panel.since.isVisible()
    assert not panel.since.exact.isVisible()
    panel.since.moment.setCurrentIndex(panel.since.moment.count() - 1)
    assert panel.since.exact.isVisible()


def test_an_archived_year_can_be_exported_and_is_not_unless_chosen(qtbot, round_ledger, folder):
    run_to_end(rollover(round_ledger, FiscalYear(2022), author=rounds.COORDINATOR))
    panel = ExportPanel()
    qtbot.addWidget(panel)
    panel.ask(options_of(round_ledger), Remembered(), folder)
    assert panel.choice.years == [2019, 2020, 2021, 2022]
    panel.first_year.setCurrentIndex(0)
    assert panel.first_year.currentText() == "平成30年度（掲載外）"
    assert panel.choice.years == [2018, 2019, 2020, 2021, 2022]


def test_the_years_never_run_backwards(qtbot, asked):
    panel = asked.panel
    panel.last_year.setFocus()
    panel.first_year.setCurrentIndex(2)
    qtbot.keyClick(panel.last_year, Qt.Key.Key_Home)
    panel.last_year.activated.emit(panel.last_year.currentIndex())
    assert [int(year) for year in panel.choice.years] == [2018]


def test_open_data_is_written_and_its_figures_and_folder_are_offered(qtbot, desk, asked, folder):
    panel = asked.panel
    panel.choose_kinds(frozenset({ExportKind.DATA_WORKBOOK, ExportKind.CSV, ExportKind.PLAN}))
    panel.first_year.setCurrentIndex(3)
    qtbot.mouseClick(panel.do_button, Qt.MouseButton.LeftButton)
    assert names_in(folder) == ["台帳_データ.csv", "台帳_データ.xlsx", "台帳_計画.json"]
    assert len(json.loads((folder / "台帳_計画.json").read_text(encoding="utf-8"))["measures"]) == 48
    csv = (folder / "台帳_データ.csv").read_text(encoding="utf-8-sig")
    assert "2021" in csv
    assert "2018" not in csv
    assert desk.messages.last[0] == "info"
    assert asked.calls["show_folder"] == (folder,)  # the tick says so


def test_of_chosen_departments_only_the_papers_are_made(qtbot, asked, folder):
    panel = asked.panel
    panel.choose_kinds(frozenset({ExportKind.APPROVAL}))
    qtbot.mouseClick(panel.no_departments, Qt.MouseButton.LeftButton)
    assert not panel.do_button.isEnabled()
    panel.departments.item(0).setCheckState(Qt.CheckState.Checked)
    panel.opens_folder.setChecked(False)
    qtbot.mouseClick(panel.do_button, Qt.MouseButton.LeftButton)
    assert names_in(folder) == [f"台帳_決裁_{panel.departments.item(0).text()}.pdf"]
    assert "show_folder" not in asked.calls


def test_files_are_replaced_only_after_asking(qtbot, desk, asked, folder):
    (folder / "台帳_データ.csv").write_text("前のもの")
    panel = asked.panel
    panel.choose_kinds(frozenset({ExportKind.CSV}))
    desk.messages.answer = False
    qtbot.mouseClick(panel.do_button, Qt.MouseButton.LeftButton)
    assert desk.messages.asked == [("1ファイルはもうあります。置き換えますか。", "台帳_データ.csv")]
    assert (folder / "台帳_データ.csv").read_text() == "前のもの"
    desk.messages.answer = True
    qtbot.mouseClick(panel.do_button, Qt.MouseButton.LeftButton)
    assert (folder / "台帳_データ.csv").read_bytes().startswith(b"\xef\xbb\xbf")


def test_the_next_time_the_last_choice_is_there_already(qtbot, desk, asked, folder):
    asked.panel.choose_kinds(frozenset({ExportKind.CSV}))
    asked.panel.opens_folder.setChecked(False)
    qtbot.mouseClick(asked.panel.do_button, Qt.MouseButton.LeftButton)
    again = PanelView(qtbot)
    ExportPresenter(desk.context, again).begin()
    choice = again.panel.choice
    assert (choice.kinds, choice.folder, choice.opens_folder) == (frozenset({ExportKind.CSV}), folder, False)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"kinds": ["x"], "folder": "", "opens_folder": true}', "\x00"])
def test_a_memory_that_makes_no_sense_counts_as_none(text):
    assert Remembered.read(text) == Remembered()


def test_a_folder_that_is_gone_is_not_offered(tmp_path):
    kept = Remembered.read(json.dumps({"kinds": ["csv"], "folder": str(tmp_path / "無い"), "opens_folder": True}))
    assert kept.folder is None
    assert kept.kinds == {ExportKind.CSV}


# For the public or for the offices


@pytest.fixture
def changed(round_ledger):
    edit_fields(round_ledger, [(OUTCOME_OF_13, Value("新しい成果"))], author=rounds.COORDINATOR)


def test_an_export_is_for_the_public_each_time_and_says_what_stays_inside(changed, asked):
    panel = asked.panel
    assert panel.public.isChecked()
    assert not panel.kinds[ExportKind.INTERNAL].isVisible()
    assert panel.contents.words.startswith("どのファイルも公開できます。")
    assert "・提出した人・変更した人・操作した人の名前" in panel.contents.words
    assert ExportKind.INTERNAL not in panel.choice.kinds


def test_where_nothing_is_internal_the_panel_says_so(asked):
    asked.panel.show_internal([])
    assert asked.panel.contents.words == "どのファイルも公開できます。人の名前や内部の言葉は入りません。"
    asked.panel.internal.click()
    assert asked.panel.contents.words == "この台帳に、人の名前や内部の言葉はまだありません。"


def test_the_switch_writes_internal_records_too_and_stands_at_public_the_next_time(qtbot, changed, desk, asked, folder):
    panel = asked.panel
    panel.choose_kinds(frozenset({ExportKind.CSV}))
    panel.internal.setFocus()
    qtbot.keyClick(panel.internal, Qt.Key.Key_Space)
    assert panel.contents.words.startswith("「内部用の記録」には次のものが入ります。公開しないでください。")
    assert panel.files.words == "作るファイル：台帳_データ.csv、台帳_内部用.xlsx"
    qtbot.mouseClick(panel.do_button, Qt.MouseButton.LeftButton)
    assert names_in(folder) == ["台帳_データ.csv", "台帳_内部用.xlsx"]
    again = PanelView(qtbot)
    ExportPresenter(desk.context, again).begin()
    assert again.panel.choice.kinds == frozenset({ExportKind.CSV})
    assert again.panel.public.isChecked()


def test_while_what_is_internal_is_not_known_yet_the_panel_says_so(qtbot, round_ledger, folder):
    panel = ExportPanel()
    qtbot.addWidget(panel)
    panel.ask(options_of(round_ledger), Remembered(), folder)
    assert panel.contents.words == "人の名前や内部の言葉を調べています…"


def test_the_first_texts_of_each_kind_are_shown(asked):
    names = ("一郎", "二郎", "三郎", "四郎")
    asked.panel.show_internal(
        [InternalContent(InternalKind.PEOPLE, names), InternalContent(InternalKind.MESSAGES, ("長" * 40,))]
    )
    lines = asked.panel.contents.words.split("\n")
    assert lines[1:] == [
        "・提出した人・変更した人・操作した人の名前　4件：一郎、二郎、三郎、ほか",
        f"・担当課からの伝言　1件：{'長' * 20}…",
    ]


def test_where_the_internal_file_is_not_ticked_nothing_is_said_to_leave(qtbot, changed, asked):
    panel = asked.panel
    panel.internal.click()
    qtbot.keyClick(panel.kinds[ExportKind.INTERNAL], Qt.Key.Key_Space)
    assert ExportKind.INTERNAL not in panel.choice.kinds
    assert panel.contents.words.startswith("どのファイルも公開できます。")


def test_turning_back_to_public_takes_the_internal_records_out(qtbot, asked):
    panel = asked.panel
    panel.choose_kinds(frozenset({ExportKind.CSV}))
    panel.internal.click()
    panel.public.click()
    assert panel.choice.kinds == frozenset({ExportKind.CSV})


# What is said


def said_of(desk, result):
    view = KeptView()
    ExportPresenter(desk.context, view)._exported(result)
    return view


def test_a_clipped_export_is_no_good_news(desk, tmp_path):
    said_of(desk, ExportResult(1042, 2, 17, (tmp_path / "報告書.pdf",), ()))
    kind, said = desk.messages.last
    assert kind == "warning"
    assert "2欄で文字が切れています" in said


def test_characters_that_no_font_has_are_said_and_lead_to_the_list_of_their_cells(desk, tmp_path):
    glyphs = (MissingGlyph("\ue000", OUTCOME_OF_13),)
    view = said_of(desk, ExportResult(1042, 0, 17, (tmp_path / "報告書.pdf",), glyphs))
    kind, said = desk.messages.last
    assert kind == "warning"
    assert "切れた欄 0" in said
    assert "1か所あり、〓で印刷されます" in said
    desk.messages.actions[-1][1]()
    assert view.calls["show_missing_glyphs"] == (glyphs,)


def test_a_name_without_an_ending_gets_one_and_cancelling_writes_nothing(desk, tmp_path):
    presenter = ExportPresenter(desk.context, KeptView())
    presenter.export_workbook()
    assert desk.messages.said == []
    assert desk.dialogs.suggested == [tmp_path / "台帳.xlsx"]
    desk.dialogs.save_file = tmp_path / "一覧"
    presenter.export_workbook()
    assert (tmp_path / "一覧.xlsx").read_bytes().startswith(b"PK")


def test_what_a_view_keeps_is_there_after_the_next_start(tmp_path):
    settings = Settings(tmp_path / "settings.ini")
    assert settings.remembered("export") == ""
    settings.remember("export", "選んだもの")
    settings._store.sync()
    assert Settings(tmp_path / "settings.ini").remembered("export") == "選んだもの"
