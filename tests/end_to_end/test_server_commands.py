"""The command line with a URL in place of the ledger's file: a whole half-year on a server."""

import json
from pathlib import Path

import pytest

from tests.office import KYOSEI, PLAN, SOUMU, Office, entry
from tests.postgres import Server
from tests.shell import as_process, in_process

pytestmark = pytest.mark.deep


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's folder, in which copies of ledgers on servers lie."""
    monkeypatch.setenv("HOME", str(tmp_path))
    return tmp_path


def test_a_half_year_is_done_by_url(server: Server, tmp_path: Path) -> None:
    url = server.url("half_year")
    plan = tmp_path / "計画.json"
    plan.write_text(json.dumps(PLAN, ensure_ascii=False), "utf-8")

    made = as_process("init", url, "--from", plan, "--json").json
    assert (made["measures"], made["departments"]) == (4, 2)
    assert "half_year" in as_process("init", url).sentence
    in_process("round", url, "--year", "2021", "--half", "second", "--due", "2022-04-15", "--json").json  # noqa: B018
    made = in_process("request", url, "--out", tmp_path, "--json").json
    requests = {one["department"]: one["file"] for one in made["files"]}
    files = []
    for name, measures in ((SOUMU, (1, 2)), (KYOSEI, (2,))):
        answers = tmp_path / f"{name}.json"
        where = {"initiative": 1, "year": 2021, "period": "second_half"}
        said = [{"measure": no, **where, "text": f"{name}の実績"} for no in measures]
        answers.write_text(json.dumps(said, ensure_ascii=False), "utf-8")
        files.append(tmp_path / f"{name}.kyoa")
        in_process("fill", requests[name], "--answers", answers, "--out", files[-1], "--partial")

    merged = in_process("merge", url, *files, "--json").json
    assert [one["taken"] for one in merged["files"]] == [2, 0]
    (conflict,) = in_process("conflicts", url, "--json").json["conflicts"]
    assert [one["text"] for one in conflict["texts"]] == [f"{SOUMU}の実績", f"{KYOSEI}の実績"]
    assert in_process("settle", url, conflict["id"], "--take", 1).code == 0
    assert in_process("accept", url, "--department", KYOSEI).code == 0
    status = {one["name"]: one["state"] for one in in_process("status", url, "--json").json["departments"]}
    assert status == {SOUMU: "submitted", KYOSEI: "accepted"}
    checked = in_process("check", url, "--json").json
    assert (checked["kind"], checked["ok"]) == ("ledger", True)
    exported = in_process("export", url, "--csv", tmp_path / "表.csv", "--json").json
    assert exported["clipped"] == 0
    assert f"{SOUMU}の実績" in (tmp_path / "表.csv").read_text("utf-8-sig")
    assert f"{SOUMU}の実績" in in_process("history", url).out


def test_what_cannot_be_reached_or_done_there_is_said_in_one_sentence(server: Server, tmp_path: Path) -> None:
    secret = f"postgresql://hana:himitsu@/postgres?host={tmp_path}&schema=a"
    for command in ("status", "init", "backup", "check"):
        ran = in_process(command, secret)
        assert ran.code == 1
        assert "つながりません" in ran.err
        assert "himitsu" not in ran.err + ran.out
    assert "half_year_not" in in_process("status", server.url("half_year_not")).sentence
    assert "ファイルの台帳だけ" in in_process("rescue", server.url("a"), "--out", tmp_path / "x.zip").sentence


def test_a_ledger_moves_from_a_file_to_a_server_and_back(server: Server, office: Office, tmp_path: Path) -> None:
    office.merge(office.soumu.answer({entry(1): "書いた文"}))
    office.ledger.close()
    url = server.url("moved").replace("postgres@", "postgres:himitsu@")

    moved = in_process("restore", office.path, url, "--json").json
    assert (moved["kept"], "himitsu" in moved["ledger"]) == (None, False)
    back = tmp_path / "戻り.kyosei"
    assert in_process("backup", url, "--out", back, "--json").json == {"file": str(back)}

    said = [in_process("check", one, "--json").json["history"] for one in (office.path, url, back)]
    assert said[0] == said[1] == said[2]
    assert len(in_process("backup", url, "--list", "--json").json["backups"]) == 0
    assert in_process("restore", back, url, "--json").json["kept"] is not None
    assert in_process("backup", url, "--list", "--json").json["awaits_confirmation"] is True
    assert in_process("backup", url, "--confirm").code == 0


def test_the_window_refuses_an_address_that_it_cannot_read(server: Server) -> None:
    assert "mysql" in in_process("mysql://server/plan").misuse
    assert "himitsu" not in in_process("postgresql://hana:himitsu@server:port/plan").misuse
