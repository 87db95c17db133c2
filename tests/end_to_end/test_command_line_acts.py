"""Single commands: what each does beside the half-year's main road, and what it refuses.

They run in this process; that the program starts as one of its own is held by `test_command_line.py`.
"""

import json
from pathlib import Path

import pytest

from tests.office import KYOSEI, SOUMU, Office, entry, of_measure
from tests.shell import Ran, in_process, plan_of, write_answers

CONFLICT = "2.1.2021.second_half"


class TestSettle:
    @pytest.mark.parametrize(("choice", "text"), [(("--take", 0), ""), (("--take", 1), "x"), (("--take", 2), "y")])
    def test_takes_the_root_or_one_of_the_texts(
        self, conflicting: Office, choice: tuple[object, ...], text: str
    ) -> None:
        assert in_process("settle", conflicting.path, CONFLICT, *choice, "--json").json["text"] == text
        assert in_process("conflicts", conflicting.path, "--json").json == {"conflicts": []}
        assert json.dumps(plan_of(conflicting), ensure_ascii=False).count('"y"') == (text == "y")

    def test_takes_a_text_of_ones_own(self, conflicting: Office) -> None:
        ran = in_process("settle", conflicting.path, CONFLICT, "--text", "x と\r\ny", "--json")
        assert ran.json["text"] == "x と\ny"

    def test_refuses_a_number_that_is_not_listed_and_a_conflict_that_is_not_there(self, conflicting: Office) -> None:
        assert "3番" in in_process("settle", conflicting.path, CONFLICT, "--take", 3).sentence
        assert "-1番" in in_process("settle", conflicting.path, CONFLICT, "--take", -1).sentence
        assert "「1.outcome」" in in_process("settle", conflicting.path, "1.outcome", "--take", 1).sentence

    def test_shows_both_texts_with_their_numbers_to_people(self, conflicting: Office) -> None:
        said = in_process("conflicts", conflicting.path).out
        assert f"1 {SOUMU}：x" in said
        assert f"2 {KYOSEI}：y" in said


class TestHistory:
    def test_of_one_measure_holds_its_changes_and_no_acts(self, conflicting: Office) -> None:
        history = in_process("history", conflicting.path, "--measure", 2, "--json").json
        assert history["acts"] == []
        told = [(one["text"], one["origin"], one["standing"], one["source"]) for one in history["changes"]]
        assert told == [
            ("", "root", "superseded", None),
            ("x", "department", "head", f"{SOUMU}-1.kyoa"),
            ("y", "department", "head", f"{KYOSEI}-1.kyoa"),
        ]
        assert in_process("history", conflicting.path, "--measure", "99").out == "変更はまだありません。\n"


class TestRequest:
    def test_of_one_department_makes_its_file_alone(self, conflicting: Office) -> None:
        folder = conflicting.folder / "照会"
        command = ("request", conflicting.path, "--out", folder, "--department", KYOSEI, "--form", "app", "--json")
        (made,) = in_process(*command).json["files"]
        assert made["department"] == KYOSEI
        assert [str(one) for one in folder.iterdir()] == [made["file"]]


class TestUndo:
    def test_takes_the_last_merge_back_and_merging_again_brings_it_back(self, conflicting: Office) -> None:
        before = plan_of(conflicting)
        files = sorted(conflicting.folder.glob("*.kyoa"))
        undone = in_process("undo", conflicting.path, "--json").json
        assert sorted(undone["withdrawn"]) == [one.name for one in files]
        assert undone["review"] == []
        assert "一" not in json.dumps(plan_of(conflicting)["measures"], ensure_ascii=False).split('"second_half": ')[2]
        assert in_process("merge", conflicting.path, *files, "--json").json["conflicts"] == 1
        assert plan_of(conflicting) == before

    def test_takes_one_file_back(self, conflicting: Office) -> None:
        file = conflicting.folder / f"{KYOSEI}-1.kyoa"
        assert in_process("undo", conflicting.path, "--file", file, "--json").json["withdrawn"] == [file.name]
        assert in_process("conflicts", conflicting.path, "--json").json == {"conflicts": []}
        assert "元に戻せる取り込みがありません" in in_process("undo", conflicting.path, "--file", file).sentence

    def test_lists_what_the_coordinator_decided_for_review(self, conflicting: Office) -> None:
        in_process("settle", conflicting.path, CONFLICT, "--take", 1)
        (review,) = in_process("undo", conflicting.path, "--json").json["review"]
        assert (review["measure"], review["field"]) == (2, "entry")

    def test_refuses_when_there_is_nothing_left(self, conflicting: Office) -> None:
        assert in_process("undo", conflicting.path).code == 0
        assert in_process("undo", conflicting.path).sentence


