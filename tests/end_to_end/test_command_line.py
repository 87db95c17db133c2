"""The half-year's whole job by the command line, each kind of command a process of its own, from init to the export.

The job is done once; each test looks at what one of its commands said. What commands refuse is in
`test_command_line_acts.py`.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from kyosei_desktop.paths import BUILT_IN_PLAN
from tests.office import KYOSEI, PLAN, SOUMU, entry, of_measure
from tests.shell import Ran, address_of, as_process, in_process, write_answers, write_plan

CONFLICT = "2.1.2021.second_half"


@dataclass
class Job:
    """The commands that were run, by what they were run for."""

    folder: Path
    ran: dict[str, Ran] = field(default_factory=dict)

    def run(self, what: str, *arguments: object) -> None:
        """Run a command as a process and remember it."""
        self.ran[what] = as_process(*arguments)

    def run_here(self, what: str, *arguments: object) -> None:
        """Run a command in this process, where nothing new would be learnt from another one."""
        self.ran[what] = in_process(*arguments)

    def __getitem__(self, what: str) -> Ran:
        return self.ran[what]

    @property
    def ledger(self) -> Path:
        """The coordinator's ledger."""
        return self.folder / "台帳.kyosei"

    def path(self, name: str) -> Path:
        """A file of the job."""
        return self.folder / name


@pytest.fixture(scope="module")
def job(tmp_path_factory: pytest.TempPathFactory) -> Job:
    """The job, done."""
    job = Job(tmp_path_factory.mktemp("job"))
    ledger, folder = job.ledger, job.folder
    job.run("init", "init", ledger, "--from", write_plan(folder), "--json", "--as", "取りまとめ")
    everything = ("--fields", "entry,next_plan,outcome,record")
    job.run(
        "round", "round", ledger, "--year", "2021", "--half", "second", "--due", "2199-04-15", *everything, "--json"
    )
    job.run("request", "request", ledger, "--out", folder / "照会", "--json")
    soumu, kyosei = (folder / "照会" / f"照会_令和３年度下期実績_{name}.kyoq" for name in (SOUMU, KYOSEI))

    first = write_answers(folder / "1.json", {entry(1): "相談会を３回開いた。\r\n１２人が来た。", entry(2): "12回"})
    rest = write_answers(folder / "2.json", {entry(3): {"blank": "not_applicable"}, of_measure(1): "窓口ができた。"})
    file = folder / "福祉総務課.kyoa"
    job.run("fill too little", "fill", soumu, "--answers", first, "--out", file)
    said = ("--person", "担当者", "--extension", "2345", "--message", "数字は速報値です。")
    job.run("fill the rest", "fill", soumu, "--answers", rest, "--out", file, *said, "--json")
    other = write_answers(folder / "3.json", {entry(2): "13回", entry(3, 2): "催しを開いた。"})
    job.run_here("fill", "fill", kyosei, "--answers", other, "--out", folder / "地域共生課.kyoa", "--json")

    bad = folder / "壊れた.kyoa"
    bad.write_bytes(file.read_bytes()[:500])
    files = (file, bad, folder / "地域共生課.kyoa")
    job.run_here("dry run", "merge", ledger, *files, "--dry-run", "--json")
    job.run("merge", "merge", ledger, *files, "--json")
    job.run("conflicts", "conflicts", ledger, "--json")
    job.run("status", "status", ledger, "--json")
    job.run("settle", "settle", ledger, CONFLICT, "--take", "2", "--reason", "名簿と合う", "--json")

    back = folder / "差戻し.kyoq"
    why = ("--reason", "数字を入れてください")
    job.run("return", "return", ledger, "--department", SOUMU, *why, "--measure", "1:entry", "--out", back, "--json")
    better = write_answers(folder / "4.json", {entry(1): "相談会を３回開き、１２人が来た。"})
    again = folder / "福祉総務課-2.kyoa"
    job.run_here(
        "fill again", "fill", back, "--work", soumu.with_suffix(".kyosei"), "--answers", better, "--out", again
    )
    job.run_here("merge again", "merge", ledger, again)
    job.run_here("accept", "accept", ledger, "--department", SOUMU, "--json", "--as", "課長")

    edits = write_answers(
        folder / "5.json", {of_measure("4-(1)", "name"): "新しい名前", entry("4-(1)"): "取りまとめで書いた。"}
    )
    job.run_here("edit", "edit", ledger, "--answers", edits, "--reason", "電話で聞いた", "--json")
    job.run("export", "export", ledger, "--plan", folder / "計画-書き出し.json", "--json")
    job.run_here("close", "round", ledger, "--close", "--json")
    job.run("history", "history", ledger, "--json")
    return job


