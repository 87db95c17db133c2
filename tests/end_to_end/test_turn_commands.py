"""`rollover`, `reorganise`, `measure`, `remind` and `undo --turn` as people call them."""

import json
from datetime import UTC, datetime

import pytest

from kyosei_desktop.store.backup import list_backups
from tests.office import KYOSEI, SOUMU, Office, entry
from tests.shell import in_process


@pytest.fixture
def closed(office: Office) -> Office:
    """An office of the test's own, and no program open."""
    office.close()
    return office


def years(office: Office) -> list[int]:
    path = office.folder / "計画の書き出し.json"
    assert in_process("export", office.path, "--plan", path).code == 0
    found: list[int] = json.loads(path.read_text("utf-8"))["years"]
    return found


class TestRollover:
    def test_tells_what_it_would_do_and_changes_nothing(self, closed: Office) -> None:
        told = in_process("rollover", closed.path, "--year", 2022, "--dry-run", "--json").json
        assert (told["years"], told["archived"], told["added"]) == ([2021, 2022], [2020], 10)
        assert {(one["measure"], one["period"], one["year"], one["text"]) for one in told["suggested"]} == {
            (1, "plan", 2022, "実施予定"),
            (2, "plan", 2022, "実施予定"),
            (3, "plan", 2022, "実施予定"),
        }
        assert years(closed) == [2020, 2021]
        assert list_backups(closed.path) == []

    def test_does_it_and_is_undone(self, closed: Office) -> None:
        done = in_process("rollover", closed.path, "--year", 2022, "--years-shown", 3, "--as-of", "今", "--json").json
        assert (done["years"], done["dry_run"]) == ([2020, 2021, 2022], False)
        assert years(closed) == [2020, 2021, 2022]
        assert in_process("undo", closed.path, "--turn", "--json").json == {"undone": "rolled_over"}
        assert years(closed) == [2020, 2021]
        assert (
            "元に戻せる年度更新・組織改正・施策の整理・予定の確定がありません"
            in in_process("undo", closed.path, "--turn").sentence
        )

    def test_the_archived_year_is_exported_when_asked_for(self, closed: Office) -> None:
        assert in_process("rollover", closed.path, "--year", 2022).code == 0
        csv = closed.folder / "データ.csv"
        assert in_process("export", closed.path, "--csv", csv, "--years", "2020-2022").code == 0
        assert "前年の上期" in csv.read_text("utf-8-sig")

    def test_plans_are_confirmed_by_the_coordinator(self, closed: Office) -> None:
        assert in_process("rollover", closed.path, "--year", 2022).code == 0
        assert len(in_process("rollover", closed.path, "--confirm-plans", "--json").json["confirmed"]) == 4
        history = in_process("history", closed.path, "--measure", 1, "--json").json["changes"]
        assert history[-1]["text"] == "実施予定"
        assert "その前の年度更新も、undo --turn で元に戻せます。" in in_process("undo", closed.path, "--turn").out
        assert in_process("undo", closed.path, "--turn", "--json").json == {"undone": "rolled_over"}

    def test_refuses_another_year_and_wants_one(self, closed: Office) -> None:
        assert "令和４年度です" in in_process("rollover", closed.path, "--year", 2023).sentence
        assert "--year" in in_process("rollover", closed.path).misuse