class TestMerge:
    def test_names_the_file_in_every_refusal(self, conflicting: Office) -> None:
        """Of several files one must know which was refused, for whatever reason."""
        in_process("settle", conflicting.path, CONFLICT, "--take", 1)
        assert in_process("round", conflicting.path, "--close").code == 0
        files = sorted(conflicting.folder.glob("*.kyoa"))
        ran = in_process("merge", conflicting.path, *files, conflicting.requests[SOUMU])
        assert ran.code == 1
        lines = ran.err.splitlines()
        assert [name.name in line for name, line in zip([*files, conflicting.requests[SOUMU]], lines, strict=True)] == [
            True,
            True,
            True,
        ]
        assert all(line.endswith("。") for line in lines)

    def test_a_submission_after_the_due_date_is_taken_and_marked(self, conflicting: Office) -> None:
        in_process("undo", conflicting.path)
        assert in_process("round", conflicting.path, "--due", "2022-03-01").code == 0
        files = sorted(conflicting.folder.glob("*.kyoa"))
        merged = in_process("merge", conflicting.path, *files, "--json").json["files"]
        assert [(one["late"], one["refused"]) for one in merged] == [(True, None), (True, None)]
        assert "遅れ" in in_process("status", conflicting.path).out


class TestRound:
    def test_is_closed_reopened_and_given_another_due_date(self, conflicting: Office) -> None:
        assert "競合" in in_process("round", conflicting.path, "--close").sentence
        in_process("settle", conflicting.path, CONFLICT, "--take", 1)
        assert in_process("round", conflicting.path, "--close", "--json").json["is_open"] is False
        assert in_process("status", conflicting.path, "--json").json == {"round": None, "departments": []}
        assert in_process("round", conflicting.path, "--due", "2199-05-06").sentence
        assert in_process("round", conflicting.path, "--reopen", "--json").json["is_open"] is True
        due = in_process("round", conflicting.path, "--due", "2199-05-06", "--json").json
        assert due["due_on"] == "2199-05-06"

    def test_asks_for_more_and_leaves_files_already_out_valid(self, conflicting: Office, tmp_path: Path) -> None:
        in_process("settle", conflicting.path, CONFLICT, "--take", 1)
        in_process("round", conflicting.path, "--close")
        chosen = ("--period", "first_half", "--due", "2199-10-15")
        in_process("round", conflicting.path, "--year", 2021, *chosen)
        assert in_process("request", conflicting.path, "--out", tmp_path, "--letters").code == 0
        assert len(list(tmp_path.glob("*.txt"))) == len(list(tmp_path.glob("*.kyoq"))) == 2
        before = in_process("status", conflicting.path, "--json").json["departments"][0]
        assert in_process("round", conflicting.path, "--add", "record", "--require", "record").code == 0
        after = in_process("status", conflicting.path, "--json").json["departments"][0]
        assert (after["asked"] - before["asked"], len(after["missing"]) - len(before["missing"])) == (3, 3)
        assert in_process("round", conflicting.path, "--add", "record", "--year", 2021, *chosen).code == 2

    def test_asks_for_what_it_is_told_to(self, conflicting: Office) -> None:
        in_process("settle", conflicting.path, CONFLICT, "--take", 1)
        in_process("round", conflicting.path, "--close")
        chosen = ("--period", "first_half", "--fields", "entry,record", "--require", "record")
        opened = in_process("round", conflicting.path, "--year", 2021, *chosen, "--due", "2199-10-15", "--json").json
        assert opened["period"] == "first_half"
        status = in_process("status", conflicting.path, "--json").json["departments"]
        assert {(one["measure"], one["field"]) for one in status[0]["missing"]} == {
            (1, "record"),
            (2, "record"),
            (3, "record"),
        }

    def test_refuses_what_the_plan_does_not_have(self, conflicting: Office) -> None:
        in_process("settle", conflicting.path, CONFLICT, "--take", 1)
        in_process("round", conflicting.path, "--close")
        due = ("--due", "2199-10-15")
        assert "令和９年度" in in_process("round", conflicting.path, "--year", 2027, "--half", "first", *due).sentence
        assert (
            "「quarter」" in in_process("round", conflicting.path, "--year", 2021, "--period", "quarter", *due).sentence
        )