def expected_plan() -> dict[str, Any]:
    """The plan document that the job has to end with."""
    plan: dict[str, Any] = json.loads(json.dumps(PLAN))
    one, two, three, four = plan["measures"]
    one["initiatives"][0]["years"]["2021"]["second_half"] = "相談会を３回開き、１２人が来た。"
    one["outcome"] = "窓口ができた。"
    two["initiatives"][0]["years"]["2021"]["second_half"] = "13回"
    three["initiatives"][0]["blanks"] = {"2021": {"second_half": "not_applicable"}}
    three["initiatives"][1]["years"]["2021"]["second_half"] = "催しを開いた。"
    four["name"] = "新しい名前"
    four["initiatives"][0]["years"]["2021"]["second_half"] = "取りまとめで書いた。"
    return plan


def outcome(merged: Mapping[str, Any]) -> tuple[int, ...]:
    return tuple(merged[key] for key in ("taken", "same", "older", "held", "conflicts"))


def test_init_makes_a_ledger_of_a_plan_document(job: Job) -> None:
    assert job["init"].json["measures"] == 4


def test_round_opens_a_round(job: Job) -> None:
    said = job["round"].json
    assert (said["year"], said["period"], said["due_on"]) == (2021, "second_half", "2199-04-15")
    assert said["is_open"]


def test_request_makes_a_file_for_each_department(job: Job) -> None:
    files = job["request"].json["files"]
    assert [(one["department"], one["form"]) for one in files] == [(SOUMU, "app"), (KYOSEI, "app")]
    assert set(files[0]) == {"file", "department", "form"}
    assert all(Path(one["file"]).is_file() for one in files)


def test_fill_names_the_required_fields_that_are_missing_and_keeps_the_answers(job: Job) -> None:
    said = job["fill too little"].sentence
    assert "№3.1.2021.second_half" in said
    assert "№1.1" not in said
    assert job["fill the rest"].json["answers"] == 4  # two of them from the first call
    assert job["fill the rest"].json["serial"] == 1


def test_fill_keeps_its_work_file_beside_the_request(job: Job) -> None:
    work = Path(job["fill"].json["work_file"])
    assert work == job.path("照会") / f"照会_令和３年度下期実績_{KYOSEI}.kyosei"
    assert work.is_file()
    assert len(job["fill"].json["check_word"]) == 4


def test_merge_tells_file_by_file_what_became_of_it_and_takes_the_good_ones(job: Job) -> None:
    ran = job["merge"]
    assert ran.code == 1
    document = json.loads(ran.out)
    assert document["conflicts"] == 1
    soumu, bad, kyosei = document["files"]
    keys = {"file", "department", "taken", "same", "older", "held", "conflicts", "refused"}
    assert all(keys <= set(one) for one in document["files"])
    assert outcome(soumu) == (4, 0, 0, 0, 0)
    assert outcome(kyosei) == (1, 0, 0, 0, 1)
    assert outcome(bad) == (0, 0, 0, 0, 0)
    assert (soumu["department"], bad["department"], kyosei["department"]) == (SOUMU, None, KYOSEI)
    assert (soumu["refused"], kyosei["refused"]) == (None, None)
    assert ran.err == bad["refused"] + "\n"
    assert "壊れた.kyoa" in ran.err