class TestReorganise:
    def test_tells_whose_work_goes_to_whom(self, closed: Office) -> None:
        split = "--split", f"{SOUMU}=一課,二課", "--assign", "1=二課", "--assign", "3.1=二課,一課"
        told = in_process("reorganise", closed.path, *split, "--from", "2022-04-01", "--dry-run", "--json").json
        assert [(one["measure"], one["initiative"], one["after"]) for one in told["owners"]] == [
            (1, 1, ["二課"]),
            (2, 1, ["一課", KYOSEI]),
            (3, 1, ["二課", "一課"]),
        ]
        assert told["awaited"] == [{"before": SOUMU, "now": "一課"}, {"before": SOUMU, "now": "二課"}]
        assert [one["name"] for one in in_process("status", closed.path, "--json").json["departments"]] == [
            SOUMU,
            KYOSEI,
        ]

    def test_answers_from_before_are_merged_after_it(self, closed: Office) -> None:
        file = closed.soumu.answer({entry(1): "一"})
        closed.close()
        done = in_process("reorganise", closed.path, "--join", f"{SOUMU},{KYOSEI}=福祉課", "--from", "2022-04-01")
        assert f"{SOUMU}への照会は、そのまま使えます。回答は福祉課のものになります。" in done.out
        assert in_process("merge", closed.path, file, "--json").json["files"][0]["taken"] == 1
        (status,) = in_process("status", closed.path, "--json").json["departments"]
        assert (status["name"], status["answered"] > 0) == ("福祉課", True)

    def test_a_name_of_before_is_answered_with_the_one_of_today(self, closed: Office) -> None:
        assert in_process("reorganise", closed.path, "--rename", f"{SOUMU}=政策課", "--from", "2022-04-01").code == 0
        assert "（政策課）" in in_process("accept", closed.path, "--department", SOUMU).sentence
        assert in_process("undo", closed.path, "--turn", "--json").json == {"undone": "reorganised"}
        assert in_process("accept", closed.path, "--department", SOUMU, "--without-answers").code == 0

    def test_the_history_tells_the_name_of_then(self, closed: Office) -> None:
        def told() -> str:
            merged = next(
                one for one in in_process("history", closed.path, "--json").json["acts"] if one["kind"] == "merged"
            )
            return str(merged["department"])

        file = closed.soumu.answer({entry(1): "一"})
        closed.close()
        assert in_process("merge", closed.path, file).code == 0
        later = f"{datetime.now(tz=UTC).year + 5}-04-01"
        assert in_process("reorganise", closed.path, "--rename", f"{SOUMU}=政策課", "--from", later).code == 0
        assert told() == SOUMU
        assert in_process("undo", closed.path, "--turn").code == 0
        assert in_process("reorganise", closed.path, "--rename", f"{SOUMU}=政策課", "--from", "2012-04-01").code == 0
        assert told() == "政策課"

    @pytest.mark.parametrize(
        "options",
        [
            (),
            ("--rename", "一課"),
            ("--rename", "=二課"),
            ("--join", "一課,=二課", "--split", "x=,"),
            ("--assign", "1"),
        ],
    )
    def test_is_called_wrongly(self, closed: Office, options: tuple[str, ...]) -> None:
        assert in_process("reorganise", closed.path, *options, "--from", "2022-04-01").misuse

    def test_refuses_what_is_not_there(self, closed: Office) -> None:
        change = "--split", f"{SOUMU}=一課,二課", "--from", "2022-04-01"
        assert "「99」" in in_process("reorganise", closed.path, *change, "--assign", "99=一課").sentence
        assert "「1.2」" in in_process("reorganise", closed.path, *change, "--assign", "1.2=一課").sentence
        assert (
            "「ない課」"
            in in_process("reorganise", closed.path, "--rename", "ない課=新", "--from", "2022-04-01").sentence
        )


class TestMeasure:
    def test_adds_ends_renumbers_and_splits(self, closed: Office) -> None:
        def measures(*options: object) -> list[tuple[object, int]]:
            found = in_process("measure", closed.path, *options, "--json").json["measures"]
            return [(one["no"], one["initiatives"]) for one in found]

        new = "--content", "始める", "--department", KYOSEI, "--department", "新しい課"
        assert measures("--add", 7, "--name", "新", *new, "--after", 1)[1] == (7, 1)
        assert len(measures("--end", 7)) == 5
        assert measures("--renumber", "7=8,1=7")[:2] == [(7, 1), (8, 1)]
        assert measures("--split", 3, "--initiative", 2, "--into", 9)[3:5] == [(3, 1), (9, 1)]
        assert measures("--split", 3, "--initiative", 1, *new)[3] == (3, 2)
        assert in_process("undo", closed.path, "--turn", "--json").json == {"undone": "measures_changed"}
        assert in_process("history", closed.path, "--measure", "旧7", "--json").json["changes"]

    def test_says_beforehand_what_it_would_do(self, closed: Office) -> None:
        told = in_process(
            "measure", closed.path, "--split", 3, "--initiative", 2, "--into", 9, "--dry-run", "--json"
        ).json
        assert (told["dry_run"], told["added"]) == (True, [9])
        assert told["moved"] == [
            {"before": {"measure": 3, "initiative": 2}, "after": {"measure": 9, "initiative": 1}},
        ]
        assert "№01　→　№08" in in_process("measure", closed.path, "--renumber", "1=8", "--dry-run").out
        assert "№03（2） 令和３年度 下期実績" in in_process("measure", closed.path, "--end", 3, "--dry-run").out
        assert in_process("undo", closed.path, "--turn").code == 1
        assert "重なります" in in_process("measure", closed.path, "--renumber", "1=2", "--dry-run").sentence

    @pytest.mark.parametrize(
        "options", [("--add", 7), ("--split", 3), ("--split", 3, "--initiative", 1), ("--renumber", "1=2,1=3"), ()]
    )
    def test_is_called_wrongly(self, closed: Office, options: tuple[object, ...]) -> None:
        assert in_process("measure", closed.path, *options).misuse


class TestRemind:
    def test_gives_a_text_for_each_department_that_owes_something(self, closed: Office) -> None:
        texts = in_process("remind", closed.path, "--json").json["reminders"]
        assert [one["department"] for one in texts] == [SOUMU, KYOSEI]
        assert "№01 令和３年度 下期実績" in texts[0]["text"]
        one = in_process("remind", closed.path, "--department", KYOSEI, "--json").json["reminders"]
        assert one == texts[1:]
        assert in_process("remind", closed.path).out.count("御中") == 2

    def test_says_so_where_there_is_nothing_to_remind_of(self, closed: Office) -> None:
        files = (
            closed.soumu.answer({entry(1): "一", entry(2): "二", entry(3): "三"}),
            closed.kyosei.answer({entry(3, 2): "四"}),
        )
        closed.close()
        assert in_process("merge", closed.path, *files).code == 0
        assert in_process("remind", closed.path).out == "督促する課はありません。\n"
        assert SOUMU in in_process("remind", closed.path, "--department", SOUMU).sentence