class TestReturnAndAccept:
    def test_cells_are_named_by_measure_and_field(self, conflicting: Office) -> None:
        out = conflicting.folder / "差戻し.kyoq"
        command = ("return", conflicting.path, "--department", SOUMU, "--reason", "書き足してください", "--out", out)
        assert in_process(*command, "--measure", 1, "--measure", "2:outcome").code == 0
        answers = write_answers(conflicting.folder / "回答.json", {of_measure(2): "成果の続き"})
        fill = ("fill", out, "--work", conflicting.folder / "別の机.kyosei", "--answers", answers, "--partial")
        assert in_process(*fill, "--out", conflicting.folder / "回答.kyoa").code == 0
        other = write_answers(conflicting.folder / "回答-2.json", {of_measure(3): "聞かれていない"})
        refused = in_process(*fill[:5], other, "--partial", "--out", conflicting.folder / "回答.kyoa")
        assert "「3.outcome」" in refused.sentence

    @pytest.mark.parametrize("place", ["4-(1)", "99", "1:name", "1:entrie", ":entry", "1.5"])
    def test_a_cell_that_was_not_asked_for_is_refused(self, conflicting: Office, place: str) -> None:
        out = conflicting.folder / "差戻し.kyoq"
        command = ("return", conflicting.path, "--department", SOUMU, "--reason", "r", "--out", out, "--measure", place)
        assert f"「{place}」" in in_process(*command).sentence
        assert not out.exists()

    def test_next_years_plan_can_be_returned_by_its_kind(self, conflicting: Office) -> None:
        out = conflicting.folder / "差戻し.kyoq"
        command = ("return", conflicting.path, "--department", KYOSEI, "--reason", "r", "--out", out)
        assert in_process(*command, "--measure", "4-(1):next_plan").code == 0
        assert in_process("check", out, "--json").json["ok"]

    def test_acceptance_holds_later_answers_until_it_is_revoked(self, conflicting: Office) -> None:
        accept = ("accept", conflicting.path, "--department", SOUMU)
        assert "競合" in in_process(*accept).sentence
        in_process("settle", conflicting.path, CONFLICT, "--take", 1)
        assert in_process(*accept).code == 0
        assert "受理済み" in in_process("undo", conflicting.path).sentence
        out = conflicting.folder / "差戻し.kyoq"
        returned = in_process("return", conflicting.path, "--department", SOUMU, "--reason", "r", "--out", out)
        assert "受理済み" in returned.sentence
        answers = write_answers(conflicting.folder / "回答.json", {entry(1): "一の二"})
        later = conflicting.folder / "後から.kyoa"
        work = ("--work", conflicting.soumu.work_file, "--partial")
        filled = in_process("fill", conflicting.requests[SOUMU], "--answers", answers, *work, "--out", later)
        assert filled.code == 0
        (merged,) = in_process("merge", conflicting.path, later, "--json").json["files"]
        assert (merged["held"], merged["taken"]) == (1, 0)
        assert "一の二" not in json.dumps(plan_of(conflicting), ensure_ascii=False)
        status = in_process("status", conflicting.path, "--json").json["departments"]
        assert [one["state"] for one in status] == ["accepted", "submitted"]
        assert in_process(*accept, "--revoke", "--json").json == {"department": SOUMU, "accepted": False}
        assert "一の二" in json.dumps(plan_of(conflicting), ensure_ascii=False)
        assert in_process(*accept, "--revoke").sentence

    def test_a_department_that_the_plan_does_not_have_is_refused_with_those_it_has(self, conflicting: Office) -> None:
        for command in (
            ("accept", conflicting.path, "--department", "福祉課"),
            ("request", conflicting.path, "--out", conflicting.folder, "--department", "福祉課"),
            ("export", conflicting.path, "--plan", conflicting.folder / "x.json", "--department", "福祉課"),
        ):
            said = in_process(*command).sentence
            assert "「福祉課」" in said
            assert f"{SOUMU}、{KYOSEI}" in said