def test_a_dry_run_says_the_same_as_the_merge(job: Job) -> None:
    assert (job["dry run"].code, job["dry run"].out) == (job["merge"].code, job["merge"].out)
    assert len(list(job.path("台帳-控え").glob("*.kyosei"))) == 2  # one for each of the merges that were meant


def test_conflicts_gives_address_root_shown_and_all_texts_with_their_sources(job: Job) -> None:
    (conflict,) = job["conflicts"].json["conflicts"]
    assert conflict["id"] == CONFLICT
    address = {"measure": 2, "initiative": 1, "year": 2021, "period": "second_half", "field": "entry"}
    assert address_of(conflict) == address
    assert (conflict["root"], conflict["shown"]) == ("", "")
    assert [(one["text"], one["department"], one["source"]) for one in conflict["texts"]] == [
        ("12回", SOUMU, "福祉総務課.kyoa"),
        ("13回", KYOSEI, "地域共生課.kyoa"),
    ]


def test_status_tells_who_has_handed_in_and_what_is_missing(job: Job) -> None:
    status = job["status"].json
    assert (status["round"]["year"], status["round"]["period"]) == (2021, "second_half")
    soumu, kyosei = status["departments"]
    keys = {"name", "state", "asked", "answered", "missing", "conflicts", "late"}
    assert keys <= set(soumu)
    assert (soumu["name"], soumu["state"], soumu["conflicts"], soumu["late"]) == (SOUMU, "submitted", 1, False)
    assert (soumu["asked"], soumu["answered"], soumu["missing"]) == (12, 6, [])
    assert (kyosei["state"], kyosei["missing"]) == ("submitted", [])


def test_settle_takes_the_text_of_that_number(job: Job) -> None:
    settled = job["settle"].json
    assert (settled["id"], settled["text"], settled["conflicts"]) == (CONFLICT, "13回", 0)


def test_return_writes_a_request_that_is_answered_in_the_kept_work_file(job: Job) -> None:
    assert job["return"].json == {"file": str(job.path("差戻し.kyoq")), "department": SOUMU}
    assert job["fill again"].code == job["merge again"].code == 0
    assert "反映1" in job["merge again"].out


def test_accept_and_edit_say_what_they_did(job: Job) -> None:
    assert job["accept"].json == {"department": SOUMU, "accepted": True}
    assert job["edit"].json == {"changed": 2}


def test_the_exported_plan_is_the_one_that_the_job_had_to_make(job: Job) -> None:
    exported = job.path("計画-書き出し.json")
    assert exported.read_text("utf-8") == json.dumps(expected_plan(), ensure_ascii=False, indent=1) + "\n"
    said = job["export"].json
    assert (said["clipped"], said["files"]) == (0, [str(exported)])
    assert said["cells"] > 0


def test_the_round_is_closed(job: Job) -> None:
    assert not job["close"].json["is_open"]


def test_history_tells_every_change_and_act(job: Job) -> None:
    history = job["history"].json
    settled = next(one for one in history["changes"] if one["reason"] == "名簿と合う")
    assert address_of(settled)["measure"] == 2
    assert (settled["text"], settled["origin"], settled["standing"]) == ("13回", "coordinator", "head")
    kinds = [one["kind"] for one in history["acts"]]
    made = ["round_opened", "requested", "requested", "merged", "merged", "returned", "merged", "accepted"]
    assert kinds == [*made, "round_closed"]
    assert history["acts"][-2]["author"] == "課長"


def test_nothing_is_left_behind(job: Job) -> None:
    assert [str(one) for one in job.folder.rglob("*") if one.suffix == ".lock" or one.name.startswith(".")] == []
    assert list(job.folder.rglob("*-journal")) == []


def test_the_built_in_plan_comes_out_to_the_byte(tmp_path: Path) -> None:
    ledger, exported = tmp_path / "計画.kyosei", tmp_path / "書き出し.json"
    assert in_process("init", ledger).code == 0
    assert in_process("export", ledger, "--plan", exported).code == 0
    assert exported.read_bytes() == BUILT_IN_PLAN.read_bytes()