class TestFillAndEdit:
    def fill(self, office: Office, answers: Path, *options: object) -> Ran:
        out = office.folder / "回答.kyoa"
        work = ("--work", office.folder / "机.kyosei")
        return in_process("fill", office.requests[SOUMU], "--answers", answers, *work, "--out", out, *options)

    def test_a_partial_submission_is_made_when_asked_for(self, conflicting: Office) -> None:
        answers = write_answers(conflicting.folder / "回答.json", {entry(1): "一"})
        assert self.fill(conflicting, answers).sentence
        assert self.fill(conflicting, answers, "--partial", "--json").json["answers"] == 1

    @pytest.mark.parametrize(
        ("content", "said"),
        [
            ('[{"measure": 1, "year": 2020, "period": "second_half", "text": "x"}]', "「1.2020.second_half」"),
            ('[{"measure": 99, "field": "outcome", "text": "x"}]', "「99.outcome」"),
            ('[{"measure": 1, "field": "outcome", "text": "%s"}]' % ("あ" * 100_001), "長すぎます"),
            ('[{"measure": 1, "field": "outcome", "text": "a\\u0007"}]', "U+0007"),
            ('[{"measure": 1, "field": "outcome"}]', "text"),
            ('[{"measure": 1, "text": "x"}]', "year"),
            ('[{"measure": 1, "field": "outcome", "txt": "x"}]', "txt"),
            (
                '[{"measure": 1, "field": "outcome", "text": "x"}, {"measure": "1", "field": "outcome", "text": "y"}]',
                "重",
            ),
            ("{}", "並び"),
            ("[", "JSON"),
        ],
    )
    def test_answers_that_cannot_be_taken_are_refused_and_none_is_kept(
        self, conflicting: Office, content: str, said: str
    ) -> None:
        answers = conflicting.folder / "回答.json"
        answers.write_text(content, "utf-8")
        assert said in self.fill(conflicting, answers, "--partial").sentence
        assert not (conflicting.folder / "回答.kyoa").exists()
        assert in_process("edit", conflicting.path, "--answers", answers).code == (0 if "2020" in content else 1)

    def test_departments_content_and_other_years_can_be_edited(self, conflicting: Office) -> None:
        document = [
            {"measure": 1, "field": "departments", "text": f"{SOUMU}\n障害福祉課"},
            {"measure": 3, "initiative": 2, "field": "content", "text": "新しい内容"},
            {"measure": 1, "initiative": 1, "year": 2020, "period": "plan", "blank": "ended"},
        ]
        answers = conflicting.folder / "書換え.json"
        answers.write_text(json.dumps(document), "utf-8")
        assert in_process("edit", conflicting.path, "--answers", answers, "--json").json == {"changed": 3}
        plan = json.dumps(plan_of(conflicting), ensure_ascii=False)
        assert f'"departments": ["{SOUMU}", "障害福祉課"]' in plan
        assert '"content": "新しい内容"' in plan
        assert '"blanks": {"2020": {"plan": "ended"}}' in plan
